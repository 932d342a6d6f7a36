"""Names for blank nodes that depend on the graph alone (RDFC-1.0).

Finding them can take for ever: a few dozen triples can be tangled so that no algorithm is known to
be fast. The work is therefore done in a process of its own, which is ended when it takes too long.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from citygraph.canonical.lines import line
from citygraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

LIMIT = 10_000
"""As many triples with blank nodes may a graph have; their names are found in memory."""

PATIENCE = 30.0
"""The seconds that finding names may take."""

_REMEDY = "give these things IRIs"
_PROGRAM = (
    f"import sys; from {__name__} import named; "
    "sys.stdout.buffer.write(named(sys.stdin.buffer.read()))"
)


class Unnamed:
    """The triples of one graph that have a blank node, set aside until all have been seen."""

    def __init__(self) -> None:
        self._triples: set[ox.Triple] = set()

    def takes(self, triple: ox.Triple) -> bool:
        """Set the triple aside if it has a blank node, and say whether it has.

        Raises:
            InputError: there are too many, or the blank node is part of a triple term, for which
                RDFC-1.0 says nothing.
        """
        import pyoxigraph as ox

        subject, value = triple.subject, triple.object
        if isinstance(value, ox.Triple) and _is_within(value):
            raise InputError(f"a blank node in a triple term cannot be compared; {_REMEDY}")
        if not isinstance(subject, ox.BlankNode) and not isinstance(value, ox.BlankNode):
            return False
        self._triples.add(triple)
        if len(self._triples) > LIMIT:
            raise InputError(
                f"more than {LIMIT:,} triples with blank nodes cannot be compared; {_REMEDY}"
            )
        return True

    def lines(self) -> Iterator[bytes]:
        """Give the canonical lines of what was set aside, with canonical names.

        Raises:
            InputError: the names were not found in time.
        """
        if not self._triples:
            return
        from subprocess import TimeoutExpired

        content = b"".join(sorted(line(triple) for triple in self._triples))
        try:
            found = _named_apart(content, PATIENCE)
        except TimeoutExpired as error:
            raise InputError(
                f"no names were found for the blank nodes of {len(self._triples):,} triples within "
                f"{PATIENCE:g} s: they are too much alike; {_REMEDY}"
            ) from error
        yield from found.splitlines(keepends=True)


def named(content: bytes) -> bytes:
    """Write N-Triples again, with canonical names for the blank nodes; without end for some."""
    import pyoxigraph as ox

    graph = ox.Dataset(ox.parse(content, format=ox.RdfFormat.N_TRIPLES))
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return b"".join(line(quad.triple) for quad in graph)


@lru_cache(maxsize=4)  # a graph is often written in one format after the other
def _named_apart(content: bytes, patience: float) -> bytes:
    from subprocess import run

    command = [sys.executable, "-P", "-c", _PROGRAM]
    done = run(command, input=content, capture_output=True, check=True, timeout=patience)  # noqa: S603 - our own program
    return done.stdout


def _is_within(triple: ox.Triple) -> bool:
    import pyoxigraph as ox

    value = triple.object
    nested = isinstance(value, ox.Triple) and _is_within(value)
    return nested or isinstance(triple.subject, ox.BlankNode) or isinstance(value, ox.BlankNode)
