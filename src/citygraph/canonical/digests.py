"""The digest of a graph: SHA-256 of its canonical lines in their order."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from citygraph.canonical.lines import line
from citygraph.canonical.naming import Unnamed
from citygraph.canonical.sorting import MEMORY, sorted_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Digest:
    """By what two graphs are equal.

    Attributes:
        sha256: of the canonical lines in their order, in hexadecimal.
        count: how many different triples the graph has.
    """

    sha256: str
    count: int


def canonical_lines(triples: Iterable[ox.Triple], *, memory: int = MEMORY) -> Iterator[bytes]:
    """Write a graph in its canonical form: canonical N-Triples, sorted, each line once.

    Triples without blank nodes are never held in memory as a whole. Those with blank nodes are, as
    their blank nodes must be named after their place in the graph: RDFC-1.0 looks at these triples
    alone, so that the lines are those it would give for the whole graph.

    Args:
        triples: the graph; a triple may occur twice, in any order.
        memory: about how many bytes of lines may be held at once.

    Raises:
        InputError: the blank nodes cannot be named; see `citygraph.canonical.naming`.
        FaultError: the disk with the temporary files is full.
    """
    unnamed = Unnamed()

    def written() -> Iterator[bytes]:
        for triple in triples:
            if not unnamed.takes(triple):
                yield line(triple)
        yield from unnamed.lines()

    return sorted_lines(written(), memory=memory)


def digest(triples: Iterable[ox.Triple], *, memory: int = MEMORY) -> Digest:
    """Compute the digest of a graph: the SHA-256 of RDFC-1.0's canonical N-Quads, and their number.

    Args:
        triples: the graph; a triple may occur twice, in any order.
        memory: about how many bytes of lines may be held at once.

    Raises:
        InputError: the blank nodes cannot be named; see `citygraph.canonical.naming`.
        FaultError: the disk with the temporary files is full.

    >>> from pyoxigraph import RdfFormat, parse
    >>> turtle = '<urn:a> <urn:b> "c", "d", "c" .'
    >>> digest(quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)).count
    2
    """
    return digest_of_lines(canonical_lines(triples, memory=memory))


def digest_of_lines(lines: Iterable[bytes]) -> Digest:
    r"""Compute the digest of a graph from its canonical lines, each once and in their order.

    >>> digest_of_lines([b"<urn:a> <urn:b> <urn:c> .\n"]).count
    1
    """
    hashed, count = sha256(), 0
    for each in lines:
        hashed.update(each)
        count += 1
    return Digest(hashed.hexdigest(), count)
