"""The bytes of a data file: without a byte order mark, and unpacked if it is a gzip file.

Some editors put the mark in front of UTF-8, and no RDF syntax knows it. What is packed is unpacked
piece by piece, so that a small file that becomes a huge one fills neither memory nor disk.
"""

from __future__ import annotations

import gzip
import zlib
from codecs import BOM_UTF8
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from citygraph import formats
from citygraph.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 64 * 1024**3
"""The bytes that a packed file may have when it is unpacked."""
_PIECE = 64 * 1024


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes] | None]:
    """Open a file behind its byte order mark, unpacked, for as long as the context lasts.

    Gives `None` for a file that is neither packed nor marked: its reader may take the path itself,
    which is faster.

    Raises:
        DataFileError: the file cannot be read; it is packed and is not whole, or too large.
    """
    packed = formats.is_packed(path)
    try:
        with gzip.open(path) if packed else path.open("rb") as file:
            begin = file.read(len(BOM_UTF8))
            marked = begin == BOM_UTF8
            if not packed and not marked:
                yield None
                return
            rest = _Rest(path, cast("IO[bytes]", file), b"" if marked else begin)
            yield cast("IO[bytes]", rest)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataFileError(f"{path}: is no whole gzip file: {error}; get it again") from error
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error


def pieces(path: Path) -> Iterator[bytes]:
    """Read a file behind its byte order mark, unpacked, piece by piece.

    Raises:
        DataFileError: see `opened`.
    """
    with opened(path) as file:
        if file is not None:
            while piece := file.read(_PIECE):
                yield piece
            return
    with path.open("rb") as plain:
        while piece := plain.read(_PIECE):
            yield piece


class _Rest:
    """What is left of a file, as far as a parser reads it."""

    def __init__(self, path: Path, file: IO[bytes], begin: bytes) -> None:
        self._path = path
        self._file = file
        self._begin = begin
        self._taken = 0

    def read(self, size: int) -> bytes:
        """Read up to so many bytes, or at least one; none are left if none come."""
        found = self._begin or self._file.read(size)
        self._begin = b""
        self._taken += len(found)
        if self._taken > LARGEST:
            raise DataFileError(
                f"{self._path}: is longer than {LARGEST:,} bytes when it is unpacked, the most "
                "that is read; divide it"
            )
        return found
