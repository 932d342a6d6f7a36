"""A whole named graph from an endpoint, counted before and after, and in parts where one is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.answers import Answer
from citygraph.endpoint.address import shown
from citygraph.endpoint.dataset import Dataset
from citygraph.endpoint.door import number
from citygraph.errors import RemoteError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from citygraph.endpoint.door import Door

LARGEST = 64 * 1024**3
"""The bytes that a graph may have on its way: it is not held in memory, but it must end."""
LONGEST = 3600.0
"""The seconds that a graph may take if nothing else is said."""
_ALL = "?subject ?property ?value"
_DIGITS = "0123456789abcdef"
_KEY = "MD5(CONCAT(STR(?subject), STR(?property), STR(?value)))"
_DEEPEST = 6


def download(door: Door, graph: str) -> Iterator[ox.Triple]:
    """Read a whole graph, triple by triple, some perhaps twice.

    It is asked for at once. Where fewer triples come than were counted, it is asked for again in
    parts, by the first digits of a digest that the server makes of each triple; each part is
    counted too. Blank nodes would lose their identity between parts, so with them it is an error.

    Args:
        door: the endpoint.
        graph: the graph's IRI.

    Raises:
        RemoteTimeoutError: the time was up, here or there.
        RemoteError: the server failed, the whole could not be had, or it changed meanwhile. It may
            come after many triples.
    """
    whole = _Part(door, graph, "")
    expected = whole.count()
    given = 0
    for triple in whole.triples():
        given += 1
        yield triple
    if given < expected:
        if whole.has_blank_nodes():
            raise RemoteError(
                f"{whole.where}: the server gave {given:,} of {expected:,} triples without saying "
                "so, and the graph has blank nodes, which could not be told apart if it were read "
                "in parts; let whoever runs the server raise its limit, or name these nodes"
            )
        given = 0
        for triple in _in_parts(whole):
            given += 1
            yield triple
    if given != expected or whole.count() != expected:
        raise RemoteError(
            f"{whole.where}: {expected:,} triples were counted and {given:,} came: the graph was "
            "changed while it was read, or the server does not give all of it; try again"
        )


def _in_parts(part: _Part) -> Iterator[ox.Triple]:
    """Read the parts of a part that the server cuts."""
    for digit in _DIGITS:
        smaller = _Part(part.door, part.graph, part.digits + digit)
        expected = smaller.count()
        if not expected:
            continue
        read = list(smaller.triples()) if expected <= part.limit else []
        if len(read) == expected:
            yield from read
        elif len(smaller.digits) < _DEEPEST:
            smaller.limit = min(part.limit, max(1, expected - 1))
            yield from _in_parts(smaller)
        else:
            raise RemoteError(
                f"{part.where}: the server gives {len(read):,} of {expected:,} triples, however "
                "few are asked for"
            )


class _Part:
    """Some triples of a graph: those whose digest begins with these digits.

    Attributes:
        door: the endpoint.
        graph: the graph's IRI.
        digits: what the digests begin with; empty for the whole graph.
        limit: how many triples the server gives at once, as far as is known.
    """

    def __init__(self, door: Door, graph: str, digits: str) -> None:
        self.door = door
        self.graph = graph
        self.digits = digits
        self.limit = 10_000
        self.where = f"{shown(door.url)}: graph <{graph}>"

    def triples(self) -> Iterator[ox.Triple]:
        """Ask for them, and read them as they come."""
        text = f"CONSTRUCT {{ {_ALL} }} WHERE {{ {self._pattern()} }}"
        return self.door.statements(
            text, Dataset([self.graph]), timeout=self.door.longer(LONGEST), cap=LARGEST
        )

    def count(self) -> int:
        """Ask how many there are."""
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ {self._pattern()} }}"
        answer = self.door.query(text, Dataset([self.graph]))
        return number(answer, self.where) if isinstance(answer, Answer) else 0

    def has_blank_nodes(self) -> bool:
        """Ask whether any of them has a blank node."""
        pattern = f"{_ALL} FILTER(isBlank(?subject) || isBlank(?value))"
        return bool(self.door.query(f"ASK {{ {pattern} }}", Dataset([self.graph])))

    def _pattern(self) -> str:
        if not self.digits:
            return _ALL
        return f'{_ALL} FILTER(STRSTARTS(LCASE({_KEY}), "{self.digits}"))'
