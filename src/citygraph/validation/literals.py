"""The values of literals: well formed or not, and which of two comes first.

Specifications: XML Schema 1.1 Part 2 for what is well formed, SPARQL 1.1 section 17.3 for what
`<` compares: numbers with numbers, texts with texts, dates with dates, and nothing else.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from citygraph import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal

    from citygraph.validation.terms import Node

_XSD = vocabulary.PREFIXES["xsd"]
_INTEGER = r"[+-]?\d+"
_DECIMAL = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_DOUBLE = rf"(?:{_DECIMAL}(?:[eE][+-]?\d+)?|[+-]?INF|NaN)"
_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DATE = r"\d{4}-\d\d-\d\d"
_TIME = r"\d\d:\d\d:\d\d(?:\.\d+)?"
_LIMITS: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_FORMS: Mapping[str, str] = {
    **dict.fromkeys(_LIMITS, _INTEGER),
    "decimal": _DECIMAL,
    "double": _DOUBLE,
    "float": _DOUBLE,
    "boolean": "true|false|1|0",
    "date": _DATE + _ZONE,
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
    "time": _TIME + _ZONE,
}
_Value = Decimal | float | bool | str | date | datetime | time


def is_well_formed(literal: Literal) -> bool:
    """Say whether a literal's text is one of its datatype's; other datatypes are not checked.

    >>> from pyoxigraph import Literal, NamedNode
    >>> is_well_formed(Literal("2020-02-30", datatype=NamedNode(_XSD + "date")))
    False
    """
    try:
        value_of(literal)
    except ValueError:
        return False
    return True


def compare(left: Node, right: Node) -> int | None:
    """Say which comes first: below zero the left one, above it the right one, zero neither.

    Returns:
        `None` if SPARQL's `<` does not compare the two, as with anything but literals.

    >>> from pyoxigraph import Literal
    >>> compare(Literal(9), Literal(10)), compare(Literal(9), Literal("10"))
    (-1, None)
    """
    from pyoxigraph import Literal

    if not isinstance(left, Literal) or not isinstance(right, Literal):
        return None
    try:
        first, second = value_of(left), value_of(right)
    except ValueError:
        return None
    if first is None or second is None or _kind(first) is not _kind(second):
        return None
    if isinstance(first, float) or isinstance(second, float):
        first, second = float(first), float(second)  # type: ignore[arg-type]
    if first != first or second != second:  # noqa: PLR0124 - only NaN differs from itself
        return None
    try:
        return int(first > second) - int(first < second)  # type: ignore[operator]
    except TypeError:  # one of two moments has a zone, the other has none
        return None


def value_of(literal: Literal) -> _Value | None:
    """Give the value of a literal, `None` if its datatype has none that SPARQL compares.

    Raises:
        ValueError: its text is none of its datatype.
    """
    if literal.language:
        return None
    datatype = literal.datatype.value
    name = datatype.removeprefix(_XSD)
    if name == datatype or name not in _FORMS:
        return literal.value if name == "string" else None
    if not re.fullmatch(_FORMS[name], literal.value, re.ASCII):
        raise ValueError(f"{literal} is ill-typed")
    return _read(name, literal.value)


def _read(name: str, text: str) -> _Value:
    if name in _LIMITS:
        lowest, highest = _LIMITS[name]
        number = int(text)
        if (lowest is not None and number < lowest) or (highest is not None and number > highest):
            raise ValueError(f"{text} is out of the range of {name}")
        return Decimal(number)
    if name == "decimal":
        return Decimal(text)
    if name in ("double", "float"):
        return float(text.replace("INF", "inf"))
    if name == "boolean":
        return text in ("true", "1")
    if name == "date":
        return date.fromisoformat(text[:10])
    return (datetime if name == "dateTime" else time).fromisoformat(text)


def _kind(value: _Value) -> type:
    if isinstance(value, bool):
        return bool
    return Decimal if isinstance(value, (Decimal, float)) else type(value)
