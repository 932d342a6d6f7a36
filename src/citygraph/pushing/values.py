r"""Literals that differ in how they are written and stand for the same value.

Some stores keep the value of a literal, and write it their own way when asked: `"007"` comes back
as `"7"`, an `xsd:int` as an `xsd:integer`, a large `xsd:long` as an `xsd:decimal`. Two literals
are the same here if they are one value by XML Schema 1.1 Part 2 (section 2.2.1): all that derives
from `xsd:decimal` shares its values, while `xsd:float` and `xsd:double` have values of their own.
"""

from __future__ import annotations

import re
import struct
from decimal import Context, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPED = re.compile(
    rb'(.*) "([^"\\]*)"\^\^<' + re.escape(_XSD.encode()) + rb"([A-Za-z]+)> \.\n", re.DOTALL
)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_FLOATING = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN")
_MOMENT = re.compile(r"(-?[\d:T-]*?\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_DURATION = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?)?"
)


def value_key(line: bytes) -> bytes:
    r"""Give what two canonical lines have in common exactly if they say the same of the same.

    For a line whose object is no literal that can be written in several ways, that is the line.

    >>> start = b'<urn:s> <urn:p> "007"^^<http://www.w3.org/2001/XMLSchema#'
    >>> value_key(start + b"int> .\n")
    b'<urn:s> <urn:p> decimal 7\n'
    >>> value_key(start.replace(b"007", b"7.0") + b"decimal> .\n")
    b'<urn:s> <urn:p> decimal 7\n'
    """
    found = _TYPED.fullmatch(line)
    if found is None:
        return line
    start, text, datatype = found[1], found[2].decode(), found[3].decode()
    reader = _READERS.get(datatype)
    value = None if reader is None else reader(text)
    if value is None:
        return line
    space = "decimal" if reader is _decimal else datatype
    return start + f" {space} {value}\n".encode()


def _decimal(text: str) -> str | None:
    if not _DECIMAL.fullmatch(text):
        return None
    value = Context(prec=len(text) + 1).normalize(Decimal(text))
    return f"{value or Decimal(0):f}"


def _double(text: str) -> str | None:
    return repr(float(text)) if _FLOATING.fullmatch(text) else None


def _float(text: str) -> str | None:
    if not _FLOATING.fullmatch(text):
        return None
    return repr(struct.unpack("f", struct.pack("f", float(text)))[0])


def _boolean(text: str) -> str | None:
    return {"1": "true", "0": "false", "true": "true", "false": "false"}.get(text)


def _moment(text: str) -> str | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    fraction = (found[2] or "").rstrip("0").rstrip(".")
    zone = "Z" if found[3] in ("+00:00", "-00:00") else found[3] or ""
    return f"{found[1]}{fraction}{zone}"


def _duration(text: str) -> str | None:
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()[1:]) or text.endswith("T"):
        return None
    years, months, days, hours, minutes = (int(each or 0) for each in found.groups()[1:6])
    seconds = Decimal(found[7] or 0) + 60 * (minutes + 60 * (hours + 24 * days))
    sign = "-" if found[1] and (years or months or seconds) else ""
    return f"{sign}{12 * years + months}M{seconds.normalize():f}S"


_WHOLE = "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger"
_UNSIGNED = "negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte"
_MOMENTS = "dateTime dateTimeStamp date time gYear gYearMonth gMonth gMonthDay gDay"
_DURATIONS = "duration dayTimeDuration yearMonthDuration"
_READERS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    dict.fromkeys(f"decimal {_WHOLE} {_UNSIGNED}".split(), _decimal)
    | dict.fromkeys(_MOMENTS.split(), _moment)
    | dict.fromkeys(_DURATIONS.split(), _duration)
    | {"double": _double, "float": _float, "boolean": _boolean}
)
