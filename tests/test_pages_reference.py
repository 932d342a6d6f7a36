"""The reference of terms, the concept schemes as trees, and the downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citygraph.graph import CityGraph
from citygraph.pages import Pages
from citygraph.vocabulary import LANGUAGES, ONTOLOGY
from tests.counted_store import Counted
from tests.page_reader import Element, ReadPage

if TYPE_CHECKING:
    from pathlib import Path

BundledPages = tuple[Pages, Counted]

CONCEPTS = """\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix osaka: <https://w3id.org/citygraph/id/osaka/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
osaka:osaka a cg:City ; skos:prefLabel "Osaka"@en .
osaka:moods a skos:ConceptScheme ; skos:prefLabel "Moods"@en .
osaka:calm a skos:Concept ; skos:inScheme osaka:moods ; skos:broader osaka:serene .
osaka:serene a skos:Concept ; skos:inScheme osaka:moods ; skos:broader osaka:glad .
osaka:glad a skos:Concept ; skos:inScheme osaka:moods ; skos:prefLabel "glad"@en .
osaka:empty a skos:ConceptScheme ; skos:prefLabel "Empty"@en .
"""


@pytest.fixture(scope="module")
def osaka(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    folder: Path = tmp_path_factory.mktemp("osaka")
    (folder / "osaka.ttl").write_text(CONCEPTS, encoding="utf-8")
    graph = CityGraph.load(folder)
    return Pages(graph, graph.home)


def read(pages: Pages, local: str, lang: str = "en") -> ReadPage:
    path = f"/{lang}/{local}.html"
    return ReadPage(path, pages.render(path).html)


def term(page: ReadPage, name: str) -> Element:
    (found,) = [each for each in page.all("article") if each.attributes["id"] == name]
    return found


def links(page: ReadPage, within: Element) -> dict[str, str]:
    return {e.text: e.attributes["href"] for e in page.all("a") if within in e.within}


# --- terms -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_of_the_ontology_has_an_anchor(
    bundled_pages: BundledPages, bundled: CityGraph, lang: str
) -> None:
    query = f"""
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?term WHERE {{ ?term rdfs:isDefinedBy <{ONTOLOGY.removesuffix("#")}> }}"""
    rows = getattr(bundled.query(query), "rows", ())
    page = read(bundled_pages[0], "ns", lang)
    anchors = [each.attributes["id"] for each in page.all("article")]
    assert len(rows) == 103
    assert {row[0].value.removeprefix(ONTOLOGY) for row in rows} <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_a_class_says_what_it_is_and_what_holds_for_it(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages[0], "ns")
    city = term(page, "City")
    assert "A city is a territory with a population of its own" in city.text
    assert links(page, city)["Strategy"] == "ns.html#Strategy"
    assert "What the shapes ask: 2" in city.text
    assert "only the properties that the model gives to it may be used" in city.text
    assert "questions/how-many-people-live-in-each-city.html" in links(page, city).values()


def test_a_property_says_of_what_it_is_and_where_it_leads(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages[0], "ns", "ja")
    goal = term(page, "hasGoal")
    assert links(page, goal)["目標"] == "ns.html#Goal"
    assert "questions/strategic-goals.html" in links(page, goal).values()


def test_a_borrowed_term_leads_to_where_it_is_from(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages[0], "ns", "ko")
    label = term(page, "skos:prefLabel")
    assert links(page, label)["skos:prefLabel"] == ("http://www.w3.org/2004/02/skos/core#prefLabel")


# --- concepts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_concept_stands_once_in_its_scheme(
    bundled_pages: BundledPages, bundled: CityGraph, lang: str
) -> None:
    query = """
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?concept ?scheme WHERE { ?concept skos:inScheme ?scheme }"""
    members = len(getattr(bundled.query(query), "rows", ()))
    page = read(bundled_pages[0], "schemes", lang)
    items = [each for each in page.all("li") if any(e.tag == "section" for e in each.within)]
    assert members > 100
    assert len(items) == members
    assert len(page.all("section")) == 17


def test_a_narrower_concept_stands_below_the_broader_one(osaka: Pages) -> None:
    page = read(osaka, "schemes")
    (calm,) = [
        each
        for each in page.all("li")
        if each.text.strip() == "osaka:calm" and any(e.tag == "section" for e in each.within)
    ]
    above = [each.text.split()[0] for each in calm.within if each.tag == "li"]
    assert above == ["glad", "osaka:serene"]


def test_an_empty_scheme_is_shown_as_empty(osaka: Pages) -> None:
    page = read(osaka, "schemes")
    (section,) = [e for e in page.all("section") if e.attributes["aria-labelledby"] == "empty"]
    assert "Concepts: 0" in section.text


# --- downloads ---------------------------------------------------------------------------------


def test_every_dump_is_offered_with_its_size(
    bundled_pages: BundledPages, bundled: CityGraph
) -> None:
    page = read(bundled_pages[0], "downloads")
    files = [each for each in page.all("a") if each.has("download")]
    assert [each.text for each in files] == [
        "citygraph.ttl",
        "citygraph.trig",
        "citygraph.nt",
        "citygraph.nq",
        "citygraph.jsonld",
        "citygraph.rdf",
        "citygraph.rdf12.ttl",
    ]
    assert files[0].attributes["href"] == "../dumps/citygraph.ttl"
    stated = bundled.home.description.read_text(encoding="utf-8")
    assert stated.count("dcat:byteSize") == len(files)
    assert "MB" in page.all("table")[0].text


def test_every_graph_is_offered_with_its_triples_and_licence(
    bundled_pages: BundledPages, bundled: CityGraph
) -> None:
    page = read(bundled_pages[0], "downloads", "ja")
    graphs = page.all("table")[1]
    rows = [each for each in page.all("tr") if graphs in each.within][1:]
    assert len(rows) == len(bundled.graphs)
    (facts,) = [each for each in rows if each.text.startswith("東京に関する事実1")]
    assert "東京に関する事実1,168CC0 1.0" in facts.text
    assert "CC0 1.0" in facts.text
    assert links(page, facts)["Turtle: 東京に関する事実"] == "../graph/tokyo.ttl"


def test_of_data_of_ones_own_no_size_and_no_licence_is_made_up(osaka: Pages) -> None:
    page = read(osaka, "downloads")
    assert "MB" not in page.all("table")[0].text
    (own,) = [each for each in page.all("tr") if "graph/osaka" in each.text]
    assert "not stated" in own.text


def test_the_citation_names_the_version_and_the_year(bundled_pages: BundledPages) -> None:
    (note,) = read(bundled_pages[0], "downloads").classed("note")
    assert note.text == (
        "The citygraph project (2026). citygraph 0.1.0. https://w3id.org/citygraph"
    )


@pytest.mark.parametrize(("local", "most"), [("ns", 2), ("schemes", 3), ("downloads", 2)])
def test_a_page_costs_a_fixed_number_of_queries(
    bundled_pages: BundledPages, local: str, most: int
) -> None:
    pages, store = bundled_pages
    before = store.count
    read(pages, local)
    assert store.count - before == most
