"""The triples of one file of any RDF syntax, packed or not; blank nodes are named by content."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph import formats
from citygraph.differences.blank_nodes import has_blank, named
from citygraph.graph.written import parsed
from citygraph.vocabulary import graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyoxigraph as ox

_DESCRIPTIONS = frozenset({graph_iri("void")})
"""The graphs that describe the data set (its counts, its digests) and say nothing of a city."""


class Read(NamedTuple):
    """One triple that was read.

    Attributes:
        triple: with its blank nodes named by content.
        hanging: whether its subject is a blank node that is a part of what leads to it.
    """

    triple: ox.Triple
    hanging: bool


def is_rdf(path: Path) -> bool:
    """Say whether a file can be compared, by its suffix.

    >>> from pathlib import Path
    >>> is_rdf(Path("dump.nq.gz")), is_rdf(Path("notes.txt"))
    (True, False)
    """
    return formats.unpacked(path).lower().endswith(formats.data_suffixes())


def read_file(path: Path) -> Iterator[Read]:
    """Read the triples of one file, whatever graphs they are in, one by one.

    Only what holds blank nodes is kept in memory. A graph that describes the data set as a whole
    is left out.

    Raises:
        DataFileError: the file cannot be read, is not whole or does not parse.
    """
    knotted: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in parsed(path):
        graph = getattr(quad.graph_name, "value", "")
        if graph in _DESCRIPTIONS:
            continue
        if has_blank(quad.triple):
            knotted[graph].append(quad.triple)
        else:
            yield Read(quad.triple, hanging=False)
    for triples in knotted.values():
        yield from with_names(triples)


def with_names(triples: Iterable[ox.Triple]) -> Iterator[Read]:
    """Give triples of one graph that hold blank nodes their names."""
    found = named(tuple(dict.fromkeys(triples)))
    for triple in found.triples:
        yield Read(triple, hanging=getattr(triple.subject, "value", "") in found.hanging)
