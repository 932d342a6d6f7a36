"""Exporting into a file or a folder, which appear when they are complete."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from citygraph.errors import InputError
from citygraph.exports.parts import select
from citygraph.exports.registry import FILES, FOLDERS
from citygraph.files import new_folder, write_file
from citygraph.formats import PACKED, is_packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from citygraph.exports.parts import Exportable

_OF_FILES = (PACKED, ".csv", ".parquet", ".zip")
_LEVEL = 9
_GZIP_HEADER = b"\x1f\x8b\x08\x00" + bytes(4) + b"\x02\xff"
"""Deflated, no name, no time, by the best compression, on a system that is not told."""


def export(
    store: Exportable, form: str, path: str | PathLike[str], *, part: str = "all"
) -> tuple[str, ...]:
    """Write a graph, or a part of it, in a format of `formats.EXPORTS`.

    The same triples give the same bytes on every machine, wherever they come from.

    Args:
        store: what is exported.
        form: the format's name.
        path: the file, compressed if it ends in `.gz`; for tables and property graphs, the folder.
        part: `facts`, `ontology`, `evidence`, `links`, `shapes`, or `all` but the shapes.

    Returns:
        What a reader should know of tables and property graphs, in sentences.

    Raises:
        InputError: no such format or part, a path that cannot be written, or something that the
            syntax cannot carry; then nothing is written.
        RemoteError: the store failed.
        FaultError: the disk is full.
    """
    known(form)
    selection = select(store, part)
    if form in FOLDERS:
        if str(path).lower().endswith(_OF_FILES):
            raise InputError(
                f"{path}: {form} is a folder of files; name it without {PurePath(path).suffix}"
            )
        with new_folder(str(path)) as folder:
            return FOLDERS[form](selection, folder)
    write_file(str(path), for_path(FILES[form](selection), str(path)))
    return ()


def known(form: str) -> str:
    """Give back a format's name.

    Raises:
        InputError: no writer makes it.
    """
    if form not in (*FILES, *FOLDERS):
        raise InputError(f"--format {form}: expected one of {', '.join((*FILES, *FOLDERS))}")
    return form


def for_path(pieces: Iterable[bytes], path: str) -> Iterable[bytes]:
    """Compress what goes into a file whose name ends in `.gz`."""
    return compressed(pieces) if is_packed(path) else pieces


def compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Compress as gzip (RFC 1952) with neither a time nor a name, so that bytes can be compared.

    >>> import gzip
    >>> gzip.decompress(b"".join(compressed([b"To", b"kyo"])))
    b'Tokyo'
    """
    import struct
    import zlib

    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    check, size = 0, 0
    yield _GZIP_HEADER
    for piece in pieces:
        check, size = zlib.crc32(piece, check), size + len(piece)
        if squeezed := squeezer.compress(piece):
            yield squeezed
    yield squeezer.flush() + struct.pack("<II", check, size % 2**32)
