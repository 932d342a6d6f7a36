"""Pages of a city whose words are attacks: everything is text, nothing is markup or a script."""

import re

import pytest

from citygraph.errors import UnknownNameError
from citygraph.pages import Pages
from citygraph.vocabulary import LANGUAGES
from tests.page_reader import ReadPage
from tests.pages_of_cities import LONG, MARKUP, SCRIPT, TURNED

in_every_language = pytest.mark.parametrize("lang", LANGUAGES)


def read(pages: Pages, path: str, **parameters: str) -> ReadPage:
    return ReadPage(path, pages.render(path, parameters).html)


@in_every_language
def test_every_page_of_a_hostile_city_is_whole_and_runs_nothing(
    hostile_pages: Pages, lang: str
) -> None:
    paths = [each for each in hostile_pages.paths() if each.startswith(f"/{lang}/id/troy/")]
    assert len(paths) == 6
    for path in paths:
        page = read(hostile_pages, path)
        assert page.all("script") == []
        assert not [
            each for each in page.elements if any(a.startswith("on") for a in each.attributes)
        ]
        assert not [each for each in page.all("img") if "onerror" in each.attributes]


@in_every_language
def test_markup_in_a_name_is_read_as_its_letters(hostile_pages: Pages, lang: str) -> None:
    page = read(hostile_pages, f"/{lang}/id/troy/troy.html")
    assert page.one("h1").text.startswith(SCRIPT)
    assert page.one("title").text == f"{SCRIPT} · citygraph"
    assert MARKUP in page.classed("lede")[0].text
    assert any(MARKUP in each.text for each in page.all("bdi"))


def test_where_nothing_is_claimed_no_link_promises_evidence(hostile_pages: Pages) -> None:
    known = set(hostile_pages.paths())
    for path in sorted(each for each in known if each.startswith("/en/id/troy/")):
        page = read(hostile_pages, path)
        assert page.classed("evidence") == []
        targets = {target for target, _ in page.links if target.endswith(".html")}
        assert targets - known == set()


def test_only_safe_addresses_become_links(hostile_pages: Pages) -> None:
    page = read(hostile_pages, "/en/id/troy/troy.html")
    links = [each.attributes["href"] for each in page.all("a")]
    assert not [each for each in links if each.startswith(("javascript", "data"))]
    assert "https://example.org/?a=1&b=%22%3E" in links
    assert not [each for each in links if "troy/.." in each]
    assert "javascript:alert(1)" in page.one("main").text


def test_text_that_turns_the_line_round_is_kept_apart(hostile_pages: Pages) -> None:
    for path in ("/en/id/troy/turned.html", "/en/id/troy/troy.html"):
        page = read(hostile_pages, path)
        innermost: dict[str, str] = {}
        for each in page.elements:
            if TURNED in each.text and page.one("main") in each.within:
                innermost[each.text] = each.tag
        assert innermost
        assert innermost[TURNED] == "bdi"


def test_what_no_page_can_hold_is_shown_as_missing(hostile_pages: Pages) -> None:
    html = hostile_pages.render("/ja/id/troy/broken.html").html
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", html)
    assert "return\ufffdbell\ufffdnull" in html


def test_a_long_name_is_whole_on_its_own_page_and_cut_elsewhere(hostile_pages: Pages) -> None:
    own = read(hostile_pages, "/en/id/troy/long.html")
    assert len(own.one("title").text) < 150
    assert own.one("h1").text == LONG[:239] + "…"
    assert LONG in {each.text for each in own.all("bdi")}
    other = read(hostile_pages, "/en/id/troy/troy.html")
    names = [each.text for each in other.all("bdi") if each.text.startswith("Ilium")]
    assert names
    assert {len(each) for each in names} == {240}
    assert all(each.endswith("…") for each in names)


def test_goals_that_contain_each_other_come_to_an_end(hostile_pages: Pages) -> None:
    page = read(hostile_pages, "/en/id/troy/troy.html")
    (plan,) = page.classed("plan")
    assert plan.text.count("Ilium Ilium") > 0
    assert len(list(page.classed("below"))) == 2


def test_a_label_in_another_language_says_so(hostile_pages: Pages) -> None:
    page = read(hostile_pages, "/ko/id/troy/troy.html")
    heading = next(each for each in page.all("bdi") if each.within[-1].tag == "h1")
    assert heading.attributes["lang"] == "en"
    assert page.one("h1").text == f"{SCRIPT}en"
    marks = page.classed("tongue")
    assert {each.attributes["title"] for each in marks} >= {"다른 언어: en"}


def test_a_thing_without_any_name_is_shown_by_its_short_name(hostile_pages: Pages) -> None:
    page = read(hostile_pages, "/en/id/troy/nameless.html")
    assert page.one("h1").text == "nameless"
    city = read(hostile_pages, "/en/id/troy/troy.html")
    shown = next(each for each in city.all("bdi") if each.text == "troy:nameless")
    assert shown.attributes["lang"] == "zxx"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/en",
        "/en/",
        "/en/index",
        "/en/index.html.html",
        "/fr/index.html",
        "/en/id/troy/../troy.html",
        "/en/../en/index.html",
        "/en/id/troy/helen.html",
        "/en/evidence/id/troy/helen.html",
        "/en/evidence/id/troy/troy.html",
        "/en/evidence/evidence/id/troy/troy.html",
        "/en/id/troy/x> <y.html",
        "/en/id/troy/%zz.html",
        "/en/id/troy/\x00.html",
        "/en/id/troy/\ud800.html",
        "/en/id/troy/} UNION { ?s ?p ?o.html",
        "/en/graph/nowhere.html",
        "/en/" + "x" * 10_000 + ".html",
    ],
)
def test_there_is_no_other_page(hostile_pages: Pages, path: str) -> None:
    with pytest.raises(UnknownNameError):
        hostile_pages.render(path)


@pytest.mark.parametrize("text", [SCRIPT, MARKUP, TURNED, "'); DROP", "\\", '"""', "x" * 10_000])
def test_what_is_searched_for_is_only_text(hostile_pages: Pages, text: str) -> None:
    page = read(hostile_pages, "/en/search.html", text=text)
    fields = [each for each in page.all("input") if each.attributes.get("value")]
    assert [each.attributes["value"] for each in fields] == [text]
    assert page.all("script", "img") == []
