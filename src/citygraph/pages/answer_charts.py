"""A bar chart beside an answer that suits one: a number for each of a few things or dates.

Nothing is on the chart that is not in the table, which is its text for those who do not see it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import MissingExtraError
from citygraph.pictures.canvas import WIDTH, Box, Canvas, Mark, fitted
from citygraph.pictures.palette import HAIRLINE, QUIET, series
from citygraph.pictures.rendering import svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.answers import Answer
    from citygraph.pages.answer_tables import Column, Table

FEWEST, MOST = 2, 40
"""How many bars make a chart: fewer compare nothing, more are not read."""
_NO_MEASURE = re.compile(r".*(?:Order|Character|Code|Count|Number|Year)|rank|order")
_UNITS = frozenset({"unit", "currency"})
_POOR_NAMES = frozenset({"kind", "precision", "stage", "status"})
"""Columns that say little of what a row is about."""
_MARGIN, _ROOM, _BAR, _GAP = 24.0, 380.0, 26.0, 12.0
_VALUE = 190.0
"""The pixels that are kept for the number behind the longest bar."""


class Bars(NamedTuple):
    """What a chart shows.

    Attributes:
        measure: what is measured, with its unit if it has one.
        bars: what each bar is called, how long it is, and the number as it is read.
    """

    measure: str
    bars: tuple[tuple[str, float, str], ...]


def chart(answer: Answer, table: Table, title: str, lang: str) -> str:
    """Draw the chart of an answer as SVG.

    Args:
        answer: the rows.
        table: the same rows as they are read.
        title: what the chart is called.
        lang: the language of the page.

    Returns:
        The SVG; empty if no chart suits the answer, or what draws is not installed.
    """
    found = bars(answer, table)
    if found is None:
        return ""
    try:
        return svg(_drawn(found), "answer", lang, title, found.measure)
    except MissingExtraError:
        return ""


def bars(answer: Answer, table: Table) -> Bars | None:
    """Choose what is measured and what the bars are called.

    What is measured is the first column of numbers that are amounts, all of one unit. The bars are
    called by the first column, else the first two, that tell all rows apart: dates before things.
    """
    measure = _measure(answer, table)
    if measure is None or not FEWEST <= table.total <= MOST:
        return None
    unit = next((at for at, each in enumerate(table.columns) if each.name in _UNITS), None)
    units = set() if unit is None else set(_texts(table, unit))
    calls = _names(table, {measure, unit})
    names = next((each for each in calls if len(set(each)) == len(each)), None)
    if names is None or len(units) > 1:
        return None
    column = table.columns[measure]
    told = column.heading.text + "".join(f" ({each})" for each in units)
    lengths = _amounts(answer, column)
    return Bars(told, tuple(zip(names, lengths, _texts(table, measure), strict=True)))


def _measure(answer: Answer, table: Table) -> int | None:
    """Find the first column of amounts, none of which is open or below zero."""
    for place, column in enumerate(table.columns):
        if column.numeric and not _NO_MEASURE.fullmatch(column.name):
            amounts = _amounts(answer, column)
            if all(each >= 0 for each in amounts):
                return place
    return None


def _amounts(answer: Answer, column: Column) -> tuple[float, ...]:
    place = answer.variables.index(column.name)
    return tuple(float(getattr(row[place], "value", "nan")) for row in answer.rows)


def _texts(table: Table, place: int) -> tuple[str, ...]:
    return tuple(cell.text if (cell := row[place]) else "" for row in table.rows)


def _names(table: Table, without: set[int | None]) -> Iterator[tuple[str, ...]]:
    """List what the bars could be called, the best first."""
    usable = [
        place
        for place, column in enumerate(table.columns)
        if place not in without and not column.numeric and all(row[place] for row in table.rows)
    ]
    texts = {place: _texts(table, place) for place in usable}
    dated = [at for at in usable if all(cell.moment for row in table.rows if (cell := row[at]))]
    poor = [at for at in usable if table.columns[at].name in _POOR_NAMES]
    ordered = [*dated, *(at for at in usable if at not in {*dated, *poor}), *poor]
    yield from (texts[place] for place in ordered)
    for second in ordered[1:]:
        pairs = zip(texts[ordered[0]], texts[second], strict=True)
        yield tuple(f"{one} · {other}" for one, other in pairs)


def _drawn(found: Bars) -> Canvas:
    longest = max(length for _, length, _ in found.bars) or 1
    room = WIDTH - 2 * _MARGIN - _ROOM - _GAP - _VALUE
    marks: list[Mark] = []
    head = fitted(found.measure, WIDTH - 2 * _MARGIN, bold=True)
    marks.append(head.at(_MARGIN, _MARGIN))
    y = _MARGIN + head.height + _GAP
    left = _MARGIN + _ROOM + _GAP
    for name, length, value in found.bars:
        label = fitted(name, _ROOM, align="right", most=2)
        height = max(_BAR, label.height)
        marks.append(label.at(_MARGIN + _ROOM, y + (height - label.height) / 2))
        width = max(1.0, room * length / longest)
        marks.append(Box(left, y + (height - _BAR) / 2, width, _BAR, series(2), radius=2))
        number = fitted(value, _VALUE, colour=QUIET, most=1)
        marks.append(number.at(left + width + 8, y + (height - number.height) / 2))
        y += height + _GAP
    marks.append(
        Box(
            left - 1,
            _MARGIN + head.height + _GAP,
            1,
            y - _MARGIN - head.height - 2 * _GAP,
            HAIRLINE,
        )
    )
    return Canvas(y + _MARGIN - _GAP, tuple(marks))
