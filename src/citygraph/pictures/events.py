"""What happened when in a city, and the phases that its roadmaps foresee."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.pictures.belonging import facts_of_city
from citygraph.pictures.dates import Span, spans
from citygraph.pictures.facts import Facts, facts_from, named, place

if TYPE_CHECKING:
    from citygraph.graph import Store

EVENTS = (
    "cg:adoptedOn",
    "cg:announcedOn",
    "cg:endedOn",
    "cg:establishedInFiscalYear",
    "cg:establishedOn",
    "cg:heldSince",
    "cg:startedOn",
    "cg:votedOn",
)


class Event(NamedTuple):
    """Something that happened.

    Attributes:
        span: when, as far as it is known.
        label: what it happened to.
        holders: the names of those who hold it, where it is an office.
        kind: the local name of the property that says so, such as `adoptedOn`.
        iri: what it happened to.
    """

    span: Span
    label: str
    holders: tuple[str, ...]
    kind: str
    iri: str


class Phase(NamedTuple):
    """A phase of a roadmap.

    Attributes:
        order: its place, as written; empty if none is stated.
        label: what it is called.
        areas: the names of the areas that it covers.
        iri: which phase it is.
    """

    order: str
    label: str
    areas: tuple[str, ...]
    iri: str


class Roadmap(NamedTuple):
    """A roadmap with its phases in order.

    Attributes:
        label: what it is called.
        is_dated: whether any of its phases is also an event.
        phases: what it foresees.
        iri: which roadmap it is.
    """

    label: str
    is_dated: bool
    phases: tuple[Phase, ...]
    iri: str


class Timeline(NamedTuple):
    """All that is known of when.

    Attributes:
        events: what happened, the earliest first.
        roadmaps: what is foreseen without a date.
    """

    events: tuple[Event, ...]
    roadmaps: tuple[Roadmap, ...]


def timeline(store: Store, city: str, language: str) -> Timeline:
    """Read what happened in a city and when, and the phases of its roadmaps.

    Args:
        store: what is asked.
        city: the IRI of the city.
        language: of the labels.
    """
    said = facts_of_city(store, city, (*EVENTS, "cg:hasPhase"))
    dated = [fact for fact in said if fact.property in EVENTS]
    phases = [fact.value for fact in said if fact.property == "cg:hasPhase" and fact.is_link]
    of_phases = facts_from(store, phases, ("cg:statedOrder", "cg:coversArea", *EVENTS))
    dated += [fact for fact in of_phases if fact.property in EVENTS]
    times = spans(store, (fact.value for fact in dated if fact.is_link), language)
    holders = facts_from(
        store, {f.subject for f in dated if f.property == "cg:heldSince"}, ["org:heldBy"]
    )
    facts = Facts((*said, *of_phases, *holders))
    areas = {fact.value for fact in of_phases if fact.property == "cg:coversArea"}
    things = {fact.subject for fact in (*said, *dated)} | {holder.value for holder in holders}
    names = named(store, {*areas, *phases, *things}, language)
    events = {
        Event(
            times[fact.value],
            names[fact.subject],
            tuple(sorted(names[each] for each in facts.values(fact.subject, "org:heldBy"))),
            fact.property.removeprefix("cg:"),
            fact.subject,
        )
        for fact in dated
        if fact.value in times
    }
    roadmaps = [
        Roadmap(
            names[roadmap],
            any(event.iri in facts.values(roadmap, "cg:hasPhase") for event in events),
            tuple(
                Phase(
                    "/".join(facts.values(phase, "cg:statedOrder")),
                    names[phase],
                    tuple(sorted(names[area] for area in facts.values(phase, "cg:coversArea"))),
                    phase,
                )
                for phase in sorted(
                    facts.values(roadmap, "cg:hasPhase"),
                    key=lambda each: (place(facts, each, "cg:statedOrder"), each),
                )
            ),
            roadmap,
        )
        for roadmap in sorted({fact.subject for fact in said if fact.property == "cg:hasPhase"})
    ]
    return Timeline(tuple(sorted(events)), tuple(roadmaps))
