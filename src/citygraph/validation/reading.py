"""The triples of the files under validation, as they are written, and which file says what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph import formats
from citygraph.errors import DataFileError
from citygraph.graph.marks import without_mark
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
        for place, (name, path) in enumerate(paths.items(), 1):
            for triple in parse(path, f"b{place}"):
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


def parse(path: Path, blank: str) -> Iterator[Triple]:
    """Read the triples of one file.

    Blank nodes get names of their own, counted in the order in which they are met: those of two
    files are never taken for one, and the same files give the same names.

    Raises:
        DataFileError: the file cannot be read, does not parse, or holds triple terms.
    """
    import pyoxigraph as ox

    names: dict[str, ox.BlankNode] = {}

    def own(name: ox.BlankNode) -> ox.BlankNode:
        return names.setdefault(name.value, ox.BlankNode(f"{blank}n{len(names) + 1}"))

    form = formats.of_file(path)
    try:
        content, syntax = without_mark(path), formats.oxigraph(form)
        source = {"path": path} if content is None else {"input": content}
        for quad in ox.parse(**source, format=syntax):
            subject, value = quad.subject, quad.object
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                raise DataFileError(
                    f"{path}: {quad} has a triple inside a triple, which SHACL does not know; "
                    "leave RDF 1.2 reifiers out of what is validated"
                )
            subject = own(subject) if isinstance(subject, ox.BlankNode) else subject
            value = own(value) if isinstance(value, ox.BlankNode) else value
            yield subject, quad.predicate, value
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else f"{path}"
        raise DataFileError(f"{place}: this is no {form.title}: {error.args[0]}") from error
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error
