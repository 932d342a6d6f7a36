"""Answers of services, kept on disk with the question, the date and a digest."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.endpoint.address import shown
from citygraph.errors import InputError
from citygraph.files import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMAT = 1
"""A file of another format is no answer: it is asked again."""


class Kept(NamedTuple):
    """An answer that was given before.

    Attributes:
        body: what the service said.
        asked: when, as an ISO 8601 date and time in UTC.
    """

    body: bytes
    asked: str


class Cache:
    """A folder of answers, each by the service and the whole question.

    Only what has been found complete and right is to be put in.

    Args:
        folder: where they are; it is made when the first one is kept.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     cache = Cache(folder)
    ...     cache.keep("https://example.org/sparql", "ASK {}", b"{}")
    ...     cache.find("https://example.org/sparql", "ASK {}").body
    b'{}'
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def find(self, service: str, question: str) -> Kept | None:
        """Find the answer to a question; `None` if there is none that can be trusted."""
        try:
            said = json.loads(self._path(service, question).read_bytes())
        except (OSError, ValueError):  # a file that was cut is no answer
            return None
        if not isinstance(said, dict) or said.get("format") != _FORMAT:
            return None
        body = str(said.get("body")).encode()
        same = said.get("service") == shown(service) and said.get("question") == question
        if not same or said.get("sha256") != sha256(body).hexdigest():
            return None
        return Kept(body, str(said.get("asked")))

    def keep(self, service: str, question: str, body: bytes) -> None:
        """Keep an answer that is complete and right.

        Raises:
            InputError: the folder cannot be written to.
            FaultError: the disk is full.
            UnicodeDecodeError: the answer is not UTF-8.
        """
        from importlib.metadata import version

        path = self._path(service, question)
        _write(
            path,
            {
                "format": _FORMAT,
                "version": version("citygraph"),
                "service": shown(service),  # the name of the file tells parameters apart
                "question": question,
                "asked": datetime.now(UTC).isoformat(timespec="seconds"),
                "sha256": sha256(body).hexdigest(),
                "body": body.decode(),
            },
        )

    def sizes(self, service: str) -> dict[str, int]:
        """Give how much could be asked of a service at once, by what was asked."""
        try:
            said = json.loads(self._sizes(service).read_bytes())
        except (OSError, ValueError):
            return {}
        if not isinstance(said, dict):
            return {}
        return {name: n for name, n in said.items() if isinstance(n, int) and n > 0}

    def remember_sizes(self, service: str, sizes: Mapping[str, int]) -> None:
        """Keep how much could be asked of a service at once."""
        _write(self._sizes(service), dict(sizes))

    def _path(self, service: str, question: str) -> Path:
        name = sha256(f"{_FORMAT}\n{service}\n{question}".encode()).hexdigest()
        return self.folder / "answers" / name[:2] / f"{name}.json"

    def _sizes(self, service: str) -> Path:
        return self.folder / "sizes" / f"{sha256(service.encode()).hexdigest()}.json"


def _write(path: Path, said: dict[str, object]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{path.parent}: the cache cannot be kept there: {error.strerror}"
        ) from error
    write_file(str(path), json.dumps(said, ensure_ascii=False, indent=1).encode())
