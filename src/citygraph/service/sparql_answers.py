"""Evaluating a query within its caps, and writing what was found.

Rows of the embedded store are written by the engine itself, several times as fast as by ours, and
under watch: the writer stops it when there are too many bytes, and rows are counted in what was
written. XML is mended where the engine's is not right: it writes carriage returns as they are,
which every parser of XML reads as line feeds, and characters that no XML may hold.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from citygraph.answers import Answer, Triples, Truth, write
from citygraph.endpoint import Dataset, RemoteGraph
from citygraph.errors import InputError
from citygraph.graph import CityGraph
from citygraph.service.faults import UnfitAnswerError
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox

    from citygraph.formats import Format
    from citygraph.service.limits import Limits
    from citygraph.service.workshop import Workshop

_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class Asked(NamedTuple):
    """A query that has been checked, and the graphs that are asked.

    Attributes:
        text: the query, its prefixes declared.
        base: what relative IRIs in it are relative to.
        dataset: the graphs that are asked; `None` where a remote store reads them from the query.
    """

    text: str
    base: str
    dataset: Dataset | None


def answer(workshop: Workshop, asked: Asked, form: Format) -> bytes:
    """Evaluate a query and write its answer.

    Raises:
        SyntaxError: the query does not parse.
        InputError: it calls a function that nobody knows.
        UnfitAnswerError: the answer is too large, or XML cannot hold it.
        RemoteError: the remote store failed.
    """
    store, limits = workshop.store, workshop.limits
    if isinstance(store, CityGraph):
        try:
            return _embedded(store, asked, form, limits)
        except RuntimeError as error:
            raise InputError(f"the query cannot be answered: {error}") from error
    if isinstance(store, RemoteGraph):
        return _remote(store, asked, form, limits)
    raise TypeError(f"{type(store).__name__} is neither an embedded nor a remote graph")


def _embedded(store: CityGraph, asked: Asked, form: Format, limits: Limits) -> bytes:
    import pyoxigraph as ox

    default, named = asked.dataset or (store.graphs, store.graphs)
    found = store.evaluate(asked.text, default, named, asked.base)
    if isinstance(found, ox.QueryBoolean):
        return _written(Truth(bool(found)), form)
    if isinstance(found, ox.QueryTriples):
        return _triples(found, form, store.prefixes, limits)
    return _rows(found, form, limits)


def _remote(store: RemoteGraph, asked: Asked, form: Format, limits: Limits) -> bytes:
    dataset = asked.dataset or Dataset()
    result = store.door.query(f"BASE <{asked.base}> {asked.text}", dataset)
    size = len(result.rows) if isinstance(result, Answer) else 0
    size = len(result.triples) if isinstance(result, Triples) else size
    if size > limits.rows:
        raise _too_many("triples" if isinstance(result, Triples) else "rows", limits)
    return _written(result, form, store.prefixes)


def _rows(found: ox.QuerySolutions, form: Format, limits: Limits) -> bytes:
    import pyoxigraph as ox

    sheet = _Sheet(limits.size)
    found.serialize(
        cast("IO[bytes]", sheet), format=ox.QueryResultsFormat.from_media_type(form.media_type)
    )
    body = bytes(sheet.written)
    if form.name == "xml":
        if fault := _NOT_IN_XML.search(body):
            raise UnfitAnswerError(
                406,
                f"XML cannot hold the character U+{ord(fault[0].decode()):04X} that this answer "
                "contains; ask for another format, such as JSON",
            )
        body = body.replace(b"\r", b"&#13;")
    if _most_rows(body, form) > limits.rows and _counted(body, form) > limits.rows:
        raise _too_many("rows", limits)
    return body


def _triples(
    found: ox.QueryTriples, form: Format, prefixes: Mapping[str, str], limits: Limits
) -> bytes:
    triples = set()
    for triple in found:
        triples.add(triple)
        if len(triples) > limits.rows:
            raise _too_many("triples", limits)
    return _written(Triples(tuple(sorted(triples, key=str))), form, prefixes)


def _written(
    result: Answer | Truth | Triples, form: Format, prefixes: Mapping[str, str] = PREFIXES
) -> bytes:
    try:
        return write(result, form.name, prefixes=prefixes).encode()
    except InputError as error:  # XML that cannot hold a character
        raise UnfitAnswerError(406, str(error)) from error


class _Sheet:
    """Takes what the engine writes, up to a size."""

    def __init__(self, size: int) -> None:
        self.written = bytearray()
        self._size = size

    def write(self, piece: bytes) -> int:
        self.written += piece
        if len(self.written) > self._size:
            raise UnfitAnswerError(
                422,
                f"the answer has more than {self._size:,} bytes, the most that is given at once; "
                "ask for less, as with LIMIT",
            )
        return len(piece)

    def flush(self) -> None:
        """Nothing is kept back."""


def _most_rows(body: bytes, form: Format) -> int:
    """Say how many rows there are at most, at a glance."""
    marks = {"json": b"},{", "xml": b"<result>", "csv": b"\n", "tsv": b"\n"}
    return body.count(marks[form.name]) + 1


def _counted(body: bytes, form: Format) -> int:
    """Count the rows of an answer."""
    if form.name == "json":
        return len(json.loads(body)["results"]["bindings"])
    if form.name == "csv":
        rows = csv.reader(io.StringIO(body.decode(), newline=""))
        return sum(1 for _ in rows) - 1
    return body.count(b"<result>" if form.name == "xml" else b"\n") - (form.name == "tsv")


def _too_many(what: str, limits: Limits) -> UnfitAnswerError:
    return UnfitAnswerError(
        422,
        f"the answer has more than {limits.rows:,} {what}, the most that are given at once; "
        "ask for less, as with LIMIT",
    )
