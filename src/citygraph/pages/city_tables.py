"""The tables on a city's page: what it runs, what is budgeted, and which figures are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from citygraph.pages.city_facts import CityFacts
    from citygraph.pages.facts import Line
    from citygraph.pages.values import Shown


class Work(NamedTuple):
    """An initiative, a service or a piece of infrastructure.

    Attributes:
        line: what it is called, with its evidence.
        statuses: how far it has come.
        goals: the goals to which it contributes.
    """

    line: Line
    statuses: tuple[Shown, ...]
    goals: tuple[Shown, ...]


class Allocation(NamedTuple):
    """A row of the budget.

    Attributes:
        line: what it is called, with its evidence.
        year: the fiscal year.
        purpose: what it is for.
        amount: how much.
        stage: how far it has come on its way to being a budget.
    """

    line: Line
    year: Shown | None
    purpose: Shown | None
    amount: Shown | None
    stage: Shown | None


class Figure(NamedTuple):
    """An observed figure.

    Attributes:
        line: what it is called, with its evidence.
        indicator: what was observed.
        of: of what.
        value: the figure.
        precision: how exact its source is.
        time: when that was so.
    """

    line: Line
    indicator: Shown | None
    of: Shown | None
    value: Shown | None
    precision: Shown | None
    time: Shown | None


def works(facts: CityFacts, *kinds: str) -> tuple[Work, ...]:
    """List what a city runs or offers, of some kinds."""
    return tuple(
        Work(
            facts.line(iri),
            tuple(map(facts.named, facts.values(iri, "cg:status"))),
            tuple(map(facts.named, facts.values(iri, "cg:contributesTo"))),
        )
        for iri in facts.of_kind(*kinds)
    )


def budget(facts: CityFacts) -> tuple[Allocation, ...]:
    """List what is budgeted, by year and purpose."""
    found = [
        Allocation(
            facts.line(iri),
            facts.maybe(facts.first(iri, "cg:fiscalYear")),
            facts.maybe(facts.first(iri, "cg:budgetFor")),
            facts.maybe(facts.first(iri, "cg:amount")),
            facts.maybe(facts.first(iri, "cg:budgetStage")),
        )
        for iri in facts.of_kind("cg:BudgetAllocation")
    ]
    return tuple(sorted(found, key=lambda row: (_text(row.year), _text(row.purpose))))


def figures(facts: CityFacts) -> tuple[Figure, ...]:
    """List the figures, those about the city itself first."""
    found = [
        (
            facts.first(iri, "sosa:hasFeatureOfInterest") != facts.city,
            Figure(
                facts.line(iri),
                facts.maybe(facts.first(iri, "sosa:observedProperty")),
                facts.maybe(facts.first(iri, "sosa:hasFeatureOfInterest")),
                facts.maybe(facts.first(iri, "sosa:hasResult")),
                facts.maybe(facts.first(iri, "cg:precision")),
                facts.maybe(facts.first(iri, "sosa:phenomenonTime")),
            ),
        )
        for iri in facts.of_kind("sosa:Observation")
    ]
    found.sort(key=lambda each: (each[0], *map(_text, (each[1].of, each[1].indicator))))
    return tuple(row for _, row in found)


def _text(shown: Shown | None) -> str:
    return "" if shown is None else shown.text.casefold()
