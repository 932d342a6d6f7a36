"""A graph on a SPARQL 1.1 endpoint, asked as the embedded one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import vocabulary
from citygraph.answers import Answer
from citygraph.endpoint.address import shown
from citygraph.endpoint.dataset import Dataset
from citygraph.endpoint.door import CAP, PATIENCE, Door
from citygraph.endpoint.download import download
from citygraph.errors import InputError, RemoteError
from citygraph.home import open_home

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import pyoxigraph as ox

    from citygraph.answers import Result
    from citygraph.endpoint.credentials import Credentials
    from citygraph.endpoint.deadline import Deadline
    from citygraph.home import Home

_OURS = f"""
SELECT DISTINCT ?graph WHERE {{
  GRAPH ?graph {{ ?subject ?property ?value }}
  FILTER(STRSTARTS(STR(?graph), "{vocabulary.GRAPHS}"))
}}"""


class RemoteGraph:
    """Cities and their strategies as named graphs of a remote store; questions see their union.

    It is made by `open` and is a `Store`: whatever is asked of the embedded graph can be asked of
    it, with the same answers.

    Attributes:
        url: the address of the endpoint.
        home: where the questions and shapes are, which come from the installation.
        graphs: the IRIs of the named graphs that are questioned.
        unquestioned: the IRIs of the shapes and alignments that are there too.
        prefixes: what a query may use undeclared.
        door: what each request goes through.
        forgets_values: `True`: some engines do not see, inside an OPTIONAL, what VALUES gives at
            the head of WHERE, so it has to be said there again.
    """

    forgets_values = True

    def __init__(
        self, door: Door, graphs: Iterable[str], home: Home, unquestioned: Iterable[str] = ()
    ) -> None:
        self.door = door
        self.home = home
        self.graphs: tuple[str, ...] = tuple(graphs)
        self.unquestioned: tuple[str, ...] = tuple(unquestioned)
        terms = {vocabulary.graph_iri(path.stem) for path in home.ontology}
        cities = (iri for iri in self.graphs if iri not in terms)
        self.prefixes = vocabulary.city_prefixes(tuple(map(_stem, cities)))

    def __repr__(self) -> str:
        return f"RemoteGraph({shown(self.url)!r}, graphs={len(self.graphs)})"

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return self.door.url

    @classmethod
    def open(  # noqa: PLR0913 - each is one thing to know of an endpoint
        cls,
        url: str,
        *,
        home: Home | None = None,
        credentials: Credentials | None = None,
        graphs: Collection[str] | None = None,
        timeout: float | None = None,
        deadline: Deadline | None = None,
        cap: int = CAP,
    ) -> RemoteGraph:
        """Find out which of the project's graphs an endpoint holds.

        Args:
            url: the address of the endpoint.
            home: the domain files, of which questions and shapes are used; found if not given.
            credentials: what is shown to the endpoint.
            graphs: the IRIs of the graphs to question; if not given, those of this project.
            timeout: the seconds that one request may take.
            deadline: when all requests together must have ended.
            cap: the bytes that an answer may have.

        Raises:
            InputError: the address is none, or a graph's IRI is none.
            RemoteTimeoutError: the endpoint did not answer in time.
            RemoteError: it failed, or holds none of these graphs.
        """
        home = home or open_home()
        door = Door(
            url,
            credentials=credentials,
            timeout=PATIENCE if timeout is None else timeout,
            deadline=deadline,
            cap=cap,
        )
        if graphs is not None:
            return cls(door, _those_named(door, graphs), home)
        found, unquestioned = _those_of_ours(door, home)
        return cls(door, found, home, unquestioned)

    def query(
        self,
        text: str,
        dataset: tuple[Sequence[str], Sequence[str]] | None = None,
        *,
        timeout: float | None = None,
    ) -> Result:
        """Answer a complete query; see `Store.query`. It is neither checked nor bound here.

        Raises:
            SyntaxError: the text does not parse.
            RemoteTimeoutError: the answer did not come in time.
            RemoteError: the endpoint failed, or gave what is no complete answer.
        """
        sent = Dataset() if dataset else Dataset(self.graphs, self.graphs)
        return self.door.query(text, sent, timeout=timeout)

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """Read one named graph, whole or not at all; see `Store.triples`.

        Raises:
            KeyError: it is none of `graphs`, nor of `unquestioned`.
            RemoteTimeoutError: it did not come in time.
            RemoteError: the endpoint failed, or did not give the whole graph.
        """
        if graph not in (*self.graphs, *self.unquestioned):
            raise KeyError(graph)
        return download(self.door, graph)

    @property
    def without_ontology(self) -> bool:
        """Whether facts are there and the ontology is not, so that labels will be missing."""
        return vocabulary.graph_iri("citygraph") not in self.graphs


def _those_of_ours(door: Door, home: Home) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Find the project's graphs, in the order in which files are loaded, others behind by name.

    Apart from them stand the shapes and alignments that are there.
    """
    answer = door.query(_OURS)
    rows = answer.rows if isinstance(answer, Answer) else ()
    there = {str(getattr(row[0], "value", "")) for row in rows}
    apart = there & home.unquestioned.keys()
    there -= apart | {vocabulary.graph_iri(home.description.stem)}
    if not there:
        raise RemoteError(
            f"{shown(door.url)}: holds none of citygraph's graphs (<{vocabulary.GRAPHS}…>): load "
            "them with  citygraph push, or name others with  --graph IRI"
        )
    known = [iri for iri in home.graphs() if iri in there]
    return (*known, *sorted(there.difference(known))), tuple(sorted(apart))


def _those_named(door: Door, graphs: Collection[str]) -> tuple[str, ...]:
    """Make sure that each graph is there: one that is not would make every answer too small."""
    from pyoxigraph import NamedNode

    if not graphs:
        raise InputError("no graph is named; give at least one with  --graph IRI")
    for iri in graphs:
        try:
            node = NamedNode(iri)
        except ValueError as error:
            raise InputError(f"--graph {iri}: no IRI: {error}") from None
        if not door.query(f"ASK {{ GRAPH {node} {{ ?subject ?property ?value }} }}"):
            raise RemoteError(
                f"{shown(door.url)}: holds no graph {node}, or it is empty; load it with  "
                "citygraph push"
            )
    return tuple(dict.fromkeys(graphs))


def _stem(iri: str) -> str:
    from urllib.parse import unquote

    return unquote(iri.removeprefix(vocabulary.GRAPHS)) if iri.startswith(vocabulary.GRAPHS) else ""
