"""Which types of databases and files hold a literal without changing it.

An RDF literal is a text with a datatype: `"007"` and `"7"` are two literals that mean one integer.
A column gets a native type only if every literal in it can be read back from that type, letter by
letter; else it stays text. So nothing changes on the way, and numbers are numbers where it is safe.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

XSD = PREFIXES["xsd"]
_LONG = range(-(2**63), 2**63)
_DIGITS = 38
_PLACES = 18
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
_MOMENT = "%Y-%m-%dT%H:%M:%S"


def native_types(datatype: str, text: str) -> frozenset[str]:
    """Name the native types that give this literal back as it is.

    They are `long`, `decimal` (38 digits, 18 of them after the point), `double`, `boolean`, `date`,
    `moment` (a date and time without a zone) and `instant` (one in UTC).

    >>> sorted(native_types(XSD + "integer", "2020"))
    ['long']
    >>> native_types(XSD + "integer", "02020")
    frozenset()
    >>> sorted(native_types(XSD + "decimal", "0.1"))
    ['decimal', 'double']
    """
    tests = _TESTS.get(datatype, {})
    return frozenset(name for name, holds in tests.items() if holds(text))


def _is_long(text: str) -> bool:
    return text.isascii() and len(text) <= _DIGITS and _same(text, int) and int(text) in _LONG


def _is_decimal(text: str) -> bool:
    whole, _, places = text.lstrip("-").partition(".")
    fits = len(whole) <= _DIGITS - _PLACES and len(places) <= _PLACES
    return text != "-0" and fits and _DECIMAL.fullmatch(text) is not None


def _is_decimal_double(text: str) -> bool:
    return _is_decimal(text) and Decimal(repr(float(text))) == Decimal(text)


def _is_double(text: str) -> bool:
    return _same(text, float) and text[-1].isdigit()


def _is_date(text: str) -> bool:
    return _same(text, date.fromisoformat, date.isoformat)


def _is_moment(text: str) -> bool:
    return _same(text, lambda each: datetime.strptime(each, _MOMENT), datetime.isoformat)  # noqa: DTZ007


def _same(text: str, read: Callable[[str], object], write: Callable[..., str] = str) -> bool:
    try:
        return write(read(text)) == text
    except ValueError:
        return False


_TESTS: Mapping[str, Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        XSD + "integer": {"long": _is_long},
        XSD + "decimal": {"decimal": _is_decimal, "double": _is_decimal_double},
        XSD + "double": {"double": _is_double},
        XSD + "boolean": {"boolean": lambda text: text in ("true", "false")},
        XSD + "date": {"date": _is_date},
        XSD + "dateTime": {
            "moment": _is_moment,
            "instant": lambda text: text.endswith("Z") and _is_moment(text[:-1]),
        },
    }
)

READERS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        "long": int,
        "decimal": Decimal,
        "double": float,
        "boolean": "true".__eq__,
        "date": date.fromisoformat,
        "moment": datetime.fromisoformat,
        "instant": datetime.fromisoformat,
    }
)
"""Turns the text of a literal into the value of a native type, in the order of preference."""
