"""What is budgeted in a city: for what, in which year, how much, and how it grows."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from citygraph.pictures.amounts import currency, ratio
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
        iri: the allocation of the later year.
    """

    later: str
    earlier: str
    computed: Decimal | None
    stated: tuple[tuple[Decimal, str], ...]
    iri: str


class Purpose(NamedTuple):
    """What money is for, with all that is budgeted for it in one currency.

    Attributes:
        iri: which thing it is.
        label: what it is called, with the currency where there are several.
        allocations: by year.
        growths: over the years, in order.
    """

    iri: str
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
    reading = _Reading(facts, names, starts, language)
    made = [each for iri in sorted({f.value for f in meant}) for each in reading.purposes(iri)]
    return tuple(sorted(made, key=lambda each: (-len(each.allocations), each.label)))


def _links(facts: Iterable[Fact]) -> set[str]:
    return {fact.value for fact in facts if fact.is_link} | {fact.subject for fact in facts}


class _Reading:
    def __init__(
        self,
        facts: Facts,
        names: Mapping[str, str],
        starts: Mapping[str, str],
        language: str,
    ) -> None:
        self._facts, self._names, self._starts = facts, names, starts
        self._language = language

    def purposes(self, iri: str) -> Iterator[Purpose]:
        """Gather what is budgeted for something: bars of several currencies share no axis."""
        given = self._facts.subjects(iri, "cg:budgetFor")
        found = sorted(each for one in given for each in self._allocations(one))
        units = sorted({each.unit for each in found})
        for unit in units:
            name = currency(unit, self._language) if len(units) > 1 else ""
            label = f"{self._names[iri]} ({name})" if name else self._names[iri]
            allocations = tuple(each for each in found if each.unit == unit)
            yield Purpose(iri, label, allocations, tuple(self._growths(allocations)))

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
        """Compare years that follow one another, never one stage of a budget with another.

        Where a year has several amounts, both must be of one stage; else a stage may be unknown.
        """
        for _, group in groupby(allocations, key=lambda each: (each.start, each.year)):
            for later in group:
                earlier = self._year_before(later, allocations)
                stated = tuple(self._stated(later.iri))
                computed = ratio(later.amount, earlier.amount) if earlier else None
                if stated or computed is not None:
                    before = earlier.year if earlier else ""
                    yield Growth(later.year, before, computed, stated, later.iri)

    def _year_before(
        self, later: Allocation, allocations: tuple[Allocation, ...]
    ) -> Allocation | None:
        before = str(int(later.start[:4]) - 1) if later.start else None
        there = [each for each in allocations if each.start[:4] == before]
        siblings = [each for each in allocations if each.start == later.start]
        if len(there) > 1 or len(siblings) > 1:
            there = [each for each in there if each.stage == later.stage]
        if len(there) != 1 or (there[0].stage and later.stage and there[0].stage != later.stage):
            return None
        return there[0]

    def _stated(self, iri: str) -> Iterator[tuple[Decimal, str]]:
        for observation in self._facts.subjects(iri, "sosa:hasFeatureOfInterest"):
            if _GROWTH in self._facts.values(observation, "sosa:observedProperty"):
                for result in self._facts.values(observation, "sosa:hasResult"):
                    for factor, _ in self._amounts(result):
                        yield factor, self._hedge(observation)
