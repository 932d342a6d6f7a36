"""Reading shapes from their triples, refusing what SHACL does not allow.

A misspelt parameter is no constraint at all in SHACL's eyes and would pass in silence; here every
property of the `sh:` namespace at a shape must be one that means something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.validation.components import COMPONENTS, KNOWN, TARGETS
from citygraph.validation.constraint_reading import read_constraints
from citygraph.validation.path_reading import read_path
from citygraph.validation.shape_terms import all_iris, list_of, one, truth
from citygraph.validation.shapes import IllFormedShapeError, Shape, Shapes, Targets
from citygraph.validation.terms import owl, rdf, rdfs, sh
from citygraph.validation.triples import Triples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.validation.terms import Node, Triple

_USING_ONE = ("property", "node", "not", "qualifiedValueShape")
_USING_LISTS = ("and", "or", "xone")
_SHACL = "http://www.w3.org/ns/shacl#"


def read_shapes(triples: Iterable[Triple]) -> Shapes:
    """Read all shapes of a shapes graph.

    Raises:
        IllFormedShapeError: a shape breaks SHACL's syntax; the message names shape and rule.

    >>> read_shapes([]).by_node
    {}
    """
    graph = Triples(triples)
    by_node = {node: _shape(graph, node) for node in _nodes(graph)}
    for shape in by_node.values():
        for each in shape.properties:
            if by_node[each].path is None:
                raise IllFormedShapeError(f"sh:property of {shape.node} names {each}, no path")
    return Shapes(by_node, _needs_pyshacl(graph))


def _nodes(graph: Triples) -> dict[Node, None]:
    """Find every shape: by its type, its targets, its parameters, or because another uses it."""
    found: dict[Node, None] = {}
    for kind in ("NodeShape", "PropertyShape"):
        found.update(dict.fromkeys(graph.subjects(rdf("type"), sh(kind))))
    for name in sorted({*TARGETS, *COMPONENTS, "property"}):
        found.update(dict.fromkeys(graph.having(sh(name))))
    for name in _USING_ONE:
        found.update(dict.fromkeys(graph.values(sh(name))))
    for name in _USING_LISTS:
        for start in graph.values(sh(name)):
            found.update(dict.fromkeys(list_of(graph, start)))
    return found


def _shape(graph: Triples, node: Node) -> Shape:
    _refuse_unknown(graph, node)
    path_node = one(graph, node, "path")
    path = None if path_node is None else read_path(graph, path_node)
    kinds = graph.objects(node, rdf("type"))
    if path is None and sh("PropertyShape") in kinds:
        raise IllFormedShapeError(f"the property shape {node} has no sh:path")
    if path is not None and sh("NodeShape") in kinds:
        raise IllFormedShapeError(f"the node shape {node} has a sh:path")
    implicit = (node,) if {rdfs("Class"), owl("Class")} & set(kinds) else ()
    return Shape(
        node,
        path,
        Targets(
            tuple(graph.objects(node, sh("targetNode"))),
            (*all_iris(graph, node, "targetClass"), *implicit),
            all_iris(graph, node, "targetSubjectsOf"),
            all_iris(graph, node, "targetObjectsOf"),
        ),
        tuple(read_constraints(graph, node, is_property=path is not None)),
        tuple(graph.objects(node, sh("property"))),
        tuple(_siblings(graph, node)),
        deactivated=truth(graph, node, "deactivated"),
    )


def _siblings(graph: Triples, node: Node) -> dict[Node, None]:
    """Find the shapes that a qualified value shape excludes (SHACL, section 4.7.3)."""
    if not truth(graph, node, "qualifiedValueShapesDisjoint"):
        return {}
    own = set(graph.objects(node, sh("qualifiedValueShape")))
    return {
        shape: None
        for parent in graph.subjects(sh("property"), node)
        for beside in graph.objects(parent, sh("property"))
        for shape in graph.objects(beside, sh("qualifiedValueShape"))
        if shape not in own
    }


def _refuse_unknown(graph: Triples, node: Node) -> None:
    described = graph.about(node)
    if not described:
        raise IllFormedShapeError(f"the shape {node} is used but nowhere described")
    for predicate in described:
        name = predicate.value.removeprefix(_SHACL)
        if name != predicate.value and name not in KNOWN:
            raise IllFormedShapeError(
                f"the shape {node} has sh:{name}, which no SHACL constraint, target or "
                "description is called"
            )


def _needs_pyshacl(graph: Triples) -> str | None:
    """Say which part of the shapes only pySHACL checks."""
    if graph.subjects(rdf("type"), sh("ConstraintComponent")):
        return "the shapes define constraint components of their own"
    for flags in graph.values(sh("flags")):
        if set(str(flags)) - set('"im'):
            return f"the shapes use the pattern flags {flags}"
    return None
