"""A whole named graph from an endpoint, counted before and after, and in parts where one is cut."""

from __future__ import annotations

from itertools import product
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
_KEY = "MD5(CONCAT(STR(?subject), STR(?property), STR(?value)))"
_DIGITS = "0123456789abcdef"
_DEEPEST = 6


def download(door: Door, graph: str) -> Iterator[ox.Triple]:
    """Read a whole graph, triple by triple, some perhaps twice.

    It is asked for at once. Where fewer triples come than were counted, it is asked for again in
    parts, by the first digits of a digest that the server makes of each triple, and what comes is
    counted again. Blank nodes would lose their identity between parts, so with them it is an error.

    Args:
        door: the endpoint.
        graph: the graph's IRI.

    Raises:
        RemoteTimeoutError: the time was up, here or there.
        RemoteError: the server failed, the whole could not be had, or it changed meanwhile. It may
            come after many triples.
    """
    reading = _Reading(door, graph)
    expected = reading.count()
    yield from reading.whole()
    if 0 < reading.given < expected:
        if reading.has_blank_nodes():
            raise RemoteError(
                f"{reading.where}: the server gave {reading.given:,} of {expected:,} triples "
                "without saying so, and the graph has blank nodes, which could not be told apart "
                "if it were read in parts; let whoever runs the server raise its limit, or name "
                "these nodes"
            )
        yield from reading.in_parts(expected)
    if reading.given != expected or reading.count() != expected:
        raise RemoteError(
            f"{reading.where}: {expected:,} triples were counted and {reading.given:,} came: the "
            "graph was changed while it was read, or the server does not give all of it; try again"
        )


class _Reading:
    """The reading of one graph.

    Attributes:
        given: how many triples have come for good.
        where: the graph, as it is named in messages.
    """

    def __init__(self, door: Door, graph: str) -> None:
        self.given = 0
        self.where = f"{shown(door.url)}: graph <{graph}>"
        self._door = door
        self._dataset = Dataset([graph])

    def whole(self) -> Iterator[ox.Triple]:
        """Ask for everything at once."""
        for triple in self._triples(_ALL):
            self.given += 1
            yield triple

    def in_parts(self, expected: int) -> Iterator[ox.Triple]:
        """Ask for the same in parts that are small enough: a part that is full may have been cut.

        Raises:
            RemoteError: a part is always full.
        """
        limit, self.given = self.given, 0
        depth = 1
        while expected / len(_DIGITS) ** depth > limit / 2 and depth < _DEEPEST:
            depth += 1
        for digits in map("".join, product(_DIGITS, repeat=depth)):
            yield from self._part(digits, limit)

    def _part(self, digits: str, limit: int) -> Iterator[ox.Triple]:
        came = 0
        for triple in self._triples(f'{_ALL} FILTER(STRSTARTS(LCASE({_KEY}), "{digits}"))'):
            came += 1
            yield triple
        if came < limit:
            self.given += came
        elif len(digits) < _DEEPEST:
            for digit in _DIGITS:
                yield from self._part(digits + digit, limit)
        else:
            raise RemoteError(
                f"{self.where}: the server gives {limit:,} triples at once, however few are asked "
                "for, so that nobody could tell whether these are all"
            )

    def _triples(self, pattern: str) -> Iterator[ox.Triple]:
        return self._door.statements(
            f"CONSTRUCT {{ {_ALL} }} WHERE {{ {pattern} }}",
            self._dataset,
            timeout=self._door.longer(LONGEST),
            cap=LARGEST,
        )

    def count(self) -> int:
        """Ask how many triples there are."""
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ {_ALL} }}"
        answer = self._door.query(text, self._dataset)
        return number(answer, self.where) if isinstance(answer, Answer) else 0

    def has_blank_nodes(self) -> bool:
        """Ask whether any triple has a blank node."""
        pattern = f"{_ALL} FILTER(isBlank(?subject) || isBlank(?value))"
        return bool(self._door.query(f"ASK {{ {pattern} }}", self._dataset))
