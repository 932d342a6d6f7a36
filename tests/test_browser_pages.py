"""Every kind of page in a real browser: nothing to complain of, no call elsewhere, no barrier."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import pytest

from citygraph.vocabulary import LANGUAGES
from tests.chromium import DESK, PHONE, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.page_server import Served

KINDS = (
    "index",
    "search?text=digital",
    "id/tokyo/tokyo",
    "id/tokyo/goal-safe-city",
    "id/tokyo/budget-fy2020",
    "id/tokyo/claim-67411d45d7592fc7",
    "voc/robots",
    "voc/external",
    "graph/tokyo",
    "evidence/id/tokyo/promotion-fund",
    "questions/index",
    "questions/what-contributes-to-goal",
    "questions/what-is-budgeted-for-each-fiscal-year",
    "questions/federated/where-do-linked-places-lie",
    "sparql",
    "ns",
    "schemes",
    "downloads",
)


SIZES = (DESK, PHONE)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.parametrize("local", KINDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_sound_on_a_desk_and_on_a_phone_by_day_and_by_night(
    browser: Browser, live_site: Served, local: str, lang: str
) -> None:
    name, _, query = local.partition("?")
    with visit(browser, f"{live_site.root}/{lang}/{name}.html?{query}") as seen:
        assert seen.page.locator("h1").count() == 1
        assert seen.page.locator("html").get_attribute("lang") == lang
        for (width, height), scheme in product(SIZES, SCHEMES):
            seen.page.set_viewport_size({"width": width, "height": height})
            seen.page.emulate_media(color_scheme=scheme)
            barriers = seen.barriers()
            assert not barriers, "\n".join((f"{width} {scheme}", *barriers))
            assert seen.overflow() == 0


def test_a_query_and_its_answer_can_be_read_in_the_dark(
    browser: Browser, live_site: Served
) -> None:
    query = quote('SELECT ?s ("x"@en AS ?t) (3.5 AS ?n) { ?s a <http://a.example/b> } LIMIT 3')
    address = f"{live_site.root}/en/sparql.html?query={query}"
    with visit(browser, address, scheme="dark") as seen:
        seen.page.locator("#run").click()
        seen.page.locator("#results table").wait_for()
        grounds = {
            seen.page.locator(each).first.evaluate("it => getComputedStyle(it).backgroundColor")
            for each in (".written .CodeMirror", ".workbench", "body > .top")
        }
        assert grounds == {"rgb(26, 32, 40)"}
        barriers = seen.barriers()
        assert not barriers, "\n".join(barriers)
        seen.page.locator("#results .select_response").click()  # as it came, to be seen at the end
        seen.page.locator("#results .CodeMirror-code").wait_for()


@pytest.mark.parametrize("local", ["index", "questions/what-contributes-to-goal", "sparql"])
def test_a_page_without_a_server_is_sound_too(
    browser: Browser, static_site: Served, local: str
) -> None:
    with visit(browser, f"{static_site.root}/ja/{local}.html") as seen:
        assert seen.page.locator("h1").count() == 1


def test_the_language_switch_keeps_what_was_asked(browser: Browser, live_site: Served) -> None:
    local = "questions/what-contributes-to-goal.html?goal=tokyo%3Agoal-smart-city"
    with visit(browser, f"{live_site.root}/en/{local}") as seen:
        seen.page.get_by_role("link", name="한국어").click()
        seen.page.wait_for_url(f"{live_site.root}/ko/{local}")
        assert seen.page.get_by_role("combobox").input_value() == "tokyo:goal-smart-city"
        assert seen.page.locator("tbody td").first.inner_text() == "스마트 시티"


def test_the_keyboard_reaches_the_content_with_one_step(
    browser: Browser, live_site: Served
) -> None:
    with visit(browser, f"{live_site.root}/en/questions/index.html") as seen:
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("document.activeElement.id") == "main"


def test_a_fact_is_one_click_from_its_evidence(browser: Browser, live_site: Served) -> None:
    with visit(browser, f"{live_site.root}/en/id/tokyo/promotion-fund.html") as seen:
        seen.page.locator("a.evidence").first.click()
        seen.page.wait_for_url("**/en/evidence/id/tokyo/promotion-fund.html#claim-*")
        place = seen.page.url.partition("#")[2]
        assert seen.page.locator(f"[id='{place}']").is_visible()


def test_a_page_that_complains_is_found(browser: Browser, live_site: Served) -> None:
    def wrong() -> None:
        with visit(browser, f"{live_site.root}/en/schemes.html") as seen:
            seen.page.evaluate("document.querySelector('main').innerHTML += '<img src=\"\">'")

    with pytest.raises(AssertionError, match="image-alt"):
        wrong()
