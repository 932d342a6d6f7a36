"""Where citygraph runs: the terminal, the encoding, the language, and room for temporary files."""

from __future__ import annotations

import locale
import shutil
import tempfile
from typing import TYPE_CHECKING, NamedTuple

from citygraph.doctor.model import Check

if TYPE_CHECKING:
    from collections.abc import Iterator

_NARROWEST = 60
_ROOM = 100 * 2**20
_MEGABYTE = 2**20


class Terminal(NamedTuple):
    """What the command line knows of the place where it speaks.

    Attributes:
        encoding: how its standard output writes characters; empty if it is closed.
        columns: how wide it is; `None` where it is no terminal.
    """

    encoding: str
    columns: int | None


def surroundings(terminal: Terminal | None) -> Iterator[Check]:
    """Look at what is around.

    Args:
        terminal: where the command line speaks; `None` if there is none to look at.
    """
    if terminal is not None:
        yield _encoding(terminal.encoding)
        yield _width(terminal.columns)
    yield _language()
    yield _temporary()


def _encoding(encoding: str) -> Check:
    places = {"encoding": encoding or "-"}
    if encoding.lower().replace("-", "").replace("_", "") == "utf8":
        return Check("surroundings", "encoding", "ok", "encoding", places)
    return Check("surroundings", "encoding", "hint", "encoding-other", places)


def _width(columns: int | None) -> Check:
    if columns is None:
        return Check("surroundings", "terminal", "ok", "no-terminal")
    if columns < _NARROWEST:
        return Check("surroundings", "terminal", "hint", "narrow", {"columns": columns})
    return Check("surroundings", "terminal", "ok", "terminal", {"columns": columns})


def _language() -> Check:
    """Name the language of the surroundings, and how to get labels in it if we speak it."""
    from citygraph.vocabulary import LANGUAGES

    found = locale.getlocale()[0] or "C"
    spoken = found.partition("_")[0]
    if spoken in LANGUAGES[1:]:
        places = {"locale": found, "lang": spoken}
        return Check("surroundings", "language", "hint", "speaks", places, handled=True)
    return Check("surroundings", "language", "ok", "locale", {"locale": found})


def _temporary() -> Check:
    folder = tempfile.gettempdir()
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"citygraph")
        free = shutil.disk_usage(folder).free
    except OSError as error:
        places = {"folder": folder, "reason": error.strerror or error}
        return Check("surroundings", "temporary files", "fault", "not-writable", places)
    places = {"folder": folder, "free": f"{free // _MEGABYTE:,}"}
    if free < _ROOM:
        return Check("surroundings", "temporary files", "hint", "little-room", places)
    return Check("surroundings", "temporary files", "ok", "writable", places)
