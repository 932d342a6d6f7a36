"""The site of the bundled graph in a real browser, in a folder of a host that only gives files."""

from __future__ import annotations

import csv
import io
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

import pytest

from citygraph.frontend import find_parts
from citygraph.home import open_home
from citygraph.site import Blueprint, Report, build
from citygraph.vocabulary import LANGUAGES
from tests.chromium import DESK, PHONE, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

PREFIX = "some/where"
GOAL = "questions/what-contributes-to-goal"
KINDS = (
    *("index", "search", "sparql", "ns", "schemes", "downloads", "questions/index", GOAL),
    *("id/tokyo/tokyo", "voc/robots", "graph/tokyo", "evidence/id/tokyo/tokyo"),
)


class Built(NamedTuple):
    """The site of the bundled graph.

    Attributes:
        folder: where it is.
        root: the address at which it is served.
        report: what the build came to.
    """

    folder: Path
    root: str
    report: Report


class _Files(SimpleHTTPRequestHandler):
    """Gives files, as any static host does."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    parts = find_parts()
    if parts is None:
        pytest.skip("the front-end parts are missing: run  citygraph frontend")
    host = tmp_path_factory.mktemp("host")
    folder = host / PREFIX
    report = build(folder, Blueprint(open_home(), parts.folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=host))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Built(folder, f"http://127.0.0.1:{server.server_address[1]}/{PREFIX}", report)
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_link_of_every_page_leads_somewhere(built: Built) -> None:
    assert [*built.report.broken] == []
    assert built.report.pages > 5000
    assert built.report.notes == ()


def test_nothing_is_named_by_an_address_that_holds_at_one_place_only(built: Built) -> None:
    """The folder it was built in and the address at which it is looked at are in no file."""
    strange = [str(built.folder.parent).encode(), b"127.0.0.1:", b"localhost"]
    names = [
        path for path in built.folder.rglob("*.*") if path.suffix in {".html", ".ttl", ".json"}
    ]
    found = [path for path in names for each in strange if each in path.read_bytes()]
    assert names
    assert found == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("local", KINDS)
def test_a_page_is_sound_in_every_language(
    browser: Browser, built: Built, local: str, lang: str
) -> None:
    place = KINDS.index(local) + LANGUAGES.index(lang)
    size, scheme = ((DESK, "light"), (PHONE, "dark"))[place % 2]
    address = f"{built.root}/{lang}/{local}.html"
    with visit(browser, address, size=size, scheme=scheme) as seen:  # type: ignore[arg-type]
        assert seen.page.locator("html").get_attribute("lang") == lang
        assert seen.overflow() == 0


def test_the_root_is_the_first_page_and_leads_to_each_language(
    browser: Browser, built: Built
) -> None:
    for lang, title in (("en", "Tokyo"), ("ja", "東京"), ("ko", "도쿄")):
        with visit(browser, f"{built.root}/") as seen:
            assert seen.page.locator("html").get_attribute("lang") == "en"
            seen.page.locator(f".tongues a[hreflang={lang}]").click()
            seen.page.wait_for_url(f"{built.root}/{lang}/index.html")
            seen.page.locator("main").get_by_role("link", name=title, exact=True).first.click()
            seen.page.wait_for_url(f"{built.root}/{lang}/id/tokyo/tokyo.html")


def test_the_picture_of_a_city_is_there_in_the_language_of_the_page(
    browser: Browser, built: Built
) -> None:
    with visit(browser, f"{built.root}/ko/id/tokyo/tokyo.html") as seen:
        drawn = seen.page.locator("main img").evaluate_all(
            "all => all.map(each => [each.src, each.complete && each.naturalWidth > 0, each.alt])"
        )
        assert next(src.rpartition("/")[2] for src, *_ in drawn) == "strategy.ko.svg"
        assert all(shown and alternative for _, shown, alternative in drawn)


def test_the_search_finds_a_thing_in_any_language_and_leads_to_it(
    browser: Browser, built: Built
) -> None:
    with visit(browser, f"{built.root}/en/index.html") as seen:
        seen.page.locator("header input[name=text]").fill("ロボット")
        seen.page.locator("header input[name=text]").press("Enter")
        seen.page.wait_for_url(f"{built.root}/en/search.html?text=*")
        seen.page.locator("#hits").get_by_role("link", name="robots", exact=True).click()
        seen.page.wait_for_url(f"{built.root}/en/voc/robots.html")


def test_one_click_on_a_fact_leads_to_what_it_rests_on(browser: Browser, built: Built) -> None:
    with visit(browser, f"{built.root}/ja/id/tokyo/promotion-fund.html") as seen:
        link = seen.page.locator("main a[href*='evidence/'][href*='#claim-']").first
        claim = (link.get_attribute("href") or "").rpartition("#")[2]
        link.click()
        seen.page.wait_for_url(f"**/ja/evidence/id/tokyo/promotion-fund.html#{claim}")
        assert seen.page.locator(f"[id='{claim}']").is_visible()


def test_a_question_is_asked_anew_in_the_browser(browser: Browser, built: Built) -> None:
    with visit(browser, f"{built.root}/en/{GOAL}.html") as seen:
        before = seen.page.locator("#found tbody").inner_text()
        seen.page.get_by_label("goal").select_option("tokyo:goal-smart-city")
        seen.page.get_by_role("button", name="Ask").click()
        seen.page.wait_for_function(
            "before => (document.querySelector('#found tbody') || {}).innerText !== before"
            " && document.querySelector('#found tbody') !== null",
            arg=before,
        )
        rows = seen.page.locator("#found tbody tr").all_inner_texts()
        assert rows
        assert all("Smart City" in row for row in rows)
        assert any(each.endswith("/web_bg.wasm") for each in seen.requests)
        assert f"{built.root}/dumps/citygraph.nq" in seen.requests


def test_a_query_is_answered_in_the_browser_from_the_dump(browser: Browser, built: Built) -> None:
    with visit(browser, f"{built.root}/ko/sparql.html") as seen:
        seen.page.wait_for_selector(".CodeMirror")
        query = "PREFIX cg: <https://w3id.org/citygraph/ns#> SELECT ?city { ?city a cg:City }"
        seen.page.evaluate(
            "text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", query
        )
        seen.page.locator("#run").click()
        seen.page.wait_for_selector("#results tbody tr")
        assert seen.page.locator("#results tbody tr").count() == 1
        link = seen.page.locator("#results tbody a").first
        link.hover()
        led: str = link.evaluate("link => link.href")
        assert led == f"{built.root}/ko/id/tokyo/tokyo.html"


def test_an_answer_that_was_made_before_can_be_taken_away(browser: Browser, built: Built) -> None:
    with visit(browser, f"{built.root}/ja/questions/strategic-goals.html") as seen:
        with seen.page.expect_download() as taken:
            seen.page.get_by_role("link", name="CSV").click()
        text = taken.value.path().read_text(encoding="utf-8")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert (len(rows), rows[0]["goal"]) == (
            3,
            "https://w3id.org/citygraph/id/tokyo/goal-data-highway",
        )


def test_all_data_can_be_taken_away(browser: Browser, built: Built) -> None:
    with visit(browser, f"{built.root}/en/downloads.html") as seen:
        for name in ("citygraph.ttl", "citygraph.nq"):
            with seen.page.expect_download() as taken:
                seen.page.get_by_role("link", name=name, exact=True).click()
            assert taken.value.path().read_bytes() == (built.folder / "dumps" / name).read_bytes()


def test_what_scripts_do_can_be_done_without_where_no_answer_is_needed(
    browser: Browser, built: Built
) -> None:
    address = f"{built.root}/en/questions/strategic-goals.html"
    with visit(browser, address, scripts=False) as seen:
        assert seen.page.locator("#found tbody tr").count() == 3
        seen.page.locator("#found tbody a").first.click()
        seen.page.wait_for_url(f"{built.root}/en/id/tokyo/*.html")


def test_what_is_not_there_is_said_in_every_language(browser: Browser, built: Built) -> None:
    with visit(browser, f"{built.root}/404.html") as seen:
        assert seen.page.locator("h2").all_inner_texts() == [
            "There is no such page",
            "ページが見つかりません",
            "페이지를 찾을 수 없음",
        ]


def test_the_data_of_a_thing_lie_beside_its_name(built: Built) -> None:
    import pyoxigraph as ox

    city = ox.NamedNode("https://w3id.org/citygraph/id/tokyo/tokyo")
    for suffix in ("ttl", "jsonld", "nt", "rdf"):
        path = built.folder / f"id/tokyo/tokyo.{suffix}"
        document = ox.Dataset(ox.parse(path=str(path)))
        names = {each.object.value for each in document if each.subject == city}
        assert {"Tokyo", "東京", "도쿄"} <= names
    claims = [*(built.folder / "id/tokyo").glob("claim-*.ttl")]
    assert len(claims) > 500
    well_known = (built.folder / ".well-known/void").read_bytes()
    assert well_known == (built.folder / "void.ttl").read_bytes()
