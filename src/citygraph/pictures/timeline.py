"""The timeline of a city: what happened when, as exactly as it is known, and what is foreseen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from citygraph.pictures.canvas import WIDTH, Box, Canvas, Stroke, fitted, line, stacked
from citygraph.pictures.drawn import City, Drawn
from citygraph.pictures.events import timeline
from citygraph.pictures.heading import MARGIN, heading
from citygraph.pictures.palette import HAIRLINE, KINDS, LINE, PAPER, QUIET, SHADE
from citygraph.pictures.picture import Detail
from citygraph.pictures.wording import listed, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.graph import Store
    from citygraph.pictures.canvas import Mark
    from citygraph.pictures.dates import Span
    from citygraph.pictures.events import Event, Phase, Roadmap, Timeline

NOTHING = "no dated event and no roadmap of it is stated (cg:adoptedOn and the like, cg:hasPhase)"
"""What a city lacks that has no such picture."""

_DATE, _LABEL, _AXIS = MARGIN, 218, 590
_END = WIDTH - MARGIN - 8
_ROW, _PAD = 17, 10
_MARK = 14
_ROOM_OF_A_YEAR = 52
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_DAY, _SPAN = KINDS["goal"], KINDS["strategy"]


def make(store: Store, city: City, language: str) -> Drawn | None:
    """Draw what happened in a city and when; `None` if nothing is known of it."""
    found = timeline(store, city.iri, language)
    if not any(found):
        return None
    title = word("timeline", "title", language).format(city=city.name)
    if found.events:
        first, last = (
            word("dates", "year", language).format(year=int(day[:4])) for day in _ends(found.events)
        )
        description = word("timeline", "description", language).format(
            city=city.name, first=first, last=last, count=len(found.events)
        )
    else:
        description = word("timeline", "only-phases", language).format(city=city.name)
    return Drawn(
        title, description, _lay_out(found, title, language), tuple(_details(found, language))
    )


def _lay_out(found: Timeline, title: str, language: str) -> Canvas:
    shown, y = heading(title)
    marks: list[Mark] = [*shown]
    if found.events:
        y = _legend(marks, y, found.events, language)
        y = _events(marks, y, found.events, language)
    for roadmap in found.roadmaps:
        y = _roadmap(marks, y + 24, roadmap, language)
    return Canvas(y + MARGIN, tuple(marks))


def _ends(events: tuple[Event, ...]) -> tuple[str, str]:
    spans = [event.span for event in events]
    return min(span.earliest for span in spans), max(span.latest for span in spans)


def _legend(marks: list[Mark], y: float, events: tuple[Event, ...], language: str) -> float:
    """Say what points and bars mean, if there are any."""
    x: float = MARGIN
    y -= 10
    room = WIDTH - 2 * MARGIN - _ROW - 16
    kinds = {"day" if event.span.is_day else "span" for event in events}
    for name in sorted(kinds):
        text = fitted(word("timeline", name, language), room, colour=QUIET)
        middle = y + 11
        if name == "day":
            marks.append(_diamond(x + _MARK / 2, middle))
        else:
            marks.append(Box(x - 2, middle - 6, 20, 12, _SPAN, radius=3))
        marks.append(text.at(x + 28, y))
        y += text.height + 4
    return y + 14


def _events(marks: list[Mark], y: float, events: tuple[Event, ...], language: str) -> float:
    first, last = (int(day[:4]) for day in _ends(events))
    years = (first, last + 1)
    top = y + 26
    y = top
    behind: list[Mark] = []
    drawn: list[Mark] = []
    for index, event in enumerate(events):
        kind = word("events", event.kind, language)
        texts = [
            fitted(_called(event, language), _AXIS - _LABEL - 24, _ROW),
            fitted(kind, _AXIS - _LABEL - 24, colour=QUIET),
        ]
        date = fitted(event.span.text, _LABEL - _DATE - 14, bold=True)
        height = max(sum(text.height + 2 for text in texts), date.height) + 2 * _PAD - 2
        if index % 2 == 0:
            behind.append(Box(MARGIN - 10, y, WIDTH - 2 * MARGIN + 20, height, SHADE, radius=4))
        drawn += [date.at(_DATE, y + _PAD), *stacked(_LABEL, y + _PAD, texts)]
        drawn.append(_when(event.span, y + _PAD + 11, years))
        y += height
    marks += [*behind, *_grid(years, top, y), *drawn]
    return y


def _grid(years: tuple[int, int], top: float, bottom: float) -> Iterator[Mark]:
    """Draw a line for the beginning of each year, of every second or fifth if they are many."""
    first, last = years
    room = (_END - _AXIS) / (last - first)
    step = next(each for each in _STEPS if each * room >= _ROOM_OF_A_YEAR or each == _STEPS[-1])
    for year in range(-(-first // step) * step, last + 1, step):
        x = _place(dt.date(min(year, dt.MAXYEAR), 1, 1), years)
        yield Stroke(f"M{x:g},{top:g}V{bottom:g}", HAIRLINE)
        yield line(str(year), colour=QUIET)._replace(x=x, y=top - 25, align="center")


def _when(span: Span, middle: float, years: tuple[int, int]) -> Mark:
    """Draw a day as a point, and a time within which something happened as a bar, never a point."""
    start = _place(dt.date.fromisoformat(span.earliest), years)
    if span.is_day:
        return _diamond(start, middle)
    end = _place(dt.date.fromisoformat(span.latest), years)
    return Box(start, middle - 7, max(end - start, 5), 14, _SPAN, radius=2)


def _diamond(x: float, y: float) -> Stroke:
    half = _MARK / 2
    path = f"M{x - half:g},{y:g}L{x:g},{y - half:g}L{x + half:g},{y:g}L{x:g},{y + half:g}Z"
    return Stroke(path, PAPER, 1, fill=_DAY)


def _place(day: dt.date, years: tuple[int, int]) -> float:
    first, last = years
    start, end = dt.date(first, 1, 1).toordinal(), _first_day(last)
    return round(_AXIS + (_END - _AXIS) * (day.toordinal() - start) / (end - start), 1)


def _first_day(year: int) -> int:
    return dt.date(year, 1, 1).toordinal() if year <= dt.MAXYEAR else dt.date.max.toordinal() + 1


def _roadmap(marks: list[Mark], y: float, roadmap: Roadmap, language: str) -> float:
    room = WIDTH - 2 * MARGIN
    head = [
        fitted(roadmap.label, room, 20, bold=True),
        fitted(_kind_of_phases(roadmap, language), room, colour=QUIET),
    ]
    placed = stacked(MARGIN, y, head)
    marks += placed
    y = placed[-1].y + placed[-1].height + 12
    for index, phase in enumerate(roadmap.phases):
        texts = [fitted(_phase(phase, language), room - 50, _ROW, bold=True)]
        if phase.areas:
            texts.append(fitted(listed(phase.areas, language), room - 50, colour=QUIET))
        height = sum(text.height + 2 for text in texts) + 2 * _PAD - 2
        if index and phase.order and roadmap.phases[index - 1].order:
            x = MARGIN + 24
            tip = f"M{x - 6},{y - 8:g}L{x},{y - 1:g}L{x + 6},{y - 8:g}"
            marks.append(Stroke(f"M{x},{y - 18:g}V{y - 1:g}{tip}", LINE, 2))
        marks.append(Box(MARGIN, y, room, height, PAPER, LINE, 4))
        marks.append(Box(MARGIN, y, 6, height, KINDS["infrastructure"]))
        marks += stacked(MARGIN + 22, y + _PAD, texts)
        y += height + 18
    return y - 18


def _called(event: Event, language: str) -> str:
    if not event.holders:
        return event.label
    return event.label + word("signs", "colon", language) + listed(event.holders, language)


def _kind_of_phases(roadmap: Roadmap, language: str) -> str:
    return word("timeline", "phases" if roadmap.is_dated else "phases-undated", language)


def _phase(phase: Phase, language: str) -> str:
    if not phase.order:
        return phase.label
    return word("timeline", "phase", language).format(order=phase.order, phase=phase.label)


def _details(found: Timeline, language: str) -> Iterator[Detail]:
    colon = word("signs", "colon", language)
    for event in found.events:
        kind = word("events", event.kind, language)
        yield Detail(0, f"{event.span.text}{colon}{_called(event, language)} ({kind})", event.iri)
    for roadmap in found.roadmaps:
        head = f"{roadmap.label}{colon}{_kind_of_phases(roadmap, language)}"
        yield Detail(0, head, roadmap.iri)
        for phase in roadmap.phases:
            areas = f" ({listed(phase.areas, language)})" if phase.areas else ""
            yield Detail(1, _phase(phase, language) + areas, phase.iri)
