"""One thing with its facts, things by their labels, and the search."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.errors import AmbiguousNameError, InputError, UnknownNameError
from citygraph.formats import DATASETS, GRAPHS, oxigraph
from citygraph.graph import CityGraph
from citygraph.home import Home, open_home
from citygraph.things import Origin, find, resolve, show
from citygraph.things.labels import labels
from citygraph.things.writing import MATCH_FORMATS, THING_FORMATS, write_matches, write_thing
from tests.counted_store import Counted
from tests.evidence_city import Folder

CITY = "https://w3id.org/citygraph/ns#City"
OSAKA = "https://w3id.org/citygraph/id/osaka/osaka"
WATER = "https://w3id.org/citygraph/id/osaka/goal-water"
BRIDGES = "https://w3id.org/citygraph/id/osaka/goal-bridges"
GRAPH = "https://w3id.org/citygraph/graph/osaka"


CLAIM = """\
@prefix osaka: <https://w3id.org/citygraph/id/osaka/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .

osaka:claim-1 rdf:subject osaka:goal-water ; rdf:object osaka:osaka .
"""


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("osaka:osaka", OSAKA),
        (f"<{OSAKA}>", OSAKA),
        (OSAKA, OSAKA),
        ("cg:City", CITY),
        ("Osaka", OSAKA),
        ("osaka", OSAKA),
        ("大阪", OSAKA),
        ("오사카", OSAKA),
        (unicodedata.normalize("NFD", "오사카"), OSAKA),
        (" Naniwa ", OSAKA),
        ("Safe bridges", BRIDGES),
    ],
)
def test_a_thing_is_known_by_many_names(small_graph: CityGraph, name: str, iri: str) -> None:
    assert resolve(small_graph, name) == iri


def test_a_label_of_several_things_lists_them(small_graph: CityGraph) -> None:
    with pytest.raises(AmbiguousNameError) as raised:
        resolve(small_graph, "clean WATER")
    assert str(raised.value) == (
        "'clean WATER' fits 2 things: osaka:goal-bridges, osaka:goal-water; name one of them"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "Osaca",
            "nothing is called 'Osaca'; did you mean osaka:osaka? citygraph find TEXT  searches ",
        ),
        (
            "osaka:goal-watr",
            "nothing is said about osaka:goal-watr; did you mean osaka:goal-water? citygraph find",
        ),
        (
            "zzzzzz",
            "nothing is called 'zzzzzz'; citygraph find TEXT  searches labels and definitions",
        ),
        ("kobe: port", "nothing is called 'kobe: port'; citygraph find"),
    ],
)
def test_an_unknown_thing_suggests_near_ones(
    small_graph: CityGraph, name: str, message: str
) -> None:
    with pytest.raises(UnknownNameError) as raised:
        resolve(small_graph, name)
    assert str(raised.value).startswith(message)


@settings(max_examples=20)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_is_a_thing_or_refused(bundled: CityGraph, text: str) -> None:
    try:
        assert ":" in resolve(bundled, text)
    except InputError:
        return


@pytest.mark.parametrize(
    ("lang", "label"), [("ja", "きれいな水"), ("ko", "맑은 물"), ("en", "Clean water")]
)
def test_labels_come_in_the_language_asked_for(
    small_graph: CityGraph, lang: str, label: str
) -> None:
    assert labels(small_graph, [WATER], lang) == {WATER: label}


def test_a_missing_label_falls_back_to_english_and_then_to_none(small_graph: CityGraph) -> None:
    named = labels(small_graph, [BRIDGES, "https://example.org/x"], "ja")
    assert named == {BRIDGES: "Safe bridges"}


def test_a_thing_has_facts_in_both_directions(small_graph: CityGraph) -> None:
    thing = show(small_graph, WATER, "ja")
    assert (thing.label, thing.definition, thing.lang) == ("きれいな水", "", "ja")
    inward = [fact for fact in thing.facts if fact.direction == "in"]
    assert len(inward) == 1
    assert inward[0].property_label == "目標"
    assert inward[0].value == ox.NamedNode(OSAKA)
    assert (inward[0].value_label, inward[0].graph) == ("大阪", GRAPH)
    assert {fact.graph for fact in thing.facts} == {GRAPH}


def test_a_definition_comes_in_english_if_in_no_other(small_graph: CityGraph) -> None:
    assert show(small_graph, OSAKA, "ko").definition == "A city of merchants and bridges."


def test_a_thing_without_a_label_is_called_by_its_name(small_graph: CityGraph) -> None:
    assert show(small_graph, "https://w3id.org/citygraph/voc/blue").label == "cgv:blue"


@pytest.mark.parametrize("iri", [OSAKA, CITY, WATER])
def test_however_much_is_known_it_takes_three_queries(small_graph: CityGraph, iri: str) -> None:
    store = Counted(small_graph)
    assert show(store, iri).facts
    assert store.count == 3


def test_a_claim_about_a_thing_is_no_fact_about_it(small_home: Home) -> None:
    claims = small_home.root / "data" / "osaka.evidence.ttl"
    claims.write_text(CLAIM, encoding="utf-8")
    graph = CityGraph.load(home=open_home(root=small_home.root))
    assert {fact.graph for fact in show(graph, OSAKA).facts} == {GRAPH}
    claim = show(graph, "https://w3id.org/citygraph/id/osaka/claim-1")
    assert [fact.direction for fact in claim.facts] == ["out", "out"]


def test_a_fact_names_its_sources(traced: Folder) -> None:
    graph = CityGraph.load(traced.path)
    facts = show(graph, "https://w3id.org/citygraph/id/osaka/parks").facts
    origins = {fact.property.rpartition("#")[2]: fact.origins for fact in facts}
    almanac = "https://w3id.org/citygraph/id/sources/almanac"
    claims = {each for found in origins.values() for one in found for each in one.claims}
    assert all(each.startswith("https://w3id.org/citygraph/id/osaka/claim-") for each in claims)
    (counted,) = origins["statedCount"]
    assert counted == Origin(almanac, "sources:almanac", ("S2",), counted.claims, disputed=True)
    assert len(counted.claims) == 1
    assert origins["type"] == ()
    named = show(graph, OSAKA).facts
    inward = [fact.origins for fact in named if fact.direction == "in"]
    assert [[each[:3] for each in found] for found in inward] == [
        [(almanac, "sources:almanac", ("S2",))]
    ]
    assert not any(each.disputed for found in inward for each in found)
    (name,) = (fact for fact in named if fact.property.endswith("officialName"))
    assert name.origins[0].rows == ("S1", "S2")
    text = write_thing(show(graph, OSAKA), "md", prefixes=graph.prefixes)
    assert "| sources:almanac S1, S2 |" in text


def test_more_sources_than_one_are_counted(bundled: CityGraph) -> None:
    thing = show(bundled, "https://w3id.org/citygraph/id/tokyo/promotion-fund")
    text = write_thing(thing, "table", prefixes=bundled.prefixes)
    assert "page on Tokyo S56 +1" in text


@pytest.mark.parametrize("text", ["osaka", "大", "nothing at all"])
def test_finding_takes_at_most_two_queries(small_graph: CityGraph, text: str) -> None:
    store = Counted(small_graph)
    find(store, text)
    assert store.count <= 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("osaka", [OSAKA]),
        ("CLEAN", [WATER, BRIDGES]),
        ("water", [WATER, BRIDGES]),
        ("bridges", [BRIDGES, OSAKA]),
        ("city", [CITY, OSAKA]),
        ("オ", []),
        ('"', []),
        ("\\", []),
    ],
)
def test_the_best_match_comes_first(small_graph: CityGraph, text: str, found: list[str]) -> None:
    assert [match.iri for match in find(small_graph, text)] == found


def test_a_match_shows_the_text_that_matched(small_graph: CityGraph) -> None:
    (match,) = find(small_graph, "阪", "ko")
    assert (match.label, match.text, match.text_lang) == ("오사카", "大阪", "ja")


@pytest.mark.parametrize("text", ["", " "])
def test_nothing_is_no_thing(small_graph: CityGraph, text: str) -> None:
    words = "nothing is named: give a CURIE, an IRI, or a label, such as 'Smart Tokyo'"
    with pytest.raises(InputError, match=f"^{words}$"):
        resolve(small_graph, text)


@pytest.mark.parametrize("look", [find, resolve])
def test_half_a_character_is_no_text(
    small_graph: CityGraph, look: Callable[[CityGraph, str], object]
) -> None:
    with pytest.raises(InputError) as caught:
        look(small_graph, "Os\udcff")
    assert str(caught.value) == "'Os\\udcff': no text: character 3 is a surrogate"


def test_names_of_another_space_are_not_suggested(small_graph: CityGraph) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(small_graph, "tokyo:goal-water")
    assert str(caught.value) == (
        "nothing is said about tokyo:goal-water; "
        "citygraph find TEXT  searches labels and definitions"
    )


def test_an_empty_text_is_refused(small_graph: CityGraph) -> None:
    with pytest.raises(InputError, match=r"^nothing to find: give a text, for example "):
        find(small_graph, "  ")


# --- written -----------------------------------------------------------------------------------


def test_a_thing_as_a_table(small_graph: CityGraph) -> None:
    text = write_thing(show(small_graph, OSAKA, "ja"), "table", prefixes=small_graph.prefixes)
    assert text.startswith(f"大阪  <{OSAKA}>\nA city of merchants and bridges.\n┌")
    assert re.search(r"│ → 目標 +│ きれいな水  \(osaka:goal-water\) +│ +│ osaka +│", text)
    assert re.search(r"│ → skos:prefLabel +│ Osaka  \[en\]", text)


def test_a_thing_as_markdown(small_graph: CityGraph) -> None:
    text = write_thing(show(small_graph, WATER), "md", prefixes=small_graph.prefixes)
    assert text.startswith(f"# Clean water\n\n<{WATER}>\n\n| fact | value | source | graph |\n")


def test_a_thing_as_csv_has_every_fact(small_graph: CityGraph) -> None:
    thing = show(small_graph, OSAKA)
    rows = list(csv.DictReader(io.StringIO(write_thing(thing, "csv"), newline="")))
    assert len(rows) == len(thing.facts)
    assert {row["graph"] for row in rows} == {GRAPH}


def test_a_thing_as_json(small_graph: CityGraph) -> None:
    thing = show(small_graph, WATER, "ko")
    document = json.loads(write_thing(thing, "json", prefixes=small_graph.prefixes))
    assert (document["name"], document["label"]) == ("osaka:goal-water", "맑은 물")
    assert document["facts"][-1] == {
        "direction": "in",
        "property": {"iri": "https://w3id.org/citygraph/ns#hasGoal", "label": "목표"},
        "value": {"type": "uri", "value": OSAKA, "label": "오사카"},
        "graph": GRAPH,
        "sources": [],
    }


@pytest.mark.parametrize("form", GRAPHS)
def test_a_thing_as_triples_is_what_the_graph_says(small_graph: CityGraph, form: str) -> None:
    read = set(ox.parse(write_thing(show(small_graph, WATER), form), oxigraph(GRAPHS[form])))
    quads = small_graph.engine.quads_for_pattern(None, None, None, None)
    about = {quad for quad in quads if f"<{WATER}>" in str(quad.triple)}
    if form in DATASETS:
        assert read == about
    else:
        assert {quad.triple for quad in read} == {quad.triple for quad in about}


@pytest.mark.parametrize("form", MATCH_FORMATS)
def test_matches_are_written(small_graph: CityGraph, form: str) -> None:
    text = write_matches(find(small_graph, "阪", "ko"), form, prefixes=small_graph.prefixes)
    assert "오사카" in text
    assert ("osaka:osaka" in text) == (form != "csv")
    assert write_matches((), form)


def test_the_formats_are_those_of_the_registry() -> None:
    assert set(MATCH_FORMATS) <= set(THING_FORMATS)
    assert set(GRAPHS) <= set(THING_FORMATS)


@pytest.mark.parametrize("form", ["table", "md"])
def test_a_label_stays_on_the_line_of_the_heading(
    tmp_path: Path, small_home: Home, form: str
) -> None:
    path = tmp_path / "odd.ttl"
    skos = "http://www.w3.org/2004/02/skos/core#"
    path.write_text(f'<urn:odd> <{skos}prefLabel> "one\\n# two\\u2028\\u001B[31m"@en .\n')
    graph = CityGraph.load(home=small_home._replace(data=(path,), bundled=False))
    first, *others = write_thing(show(graph, "urn:odd"), form).split("\n")
    shown = r"one\n# two\u2028\x1b[31m"
    if form == "table":
        assert first == rf"{shown}  <urn:odd>"
    else:
        assert first.replace("\\\\", "\\").replace(r"\[", "[") == f"# {shown}"
    assert not any(line.startswith("# two") for line in others)
