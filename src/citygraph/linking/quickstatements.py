"""Statements as QuickStatements takes them: a line each, in the first version of its commands.

Version 2 and version 3 of the tool read the same lines. A text is taken as it stands between its
first and its last quotation mark, so that one within is no trouble; a tab or a line end would be.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from citygraph.errors import InputError

_ITEM = re.compile(r"[QPL][1-9]\d*")
_PROPERTY = re.compile(r"[PS][1-9]\d*")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_LANGUAGE = re.compile(r"[a-z]{2,}(-[a-z0-9]+)*")
_TO_THE_DAY, _TO_THE_MONTH, _TO_THE_YEAR = 11, 10, 9

Pairs = tuple[tuple[str, str], ...]
"""Properties, each before its value, which is written as it goes into the line."""


class Statement(NamedTuple):
    """One statement about an item.

    Attributes:
        item: the item's name, such as Q1.
        property: the property's name, such as P1.
        value: the value, as it is written.
        qualifiers: what narrows it, by properties that begin with P.
        references: where it is from: groups of properties that begin with S.
    """

    item: str
    property: str
    value: str
    qualifiers: Pairs = ()
    references: tuple[Pairs, ...] = ()


def as_line(statement: Statement) -> str:
    r"""Write a statement as one line, without its end.

    Each reference after the first one begins with an exclamation mark, so that it stays apart.

    Raises:
        InputError: a name is none.

    >>> as_line(Statement("Q1", "P2", quantity("3"), (("P3", "Q4"),), ((("S5", text("a")),),)))
    'Q1\tP2\t3\tP3\tQ4\tS5\t"a"'
    """
    cells = [_name(_ITEM, statement.item), _name(_PROPERTY, statement.property), statement.value]
    for name, value in statement.qualifiers:
        cells += [_name(_PROPERTY, name), value]
    for number, reference in enumerate(statement.references):
        for place, (name, value) in enumerate(reference):
            mark = "!" if number and not place else ""
            cells += [mark + _name(_PROPERTY, name), value]
    return "\t".join(cells)


def text(value: str, language: str = "") -> str:
    r"""Write a text, in a language if it has one.

    >>> text('the "smart" city'), text("東京", "ja")
    ('"the "smart" city"', 'ja:"東京"')
    """
    plain = " ".join(value.split())
    if not plain:
        raise InputError("a text is empty, and QuickStatements has no empty texts")
    return f'{_name(_LANGUAGE, language.lower())}:"{plain}"' if language else f'"{plain}"'


def quantity(amount: str, unit: str = "") -> str:
    """Write a number, with the name of the item of its unit if it has one.

    Raises:
        InputError: it is no number, or not a finite one.

    >>> quantity("2193.96", "Q712226"), quantity("14202541")
    ('2193.96U712226', '14202541')
    >>> quantity("1.42E7")
    '14200000'
    """
    try:
        plain = format(Decimal(amount), "f")
    except InvalidOperation:
        plain = ""
    if not _NUMBER.fullmatch(plain):
        raise InputError(f"'{amount}' is no number as QuickStatements takes it, such as 2193.96")
    return plain + (f"U{_name(_ITEM, unit)[1:]}" if unit else "")


def day(first: str, last: str = "") -> str:
    """Write a day, or a month or a year where the first and the last day are those of one.

    Raises:
        InputError: it is no day, or a time that is neither a day, a month nor a year.

    >>> day("2021-03-01"), day("2021-03-01", "2021-03-31"), day("2021-01-01", "2021-12-31")
    ('+2021-03-01T00:00:00Z/11', '+2021-03-00T00:00:00Z/10', '+2021-00-00T00:00:00Z/9')
    """
    if written := stated_day(first, last):
        return written
    raise InputError(
        f"'{first}' is no day such as 2026-11-22"
        if not last or last == first
        else f"{first} to {last} is neither a day, a month nor a year"
    )


def stated_day(first: str, last: str = "") -> str:
    """Write what `day` writes, and nothing where it cannot be written.

    >>> stated_day("2020-04-01", "2021-03-31"), stated_day("", "")
    ('', '')
    """
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return ""
    if begin == end:
        return f"+{begin.isoformat()}T00:00:00Z/{_TO_THE_DAY}"
    if (begin.year, 1, 1, 12, 31) == (end.year, begin.month, begin.day, end.month, end.day):
        return f"+{begin:%Y}-00-00T00:00:00Z/{_TO_THE_YEAR}"
    last_day = monthrange(begin.year, begin.month)[1]
    if (begin.year, begin.month, 1, last_day) == (end.year, end.month, begin.day, end.day):
        return f"+{begin:%Y-%m}-00T00:00:00Z/{_TO_THE_MONTH}"
    return ""


def _name(pattern: re.Pattern[str], name: str) -> str:
    if not pattern.fullmatch(name):
        raise InputError(f"'{name}' is no name as QuickStatements takes it")
    return name
