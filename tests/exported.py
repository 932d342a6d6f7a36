"""Graphs for tests of exports: small ones made on the spot, and what is in any of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from citygraph.answers import Answer, Result
from citygraph.exports import Selection
from citygraph.home import Home, open_home
from citygraph.vocabulary import PREFIXES

GRAPH = "https://w3id.org/citygraph/graph/small"
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
EXAMPLE = "https://example.org/"


class FewTriples(NamedTuple):
    """A store of one graph that knows no labels."""

    few: tuple[ox.Triple, ...]

    @property
    def home(self) -> Home:
        return open_home()

    @property
    def unquestioned(self) -> tuple[str, ...]:
        return ()

    @property
    def graphs(self) -> tuple[str, ...]:
        return (GRAPH,)

    @property
    def forgets_values(self) -> bool:
        return False

    @property
    def prefixes(self) -> dict[str, str]:
        return dict(PREFIXES)

    def query(
        self,
        text: str,
        dataset: tuple[Sequence[str], Sequence[str]] | None = None,
        *,
        timeout: float | None = None,
    ) -> Result:
        del text, dataset, timeout
        return Answer((), ())

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        assert graph == GRAPH
        return iter(self.few)


def selection(triples: Iterable[ox.Triple]) -> Selection:
    """Choose all of a few triples."""
    return Selection(FewTriples(tuple(triples)), {"facts": (GRAPH,)})


def all_triples(chosen: Selection) -> set[ox.Triple]:
    """Read everything that is exported, each once."""
    return {triple for graph in chosen.iris for triple in chosen.triples(graph)}


def thing(name: str) -> ox.NamedNode:
    """Name a thing, a property or a class of a small graph."""
    return ox.NamedNode(EXAMPLE + name)


def says(
    subject: str,
    predicate: str | ox.NamedNode,
    value: str | ox.Literal | ox.NamedNode | ox.BlankNode,
) -> ox.Triple:
    """Make a triple; a value that is a word is a thing."""
    return ox.Triple(
        thing(subject),
        thing(predicate) if isinstance(predicate, str) else predicate,
        thing(value) if isinstance(value, str) else value,
    )
