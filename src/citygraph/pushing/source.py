"""What is pushed: the named graphs of files, read as they are needed and never loaded whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from citygraph import vocabulary
from citygraph.errors import DataFileError
from citygraph.graph import CityGraph
from citygraph.graph.written import read_written
from citygraph.home import open_home

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from os import PathLike
    from pathlib import Path

    import pyoxigraph as ox

    from citygraph.home import Home

_TYPE = vocabulary.PREFIXES["rdf"] + "type"
_CITY = vocabulary.ONTOLOGY + "City"


class Source(Protocol):
    """Named graphs that can be read one by one, such as a `CityGraph`."""

    @property
    def graphs(self) -> Collection[str]:
        """The IRIs of the named graphs."""
        ...

    @property
    def unquestioned(self) -> Collection[str]:
        """The IRIs of graphs beside those of `graphs` that can be read: alignments and shapes."""
        ...

    @property
    def home(self) -> Home:
        """The domain files: their names tell which graph is which."""
        ...

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """Read one named graph; see `citygraph.graph.Store.triples`."""
        ...


class FileGraphs:
    """The graphs of files that are one graph each.

    Attributes:
        home: where the domain files are.
        files: the file of each graph, by the graph's IRI.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self.files = home.graphs()

    @property
    def graphs(self) -> Collection[str]:
        """The IRIs of the named graphs."""
        return self.files.keys()

    @property
    def unquestioned(self) -> Collection[str]:
        """The IRIs of the graphs of alignments and shapes."""
        return self.home.unquestioned.keys()

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """Read one of the graphs as its file has it."""
        return read_written(self.files.get(graph) or self.home.unquestioned[graph])


def open_source(*data: str | PathLike[str]) -> Source:
    """Open the bundled files or a user's own, and make sure that all of them can be read.

    So that nothing is half pushed because of a fault in the last file, each is read once before
    anything is sent. Files that name graphs themselves are loaded into memory.

    Args:
        data: RDF files or folders that take the place of the bundled data.

    Raises:
        DataFileError: a file cannot be used, or a folder describes no city.

    >>> "https://w3id.org/citygraph/graph/tokyo" in open_source().graphs
    True
    """
    home = open_home(*data)
    if home.datasets:
        return CityGraph.load(home=home)
    if not home.bundled:
        with_city = {path for path in home.data if _describes_city(path)}
        for folder in home.folders:
            if not any(path.parent == folder for path in with_city):
                raise DataFileError(
                    f"{folder}: no *.ttl in this folder describes a city; expected at least one "
                    f"subject with  a cg:City  (prefix cg: <{vocabulary.ONTOLOGY}>)"
                )
    return FileGraphs(home)


def _describes_city(path: Path) -> bool:
    """Read a whole file, which must hold something, and say whether it describes a city."""
    empty, found = True, False
    for triple in read_written(path):
        empty = False
        found = found or (
            triple.predicate.value == _TYPE and getattr(triple.object, "value", None) == _CITY
        )
    if empty:
        raise DataFileError(f"{path}: holds no triples; expected at least one")
    return found
