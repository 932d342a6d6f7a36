"""Triples from N-Triples, read as they come, and refused where a cut could not be seen."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from citygraph.endpoint.refusal import first_line, out_of_time
from citygraph.errors import RemoteError, RemoteTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox
    from typing_extensions import Buffer

    from citygraph.endpoint.exchange import Reply


def read_statements(reply: Reply) -> Iterator[ox.Triple]:
    """Read the triples of a reply, one by one.

    N-Triples has no end mark, so a reply must say where it ends, and its last line must be whole.

    Raises:
        RemoteTimeoutError: the time was up, here or there.
        RemoteError: the body is no N-Triples, or may have been cut.
    """
    import pyoxigraph as ox

    if not reply.framed:
        raise RemoteError(
            f"{reply.url}: the answer does not say where it ends (neither Content-Length nor "
            "chunks), so that nobody could tell whether all of it came"
        )
    body = _Body(reply.chunks())
    try:
        for quad in ox.parse(io.BufferedReader(body), format=ox.RdfFormat.N_TRIPLES):
            yield quad.triple
    except (SyntaxError, ValueError, MemoryError) as error:
        said = first_line(body.seen.rpartition(b"\n")[2] or body.seen)
        if out_of_time(body.seen.decode("utf-8", errors="replace")):
            raise RemoteTimeoutError(
                f"{reply.url}: the answer ends in an error: the server's time was up; ask for less"
            ) from None
        raise RemoteError(
            f"{reply.url}: the answer cannot be used: {ascii(str(error))[1:-1][:200]}; it reads "
            f'"{said}"'
        ) from None
    if body.seen and not body.seen.endswith(b"\n"):
        raise RemoteError(
            f"{reply.url}: the answer ends in the middle of a line, so it may have been cut"
        )


class _Body(io.RawIOBase):
    """A body as a file, of which the last bytes are remembered."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self.seen = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
            self.seen = (self.seen + chunk)[-1000:]
        taken = min(len(view), len(self._rest))
        view[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken
