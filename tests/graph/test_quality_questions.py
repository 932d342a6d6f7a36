"""The questions that must find nothing: nothing in the bundled data, each its planted fault.

A planted fault is a small file named after its question. Beside what is wrong it holds what is
nearly wrong and right: the expected rows name the former and leave the latter alone.
"""

from pathlib import Path

import pytest

from citygraph.home import open_home
from citygraph.questions import catalogue, prepare
from citygraph.vocabulary import city_prefixes, compact, graph_iri
from tests.graph.engines import Engines, Found, read, start

FAULTS = Path(__file__).resolve().parent / "faults"
QUALITY = {
    each.name.removeprefix("quality/"): each
    for each in catalogue(open_home().queries)
    if each.name.startswith("quality/")
}

EXPECTED = {
    "agency-acting-before-it-existed": [
        "nowhere:harbour-bureau 2020-02 nowhere:harbour-plan cg:adoptedOn 2019"
    ],
    "budget-without-purpose-year-or-amount": [
        "nowhere:budget-1-without-purpose - nowhere:fiscal-year 70000 unit:CCY_JPY",
        "nowhere:budget-2-without-year nowhere:flood-watch - 70000 unit:CCY_JPY",
        "nowhere:budget-3-without-amount nowhere:flood-watch nowhere:fiscal-year - -",
        "nowhere:budget-4-without-currency nowhere:flood-watch nowhere:fiscal-year 70000 -",
    ],
    "concept-outside-every-scheme": ["cgv:harbour-cranes", "cgv:harbour-ferries"],
    "date-text-and-bounds-differ": [
        "nowhere:wrong-century-month 2100-02 2100-02-01 2100-02-01 2100-02-27 2100-02-28",
        "nowhere:wrong-day 2020-02-07 2020-02-07 2020-02-07 2020-02-08 2020-02-07",
        "nowhere:wrong-leap-month 2020-02 2020-02-01 2020-02-01 2020-02-28 2020-02-29",
        "nowhere:wrong-long-month 2022-03 2022-03-02 2022-03-01 2022-03-31 2022-03-31",
        "nowhere:wrong-short-month 2021-04 2021-04-01 2021-04-01 2021-04-29 2021-04-30",
        "nowhere:wrong-year 2016 2016-01-01 2016-01-01 2016-12-30 2016-12-31",
    ],
    "definition-missing-a-language": ["cgv:harbour-ferries ja", "cgv:harbour-ferries ko"],
    "ended-before-it-started": ["nowhere:ferry 2020 2019"],
    "figure-without-value-unit-or-precision": [
        "nowhere:figure-1-without-feature - cgv:population 400 unit:NUM cgv:about",
        "nowhere:figure-2-without-indicator nowhere:nowhere - 400 unit:NUM cgv:about",
        "nowhere:figure-3-without-value nowhere:nowhere cgv:population - unit:NUM cgv:about",
        "nowhere:figure-4-without-unit nowhere:nowhere cgv:population 400 - cgv:about",
        "nowhere:figure-5-without-precision nowhere:nowhere cgv:population 400 unit:NUM -",
    ],
    "goal-below-itself": ["nowhere:goal-clean-air", "nowhere:goal-clean-streets"],
    "goal-in-a-set-without-an-order": ["nowhere:goal-clean-air nowhere:air-and-water"],
    "goal-that-nobody-states": ["nowhere:goal-quiet-nights"],
    "initiative-or-infrastructure-without-a-city": [
        "nowhere:cranes cg:Infrastructure",
        "nowhere:ferries cg:Initiative",
    ],
    "label-missing-a-language": ["nowhere:harbour-plan ko"],
    "more-members-than-stated": ["nowhere:air-goals 1 2"],
    "post-without-holder-or-organisation": [
        "nowhere:ferryman nowhere:person -",
        "nowhere:harbour-master - nowhere:government",
    ],
    "rank-claim-without-rank-or-band": [
        "nowhere:banded-and-ranked 2 cgv:among-the-top",
        "nowhere:neither - -",
    ],
    "reference-to-nothing": [
        "nowhere:plan cg:hasGoal nowhere:goal-clear-air",
        "nowhere:plan cg:usesTechnology cgv:wi-fy",
        "nowhere:plan rdf:type cg:Stratagem",
    ],
    "row-of-a-page-without-a-claim": [
        "nowhere:almanac-text S10",
        "nowhere:report-text S01",
    ],
    "same-label-twice-in-a-class": [
        "cg:Goal Clean air nowhere:goal-clean-air nowhere:goal-fresh-air"
    ],
    "source-without-a-claim": ["nowhere:almanac cgv:press", "nowhere:leaflet cgv:press"],
    "strategy-without-place-or-date": [
        "nowhere:plan-without-date nowhere:nowhere -",
        "nowhere:plan-without-place - nowhere:year",
    ],
    "thing-linked-to-nothing": ["nowhere:ferry cg:PublicService"],
    "two-goals-at-one-place-in-a-set": [
        "nowhere:air-and-water cg:statedOrder 1 nowhere:goal-clean-air nowhere:goal-clean-water"
    ],
    "two-labels-in-one-language": ["nowhere:harbour-plan en Harbour plan Plan for the harbour"],
}
"""The rows that each planted fault is to give, in no particular order."""

each_question = pytest.mark.parametrize("name", QUALITY)


def readable(found: Found) -> list[str]:
    """Write rows as lines of CURIEs and texts, and a dash for what is open."""
    prefixes = city_prefixes(("nowhere",))
    return [
        " ".join(compact(cell.value, prefixes) if cell else "-" for cell in row)
        for row in found.rows
    ]


def test_there_are_many_questions_each_with_its_fault() -> None:
    assert len(QUALITY) >= 20
    assert {path.stem for path in FAULTS.iterdir()} == set(QUALITY) == set(EXPECTED)


@each_question
def test_the_bundled_data_have_no_such_fault(name: str, asserted: Engines) -> None:
    query = prepare(QUALITY[name]).text
    for engine in asserted:
        assert readable(engine.answer(query)) == []


@each_question
def test_the_planted_fault_is_found(name: str) -> None:
    query = prepare(QUALITY[name]).text
    engines = start({graph_iri("nowhere"): read(FAULTS / f"{name}.ttl")})
    found = engines.oxigraph.answer(query)
    assert sorted(readable(found)) == EXPECTED[name]
    assert engines.rdflib.answer(query) == found


def test_quality_questions_look_at_what_is_asserted() -> None:
    assert {each.inference for each in QUALITY.values()} == {"asserted"}
