"""The picture of a city's strategies: each as a band, below it a tree of its goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.pictures.canvas import SMALLEST, WIDTH, Box, Canvas, Stroke, fitted, stacked
from citygraph.pictures.heading import heading
from citygraph.pictures.palette import KINDS, LINE, PAPER, QUIET
from citygraph.pictures.wording import listed, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.pictures.canvas import Mark, Words
    from citygraph.pictures.plans import Goal, Means, Plan

_MARGIN, _TRUNK, _GAP, _BETWEEN = 24, 26, 12, 44
_PADDING, _STRIPE = 12, 6
_NAME = 17
_MOST_INSETS = 4
_DEEPEST = 3
"""How many levels of goals have a column of their own; deeper ones are indented in the last."""


def lay_out(plans: tuple[Plan, ...], title: str, language: str) -> Canvas:
    """Lay out the strategies, one below the other."""
    ordered = any(goal.stated for plan in plans for goal in plan.every_goal)
    shown, y = heading(title, *([word("strategy", "numbers", language)] if ordered else []))
    marks: list[Mark] = [*shown]
    for plan in plans:
        drawn, y = _Drawing(plan, language).drawn(y)
        marks += [*drawn]
        y += 28
    return Canvas(y, tuple(marks))


class _Drawing:
    """One strategy."""

    def __init__(self, plan: Plan, language: str) -> None:
        self._plan, self._language = plan, language
        levels = max((_depth(goal) for goal in plan.goals), default=0)
        self._levels = min(max(levels, 1), _DEEPEST)
        room = WIDTH - 2 * _MARGIN - _TRUNK - self._levels * _BETWEEN
        self._column = round(room / (self._levels + 1.15))
        self._marks: list[Mark] = []

    def drawn(self, y: float) -> tuple[tuple[Mark, ...], float]:
        """Draw it from a height on; say where it ends."""
        y = self._band(y)
        foot = y
        starts = []
        for goal in self._plan.goals:
            top, y = self._goal(goal, 0, _MARGIN + _TRUNK, y + _GAP)
            starts.append(top)
        for means in self._plan.means:
            box, y = self._means(means, _MARGIN + _TRUNK, y + _GAP, self._widest)
            starts.append(box.y + min(box.height / 2, 22))
        x = _MARGIN + _TRUNK / 2 - 3
        if starts:
            ticks = "".join(f"M{x:g},{start:g}H{_MARGIN + _TRUNK}" for start in starts)
            self._marks.insert(0, Stroke(f"M{x:g},{foot:g}V{starts[-1]:g}{ticks}", LINE))
        return tuple(self._marks), y

    @property
    def _widest(self) -> float:
        return WIDTH - 2 * _MARGIN - _TRUNK

    def _band(self, y: float) -> float:
        """Draw the strategy over the whole width, on top of it the visions that it serves."""
        room = WIDTH - 2 * _MARGIN - 2 * _PADDING - _STRIPE
        plan, language = self._plan, self._language
        if plan.visions:
            kind = word("kinds", "vision", language) + word("signs", "colon", language)
            visions = kind + listed(tuple(label for _, label in plan.visions), language)
            y = self._bar(y, KINDS["vision"], [fitted(visions, room, colour=PAPER, bold=True)], 7)
            y += 3
        kind, dates = word("kinds", "strategy", language), dated(plan, language)
        blocks = [
            fitted(f"{kind} · {dates}" if dates else kind, room, colour=PAPER),
            fitted(plan.label, room, 22, colour=PAPER, bold=True),
        ]
        if plan.elsewhere:
            blocks.append(fitted(elsewhere(plan, language), room, colour=PAPER))
        return self._bar(y, KINDS["strategy"], blocks, _PADDING)

    def _bar(self, y: float, colour: str, blocks: list[Words], padding: float) -> float:
        height = _height(blocks) - 2 * _PADDING + 2 * padding
        self._marks.append(Box(_MARGIN, y, WIDTH - 2 * _MARGIN, height, colour, radius=4))
        self._marks += stacked(_MARGIN + _PADDING + _STRIPE, y + padding - 2, blocks)
        return y + height

    def _goal(self, goal: Goal, level: int, x: float, y: float) -> tuple[float, float]:
        """Draw a goal with all below it; give the height at which it is joined, and its end."""
        column = min(level, self._levels - 1)
        inset = min(level - column, _MOST_INSETS) * 18
        left = x + column * (self._column + _BETWEEN) + inset
        box = self._goal_box(goal, level, left, y, self._column - inset)
        joints, end = [], y
        nested = level >= self._levels - 1
        right = x + (column + 1) * (self._column + _BETWEEN)
        if nested:
            start = y
            for means in goal.means:
                room = WIDTH - _MARGIN - right
                placed, end = self._means(means, right, start, room)
                joints.append(placed.y + min(placed.height / 2, 22))
                start = end + _GAP
            end = max(end, y + box.height)
            for sub in goal.goals:
                joint, end = self._goal(sub, level + 1, x, end + _GAP)
                knee = left + 8
                path = f"M{knee:g},{y + box.height:g}V{joint:g}H{left + 18:g}"
                self._marks.insert(0, Stroke(path, LINE))
        else:
            start = y
            far = x + self._levels * (self._column + _BETWEEN)
            for means in goal.means:
                placed, end = self._means(means, far, start, WIDTH - _MARGIN - far)
                joints.append(placed.y + min(placed.height / 2, 22))
                start = end + _GAP
            for sub in goal.goals:
                joint, end = self._goal(sub, level + 1, x, start)
                joints.append(joint)
                start = end + _GAP
        joint = y + min(box.height / 2, 22)
        self._join(left + box.width, joint, joints, goal, right, nested=nested, x=x)
        return joint, max(end, y + box.height)

    def _join(  # noqa: PLR0913 - two ends and what lies between
        self,
        x1: float,
        y1: float,
        joints: list[float],
        goal: Goal,
        right: float,
        *,
        nested: bool,
        x: float,
    ) -> None:
        if not joints:
            return
        knee = right - _BETWEEN / 2
        far = right if nested else x + self._levels * (self._column + _BETWEEN)
        count = len(goal.means)
        ends = "".join(
            f"M{knee:g},{joint:g}H{far if index < count else right:g}"
            for index, joint in enumerate(joints)
        )
        self._marks.insert(
            0, Stroke(f"M{x1:g},{y1:g}H{knee:g}M{knee:g},{y1:g}V{joints[-1]:g}{ends}", LINE)
        )

    def _goal_box(self, goal: Goal, level: int, x: float, y: float, width: float) -> Box:
        language = self._language
        room = width - 2 * _PADDING - _STRIPE
        kind = word("kinds", "sub-goal" if level else "goal", language)
        blocks = [
            fitted(f"{kind} {goal.stated}".strip(), room, colour=KINDS["goal"], bold=True),
            fitted(goal.label, room, _NAME, bold=True),
        ]
        if goal.official:
            text = word("strategy", "official", language).format(order=goal.official)
            blocks.append(fitted(text, room, colour=QUIET))
        if goal.elsewhere:
            blocks.append(fitted(elsewhere(goal, language), room, colour=QUIET))
        return self._card(x, y, width, KINDS["goal"], blocks)

    def _means(self, means: Means, x: float, y: float, width: float) -> tuple[Box, float]:
        language = self._language
        room = width - 2 * _PADDING - _STRIPE
        blocks = [
            fitted(word("kinds", means.kind, language), room, colour=KINDS[means.kind], bold=True),
            fitted(means.label, room, _NAME),
        ]
        if means.areas:
            blocks.append(fitted(listed(means.areas, language), room, SMALLEST, colour=QUIET))
        box = self._card(x, y, width, KINDS[means.kind], blocks)
        return box, y + box.height

    def _card(self, x: float, y: float, width: float, colour: str, blocks: list[Words]) -> Box:
        box = Box(x, y, width, _height(blocks), PAPER, LINE, 4)
        self._marks += [box, Box(x, y, _STRIPE, box.height, colour)]
        self._marks += stacked(x + _PADDING + _STRIPE, y + _PADDING - 2, blocks)
        return box


def dated(plan: Plan, language: str) -> str:
    """Say when a strategy was adopted or announced; empty if that is not known.

    >>> from citygraph.pictures.dates import Span
    >>> from citygraph.pictures.plans import Plan
    >>> day = Span("2020-02-01", "2020-02-29", "February 2020")
    >>> dated(Plan("urn:x", "X", "adoptedOn", (day,), (), (), (), ()), "en")
    'adopted: February 2020'
    """
    if not plan.dates:
        return ""
    event = word("events", plan.event, language) + word("signs", "colon", language)
    return event + listed(tuple(span.text for span in plan.dates), language)


def elsewhere(shown: Plan | Goal, language: str) -> str:
    """Name what belongs to a strategy or a goal and stands above it in the picture."""
    labels = listed(tuple(label for _, label in shown.elsewhere), language)
    return word("strategy", "elsewhere", language).format(things=labels)


def _depth(goal: Goal) -> int:
    return 1 + max((_depth(sub) for sub in goal.goals), default=0)


def _height(blocks: Iterable[Words]) -> float:
    return sum(block.height + 2 for block in blocks) + 2 * _PADDING - 4
