"""The page on which queries are written, with and without its parts, a server and an engine."""

import pytest

from citygraph.frontend import parts_needed
from citygraph.graph import CityGraph
from citygraph.pages import Offers, Pages
from citygraph.vocabulary import LANGUAGES
from tests.page_reader import Element, ReadPage

LIVE = Offers(live=True, editor=True)
STATIC = Offers(live=False, editor=True, engine=True)


def read(graph: CityGraph, offers: Offers, lang: str = "en", **parameters: str) -> ReadPage:
    path = f"/{lang}/sparql.html"
    return ReadPage(path, Pages(graph, graph.home, offers).render(path, parameters).html)


def form(page: ReadPage) -> Element:
    (found,) = [each for each in page.all("form") if each.attributes.get("id") == "write"]
    return found


def scripts(page: ReadPage) -> list[str]:
    return [each.attributes["src"].rpartition("/")[2] for each in page.all("script")]


def test_with_a_server_and_the_parts_it_is_an_editor(bundled: CityGraph) -> None:
    page = read(bundled, LIVE)
    assert scripts(page) == ["yasgui.min.js", "editor.js"]
    assert form(page).attributes["action"] == "../sparql"
    names = {f"/assets/npm/{part.name}" for part in parts_needed()}
    needed = {path for path, _ in page.links if path.startswith("/assets/npm/")}
    assert {each.rpartition("/")[2] for each in needed} == {"yasgui.min.js", "yasgui.min.css"}
    assert needed <= names


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_the_parts_it_is_a_form_that_needs_no_script(bundled: CityGraph, lang: str) -> None:
    page = read(bundled, Offers(live=True), lang)
    assert scripts(page) == []
    assert (form(page).attributes["method"], form(page).attributes["action"]) == (
        "get",
        "../sparql",
    )
    assert page.one("textarea").attributes["name"] == "query"
    (chosen,) = [each for each in page.all("select") if each.attributes["name"] == "format"]
    offered = [each.attributes["value"] for each in page.all("option") if chosen in each.within]
    assert offered == ["csv", "tsv", "json", "xml"]
    assert "citygraph frontend" in page.one("main").text


def test_without_a_server_the_engine_answers_over_the_dump(bundled: CityGraph) -> None:
    page = read(bundled, STATIC)
    assert scripts(page) == ["engine.js", "yasgui.min.js", "editor.js"]
    (engine,) = [each for each in page.elements if each.attributes.get("id") == "engine"]
    assert engine.attributes["data-graph"] == "../dumps/citygraph.nq"
    assert engine.attributes["data-worker"] == "../assets/engine-worker.js"
    assert engine.attributes["data-wasm"].endswith("/web_bg.wasm")
    assert engine.attributes["data-engine"].endswith("/web.js")
    assert [each for each in page.all("select") if each.attributes.get("name")] == []


def test_without_a_server_and_an_engine_the_command_line_is_named(bundled: CityGraph) -> None:
    page = read(bundled, Offers(live=False))
    assert page.all("textarea") == []
    assert "citygraph query -" in page.one("main").text


def test_a_query_in_the_address_is_there_to_be_run_and_is_only_text(bundled: CityGraph) -> None:
    text = "</textarea><script>alert(1)</script>"
    page = read(bundled, Offers(live=True), query=text)
    assert page.one("textarea").text.strip() == text
    assert scripts(page) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_query_asks_in_the_language_of_the_page(bundled: CityGraph, lang: str) -> None:
    text = read(bundled, LIVE, lang).one("textarea").text
    assert f'"{lang}"' in text
    assert len(getattr(bundled.query(text), "rows", ())) == 6


def test_questions_are_examples_but_for_those_that_ask_other_machines(bundled: CityGraph) -> None:
    page = read(bundled, LIVE)
    (examples,) = [each for each in page.all("select") if each.attributes["id"] == "examples"]
    offered = [each.attributes["value"] for each in page.all("option") if examples in each.within]
    assert "questions/strategic-goals.html" in offered
    assert [each for each in offered if "federated" in each] == []
    assert len(offered) > 80
