"""Values with which a question cannot be asked, or that it lacks: what its page says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citygraph.errors import ParameterError
from citygraph.graph import CityGraph
from citygraph.home import open_home
from citygraph.pages import Offers, Pages, UnfitParametersError
from citygraph.pages.question_forms import told
from citygraph.pages.words import section
from citygraph.questions import Parameter, term
from citygraph.vocabulary import LANGUAGES
from tests.page_reader import Element, ReadPage
from tests.small_city import ONTOLOGY, OSAKA

if TYPE_CHECKING:
    from pathlib import Path

WRONG = {
    "no-value": ("date", " "),
    "no-iri": ("iri", "Tokyo"),
    "unknown-prefix": ("iri", "nowhere:x"),
    "sign-in-iri": ("iri", "tokyo:a b"),
    "broken-iri": ("iri", "<http://[x>"),
    "no-text": ("string", "\udcff"),
    "no-integer": ("integer", "12.5"),
    "no-decimal": ("decimal", "1e5"),
    "no-date": ("date", "2021-02-29"),
    "no-language": ("lang", "fr"),
}
"""A value for each way in which one can be wrong."""
SAID = {
    "no-iri": {
        "ja": "「Tokyo」は、cg:CityのようなCURIEでも<https://example.org/thing>のような"
        "絶対IRIでもありません。どちらかの形で入力してください。",
        "ko": "‘Tokyo’은(는) cg:City 같은 CURIE도 <https://example.org/thing> 같은 절대 IRI도 "
        "아닙니다. 둘 중 한 형식으로 입력하십시오.",
    },
    "sign-in-iri": {
        "ja": "「tokyo:a b」には' 'が含まれるため、IRIではありません。取り除いてください。",
        "ko": "‘tokyo:a b’에는 ' ' 문자가 들어 있어 IRI가 아닙니다. 그 문자를 빼십시오.",
    },
}
LOCAL = "questions/goals"
QUESTION = """\
#+ summary: Which goals a city has
#+ param: city iri - The city
#+ param: since integer 1800 Founded in this year or later
#+ param: lang lang en Language of the labels
SELECT ?goal ?goalLabel WHERE {
  ?city cg:hasGoal ?goal ; cg:foundedIn ?year .
  OPTIONAL { ?goal skos:prefLabel ?goalLabel . FILTER(LANG(?goalLabel) = ?lang) }
  FILTER(?year >= ?since)
}
ORDER BY ?goal
"""


def wrong(kind: str) -> ParameterError:
    of_type, value = WRONG[kind]
    with pytest.raises(ParameterError) as caught:
        term(Parameter("x", of_type, None, ""), value)
    return caught.value


def test_every_way_to_be_wrong_has_its_words() -> None:
    assert set(section("faults", "en")) == set(WRONG)
    assert {kind: wrong(kind).kind for kind in WRONG} == {kind: kind for kind in WRONG}


@pytest.mark.parametrize("kind", WRONG)
def test_in_english_a_page_says_what_the_command_line_says(kind: str) -> None:
    said = str(wrong(kind)).removeprefix("parameter 'x': ")
    if kind == "broken-iri":  # why so is told by a library, in English only
        assert said.startswith("'<http://[x>' is no IRI: ")
        said = "'<http://[x>' is no IRI; expected one such as <https://example.org/thing>"
    assert told(wrong(kind), "en") == said


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_in_another_language_nothing_stays_english(kind: str, lang: str) -> None:
    fault = wrong(kind)
    said = told(fault, lang)
    assert said == SAID.get(kind, {}).get(lang, said)
    assert all(part in said for name, part in fault.parts.items() if name != "reason")
    assert said.endswith(("。", "."))
    assert "{" not in said
    for english in ("expected", "such as", "is no", "use one", "needed", "contains"):
        assert english not in said


# --- on a page ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> CityGraph:
    """A city, and a question that cannot be answered until a city is named."""
    root: Path = tmp_path_factory.mktemp("asking")
    files = {
        "ontology/citygraph.ttl": ONTOLOGY,
        "data/osaka.ttl": OSAKA,
        "queries/goals.rq": QUESTION,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return CityGraph.load(home=open_home(root=root))


def read(pages: Pages, tongue: str, **given: str) -> ReadPage:
    path = f"/{tongue}/{LOCAL}.html"
    return ReadPage(path, pages.render(path, given).html)


def refused(pages: Pages, tongue: str, **given: str) -> ReadPage:
    with pytest.raises(UnfitParametersError) as caught:
        read(pages, tongue, **given)
    return ReadPage(caught.value.page.path, caught.value.page.html)


def named(page: ReadPage, name: str) -> Element:
    (found,) = [each for each in page.elements if each.attributes.get("id") == name]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_must_be_given_is_asked_for_and_nothing_is_answered_yet(
    asking: CityGraph, lang: str
) -> None:
    page = read(Pages(asking, asking.home), lang)
    assert named(page, "found").text.strip() == section("questions", lang)["waiting"]
    assert page.all("table") == []
    assert [each for each in page.all("a") if each.has("download")] == []
    offered = [(each.attributes["value"], each.text) for each in page.all("option")]
    called = {"en": "Osaka", "ja": "大阪", "ko": "오사카"}[lang]
    assert offered == [("", section("questions", lang)["choose"]), ("osaka:osaka", called)]
    assert named(page, "field-city").has("required")
    assert "VALUES" not in named(page, "text").text


def test_once_it_is_given_there_is_an_answer(asking: CityGraph) -> None:
    page = read(Pages(asking, asking.home), "en", city="osaka:osaka", since="1880")
    assert [each.text for each in page.all("td")] == ["Safe bridges", "Clean water"]
    assert "<https://w3id.org/citygraph/id/osaka/osaka>" in named(page, "text").text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_field_left_empty_is_marked(asking: CityGraph, lang: str) -> None:
    page = refused(Pages(asking, asking.home), lang, city="", since="1880")
    assert named(page, "fault-city").text == section("faults", lang)["no-value"]
    assert named(page, "field-city").attributes["aria-invalid"] == "true"
    assert "fault-city" in named(page, "field-city").attributes["aria-describedby"].split()
    assert [each for each in page.elements if each.attributes.get("id") == "found"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_faults_are_each_said_at_their_field(asking: CityGraph, lang: str) -> None:
    page = refused(Pages(asking, asking.home), lang, city="osaka", since="soon")
    words = section("faults", lang)
    assert named(page, "fault-city").text == words["no-iri"].format(value="osaka")
    assert named(page, "fault-since").text == words["no-integer"].format(value="soon")
    assert not named(page, "fault-city").has("lang")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fault_without_a_field_is_said_above_them(asking: CityGraph, lang: str) -> None:
    page = refused(Pages(asking, asking.home), lang, city="osaka:osaka", lang="fr")
    (alert,) = [each for each in page.elements if each.attributes.get("role") == "alert"]
    assert (
        section("faults", lang)["no-language"].format(value="fr", known="en, ja, ko") in alert.text
    )


def test_a_question_without_words_in_the_language_is_marked_as_english(asking: CityGraph) -> None:
    pages = Pages(asking, asking.home, Offers(editor=True))
    for local, tag in ((LOCAL, "h1"), ("questions/index", "a"), ("sparql", "option")):
        path = f"/ko/{local}.html"
        page = ReadPage(path, pages.render(path).html)
        called = [each for each in page.all(tag) if "Which goals a city has" in each.text]
        marked = [each for each in page.elements if each.attributes.get("lang") == "en"]
        assert [each for each in marked if each.text == "Which goals a city has"]
        assert len(called) == 1


def test_where_nobody_answers_what_is_awaited_is_a_dash(asking: CityGraph) -> None:
    page = read(Pages(asking, asking.home, Offers(live=False)), "en")
    assert page.classed("given")[0].text.split() == ["city–", "since1800"]
