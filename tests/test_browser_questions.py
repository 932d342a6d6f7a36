"""Questions asked in a real browser: through a server, and where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from citygraph.errors import InputError
from citygraph.pages.question_forms import told
from citygraph.pages.words import section
from citygraph.questions import Parameter, term
from citygraph.vocabulary import LANGUAGES, PREFIXES
from tests.chromium import visit

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.page_server import Served

GOAL = "questions/what-contributes-to-goal.html"
REFUSED = "Failed to load resource: the server responded with a status of 422"


def rows(page: Page) -> list[list[str]]:
    """What the table of the answer says, row by row, as it is read."""
    found: list[list[str]] = page.locator("#found tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    return found


def marks(page: Page) -> list[list[str]]:
    """What the headings and cells consist of: each element, its language, look and relation."""
    found: list[list[str]] = page.locator("#found :is(th, td) *").evaluate_all(
        "all => all.map(each => [each.tagName, each.lang, each.className, each.rel || ''])"
    )
    return found


# --- with a server -----------------------------------------------------------------------------


def test_another_choice_is_asked_of_the_server(browser: Browser, live_site: Served) -> None:
    with visit(browser, f"{live_site.root}/ja/{GOAL}") as seen:
        seen.page.get_by_label("目標").select_option("tokyo:goal-smart-city")
        seen.page.get_by_role("button", name="尋ねる").click()
        seen.page.wait_for_url("**?goal=tokyo%3Agoal-smart-city")
        assert {row[0] for row in rows(seen.page)} == {"スマートシティ"}


def test_a_wrong_value_is_marked_beside_its_field(browser: Browser, live_site: Served) -> None:
    with visit(browser, f"{live_site.root}/en/{GOAL}?goal=%3Cscript%3E") as seen:
        field = seen.page.get_by_role("textbox", name="goal")
        assert field.get_attribute("aria-invalid") == "true"
        assert "'<script>' is" in seen.page.locator("#fault-goal").inner_text()
        assert [each for each in seen.complaints if REFUSED not in each] == []
        seen.complaints.clear()  # a browser writes down that a page came with 422


def test_an_answer_can_be_taken_away(browser: Browser, live_site: Served) -> None:
    with visit(browser, f"{live_site.root}/en/questions/strategic-goals.html") as seen:
        with seen.page.expect_download() as taken:
            seen.page.get_by_role("link", name="CSV").click()
        text = taken.value.path().read_text(encoding="utf-8")
        assert text.splitlines()[0].startswith("statedOrder,officialOrder,goal")
        assert taken.value.suggested_filename == "strategic-goals.en.csv"
        with seen.page.expect_download() as taken:
            seen.page.get_by_role("link", name="Markdown").click()
        assert taken.value.suggested_filename == "strategic-goals.en.md"
        assert taken.value.path().read_text(encoding="utf-8").startswith("| statedOrder |")
        assert "Digital transformation of the city" in text


def test_its_query_opens_in_the_editor(browser: Browser, live_site: Served) -> None:
    with visit(browser, f"{live_site.root}/ko/{GOAL}") as seen:
        text = seen.page.locator("#text").inner_text()
        seen.page.get_by_role("link", name="편집기에서 열기").click()
        seen.page.wait_for_selector(".CodeMirror")
        written = seen.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
        assert written.strip() == text.strip()


# --- without one -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("what-contributes-to-goal", "goal", "tokyo:goal-smart-city"),
        ("which-concepts-are-in-a-scheme", "scheme", "cgv:approaches"),
        ("where-does-each-fact-come-from", "thing", "tokyo:tokyo"),
        ("which-statements-are-hedged", "precision", "cgv:about"),
    ],
)
def test_the_engine_gives_the_same_table_as_the_server(  # noqa: PLR0913, PLR0917
    browser: Browser,
    live_site: Served,
    static_site: Served,
    lang: str,
    name: str,
    parameter: str,
    value: str,
) -> None:
    local = f"{lang}/questions/{name}.html"
    with visit(browser, f"{live_site.root}/{local}?{parameter}={value}") as seen:
        expected = rows(seen.page)
        marked = marks(seen.page)
        count = seen.page.locator("#count").inner_text()
        leads = seen.page.locator("#found a").evaluate_all(
            "links => links.map(link => new URL(link.href).pathname + new URL(link.href).hash)"
        )
    assert expected
    with visit(browser, f"{static_site.root}/{local}") as seen:
        seen.page.locator("select").select_option(value)
        seen.page.locator("#fields button").click()
        seen.page.wait_for_selector("#found:not([aria-busy])")
        assert rows(seen.page) == expected
        assert marks(seen.page) == marked
        assert seen.page.locator("#count").inner_text() == count
        assert leads == seen.page.locator("#found a").evaluate_all(
            "links => links.map(link => new URL(link.href).pathname + new URL(link.href).hash)"
        )
        assert seen.page.url.endswith(f"?{parameter}={value.replace(':', '%3A')}")


def test_an_address_with_values_is_answered_at_once(browser: Browser, static_site: Served) -> None:
    local = "en/questions/does-a-city-have-a-strategy-with-goals.html"
    with visit(browser, f"{static_site.root}/{local}?city=tokyo:goal-safe-city") as seen:
        seen.page.wait_for_selector("#found:not([aria-busy]) .truth")
        assert seen.page.locator(".truth").inner_text() == "No"


def test_a_wrong_value_never_reaches_the_engine(browser: Browser, static_site: Served) -> None:
    attack = 'tokyo:x> } SELECT * { ?s ?p "<script>alert(1)</script>'
    with visit(browser, f"{static_site.root}/en/{GOAL}?{urlencode({'goal': attack})}") as seen:
        fault = seen.page.locator("#fault-goal")
        assert fault.inner_text() == f"'{attack}' is no IRI: it contains '>'"
        assert seen.page.get_by_label("goal").get_attribute("aria-invalid") == "true"
        assert not [each for each in seen.requests if each.endswith(".nq")]


def test_an_answer_made_in_the_browser_can_be_taken_away(
    browser: Browser, static_site: Served, tmp_path: Path
) -> None:
    with visit(browser, f"{static_site.root}/en/{GOAL}?goal=tokyo:goal-smart-city") as seen:
        seen.page.wait_for_selector("#found:not([aria-busy]) table")
        with seen.page.expect_download() as taken:
            seen.page.get_by_role("link", name="CSV").click()
        taken.value.save_as(tmp_path / "answer.csv")
        assert taken.value.suggested_filename == "what-contributes-to-goal.en.csv"
    text = (tmp_path / "answer.csv").read_text(encoding="utf-8")
    assert "goal-smart-city" in text
    assert "goal-safe-city" not in text


def test_the_first_answer_lies_beside_the_page(browser: Browser, static_site: Served) -> None:
    with visit(browser, f"{static_site.root}/en/{GOAL}") as seen:
        with seen.page.expect_download() as taken:
            seen.page.get_by_role("link", name="CSV").click()
        assert "goal-safe-city" in taken.value.path().read_text(encoding="utf-8")
        assert not [each for each in seen.requests if each.endswith(".nq")]


VALUES = [
    ("iri", "tokyo:tokyo"),
    ("iri", "<https://example.org/a?b=c#d>"),
    ("iri", "https://example.org/x"),
    ("iri", "urn:isbn:0"),
    ("iri", ""),
    ("iri", "tokyo"),
    ("iri", "nowhere:x"),
    ("iri", "<https://example.org/a b>"),
    ("iri", "tokyo:x> } #"),
    ("iri", "javascript:alert(1)"),
    ("iri", "東京:x"),
    ("iri", "tokyo:x\ty\\z"),
    ("iri", "tokyo:\x01"),
    ("string", 'a "quoted" \\ text\nwith\r\tlines'),
    ("string", "東京 🗼 }} { ?s ?p ?o"),
    ("string", ""),
    ("integer", "2020"),
    ("integer", "-007"),
    ("integer", "+5"),
    ("integer", "1e3"),
    ("integer", "９"),
    ("integer", "1234567890123456789"),
    ("decimal", "12.50"),
    ("decimal", ".5"),
    ("decimal", "-0.0"),
    ("decimal", "007"),
    ("decimal", "1,5"),
    ("date", "2020-02-29"),
    ("date", "2021-02-29"),
    ("date", "2020-2-1"),
    ("date", "0000-01-01"),
    ("lang", "ja"),
    ("lang", "fr"),
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_values_become_the_same_terms_as_on_the_command_line(
    browser: Browser, static_site: Served, lang: str
) -> None:
    """And what is wrong with one is said in the same words as on a page from a server."""
    plan = {
        "prefixes": dict(PREFIXES),
        "languages": list(LANGUAGES),
        "faults": section("faults", lang),
    }
    script = """([type, value, plan]) => {
        try { return window.citygraph.term({ name: "x", type }, value, plan); }
        catch (error) { return error.message; }
    }"""
    with visit(browser, f"{static_site.root}/en/{GOAL}") as seen:
        for kind, value in VALUES:
            try:
                expected = term(Parameter("x", kind, None, ""), value)
            except InputError as error:
                expected = told(error, lang)
            assert seen.page.evaluate(script, [kind, value, plan]) == expected, (kind, value)
