"""What the question is to find where sources disagree: each pair, both sides, all their sources."""

import pyoxigraph as ox
import pytest

from citygraph.vocabulary import PREFIXES, graph_iri
from tests.graph.engines import Engines, Term, start
from tests.graph.test_questions import asked, iri, is_text

REPORT = "Smart Cities Index Report 2022, page on Tokyo"
WIKIPEDIA = "Wikipedia on Tokyo, copy of 2019 or 2020"
SURVEYED = {
    "Korean Wikipedia on Tokyo",
    "R-Contena on Tokyo",
    "Weblio on the geography of Tokyo",
}
FOREIGN_PRESS = "Strategy slides for the foreign press"
STATED_ORDER = {REPORT, "Business Network on Smart Tokyo"}
OFFICIAL_ORDER = {
    "Article by a metropolitan official, July 2020",
    "Strategy slides for the promotion council",
}
CITIES = ("Safe", "Diverse", "Smart")
ADMINISTRATION = "Digital transformation of city administration"
THE_CITY = "Digital transformation of the city"
FUND = "Smart Tokyo Promotion Fund: established in fiscal year = Fiscal year"

SIDES = {
    "Area of Tokyo, as reported: numeric value = 2193": {REPORT},
    "Area of Tokyo, as surveyed: numeric value = 2193.96": SURVEYED,
    "Area of Tokyo, as in Wikipedia in 2019 or 2020: numeric value = 2194.07": {WIKIPEDIA},
    f"{ADMINISTRATION}: stated order = 2": STATED_ORDER,
    f"{ADMINISTRATION}: official order = 3": OFFICIAL_ORDER,
    f"{THE_CITY}: stated order = 3": STATED_ORDER,
    f"{THE_CITY}: official order = 2": OFFICIAL_ORDER,
    f"{THE_CITY}: has goal set = Three cities": {REPORT},
    "Smart Tokyo: has goal set = Three cities": {FOREIGN_PRESS},
    **{f"{THE_CITY}: has sub-goal = {kind} City": {REPORT} for kind in CITIES},
    **{
        f"Smart Tokyo: has goal = {kind} City": {FOREIGN_PRESS, "Tokyo digital staff site, mission"}
        for kind in CITIES
    },
    f"{FUND} 2020 (Japan)": {REPORT},
    f"{FUND} 2019 (Japan)": {"Assembly record no. 5, 5 March 2020"},
}
"""What is said where sources disagree, and by whom."""

REPORTED, SURVEY, OLDER = list(SIDES)[:3]
PAIRS = {
    (REPORTED, SURVEY),
    (REPORTED, OLDER),
    (OLDER, SURVEY),
    (f"{ADMINISTRATION}: stated order = 2", f"{ADMINISTRATION}: official order = 3"),
    (f"{THE_CITY}: stated order = 3", f"{THE_CITY}: official order = 2"),
    (f"{THE_CITY}: has goal set = Three cities", "Smart Tokyo: has goal set = Three cities"),
    *(
        (f"{THE_CITY}: has sub-goal = {kind} City", f"Smart Tokyo: has goal = {kind} City")
        for kind in CITIES
    ),
    (f"{FUND} 2020 (Japan)", f"{FUND} 2019 (Japan)"),
}


def test_sources_disagree_in_the_four_known_matters(asserted: Engines) -> None:
    found = asserted.oxigraph.answer(asked("where-sources-disagree"))
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    assert len(rows) == len(PAIRS)
    assert {(words(row["statement"]), words(row["otherStatement"])) for row in rows} == PAIRS
    for row in rows:
        for statement, sources in (("statement", "sources"), ("otherStatement", "otherSources")):
            named = words(row[sources]).split("; ")
            assert len(named) == len(set(named))
            assert set(named) == SIDES[words(row[statement])]
            assert REPORT not in named[1:]
        assert is_text(row["why"])
        of_the_fund = row["thing"] == iri("tokyo:promotion-fund")
        assert row["bothFollowed"] == ox.Literal(value=not of_the_fund)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "Source 1"),
        (2, "Source 1; Source 2"),
        (3, "Source 1; Source 2; Source 3"),
        (4, "Source 1; Source 2; Source 3; ..."),
        (6, "Source 1; Source 2; Source 3; ..."),
    ],
)
def test_sources_of_a_side_are_named_up_to_the_third(number: int, expected: str) -> None:
    claim = (
        "ex:claim{n} rdf:subject ex:thing ; rdf:predicate cg:statedOrder ; rdf:object {order} ;"
        " cg:claimStatus cgv:external ; prov:wasDerivedFrom ex:source{n} .\n"
        'ex:source{n} skos:prefLabel "Source {n}"@en .\n'
    )
    sides = [claim.format(n=each, order=1) for each in range(1, number + 1)]
    against = claim.format(n=9, order=2)
    joined = "".join(
        f"ex:claim{each} cg:contradicts ex:claim9 .\n" for each in range(1, number + 1)
    )
    names = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    turtle = f"{names}@prefix ex: <https://example.org/> .\n{''.join(sides)}{against}{joined}"
    graph = list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    engines = start({graph_iri("many"): [each.triple for each in graph]})
    for engine in engines:
        found = engine.answer(asked("where-sources-disagree"))
        (row,) = (dict(zip(found.columns, row, strict=True)) for row in found.rows)
        assert words(row["sources"]) == expected
        assert words(row["otherSources"]) == "Source 9"
        assert row["bothFollowed"] == ox.Literal(value=False)


def words(cell: Term | None) -> str:
    """Give the words of a text."""
    assert isinstance(cell, ox.Literal)
    return cell.value
