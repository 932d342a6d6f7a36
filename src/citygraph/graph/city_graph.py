"""The graph of one run: the domain files loaded into an embedded store."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from citygraph import formats, vocabulary
from citygraph.answers import Answer, Result, Triples, Truth
from citygraph.errors import DataFileError, DeadlineError, InputError, RemoteError
from citygraph.graph.datasets import load_dataset
from citygraph.graph.deadline import within
from citygraph.graph.declared import agreed_prefixes
from citygraph.graph.loading import describes_city, load_file
from citygraph.graph.merging import Unions
from citygraph.graph.written import read_written
from citygraph.home import Home, open_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike
    from pathlib import Path

    import pyoxigraph as ox
    import rdflib


class CityGraph:
    """Cities and their strategies as named graphs, one per file; questions see their union.

    It is made by `load` and is a `Store`: whatever is asked of it can be asked of a remote one.

    Attributes:
        home: where the domain files are.
        files: the file of each named graph, by the graph's IRI; a file may hold several.
        prefixes: what a query may use undeclared: the project's, those that the user's own files
            agree on, and each data file's stem.
        engine: the pyoxigraph store itself, which does not change any more.
        forgets_values: `False`: the engine sees everywhere what a query is given.

    >>> graph = CityGraph.load()
    >>> "https://w3id.org/citygraph/graph/tokyo" in graph.graphs
    True
    """

    forgets_values = False

    def __init__(
        self,
        home: Home,
        files: Mapping[str, Path],
        engine: ox.Store,
        *,
        disjoint: bool = False,
    ) -> None:
        self.home = home
        self.files = files
        self.prefixes = vocabulary.city_prefixes(
            self._stems(),
            {} if home.bundled else agreed_prefixes(home.data),
        )
        self.engine = engine
        self._unions = None if disjoint else Unions(engine)

    @classmethod
    def load(
        cls, *data: str | PathLike[str], home: Home | None = None, shapes: bool = False
    ) -> CityGraph:
        """Load the ontology, its schemes and the data, each file once.

        A file is one graph, named by the file's stem; one that names graphs itself (N-Quads, TriG,
        JSON-LD) is those graphs.

        Args:
            data: RDF files or folders that take the place of the bundled data.
            home: the domain files, if they have been found before; `data` is then left out.
            shapes: load the shapes too, each file as a graph of its own.

        Raises:
            DataFileError: a file cannot be used, or a folder describes no city.
        """
        import pyoxigraph as ox

        home = home or open_home(*data)
        files = home.graphs(shapes=shapes)
        engine = ox.Store()
        for iri, path in files.items():
            load_file(engine, path, iri)
        installed = home.installed if home.datasets else {}
        for path in home.datasets:
            found = load_dataset(engine, path, files, installed)
            files.update(dict.fromkeys(found, path))
        for folder in home.folders:
            inside = (iri for iri, path in files.items() if path.parent == folder)
            if not any(describes_city(engine, iri) for iri in inside):
                raise DataFileError(
                    f"{folder}: no *.ttl in this folder describes a city; expected at least one "
                    f"subject with  a cg:City  (prefix cg: <{vocabulary.ONTOLOGY}>)"
                )
        return cls(home, files, engine, disjoint=home.bundled)

    @property
    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, in the order of loading."""
        return tuple(self.files)

    @property
    def unquestioned(self) -> tuple[str, ...]:
        """The IRIs of the shapes and alignments, which can be read but are not asked."""
        return tuple(self.home.unquestioned)

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
            InputError: the engine does not know a function that the query calls.
            RemoteError: an address that SERVICE calls did not answer.
            DeadlineError: the answer did not come in time. The engine cannot be stopped, and goes
                on with the query until it has an answer or the process ends.
        """
        try:
            return within(timeout, lambda: self._evaluate(text, dataset))
        except DeadlineError:
            raise
        except RuntimeError as error:
            raise InputError(f"the query cannot be answered: {error}") from error
        except OSError as error:  # the store is in memory: only SERVICE leaves the process
            raise RemoteError(f"SERVICE failed: {error}") from error

    def evaluate(
        self,
        text: str,
        default: Sequence[str],
        named: Sequence[str],
        base: str | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Let the engine answer a complete query, whatever it says of its dataset itself.

        Args:
            text: the query.
            default: the graphs whose union is the default graph, in which a triple stands once.
            named: the graphs that can be asked by name.
            base: what relative IRIs are relative to, where the query does not say.

        Raises:
            SyntaxError: the text does not parse.
            RuntimeError: the engine does not know a function that the query calls.
        """
        import pyoxigraph as ox

        by_name = [ox.NamedNode(iri) for iri in dict.fromkeys(named)]
        if union := self._unions and self._unions.of(default):
            found = partial(union.query, default_graph=ox.DefaultGraph())
        elif set(default) == set(named) == self.files.keys():  # all: the engine's fastest way
            return self.engine.query(text, base_iri=base, use_default_graph_as_union=True)
        else:
            merged = [ox.NamedNode(iri) for iri in dict.fromkeys(default)]
            found = partial(self.engine.query, default_graph=[*merged])
        return found(text, base_iri=base, named_graphs=[*by_name])

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """Read one named graph as its file has it; see `Store.triples`.

        The shapes and the alignments can be read whether they are loaded or not.

        Raises:
            KeyError: there is no such graph.
            DataFileError: the file has become unreadable.

        >>> graph = CityGraph.load()
        >>> any(graph.triples("https://w3id.org/citygraph/graph/tokyo"))
        True
        """
        path = self.files.get(graph) or self.home.unquestioned[graph]
        return read_written(path, graphs={graph} if path in self.home.datasets else None)

    def to_rdflib(self) -> rdflib.Graph:
        """Give the union of all named graphs as an rdflib Graph."""
        from citygraph.graph.conversion import to_rdflib

        return to_rdflib(self.engine.quads_for_pattern(None, None, None, None), self.prefixes)

    def __len__(self) -> int:
        return len(self.engine)

    def _stems(self) -> tuple[str, ...]:
        """List what names the graphs of the data: their files' stems, or the names themselves."""
        datasets = self.home.datasets
        own = (vocabulary.graph_stem(iri) for iri, path in self.files.items() if path in datasets)
        single = (formats.stem(path) for path in self.home.data if path not in datasets)
        return (*single, *filter(None, own))

    def _evaluate(self, text: str, dataset: tuple[Sequence[str], Sequence[str]] | None) -> Result:
        import pyoxigraph as ox

        found = self.evaluate(text, *(dataset or (self.graphs, self.graphs)))
        if isinstance(found, ox.QueryBoolean):
            return Truth(bool(found))
        if isinstance(found, ox.QueryTriples):
            return Triples(tuple(sorted(set(found), key=str)))
        variables = tuple(variable.value for variable in found.variables)
        return Answer(variables, tuple(tuple(row) for row in found))
