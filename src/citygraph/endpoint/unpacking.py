"""Bodies that a server packed, unasked: unpacked piece by piece, so that none becomes too large.

Some public endpoints pack every answer, whatever a request says (RFC 9110, section 8.4.1). What
counts against the cap is what comes out, and no piece that comes out is larger than `piece`.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_GZIP = 16 + zlib.MAX_WBITS
_WINDOWS: Mapping[str, int] = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}
_ZLIB_METHOD = 8


class PackingError(ValueError):
    """A body is packed in a way that is not known, or not to its end."""


def unpacked(chunks: Iterable[bytes], coding: str, piece: int) -> Iterator[bytes]:
    r"""Unpack a body.

    Args:
        chunks: the body as it comes.
        coding: what `Content-Encoding` says; empty or `identity` for what is not packed.
        piece: the most bytes that are given at once of what is packed.

    Raises:
        PackingError: the coding is not known, or the body is broken, cut, or goes on behind its
            end.

    >>> import gzip
    >>> [*unpacked([gzip.compress(b"Tokyo")], "gzip", 3)]
    [b'Tok', b'yo']
    """
    name = coding.strip().lower()
    if name in ("", "identity"):
        yield from chunks
    elif name in _WINDOWS:
        try:
            yield from _inflated(chunks, _WINDOWS[name], piece)
        except zlib.error as error:
            raise PackingError(f"it is packed as {name}, and broken: {error}") from None
    else:
        raise PackingError(
            f"it is packed ({name[:40]!a}), which was not asked for; only gzip and deflate are "
            "unpacked"
        )


def _inflated(chunks: Iterable[bytes], window: int, piece: int) -> Iterator[bytes]:
    inflating = None
    for chunk in filter(None, chunks):
        if inflating is None:
            window = _window(window, chunk)
            inflating = zlib.decompressobj(window)
        rest, full = chunk, False
        while rest or full:
            if inflating.eof:
                if window != _GZIP:
                    raise PackingError("it goes on behind the end of what is packed")
                inflating = zlib.decompressobj(window)
            out = inflating.decompress(rest, piece)
            if out:
                yield out
            rest = inflating.unconsumed_tail or inflating.unused_data
            full = len(out) == piece and not inflating.eof
    if inflating is not None and not inflating.eof:
        raise PackingError("it is packed, and ends before it is complete")


def _window(window: int, begin: bytes) -> int:
    """Say how deflate is wrapped: some servers leave out what should stand around it."""
    wrapped = begin[0] & 0xF == _ZLIB_METHOD
    return window if window == _GZIP or wrapped else -window
