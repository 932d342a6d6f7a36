"""The document about one thing: what it tells, in every format, and at what cost."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from citygraph import formats
from citygraph.exports.documents import (
    DOCUMENTS,
    Document,
    dataset_document,
    graph_document,
    thing_document,
)
from citygraph.exports.licences import CC0, CC_BY, licence_of
from citygraph.exports.surroundings import MOST, surroundings
from citygraph.graph import CityGraph
from citygraph.home import open_home
from citygraph.vocabulary import expand, graph_iri
from tests.counted_store import Counted

BASE = "https://w3id.org/citygraph/"
TOKYO = BASE + "id/tokyo/tokyo"
CLAIM = "0188b2caf3753c77"
CITY = "@prefix osaka: <https://w3id.org/citygraph/id/osaka/> .\nosaka:osaka a <urn:City> .\n"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name))


def written(found: Document | None) -> bytes:
    assert found is not None
    return b"".join(found.pieces)


def document(graph: CityGraph, iri: str, form: str) -> set[ox.Triple]:
    read = ox.parse(
        written(thing_document(graph, iri, form)), format=formats.oxigraph(DOCUMENTS[form])
    )
    return {quad.triple for quad in read}


def user_graph(folder: Path, *lines: str) -> CityGraph:
    path = folder / "osaka.ttl"
    path.write_text(CITY + "\n".join(lines), encoding="utf-8")
    return CityGraph.load(path)


@pytest.mark.parametrize("local", ["id/tokyo/tokyo", "voc/robots", "id/sources/scir2022-tokyo"])
def test_every_format_tells_the_same_but_of_itself(bundled: CityGraph, local: str) -> None:
    told = {}
    for form, known in DOCUMENTS.items():
        itself = ox.NamedNode(BASE + local + known.suffixes[0])
        triples = document(bundled, BASE + local, form)
        told[form] = {each for each in triples if each.subject != itself}
        own = {(each.predicate.value, each.object) for each in triples - told[form]}
        assert (expand("foaf:primaryTopic"), ox.NamedNode(BASE + local)) in own
        others = {BASE + local + each.suffixes[0] for each in DOCUMENTS.values()} - {itself.value}
        assert {
            value.value
            for name, value in own
            if name == expand("dcterms:hasFormat") and isinstance(value, ox.NamedNode)
        } == others
    assert told["turtle"] == told["jsonld"] == told["nt"] == told["rdfxml"]
    assert len(told["turtle"]) > 30


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_document_has_the_same_bytes_every_time(bundled: CityGraph, form: str) -> None:
    first, again = (written(thing_document(bundled, TOKYO, form)) for _ in range(2))
    assert first == again
    assert written(thing_document(CityGraph.load(), TOKYO, form)) == first


def test_a_document_tells_all_that_the_thing_says(bundled: CityGraph) -> None:
    own = {
        quad.triple for quad in bundled.engine.quads_for_pattern(ox.NamedNode(TOKYO), None, None)
    }
    assert own
    assert own <= document(bundled, TOKYO, "turtle")


def test_a_document_tells_what_others_say_of_the_thing_and_their_names(bundled: CityGraph) -> None:
    triples = document(bundled, TOKYO, "turtle")
    assert ox.Triple(node("id:japan"), node("cg:capital"), ox.NamedNode(TOKYO)) in triples
    for thing in ("id:japan", "cg:capital", "cg:City", "cg:exposedTo", "cgv:earthquakes"):
        names = {
            each.object.language
            for each in triples
            if each.subject == node(thing) and isinstance(each.object, ox.Literal)
        }
        assert names == {"en", "ja", "ko"}, thing


def test_a_document_tells_the_claims_behind_the_facts(bundled: CityGraph) -> None:
    triples = document(bundled, TOKYO, "turtle")
    claims = {
        each.subject
        for each in triples
        if each.predicate == node("rdf:subject") and each.object == ox.NamedNode(TOKYO)
    }
    claimed = {
        (each.predicate, each.object) for each in triples if each.subject == ox.NamedNode(TOKYO)
    }
    assert len(claims) >= 7
    for claim in claims:
        said = {each.predicate: each.object for each in triples if each.subject == claim}
        assert (said[node("rdf:predicate")], said[node("rdf:object")]) in claimed
        assert {node("cg:claimStatus"), node("prov:wasDerivedFrom")} <= said.keys()


def test_values_without_a_name_are_told_with_the_thing(bundled: CityGraph) -> None:
    observation = BASE + "id/tokyo/area-stated"
    triples = document(bundled, observation, "turtle")
    (result,) = (
        each.object
        for each in triples
        if each.subject == ox.NamedNode(observation) and each.predicate == node("sosa:hasResult")
    )
    assert node("qudt:unit") in {each.predicate for each in triples if each.subject == result}


def test_from_a_claim_one_gets_to_the_position_in_the_text(bundled: CityGraph) -> None:
    triples = document(bundled, f"{BASE}id/tokyo/claim-{CLAIM}", "turtle")
    starts = {each.object for each in triples if each.predicate == node("oa:start")}
    assert {start.value for start in starts if isinstance(start, ox.Literal)} == {"1364"}


def test_a_document_says_of_which_data_it_is_a_part_and_their_licence(bundled: CityGraph) -> None:
    itself = ox.NamedNode(TOKYO + ".ttl")
    own = {
        (each.predicate, str(each.object)[1:-1])
        for each in document(bundled, TOKYO, "turtle")
        if each.subject == itself
    }
    assert {
        (node("void:inDataset"), graph_iri("tokyo")),
        (node("void:inDataset"), graph_iri("tokyo.links")),
        (node("dcterms:license"), CC0),
    } <= own
    assert (node("dcterms:license"), CC_BY) not in own


def test_the_number_of_queries_does_not_depend_on_the_thing(bundled: CityGraph) -> None:
    counts = set()
    for local in ("id/tokyo/tokyo", "id/tokyo/claim-" + CLAIM, "voc/external"):
        counted = Counted(bundled)
        assert surroundings(counted, BASE + local) is not None
        counts.add(counted.count)
    assert counts == {9}


def test_nothing_is_told_of_what_nobody_speaks_of(bundled: CityGraph) -> None:
    assert thing_document(bundled, BASE + "id/tokyo/nowhere", "turtle") is None
    assert graph_document(bundled, BASE + "graph/nowhere", "turtle") is None


def test_of_very_many_statements_of_others_it_says_that_some_are_missing(tmp_path: Path) -> None:
    many = [f"osaka:n{number:04} <urn:in> osaka:osaka ." for number in range(MOST + 1)]
    iri = BASE + "id/osaka/osaka"
    short = surroundings(user_graph(tmp_path, *many), iri)
    whole = surroundings(user_graph(tmp_path, *many[1:]), iri)
    assert short is not None
    assert whole is not None
    assert (short.whole, whole.whole) == (False, True)
    assert sum(each.predicate.value == "urn:in" for each in short.triples) == MOST
    triples = document(user_graph(tmp_path, *many), iri, "turtle")
    said = [each.object for each in triples if each.predicate == node("rdfs:comment")]
    assert sorted(each.language or "" for each in said if isinstance(each, ox.Literal)) == [
        *("en", "ja", "ko")
    ]


def test_blank_nodes_come_with_what_is_said_of_them(tmp_path: Path) -> None:
    graph = user_graph(tmp_path, "osaka:osaka <urn:at> [ <urn:street> [ <urn:no> 7 ] ] .")
    triples = document(graph, BASE + "id/osaka/osaka", "nt")
    street, number = (
        next(each for each in triples if each.predicate.value == name)
        for name in ("urn:street", "urn:no")
    )
    assert street.object == number.subject
    assert ox.Literal("7", datatype=node("xsd:integer")) == number.object


def test_a_licence_is_said_of_this_project_only(tmp_path: Path) -> None:
    triples = document(user_graph(tmp_path), BASE + "id/osaka/osaka", "turtle")
    assert not [each for each in triples if each.predicate == node("dcterms:license")]
    assert licence_of(graph_iri("citygraph"), open_home()) == CC_BY
    assert licence_of(graph_iri("city"), open_home()) == CC_BY  # the shapes of a city
    assert licence_of(graph_iri("tokyo"), user_graph(tmp_path).home) is None


@pytest.mark.parametrize("stem", ["tokyo", "technologies", "alignments"])
def test_a_graph_is_a_document_as_a_whole(bundled: CityGraph, stem: str) -> None:
    text = written(graph_document(bundled, graph_iri(stem), "nt"))
    read = {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)}
    assert read == set(bundled.triples(graph_iri(stem)))


def test_the_dataset_is_described_where_it_is_the_bundled_one(
    bundled: CityGraph, tmp_path: Path
) -> None:
    assert b"void:Dataset" in written(dataset_document(bundled, "turtle"))
    assert dataset_document(user_graph(tmp_path), "turtle") is None
