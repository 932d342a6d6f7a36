"""Literals that differ only in how they are written: `"007"` and `"7"`, `"1"` and `"true"`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import Literal

    from citygraph.answers.model import Term

_XSD = PREFIXES["xsd"]
_NUMBER = "number"
_INTEGERS = (
    *("integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
    *("negativeInteger", "long", "int", "short", "byte"),
    *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)


def same_value(left: Term, right: Term) -> bool:
    """Say whether two literals, though written differently, stand for the same value.

    XML Schema 1.1 Part 2: the integers are decimals, so `"7"` is one value as either; doubles and
    floats are apart, as are moments with and without a zone. What is malformed has no value.

    >>> from pyoxigraph import Literal, NamedNode
    >>> same_value(Literal("007", datatype=NamedNode(_XSD + "integer")), Literal(7))
    True
    >>> same_value(Literal("007"), Literal("7"))
    False
    """
    import pyoxigraph as ox

    if not isinstance(left, ox.Literal) or not isinstance(right, ox.Literal):
        return False
    first, second = _value(left), _value(right)
    return first is not None and first == second


def _value(literal: Literal) -> tuple[str, object] | None:
    """Give a literal's value with the name of the space it is in; `None` if it has none here."""
    name = literal.datatype.value.removeprefix(_XSD)
    try:
        return _READERS[name](literal.value.strip(" \t\r\n"))
    except (ValueError, KeyError):
        return None


def _integer(text: str) -> tuple[str, object]:
    return _NUMBER, Decimal(_matching(r"[+-]?\d+", text))


def _decimal(text: str) -> tuple[str, object]:
    return _NUMBER, Decimal(_matching(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", text))


def _boolean(text: str) -> tuple[str, object]:
    return "boolean", _matching("true|false|1|0", text) in ("true", "1")


def _date(text: str) -> tuple[str, object]:
    return "date", date.fromisoformat(_matching(r"\d{4}-\d\d-\d\d", text))


def _moment(text: str) -> tuple[str, object]:
    moment = datetime.fromisoformat(_matching(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)?", text))
    if moment.tzinfo is None:
        return "moment without a zone", moment
    return "moment", moment.astimezone(UTC)


def _floating(name: str) -> Callable[[str], tuple[str, object]]:
    def read(text: str) -> tuple[str, object]:
        return name, float(text.replace("INF", "inf"))

    return read


def _matching(pattern: str, text: str) -> str:
    if not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError(text)
    return text


_READERS: Mapping[str, Callable[[str], tuple[str, object]]] = MappingProxyType(
    {
        **dict.fromkeys(_INTEGERS, _integer),
        "decimal": _decimal,
        "boolean": _boolean,
        "date": _date,
        "dateTime": _moment,
        "double": _floating("double"),
        "float": _floating("float"),
    }
)
