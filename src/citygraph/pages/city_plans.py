"""The strategies of a city: their visions and their goals, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from citygraph.pages.city_facts import CityFacts
    from citygraph.pages.facts import Line
    from citygraph.pages.values import Shown

_LAST = 10**6


class Aim(NamedTuple):
    """One goal.

    Attributes:
        line: what it is called, with its evidence.
        stated: its place in the order of the sources at hand; empty if it has none.
        official: its place in the order of the government; empty if it has none.
        below: the goals that it is divided into.
    """

    line: Line
    stated: str
    official: str
    below: tuple[Aim, ...]

    @property
    def order(self) -> str:
        """The place to show."""
        return self.stated or self.official

    @property
    def differs(self) -> bool:
        """Whether the two orders differ."""
        return bool(self.stated and self.official and self.stated != self.official)


class Plan(NamedTuple):
    """One strategy.

    Attributes:
        line: what it is called, with its evidence.
        visions: what it serves.
        adopted: when it was adopted or, if that is not known, announced.
        goals: its goals, in order.
    """

    line: Line
    visions: tuple[Shown, ...]
    adopted: Shown | None
    goals: tuple[Aim, ...]

    @property
    def outline(self) -> str:
        """The strategy in a line, for those who do not see its picture."""
        parts = [self.line.value.text, *(each.text for each in self.visions)]
        goals = [
            f"{goal.order} {goal.line.value.text}".strip()
            + (f" ({', '.join(each.line.value.text for each in goal.below)})" if goal.below else "")
            for goal in self.goals
        ]
        return ": ".join(filter(None, (" · ".join(parts), "; ".join(goals))))


def plans(facts: CityFacts) -> tuple[Plan, ...]:
    """List the strategies: those that are divided into the most goals first."""
    found = [
        Plan(
            facts.line(iri),
            tuple(map(facts.named, facts.values(iri, "cg:servesVision"))),
            facts.maybe(facts.first(iri, "cg:adoptedOn") or facts.first(iri, "cg:announcedOn")),
            _aims(facts, facts.values(iri, "cg:hasGoal"), frozenset()),
        )
        for iri in facts.of_kind("cg:Strategy")
    ]
    return tuple(sorted(found, key=lambda plan: -_size(plan.goals)))


def _aims(facts: CityFacts, goals: list[str], above: frozenset[str]) -> tuple[Aim, ...]:
    found = [
        Aim(
            facts.line(iri),
            facts.first(iri, "cg:statedOrder") or "",
            facts.first(iri, "cg:officialOrder") or "",
            _aims(facts, facts.values(iri, "cg:hasSubGoal"), above | {iri}),
        )
        for iri in goals
        if iri not in above  # a goal that is its own part would never end
    ]
    return tuple(sorted(found, key=lambda aim: (_number(aim.stated), _number(aim.official))))


def _size(aims: tuple[Aim, ...]) -> int:
    return len(aims) + sum(_size(aim.below) for aim in aims)


def _number(order: str) -> int:
    return int(order) if order.isdecimal() else _LAST
