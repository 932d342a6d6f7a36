"""Statements as QuickStatements takes them, and which of ours are offered."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from citygraph.errors import InputError
from citygraph.graph import CityGraph
from citygraph.home import find_root
from citygraph.linking.link import EXACT, Link
from citygraph.linking.offering import Offered, as_quickstatements, read_offered, statements
from citygraph.linking.quickstatements import Statement, as_line, day, quantity, text
from citygraph.linking.tolerances import read_compared
from citygraph.linking.wikibase import read_wikibase

MAPPINGS = find_root() / "mappings"
COMPARED = read_compared(MAPPINGS / "values.toml")
#: What the tool itself takes: a statement, and any number of pairs of a property and a value.
VALUE = (
    r'(?:Q\d+|"[^\t\n]*"|[a-z_-]+:"[^\t\n]*"|[+-]\d+-\d\d-\d\dT\d\d:\d\d:\d\dZ/\d+'
    r"|[+-]?\d+(?:\.\d+)?(?:U\d+)?)"
)
LINE = re.compile(rf"Q\d+\tP\d+\t{VALUE}(?:\tP\d+\t{VALUE})*(?:\t!?S\d+\t{VALUE})+\n")
FACTS = """
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix cgv: <https://w3id.org/citygraph/voc/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix osaka: <https://w3id.org/citygraph/id/osaka/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

osaka:osaka a cg:City ; skos:prefLabel "Osaka"@en ; cg:isoSubdivisionCode "JP-27" .
osaka:in-2020 cg:earliest "2020-10-01"^^xsd:date ; cg:latest "2020-10-31"^^xsd:date .
osaka:people a sosa:Observation ; sosa:hasFeatureOfInterest osaka:osaka ;
    sosa:observedProperty cgv:population ; sosa:phenomenonTime osaka:in-2020 ;
    sosa:hasResult osaka:people-number .
osaka:people-number qudt:numericValue 2752412 .
osaka:ever a sosa:Observation ; sosa:hasFeatureOfInterest osaka:osaka ;
    sosa:observedProperty cgv:population ; sosa:hasResult osaka:ever-number .
osaka:ever-number qudt:numericValue 2600000 .
osaka:land a sosa:Observation ; sosa:hasFeatureOfInterest osaka:osaka ;
    sosa:observedProperty cgv:total-area ; sosa:hasResult osaka:land-number .
osaka:land-number qudt:numericValue 225.3 ; qudt:unit unit:KiloM2 .
osaka:about a sosa:Observation ; sosa:hasFeatureOfInterest osaka:osaka ;
    cg:precision cgv:about ; sosa:observedProperty cgv:total-area ;
    sosa:hasResult osaka:about-number .
osaka:about-number qudt:numericValue 230.0 ; qudt:unit unit:KiloM2 .

osaka:census a schema:WebPage ; schema:url "https://example.org/census"^^xsd:anyURI ;
    dcterms:title "The \\"great\\" census"@en ; dcterms:issued "2021-11-30"^^xsd:date .
osaka:survey a schema:WebPage ; schema:url "https://example.org/survey"^^xsd:anyURI ;
    dcterms:title "untagged" ; dcterms:issued "2021"^^xsd:gYear .
osaka:copy a schema:WebPage ; schema:url "https://x.example/en.wikipedia.org/Osaka"^^xsd:anyURI .
osaka:offline a schema:WebPage .

osaka:c1 rdf:subject osaka:people-number ; rdf:predicate qudt:numericValue ;
    rdf:object 2752412 ; prov:wasDerivedFrom osaka:survey , osaka:census , osaka:copy .
osaka:c2 rdf:subject osaka:land-number ; rdf:predicate qudt:numericValue ;
    rdf:object 225.3 ; prov:wasDerivedFrom osaka:copy , osaka:offline .
osaka:c3 rdf:subject osaka:about-number ; rdf:predicate qudt:numericValue ;
    rdf:object 230.0 ; prov:wasDerivedFrom osaka:census .
osaka:c4 rdf:subject osaka:ever-number ; rdf:predicate qudt:numericValue ;
    rdf:object 2600000 ; prov:wasDerivedFrom osaka:census .
osaka:c5 rdf:subject osaka:osaka ; rdf:predicate cg:isoSubdivisionCode ;
    rdf:object "JP-27" ; prov:wasDerivedFrom osaka:census ; cg:claimStatus %s .
"""
OFFERED = """\
values = ["population"]
dated = ["population"]
never = []
reference = { url = "S854", title = "S1476", published = "S577", retrieved = "S813" }
"""
SEEN = "S813\t+2026-11-22T00:00:00Z/11"
CENSUS = (
    'S854\t"https://example.org/census"\tS1476\ten:"The "great" census"\t'
    f"S577\t+2021-11-30T00:00:00Z/11\t{SEEN}"
)
POPULATION = (
    "Q9100\tP1082\t2752412\tP585\t+2020-10-00T00:00:00Z/10\t"
    f'{CENSUS}\t!S854\t"https://example.org/survey"\t{SEEN}\n'
)
CODE = f'Q9100\tP300\t"JP-27"\t{CENSUS}\n'


def row(**said: object) -> Link:
    usual = {
        "subject": "https://w3id.org/citygraph/id/osaka/osaka",
        "subject_label": "Osaka",
        "predicate": EXACT,
        "object": "http://www.wikidata.org/entity/Q9100",
        "justification": "semapv:ManualMappingCuration",
        "date": date(2026, 11, 22),
        "state": "checked",
    }
    return Link(**{**usual, **said})  # type: ignore[arg-type]


Offer = Callable[..., str]


@pytest.fixture
def offer(tmp_path: Path) -> Offer:
    def offers(
        *links: Link, facts: str = FACTS % "cgv:stated", offered: Offered | None = None
    ) -> str:
        path = tmp_path / "osaka.ttl"
        path.write_text(facts, encoding="utf-8")
        return as_quickstatements(
            statements(
                links,
                CityGraph.load(str(path)),
                read_wikibase(MAPPINGS / "wikidata.toml"),
                COMPARED,
                offered or read_offered(MAPPINGS / "offered.toml", COMPARED),
                retrieved="2026-11-22",
            )
        )

    return offers


def test_facts_with_sources_are_offered_with_qualifiers_and_each_reference(offer: Offer) -> None:
    assert offer(row()) == POPULATION + CODE


def test_the_same_lines_come_out_in_any_order(offer: Offer) -> None:
    other = row(object="http://www.wikidata.org/entity/Q9200", state="documented")
    assert offer(other) == offer(other, row(state="proposed"))
    assert offer(other) == (POPULATION + CODE).replace("Q9100", "Q9200")


@pytest.mark.parametrize(
    "said",
    [
        {"state": "proposed"},
        {"state": "unsure"},
        {"state": "unverified"},
        {"state": "rejected", "negated": True},
        {"negated": True},
        {"predicate": "http://www.w3.org/2004/02/skos/core#closeMatch"},
        {"object": "https://example.org/not-an-item"},
        {"subject": "https://w3id.org/citygraph/id/osaka/nothing"},
    ],
)
def test_what_is_not_known_to_be_the_same_is_told_nothing(
    offer: Offer, said: dict[str, object]
) -> None:
    assert offer(row(**said)) == ""


def test_what_is_inferred_is_not_offered(offer: Offer) -> None:
    assert offer(row(), facts=FACTS % "cgv:inferred") == POPULATION


def test_what_is_offered_is_a_choice(offer: Offer) -> None:
    some = read_offered(MAPPINGS / "offered.toml", COMPARED)
    assert offer(row(), offered=some._replace(values=())) == CODE
    undated = offer(row(), offered=some._replace(dated=frozenset(), values=("population",)))
    assert "Q9100\tP1082\t2600000\tS854\t" in undated
    with_copies = offer(row(), offered=some._replace(never=()))
    assert 'Q9100\tP2046\t225.3U712226\tS854\t"https://x.example/en.wikipedia.org' in with_copies


def test_all_that_the_project_offers_is_what_the_tool_takes(bundled: CityGraph) -> None:
    from citygraph.linking.mappings import read_mappings

    offers = as_quickstatements(
        statements(
            read_mappings(MAPPINGS / "tokyo.sssom.tsv").links,
            bundled,
            read_wikibase(MAPPINGS / "wikidata.toml"),
            COMPARED,
            read_offered(MAPPINGS / "offered.toml", COMPARED),
            retrieved="2026-11-22",
        )
    )
    lines = offers.splitlines(keepends=True)
    assert len(lines) >= 5
    for line in lines:
        assert LINE.fullmatch(line), line
        assert "S854" in line
        assert "S813" in line
        assert "wikipedia" not in line


def test_a_text_is_one_line_and_never_empty() -> None:
    assert text(" a\t\n b ") == '"a b"'
    assert text("x", "zh-hant") == 'zh-hant:"x"'
    with pytest.raises(InputError, match="a text is empty"):
        text(" \t")
    with pytest.raises(InputError, match="no name"):
        text("x", "e_n")


@pytest.mark.parametrize("amount", ["many", "", "1,000", "NaN", "INF"])
def test_a_number_is_one_in_plain_digits(amount: str) -> None:
    with pytest.raises(InputError, match="is no number"):
        quantity(amount)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-02-29", "2024-02-29", "+2024-02-29T00:00:00Z/11"),
        ("2024-02-01", "2024-02-29", "+2024-02-00T00:00:00Z/10"),
        ("2020-12-01", "2020-12-31", "+2020-12-00T00:00:00Z/10"),
        ("2020-01-01", "2020-12-31", "+2020-00-00T00:00:00Z/9"),
    ],
)
def test_a_time_says_how_exact_it_is(first: str, last: str, expected: str) -> None:
    assert day(first, last) == expected


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2020-04-01", "2021-03-31"),
        ("2020-01-01", "2020-03-31"),
        ("2020-01-02", "2020-01-31"),
        ("2020-02-01", "2020-02-28"),
        ("2020", ""),
        ("", ""),
    ],
)
def test_a_time_that_is_no_day_month_or_year_is_refused(first: str, last: str) -> None:
    with pytest.raises(InputError, match=r"is no day|is neither"):
        day(first, last)


@pytest.mark.parametrize(
    "wrong",
    [
        Statement("1", "P1", "x"),
        Statement("Q1", "label", "x"),
        Statement("Q1", "P1", "x", (("", ""),)),
    ],
)
def test_names_are_those_of_items_and_properties(wrong: Statement) -> None:
    with pytest.raises(InputError, match="is no name"):
        as_line(wrong)


def test_what_is_wrong_in_the_choice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "offered.toml"
    with pytest.raises(InputError, match="cannot be read"):
        read_offered(path, COMPARED)
    for content, complaint in (
        ("values", "is no TOML"),
        ("values = []", "expected exactly dated, never, reference, values"),
        ("values = []\ndated = []\nnever = []\nreference = {}", "reference: expected exactly url"),
        (OFFERED.replace("S854", "P854"), "reference.url: expected S and a number, such as S854"),
        (OFFERED.replace('["population"]', '"population"', 1), "values: expected a list of texts"),
        (OFFERED.replace("never = []", "never = [1]"), "never: expected a list of texts"),
        (
            OFFERED.replace('values = ["population"]', 'values = ["people"]'),
            "values: 'people' cannot be offered; expected some of area, population",
        ),
        (
            OFFERED.replace('values = ["population"]', 'values = ["coordinates"]'),
            "values: 'coordinates' cannot be offered",
        ),
        (
            OFFERED.replace('dated = ["population"]', 'dated = ["area"]'),
            "dated: 'area' cannot be offered; expected some of population",
        ),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match=re.escape(complaint)):
            read_offered(path, COMPARED)
    path.write_text(OFFERED, encoding="utf-8")
    assert read_offered(path, COMPARED).values == ("population",)


def test_each_item_of_a_thing_is_told(offer: Offer) -> None:
    twin = row(object="http://www.wikidata.org/entity/Q9200")
    both = [POPULATION, CODE, *(x.replace("Q9100", "Q9200") for x in (POPULATION, CODE))]
    assert offer(row(), twin) == "".join(both)


def test_a_unit_that_the_collection_does_not_have_is_never_left_out_of_a_number(
    offer: Offer,
) -> None:
    some = read_offered(MAPPINGS / "offered.toml", COMPARED)._replace(never=())
    acres = (FACTS % "cgv:stated").replace("225.3 ; qudt:unit unit:KiloM2", "225.3 ; qudt:unit x:y")
    acres = f"@prefix x: <urn:x:> .\n{acres}"
    assert "P2046" in offer(row(), offered=some)
    assert "P2046" not in offer(row(), facts=acres, offered=some)


def test_what_held_for_a_time_that_is_no_day_month_or_year_has_no_date(offer: Offer) -> None:
    fiscal = (FACTS % "cgv:stated").replace("2020-10-01", "2020-04-01")
    fiscal = fiscal.replace("2020-10-31", "2021-03-31")
    assert offer(row(), facts=fiscal) == CODE
    some = read_offered(MAPPINGS / "offered.toml", COMPARED)._replace(dated=frozenset())
    undated = offer(row(), facts=fiscal, offered=some)
    assert "Q9100\tP1082\t2752412\tS854" in undated
