"""A pytest plugin: the engines that answer the questions, each over the same named graphs.

Each engine holds one named graph per file and answers over their union, once as the files are and
once with all that the rules of OWL 2 RL derive from them in a graph of its own. Whatever engine
answers, the terms are pyoxigraph's: they are equal only if kind, text, datatype and language are.
"""

import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.query import Result, ResultRow

from citygraph.answers import Answer
from citygraph.home import open_home
from citygraph.vocabulary import graph_iri
from tests.graph.reasoners import closure

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
Row: TypeAlias = tuple[Term | None, ...]


class Found(NamedTuple):
    """What an engine answered: rows of terms, of which an ASK has one and a CONSTRUCT its triples.

    Attributes:
        columns: the names of the columns.
        rows: the rows in the order of the answer; triples, which have none, are sorted.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Engine(Protocol):
    """What answers a complete query."""

    def answer(self, query: str) -> Found: ...


TRIPLE = ("subject", "predicate", "object")
TRUTH = ("answer",)


class Oxigraph:
    """pyoxigraph over the union of its named graphs."""

    def __init__(self, graphs: Mapping[str, Iterable[ox.Triple]]) -> None:
        self._store = ox.Store()
        for iri, triples in graphs.items():
            name = ox.NamedNode(iri)
            self._store.extend(
                ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples
            )

    def answer(self, query: str) -> Found:
        found = self._store.query(query, use_default_graph_as_union=True)
        return of_triples(found) if isinstance(found, ox.QueryTriples) else of_results(found)


class Rdflib:
    """rdflib over the union of its named graphs."""

    def __init__(self, graphs: Mapping[str, Iterable[ox.Triple]]) -> None:
        self._dataset = rdflib.Dataset(default_union=True)
        for iri, triples in graphs.items():
            graph = self._dataset.graph(rdflib.URIRef(iri))
            graph.parse(data=as_ntriples(triples), format="nt")

    def answer(self, query: str) -> Found:
        with warnings.catch_warnings():
            # rdflib 7.6 calls what it has itself deprecated whenever a Dataset is queried.
            warnings.filterwarnings("ignore", "Dataset.default_context", DeprecationWarning)
            return self._found(self._dataset.query(query))

    @staticmethod
    def _found(found: Result) -> Found:
        if found.type == "ASK":
            return Found(TRUTH, ((ox.Literal(bool(found.askAnswer)),),))
        if found.type == "CONSTRUCT":
            assert found.graph is not None
            triples = (tuple(map(_from_rdflib, triple)) for triple in found.graph)
            return Found(TRIPLE, tuple(sorted(triples, key=str)))
        assert found.vars is not None
        rows = (tuple(map(_from_rdflib, row)) for row in found if isinstance(row, ResultRow))
        return Found(tuple(map(str, found.vars)), tuple(rows))


class Engines(NamedTuple):
    """Both engines over one dataset."""

    oxigraph: Engine
    rdflib: Engine


def _plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    assert not isinstance(term, ox.Triple), "no graph of ours quotes a triple"
    return term


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Term | None:
    return None if term is None else _plain(term)


def _from_rdflib(term: object) -> Term | None:
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
    return ox.Literal(str(term), datatype=datatype)


def as_ntriples(triples: Iterable[ox.Triple]) -> str:
    """Write triples as lines of N-Triples."""
    return "".join(f"{triple} .\n" for triple in triples)


def of_triples(triples: Iterable[ox.Triple]) -> Found:
    """Give the triples of a CONSTRUCT as the rows they are compared by."""
    rows = ((_plain(s), _plain(p), _plain(o)) for s, p, o in set(triples))
    return Found(TRIPLE, tuple(sorted(rows, key=str)))


def of_results(found: ox.QuerySolutions | ox.QueryBoolean) -> Found:
    """Give the rows of a SELECT, or the one row of an ASK."""
    if isinstance(found, ox.QueryBoolean):
        return Found(TRUTH, ((ox.Literal(bool(found)),),))
    columns = tuple(variable.value for variable in found.variables)
    return Found(columns, tuple(tuple(map(_cell, row)) for row in found))


def of_answer(answer: Answer) -> Found:
    """Give the rows of an answer of the tool's own."""
    return Found(answer.variables, tuple(tuple(map(_cell, row)) for row in answer.rows))


def read(path: Path) -> tuple[ox.Triple, ...]:
    """Read the triples of a Turtle file."""
    return tuple(quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE))


def start(graphs: Mapping[str, Iterable[ox.Triple]]) -> Engines:
    """Start both engines over named graphs."""
    return Engines(Oxigraph(graphs), Rdflib(graphs))


@pytest.fixture(scope="session")
def asserted_graphs() -> Mapping[str, tuple[ox.Triple, ...]]:
    """Give the triples of each file of the ontology and the bundled data by its graph's IRI."""
    return {iri: read(path) for iri, path in open_home().graphs().items()}


@pytest.fixture(scope="session")
def asserted(asserted_graphs: Mapping[str, tuple[ox.Triple, ...]]) -> Engines:
    """Give the engines over the graphs as the files have them."""
    return start(asserted_graphs)


@pytest.fixture(scope="session")
def inferred(asserted_graphs: Mapping[str, tuple[ox.Triple, ...]]) -> Engines:
    """Give the engines over the graphs together with what follows by the rules of OWL 2 RL."""
    together = rdflib.Graph()
    for triples in asserted_graphs.values():
        together.parse(data=as_ntriples(triples), format="nt")
    derived = rdflib.Graph()
    for triple in set(closure(together).graph) - set(together):
        # owlrl also says what literals are and equal: no RDF graph can hold that.
        if not isinstance(triple[0], rdflib.Literal):
            derived.add(triple)
    read_back = ox.parse(derived.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    inferences = tuple(quad.triple for quad in read_back)
    assert inferences
    return start({**asserted_graphs, graph_iri("inferred"): inferences})
