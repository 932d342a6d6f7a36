"""How far the shapes look: the properties by which checks leave their focus node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citygraph.home import open_home
from citygraph.validation.reach import Reach, reach_of, steps_of_query
from citygraph.validation.reading import read_shape_files
from citygraph.validation.shape_reading import read_shapes
from citygraph.validation.shapes import NeedsPyshaclError
from citygraph.vocabulary import compact
from tests.shacl import EX, triples

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from pyoxigraph import NamedNode

ALWAYS = {"rdf:type", "rdfs:subClassOf"}


def names(iris: Collection[NamedNode]) -> set[str]:
    return {compact(iri.value).removeprefix(EX) for iri in iris}


def reach(turtle: str, folder: Path) -> tuple[set[str], set[str], set[str]]:
    found = reach_of(read_shapes(triples(turtle, folder)))
    return names(found.onward) - ALWAYS, names(found.to_focus), names(found.to_others)


@pytest.mark.parametrize(
    ("shape", "onward", "to_focus", "to_others"),
    [
        ("sh:property [ sh:path ex:p ; sh:class ex:D ]", "", "", ""),
        ("sh:property [ sh:path ( ex:p ex:q ex:r ) ; sh:minCount 1 ]", "q r", "", ""),
        ("sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:minCount 1 ]", "", "p", ""),
        (
            "sh:property [ sh:path [ sh:inversePath ( ex:p ex:q ) ] ; sh:minCount 1 ]",
            *("", "q", "p"),
        ),
        (
            "sh:property [ sh:path ( [ sh:inversePath ex:p ] [ sh:inversePath ex:q ] ) ; ex:x 1 ]",
            *("", "p", "q"),
        ),
        ("sh:property [ sh:path [ sh:oneOrMorePath ex:p ] ; sh:minCount 1 ]", "p", "", ""),
        (
            "sh:property [ sh:path [ sh:zeroOrMorePath [ sh:inversePath ex:p ] ] ; sh:minCount 1 ]",
            *("", "p", "p"),
        ),
        (
            "sh:property [ sh:path [ sh:alternativePath ( ex:p [ sh:inversePath ex:q ] ) ] ]",
            *("", "q", ""),
        ),
        ("sh:property [ sh:path ex:p ; sh:node [ sh:property ex:deep ] ]", "q", "", "r"),
        ("sh:node [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ]", "", "", ""),
        ("sh:property [ sh:path ex:p ; sh:or ( [ sh:property ex:deep ] ex:t ) ]", "q", "", "r"),
    ],
)
def test_each_kind_of_path(
    shape: str, onward: str, to_focus: str, to_others: str, tmp_path: Path
) -> None:
    deep = "ex:deep sh:path ( ex:q [ sh:inversePath ex:r ] ) ; sh:minCount 1 . ex:t sh:class ex:T ."
    turtle = f"ex:s a sh:NodeShape ; sh:targetClass ex:C ; {shape} . {deep}"
    expected = tuple(set(each.split()) for each in (onward, to_focus, to_others))
    assert reach(turtle, tmp_path) == expected


def test_shapes_that_are_not_reached_do_not_count(tmp_path: Path) -> None:
    turtle = "ex:s a sh:NodeShape ; sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ] ."
    assert reach(turtle, tmp_path) == (set(), set(), set())


def steps(query: str) -> set[str]:
    """Write each step as `^` if it goes back, the property, and `!` if it is a first one."""
    found = steps_of_query(f"PREFIX ex: <{EX}> SELECT $this WHERE {{ {query} }}")
    return {
        f"{'^' if step.back else ''}{step.iri.value.removeprefix(EX)}{'!' if step.first else ''}"
        for step in found
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("$this ex:p ?a . ?a ex:q ?b", "p! q"),
        ("?a ex:p $this . ?a ex:q ?b . ?b ex:r 1", "^p! q r"),
        ("?b ex:q ?a . $this ex:p ?a", "p! ^q"),
        ("$this ex:p+ $this", "p! p"),
        ("$this ^ex:p/ex:q ?a", "^p! q"),
        ("?a ex:p|ex:q $this FILTER EXISTS { ?a ex:r ?b }", "^p! ^q! r"),
        ("$this ?any ?a . ?a ?more ?b FILTER(?more IN (ex:p, ex:q))", "p! q! p q"),
        ("$this ex:p ?a OPTIONAL { ?a ex:q ?b } { ?b ex:r ?c } UNION { ?b ex:t ?d }", "p! q r t"),
        ("?a ex:p ?b . FILTER NOT EXISTS { $this ex:q ?c }", "q! p"),
    ],
)
def test_the_patterns_of_a_query_lead_away_from_its_focus_node(query: str, expected: str) -> None:
    assert steps(query) == set(expected.split())


def test_the_order_of_patterns_makes_no_difference() -> None:
    patterns = ["?parent ex:has $this", "?parent ex:has ?other", "?other ex:n ?v", "$this ex:n ?v"]
    assert steps(" . ".join(patterns)) == steps(" . ".join(reversed(patterns)))
    assert steps(" . ".join(patterns)) == {"^has!", "has", "n", "n!"}


def test_a_query_that_does_not_parse() -> None:
    with pytest.raises(NeedsPyshaclError, match="a SPARQL constraint does not parse"):
        steps_of_query("SELECT nothing")


def test_the_bundled_shapes_never_look_backwards_but_at_their_focus_nodes() -> None:
    """Dates and countries are shared by all cities: who points at them is nobody's concern."""
    found: Reach = reach_of(read_shapes(read_shape_files(open_home().shapes)))
    assert found.to_others == frozenset()
    assert {"cg:hasGoal", "cg:provides", "dcterms:publisher"} <= names(found.to_focus)
    assert not {"cg:startedOn", "cg:inCountry"} & names(found.to_focus)
    assert {*ALWAYS, "cg:earliest", "qudt:unit", "skos:broader"} <= names(found.onward)
