"""A reader of Parquet tables by the metadata of their columns: the triples they were made of."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph as ox

from tests.csvw_reader import other
from tests.exported import TYPE
from tests.property_graph_reader import as_text

OTHERS = "other_literals"


def triples(folder: Path) -> set[ox.Triple]:
    """Read all tables of a folder."""
    found: set[ox.Triple] = set()
    for path in sorted(folder.glob("*.parquet")):
        table = pq.read_table(path)
        found.update(_others(table) if path.stem == OTHERS else _of_class(table))
    return found


def _of_class(table: pa.Table) -> Iterator[ox.Triple]:
    kind = table.schema.metadata[b"class"].decode()
    for row in table.to_pylist():
        subject = ox.NamedNode(row["id"])
        if kind:
            yield ox.Triple(subject, TYPE, ox.NamedNode(kind))
        for field in table.schema:
            if field.name != "id" and row[field.name] is not None:
                several = pa.types.is_list(field.type)
                meaning = {key.decode(): text.decode() for key, text in field.metadata.items()}
                assert {*json.loads(meaning["titles"])} <= {"en", "ja", "ko"}
                for value in row[field.name] if several else [row[field.name]]:
                    predicate = ox.NamedNode(meaning["property"])
                    yield ox.Triple(subject, predicate, _term(value, meaning))


def _term(value: object, meaning: dict[str, str]) -> ox.NamedNode | ox.Literal:
    if "language" in meaning:
        return ox.Literal(str(value), language=meaning["language"])
    if meaning["datatype"] == "IRI":
        return ox.NamedNode(str(value))
    if isinstance(value, datetime) and value.tzinfo is not None:
        assert value.utcoffset() is not None
    text = as_text(value, meaning["datatype"])
    return ox.Literal(text, datatype=ox.NamedNode(meaning["datatype"]))


def _others(table: pa.Table) -> Iterator[ox.Triple]:
    for row in table.to_pylist():
        names = ("id", "property", "value", "datatype", "language")
        yield other(*(row[name] for name in names))
