"""The graph as tables, one for each class: which tables there are, and what their columns hold.

CSV and Parquet are written from this one model. A thing of several classes has a row in the table
of each. A column is one property with one kind of value: IRIs, texts in one language, or literals
of one datatype. Nothing is left out: literals that no column can hold stand in a table of their
own, `other_literals`.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from citygraph.exports.native_types import XSD
from citygraph.exports.references import NOWHERE, references
from citygraph.exports.short_names import column_names, short_name, unique_names
from citygraph.exports.sorted_triples import IRI, Key
from citygraph.exports.survey import Survey
from citygraph.vocabulary import LANGUAGES, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.exports.sorted_triples import SortedTriples, Subject

ID = "id"
UNTYPED = ""
"""Stands for a class in the table of things that have none."""
LINKS, OTHERS = "links", "other_literals"
_RESERVED = (LINKS, OTHERS)
_LABEL = PREFIXES["skos"] + "prefLabel"
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_ZONE = r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_DAY = r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}"
_VALID: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        XSD + name: re.compile(form, re.ASCII)
        for name, form in {
            "integer": r"[+-]?[0-9]+",
            "decimal": _NUMBER,
            "double": rf"{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN",
            "float": rf"{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN",
            "boolean": "true|false|1|0",
            "date": _DAY + _ZONE,
            "dateTime": rf"{_DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]+)?{_ZONE}",
        }.items()
    }
)
_WHITE = re.compile(r"[\t\r\n]|^ | $|  ")


class Column(NamedTuple):
    """One column of a table of a class.

    Attributes:
        name: what its header says.
        key: the property and the kind of value.
        several: whether a cell may hold several values.
        separator: what stands between them in a text, where there are several.
        native: the native types that hold every value as it is.
        references: the table that has a row for each value, if one has.
    """

    name: str
    key: Key
    several: bool
    separator: str
    native: frozenset[str]
    references: str | None = None


class ClassTable(NamedTuple):
    """The table of one class.

    Attributes:
        name: of the file, without its suffix.
        iri: the class, or `UNTYPED`.
        rows: how many things it has.
        columns: all but the first, which is `ID`.
    """

    name: str
    iri: str
    rows: int
    columns: tuple[Column, ...]


def plan_tables(source: SortedTriples, prefixes: Mapping[str, str]) -> dict[str, ClassTable]:
    """Find out which tables there are, by the IRI of their class, sorted by name."""
    survey: Survey[str] = Survey(source.subjects(), classes, fits_column)
    wanted = {iri: short_name(iri, prefixes) if iri else "untyped" for iri in survey.rows}
    names = unique_names(wanted, _RESERVED)
    targets = references(source, survey, classes)
    tables = {}
    for iri in sorted(names, key=names.__getitem__):
        uses = survey.uses[iri]
        titles = column_names(uses, prefixes, (ID,))
        columns = [
            Column(
                titles[key],
                key,
                use.several,
                " " if key.kind == IRI else use.separator(),
                use.native or frozenset(),
                names.get(targets.get((iri, key), NOWHERE)),
            )
            for key, use in uses.items()
        ]
        tables[iri] = ClassTable(
            names[iri], iri, survey.rows[iri], tuple(sorted(columns, key=_place))
        )
    return tables


def classes(subject: Subject) -> tuple[str, ...]:
    """Give the classes in whose tables a thing has a row."""
    return subject.types or (UNTYPED,)


def cells(table: ClassTable, subject: Subject) -> Iterator[list[str]]:
    """Give the values of each column of a thing's row, without the first."""
    for column in table.columns:
        texts = subject.values.get(column.key, [])
        yield [text for text in texts if fits_column(column.key, text)]


def fits_column(key: Key, text: str) -> bool:
    """Say whether a cell can hold a value so that its metadata say what it is.

    A cell that is empty has no value, so there is no empty text; and a reader of CSV on the Web
    rejects literals that are none of their datatype, and takes away white space around them.

    >>> fits_column(Key("https://example.org/p", XSD + "integer"), "many")
    False
    """
    if key.kind == IRI:
        return True
    if not text:
        return False
    if key.language is not None or key.kind == XSD + "string":
        return True
    valid = _VALID.get(key.kind)
    return valid.fullmatch(text) is not None if valid else not _WHITE.search(text)


def _place(column: Column) -> tuple[bool, str, int, str]:
    """Put labels first, then properties by name, each in the order of the languages."""
    language = column.key.language
    order = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
    base = column.name if language is None else column.name[: -len(language) - 1]
    return (column.key.predicate != _LABEL, base.casefold(), order, column.name)
