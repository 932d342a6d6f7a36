"""CSV tables, one per class, with metadata by which any reader knows what each column is.

The CSV is that of RFC 4180 in UTF-8; the metadata are those of CSV on the Web
(https://www.w3.org/TR/tabular-metadata/), and converting the tables by them
(https://www.w3.org/TR/csv2rdf/, minimal mode) gives back the triples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.exports.appending import Appending
from citygraph.exports.cells import Carrier, csv_row
from citygraph.exports.class_tables import (
    ID,
    LINKS,
    OTHERS,
    ClassTable,
    cells,
    classes,
    fits_column,
    plan_tables,
)
from citygraph.exports.csvw import METADATA, table_group
from citygraph.exports.remarks import Remarks
from citygraph.exports.sorted_triples import IRI, sorted_triples

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from citygraph.exports.parts import Selection
    from citygraph.exports.sorted_triples import Key, Subject

SUFFIX = ".csv"
LINK_COLUMNS = (ID, "property", "value")
OTHER_COLUMNS = (ID, "property", "value", "datatype", "language")


def write_csv(selection: Selection, folder: Path) -> tuple[str, ...]:
    """Write the tables and `csv-metadata.json` into an empty folder.

    Properties with several IRIs in one cell stand once more in `links.csv`, a row for each: CSV on
    the Web turns a cell into one link only.

    Returns:
        What a reader should know about the export.

    Raises:
        InputError: a text holds a control character, which CSV cannot carry.
    """
    carrier = Carrier("CSV", selection.prefixes)
    with sorted_triples(selection) as source:
        remarks = Remarks(source.blank)
        tables = plan_tables(source, selection.prefixes)
        several = {
            column.key
            for table in tables.values()
            for column in table.columns
            if column.several and column.key.kind == IRI
        }
        extra: set[str] = set()
        with Appending(folder) as files:
            for table in tables.values():
                header = (ID, *(column.name for column in table.columns))
                files.add(table.name + SUFFIX, csv_row(header))
            for subject in source.subjects():
                carrier.check(subject)
                for iri in classes(subject):
                    files.add(tables[iri].name + SUFFIX, _row(tables[iri], subject, remarks))
                for name, header, row in _long_rows(subject, several, remarks):
                    if name not in extra:
                        extra.add(name)
                        files.add(name + SUFFIX, csv_row(header))
                    files.add(name + SUFFIX, csv_row(row))
        sentences = remarks.sentences()
        metadata = table_group(selection.store, tables.values(), extra, sentences)
        (folder / METADATA).write_text(metadata, encoding="utf-8", newline="\n")
    return sentences


def _row(table: ClassTable, subject: Subject, remarks: Remarks) -> bytes:
    row: list[str | None] = [subject.iri]
    remarks.iris(row[:1])  # type: ignore[arg-type]
    for column, texts in zip(table.columns, cells(table, subject), strict=True):
        cell = column.separator.join(texts) if texts else None
        row.append(cell)
        if column.key.kind == IRI:
            remarks.iris(texts)
        elif cell is not None and not column.native:
            remarks.cell(cell)
    return csv_row(row)


def _long_rows(
    subject: Subject, several: Collection[Key], remarks: Remarks
) -> Iterator[tuple[str, tuple[str, ...], tuple[str | None, ...]]]:
    for key in sorted(subject.values):
        for text in subject.values[key]:
            if key in several:
                yield LINKS, LINK_COLUMNS, (subject.iri, key.predicate, text)
            elif not fits_column(key, text):
                remarks.other_literal()
                datatype = None if key.language else key.kind
                row = (subject.iri, key.predicate, text, datatype, key.language)
                yield OTHERS, OTHER_COLUMNS, row
