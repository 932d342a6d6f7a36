"""The questions that ask another machine: never without being allowed to, and here a stand-in."""

import re
from collections.abc import Iterator

import pytest

from citygraph.answers import Answer
from citygraph.errors import RefusedQueryError
from citygraph.graph import CityGraph
from citygraph.home import find_root, open_home
from citygraph.linking.link import EXACT, Link
from citygraph.linking.mappings import read_mappings
from citygraph.questions import Limits, Question, ask, catalogue, prepare, read_question
from citygraph.vocabulary import LANGUAGES, PREFIXES, THINGS
from tests.servers import Server, serve_oxigraph
from tests.wikibase_slices import FOLDER, Slice

FEDERATED = {
    each.name.removeprefix("federated/"): each
    for each in catalogue(open_home().queries)
    if each.name.startswith("federated/")
}
WIKIDATA = "https://query.wikidata.org/sparql"
WD = "http://www.wikidata.org/entity/"
PLACES = {PREFIXES["cg"] + "City", PREFIXES["schema"] + "Country"} | {
    PREFIXES["schema"] + "AdministrativeArea"
}
NATIVE = {
    "en": re.compile(r"[ -~]+"),
    "ja": re.compile("[\u3041-\u30ff\u4e00-\u9fff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
}

each_question = pytest.mark.parametrize("name", FEDERATED)


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a server that plays Wikidata with made-up items."""
    with serve_oxigraph(tmp_path_factory.mktemp("federated"), union=True) as running:
        running.put("urn:slice", Slice(FOLDER / "tokyo").turtle())
        yield running


def exact() -> list[Link]:
    table = find_root() / "mappings" / "tokyo.sssom.tsv"
    return [
        each
        for each in read_mappings(table).links
        if each.accepted and each.predicate == EXACT and each.subject.startswith(THINGS)
    ]


def named(question: Question) -> set[str]:
    return {WD + item for item in re.findall(r"wd:(Q\d+)", question.text)}


def answer(graph: CityGraph, name: str, server: Server, lang: str) -> list[dict[str, str]]:
    """Ask a question with the stand-in's address in the place of Wikidata's."""
    text = FEDERATED[name].text.replace(WIKIDATA, server.query_url)
    limits = Limits(frozenset({server.query_url}))
    found = ask(graph, read_question(text, name), lang=lang, limits=limits)
    assert isinstance(found, Answer)
    return [
        {
            key: str(getattr(cell, "value", ""))
            for key, cell in zip(found.variables, row, strict=True)
        }
        for row in found.rows
    ]


def test_there_are_some() -> None:
    assert len(FEDERATED) >= 3


@each_question
def test_each_asks_one_service_and_says_that_it_needs_the_network(name: str) -> None:
    question = FEDERATED[name]
    assert question.services == (WIKIDATA,)
    assert question.text.count("SERVICE") == 1
    assert "SILENT" not in question.text
    said = [question.description(lang) for lang in LANGUAGES]
    for words, begins in zip(said, ("Needs the network.", "ネットワーク", "네트워크"), strict=True):
        assert words.startswith(begins)
    assert question.tags == tuple(sorted(question.tags))
    assert {"federated", "wikidata"} <= set(question.tags)
    assert len({question.summary(lang) for lang in LANGUAGES}) == len(LANGUAGES)


@each_question
def test_none_is_asked_without_being_allowed_to(bundled: CityGraph, name: str) -> None:
    with pytest.raises(RefusedQueryError, match="--allow-service URL"):
        ask(bundled, FEDERATED[name])
    with pytest.raises(RefusedQueryError, match=re.escape(WIKIDATA)):
        prepare(FEDERATED[name], allow_service={"https://query.wikidata.org/"})
    assert WIKIDATA in prepare(FEDERATED[name], allow_service={WIKIDATA}).text


def test_the_items_that_are_named_are_those_that_are_linked(bundled: CityGraph) -> None:
    def subjects(pattern: str) -> set[str]:
        found = bundled.query(f"SELECT DISTINCT ?thing WHERE {{ {pattern} }}")
        return {row[0].value for row in found.rows}  # type: ignore[union-attr]

    sosa, cgv = PREFIXES["sosa"], PREFIXES["cgv"]
    counted = subjects(
        f"?o <{sosa}hasFeatureOfInterest> ?thing ; <{sosa}observedProperty> <{cgv}population>"
    )
    places = {thing for kind in PLACES for thing in subjects(f"?thing a <{kind}>")}
    links = exact()
    assert named(FEDERATED["what-does-wikidata-call-linked-things"]) == {
        each.object for each in links
    }
    assert named(FEDERATED["how-do-populations-compare-with-wikidata"]) == {
        each.object for each in links if each.subject in counted
    }
    assert named(FEDERATED["where-do-linked-places-lie"]) == {
        each.object for each in links if each.subject in places
    }


def test_populations_stand_beside_those_of_the_item(bundled: CityGraph, stand_in: Server) -> None:
    rows = answer(bundled, "how-do-populations-compare-with-wikidata", stand_in, "ja")
    assert {each["city"] for each in rows} == {PREFIXES["tokyo"] + "tokyo"}
    assert {each["cityLabel"] for each in rows} == {"東京"}
    assert {"14000000", "13960236", "14202541"} == {each["population"] for each in rows}
    theirs = Slice(FOLDER / "tokyo").values("Q1490", "P1082")
    assert {float(each["theirPopulation"]) for each in rows} == set(map(float, theirs))
    assert all(each["theirDay"] for each in rows)
    assert {each["day"] for each in rows} == {"", "2021-03-01", "2024-11-01"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_come_in_the_language_asked_for(
    bundled: CityGraph, stand_in: Server, lang: str
) -> None:
    rows = answer(bundled, "what-does-wikidata-call-linked-things", stand_in, lang)
    assert {each["thing"] for each in rows} == {each.subject for each in exact()}
    by_item = {each["item"]: each for each in rows}
    assert len(by_item) == len(rows)
    assert NATIVE[lang].search(by_item[f"{WD}Q1490"]["itemLabel"])
    assert NATIVE[lang].search(by_item[f"{WD}Q17"]["thingLabel"])


def test_places_have_the_coordinates_of_their_items(bundled: CityGraph, stand_in: Server) -> None:
    rows = answer(bundled, "where-do-linked-places-lie", stand_in, "ko")
    by_item = {each["item"]: each for each in rows}
    assert by_item[f"{WD}Q1490"]["coordinates"] == "Point(139.6917 35.6895)"
    assert by_item[f"{WD}Q1490"]["placeLabel"] == "도쿄"
    wards = [each for each in rows if each["city"]]
    assert {each["cityLabel"] for each in wards} == {"도쿄"}
    assert len(wards) >= 4


def test_the_listing_says_what_has_to_be_allowed() -> None:
    from citygraph.questions.listing import write_listing

    listed = write_listing(catalogue(open_home().queries), "csv")
    marked = [line for line in listed.splitlines() if f"(--allow-service {WIKIDATA})" in line]
    assert [line.partition(",")[0] for line in marked] == [f"federated/{n}" for n in FEDERATED]
