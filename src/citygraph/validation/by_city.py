"""Validation of a store one city at a time, so that memory does not grow with the store.

The graphs that belong to no city (ontology, schemes, sources) are read once and kept. The graphs of
each city are read, checked together with them and with what other cities say of the same things,
and released. The reports are merged into one.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Protocol

from citygraph.answers import Answer
from citygraph.errors import DataFileError, FaultError, InputError
from citygraph.graph import Store
from citygraph.validation.collecting import collect, identity, in_order
from citygraph.validation.engines import check, refuse_unknown
from citygraph.validation.finding import Report
from citygraph.validation.graph_places import GraphPlaces
from citygraph.validation.labels import labels_of
from citygraph.validation.neighbours import Neighbours
from citygraph.validation.reach import reach_of
from citygraph.validation.reading import parse, plain, read_shape_files
from citygraph.validation.shape_reading import read_shapes
from citygraph.validation.shapes import IllFormedShapeError, NeedsPyshaclError
from citygraph.validation.stored_evidence import StoredEvidence
from citygraph.validation.triples import Triples
from citygraph.vocabulary import ONTOLOGY, graph_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Literal

    from citygraph.home import Home
    from citygraph.validation.collecting import Once
    from citygraph.validation.neighbours import Around, Told
    from citygraph.validation.terms import Node, Triple

    Graphs = Mapping[str, list[Triple]]

_BESIDE = (".evidence", ".links")
"""What the name of a graph beside a city's ends in."""


class HomedStore(Store, Protocol):
    """A store that knows where the shapes are."""

    @property
    def home(self) -> Home:
        """The domain files of the installation."""
        ...


class Portion(NamedTuple):
    """The graphs that are checked together.

    Attributes:
        city: the name of the city's graph; empty for what belongs to no city.
        graphs: all of them, the city's own first.
    """

    city: str
    graphs: tuple[str, ...]


def validate_by_city(
    store: HomedStore,
    *,
    shapes: Sequence[Path] | None = None,
    engine: str = "citygraph",
    source: Path | None = None,
) -> Report:
    """Check a store against the shapes, and its facts against their evidence.

    Findings say in which graph they are, and have no line. The ontology and its schemes are those
    of the store, as far as it holds them, else the installed ones.

    Args:
        store: what is checked, as it gives its triples.
        shapes: files of SHACL shapes in place of the installed ones; evidence is then left alone.
        engine: one of `ENGINES`.
        source: a reader's copy of a pinned text, against which the digests are verified.

    Raises:
        InputError: there is no such engine, the shapes named are ill-formed, or no shape is about
            anything in the store.
        RemoteError: the store failed, or did not give a whole graph.
        FaultError: the installed shapes are unreadable or ill-formed.

    >>> from citygraph.graph import CityGraph
    >>> report = validate_by_city(CityGraph.load())
    >>> report.conforms, report.remote
    (True, True)
    """
    refuse_unknown(engine)
    try:
        return _Validation(store, shapes, engine, source).report()
    except (IllFormedShapeError, NeedsPyshaclError) as error:
        kind = FaultError if shapes is None else InputError
        raise kind(f"the shapes cannot be used: {error}") from error


def portions(store: Store) -> list[Portion]:
    """Divide the graphs of a store: what belongs to no city, then each city's, by name.

    >>> from citygraph.graph import CityGraph
    >>> [portion.city.rpartition("/")[2] for portion in portions(CityGraph.load())]
    ['', 'tokyo']
    """
    found = store.query(f"SELECT DISTINCT ?graph {{ GRAPH ?graph {{ ?city a <{ONTOLOGY}City> }} }}")
    rows = found.rows if isinstance(found, Answer) else ()
    cities = {getattr(row[0], "value", "") for row in rows}
    beside = {
        city: (city, *(city + end for end in _BESIDE if city + end in store.graphs))
        for city in sorted(cities)
        if city in store.graphs
    }
    taken = {iri for graphs in beside.values() for iri in graphs}
    others = tuple(iri for iri in store.graphs if iri not in taken)
    return [Portion("", others), *(Portion(city, graphs) for city, graphs in beside.items())]


class _Validation:
    """One validation of a store, and what it has found so far."""

    def __init__(
        self,
        store: HomedStore,
        shapes: Sequence[Path] | None,
        engine: str,
        source: Path | None,
    ) -> None:
        self._store = store
        self._engine = engine
        self._shape_triples = _read(store.home.shapes if shapes is None else shapes)
        self._shapes = read_shapes(self._shape_triples)
        first, *self._cities = portions(store)
        self._shared = {**_installed(store), **self._read(first)}
        self._common = Triples(chain.from_iterable(self._shared.values()))
        self._neighbours = Neighbours(store, reach_of(self._shapes), self._common)
        self._evidence = (
            StoredEvidence(self._shared, store.graphs, source) if shapes is None else None
        )
        self._found: Once = {}
        self._labels: dict[Node, tuple[Literal, ...]] = {}
        self._engines: dict[str, None] = {}
        self._focus_nodes = 0
        self._by_graph = dict.fromkeys(store.graphs, 0)
        self._met: set[Node] = set()

    def report(self) -> Report:
        """Check one portion after the other, and put the reports together."""
        for portion in (Portion("", tuple(self._shared)), *self._cities):
            self._check(portion)
        if self._evidence:
            self._keep({identity(each): each for each in self._evidence.close()}, self._common)
        if not any(self._by_graph.values()):
            raise InputError(
                "no focus node: no shape is about anything in these graphs, so nothing was "
                "checked; give things a class of the ontology, such as cg:City"
            )
        return Report(
            in_order(self._found.values()),
            self._focus_nodes,
            len(self._shapes.constraints()),
            self._by_graph,
            tuple(each.node for each in self._shapes.targeted() if each.node not in self._met),
            self._labels,
            "; ".join(self._engines),
            remote=True,
        )

    def _check(self, portion: Portion) -> None:
        """Check one portion; what it takes is released when this ends."""
        own = self._read(portion) if portion.city else self._shared
        apart = {*self._shared, *portion.graphs}
        around = self._neighbours.around(chain.from_iterable(own.values()), apart)
        data = self._union(own, around)
        holders = _holders(own)
        focus = {
            shape.node: [node for node in shape.targets.focus(data) if node in holders]
            for shape in self._shapes.targeted()
        }
        self._met.update(node for node, nodes in focus.items() if nodes)
        wanted = {node for nodes in focus.values() for node in nodes}
        self._count(wanted, holders, around, portion.city)
        hits, engine = check(data, self._shape_triples, self._shapes, focus, self._engine)
        self._engines[engine] = None
        found = collect((each for each in hits if each[1].focus in wanted), data)
        places = GraphPlaces(own, data)
        placed = {key: places.placed(finding) for key, finding in found.items()}
        if portion.city and self._evidence:
            ask: Callable[[Iterable[Node]], Iterable[Told]] = lambda things: (  # noqa: E731
                self._neighbours.claims_about(things, apart)
            )
            for finding in self._evidence.check(portion.city, own, around.told, ask):
                placed.setdefault(identity(finding), finding)
        self._keep(placed, data)

    def _keep(self, found: Once, data: Triples) -> None:
        new = {key: finding for key, finding in found.items() if key not in self._found}
        self._found.update(new)
        for node, labels in labels_of(new.values(), data, self._shape_triples).items():
            self._labels.setdefault(node, labels)

    def _read(self, portion: Portion) -> dict[str, list[Triple]]:
        return {
            iri: [plain(triple, f"<{iri}>") for triple in self._store.triples(iri)]
            for iri in portion.graphs
        }

    def _union(self, own: Graphs, around: Around) -> Triples:
        told = (each.triple for each in around.told)
        return Triples(chain(self._common, *own.values(), told))

    def _count(
        self,
        wanted: Iterable[Node],
        holders: Mapping[Node, tuple[str, ...]],
        around: Around,
        city: str,
    ) -> None:
        """Count the focus nodes, each in the first portion that states something about it."""
        for node in wanted:
            counted = city and (node in self._common or around.first.get(node, city) < city)
            if not counted:
                self._focus_nodes += 1
            for iri in holders[node]:
                if iri in self._by_graph:
                    self._by_graph[iri] += 1


def _read(shapes: Iterable[Path]) -> Triples:
    try:
        return read_shape_files(shapes)
    except DataFileError as error:
        raise IllFormedShapeError(str(error)) from error


def _installed(store: HomedStore) -> dict[str, list[Triple]]:
    """Read the graphs of the ontology that the store does not hold."""
    named = {graph_iri(path.stem): path for path in store.home.ontology}
    return {iri: [*parse(path)] for iri, path in named.items() if iri not in store.graphs}


def _holders(own: Graphs) -> dict[Node, tuple[str, ...]]:
    """Name for each node the graphs that state something about it, in their order."""
    found: dict[Node, tuple[str, ...]] = {}
    for iri, triples in own.items():
        for subject in {subject for subject, _, _ in triples}:
            found[subject] = (*found.get(subject, ()), iri)
    return found
