"""Questions as pages: the form, the answer as a table and a chart, downloads, and the SPARQL."""

from urllib.parse import parse_qs, urlsplit

import pytest

from citygraph.answers import Answer
from citygraph.errors import ParameterError, UnknownNameError
from citygraph.graph import CityGraph
from citygraph.pages import Offers, Pages, UnfitParametersError, answer_files
from citygraph.questions import catalogue, find_question
from citygraph.vocabulary import LANGUAGES
from tests.counted_store import Counted
from tests.page_reader import Element, ReadPage

BundledPages = tuple[Pages, Counted]
GOAL = "questions/what-contributes-to-goal"


def read(pages: Pages, local: str, lang: str = "en", **parameters: str) -> ReadPage:
    path = f"/{lang}/{local}.html"
    return ReadPage(path, pages.render(path, parameters).html)


def named(page: ReadPage, name: str) -> Element:
    (found,) = [each for each in page.elements if each.attributes.get("id") == name]
    return found


def cells(page: ReadPage) -> list[list[str]]:
    """The texts of each row of the answer, without what only screen readers say."""
    rows = [each for each in page.all("tr") if any(e.tag == "tbody" for e in each.within)]
    return [[cell.text for cell in page.all("td") if row in cell.within] for row in rows]


# --- all of them -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_is_listed_once_by_what_it_answers(
    bundled_pages: BundledPages, bundled: CityGraph, lang: str
) -> None:
    page = read(bundled_pages[0], "questions/index", lang)
    listed = [each.text for each in page.all("a") if any(li.tag == "li" for li in each.within)]
    expected = [each.summary(lang) for each in catalogue(bundled.home.queries)]
    assert len(expected) > 80
    assert sorted(set(expected) & set(listed)) == sorted(set(expected))
    assert all(listed.count(each) == expected.count(each) for each in expected)


def test_a_question_stands_in_the_group_of_its_subject(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages[0], "questions/index")
    groups = [each.attributes["id"] for each in page.all("h2") if each.has("id")]
    assert groups[:3] == ["goals", "doing", "places"]
    (budgets,) = [each for each in page.all("a") if "budgets" in each.attributes.get("href", "")]
    (section,) = [each for each in budgets.within if each.tag == "section"]
    assert section.attributes["aria-labelledby"] == "money"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_answer_is_shown_whole_under_headings_in_the_language(
    bundled_pages: BundledPages, bundled: CityGraph, lang: str
) -> None:
    for question in catalogue(bundled.home.queries):
        if question.services:
            continue
        page = read(bundled_pages[0], f"questions/{question.name}", lang)
        assert page.one("h1").text == question.summary(lang)
        raw = [b for b in page.all("bdi") if any(e.tag == "th" for e in b.within) and b.has("lang")]
        assert not raw, f"{question.name}: no heading for {[each.text for each in raw]}"
        answer = bundled.query(named(page, "text").text)
        if isinstance(answer, Answer):
            assert len(cells(page)) == min(len(answer.rows), 1000), question.name


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("index", 0),
        ("what-contributes-to-goal", 3),
        ("how-many-people-live-in-each-city", 2),
        ("where-does-each-fact-come-from", 5),
        ("where-sources-disagree", 4),
        ("federated/where-do-linked-places-lie", 0),
    ],
)
def test_a_page_costs_a_fixed_number_of_queries(
    bundled_pages: BundledPages, name: str, most: int
) -> None:
    pages, store = bundled_pages
    before = store.count
    read(pages, f"questions/{name}")
    assert store.count - before <= most


def test_there_is_no_page_of_an_unknown_question(bundled_pages: BundledPages) -> None:
    with pytest.raises(UnknownNameError, match="unknown question 'nonsense'"):
        read(bundled_pages[0], "questions/nonsense")
    with pytest.raises(UnknownNameError, match="unknown question"):
        read(bundled_pages[0], "questions/../../etc/passwd")


# --- answers -----------------------------------------------------------------------------------


def test_numbers_and_dates_are_written_as_the_language_does(bundled_pages: BundledPages) -> None:
    english = cells(read(bundled_pages[0], "questions/how-many-people-live-in-each-city"))
    korean = cells(read(bundled_pages[0], "questions/how-many-people-live-in-each-city", "ko"))
    assert english[1][:4] == ["Tokyo", "13,960,236", "unqualified", "1 March 2021"]
    assert korean[1][0] == "도쿄"
    assert korean[1][3] == "2021년 3월 1일"


def test_a_label_leads_to_the_page_of_the_thing(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages[0], "questions/how-many-people-live-in-each-city", "ja")
    assert ("/ja/id/tokyo/tokyo.html", "") in page.links
    assert "東京" in {each.text for each in page.all("a")}


def test_a_claim_leads_to_its_place_among_the_evidence(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages[0], "questions/where-does-each-fact-come-from")
    to_evidence = [(path, place) for path, place in page.links if "/evidence/" in path]
    assert len(to_evidence) == len(cells(page)) == 7
    assert {path for path, _ in to_evidence} == {"/en/evidence/id/tokyo/promotion-fund.html"}
    assert all(place.startswith("claim-") for _, place in to_evidence)


def test_budgets_make_a_chart_with_a_bar_for_each_row(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages[0], "questions/what-is-budgeted-for-each-fiscal-year")
    drawing = page.one("svg")
    words = [each.text for each in page.all("text") if drawing in each.within]
    amounts = [row[2] for row in cells(page)]
    assert len(amounts) == 4
    assert set(amounts) <= set(words)
    assert "amount (Japanese yen)" in words


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("which-figures-are-known", "people beside hectares"),
        ("which-sub-goals-does-each-goal-have", "an order is no amount"),
        ("how-fast-do-budgets-grow", "one bar compares nothing"),
        ("how-complete-are-the-labels", "more than a hundred bars"),
        ("who-holds-which-office", "no number at all"),
    ],
)
def test_an_answer_that_no_chart_suits_has_none(
    bundled_pages: BundledPages, name: str, reason: str
) -> None:
    assert read(bundled_pages[0], f"questions/{name}").all("svg") == [], reason


def test_yes_and_no_are_said_in_words(bundled_pages: BundledPages) -> None:
    local = "questions/does-a-city-have-a-strategy-with-goals"
    (truth,) = read(bundled_pages[0], local, "ja").classed("truth")
    assert truth.text == "はい"
    (truth,) = read(bundled_pages[0], local, "ko", city="tokyo:goal-safe-city").classed("truth")
    assert truth.text == "아니요"


def test_a_profile_is_a_table_of_triples_to_be_had_as_rdf(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages[0], "questions/strategy-profile")
    assert [each.text for each in page.all("th")] == ["subject", "predicate", "object"]
    kinds = [each.attributes["type"] for each in page.all("a") if each.has("download")]
    assert kinds == [
        "text/turtle",
        "application/n-triples",
        "application/ld+json",
        "application/rdf+xml",
    ]


def test_a_check_that_finds_nothing_is_good_news(bundled_pages: BundledPages) -> None:
    (note,) = read(bundled_pages[0], "questions/quality/goal-below-itself").classed("note")
    assert note.text == "No rows, as it should be: the check found no fault."


def test_a_question_to_other_machines_is_not_asked_but_told(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages[0], "questions/federated/where-do-linked-places-lie")
    (line, _) = [each.text for each in page.all("code") if "translate" in each.attributes]
    assert line == (
        "citygraph query federated/where-do-linked-places-lie "
        "--allow-service https://query.wikidata.org/sparql"
    )


# --- parameters --------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_field_offers_what_the_question_finds_something_for(
    bundled_pages: BundledPages, lang: str
) -> None:
    page = read(bundled_pages[0], GOAL, lang)
    offered = {each.attributes["value"]: each.text for each in page.all("option")}
    assert len(offered) == 6
    names = {"en": "Safe City", "ja": "セーフシティ", "ko": "세이프 시티"}
    assert offered["tokyo:goal-safe-city"] == names[lang]
    (chosen,) = [each for each in page.all("option") if each.has("selected")]
    assert chosen.attributes["value"] == "tokyo:goal-safe-city"
    assert named(page, "field-goal").attributes["aria-describedby"] == "hint-goal"


def test_another_value_gives_another_answer(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages[0], GOAL, goal="tokyo:goal-smart-city")
    assert {row[0] for row in cells(page)} == {"Smart City"}
    assert "<https://w3id.org/citygraph/id/tokyo/goal-smart-city>" in named(page, "text").text


def test_a_value_that_is_none_is_marked_where_it_was_given(bundled_pages: BundledPages) -> None:
    with pytest.raises(UnfitParametersError) as caught:
        read(bundled_pages[0], GOAL, goal="safe")
    said = (
        "'safe' is neither a CURIE such as cg:City nor an absolute IRI such as "
        "<https://example.org/thing>"
    )
    assert str(caught.value) == f"parameter 'goal': {said}"
    page = ReadPage(caught.value.page.path, caught.value.page.html)
    assert named(page, "fault-goal").text == said
    field = named(page, "field-goal").attributes
    assert (field["value"], field["aria-invalid"]) == ("safe", "true")
    assert "fault-goal" in field["aria-describedby"].split()
    assert page.all("table") == []


def test_a_value_that_nobody_knows_is_explained_with_others(bundled_pages: BundledPages) -> None:
    page = read(bundled_pages[0], GOAL, goal="tokyo:no-such-goal")
    assert "No rows" in page.classed("note")[0].text
    again = [each for each in page.all("a") if "goal=" in each.attributes["href"]]
    others = [urlsplit(each.attributes["href"]) for each in again if not each.has("hreflang")]
    assert len(others) == 6
    assert parse_qs(others[0].query)["goal"][0].startswith("tokyo:goal-")


def test_a_parameter_that_the_question_does_not_have_is_refused(
    bundled_pages: BundledPages,
) -> None:
    with pytest.raises(ParameterError) as caught:
        read(bundled_pages[0], GOAL, gaol="tokyo:goal-safe-city")
    assert str(caught.value) == (
        "question 'what-contributes-to-goal' has no parameter 'gaol'; it takes goal, lang"
    )


def test_what_is_given_is_never_markup(bundled_pages: BundledPages) -> None:
    with pytest.raises(UnfitParametersError) as caught:
        read(bundled_pages[0], GOAL, goal='"><script>alert(1)</script>')
    assert "<script>alert" not in caught.value.page.html


@pytest.mark.parametrize("local", ["questions/index", GOAL, "ns", "schemes", "downloads", "sparql"])
def test_a_city_of_hostile_words_shows_them_as_words(hostile_pages: Pages, local: str) -> None:
    assert "<script>alert" not in read(hostile_pages, local).html


# --- taking it away ----------------------------------------------------------------------------


def test_a_server_gives_the_same_answer_in_other_formats(
    bundled_pages: BundledPages, bundled: CityGraph
) -> None:
    page = read(bundled_pages[0], "questions/strategic-goals", "ko")
    found = [urlsplit(each.attributes["href"]) for each in page.all("a") if each.has("download")]
    *links, table = found
    assert table.scheme == "data"
    assert table.path.startswith("text/markdown;charset=utf-8,%7C%20statedOrder%20%7C%20")
    asked = [parse_qs(each.query) for each in links]
    assert {each.path for each in links} == {"../../sparql"}
    assert [each["format"] for each in asked] == [["csv"], ["tsv"], ["json"], ["xml"]]
    text = named(page, "text").text
    assert {each["query"][0] for each in asked} == {text}
    answer = bundled.query(text)
    assert isinstance(answer, Answer)
    assert len(answer.rows) == len(cells(page)) == 3


def test_without_a_server_the_files_lie_beside_the_pages(bundled: CityGraph) -> None:
    pages = Pages(bundled, bundled.home, Offers(live=False))
    files = dict(answer_files(bundled, bundled.home))
    for name in ("strategic-goals", "strategy-profile", "quality/goal-below-itself"):
        page = read(pages, f"questions/{name}", "ja")
        linked = {path for path, _ in page.links if path.startswith("/questions/")}
        assert len(linked) >= 4
        assert linked <= set(files)
    assert (
        b"\xe3\x82\xbb\xe3\x83\xbc\xe3\x83\x95"
        in files["/questions/what-contributes-to-goal.ja.csv"]
    )


def test_without_a_server_and_an_engine_the_values_are_told_not_asked(bundled: CityGraph) -> None:
    page = read(Pages(bundled, bundled.home, Offers(live=False)), GOAL)
    assert [each for each in page.all("form") if "find" not in each.attributes["class"]] == []
    assert "Safe City" in page.classed("given")[0].text


@pytest.mark.parametrize("name", ["strategic-goals", "where-sources-disagree"])
def test_the_sparql_behind_it_explains_itself_no_more_than_needed(
    bundled_pages: BundledPages, bundled: CityGraph, name: str
) -> None:
    page = read(bundled_pages[0], f"questions/{name}")
    text = named(page, "text").text
    assert "#+" not in text
    assert text.count("VALUES (") >= 1
    assert find_question(bundled.home.queries, name).text.rstrip()[-40:] in text
    editor = urlsplit(named(page, "edit").attributes["href"])
    assert (editor.path, parse_qs(editor.query)["query"]) == ("../sparql.html", [text])
