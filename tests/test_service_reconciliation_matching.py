"""How candidates are found and scored, and when one of them is called a match."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.graph import CityGraph
from citygraph.service.reconciliation.asking import Named, Query, Wanted, read_batch, read_extension
from citygraph.service.reconciliation.comparing import agreement, likeness
from citygraph.service.reconciliation.entities import Entities, Entity, Name, read_entities
from citygraph.service.reconciliation.extending import extended, proposed
from citygraph.service.reconciliation.matching import matched
from citygraph.service.reconciliation.names import Names, beginning
from tests.counted_store import Counted

TOWNS = """\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix : <https://w3id.org/citygraph/id/towns/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a a cg:City ; skos:prefLabel "Springfield"@en ; cg:localGovernmentCode "100" ;
    cg:asOf "2020-02-07"^^xsd:date ; cg:rank 3 ; cg:share 0.5 ; cg:open true ;
    cg:seen "2020-02-07T10:00:00Z"^^xsd:dateTime ; cg:year "2020"^^xsd:gYear ;
    cg:huge 12345678901234567890 ; cg:inCountry <https://far.example/land> .
:b a cg:City ; skos:prefLabel "Springfield"@en ; cg:localGovernmentCode "200" .
:c a cg:Goal ; skos:prefLabel "Green roofs"@en , "緑の屋根"@ja ; skos:altLabel "Springfield"@en .
:d a cg:City ; skos:prefLabel "Ōtsu"@en , "大津市"@ja ; cg:inCountry :land .
:e a cg:Agency ; skos:prefLabel "Robots"@en ; cg:inCity :d .
:land a cg:Place ; skos:prefLabel "Land"@en .
<https://far.example/land> skos:prefLabel "Farland"@en .
"""
SPACE = "https://w3id.org/citygraph/"


@pytest.fixture
def towns(tmp_path: Path) -> CityGraph:
    path = tmp_path / "towns.ttl"
    path.write_text(TOWNS, encoding="utf-8")
    return CityGraph.load(path)


def results(graph: CityGraph, query: dict[str, object]) -> list[dict[str, Any]]:
    entities = read_entities(graph)
    names = Names(entities.things.values())
    query_ = Query(**query)  # type: ignore[arg-type]
    said: Any = matched(graph, entities, names, {"q": query_}, "en")
    found: list[dict[str, Any]] = said["q"]["result"]
    return found


def sure(graph: CityGraph, **query: object) -> list[str]:
    found = results(graph, query)
    return [each["id"].removeprefix("id/towns/") for each in found if each["match"]]


def wanted(*pairs: tuple[str, object]) -> tuple[Wanted, ...]:
    batch = {"q": {"properties": [{"pid": pid, "v": v} for pid, v in pairs]}}

    return read_batch(json.dumps(batch))["q"].properties


def test_two_of_one_name_are_no_match(towns: CityGraph) -> None:
    found = results(towns, {"text": "Springfield"})
    assert [each["score"] for each in found[:3]] == [100, 100, 100]
    assert sure(towns, text="Springfield") == []
    assert sure(towns, text="Springfield", types=("ns#City",)) == []


def test_a_type_or_a_property_tells_two_of_one_name_apart(towns: CityGraph) -> None:
    assert sure(towns, text="Springfield", types=("ns#Goal",)) == ["c"]
    code = wanted(("cg:localGovernmentCode", "200"))
    assert sure(towns, text="Springfield", properties=code) == ["b"]
    found = results(towns, {"text": "Springfield", "properties": code})
    assert [(each["id"][-1], each["score"]) for each in found[:3]] == [
        ("b", 100),
        ("a", 71.43),
        ("c", 71.43),
    ]
    assert found[0]["features"] == [
        {"id": "name", "value": 1.0},
        {"id": "property:cg:localGovernmentCode", "value": 1.0},
    ]


def test_a_name_that_is_nearly_the_same_is_no_match(towns: CityGraph) -> None:
    for text in ("Otsu", "Robot", "the robots"):
        (best, *_) = results(towns, {"text": text})
        assert best["score"] == 95, text
        assert not best["match"]
    assert sure(towns, text="ōTSU") == ["d"]
    assert sure(towns, text="大津市") == ["d"]


def test_an_identifier_is_a_match_whatever_has_it_for_a_name(towns: CityGraph) -> None:
    assert sure(towns, text="id/towns/a") == ["a"]
    assert sure(towns, text=SPACE + "id/towns/b") == ["b"]
    assert sure(towns, text="id/towns/a", types=("ns#Goal",)) == []
    assert sure(towns, text="ns#City") == []


def test_values_alone_find_candidates_but_no_match(towns: CityGraph) -> None:
    found = results(towns, {"text": "", "properties": wanted(("cg:localGovernmentCode", "200"))})
    assert [(each["id"], each["score"], each["match"]) for each in found] == [
        ("id/towns/b", 100, False)
    ]
    both = wanted(("cg:localGovernmentCode", "200"), ("cg:rank", 3))
    found = results(towns, {"text": "", "properties": both})
    assert {each["id"]: each["score"] for each in found} == {"id/towns/a": 50, "id/towns/b": 50}


@pytest.mark.parametrize(
    ("pid", "value", "agrees"),
    [
        ("cg:rank", 3, True),
        ("cg:rank", 3.0, True),
        ("cg:rank", "3", True),
        ("cg:rank", "3.0", True),
        ("cg:rank", 4, False),
        ("cg:rank", True, False),
        ("cg:share", 0.5, True),
        ("cg:open", True, True),
        ("cg:open", False, False),
        ("cg:asOf", "2020-02-07", True),
        ("cg:inCountry", {"id": "https://far.example/land", "name": "?"}, True),
        ("cg:inCountry", {"id": "id/towns/land"}, False),
        ("cg:inCountry", "farland", True),
        ("cg:inCountry", "https://far.example/land", True),
        ("cg:inCountry", "Land", False),
        ("cg:inCountry", 7, False),
        ("cg:localGovernmentCode", {"id": "100"}, False),
        ("cg:localGovernmentCode", ["7", "100"], True),
        ("cg:unknown", "100", False),
        ("not an IRI at all", "100", False),
    ],
)
def test_values_agree_by_what_they_are(
    towns: CityGraph, pid: str, value: object, *, agrees: bool
) -> None:
    found = results(towns, {"text": "id/towns/a", "properties": wanted((pid, value))})
    assert found[0]["match"] == agrees


def test_the_limit_hides_candidates_but_no_doubt(towns: CityGraph) -> None:
    (only,) = results(towns, {"text": "Springfield", "limit": 1})
    assert not only["match"]


def test_a_batch_costs_one_query_however_large(bundled: CityGraph) -> None:
    entities = read_entities(bundled)
    names = Names(entities.things.values())
    for size in (1, 50):
        batch = {
            f"q{number}": Query(f"Tokyo {number}", properties=wanted(("cg:inCity", "Tokyo")))
            for number in range(size)
        }
        counted = Counted(bundled)
        matched(counted, entities, names, batch, "en")
        assert counted.count == 1
    counted = Counted(bundled)
    matched(counted, entities, names, {"q": Query("Tokyo")}, "en")
    assert counted.count == 0
    counted = Counted(bundled)
    read_entities(counted)
    assert counted.count == 3


def test_a_blank_cell_says_nothing_of_a_property_nor_a_blank_type_of_types(
    bundled: CityGraph,
) -> None:
    blank = [{"pid": "ns#inCountry", "v": value} for value in ("", " ", [], [""])]
    query = {"query": "Tokyo", "type": " ", "properties": blank}
    batch = read_batch(json.dumps({"q": query, "blank": {"properties": blank}}))
    assert batch["q"] == Query("Tokyo")
    entities = read_entities(bundled)
    names = Names(entities.things.values())
    said: Any = matched(bundled, entities, names, batch, "en")
    assert [each["id"] for each in said["q"]["result"] if each["match"]] == ["id/tokyo/tokyo"]
    assert said["blank"] == {"result": []}


def test_a_number_of_any_size_is_compared_exactly(towns: CityGraph) -> None:
    for digits, reached in (("12345678901234567890", 1.0), ("9" * 400, 0.0)):
        text = f'{{"q": {{"properties": [{{"pid": "cg:huge", "v": {digits}}}]}}}}'
        wanted = read_batch(text)["q"].properties
        found = results(towns, {"text": "id/towns/a", "properties": wanted, "limit": 1})
        assert found[0]["features"][1:] == [{"id": "property:cg:huge", "value": reached}]


def test_queries_of_a_batch_know_nothing_of_each_other(bundled: CityGraph) -> None:
    entities = read_entities(bundled)
    names = Names(entities.things.values())
    queries = {
        "name": Query("Koto"),
        "both": Query("Koto", properties=wanted(("cg:inCity", "Tokyo"))),
        "values": Query("", properties=wanted(("cg:localGovernmentCode", "131083"))),
        "typed": Query("Koto", ("ns#Goal",), "any"),
    }
    together = matched(bundled, entities, names, queries, "ja")
    alone = {
        name: matched(bundled, entities, names, {name: query}, "ja")[name]
        for name, query in queries.items()
    }
    assert together == alone


def test_every_named_thing_is_found_by_each_of_its_names(bundled: CityGraph) -> None:
    entities = read_entities(bundled)
    names = Names(entities.things.values())
    looked_up = 0
    for entity in entities.things.values():
        for name in entity.names:
            assert entity.iri in {each.iri for each in names.like(name.text) if each.likeness == 1}
            looked_up += 1
    assert looked_up > 1000


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    assert 0 <= likeness(one, other, "en") <= 1
    assert likeness(one, other, "en") == likeness(other, one, "en")
    assert likeness(one, one, "ja") == 1


@given(st.text())
def test_any_text_can_be_looked_for(text: str) -> None:
    tokyo = Entity("urn:tokyo", (Name("Tokyo", "en", preferred=True),), {}, ())
    assert all(each.iri == "urn:tokyo" for each in Names([tokyo]).like(text))
    assert beginning({"urn:tokyo": tokyo}, text) in ([], [tokyo])


def test_values_are_written_as_what_they_are(towns: CityGraph) -> None:
    kinds = ("asOf", "rank", "share", "open", "seen", "year", "huge", "inCountry", "none")
    properties = [{"id": f"cg:{each}"} for each in kinds]

    asked = read_extension(json.dumps({"ids": ["id/towns/a"], "properties": properties}))
    said: Any = extended(towns, read_entities(towns), asked, "en")
    row = said["rows"]["id/towns/a"]
    assert {name.removeprefix("cg:"): cells for name, cells in row.items()} == {
        "asOf": [{"date": "2020-02-07T00:00:00Z"}],
        "rank": [{"int": 3}],
        "share": [{"float": 0.5}],
        "open": [{"str": "true"}],
        "seen": [{"date": "2020-02-07T10:00:00Z"}],
        "year": [{"str": "2020"}],
        "huge": [{"str": "12345678901234567890"}],
        "inCountry": [{"str": "https://far.example/land"}],
        "none": [],
    }


def test_properties_are_proposed_by_how_many_things_have_them(towns: CityGraph) -> None:
    entities = read_entities(towns)
    said: Any = proposed(towns, entities, "cg:City", 3, "en")
    names = [each["name"] for each in said["properties"]]
    assert names[0] == "preferred label"
    assert set(names[1:]) == {"in country", "local government code"}
    assert proposed(towns, entities, "cg:Nothing", None, "en") == {
        "properties": [],
        "type": "cg:Nothing",
    }


def test_classes_and_properties_are_no_entities(bundled: CityGraph) -> None:
    entities: Entities = read_entities(bundled)
    assert SPACE + "ns#City" in entities.classes
    assert SPACE + "ns#inCity" in entities.properties
    assert not entities.things.keys() & {*entities.classes, *entities.properties}
    assert SPACE + "ns" not in entities.things


def test_a_literal_agrees_with_no_entity() -> None:
    assert agreement(ox.Literal("x"), Named("x")) == 0


@pytest.mark.parametrize("text", ["1300", " 1300.", "+1.3e3", "0.13E4", "１３００"])
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    assert agreement(ox.Literal(1300), text) == 1


@pytest.mark.parametrize("text", ["1_300", "13", "NaN", "0x514", "1e3", "1,3,00"])
def test_what_is_another_number_or_none_is_not_the_same(text: str) -> None:
    assert agreement(ox.Literal(1300), text) < 1
