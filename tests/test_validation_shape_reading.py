"""Shapes are read as SHACL says, and refused where it forbids them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

from citygraph.validation.finding import Severity
from citygraph.validation.shape_reading import read_shapes
from citygraph.validation.shapes import IllFormedShapeError
from tests.shacl import EX, triples

if TYPE_CHECKING:
    from pathlib import Path

WRONG = {
    "ex:s sh:targetNode ex:a ; sh:minCoutn 1 .": "has sh:minCoutn, which no SHACL constraint",
    "ex:s sh:targetNode ex:a ; sh:rule ex:r .": "has sh:rule, which no SHACL constraint",
    "ex:s sh:targetNode ex:a ; sh:property ex:p .": "used but nowhere described",
    "ex:s sh:targetNode ex:a ; sh:property ex:p . ex:p sh:class ex:C .": "names .*, no path",
    "ex:s a sh:NodeShape ; sh:path ex:p .": "node shape .* has a sh:path",
    "ex:s a sh:PropertyShape ; sh:minCount 1 .": "property shape .* has no sh:path",
    "ex:s sh:path ex:p, ex:q ; sh:minCount 1 .": "2 values of sh:path, expected one",
    "ex:s sh:path 'p' ; sh:minCount 1 .": "none that SHACL knows",
    "ex:s sh:path [] ; sh:minCount 1 .": "none that SHACL knows",
    "ex:s sh:path ( ex:p ) ; sh:minCount 1 .": "fewer than two members",
    "ex:s sh:path [ sh:alternativePath ( ex:p ) ] ; sh:minCount 1 .": "fewer than two members",
    "ex:s sh:path [ sh:alternativePath ex:p ] ; sh:minCount 1 .": "no well-formed list",
    "ex:s sh:path [ sh:inversePath ex:p ; sh:zeroOrMorePath ex:q ] ; sh:minCount 1 .": "none that",
    "ex:s sh:path _:x ; sh:minCount 1 . _:x sh:inversePath _:x .": "part of itself",
    "ex:s sh:targetClass 'City' ; sh:class ex:C .": "sh:targetClass .* expected an IRI",
    "ex:s sh:targetNode ex:a ; sh:minCount 1 .": "is a node shape: sh:minCount is for property",
    "ex:s sh:path ex:p ; sh:minCount 1, 2 .": "2 values of sh:minCount, expected one",
    "ex:s sh:path ex:p ; sh:minCount '1' .": "expected a count",
    "ex:s sh:path ex:p ; sh:minCount -1 .": "expected a count",
    "ex:s sh:path ex:p ; sh:class 'C' .": "expected an IRI",
    "ex:s sh:path ex:p ; sh:minInclusive ex:a .": "expected a literal",
    "ex:s sh:path ex:p ; sh:uniqueLang 1 .": "neither true nor false",
    "ex:s sh:path ex:p ; sh:pattern 1 .": "expected a text",
    "ex:s sh:path ex:p ; sh:pattern '[' .": r"no regular expression: \[",
    "ex:s sh:path ex:p ; sh:in ex:a .": "no well-formed list",
    "ex:s sh:path ex:p ; sh:in () .": "is an empty list",
    "ex:s sh:path ex:p ; sh:or _:l . _:l rdf:first ex:t ; rdf:rest _:l .": "no well-formed list",
    "ex:s sh:path ex:p ; sh:qualifiedMinCount 1 .": "without sh:qualifiedValueShape",
    "ex:s sh:path ex:p ; sh:minCount 1 ; sh:severity ex:Bad .": "none of SHACL's three",
    "ex:s sh:path ex:p ; sh:minCount 1 ; sh:message 1 .": "sh:message .* expected a text",
    "ex:s sh:path ex:p ; sh:minCount 1 ; sh:deactivated 'no' .": "neither true nor false",
    "ex:s sh:sparql [ sh:ask 'ASK {}' ] .": "has sh:ask",
    "ex:s sh:sparql [ sh:message 'm' ] .": "no text in sh:select",
    "ex:s sh:sparql [ sh:select 'SELECT $this {}' ; sh:prefixes ex:o ] . "
    "ex:o sh:declare [ sh:prefix 'p' ] .": "declares a prefix without name or namespace",
}


@pytest.mark.parametrize("shapes", WRONG, ids=WRONG.values())
def test_ill_formed_shapes_are_refused(shapes: str, tmp_path: Path) -> None:
    with pytest.raises(IllFormedShapeError, match=WRONG[shapes]):
        read_shapes(triples(shapes, tmp_path))


def test_what_a_shape_says_is_read(tmp_path: Path) -> None:
    turtle = """
    ex:town a sh:NodeShape ; sh:targetClass ex:Town ; sh:targetNode ex:a ; sh:property ex:name .
    ex:name a sh:PropertyShape ; sh:path ex:p ; sh:minCount 1 ; sh:class ex:A, ex:B ;
        sh:severity sh:Warning ; sh:message "name"@en, "名"@ja ; sh:description "add one"@en ;
        sh:name "name"@en ; sh:order 1 ; sh:group ex:g ; ex:note 1 .
    """
    shapes = read_shapes(triples(turtle, tmp_path))
    town, name = (shapes.by_node[NamedNode(EX + each)] for each in ("town", "name"))
    assert [shape.node for shape in shapes.targeted()] == [town.node]
    assert (town.targets.classes, town.targets.nodes) == (
        (NamedNode(EX + "Town"),),
        (NamedNode(EX + "a"),),
    )
    assert (str(name.path), town.properties) == (f"<{EX}p>", (name.node,))
    components = [constraint.component.parameter for constraint in name.constraints]
    assert components == ["class", "class", "minCount"]
    for constraint in name.constraints:
        assert constraint.severity is Severity.WARNING
        assert [text.value for text in constraint.messages] == ["name", "名"]
        assert constraint.fixes == (Literal("add one", language="en"),)
    assert len(shapes.constraints()) == 3


def test_constraints_are_counted_once_where_they_are_reached_and_active(tmp_path: Path) -> None:
    turtle = """
    ex:one sh:targetNode ex:a ; sh:property ex:shared ; sh:node ex:deeper .
    ex:two sh:targetNode ex:b ; sh:property ex:shared ; sh:or ( ex:deeper [ sh:class ex:C ] ) .
    ex:off sh:targetNode ex:c ; sh:deactivated true ; sh:class ex:C .
    ex:idle a sh:NodeShape ; sh:class ex:C .
    ex:shared sh:path ex:p ; sh:minCount 1 ; sh:maxCount 2 .
    ex:deeper sh:property [ sh:path ex:q ; sh:qualifiedMinCount 1 ;
        sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ] .
    """
    # sh:node, sh:or, two counts, one class, one qualified count, one node kind
    assert len(read_shapes(triples(turtle, tmp_path)).constraints()) == 7


@pytest.mark.parametrize(
    ("turtle", "why"),
    [
        ("ex:c a sh:ConstraintComponent .", "constraint components of their own"),
        ("ex:s sh:path ex:p ; sh:pattern 'a' ; sh:flags 'x' .", "pattern flags"),
        ("ex:s sh:path ex:p ; sh:pattern 'a' ; sh:flags 'im' .", None),
    ],
)
def test_what_only_pyshacl_checks_is_noticed(turtle: str, why: str | None, tmp_path: Path) -> None:
    reason = read_shapes(triples(turtle, tmp_path)).needs_pyshacl
    assert (why is None and reason is None) or (why and reason and why in reason)
