"""The chart of a question that is asked anew in a real browser, and wide answers in a small one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citygraph.exports.dumps import dump
from citygraph.frontend import find_parts
from citygraph.graph import CityGraph
from citygraph.home import open_home
from citygraph.pages import Offers
from citygraph.pages.words import say
from citygraph.vocabulary import LANGUAGES
from tests.chromium import PHONE, visit
from tests.page_server import Served, Site, serving
from tests.site_city import FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

WARDS = """\
#+ summary: How many live in each ward
#+ param: city iri osaka:osaka The city
#+ param: least integer 0 Leave out smaller wards
SELECT ?area ?population WHERE {
  ?city a cg:City .
  VALUES (?area ?population) { ("Kita" 140000) ("Naniwa" 80000) ("Tennoji" 85000) }
  FILTER(?population >= ?least)
}
ORDER BY ?area
"""
LOCAL = "questions/wards.html"
WIDE = "questions/how-fast-do-budgets-grow.html"


@pytest.fixture(scope="module")
def wards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site without a server whose question has a chart."""
    parts = find_parts()
    if parts is None:
        pytest.skip("the front-end parts are missing: run  citygraph frontend")
    root = tmp_path_factory.mktemp("wards")
    files = FILES | {
        "queries/wards.rq": WARDS,
        "queries/goals.rq": WARDS.replace("least integer 0", "least integer -"),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    graph = CityGraph.load(home=open_home(root=root))
    site = Site(graph, Offers(live=False, editor=True, engine=True), parts)
    site.files["/dumps/citygraph.nq"] = b"".join(dump(graph, "citygraph.nq"))
    with serving(site) as address:
        yield Served(site, address)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_its_chart_another_answer_says_why(
    browser: Browser, wards: Served, lang: str
) -> None:
    with visit(browser, f"{wards.root}/{lang}/{LOCAL}") as seen:
        page = seen.page
        assert page.locator("#found .chart svg").count() == 1
        first = page.locator("#found").inner_html()
        page.locator("#field-least").fill("83000")
        page.locator("#fields button").click()
        page.locator("#found .note", has_text=say("questions.no-chart", lang)).wait_for()
        assert page.locator("#found .chart").count() == 0
        assert page.locator("#found tbody tr").count() == 2
        page.locator("#field-least").fill("0")
        page.locator("#fields button").click()
        page.locator("#found .chart svg").wait_for()
        assert page.locator("#found").inner_html() == first
        assert len([each for each in seen.requests if each.endswith(".nq")]) == 1


def test_what_must_be_given_is_asked_in_the_browser_once_it_is(
    browser: Browser, wards: Served
) -> None:
    local = LOCAL.replace("wards", "goals")
    with visit(browser, f"{wards.root}/ja/{local}") as seen:
        page = seen.page
        assert page.locator("#found").inner_text() == say("questions.waiting", "ja")
        page.locator("#field-least").fill("many")
        page.locator("#fields button").click()
        assert page.locator("#fault-least").inner_text() == say(
            "faults.no-integer", "ja", value="many"
        )
        page.locator("#field-least").fill("83000")
        page.locator("#fields button").click()
        page.wait_for_selector("#found tbody tr")
        assert page.locator("#found tbody tr").count() == 2
        assert page.locator("#fields .fault").count() == 0
        assert '"83000"' in page.locator("#text").inner_text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wide_answer_is_passed_through_by_the_keyboard(
    browser: Browser, live_site: Served, lang: str
) -> None:
    with visit(browser, f"{live_site.root}/{lang}/{WIDE}", size=PHONE) as seen:
        region = seen.page.get_by_role("region", name=say("questions.table", lang))
        assert region.evaluate("each => each.scrollWidth > each.clientWidth + 100")
        assert seen.overflow() == 0
        region.focus()
        for _ in range(80):
            seen.page.keyboard.press("ArrowRight")
        end = "each => each.scrollLeft + each.clientWidth >= each.scrollWidth - 1"
        seen.page.wait_for_function(f"() => ({end})(document.querySelector('#found .scroll'))")
        last = seen.page.locator("#found td").last.bounding_box()
        assert last is not None
        assert last["x"] + last["width"] <= PHONE[0]


def test_the_first_column_stays_where_there_is_room(browser: Browser, live_site: Served) -> None:
    with visit(browser, f"{live_site.root}/en/{WIDE}", size=(900, 700)) as seen:
        cell = seen.page.locator("#found td").first
        before = cell.bounding_box()
        seen.page.locator("#found .scroll").evaluate("each => each.scrollTo(300, 0)")
        assert seen.page.locator("#found .scroll").evaluate("each => each.scrollLeft") > 50
        assert cell.bounding_box() == before
