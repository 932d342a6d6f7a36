"""Whether two values agree, within what is tolerated."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from math import asin, cos, hypot, radians, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from citygraph.linking.tolerances import Compared
    from citygraph.linking.values import Value

_POINT = re.compile(r"\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(\S+)\s+(\S+)\s*\)\s*", re.IGNORECASE)
_RADIUS = 6371.0088
"""The mean radius of the earth in km (IUGG)."""
_POLE = 90.0
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Disagreement(NamedTuple):
    """Two values that lie further apart than is tolerated.

    Attributes:
        ours: our value.
        theirs: the one of theirs that is nearest in time.
        apart: how far they are apart, with the unit; empty where that cannot be said.
    """

    ours: Value
    theirs: Value
    apart: str = ""


def disagreements(
    compared: Compared,
    ours: Sequence[Value],
    theirs: Sequence[Value],
    *,
    items: Mapping[str, Collection[str]],
    page: str = "",
) -> list[Disagreement]:
    """Find the values of ours with which theirs do not agree.

    A rounded value of ours says nothing that an exact one does not: it is only looked at where
    there is no other. Each is set beside the one of theirs that is nearest in time; what has no
    date is set beside the latest.

    Args:
        compared: what is compared, and how far apart it may be.
        ours: our values.
        theirs: their values; none is no disagreement.
        items: the items that our things are linked to, by our IRI.
        page: what the IRIs of their items begin with; units are compared by it.

    >>> from citygraph.linking.tolerances import Compared
    >>> from citygraph.linking.values import Value
    >>> population = Compared("population", {}, "number", "P1", "", 10)
    >>> near, far = (Value("105"),), (Value("120"),)
    >>> disagreements(population, [Value("100")], near, items={})
    []
    >>> [each.apart for each in disagreements(population, [Value("100")], far, items={})]
    ['16.7 %']
    """
    if not ours or not theirs:
        return []
    if compared.kind == "item":
        return _items(ours, theirs, items)
    exact = [each for each in ours if not each.about] or ours
    found = []
    for each in exact:
        other = nearest(each, theirs)
        apart = _apart(compared, each, other, page)
        if apart is None:
            found.append(Disagreement(each, other))
        elif apart > compared.tolerance:
            found.append(Disagreement(each, other, compared.measured(apart)))
    return found


def nearest(value: Value, others: Iterable[Value]) -> Value:
    """Give the value that is nearest in time; the latest if this one has no date.

    >>> from citygraph.linking.values import Value
    >>> old, new = (Value(n, since=f"{n}-01-01", until=f"{n}-01-01") for n in ("1999", "2020"))
    >>> nearest(Value("?", since="2001-05-01", until="2001-05-01"), [old, new]).text
    '1999'
    >>> nearest(Value("?"), [old, new]).text
    '2020'
    """
    day = _day(value.until)
    if day is None:
        return max(others, key=lambda each: (each.since, each.text))

    def distance(other: Value) -> tuple[int, str]:
        theirs = _day(other.since)
        return (10**9 if theirs is None else abs((theirs - day).days), other.text)

    return min(others, key=distance)


def _items(
    ours: Sequence[Value], theirs: Sequence[Value], items: Mapping[str, Collection[str]]
) -> list[Disagreement]:
    """Compare items: where none of our things is linked, nothing can be said."""
    linked = {item: each for each in ours for item in items.get(each.text, ())}
    now = [each for each in theirs if not each.until or each.until == each.since]
    there = now or list(theirs)
    if not linked or any(each.text in linked for each in there):
        return []
    mine = max(linked.values(), key=lambda each: (each.since, each.text))
    return [Disagreement(mine, max(there, key=lambda each: (each.since, each.text)))]


def _apart(compared: Compared, ours: Value, theirs: Value, page: str) -> float | None:
    """Say how far apart two values are; `None` if they cannot be compared."""
    if compared.kind == "number":
        return _percent(compared, ours, theirs, page)
    if compared.kind == "place":
        return _kilometres(ours.text, theirs.text)
    return _days(ours, theirs)


def _percent(compared: Compared, ours: Value, theirs: Value, page: str) -> float | None:
    try:
        mine, other = Decimal(ours.text), Decimal(theirs.text)
    except InvalidOperation:
        return None
    if not (mine.is_finite() and other.is_finite()):
        return None
    if compared.units:
        units = {page + item: unit for unit, item in compared.units.items()}
        # where no unit is named there, ours is taken: another one would be far off
        unit = units.get(theirs.unit) if theirs.unit else ours.unit
        if unit is None or ours.unit not in compared.factors:
            return None
        mine *= Decimal(str(compared.factors[ours.unit]))
        other *= Decimal(str(compared.factors[unit]))
    largest = max(abs(mine), abs(other))
    return float(abs(mine - other) / largest * 100) if largest else 0.0


def _kilometres(ours: str, theirs: str) -> float | None:
    """Measure the great circle between two points in WKT (OGC 06-103r4: x is the longitude)."""
    try:
        (east, north), (far_east, far_north) = (
            map(float, _POINT.fullmatch(each).groups())  # type: ignore[union-attr]
            for each in (ours, theirs)
        )
    except (AttributeError, ValueError):
        return None
    if not (abs(north) <= _POLE and abs(far_north) <= _POLE):  # the two numbers are swapped
        return None
    up, across = radians(far_north - north) / 2, radians(far_east - east) / 2
    wide = sin(across) * sqrt(cos(radians(north)) * cos(radians(far_north)))
    return 2 * _RADIUS * asin(min(1.0, hypot(sin(up), wide)))


def _days(ours: Value, theirs: Value) -> float | None:
    """Count the days between their date and the days that ours may mean."""
    first, last = _day(ours.since or ours.text), _day(ours.until or ours.text)
    there = _day(theirs.text)
    if first is None or last is None or there is None:
        return None
    return float(max((first - there).days, (there - last).days, 0))


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
