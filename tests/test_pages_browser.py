"""The pages of things, cities, evidence and the search in a real browser: on a desk and a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citygraph.pages import Offers, Pages
from citygraph.things import find
from citygraph.vocabulary import LANGUAGES
from tests.chromium import PHONE, visit
from tests.page_server import Site, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from citygraph.graph import CityGraph

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 900"/>'


def site(graph: CityGraph, *, live: bool) -> Site:
    made = Site(graph, Offers(live=live))
    for lang in LANGUAGES:
        for kind in ("strategy", "budget"):
            made.files[f"/pictures/tokyo/{kind}.{lang}.svg"] = PICTURE
        index = Pages(graph, graph.home).search_index(lang)
        made.files[index.path] = index.html.encode()
    return made


@pytest.fixture(scope="module")
def served(bundled: CityGraph) -> Iterator[str]:
    with serving(site(bundled, live=True)) as address:
        yield address


@pytest.fixture(scope="module")
def written(bundled: CityGraph) -> Iterator[str]:
    """The same pages as a host of files gives them, which answers no form."""
    with serving(site(bundled, live=False)) as address:
        yield address


def test_the_first_thing_that_a_keyboard_reaches_leads_to_the_content(
    browser: Browser, served: str
) -> None:
    with visit(browser, f"{served}/en/id/tokyo/tokyo.html") as visited:
        page = visited.page
        page.keyboard.press("Tab")
        assert page.locator(":focus").text_content() == "Skip to the content"
        assert page.locator(":focus").bounding_box()["y"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_on_a_phone_a_table_needs_no_scrolling_and_still_is_one(
    browser: Browser, served: str
) -> None:
    with visit(browser, f"{served}/en/id/tokyo/tokyo.html", size=PHONE) as visited:
        table = visited.page.get_by_role("group", name="Budget")
        assert table.evaluate("it => it.scrollWidth <= it.clientWidth")
        assert table.get_by_role("columnheader").count() == 5
        row = table.get_by_role("row").filter(has_text="15,800,000,000")
        assert row.get_by_role("rowheader").inner_text() == "Smart Tokyo programme"
        cells = [each for each in row.get_by_role("cell").all_inner_texts() if each]
        assert cells[1] == "15,800,000,000 Japanese yen"


def test_one_click_on_a_fact_shows_what_it_rests_on(browser: Browser, served: str) -> None:
    with visit(browser, f"{served}/ko/id/tokyo/promotion-fund.html") as visited:
        visited.page.get_by_text("출처마다 다름").click()
        visited.page.wait_for_url("**/ko/evidence/id/tokyo/promotion-fund.html#claim-*")
        target = visited.page.locator(".witness:target")
        assert "S55" in (target.text_content() or "")
        assert target.evaluate("it => it.getBoundingClientRect().top < innerHeight")


def test_the_language_is_changed_on_the_spot(browser: Browser, served: str) -> None:
    with visit(browser, f"{served}/en/id/tokyo/goal-safe-city.html") as visited:
        visited.page.get_by_role("link", name="日本語").click()
        visited.page.wait_for_url("**/ja/id/tokyo/goal-safe-city.html")
        assert visited.page.locator("h1").text_content() == "セーフシティ"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", ["digital", "東京", "스마트 시티", "ＤＸ", "o", "zeppelin"])
def test_without_a_server_the_same_is_found_in_the_same_order(
    browser: Browser, written: str, bundled: CityGraph, text: str, lang: str
) -> None:
    ours = [
        each.label
        for each in find(bundled, text, lang)
        if each.iri.startswith("https://w3id.org/citygraph/")
    ]
    with visit(browser, f"{written}/{lang}/search.html") as visited:
        page = visited.page
        page.locator("#text").fill(text)
        page.locator("#text").press("Enter")
        page.locator("#count:not(:empty)").wait_for()
        shown = page.locator("#hits .name").all_text_contents()
        assert shown == ours[:100]


def test_without_a_server_a_search_can_be_linked_to_and_changes_its_language(
    browser: Browser, written: str
) -> None:
    with visit(browser, f"{written}/en/search.html?text=Safe+City") as visited:
        page = visited.page
        page.locator("#hits li").first.wait_for()
        assert page.locator("#text").input_value() == "Safe City"
        page.get_by_role("link", name="한국어").click()
        page.wait_for_url("**/ko/search.html?text=Safe+City")
        page.locator("#hits li").first.wait_for()
        assert page.locator("#hits .name").first.text_content() == "세이프 시티"
        page.go_back()
        page.wait_for_url("**/en/search.html?text=Safe+City")


def test_without_scripts_a_page_says_what_it_needs(browser: Browser, written: str) -> None:
    with visit(browser, f"{written}/en/search.html", scripts=False) as visited:
        assert visited.page.get_by_text("needs JavaScript").count() == 1
