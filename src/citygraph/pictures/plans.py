"""A city's strategies as trees: visions, goals in their order, what contributes, and where."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from citygraph.pictures.dates import Span, spans
from citygraph.pictures.facts import Facts, closed, facts_from, facts_to, named, place
from citygraph.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.graph import Store

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        expand("cg:Initiative"): "initiative",
        expand("cg:Service"): "service",
        expand("cg:PublicService"): "service",
        expand("cg:CommercialService"): "service",
        expand("cg:Infrastructure"): "infrastructure",
    }
)
_ORDERS = ("cg:statedOrder", "cg:officialOrder")


class Means(NamedTuple):
    """What contributes to a goal, or carries out a strategy.

    Attributes:
        iri: which thing it is.
        label: what people call it.
        kind: initiative, service, infrastructure or other.
        areas: the names of the places in which it takes place.
    """

    iri: str
    label: str
    kind: str
    areas: tuple[str, ...]


class Goal(NamedTuple):
    """A goal with what is below it.

    Attributes:
        iri: which goal it is.
        label: what people call it.
        stated: its place in the order of the report, as written; empty if none is stated.
        official: its place in the official order; empty if none is known.
        goals: the goals that it is divided into.
        means: what contributes to it itself.
        elsewhere: goals that it is divided into and that stand before them, as pairs of IRI and
            label.
    """

    iri: str
    label: str
    stated: str
    official: str
    goals: tuple[Goal, ...]
    means: tuple[Means, ...]
    elsewhere: tuple[tuple[str, str], ...]


class Plan(NamedTuple):
    """A strategy with its goals.

    Attributes:
        iri: which strategy it is.
        label: what people call it.
        event: what the dates are of, `adoptedOn` or `announcedOn`; empty if neither is known.
        dates: when that was; there may be several.
        visions: the visions that it serves, as pairs of IRI and label.
        goals: its goals in order, each with all that is below it.
        elsewhere: its goals, and what carries it out, that stand under a strategy before this one,
            as pairs of IRI and label.
        means: what carries it out and stands nowhere else.
    """

    iri: str
    label: str
    event: str
    dates: tuple[Span, ...]
    visions: tuple[tuple[str, str], ...]
    goals: tuple[Goal, ...]
    elsewhere: tuple[tuple[str, str], ...]
    means: tuple[Means, ...]

    @property
    def every_goal(self) -> tuple[Goal, ...]:
        """The goals and all below them, in order."""
        return tuple(each for goal in self.goals for each in (goal, *below(goal)))


def below(goal: Goal) -> tuple[Goal, ...]:
    """List the goals that a goal is divided into, and those below them, in order."""
    return tuple(each for sub in goal.goals for each in (sub, *below(sub)))


def plans(store: Store, city: str, language: str) -> tuple[Plan, ...]:
    """Read the strategies of a city: those with the most goals first, then the earliest.

    A goal that several strategies share stands under the first of them; what is a sub-goal there
    is named there.

    Args:
        store: what is asked.
        city: the IRI of the city.
        language: of the labels.
    """
    placed = Facts(facts_to(store, [city], ["cg:inCity"]))
    there = placed.subjects(city, "cg:inCity")
    strategies = Facts(facts_from(store, there, ["rdf:type"])).subjects(
        expand("cg:Strategy"), "rdf:type"
    )
    wanted = ("cg:hasGoal", "cg:servesVision", *_EVENTS)
    said = (*facts_from(store, strategies, wanted), *facts_to(store, strategies, ["cg:carriesOut"]))
    roots = [fact.value for fact in said if fact.property == "cg:hasGoal" and fact.is_link]
    goals = closed(store, roots, ("cg:hasSubGoal",), *_ORDERS)
    all_goals = {*roots, *(fact.value for fact in goals if fact.property == "cg:hasSubGoal")}
    given = facts_to(store, all_goals, ["cg:contributesTo"])
    means = {fact.subject for fact in (*given, *said) if fact.property in _MEANS}
    around = facts_from(store, means, ["rdf:type", "cg:takesPlaceIn"])
    read = (*said, *goals, *given, *around)
    facts = Facts(fact for fact in read if fact.is_link or fact.property in _ORDERS)
    dates = spans(store, [f.value for f in said if f.property in _EVENTS], language)
    names = named(
        store, _named(facts, (*strategies, *all_goals, *means), strategies, means), language
    )
    reading = _Reading(facts, names, dates)
    ranked = sorted(strategies, key=reading.rank)
    return reading.plans(ranked)


_EVENTS = ("cg:adoptedOn", "cg:announcedOn")
_MEANS = ("cg:contributesTo", "cg:carriesOut")


def _named(
    facts: Facts, things: Iterable[str], strategies: Iterable[str], means: Iterable[str]
) -> set[str]:
    visions = {v for each in strategies for v in facts.values(each, "cg:servesVision")}
    areas = {a for each in means for a in facts.values(each, "cg:takesPlaceIn")}
    return {*things, *visions, *areas}


class _Reading:
    """Makes trees of facts."""

    def __init__(self, facts: Facts, names: Mapping[str, str], dates: Mapping[str, Span]) -> None:
        self._facts, self._names, self._dates = facts, names, dates

    def rank(self, strategy: str) -> tuple[int, str, str]:
        """Say where a strategy stands: the more goals and means it has, the earlier."""
        first = min((span.earliest for span in self._dated(strategy)[1]), default="9999")
        goals = self._reached(strategy)
        return -len(goals) - len(self._given(goals)), first, strategy

    def plans(self, strategies: Iterable[str]) -> tuple[Plan, ...]:
        """Make a tree of each strategy."""
        placed: set[str] = set()
        used: set[str] = set()
        made = []
        for iri in strategies:
            roots = self._ordered(self._facts.values(iri, "cg:hasGoal"))
            above = [goal for goal in roots if goal in placed]
            own = [goal for goal in roots if goal not in placed]
            top = [goal for goal in own if not self._is_below(goal, own)]
            goals = self._goals(top, placed)
            carrying = self._facts.subjects(iri, "cg:carriesOut")
            above += [means for means in carrying if means in used]
            used |= self._given(placed)
            means = [means for means in carrying if means not in used]
            event, dates = self._dated(iri)
            made.append(
                Plan(
                    iri=iri,
                    label=self._names[iri],
                    event=event,
                    dates=dates,
                    visions=self._labelled(self._facts.values(iri, "cg:servesVision")),
                    goals=goals,
                    elsewhere=self._labelled(above),
                    means=self._means(means),
                )
            )
            used |= set(means)
        return tuple(made)

    def _dated(self, strategy: str) -> tuple[str, tuple[Span, ...]]:
        for event in _EVENTS:
            times = self._facts.values(strategy, event)
            if dates := tuple(sorted(self._dates[each] for each in times if each in self._dates)):
                return event.removeprefix("cg:"), dates
        return "", ()

    def _is_below(self, goal: str, others: Iterable[str]) -> bool:
        """Say whether a goal is part of another that is no part of it: a circle has no top."""
        return any(
            goal in self._subs(other) and other not in self._subs(goal)
            for other in others
            if other != goal
        )

    def _subs(self, goal: str) -> set[str]:
        found: set[str] = set()
        wanted = set(self._facts.values(goal, "cg:hasSubGoal"))
        while wanted:
            found |= wanted
            wanted = {
                s for each in wanted for s in self._facts.values(each, "cg:hasSubGoal")
            } - found
        return found

    def _reached(self, strategy: str) -> set[str]:
        roots = self._facts.values(strategy, "cg:hasGoal")
        return {*roots, *(sub for root in roots for sub in self._subs(root))}

    def _given(self, goals: Iterable[str]) -> set[str]:
        return {m for goal in goals for m in self._facts.subjects(goal, "cg:contributesTo")}

    def _goals(self, iris: Iterable[str], placed: set[str]) -> tuple[Goal, ...]:
        """Make trees of those that have none yet: what leads in a circle ends where it began."""
        return tuple(self._goal(iri, placed) for iri in iris if iri not in placed)

    def _goal(self, iri: str, placed: set[str]) -> Goal:
        placed.add(iri)
        subs = self._ordered(self._facts.values(iri, "cg:hasSubGoal"))
        elsewhere = self._labelled(sub for sub in subs if sub in placed and sub != iri)
        return Goal(
            iri=iri,
            label=self._names[iri],
            stated="/".join(self._facts.values(iri, "cg:statedOrder")),
            official="/".join(self._facts.values(iri, "cg:officialOrder")),
            goals=self._goals(subs, placed),
            means=self._means(self._facts.subjects(iri, "cg:contributesTo")),
            elsewhere=elsewhere,
        )

    def _means(self, iris: Iterable[str]) -> tuple[Means, ...]:
        kinds = {iri: self._kind(iri) for iri in iris}
        ranks = list(dict.fromkeys((*_KINDS.values(), "other")))
        found = [
            Means(
                iri,
                self._names[iri],
                kind,
                tuple(sorted(self._names[a] for a in self._facts.values(iri, "cg:takesPlaceIn"))),
            )
            for iri, kind in kinds.items()
        ]
        return tuple(sorted(found, key=lambda each: (ranks.index(each.kind), each.label, each.iri)))

    def _kind(self, iri: str) -> str:
        types = self._facts.values(iri, "rdf:type")
        return next((kind for name, kind in _KINDS.items() if name in types), "other")

    def _labelled(self, iris: Iterable[str]) -> tuple[tuple[str, str], ...]:
        return tuple((iri, self._names[iri]) for iri in iris)

    def _ordered(self, goals: Iterable[str]) -> list[str]:
        def order(goal: str) -> tuple[float, float, str, str]:
            stated, official = (place(self._facts, goal, name) for name in _ORDERS)
            return stated, official, self._names[goal], goal

        return sorted(goals, key=order)
