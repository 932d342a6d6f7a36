"""Names and values as forms and addresses write them: `application/x-www-form-urlencoded`.

A query in an address is hundreds of percent signs, and taking them away byte by byte would cost
more than all else that the web process does for a request. Quoted-printable (RFC 2045, section 6.7)
writes bytes in the same way with another sign, and Python has a fast reader for it.
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from urllib.parse import unquote_plus

_ALIKE = re.compile(r"(?:[\x20-\x24\x26-\x3c\x3e-\x7e]|%[0-9A-Fa-f]{2})*+")
"""What both write alike: printable ASCII without an equals sign, and sound escapes."""


def read_form(text: str, most: int) -> tuple[tuple[str, str], ...]:
    """Read the names and values of a form, in order.

    Args:
        text: the form.
        most: how many there may be.

    Raises:
        UnicodeError: one is not UTF-8.
        ValueError: there are more.

    >>> read_form("query=ASK+%7B%7D&format=csv", 10)
    (('query', 'ASK {}'), ('format', 'csv'))
    """
    fields = [field for field in text.split("&") if field]
    if len(fields) > most:
        raise ValueError(f"more than {most} parameters")
    pairs = (field.partition("=") for field in fields)
    return tuple((plain(name), plain(value)) for name, _, value in pairs)


def plain(text: str) -> str:
    """Resolve percent-encoding, and plus signs into blanks.

    Raises:
        UnicodeError: what comes out is not UTF-8.

    >>> plain("%E6%9D%B1+%zz")
    '東 %zz'
    """
    if _ALIKE.fullmatch(text):
        return a2b_qp(text.replace("+", " ").replace("%", "=")).decode()
    return unquote_plus(text, errors="strict")
