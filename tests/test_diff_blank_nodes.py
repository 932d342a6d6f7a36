"""Names of blank nodes: the same for isomorphic graphs, others for graphs that are not."""

import random

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.differences.blank_nodes import has_blank, named
from citygraph.errors import InputError

PREDICATES = [ox.NamedNode(f"urn:p{each}") for each in range(2)]
GROUND = [ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("x")]


def triples(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]


def names(text: str) -> set[ox.Triple]:
    return set(named(triples(text)).triples)


def canonical(found: list[ox.Triple]) -> set[str]:
    dataset = ox.Dataset(ox.Quad(*each) for each in found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


SAME = [
    ("<urn:s> <urn:p> [ <urn:q> 1 ] .", "<urn:s> <urn:p> _:x . _:x <urn:q> 1 ."),
    ("<urn:s> <urn:p> ( 1 2 3 ) .", "<urn:s> <urn:p> ( 1 2 3 ) ."),
    ("_:a <urn:p> _:b . _:b <urn:p> _:a .", "_:x <urn:p> _:y . _:y <urn:p> _:x ."),
    ("_:a <urn:p> _:c . _:b <urn:p> _:c .", "_:z <urn:p> _:y . _:x <urn:p> _:y ."),
    ("_:a <urn:p> _:a , [ <urn:q> 1 ] .", "_:c <urn:p> [ <urn:q> 1 ] , _:c ."),
    ("[] <urn:p> 1 . [] <urn:p> 1 .", "_:b <urn:p> 1 . _:a <urn:p> 1 ."),
]
OTHER = [
    ("<urn:s> <urn:p> [ <urn:q> 1 ] .", "<urn:s> <urn:p> [ <urn:q> 2 ] ."),
    ("<urn:s> <urn:p> ( 1 2 ) .", "<urn:s> <urn:p> ( 2 1 ) ."),
    ("<urn:s> <urn:p> [] .", "<urn:s> <urn:p> [] , [] ."),
    ("[] <urn:p> 1 .", "[] <urn:p> 1 . [] <urn:p> 1 ."),
    (
        "<urn:s> <urn:p> _:a . <urn:t> <urn:p> _:a . _:a <urn:q> 1 .",
        "<urn:s> <urn:p> [ <urn:q> 1 ] . <urn:t> <urn:p> [ <urn:q> 1 ] .",
    ),
    ("_:a <urn:p> _:b . _:b <urn:p> _:a .", "_:a <urn:p> _:a ."),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_isomorphic_graphs_get_equal_names(left: str, right: str) -> None:
    assert names(left) == names(right)


@pytest.mark.parametrize(("left", "right"), OTHER)
def test_graphs_that_are_not_isomorphic_differ(left: str, right: str) -> None:
    assert names(left) != names(right)


def test_a_change_elsewhere_leaves_a_name_alone() -> None:
    before = names("<urn:s> <urn:p> ( 1 2 ) . <urn:t> <urn:p> [ <urn:q> 1 ] .")
    after = names("<urn:s> <urn:p> ( 1 2 ) . <urn:t> <urn:p> [ <urn:q> 2 ] .")
    assert len(before - after) == 2  # what leads to the node, and what it says
    assert len(before & after) == 5  # the list


def test_what_hangs_is_told_from_what_stands_alone() -> None:
    found = named(triples("<urn:s> <urn:p> [ <urn:q> 1 ] . [] <urn:p> 2 ."))
    alone = {each.subject.value for each in found.triples if each.object.value == "2"}  # type: ignore[union-attr]
    hanging = {each.object.value for each in found.triples if str(each.subject) == "<urn:s>"}  # type: ignore[union-attr]
    assert found.hanging == hanging
    assert not found.hanging & alone


def test_a_long_list_is_no_deep_recursion() -> None:
    members = " ".join(map(str, range(3_000)))
    assert names(f"<urn:s> <urn:p> ( {members} ) .") == names(f"<urn:s> <urn:p> ( {members} ) .")


def test_a_reifier_without_a_name_is_named_by_what_it_says() -> None:
    text = "_:{0} <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <urn:s> <urn:p> 1 )>> ."
    assert names(text.format("a")) == names(text.format("b"))


def test_a_blank_node_within_a_triple_term_is_refused() -> None:
    text = "<urn:r> <urn:says> <<( _:a <urn:p> 1 )>> . _:a <urn:q> 1 ."
    assert has_blank(triples(text)[0])
    with pytest.raises(InputError, match="a blank node in a triple term cannot be compared"):
        names(text)


@st.composite
def graphs(draw: st.DrawFn) -> list[ox.Triple]:
    nodes = [ox.BlankNode(f"n{each}") for each in range(draw(st.integers(1, 4)))]
    anything = st.sampled_from([*nodes, *GROUND])
    subjects = st.sampled_from([*nodes, *GROUND[:2]])
    made = st.builds(ox.Triple, subjects, st.sampled_from(PREDICATES), anything)
    drawn = draw(st.lists(made, min_size=1, max_size=7, unique_by=str))
    return [each for each in drawn if has_blank(each)]


@settings(max_examples=30)  # each may start a process that finds names
@given(graphs(), graphs(), st.randoms())
def test_names_agree_with_rdfc(
    left: list[ox.Triple], right: list[ox.Triple], chance: random.Random
) -> None:
    again = [f"m{each}" for each in range(4)]
    chance.shuffle(again)

    def renamed(term: object) -> object:
        return ox.BlankNode(again[int(term.value[1:])]) if isinstance(term, ox.BlankNode) else term

    other = [
        ox.Triple(renamed(each.subject), each.predicate, renamed(each.object))  # type: ignore[arg-type]
        for each in left
    ]
    chance.shuffle(other)
    assert set(named(left).triples) == set(named(other).triples)
    same = canonical(left) == canonical(right)
    assert (set(named(left).triples) == set(named(right).triples)) is same
