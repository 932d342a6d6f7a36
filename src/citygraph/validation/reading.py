"""The triples of the files under validation, as they are written, and which file says what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.errors import DataFileError
from citygraph.graph.written import read_written
from citygraph.validation.triples import Triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from citygraph.validation.terms import Node, Triple


@dataclass(frozen=True, slots=True)
class Written:
    """Triples and where they are written.

    Attributes:
        triples: all of them, each once.
        paths: the files by the names that the report gives them, in the order of reading.
        files: for each node the files that state something about it, in the order of reading.
    """

    triples: Triples
    paths: Mapping[str, Path]
    files: Mapping[Node, tuple[str, ...]]


def read_files(paths: Mapping[str, Path]) -> Written:
    """Read RDF files as they are written.

    Args:
        paths: each file by the name that the report gives it.

    Raises:
        DataFileError: a file cannot be read or does not parse.
    """
    files: dict[Node, dict[str, None]] = {}

    def all_triples() -> Iterator[Triple]:
        for name, path in paths.items():
            for triple in parse(path):
                files.setdefault(triple[0], {})[name] = None
                yield triple

    triples = Triples(all_triples())
    named = {node: tuple(names) for node, names in files.items()}
    return Written(triples, dict(paths), named)


def read_shape_files(paths: Iterable[Path]) -> Triples:
    """Read the triples of the shapes, in the order of the files.

    Raises:
        DataFileError: a file cannot be read or does not parse.
    """
    numbered = enumerate(paths, 1)
    return Triples(triple for place, path in numbered for triple in parse(path, f"s{place}"))


def parse(path: Path, blank: str | None = None) -> Iterator[Triple]:
    """Read the triples of one file; see `read_written` for the names of blank nodes.

    Raises:
        DataFileError: the file cannot be read, does not parse, or holds triple terms.
    """
    import pyoxigraph as ox

    for triple in read_written(path, blank):
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
            raise DataFileError(
                f"{path}: {triple} has a triple inside a triple, which SHACL does not know; "
                "leave RDF 1.2 reifiers out of what is validated"
            )
        yield subject, triple.predicate, value
