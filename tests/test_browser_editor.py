"""The editor in a real browser: with a server, with the engine alone, and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from citygraph.answers import Answer
from citygraph.questions.datasets import named_dataset
from tests.chromium import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.page_server import Served

GOALS = """\
PREFIX cg: <https://w3id.org/citygraph/ns#>
SELECT ?goal WHERE { ?goal a cg:Goal } ORDER BY ?goal"""
FIRST = "https://w3id.org/citygraph/id/tokyo/goal-administration-dx"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def address(served: Served, query: str, lang: str = "en") -> str:
    return f"{served.root}/{lang}/sparql.html?{urlencode({'query': query})}"


def run(page: Page) -> None:
    page.locator("#run").click()
    page.wait_for_selector("#stop", state="hidden")
    page.wait_for_selector("#results[aria-busy=false]")


def results(page: Page) -> list[str]:
    page.wait_for_selector("#results tbody tr")
    return page.locator("#results tbody tr").all_inner_texts()


@pytest.fixture(params=["live_site", "static_site"])
def served(request: pytest.FixtureRequest) -> Served:
    """A site with a server, and one with the engine alone."""
    found: Served = request.getfixturevalue(request.param)
    return found


# --- with a server, and with the engine alone --------------------------------------------------


def test_a_query_is_answered_in_a_table(browser: Browser, served: Served) -> None:
    with visit(browser, address(served, GOALS)) as seen:
        run(seen.page)
        rows = results(seen.page)
        assert len(rows) == 6
        assert "goal-administration-dx" in rows[0]
        assert seen.page.locator("#said").inner_text().startswith("Answered in ")


def test_the_keyboard_is_enough_and_is_not_caught(browser: Browser, served: Served) -> None:
    with visit(browser, address(served, GOALS, "ko")) as seen:
        seen.page.locator(".CodeMirror textarea").focus()
        seen.page.keyboard.press("Control+Enter")
        assert len(results(seen.page)) == 6
        seen.page.locator(".CodeMirror textarea").focus()
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.closest('.CodeMirror')") is None


def test_what_is_found_leads_to_its_page_here(browser: Browser, served: Served) -> None:
    with visit(browser, address(served, GOALS, "ja")) as seen:
        run(seen.page)
        link = seen.page.locator("#results a.iri").first
        assert link.inner_text() == FIRST
        link.click()
        seen.page.wait_for_url(f"{served.root}/ja/id/tokyo/goal-administration-dx.html")


def test_a_question_is_an_example(browser: Browser, served: Served) -> None:
    with visit(browser, address(served, GOALS)) as seen:
        seen.page.locator("#examples").select_option("questions/strategic-goals.html")
        seen.page.locator(".CodeMirror-code", has_text="statedOrder").wait_for()
        run(seen.page)
        assert len(results(seen.page)) == 3


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK { ?s ?p ?o }", "True"),
        ("PREFIX cg: <https://w3id.org/citygraph/ns#> ASK { ?s a cg:Dragon }", "False"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1", "<"),
        ("# SELECT\nBASE <http://a/> DESCRIBE <https://w3id.org/citygraph/ns#City>", "<"),
    ],
)
def test_every_form_of_query_has_its_answer(
    browser: Browser, served: Served, query: str, shown: str
) -> None:
    with visit(browser, address(served, query)) as seen:
        run(seen.page)
        seen.page.wait_for_selector("#results .yasr_results > *")
        assert shown in seen.page.locator("#results").inner_text()


def test_what_is_wrong_is_said_in_words(browser: Browser, served: Served) -> None:
    with visit(browser, address(served, "SELECT WHERE")) as seen:
        run(seen.page)
        seen.page.locator("#results pre", has_text="error at 1:").wait_for()
        assert "{" not in seen.page.locator("#results pre").inner_text()
        assert seen.page.locator("#said").inner_text() == "The query failed; below is why."
        assert [each for each in seen.complaints if "status of 400" not in each] == []
        seen.complaints.clear()  # a browser writes down that an answer came with 400


LEFT = """() => {
    const found = document.getElementById("results");
    const left = [];
    const take = (said) => {
        if (/[a-z]{3}/i.test((said || "").replaceAll("true", "").replaceAll("false", ""))) {
            left.push(said);
        }
    };
    for (const node of found.querySelectorAll("*")) {
        if (node.closest("td:not(.dt-empty), .CodeMirror, [lang=en]")) continue;
        for (const name of ["title", "aria-label", "placeholder"]) take(node.getAttribute(name));
        for (const each of node.childNodes) if (each.nodeType === 3) take(each.textContent);
    }
    return left;
}"""
"""What is said around the results with three letters of English or more."""


@pytest.mark.parametrize("lang", ["ja", "ko"])
@pytest.mark.parametrize(
    ("query", "left"),
    [
        # "goal" is the name of the variable: above its column, and when it can be sorted by
        (GOALS, {"ja": ["goal", "goal：並べ替える"], "ko": ["goal", "goal: 정렬하기"]}),
        ("SELECT ?x { VALUES ?x {} }", {"ja": [], "ko": []}),
        ("ASK {}", {"ja": [], "ko": []}),
        ("SELECT WHERE", {"ja": [], "ko": []}),
    ],
)
def test_around_the_results_nothing_stays_english(
    browser: Browser, live_site: Served, query: str, left: dict[str, list[str]], lang: str
) -> None:
    with visit(browser, address(live_site, query, lang)) as seen:
        run(seen.page)
        seen.page.wait_for_selector("#results .yasr_results > *")
        seen.page.wait_for_selector(".yasr_downloadIcon:not([title=''])")
        assert sorted(set(seen.page.evaluate(LEFT))) == left[lang]
        seen.complaints[:] = [each for each in seen.complaints if "status of 400" not in each]


def test_what_is_found_keeps_its_words_and_has_its_language(
    browser: Browser, live_site: Served
) -> None:
    query = 'SELECT ?x { VALUES ?x { "Table" "All"@en "表"@ja } }'
    with visit(browser, address(live_site, query, "ja")) as seen:
        run(seen.page)
        found = seen.page.locator("#results td .nonIri").evaluate_all(
            "all => all.map(each => [each.textContent, each.lang])"
        )
        assert found == [["Table", ""], ['"All"@en', "en"], ['"表"@ja', "ja"]]


def test_a_page_of_many_rows_says_where_it_is(browser: Browser, live_site: Served) -> None:
    query = "SELECT ?s { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 60"
    with visit(browser, address(live_site, query, "ko")) as seen:
        run(seen.page)
        assert seen.page.locator(".yasr_response_chip").inner_text() == "60행"
        assert seen.page.locator(".dt-info").inner_text() == "전체 60행 중 1~50행"
        seen.page.get_by_role("button", name="다음 쪽").or_(
            seen.page.get_by_role("link", name="다음 쪽")
        ).click()
        assert seen.page.locator(".dt-info").inner_text() == "전체 60행 중 51~60행"
        seen.page.get_by_label("결과 좁히기").press_sequentially("zzzz")
        seen.page.locator("td.dt-empty", has_text="이것이 들어 있는 행이 없습니다.").wait_for()


# --- the engine alone --------------------------------------------------------------------------


def test_the_default_graph_is_the_union_and_from_is_heeded(
    browser: Browser, static_site: Served
) -> None:
    counts = """async ([query]) => {
        const found = await window.citygraph.ask(query);
        return JSON.parse(found.body).results.bindings[0].n.value;
    }"""
    everything = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    one = "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/citygraph/graph/sources> { ?s ?p ?o }"
    graph = static_site.site.graph
    with visit(browser, address(static_site, GOALS)) as seen:
        for query in (everything, one):
            answer = graph.query(query, named_dataset(query))
            assert isinstance(answer, Answer)
            (record,) = answer.records()
            assert seen.page.evaluate(counts, [query]) == str(record["n"])


def test_a_triple_of_two_graphs_counts_once(browser: Browser, static_site: Served) -> None:
    static_site.site.files["/dumps/shared.nq"] = b"".join(
        f"<urn:x> <urn:costs> {price} <urn:{graph}> .\n".encode()
        for graph, price in (("a", '"1"'), ("a", '"2"'), ("b", '"2"'), ("apart", '"3"'))
    )
    prepared = """() => Object.assign(document.getElementById("engine").dataset, {
        graph: "../dumps/shared.nq", asked: "urn:a urn:b"
    })"""
    count = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"
    with visit(browser, address(static_site, GOALS)) as seen:
        seen.page.evaluate(prepared)
        for dataset, said in (
            ("", "n\r\n2\r\n"),
            ("FROM <urn:a>", "n\r\n2\r\n"),
            ("FROM <urn:b>\nFROM NAMED <urn:a>", "n\r\n1\r\n"),
            ("FROM <urn:a>\nFROM <urn:b>", "the graphs here share 1 triples, which the engine"),
        ):
            found = seen.page.evaluate(
                "(query) => window.citygraph.ask(query, 'text/csv')", count % dataset
            )
            assert found["body"].startswith(said), dataset
            assert found["status"] == (200 if said.startswith("n") else 400)


@pytest.mark.parametrize(
    ("accept", "query", "kind", "begin"),
    [
        ("text/csv", GOALS, "text/csv", "goal"),
        ("text/tab-separated-values", GOALS, "text/tab-separated-values", "?goal"),
        ("application/sparql-results+xml", GOALS, "application/sparql-results+xml", "<?xml"),
        ("text/csv;q=0.1, application/json", GOALS, "application/sparql-results+json", '{"head"'),
        ("*/*", GOALS, "application/sparql-results+json", '{"head"'),
        ("text/csv", "ASK {}", "text/csv", "true"),
        ("application/n-triples", "DESCRIBE <a:a>", "application/n-triples", ""),
        ("text/csv", "DESCRIBE <a:a>", "text/turtle", ""),
    ],
)
def test_the_engine_gives_the_format_that_is_accepted(  # noqa: PLR0913, PLR0917
    browser: Browser, static_site: Served, accept: str, query: str, kind: str, begin: str
) -> None:
    with visit(browser, address(static_site, GOALS)) as seen:
        found = seen.page.evaluate(
            "([query, accept]) => window.citygraph.ask(query, accept)", [query, accept]
        )
        assert found["status"] == 200
        assert found["type"] == f"{kind}; charset=utf-8"
        assert found["body"].startswith(begin)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT WHERE", "error at"),
        ("DELETE WHERE { ?s ?p ?o }", "error at"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
    ],
)
def test_the_engine_says_why_it_does_not_answer(
    browser: Browser, static_site: Served, query: str, said: str
) -> None:
    with visit(browser, address(static_site, GOALS)) as seen:
        found = seen.page.evaluate("query => window.citygraph.ask(query)", query)
        assert found["status"] == 400
        assert said.lower() in found["body"].lower()


def test_an_endless_query_is_stopped_and_the_next_is_answered(
    browser: Browser, static_site: Served
) -> None:
    with visit(browser, address(static_site, ENDLESS)) as seen:
        seen.page.locator("#run").click()
        seen.page.locator("#stop").click()
        seen.page.locator("#said", has_text="Stopped.").wait_for()
        seen.page.evaluate(
            "text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", GOALS
        )
        run(seen.page)
        assert len(results(seen.page)) == 6


def test_only_the_endpoint_is_answered_by_the_engine(browser: Browser, static_site: Served) -> None:
    with visit(browser, address(static_site, GOALS)) as seen:
        text = seen.page.evaluate("async () => (await fetch('questions/index.html')).text()")
        assert "<h1>Questions</h1>" in text


# --- without scripts ---------------------------------------------------------------------------


def test_without_scripts_the_form_asks_the_server(browser: Browser, live_site: Served) -> None:
    with visit(browser, address(live_site, GOALS), scripts=False) as seen:
        seen.page.locator("#format").select_option("json")
        seen.page.locator("#run").click()
        seen.page.wait_for_url("**/sparql?query=*")
        assert FIRST in seen.page.content()
    assert live_site.site.asked[-1].replace("\r\n", "\n").strip() == GOALS
