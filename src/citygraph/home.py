"""Where the domain files are: in the wheel, in a checkout, or in a user's own files and folders.

The ontology, its schemes, the shapes and the questions always come from the installation; the data
are the bundled ones unless files or folders are named.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph import formats
from citygraph.errors import DataFileError, FaultError, InputError
from citygraph.vocabulary import graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

_MARK = Path("ontology", "citygraph.ttl")
_DESCRIPTION = "void.ttl"


class Home(NamedTuple):
    """The domain files of one run.

    Attributes:
        root: the folder that holds `ontology/`, `shapes/` and `queries/`.
        data: the files of facts, each of which becomes one named graph, or the graphs it names.
        folders: the folders the user named, which must describe at least one city.
        bundled: whether the data are those of the installation.
    """

    root: Path
    data: tuple[Path, ...]
    folders: tuple[Path, ...] = ()
    bundled: bool = True

    @property
    def ontology(self) -> tuple[Path, ...]:
        """The ontology and its concept schemes; alignments stay apart from the core."""
        return (self.root / _MARK, *_turtle_in(self.root / "ontology" / "schemes"))

    @property
    def alignments(self) -> Path:
        """The ties to other vocabularies, which the core never imports."""
        return self.root / "ontology" / "alignments.ttl"

    @property
    def shapes(self) -> tuple[Path, ...]:
        """The SHACL shapes."""
        return _turtle_in(self.root / "shapes")

    @property
    def context(self) -> Path:
        """The JSON-LD context: what the keys of our JSON mean."""
        return self.root / "ontology" / "context.jsonld"

    @property
    def unquestioned(self) -> dict[str, Path]:
        """The files that queries do not see, by the IRIs of their graphs: alignments and shapes."""
        return {graph_iri(formats.stem(path)): path for path in (*self.shapes, self.alignments)}

    @property
    def description(self) -> Path:
        """What the installed data consists of, in VoID and DCAT: a description, no facts."""
        return self.root / "data" / _DESCRIPTION

    @property
    def queries(self) -> Path:
        """The folder of questions."""
        return self.root / "queries"

    @property
    def datasets(self) -> tuple[Path, ...]:
        """The files of facts that may name graphs themselves: N-Quads, TriG, JSON-LD."""
        return tuple(path for path in self.data if formats.may_name_graphs(path))

    @property
    def installed(self) -> dict[str, Path]:
        """The files of the installation by the IRIs of their graphs, which nobody else's may be."""
        own = {graph_iri(formats.stem(path)): path for path in (*self.ontology, self.description)}
        return {iri: path for iri, path in (own | self.unquestioned).items() if path.is_file()}

    def graphs(self, *, shapes: bool = False) -> dict[str, Path]:
        """Give each file that is one graph the graph's IRI, in the order of loading.

        What `datasets` hold is known when they are read.

        Raises:
            DataFileError: two files have the same stem and so would share a graph.
        """
        datasets = self.datasets
        single = (path for path in self.data if path not in datasets)
        return _named((*self.ontology, *(self.shapes if shapes else ()), *single))


def find_root() -> Path:
    """Find the installed domain files: inside the wheel, else at the top of the checkout.

    Raises:
        FaultError: neither place holds them.
    """
    package = Path(__file__).parent
    for root in (package / "_home", package.parents[1]):
        if (root / _MARK).is_file():
            return root
    raise FaultError(
        f"this installation of citygraph is incomplete: {_MARK} is neither in {package / '_home'} "
        f"nor in {package.parents[1]}; install citygraph again"
    )


def open_home(*data: str | PathLike[str], root: Path | None = None) -> Home:
    """Find the domain files, with the user's data in place of the bundled ones if any are named.

    Args:
        data: RDF files, or folders whose `*.ttl` are taken.
        root: the folder of the domain files; found by itself if not given.

    Raises:
        DataFileError: a path that does not exist or cannot be data.
        FaultError: the installation is incomplete.
    """
    root = root or find_root()
    if not data:
        return Home(root, _data_in(root / "data"))
    paths = [Path(each) for each in data]
    files = tuple(_unique(each for path in paths for each in _data_files(path)))
    return Home(root, files, tuple(path for path in paths if path.is_dir()), bundled=False)


def _data_files(path: Path) -> tuple[Path, ...]:
    try:
        if path.is_dir():
            next(path.iterdir(), None)  # a glob takes a folder that is locked for an empty one
            return _folder(path)
        if path.exists():
            return (_file(path),)
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror}") from error
    raise DataFileError(
        f"{path}: no such file or folder; --data takes RDF files, or a folder of *.ttl"
    )


def _folder(path: Path) -> tuple[Path, ...]:
    files = _data_in(path)
    if files:
        return files
    inside = path / "data"
    hint = f"; did you mean {inside}?" if _data_in(inside) else ""
    raise DataFileError(f"{path}: the folder holds no *.ttl file{hint}")


def _file(path: Path) -> Path:
    try:
        formats.of_file(path)
    except InputError as error:
        accepted = ", ".join(formats.data_suffixes())
        raise DataFileError(
            f"{path}: this kind of file is not known by its suffix; "
            f"give files that end in {accepted}, or in one of these and {formats.PACKED}"
        ) from error
    return path


def _named(paths: Iterable[Path]) -> dict[str, Path]:
    named: dict[str, Path] = {}
    for path in paths:
        iri = graph_iri(formats.stem(path))
        if iri in named:
            raise DataFileError(
                f"{path} and {named[iri]} would both become the graph <{iri}>: "
                "a file's stem names its graph, so rename one of them"
            )
        named[iri] = path
    return named


def _data_in(folder: Path) -> tuple[Path, ...]:
    """List the facts in a folder, without the description that may lie beside them."""
    return tuple(path for path in _turtle_in(folder) if path.name != _DESCRIPTION)


def _turtle_in(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("*.ttl")))


def _unique(paths: Iterable[Path]) -> Iterable[Path]:
    seen = set()
    for path in paths:
        if path.resolve() not in seen:
            seen.add(path.resolve())
            yield path
