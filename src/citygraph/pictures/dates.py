"""Dates as exactly as they are known: a year, a month, a day or a span, in each language."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from citygraph.pictures.facts import Facts, facts_from
from citygraph.pictures.wording import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.graph import Store

_DECEMBER = 12


class Span(NamedTuple):
    """The time in which something happened, and no more is known.

    Attributes:
        earliest: the first day on which it may have happened, as in `2020-02-01`.
        latest: the last such day; the same where the day is known.
        text: that time in words.
    """

    earliest: str
    latest: str
    text: str

    @property
    def is_day(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest


def spans(store: Store, times: Iterable[str], language: str) -> Mapping[str, Span]:
    """Read what is known of times: partial dates, and fiscal years with their first and last day.

    A time whose days cannot be read is left out.

    Args:
        store: what is asked: two queries.
        times: the IRIs of intervals.
        language: of the words.
    """
    wanted = set(times)
    bounds = facts_from(
        store, wanted, ("cg:earliest", "cg:latest", "time:hasBeginning", "time:hasEnd")
    )
    ends = [fact.value for fact in bounds if fact.is_link]
    facts = Facts((*bounds, *facts_from(store, ends, ["time:inXSDDate"])))
    found = {}
    for time in wanted:
        first = [*facts.values(time, "cg:earliest"), *_days(facts, time, "time:hasBeginning")]
        last = [*facts.values(time, "cg:latest"), *_days(facts, time, "time:hasEnd")]
        if first and last and _are_days(first[0], last[-1]):
            found[time] = Span(first[0], last[-1], in_words(first[0], last[-1], language))
    return found


def _are_days(earliest: str, latest: str) -> bool:
    try:
        return dt.date.fromisoformat(earliest) <= dt.date.fromisoformat(latest)
    except ValueError:
        return False


def _days(facts: Facts, time: str, bound: str) -> tuple[str, ...]:
    return tuple(
        day for end in facts.values(time, bound) for day in facts.values(end, "time:inXSDDate")
    )


def in_words(earliest: str, latest: str, language: str) -> str:
    """Write a span in words: a day, a month or a year where it is just that, else both ends.

    >>> in_words("2020-02-01", "2020-02-29", "en"), in_words("2020-02-07", "2020-02-07", "ja")
    ('February 2020', '2020年2月7日')
    >>> in_words("2019-04-01", "2020-03-31", "ko")
    '2019년 4월~2020년 3월'
    """
    first, last = (dt.date.fromisoformat(each) for each in (earliest, latest))
    if first == last:
        return _written("day", first, language)
    whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return _written("month", first, language)
    if whole_months and (first.year, first.month, last.month) == (last.year, 1, _DECEMBER):
        return _written("year", first, language)
    unit = "month" if whole_months else "day"
    return word("dates", "span", language).format(
        first=_written(unit, first, language), last=_written(unit, last, language)
    )


def _written(unit: str, day: dt.date, language: str) -> str:
    month = word("months", f"{day.month:02}", language)
    return word("dates", unit, language).format(year=day.year, month=month, day=day.day)
