"""The parts of a graph that can be exported apart, and the named graphs that each consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from citygraph.errors import InputError
from citygraph.evidence.cities import is_evidence, is_links
from citygraph.formats import stem
from citygraph.graph import Store
from citygraph.vocabulary import graph_iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import pyoxigraph as ox

    from citygraph.home import Home

PARTS = ("facts", "ontology", "evidence", "links", "shapes")
"""What can be asked for: the facts, the words they use, where they come from, the ties to other
vocabularies and collections, and the rules that they keep."""

ALL = ("facts", "ontology", "evidence", "links")
"""What is exported if nothing else is asked for: all that says something about cities."""


class Exportable(Store, Protocol):
    """A store that knows where the domain files are, as ours and remote ones do."""

    @property
    def home(self) -> Home:
        """The domain files: their names tell which graph is which."""
        ...

    @property
    def unquestioned(self) -> Collection[str]:
        """The IRIs of graphs beside those of `graphs` that can be read: alignments and shapes."""
        ...


class Selection(NamedTuple):
    """What is exported, as every writer gets it.

    Attributes:
        store: where the triples are.
        graphs: the IRIs of the named graphs of each chosen part, sorted.
        excerpt: where not whole graphs are exported but a few triples: these, under one name.
    """

    store: Exportable
    graphs: Mapping[str, tuple[str, ...]]
    excerpt: tuple[ox.Triple, ...] | None = None

    @property
    def iris(self) -> tuple[str, ...]:
        """The IRIs of all chosen graphs, sorted, each once."""
        return tuple(sorted({iri for each in self.graphs.values() for iri in each}))

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that may shorten IRIs."""
        return self.store.prefixes

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """Read one of the graphs; see `Store.triples`."""
        return self.store.triples(graph) if self.excerpt is None else iter(self.excerpt)


def select(store: Exportable, part: str = "all") -> Selection:
    """Choose a part of a store, or `all`.

    Raises:
        InputError: there is no such part, or nothing of it is in the store.

    >>> from citygraph.graph import CityGraph
    >>> select(CityGraph.load(), "evidence").iris
    ('https://w3id.org/citygraph/graph/tokyo.evidence',)
    """
    if part not in (*PARTS, "all"):
        raise InputError(f"--part {part}: expected one of {', '.join((*PARTS, 'all'))}")
    chosen = ALL if part == "all" else (part,)
    found = graphs_by_part(store)
    graphs = {each: found[each] for each in chosen if found[each]}
    if not graphs:
        raise InputError(
            f"--part {part}: nothing to export; this graph has only "
            f"{', '.join(each for each in PARTS if found[each])}"
        )
    return Selection(store, graphs)


def graphs_by_part(store: Exportable) -> dict[str, tuple[str, ...]]:
    """Sort the named graphs of a store into the parts, with those beside it that can be read."""
    parts: dict[str, set[str]] = {part: set() for part in PARTS}
    for iri in {*store.graphs, *store.unquestioned}:
        parts[_part_of(iri, store.home)].add(iri)
    return {part: tuple(sorted(parts[part])) for part in PARTS}


def _part_of(graph: str, home: Home) -> str:
    """Say which part one graph of a store belongs to; what is not known otherwise is facts."""
    if is_evidence(graph):
        return "evidence"
    if is_links(graph):
        return "links"
    if graph in {graph_iri(stem(path)) for path in home.data}:
        return "facts"
    return next((part for part, graphs in _installed(home).items() if graph in graphs), "facts")


def _installed(home: Home) -> dict[str, set[str]]:
    files = {"ontology": home.ontology, "links": (home.alignments,), "shapes": home.shapes}
    return {part: {graph_iri(stem(path)) for path in paths} for part, paths in files.items()}
