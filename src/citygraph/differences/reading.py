"""The triples of one file of any RDF syntax, packed or not; blank nodes are named by content."""

from __future__ import annotations

import gzip
import zlib
from collections import defaultdict
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from citygraph import formats
from citygraph.differences.blank_nodes import has_blank, named
from citygraph.errors import DataFileError
from citygraph.graph.loading import malformed
from citygraph.graph.marks import without_mark
from citygraph.vocabulary import graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyoxigraph as ox

_PACKED = ".gz"
_DESCRIPTIONS = frozenset({graph_iri("void")})
"""The graphs that describe the data set (its counts, its digests) and say nothing of a city."""


class Read(NamedTuple):
    """One triple that was read.

    Attributes:
        triple: with its blank nodes named by content.
        hanging: whether its subject is a blank node that is a part of what leads to it.
    """

    triple: ox.Triple
    hanging: bool


def is_rdf(path: Path) -> bool:
    """Say whether a file can be compared, by its suffix.

    >>> from pathlib import Path
    >>> is_rdf(Path("dump.nq.gz")), is_rdf(Path("notes.txt"))
    (True, False)
    """
    return _unpacked(path).endswith(rdf_suffixes())


def rdf_suffixes() -> tuple[str, ...]:
    """List the suffixes of the files that can be compared, without the one of a packed file."""
    return tuple(suffix for form in formats.GRAPHS.values() for suffix in form.suffixes)


def read_file(path: Path) -> Iterator[Read]:
    """Read the triples of one file, whatever graphs they are in, one by one.

    Only what holds blank nodes is kept in memory. A graph that describes the data set as a whole
    is left out.

    Raises:
        DataFileError: the file cannot be read, is not whole or does not parse.
    """
    knotted: dict[str, list[ox.Triple]] = defaultdict(list)
    try:
        for quad in _parsed(path):
            graph = getattr(quad.graph_name, "value", "")
            if graph in _DESCRIPTIONS:
                continue
            if has_blank(quad.triple):
                knotted[graph].append(quad.triple)
            else:
                yield Read(quad.triple, hanging=False)
    except SyntaxError as error:
        raise _malformed(path, error) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataFileError(f"{path}: is no whole gzip file: {error}; get it again") from error
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    for triples in knotted.values():
        yield from with_names(triples)


def with_names(triples: Iterable[ox.Triple]) -> Iterator[Read]:
    """Give triples of one graph that hold blank nodes their names."""
    found = named(tuple(dict.fromkeys(triples)))
    for triple in found.triples:
        yield Read(triple, hanging=getattr(triple.subject, "value", "") in found.hanging)


def _parsed(path: Path) -> Iterator[ox.Quad]:
    import pyoxigraph as ox

    form = formats.oxigraph(formats.of_file(_unpacked(path)))
    if path.suffix.lower() == _PACKED:
        with gzip.open(path) as file:
            yield from ox.parse(cast("IO[bytes]", _without_mark(file)), format=form)
        return
    content = without_mark(path)
    if content is None:
        yield from ox.parse(path=path, format=form)
    else:
        yield from ox.parse(content, format=form)


def _without_mark(file: gzip.GzipFile) -> gzip.GzipFile:
    from codecs import BOM_UTF8

    if file.read(len(BOM_UTF8)) != BOM_UTF8:
        file.seek(0)
    return file


def _unpacked(path: Path) -> str:
    return str(path).lower().removesuffix(_PACKED)


def _malformed(path: Path, error: SyntaxError) -> DataFileError:
    if path.suffix.lower() != _PACKED:
        return malformed(path, error)
    said = str(error.args[0])
    line = f":{error.lineno}:{error.offset}" if error.lineno else ""
    title = formats.of_file(_unpacked(path)).title
    return DataFileError(f"{path}{line}: what is packed in it is no {title}: {said}")
