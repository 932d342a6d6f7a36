"""What a graph is sent as: N-Triples, or Turtle where that keeps more of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.pushing.prepared import Prepared

N_TRIPLES = "application/n-triples"
TURTLE = "text/turtle"

_LINES = 1000
_INTEGER = re.compile(
    rb'"(0|-?[1-9][0-9]{0,17})"\^\^<http://www\.w3\.org/2001/XMLSchema#integer> \.\n\Z'
)


class Body:
    """The body of a request, in chunks: each iteration begins anew, so it can be sent again.

    Attributes:
        media_type: what it is.
        size: its bytes, which some stores must be told beforehand.
    """

    def __init__(self, content: Prepared, media_type: str) -> None:
        self._content = content
        self.media_type = media_type
        self.size = content.size if media_type == N_TRIPLES else sum(map(len, self))

    def __iter__(self) -> Iterator[bytes]:
        if self.media_type == N_TRIPLES:
            yield from self._content
            return
        held = []
        for line in self._content.lines():
            held.append(bare_integer(line))
            if len(held) == _LINES:
                yield b"".join(held)
                held = []
        yield b"".join(held)


def bare_integer(line: bytes) -> bytes:
    r"""Write the integer at the end of a line without quotes, as Turtle may.

    Virtuoso makes a decimal of a quoted integer beyond 32 bits, but not of one that stands bare.

    >>> bare_integer(
    ...     b'<urn:a> <urn:b> "4000000000"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    ... )
    b'<urn:a> <urn:b> 4000000000 .\n'
    """
    return _INTEGER.sub(rb"\1 .\n", line)
