"""A graph in its canonical form on disk: its lines, their number, their size and their digest."""

from __future__ import annotations

import gzip
from contextlib import suppress
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Self

from citygraph.canonical import Digest
from citygraph.errors import CitygraphError, FaultError, InputError
from citygraph.files import new_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_CHUNK = 64 * 1024


class Prepared:
    """A graph that is ready to be sent, and to be sent again: each iteration begins anew.

    It is a context, which removes the temporary file at its end.

    Attributes:
        size: the bytes of its canonical lines.
        digest: by what it is compared.
    """

    def __init__(self, file: IO[bytes], size: int, digest: Digest) -> None:
        self._file = file
        self.size = size
        self.digest = digest

    def lines(self) -> Iterator[bytes]:
        """Read the lines from the first to the last."""
        self._file.seek(0)
        return iter(self._file)

    def __iter__(self) -> Iterator[bytes]:
        """Read the bytes in chunks, from the first to the last."""
        self._file.seek(0)
        while chunk := self._file.read(_CHUNK):
            yield chunk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the temporary file."""
        self._file.close()


def prepare(lines: Iterable[bytes]) -> Prepared:
    r"""Write a graph to a temporary file, which has no name and is gone when it is closed.

    Args:
        lines: its canonical lines, sorted.

    Raises:
        FaultError: the disk with the temporary files is full.

    >>> with prepare([b"<urn:a> <urn:b> <urn:c> .\n"]) as graph:
    ...     graph.size, graph.digest.count
    (26, 1)
    """
    file = TemporaryFile(prefix="citygraph-")  # noqa: SIM115 - what is made of it closes it
    hashed, size, count = sha256(), 0, 0
    try:
        for line in lines:
            hashed.update(line)
            size, count = size + len(line), count + 1
            file.write(line)
        file.flush()
    except BaseException as error:
        with suppress(OSError):  # what a full disk did not take is tried once more
            file.close()
        _raise_fault("temporary files", error, "name another folder in TMPDIR")
        raise
    return Prepared(file, size, Digest(hashed.hexdigest(), count))


def keep(lines: Iterable[bytes], path: Path) -> Digest:
    """Write a graph to a gzip file that is the same whenever it is written, and give its digest.

    Args:
        lines: its canonical lines, sorted.
        path: the file, which appears when it is complete.

    Raises:
        FaultError: the file cannot be written.
    """
    hashed, count = sha256(), 0
    try:
        with new_file(path) as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
            for line in lines:
                hashed.update(line)
                count += 1
                packed.write(line)
    except BaseException as error:
        _raise_fault(str(path), error, "go on then")
        raise
    return Digest(hashed.hexdigest(), count)


def kept_lines(path: Path, expected: Digest | None = None) -> Iterator[bytes]:
    """Read the lines of a graph that was kept.

    Args:
        path: the gzip file.
        expected: what its digest must be.

    Raises:
        InputError: the file is missing or damaged.
    """
    hashed, count = sha256(), 0
    try:
        with gzip.open(path) as file:
            for line in file:
                hashed.update(line)
                count += 1
                yield line
    except (OSError, EOFError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    if expected is not None and Digest(hashed.hexdigest(), count) != expected:
        raise InputError(f"{path}: is not what was kept there: its digest differs")


def verify_kept(path: Path, expected: Digest) -> None:
    """Make sure that a kept graph can be read back before what it was made from is replaced.

    Raises:
        FaultError: it cannot.
    """
    try:
        for _ in kept_lines(path, expected):
            pass
    except InputError as error:
        raise FaultError(f"{error}; nothing was replaced") from error


def _raise_fault(what: str, error: BaseException, remedy: str) -> None:
    """Raise what a disk did as what it is; what a server did comes as an error of ours already."""
    if isinstance(error, OSError) and not isinstance(error, CitygraphError):
        raise FaultError(
            f"{what}: cannot be written: {error.strerror or error}; make room, and {remedy}"
        ) from error
