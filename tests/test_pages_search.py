"""The search: what a server fills in, and the file of names by which a page finds the same."""

import json
import unicodedata

import pytest

from citygraph.errors import InputError
from citygraph.graph import CityGraph
from citygraph.pages import Offers, Pages
from citygraph.things import find
from citygraph.vocabulary import LANGUAGES
from tests.counted_store import Counted
from tests.page_reader import ReadPage

BundledPages = tuple[Pages, Counted]


@pytest.fixture(scope="module")
def still_pages(bundled: CityGraph) -> Pages:
    """The pages as files, without a server."""
    return Pages(bundled, bundled.home, Offers(live=False))


def hits(pages: BundledPages, lang: str, text: str) -> list[tuple[str, str]]:
    path = f"/{lang}/search.html"
    page = ReadPage(path, pages[0].render(path, {"text": text}).html)
    names = page.classed("name")
    links = [each for each in page.all("a") if any(one in names for one in each.within)]
    return [(each.text, each.attributes["href"]) for each in links]


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Safe City", "en", "Safe City"),
        ("safe city", "ja", "セーフシティ"),
        ("세이프 시티", "en", "Safe City"),
        ("セーフシティ", "ko", "세이프 시티"),
        (unicodedata.normalize("NFD", "세이프 시티"), "en", "Safe City"),
        ("  Safe City\n", "en", "Safe City"),
    ],
)
def test_a_thing_is_found_by_its_name_in_any_language(
    bundled_pages: BundledPages, text: str, lang: str, name: str
) -> None:
    assert hits(bundled_pages, lang, text)[0] == (name, "id/tokyo/goal-safe-city.html")


def test_another_name_or_a_definition_says_that_it_matched(bundled_pages: BundledPages) -> None:
    page = ReadPage(
        "/en/search.html", bundled_pages[0].render("/en/search.html", {"text": "diversity"}).html
    )
    assert page.classed("why")[0].text == "also called: Diversity"
    page = ReadPage(
        "/ja/search.html",
        bundled_pages[0].render("/ja/search.html", {"text": "Tokyo Metropolis"}).html,
    )
    assert page.classed("why")[0].text == "別名: Tokyo Metropolisen"


def test_terms_of_the_ontology_are_found_where_they_are_explained(
    bundled_pages: BundledPages,
) -> None:
    assert ("City", "ns.html#City") in hits(bundled_pages, "en", "city")


def test_what_is_not_there_is_said(bundled_pages: BundledPages) -> None:
    page = ReadPage(
        "/ko/search.html", bundled_pages[0].render("/ko/search.html", {"text": "zeppelin"}).html
    )
    (told,) = [each.text for each in page.elements if each.attributes.get("role") == "status"]
    assert told.startswith("해당하는 것이 없습니다.")


def test_many_hits_are_counted_and_the_first_listed(bundled_pages: BundledPages) -> None:
    page = ReadPage(
        "/en/search.html", bundled_pages[0].render("/en/search.html", {"text": "o"}).html
    )
    (told,) = [each.text for each in page.elements if each.attributes.get("role") == "status"]
    found = find(bundled_pages[1].graph, "o")
    assert told == f"Found: {len(found)}"
    assert len(page.classed("name")) == 100
    assert "The first 100 are listed" in page.classed("note")[-1].text


def test_half_a_character_is_bad_input(bundled_pages: BundledPages) -> None:
    with pytest.raises(InputError, match="surrogate"):
        bundled_pages[0].render("/en/search.html", {"text": "\ud800"})


def test_the_language_switch_keeps_what_was_searched(bundled_pages: BundledPages) -> None:
    page = ReadPage(
        "/en/search.html", bundled_pages[0].render("/en/search.html", {"text": "5G"}).html
    )
    switch = [each.attributes["href"] for each in page.all("a") if each.has("hreflang")]
    assert switch == [
        "search.html?text=5G",
        "../ja/search.html?text=5G",
        "../ko/search.html?text=5G",
    ]


# --- without a server --------------------------------------------------------------------------


def test_without_a_server_the_page_carries_a_script_and_its_words(still_pages: Pages) -> None:
    page = ReadPage("/ko/search.html", still_pages.render("/ko/search.html").html)
    (script,) = page.all("script")
    assert script.attributes["src"] == "../assets/search.js"
    (place,) = [each for each in page.elements if each.attributes.get("id") == "found"]
    assert place.attributes["data-index"] == "search-index.json"
    assert place.attributes["data-say-definition"] == "정의"
    assert place.attributes["data-say-count"] == "{count}개를 찾았습니다"
    assert "자바스크립트" in place.text  # until the script has come


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_of_names_holds_everything_that_the_search_finds(
    still_pages: Pages, bundled: CityGraph, lang: str
) -> None:
    made = still_pages.search_index(lang)
    assert made.path == f"/{lang}/search-index.json"
    index = json.loads(made.html)
    hrefs = [each[0].replace(".html", "") for each in index]
    assert hrefs == sorted(hrefs)
    for text in ("digital", "東京", "스마트", "5G", "e"):
        wanted = text.casefold()
        holding = {
            (href, label)
            for href, label, _, texts in index
            if any(wanted in said.casefold() for _, _, said in texts)
        }
        found = {
            each.label
            for each in find(bundled, text, lang)
            if each.iri.startswith("https://w3id.org/citygraph/")
        }
        assert {label for _, label in holding} == found


def test_the_file_of_names_leads_to_pages(still_pages: Pages) -> None:
    known = set(still_pages.paths())
    index = json.loads(still_pages.search_index("en").html)
    assert len(index) > 350
    assert all(f"/en/{href.partition('#')[0]}" in known for href, *_ in index)
