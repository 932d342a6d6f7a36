"""A reader of tables by their metadata: csv2rdf in minimal mode, as the standards say.

It follows https://www.w3.org/TR/tabular-data-model/ (parsing cells) and
https://www.w3.org/TR/csv2rdf/ as far as our metadata go, and knows nothing of the writer.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import uritemplate

from tests.rfc4180 import rows

_XSD = "http://www.w3.org/2001/XMLSchema#"
_UNTOUCHED = ("string", "json", "xml", "html", "anyAtomicType")
_NAMED = {
    "html": "http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML",
    "xml": "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral",
    "json": "http://www.w3.org/ns/csvw#JSON",
}
Json = Mapping[str, Any]


def triples(folder: Path) -> set[ox.Triple]:
    """Convert all tables of a folder that are to be converted."""
    group = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
    found: set[ox.Triple] = set()
    for table in group["tables"]:
        if not table.get("suppressOutput"):
            found.update(_of_table(folder / table["url"], table["tableSchema"]))
    return found


def records(path: Path, schema: Json) -> Iterator[dict[str, list[str]]]:
    """Read the values of each row by the names of their columns."""
    columns = [column for column in schema["columns"] if not column.get("virtual")]
    header, *body = rows(path)
    if header != [column["titles"]["und"] for column in columns]:
        raise ValueError(f"{path}: other columns than its metadata say")
    for row in body:
        yield {
            column["name"]: _values(cell, column) for cell, column in zip(row, columns, strict=True)
        }


def _of_table(path: Path, schema: Json) -> Iterator[ox.Triple]:
    for record in records(path, schema):
        variables = {
            name: values[0] if len(values) == 1 else values for name, values in record.items()
        }
        subject = ox.NamedNode(_expanded(schema["aboutUrl"], variables))
        for column in schema["columns"]:
            if column.get("suppressOutput"):
                continue
            predicate = ox.NamedNode(_expanded(column["propertyUrl"], variables))
            values = record.get(column["name"], [])
            if "valueUrl" in column:
                if values or column.get("virtual"):
                    target = ox.NamedNode(_expanded(column["valueUrl"], variables))
                    yield ox.Triple(subject, predicate, target)
            else:
                for value in values:
                    yield ox.Triple(subject, predicate, _literal(value, column))


def _values(cell: str | None, column: Json) -> list[str]:
    """Parse a cell, as section 6.4 of the model says; the default null value is the empty text."""
    text = cell or ""
    if _base(column) not in _UNTOUCHED:
        text = re.sub(r"[\t\r\n]", " ", text)
        text = re.sub(" +", " ", text).strip(" ")
    if not text:
        return []
    return text.split(column["separator"]) if "separator" in column else [text]


def _base(column: Json) -> str:
    datatype = column.get("datatype", "string")
    return datatype if isinstance(datatype, str) else datatype.get("base", "string")


def _literal(value: str, column: Json) -> ox.Literal:
    if "lang" in column:
        assert column["datatype"] == "string"
        return ox.Literal(value, language=column["lang"])
    datatype = column["datatype"]
    iri = datatype["@id"] if isinstance(datatype, dict) else _NAMED.get(datatype, _XSD + datatype)
    return ox.Literal(value, datatype=ox.NamedNode(iri))


def _expanded(template: str, variables: Mapping[str, Any]) -> str:
    return str(uritemplate.expand(template, dict(variables)))


def other_literals(folder: Path) -> set[ox.Triple]:
    """Read the table of literals that no column can hold, which a converter leaves alone."""
    path = folder / "other_literals.csv"
    if not path.exists():
        return set()
    header, *body = rows(path)
    assert header == ["id", "property", "value", "datatype", "language"]
    return {other(*row) for row in body}


def other(*row: str | None) -> ox.Triple:
    """Make a triple of a row of that table."""
    subject, predicate, value, datatype, language = row
    assert subject is not None
    assert predicate is not None
    assert value is not None
    literal = (
        ox.Literal(value, language=language)
        if language
        else ox.Literal(value, datatype=ox.NamedNode(str(datatype)))
    )
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), literal)
