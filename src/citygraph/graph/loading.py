"""Loading files into the store, each into its own named graph, with faults located in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import formats
from citygraph.errors import DataFileError
from citygraph.graph.contents import opened, pieces
from citygraph.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyoxigraph import Store as Engine


def load_file(engine: Engine, path: Path, iri: str) -> None:
    """Load one file, of a kind that names no graphs, into the graph with this IRI.

    Raises:
        DataFileError: the file cannot be read, is not UTF-8, does not parse or holds no triple.
    """
    from pyoxigraph import NamedNode

    graph = NamedNode(iri)
    form = formats.oxigraph(formats.of_file(path))
    try:
        with opened(path) as content:
            if content is None:
                engine.load(path=path, format=form, to_graph=graph)
            else:
                engine.load(content, form, to_graph=graph)
    except SyntaxError as error:
        raise malformed(path, error) from error
    except MemoryError as error:
        raise too_long(path) from error
    if next(engine.quads_for_pattern(None, None, None, graph), None) is None:
        raise DataFileError(f"{path}: holds no triples; expected at least one")


def describes_city(engine: Engine, iri: str) -> bool:
    """Say whether the graph with this IRI describes at least one `cg:City`."""
    from pyoxigraph import NamedNode

    city, kind = NamedNode(ONTOLOGY + "City"), NamedNode(PREFIXES["rdf"] + "type")
    return next(engine.quads_for_pattern(None, kind, city, NamedNode(iri)), None) is not None


def too_long(path: Path) -> DataFileError:
    """Say that a file holds a value that cannot be read."""
    return DataFileError(
        f"{path}: a single value is longer than 16 MiB, the most that can be read; shorten it, "
        "or keep the text in a file of its own and give its address"
    )


def malformed(path: Path, error: SyntaxError) -> DataFileError:
    """Say what is wrong with a file that does not parse, and where."""
    form = formats.of_file(path)
    place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else f"{path}"
    if fault := _not_utf8(path):
        return DataFileError(f"{fault}; save the file as UTF-8")
    said = str(error.args[0]).partition(": ")[2] or str(error.args[0])
    if "LoadDocumentCallback" in said:
        said = "its @context is on another machine, which is never called; write it into the file"
    what = "what is packed in it" if formats.is_packed(path) else "this"
    return DataFileError(f"{place}: {what} is no {form.title}: {said}")


def _not_utf8(path: Path) -> str | None:
    for number, line in enumerate(_lines(path), start=1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            column, byte = error.start + 1, line[error.start]
            return f"{path}:{number}: byte {column} of the line (0x{byte:02X}) is not UTF-8"
    return None


def _lines(path: Path) -> Iterator[bytes]:
    begin = b""
    for piece in pieces(path):
        *whole, begin = (begin + piece).split(b"\n")
        yield from whole
    yield begin
