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
_DEEPEST = 3
"""How many levels of goals have a column of their own; deeper ones are indented in the last."""

_INSET, _MOST_INSETS = 18, 4
_LAST_COLUMN = 1.15
"""How many times as wide as the others the column of what contributes is."""


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
    """One strategy: a trunk on the left, columns for goals, and one for what contributes."""

    def __init__(self, plan: Plan, language: str) -> None:
        self._plan, self._language = plan, language
        levels = max((_depth(goal) for goal in plan.goals), default=0)
        self._levels = min(max(levels, 1), _DEEPEST)
        room = WIDTH - 2 * _MARGIN - _TRUNK - self._levels * _BETWEEN
        self._column = round(room / (self._levels + _LAST_COLUMN))
        self._marks: list[Mark] = []

    def drawn(self, y: float) -> tuple[tuple[Mark, ...], float]:
        """Draw it from a height on; say where it ends."""
        y = self._band(y)
        foot, joints = y, []
        for goal in self._plan.goals:
            joint, y = self._goal(goal, 0, y + _GAP)
            joints.append(joint)
        for means in self._plan.means:
            box = self._means(means, self._left(0), y + _GAP)
            joints.append(_joint(box))
            y = box.y + box.height
        if joints:
            x = _MARGIN + _TRUNK / 2 - 3
            ticks = "".join(f"M{x:g},{joint:g}H{self._left(0):g}" for joint in joints)
            self._behind(f"M{x:g},{foot:g}V{joints[-1]:g}{ticks}")
        return tuple(self._marks), y

    def _left(self, column: int) -> float:
        """Say where a column begins."""
        return _MARGIN + _TRUNK + column * (self._column + _BETWEEN)

    def _behind(self, path: str) -> None:
        self._marks.insert(0, Stroke(path, LINE))

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

    def _goal(self, goal: Goal, level: int, y: float) -> tuple[float, float]:
        """Draw a goal with all below it; give the height at which it is joined, and its end."""
        column = min(level, self._levels - 1)
        inset = min(level - column, _MOST_INSETS) * _INSET
        left, far = self._left(column) + inset, self._left(self._levels)
        box = self._goal_box(goal, level, left, y, self._column - inset)
        ends: list[tuple[float, float]] = []
        end = y - _GAP
        for means in goal.means:
            placed = self._means(means, far, end + _GAP)
            ends.append((far, _joint(placed)))
            end = placed.y + placed.height
        if level < self._levels - 1:
            for sub in goal.goals:
                joint, end = self._goal(sub, level + 1, end + _GAP)
                ends.append((self._left(column + 1), joint))
        else:
            end = self._nested(goal, level, box, max(end, y + box.height))
        self._join(left + box.width, _joint(box), ends, self._left(column + 1) - _BETWEEN / 2)
        return _joint(box), max(end, y + box.height)

    def _nested(self, goal: Goal, level: int, box: Box, end: float) -> float:
        """Draw goals that have no column of their own below the one that they belong to."""
        knee, foot = box.x + 8, box.y + box.height
        for sub in goal.goals:
            joint, end = self._goal(sub, level + 1, end + _GAP)
            self._behind(f"M{knee:g},{foot:g}V{joint:g}H{box.x + _INSET:g}")
        return end

    def _join(self, x: float, y: float, ends: list[tuple[float, float]], knee: float) -> None:
        """Draw lines from a box to others, with a common bend."""
        if ends:
            branches = "".join(f"M{knee:g},{joint:g}H{left:g}" for left, joint in ends)
            self._behind(f"M{x:g},{y:g}H{knee:g}M{knee:g},{y:g}V{ends[-1][1]:g}{branches}")

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

    def _means(self, means: Means, x: float, y: float) -> Box:
        language, width = self._language, WIDTH - _MARGIN - x
        room = width - 2 * _PADDING - _STRIPE
        blocks = [
            fitted(word("kinds", means.kind, language), room, colour=KINDS[means.kind], bold=True),
            fitted(means.label, room, _NAME),
        ]
        if means.areas:
            blocks.append(fitted(listed(means.areas, language), room, SMALLEST, colour=QUIET))
        return self._card(x, y, width, KINDS[means.kind], blocks)

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


def _joint(box: Box) -> float:
    """Say at which height lines meet a box: beside its first line."""
    return box.y + min(box.height / 2, 22)


def _depth(goal: Goal) -> int:
    return 1 + max((_depth(sub) for sub in goal.goals), default=0)


def _height(blocks: Iterable[Words]) -> float:
    return sum(block.height + 2 for block in blocks) + 2 * _PADDING - 4
