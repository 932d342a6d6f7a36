"""Metadata of tables in the vocabulary of CSV on the Web.

See https://www.w3.org/TR/tabular-metadata/: a group of tables, each with a schema that names the
property, the datatype and the language of every column, its primary key, and the tables its links
lead to.
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from citygraph.exports.class_tables import ID, LINKS, OTHERS, UNTYPED
from citygraph.exports.native_types import XSD
from citygraph.exports.sorted_triples import IRI, TYPE
from citygraph.exports.titles import titles, words
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from citygraph.exports.class_tables import ClassTable, Column
    from citygraph.graph import Store

    Json: TypeAlias = dict[str, object]

METADATA = "csv-metadata.json"
"""The name that the standard gives to the metadata of a folder."""

_DIALECT = MappingProxyType(
    {
        "encoding": "utf-8",
        "lineTerminators": ["\r\n"],
        "quoteChar": '"',
        "doubleQuote": True,
        "delimiter": ",",
        "header": True,
        "trim": False,
    }
)
_NAMES = MappingProxyType(
    {
        PREFIXES["rdf"] + "HTML": "html",
        PREFIXES["rdf"] + "XMLLiteral": "xml",
        "http://www.w3.org/ns/csvw#JSON": "json",
        XSD + "anyAtomicType": "anyAtomicType",
    }
)
_BUILT_IN = frozenset(
    """
    anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal
    double duration float gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer
    language long Name negativeInteger NMTOKEN nonNegativeInteger nonPositiveInteger
    normalizedString positiveInteger QName short string time token unsignedByte unsignedInt
    unsignedLong unsignedShort yearMonthDuration
    """.split()  # noqa: SIM905 - a list of names reads best as one
)


def table_group(
    store: Store, tables: Collection[ClassTable], extra: Collection[str], remarks: Collection[str]
) -> str:
    """Describe the tables of a folder.

    Args:
        store: knows the labels of classes and properties.
        tables: the tables of classes.
        extra: which of `LINKS` and `OTHERS` are there.
        remarks: what a reader should know.
    """
    named = titles(
        store,
        [iri for table in tables for iri in (table.iri, *(c.key.predicate for c in table.columns))],
    )
    described = [_class_table(table, named) for table in tables]
    if LINKS in extra:
        described.append(_links())
    if OTHERS in extra:
        described.append(_others())
    group: Json = {"@context": "http://www.w3.org/ns/csvw", "dialect": dict(_DIALECT)}
    if remarks:
        group["notes"] = [{"remark": each} for each in remarks]
    group["tables"] = described
    return json.dumps(group, ensure_ascii=False, indent=2) + "\n"


def datatype(iri: str) -> str | Json:
    """Name a datatype as the metadata do; one that they do not know is a string with an IRI.

    >>> datatype(XSD + "integer")
    'integer'
    >>> datatype("https://example.org/shoe-size")
    {'base': 'string', '@id': 'https://example.org/shoe-size'}
    """
    name = iri.removeprefix(XSD)
    if iri.startswith(XSD) and name in _BUILT_IN:
        return name
    return _NAMES.get(iri) or {"base": "string", "@id": iri}


def _class_table(table: ClassTable, named: Mapping[str, Mapping[str, str]]) -> Json:
    title = named.get(table.iri) or (words()["tables"]["untyped"] if not table.iri else {})
    keys = [
        {
            "columnReference": column.name,
            "reference": {"resource": column.references + ".csv", "columnReference": ID},
        }
        for column in table.columns
        if column.references is not None
    ]
    schema: Json = {
        "aboutUrl": f"{{+{ID}}}",
        "primaryKey": ID,
        **({"foreignKeys": keys} if keys else {}),
        "columns": [
            _own_column(ID, {"datatype": "anyURI", "required": True, "suppressOutput": True}),
            *(_column(column, named.get(column.key.predicate, {})) for column in table.columns),
            *([_class_column(table.iri)] if table.iri != UNTYPED else []),
        ],
    }
    described: Json = {"url": table.name + ".csv"}
    if title:
        described["dc:title"] = _in_languages(title)
    return {**described, "tableSchema": schema}


def _column(column: Column, title: Mapping[str, str]) -> Json:
    kind = column.key.kind
    suffix = f" ({column.key.language})" if column.key.language else ""
    described: Json = {
        "name": column.name,
        "titles": _titles(column.name, {lang: text + suffix for lang, text in title.items()}),
        "propertyUrl": column.key.predicate,
    }
    if kind == IRI:
        described["datatype"] = "anyURI"
        if not column.several:
            described["valueUrl"] = f"{{+{column.name}}}"
    elif column.key.language:
        described |= {"datatype": "string", "lang": column.key.language}
    else:
        described["datatype"] = datatype(kind)
    if column.several:
        described["separator"] = column.separator
        if kind == IRI:
            described["suppressOutput"] = True  # each is a row of the table of links
        else:
            described["ordered"] = False
    return described


def _class_column(iri: str) -> Json:
    return {"name": "class", "virtual": True, "propertyUrl": TYPE, "valueUrl": iri}


def _links() -> Json:
    """Describe the table of links: the property is a cell of each row."""
    value: Json = {"propertyUrl": "{+property}", "valueUrl": "{+value}", "datatype": "anyURI"}
    hidden: Json = {"datatype": "anyURI", "required": True, "suppressOutput": True}
    return {
        "url": LINKS + ".csv",
        "dc:title": _in_languages(words()["tables"][LINKS]),
        "tableSchema": {
            "aboutUrl": f"{{+{ID}}}",
            "primaryKey": [ID, "property", "value"],
            "columns": [
                _own_column(ID, hidden),
                _own_column("property", hidden),
                _own_column("value", value),
            ],
        },
    }


def _others() -> Json:
    """Describe the table of literals that no column can hold: a converter leaves it alone."""
    names = (ID, "property", "value", "datatype", "language")
    return {
        "url": OTHERS + ".csv",
        "suppressOutput": True,
        "dc:title": _in_languages(words()["tables"][OTHERS]),
        "tableSchema": {"columns": [_own_column(name, {"datatype": "string"}) for name in names]},
    }


def _own_column(name: str, properties: Json) -> Json:
    return {"name": name, "titles": _titles(name, words()["columns"][name]), **properties}


def _titles(name: str, named: Mapping[str, str]) -> Json:
    """Give a column its titles, and its header too, by which a validator finds it in the file."""
    return {**named, "und": name}


def _in_languages(named: Mapping[str, str]) -> list[Json]:
    return [{"@value": text, "@language": lang} for lang, text in named.items()]
