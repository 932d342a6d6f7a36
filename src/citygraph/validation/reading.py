"""The triples of the files under validation, as they are written, and which file says what."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.errors import DataFileError
from citygraph.graph.written import read_written
from citygraph.validation.triples import Triples

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    import pyoxigraph as ox

    from citygraph.validation.terms import Node, Triple

NO_GRAPHS: Mapping[Path, Collection[str]] = MappingProxyType({})
"""No file names graphs itself: each is read whole."""


@dataclass(frozen=True, slots=True)
class Written:
    """Triples and where they are written.

    Attributes:
        triples: all of them, each once.
        paths: the files by the names that the report gives them, in the order of reading.
        files: for each node the files that state something about it, in the order of reading.
        graphs: of each file that names graphs itself, those that have been read.
    """

    triples: Triples
    paths: Mapping[str, Path]
    files: Mapping[Node, tuple[str, ...]]
    graphs: Mapping[Path, Collection[str]] = field(default_factory=dict)


def read_files(
    paths: Mapping[str, Path], graphs: Mapping[Path, Collection[str]] = NO_GRAPHS
) -> Written:
    """Read RDF files as they are written.

    Args:
        paths: each file by the name that the report gives it.
        graphs: of each file that names graphs itself, those to read.

    Raises:
        DataFileError: a file cannot be read or does not parse.
    """
    files: dict[Node, dict[str, None]] = {}

    def all_triples() -> Iterator[Triple]:
        for name, path in paths.items():
            for triple in parse(path, graphs=graphs.get(path)):
                files.setdefault(triple[0], {})[name] = None
                yield triple

    triples = Triples(all_triples())
    named = {node: tuple(names) for node, names in files.items()}
    return Written(triples, dict(paths), named, graphs)


def read_shape_files(paths: Iterable[Path]) -> Triples:
    """Read the triples of the shapes, in the order of the files.

    Raises:
        DataFileError: a file cannot be read or does not parse.
    """
    numbered = enumerate(paths, 1)
    return Triples(triple for place, path in numbered for triple in parse(path, f"s{place}"))


def parse(
    path: Path, blank: str | None = None, graphs: Collection[str] | None = None
) -> Iterator[Triple]:
    """Read the triples of one file; see `read_written` for graphs and the names of blank nodes.

    Raises:
        DataFileError: the file cannot be read, does not parse, or holds triple terms.
    """
    return (plain(triple, path) for triple in read_written(path, blank, graphs))


def plain(triple: ox.Triple, where: object) -> Triple:
    """Take a triple for one that SHACL knows.

    Raises:
        DataFileError: it has a triple inside.
    """
    import pyoxigraph as ox

    subject, value = triple.subject, triple.object
    if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
        raise DataFileError(
            f"{where}: {triple} has a triple inside a triple, which SHACL does not know; "
            "leave RDF 1.2 reifiers out of what is validated"
        )
    return subject, triple.predicate, value
