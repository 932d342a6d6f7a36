"""What is budgeted in a city: for what, in which year, how much, and how it grows."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from citygraph.pictures.amounts import ratio
from citygraph.pictures.belonging import facts_of_city
from citygraph.pictures.dates import spans
from citygraph.pictures.facts import Facts, facts_from, facts_to, named
from citygraph.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citygraph.graph import Store
    from citygraph.pictures.facts import Fact

_GROWTH = expand("cgv:growth-over-previous-year")
_MOST_DIGITS = 24
"""What has more digits is no amount of money."""

_AS_IT_IS = expand("cgv:unqualified")


class Allocation(NamedTuple):
    """Money for something in a fiscal year.

    Attributes:
        start: the first day of the year; empty if it is not known.
        year: what the year is called.
        amount: how much.
        unit: the IRI of the currency.
        precision: how the amount is hedged, in words; empty if it is not.
        stage: of the budget; empty if it is not known.
        iri: which allocation it is.
    """

    start: str
    year: str
    amount: Decimal
    unit: str
    precision: str
    stage: str
    iri: str


class Growth(NamedTuple):
    """How much a budget grew over the year before.

    Attributes:
        later: what the later year is called.
        earlier: what the year before is called; empty if its amount is not known.
        computed: the factor, from the amounts; `None` if it cannot be computed.
        stated: each factor that a source states, with its hedge in words.
    """

    later: str
    earlier: str
    computed: Decimal | None
    stated: tuple[tuple[Decimal, str], ...]


class Purpose(NamedTuple):
    """What money is for, with all that is budgeted for it.

    Attributes:
        label: what it is called.
        allocations: by year.
        growths: over the years, in order.
    """

    label: str
    allocations: tuple[Allocation, ...]
    growths: tuple[Growth, ...]


def purposes(store: Store, city: str, language: str) -> tuple[Purpose, ...]:
    """Read what is budgeted in a city: what most is budgeted for often comes first.

    Args:
        store: what is asked.
        city: the IRI of the city.
        language: of the labels.
    """
    meant = facts_of_city(store, city, ["cg:budgetFor"])
    given = {fact.subject for fact in meant}
    said = facts_from(
        store, given, ("cg:amount", "cg:budgetStage", "cg:fiscalYear", "cg:precision")
    )
    observed = facts_to(store, given, ["sosa:hasFeatureOfInterest"])
    noted = facts_from(
        store,
        {fact.subject for fact in observed},
        ("cg:precision", "sosa:hasResult", "sosa:observedProperty"),
    )
    values = [
        f.value
        for f in (*said, *noted)
        if f.property in {"cg:amount", "sosa:hasResult"} and f.is_link
    ]
    quantities = facts_from(store, values, ("qudt:numericValue", "qudt:unit"))
    years = [f.value for f in said if f.property == "cg:fiscalYear" and f.is_link]
    starts = {iri: span.earliest for iri, span in spans(store, years, language).items()}
    facts = Facts((*meant, *said, *observed, *noted, *quantities))
    names = named(store, _links((*meant, *said, *noted)), language)
    reading = _Reading(facts, names, starts)
    made = [reading.purpose(iri) for iri in sorted({fact.value for fact in meant})]
    ranked = sorted(made, key=lambda each: (-len(each.allocations), each.label))
    return tuple(purpose for purpose in ranked if purpose.allocations)


def _links(facts: Iterable[Fact]) -> set[str]:
    return {fact.value for fact in facts if fact.is_link} | {fact.subject for fact in facts}


class _Reading:
    def __init__(self, facts: Facts, names: Mapping[str, str], starts: Mapping[str, str]) -> None:
        self._facts, self._names, self._starts = facts, names, starts

    def purpose(self, iri: str) -> Purpose:
        """Gather what is budgeted for something."""
        given = self._facts.subjects(iri, "cg:budgetFor")
        allocations = tuple(sorted(each for one in given for each in self._allocations(one)))
        return Purpose(self._names[iri], allocations, tuple(self._growths(allocations)))

    def _allocations(self, iri: str) -> Iterator[Allocation]:
        for quantity in self._facts.values(iri, "cg:amount"):
            for amount, unit in self._amounts(quantity):
                for year in self._facts.values(iri, "cg:fiscalYear") or ("",):
                    yield Allocation(
                        start=self._starts.get(year, ""),
                        year=self._names.get(year, ""),
                        amount=amount,
                        unit=unit,
                        precision=self._hedge(iri),
                        stage=self._called(self._facts.values(iri, "cg:budgetStage")),
                        iri=iri,
                    )

    def _amounts(self, quantity: str) -> Iterator[tuple[Decimal, str]]:
        for text in self._facts.values(quantity, "qudt:numericValue"):
            for unit in self._facts.values(quantity, "qudt:unit") or ("",):
                try:
                    amount = Decimal(text)
                except InvalidOperation:
                    continue
                if amount.is_finite() and abs(amount.adjusted()) < _MOST_DIGITS:
                    yield amount, unit

    def _hedge(self, iri: str) -> str:
        given = self._facts.values(iri, "cg:precision")
        return self._called(each for each in given if each != _AS_IT_IS)

    def _called(self, iris: Iterable[str]) -> str:
        return "/".join(self._names.get(iri, iri) for iri in iris)

    def _growths(self, allocations: tuple[Allocation, ...]) -> Iterator[Growth]:
        """Compare years that follow one another; where a year has several amounts, one stage."""
        for _, group in groupby(allocations, key=lambda each: (each.start, each.year)):
            for later in group:
                earlier = self._year_before(later, allocations)
                stated = tuple(self._stated(later.iri))
                computed = ratio(later.amount, earlier.amount) if earlier else None
                if stated or computed is not None:
                    yield Growth(later.year, earlier.year if earlier else "", computed, stated)

    def _year_before(
        self, later: Allocation, allocations: tuple[Allocation, ...]
    ) -> Allocation | None:
        before = str(int(later.start[:4]) - 1) if later.start else None
        there = [e for e in allocations if e.start[:4] == before and e.unit == later.unit]
        siblings = [e for e in allocations if e.start == later.start and e.unit == later.unit]
        if len(there) > 1 or len(siblings) > 1:
            there = [each for each in there if each.stage == later.stage]
        return there[0] if len(there) == 1 else None

    def _stated(self, iri: str) -> Iterator[tuple[Decimal, str]]:
        for observation in self._facts.subjects(iri, "sosa:hasFeatureOfInterest"):
            if _GROWTH in self._facts.values(observation, "sosa:observedProperty"):
                for result in self._facts.values(observation, "sosa:hasResult"):
                    for factor, _ in self._amounts(result):
                        yield factor, self._hedge(observation)
