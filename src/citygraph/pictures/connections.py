"""What a city's goals connect with: challenges, technologies, services and the SDGs."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from citygraph.pictures.facts import Facts, closed, facts_from, facts_to, named
from citygraph.pictures.plans import plans
from citygraph.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.graph import Store
    from citygraph.pictures.plans import Goal

GROUPS = ("challenges", "services", "technologies", "sdgs")
"""The kinds of what goals connect with, in the order in which they are shown."""

_LEADS = ("cg:builds", "cg:deliveredOver", "cg:includesService", "cg:provides")
_ENDS: Mapping[str, str] = MappingProxyType(
    {
        "cg:addresses": "challenges",
        "cg:usesTechnology": "technologies",
        "cg:relatedSDG": "sdgs",
    }
)
_SERVICES = tuple(
    expand(name) for name in ("cg:Service", "cg:PublicService", "cg:CommercialService")
)


class Numbered(NamedTuple):
    """A goal with its number.

    Attributes:
        number: its place in the list, as in `2` or, below that, `2.1`.
        depth: how many goals it stands below.
        label: what it is called.
        iri: which goal it is.
    """

    number: str
    depth: int
    label: str
    iri: str


class Item(NamedTuple):
    """What some goals connect with.

    Attributes:
        group: one of `GROUPS`.
        label: what it is called.
        goals: the places of those goals in the list, from 0.
        iri: what it is.
    """

    group: str
    label: str
    goals: tuple[int, ...]
    iri: str


class Connections(NamedTuple):
    """The goals of a city, and what they connect with.

    Attributes:
        goals: in their order, each with all below it behind it.
        items: by group, in the order of the goals.
    """

    goals: tuple[Numbered, ...]
    items: tuple[Item, ...]


def connections(store: Store, city: str, language: str) -> Connections:
    """Read what the goals of a city connect with, each by itself and through what contributes.

    A goal takes what itself or what contributes to it addresses, uses or is related to, and so does
    what that provides, includes, builds or is delivered over. What contributes to a sub-goal is
    not counted for the goal above it again.

    Args:
        store: what is asked.
        city: the IRI of the city.
        language: of the labels.
    """
    goals = _numbered([goal for plan in plans(store, city, language) for goal in plan.goals], "", 0)
    iris = [goal.iri for goal in goals]
    given = facts_to(store, iris, ["cg:contributesTo"])
    led = closed(store, {fact.subject for fact in given}, _LEADS, "rdf:type", *_ENDS)
    own = facts_from(store, iris, _ENDS)
    facts = Facts((*given, *led, *own))
    ends = {f.value for f in (*led, *own) if f.property in _ENDS and f.is_link}
    services = {f.subject for f in led if f.property == "rdf:type" and f.value in _SERVICES}
    names = named(store, ends | services, language)
    found: dict[tuple[str, str], set[int]] = {}
    for place, goal in enumerate(iris):
        for group, iri in _reached(facts, goal):
            if iri in names:
                found.setdefault((group, iri), set()).add(place)
    items = (
        Item(group, _named_goal(names, iri), tuple(sorted(places)), iri)
        for (group, iri), places in found.items()
    )
    return Connections(
        goals, tuple(sorted(items, key=lambda each: (GROUPS.index(each.group), each.goals, each)))
    )


def _named_goal(names: Mapping[str, str], iri: str) -> str:
    """Name a thing; one of the UN's goals without a label by the end of its IRI."""
    return iri.rpartition("/")[2] if names[iri] == iri and "://" in iri else names[iri]


def _numbered(goals: list[Goal], before: str, depth: int) -> tuple[Numbered, ...]:
    return tuple(
        each
        for index, goal in enumerate(goals, start=1)
        for each in (
            Numbered(f"{before}{index}", depth, goal.label, goal.iri),
            *_numbered(list(goal.goals), f"{before}{index}.", depth + 1),
        )
    )


def _reached(facts: Facts, goal: str) -> set[tuple[str, str]]:
    """List what a goal connects with, as pairs of group and IRI."""
    wanted, known = {goal, *facts.subjects(goal, "cg:contributesTo")}, set[str]()
    while wanted:
        known |= wanted
        wanted = {thing for each in wanted for thing in facts.values(each, *_LEADS)} - known
    found = {
        (group, iri)
        for thing in known
        for name, group in _ENDS.items()
        for iri in facts.values(thing, name)
    }
    services = {
        ("services", each)
        for each in known
        if any(kind in _SERVICES for kind in facts.values(each, "rdf:type"))
    }
    return found | services
