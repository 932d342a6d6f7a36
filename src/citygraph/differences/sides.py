"""The two sides of a comparison: a file, a folder, a release, an endpoint, or what is installed."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

from citygraph import formats
from citygraph.answers import Answer
from citygraph.differences.blank_nodes import has_blank
from citygraph.differences.reading import Read, is_rdf, read_file, with_names
from citygraph.errors import DataFileError
from citygraph.evidence.cities import is_links
from citygraph.graph.declared import agreed_prefixes
from citygraph.home import find_root, open_home
from citygraph.vocabulary import PREFIXES, city_prefixes, graph_iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    import pyoxigraph as ox

    from citygraph.endpoint import Credentials, Deadline
    from citygraph.graph import Store

Form: TypeAlias = Literal["file", "folder", "release", "endpoint", "graph"]

BUNDLED = "bundled"
"""The word for what is installed."""
_SCHEMES = ("http://", "https://")
_BATCH = 100
_ALIGNMENTS = "alignments"
_DESCRIPTION = "void"


class Side(Protocol):
    """What can be compared.

    Attributes:
        name: what the user called it.
        form: what kind of side it is.
        prefixes: how its names are shortened.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 - described above
    @property
    def form(self) -> Form: ...  # noqa: D102
    @property
    def prefixes(self) -> Mapping[str, str]: ...  # noqa: D102

    def read(self) -> Iterator[Read]:
        """Read every triple, in no promised order, some perhaps twice."""
        ...

    def links(self) -> Iterator[Read]:
        """Read of these again those that tie terms to other vocabularies, if they stand apart."""
        ...

    def same_elsewhere(self) -> Iterator[ox.Triple]:
        """Read of these again those that say what a thing or a term is in other collections."""
        ...

    def terms(self) -> Iterator[Read]:
        """Read of these again those of the ontology, if they stand apart."""
        ...

    def facts(self, things: Collection[str], properties: Collection[str]) -> Iterator[ox.Triple]:
        """Read what is said of some things with some properties."""
        ...


class Files(NamedTuple):
    """A side made of files.

    Attributes:
        name: what the user called it.
        form: what kind of side it is.
        paths: its files, without those that follow.
        ontology: those of these that belong to the ontology.
        aside: further ones, of ties to other vocabularies.
        prefixes: how its names are shortened.
    """

    name: str
    form: Form
    paths: tuple[Path, ...]
    prefixes: Mapping[str, str]
    ontology: tuple[Path, ...] = ()
    aside: tuple[Path, ...] = ()

    def read(self) -> Iterator[Read]:
        """Read all files, one after the other."""
        for path in (*self.ontology, *self.aside, *self.paths):
            yield from read_file(path)

    def terms(self) -> Iterator[Read]:
        """Read the files of the ontology."""
        for path in self.ontology:
            yield from read_file(path)

    def links(self) -> Iterator[Read]:
        """Read the files of ties."""
        for path in self.aside:
            yield from read_file(path)

    def same_elsewhere(self) -> Iterator[ox.Triple]:
        """Read the files of links, which a city's file has beside it."""
        for path in self.paths:
            if is_links(graph_iri(formats.stem(path))):
                yield from (triple for triple, _ in read_file(path))

    def facts(self, things: Collection[str], properties: Collection[str]) -> Iterator[ox.Triple]:
        """Read the files again for what is said of these things."""
        for triple, _ in self.read():
            if triple.predicate.value in properties and _name(triple) in things:
                yield triple


class Remote(NamedTuple):
    """A side that is a store.

    Attributes:
        name: its address, or what else it is called.
        store: the store.
        form: whether it is behind an address or in memory.
    """

    name: str
    store: Store
    form: Form = "endpoint"

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that the store knows."""
        return self.store.prefixes

    def read(self) -> Iterator[Read]:
        """Read graph by graph."""
        for graph in self.store.graphs:
            knotted = []
            for triple in self.store.triples(graph):
                if has_blank(triple):
                    knotted.append(triple)
                else:
                    yield Read(triple, hanging=False)
            yield from with_names(knotted)

    def links(self) -> Iterator[Read]:
        """Read nothing: a store has its ties in a graph that is not compared."""
        return iter(())

    def same_elsewhere(self) -> Iterator[ox.Triple]:
        """Read the graphs of links."""
        for graph in filter(is_links, self.store.graphs):
            yield from self.store.triples(graph)

    def terms(self) -> Iterator[Read]:
        """Read nothing: what belongs to the ontology is known by its types."""
        return iter(())

    def facts(self, things: Collection[str], properties: Collection[str]) -> Iterator[ox.Triple]:
        """Ask the store, some things at a time."""
        import pyoxigraph as ox

        wanted = ", ".join(f"<{each}>" for each in sorted(properties))
        for batch in _batches(sorted(things)):
            values = " ".join(str(ox.NamedNode(each)) for each in batch)
            found = self.store.query(
                f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o . "
                f"FILTER(?p IN ({wanted})) }}"
            )
            if isinstance(found, Answer):
                yield from (ox.Triple(*row) for row in found.rows)  # type: ignore[arg-type]


def open_side(
    what: str | PathLike[str] | Store,
    *,
    credentials: Credentials | None = None,
    graphs: Collection[str] | None = None,
    deadline: Deadline | None = None,
) -> Side:
    """Find what a side is made of.

    Args:
        what: a file, a folder, the word `bundled`, the address of an endpoint, or a store.
        credentials: what an endpoint wants to see.
        graphs: the named graphs of an endpoint that are compared, if not all of this project's.
        deadline: when all requests to an endpoint must have ended.

    Raises:
        DataFileError: there is no such file or folder, or nothing in it can be compared.
        RemoteError: the endpoint failed, or holds none of this project's graphs.

    >>> open_side("bundled").form
    'release'
    """
    if not isinstance(what, str | PathLike):
        address = getattr(what, "url", None)
        return Remote(address or "graph", what, "endpoint" if address else "graph")
    name = fspath(what)
    if not name.lower().startswith(_SCHEMES):
        return open_files(name)
    from citygraph.endpoint import RemoteGraph

    found = RemoteGraph.open(name, credentials=credentials, graphs=graphs, deadline=deadline)
    return Remote(name, found)


def open_files(name: str) -> Files:
    """Find the files of a side that is no endpoint.

    Args:
        name: a file, a folder or the word `bundled`.

    Raises:
        DataFileError: there is no such file or folder, or nothing in it can be compared.
    """
    if name == BUNDLED:
        return _release(name, find_root())
    path = Path(name)
    if path.is_file():
        if not is_rdf(path):
            raise DataFileError(
                f"{name}: this kind of file is not known by its suffix; give one that ends in "
                f"{', '.join(formats.data_suffixes())}, or in one of these and .gz"
            )
        return Files(name, "file", (path,), _prefixes((path,)))
    if not path.is_dir():
        raise DataFileError(
            f"{name}: no such file or folder; give an RDF file, a folder, the address of an "
            f"endpoint (http://…), or the word {BUNDLED}"
        )
    if any(_turtle_in(path / each) for each in ("ontology", "data")):
        return _release(name, path)
    found = tuple(each for each in _inside(path) if each.is_file() and is_rdf(each))
    paths = tuple(each for each in found if each.name.partition(".")[0] != _DESCRIPTION)
    if not paths:
        raise DataFileError(
            f"{name}: the folder holds nothing to compare; expected RDF files "
            f"({', '.join(formats.data_suffixes())}, or .gz of them), or the folders ontology "
            "and data"
        )
    return Files(name, "folder", paths, _prefixes(paths))


def installed_terms() -> Files:
    """Give the installed ontology and its schemes, for the labels of terms."""
    home = open_home()
    return Files(BUNDLED, "folder", home.ontology, PREFIXES)


def _release(name: str, root: Path) -> Files:
    """Take what makes up a release or a checkout, wherever it lies."""
    data = tuple(each for each in _turtle_in(root / "data") if each.stem != _DESCRIPTION)
    terms = (*_turtle_in(root / "ontology"), *_turtle_in(root / "ontology" / "schemes"))
    aside = tuple(each for each in terms if each.stem == _ALIGNMENTS)
    core = tuple(each for each in terms if each.stem != _ALIGNMENTS)
    paths = (*data, *_turtle_in(root / "shapes"))
    return Files(name, "release", paths, _prefixes(data), core, aside)


def _turtle_in(folder: Path) -> tuple[Path, ...]:
    return tuple(each for each in _inside(folder) if each.suffix == ".ttl")


def _inside(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(sorted(folder.iterdir())) if folder.is_dir() else ()
    except OSError as error:
        raise DataFileError(f"{folder}: cannot be read: {error.strerror}") from error


def _prefixes(paths: Iterable[Path]) -> Mapping[str, str]:
    """Shorten names as the files do, where they agree and their syntax has prefixes."""
    plain = tuple(path for path in paths if path.suffix.lower() == ".ttl")
    try:
        declared = agreed_prefixes(plain)
    except (SyntaxError, DataFileError):
        declared = {}  # reading the file itself will say what is wrong with it
    return city_prefixes(tuple(path.stem for path in plain), declared)


def _name(triple: ox.Triple) -> str:
    return str(getattr(triple.subject, "value", ""))


def _batches(things: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(things), _BATCH):
        yield things[start : start + _BATCH]
