"""RDF 1.2 Turtle: claims as reifiers, and nothing asserted that the graph does not assert."""

from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.exports import FILES, select
from citygraph.graph import CityGraph
from tests.rdf_graphs import canonical, exported, iris, literals, texts
from tests.reified import CLAIM, OBJECT, PREDICATE, REIFIES, SUBJECT, TYPE, unreified

STATUS = ox.NamedNode("https://w3id.org/citygraph/ns#claimStatus")
STATED = ox.NamedNode("https://w3id.org/citygraph/voc/stated")


def read(content: bytes) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)]


def chosen(graph: CityGraph, part: str) -> tuple[bytes, list[ox.Triple]]:
    selection = select(graph, part)
    triples = [triple for iri in selection.iris for triple in selection.triples(iri)]
    return b"".join(FILES["rdf12"](selection)), triples


def claim(name: str, about: ox.Triple, *more: ox.Triple) -> list[ox.Triple]:
    node = ox.NamedNode(f"urn:claim:{name}")
    return [
        ox.Triple(node, TYPE, CLAIM),
        ox.Triple(node, SUBJECT, about.subject),
        ox.Triple(node, PREDICATE, about.predicate),
        ox.Triple(node, OBJECT, about.object),
        ox.Triple(node, STATUS, STATED),
        *more,
    ]


@pytest.mark.parametrize("part", ["all", "evidence", "facts"])
def test_the_claims_come_back(part: str, bundled: CityGraph) -> None:
    content, triples = chosen(bundled, part)
    assert canonical(unreified(read(content))) == canonical(triples)


def test_each_claim_reifies_its_triple_and_says_it_no_other_way(bundled: CityGraph) -> None:
    content, triples = chosen(bundled, "all")
    made = read(content)
    reified = {each.subject: each.object for each in made if each.predicate == REIFIES}
    claims = {each.subject for each in triples if (each.predicate, each.object) == (TYPE, CLAIM)}
    assert len(claims) > 500
    assert reified.keys() == claims
    assert not {each.predicate for each in made} & {SUBJECT, PREDICATE, OBJECT}
    assert content.count(b"{|") + content.count(b"\n<< ") == len(claims)


def test_nothing_is_asserted_that_the_graph_does_not_assert(bundled: CityGraph) -> None:
    content, triples = chosen(bundled, "all")
    made = [each for each in read(content) if each.predicate != REIFIES]
    assert set(made) <= set(triples)
    about = {each.object for each in read(content) if each.predicate == REIFIES}
    contradicted = about - set(triples)
    assert contradicted, "claims that contradict what is asserted"
    assert not contradicted & set(made)


def test_evidence_alone_asserts_no_fact(bundled: CityGraph) -> None:
    content, triples = chosen(bundled, "evidence")
    assert b"{|" not in content
    assert {each for each in read(content) if each.predicate != REIFIES} <= set(triples)


def test_what_is_no_claim_about_one_triple_stays_as_it_is() -> None:
    about = ox.Triple(STATED, STATUS, STATED)
    two = claim("two", about, ox.Triple(ox.NamedNode("urn:claim:two"), OBJECT, CLAIM))
    none = [each for each in claim("none", about) if each.predicate != OBJECT]
    untyped = [each for each in claim("untyped", about) if each.predicate != TYPE]
    odd = claim("odd", about, ox.Triple(ox.NamedNode("urn:claim:odd"), SUBJECT, ox.Literal("x")))
    odd = [each for each in odd if (each.predicate, each.object) != (SUBJECT, STATED)]
    for graph in (two, none, untyped, odd):
        content = exported("rdf12", graph)
        assert canonical(read(content)) == canonical(graph)


def test_a_claim_about_a_claim() -> None:
    inner = claim("inner", ox.Triple(STATED, STATUS, ox.Literal("a\t.\n", language="ja-Hani")))
    outer = claim("outer", inner[4])
    content = exported("rdf12", inner + outer)
    assert canonical(unreified(read(content))) == canonical(inner + outer)
    assert inner[4] in read(content)


facts = st.builds(ox.Triple, iris, iris, iris | literals(texts))


@settings(max_examples=60)
@given(said=st.lists(facts, max_size=4), claimed=st.lists(facts, min_size=1, max_size=4))
def test_any_triple_can_be_claimed(said: Iterable[ox.Triple], claimed: Iterable[ox.Triple]) -> None:
    graph = [*said]
    for place, about in enumerate([*claimed, *said]):
        graph += claim(str(place), about)
    content = exported("rdf12", graph)
    assert canonical(unreified(read(content))) == canonical(graph)
    assert {each for each in read(content) if each.predicate != REIFIES} <= set(graph)
