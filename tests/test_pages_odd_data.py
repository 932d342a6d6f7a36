"""Pages of data that is odd but lawful: blank nodes, strange numbers and dates, a far city."""

from pathlib import Path

import pytest

from citygraph.graph import CityGraph
from citygraph.pages import Pages
from citygraph.pictures import draw
from citygraph.vocabulary import LANGUAGES
from tests.page_reader import ReadPage

ODD = f"""\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix ex: <https://example.org/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix odd: <https://w3id.org/citygraph/id/odd/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:far a cg:City ; skos:prefLabel "Far"@en ; cg:inCountry ex:land .
odd:odd a cg:City ;
    skos:prefLabel "Odd"@en , "Odd"@en-gb , "Odde"@de ;
    ex:blank [ skos:prefLabel "a blank node" ] ;
    ex:numbers 1e6 , -1234567.80 , {"9" * 5000} , 007 , "NaN"^^xsd:double , "one"^^xsd:integer ;
    ex:days "2020-02-30"^^xsd:date , "2020-13"^^xsd:gYearMonth , "-0044"^^xsd:gYear ,
        "2020-02-07Z"^^xsd:date , "2020-02-07T09:00:00Z"^^xsd:dateTime , "2020-02-07"^^xsd:date ;
    ex:truth true , "0"^^xsd:boolean ;
    ex:html "<b>bold</b>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML> ;
    ex:empty "" , ""@en ;
    cg:hasGoal odd:odd , odd:%E6%9D%B1 , <https://w3id.org/citygraph/id/odd/a?b#c> .
odd:plan a cg:Strategy ; cg:inCity odd:odd ; cg:hasGoal odd:odd , "not a thing" .
odd:figure a sosa:Observation ;
    sosa:hasFeatureOfInterest odd:odd ; sosa:hasResult odd:result .
odd:result qudt:numericValue 5 , 6 ; qudt:unit ex:bushel .
odd:money a cg:BudgetAllocation ; cg:budgetFor odd:plan ; cg:amount "a lot" .
"""


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    (tmp_path / "odd.ttl").write_text(ODD, encoding="utf-8")
    graph = CityGraph.load(tmp_path)
    return Pages(graph, graph.home)


def read(pages: Pages, path: str) -> ReadPage:
    return ReadPage(path, pages.render(path).html)


def test_every_page_can_be_made_and_every_link_of_it_leads_to_one(pages: Pages) -> None:
    known = set(pages.paths())
    ours = sorted(each for each in known if "/id/odd/" in each)
    assert len(ours) == 7 * 3
    for path in ours:
        targets = {target for target, _ in read(pages, path).links if target.endswith(".html")}
        assert targets - known == set(), path


def test_values_are_shown_as_they_are_where_nothing_better_is_known(pages: Pages) -> None:
    page = read(pages, "/en/id/odd/odd.html")
    shown = {each.text for each in page.classed("value")}
    assert {"1,000,000", "−1,234,567.8", "7", "NaN", "one"} <= shown
    assert {"2020-02-30", "2020-13", "-0044", "2020-02-07Z", "7 February 2020"} <= shown
    assert "9" * 239 + "…" in shown
    assert {"yes", "no", "<b>bold</b>"} <= shown


def test_a_name_in_a_language_of_its_own_is_shown_and_marked(pages: Pages) -> None:
    page = read(pages, "/ko/id/odd/odd.html")
    assert page.one("h1").text == "Odden"
    names = [each for each in page.all("bdi") if each.attributes.get("lang") == "de"]
    assert [each.text for each in names] == ["Odde"]


def test_a_city_elsewhere_is_listed_and_linked_as_it_is(pages: Pages) -> None:
    page = read(pages, "/en/index.html")
    links = {each.text: each.attributes for each in page.all("a")}
    assert links["Far"]["href"] == "https://example.org/far"
    assert links["Far"]["rel"] == "external"
    assert links["Odd"]["href"] == "id/odd/odd.html"


def test_what_is_odd_keeps_its_place_in_the_tables(pages: Pages) -> None:
    page = read(pages, "/en/id/odd/odd.html")
    rows = [each.text for each in page.all("tr")]
    assert any("5 bushel" in row for row in rows)
    assert any("a lot" in row for row in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_that_a_page_of_a_city_shows_can_be_drawn(
    pages: Pages, tmp_path: Path, lang: str
) -> None:
    graph = CityGraph.load(tmp_path)
    page = read(pages, f"/{lang}/id/odd/odd.html")
    links = [each.attributes.get("src") or each.attributes["href"] for each in page.all("img", "a")]
    shown = [each.rpartition("/")[2] for each in links if "/pictures/" in each]
    assert shown
    for name in sorted(set(shown)):
        kind = name.partition(".")[0]
        assert draw(graph, kind, "https://w3id.org/citygraph/id/odd/odd", lang).svg


def test_the_licence_of_the_bundled_facts_is_not_claimed_for_others(
    pages: Pages, bundled: CityGraph
) -> None:
    assert "CC0" not in pages.render("/en/index.html").html
    assert "CC0" in Pages(bundled, bundled.home).render("/en/index.html").html
