"""The map of a city's goals: lines from goals to what they connect with, each also numbered."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from citygraph.pictures.canvas import SMALLEST, WIDTH, Box, Canvas, Stroke, fitted, line
from citygraph.pictures.connections import connections
from citygraph.pictures.drawn import City, Drawn
from citygraph.pictures.heading import MARGIN, heading
from citygraph.pictures.measuring import width
from citygraph.pictures.palette import LINE, PAPER, series
from citygraph.pictures.picture import Detail
from citygraph.pictures.wording import listed, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.graph import Store
    from citygraph.pictures.canvas import Mark, Words
    from citygraph.pictures.connections import Connections, Item, Numbered

NOTHING = (
    "no goal of its strategies is connected with anything (cg:hasGoal, cg:contributesTo, "
    "cg:addresses, cg:usesTechnology, cg:relatedSDG)"
)
"""What a city lacks that has no such picture."""

_GOALS = 300
_RIGHT = 560
_INSET = 22
_PAD = 9
_BADGE = 24


class _Port(NamedTuple):
    x: float
    y: float


def make(store: Store, city: City, language: str) -> Drawn | None:
    """Draw what the goals of a city connect with; `None` if nothing is known of it."""
    found = connections(store, city.iri, language)
    if not found.items:
        return None
    title = word("map-of-goals", "title", language).format(city=city.name)
    description = word("map-of-goals", "description", language).format(
        city=city.name,
        goals=len(found.goals),
        count=sum(len(item.goals) for item in found.items),
    )
    return Drawn(
        title, description, _lay_out(found, title, language), tuple(_details(found, language))
    )


def _lay_out(found: Connections, title: str, language: str) -> Canvas:
    shown, top = heading(title, word("map-of-goals", "note", language))
    right: list[Mark] = []
    entries, end = _items(right, top, found, language)
    left: list[Mark] = []
    exits, foot = _goals(left, top, end, found.goals)
    if foot > end:  # many goals, few things: these stand beside the middle of those
        right.clear()
        entries, end = _items(right, top + (foot - end) / 2, found, language)
    lines = [
        Stroke(_curve(exits[goal], entries[place]), series(goal), 2)
        for place, item in enumerate(found.items)
        for goal in item.goals
    ]
    return Canvas(max(end, foot) + MARGIN, (*shown, *lines, *left, *right))


def _goals(
    marks: list[Mark], top: float, end: float, goals: tuple[Numbered, ...]
) -> tuple[list[_Port], float]:
    """Draw the goals on the left, spread over the height of what is on the right."""
    boxes = []
    for goal in goals:
        inset = min(goal.depth, 3) * _INSET
        badge = _badge_width(goal.number)
        text = fitted(goal.label, _GOALS - inset - badge - 3 * _PAD, 17, bold=not goal.depth)
        boxes.append((inset, badge, text, max(text.height, _BADGE) + 2 * _PAD))
    free = end - top - sum(height for *_, height in boxes)
    gap = min(max(free / max(len(boxes) - 1, 1), 14), 70)
    used = sum(height for *_, height in boxes) + gap * (len(boxes) - 1)
    y = top + max((end - top - used) / 2, 0)
    ports = []
    for place, (inset, badge, text, height) in enumerate(boxes):
        x = MARGIN + inset
        marks.append(Box(x, y, _GOALS - inset, height, PAPER, series(place), 4))
        marks += _badge(goals[place].number, x + _PAD, y + _PAD, series(place))
        marks.append(text.at(x + badge + 2 * _PAD, y + (height - text.height) / 2))
        ports.append(_Port(MARGIN + _GOALS, y + height / 2))
        y += height + gap
    return ports, y - gap


def _items(
    marks: list[Mark], y: float, found: Connections, language: str
) -> tuple[list[_Port], float]:
    ports = []
    for group, items in groupby(found.items, key=lambda each: each.group):
        head = fitted(word("map-of-goals", group, language), WIDTH - MARGIN - _RIGHT, 19, bold=True)
        marks.append(head.at(_RIGHT, y))
        y += head.height + 8
        for item in items:
            y, port = _item(marks, y, item, found.goals)
            ports.append(port)
        y += 20
    return ports, y - 20


def _item(
    marks: list[Mark], y: float, item: Item, goals: tuple[Numbered, ...]
) -> tuple[float, _Port]:
    """Draw an item with the numbers of its goals before its name, as many to a line as fit."""
    room = WIDTH - MARGIN - _RIGHT - 2 * _PAD
    numbers = [(goals[place].number, series(place)) for place in item.goals]
    rows: list[list[tuple[str, str]]] = [[]]
    used = 0.0
    for each in numbers:
        used += _badge_width(each[0]) + 4
        if used > room * 0.5 and rows[-1]:
            rows.append([])
            used = _badge_width(each[0]) + 4
        rows[-1].append(each)
    widest = max(sum(_badge_width(number) + 4 for number, _ in row) for row in rows)
    text = fitted(item.label, room - widest - 4, 17)
    height = max(text.height, len(rows) * (_BADGE + 4) - 4) + 2 * _PAD - 4
    marks.append(Box(_RIGHT, y, WIDTH - MARGIN - _RIGHT, height, PAPER, LINE, 4))
    middle = y + height / 2
    line_y = middle - (len(rows) * (_BADGE + 4) - 4) / 2
    for row in rows:
        x: float = _RIGHT + _PAD
        for number, colour in row:
            marks += _badge(number, x, line_y, colour)
            x += _badge_width(number) + 4
        line_y += _BADGE + 4
    marks.append(text.at(_RIGHT + _PAD + widest + 6, middle - text.height / 2))
    return y + height + 8, _Port(_RIGHT, middle)


def _badge_width(number: str) -> float:
    return round(max(width(number, SMALLEST, bold=True) + 12, _BADGE))


def _badge(number: str, x: float, y: float, colour: str) -> tuple[Mark, Words]:
    across = _badge_width(number)
    text = line(number, SMALLEST, PAPER, bold=True)._replace(align="center")
    return Box(x, y, across, _BADGE, colour, radius=6), text.at(x + across / 2, y + 1.5)


def _curve(start: _Port, end: _Port) -> str:
    bend = (end.x - start.x) * 0.5
    return (
        f"M{start.x:g},{start.y:g}C{start.x + bend:g},{start.y:g} "
        f"{end.x - bend:g},{end.y:g} {end.x:g},{end.y:g}"
    )


def _details(found: Connections, language: str) -> Iterator[Detail]:
    for place, goal in enumerate(found.goals):
        yield Detail(0, f"{goal.number} {goal.label}", goal.iri)
        of_goal = [item for item in found.items if place in item.goals]
        for group, items in groupby(of_goal, key=lambda each: each.group):
            names = listed(tuple(item.label for item in items), language)
            head = word("map-of-goals", group, language) + word("signs", "colon", language)
            yield Detail(1, head + names)
        if not of_goal:
            yield Detail(1, word("map-of-goals", "none", language))
