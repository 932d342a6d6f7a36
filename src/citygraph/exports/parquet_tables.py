"""Parquet tables, one per class: the same model as the CSV tables, with types of its own.

A column of integers, decimals, dates or moments has that type if every literal can be read back
from it letter by letter; else it is text. A column with several values is a list. What a column
means is said in its metadata, by the names that CSV on the Web has for it.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from citygraph.errors import MissingExtraError
from citygraph.exports.class_tables import ID, OTHERS, cells, classes, fits_column, plan_tables
from citygraph.exports.remarks import Remarks
from citygraph.exports.sorted_triples import IRI, sorted_triples
from citygraph.exports.titles import titles, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq

    from citygraph.exports.class_tables import ClassTable, Column
    from citygraph.exports.parts import Selection
    from citygraph.exports.sorted_triples import Subject

SUFFIX = ".parquet"
_ROWS = 10_000
"""The rows of a row group: as many of each table are held in memory."""
_OTHER_COLUMNS = (ID, "property", "value", "datatype", "language")


def write_parquet(selection: Selection, folder: Path) -> tuple[str, ...]:
    """Write the tables into an empty folder.

    Returns:
        What a reader should know about the export.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    _need_pyarrow()
    with sorted_triples(selection) as source, ExitStack() as files:
        remarks = Remarks(source.blank)
        tables = plan_tables(source, selection.prefixes)
        terms = {c.key.predicate for table in tables.values() for c in table.columns}
        named = titles(selection.store, terms | {*tables})
        writers = {
            iri: files.enter_context(_Writer(folder / (table.name + SUFFIX), _schema(table, named)))
            for iri, table in tables.items()
        }
        others: _Writer | None = None
        for subject in source.subjects():
            for iri in classes(subject):
                row = zip(tables[iri].columns, cells(tables[iri], subject), strict=True)
                writers[iri].add([subject.iri, *(_cell(column, texts) for column, texts in row)])
            for row_of_other in _other_literals(subject):
                remarks.other_literal()
                if others is None:
                    path = folder / (OTHERS + SUFFIX)
                    others = files.enter_context(_Writer(path, _others_schema()))
                others.add(row_of_other)
        sentences = remarks.sentences()
        for writer in (*writers.values(), *([others] if others else [])):
            writer.note(sentences)
    return sentences


class _Writer:
    """Writes rows in groups, so that few are held in memory."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        import pyarrow.parquet as pq

        self._schema = schema
        self._rows: list[Sequence[object]] = []
        self._file: pq.ParquetWriter = pq.ParquetWriter(path, schema, compression="zstd")

    def add(self, row: Sequence[object]) -> None:
        self._rows.append(row)
        if len(self._rows) == _ROWS:
            self._write()

    def note(self, sentences: Sequence[str]) -> None:
        """Write what a reader should know into the metadata of the file."""
        if sentences:
            notes = json.dumps(sentences, ensure_ascii=False)
            self._file.add_key_value_metadata({"notes": notes})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._file:
            if self._rows:
                self._write()

    def _write(self) -> None:
        import pyarrow as pa

        columns = zip(*self._rows, strict=True)
        arrays = [
            pa.array(column, type=field.type)
            for column, field in zip(columns, self._schema, strict=True)
        ]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []


def _schema(table: ClassTable, named: Mapping[str, Mapping[str, str]]) -> pa.Schema:
    import pyarrow as pa

    fields = [_field(ID, pa.string(), words()["columns"][ID], nullable=False)]
    for column in table.columns:
        key = column.key
        kind = {"language": key.language} if key.language else {"datatype": key.kind or "IRI"}
        meaning = {"property": key.predicate, **kind}
        if column.references:
            meaning["references"] = column.references + SUFFIX
        value = _type(column)
        title = named.get(key.predicate, {})
        fields.append(_field(column.name, value, title, meaning))
    title = named.get(table.iri) or (words()["tables"]["untyped"] if not table.iri else {})
    return pa.schema(fields, {"class": table.iri, "titles": _json(title)})


def _field(
    name: str,
    value: pa.DataType,
    title: Mapping[str, str],
    meaning: Mapping[str, str] | None = None,
    *,
    nullable: bool = True,
) -> pa.Field:
    import pyarrow as pa

    return pa.field(name, value, nullable, {**(meaning or {}), "titles": _json(title)})


def _json(title: Mapping[str, str]) -> str:
    return json.dumps(title, ensure_ascii=False)


def _type(column: Column) -> pa.DataType:
    import pyarrow as pa

    types = {
        "long": pa.int64(),
        "decimal": pa.decimal128(38, 18),
        "double": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "moment": pa.timestamp("ms"),
        "instant": pa.timestamp("ms", tz="UTC"),
    }
    value = next((types[name] for name in types if name in column.native), pa.string())
    return pa.list_(value) if column.several else value


def _cell(column: Column, texts: Sequence[str]) -> object:
    values = [_value(column, text) for text in texts]
    if column.several:
        return values or None
    return values[0] if values else None


def _value(column: Column, text: str) -> object:
    """Turn a text into what Arrow takes for the column's type."""
    from citygraph.exports.native_types import READERS

    return next((read(text) for name, read in READERS.items() if name in column.native), text)


def _other_literals(subject: Subject) -> Iterable[Sequence[object]]:
    for key in sorted(subject.values):
        for text in subject.values[key]:
            if key.kind != IRI and not fits_column(key, text):
                datatype = None if key.language else key.kind
                yield (subject.iri, key.predicate, text, datatype, key.language)


def _others_schema() -> pa.Schema:
    import pyarrow as pa

    fields = [_field(name, pa.string(), words()["columns"][name]) for name in _OTHER_COLUMNS]
    return pa.schema(fields, {"titles": _json(words()["tables"][OTHERS])})


def _need_pyarrow() -> None:
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(
            "Parquet needs pyarrow, which is not installed: "
            "install it with  pip install 'citygraph[parquet]'"
        ) from error
