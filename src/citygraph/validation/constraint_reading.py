"""Reading what one shape demands: a constraint for each component and value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.validation.components import COMPONENTS, Takes
from citygraph.validation.finding import Severity
from citygraph.validation.path_reading import read_path
from citygraph.validation.paths import Predicate
from citygraph.validation.shape_terms import all_iris, iri, is_literal, list_of, one, texts, truth
from citygraph.validation.shapes import Constraint, IllFormedShapeError
from citygraph.validation.terms import sh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples

_SPARQL_PROPERTIES = frozenset({"select", "message", "prefixes", "deactivated"})
_SHACL = "http://www.w3.org/ns/shacl#"


def read_constraints(graph: Triples, node: Node, *, is_property: bool) -> Iterator[Constraint]:
    """Read the constraints of a shape, in the order of the specification.

    A parameter that switches its component off (`sh:closed false`) makes no constraint.

    Raises:
        IllFormedShapeError: a parameter has a value that SHACL does not allow.
    """
    severity = _severity(graph, node)
    messages, fixes = texts(graph, node, "message"), texts(graph, node, "description")
    for component in COMPONENTS.values():
        values = graph.objects(node, sh(component.parameter))
        if values and component.property_only and not is_property:
            raise IllFormedShapeError(
                f"{node} is a node shape: sh:{component.parameter} is for property shapes"
            )
        if not component.repeatable:
            one(graph, node, component.parameter)
        read = _READERS[component.takes]
        for value in values:
            terms = read(graph, node, component.parameter, value)
            if terms is not None:
                source = value if component.takes is Takes.SELECT else None
                own = texts(graph, value, "message") if source is not None else ()
                yield Constraint(component, terms, node, severity, own or messages, fixes, source)


def _iri(graph: Triples, node: Node, name: str, value: Node) -> tuple[Node, ...]:
    del graph
    return (iri(node, name, value),)


def _count(graph: Triples, node: Node, name: str, value: Node) -> tuple[Node, ...]:
    if not is_literal(value, "integer") or not re.fullmatch(r"\+?\d+", value.value):
        raise IllFormedShapeError(f"sh:{name} of {node} is {value}, expected a count (xsd:integer)")
    if not name.startswith("qualified"):
        return (value,)
    shape = one(graph, node, "qualifiedValueShape")
    if shape is None:
        raise IllFormedShapeError(f"{node} counts qualified values without sh:qualifiedValueShape")
    return (value, shape)


def _truth(graph: Triples, node: Node, name: str, value: Node) -> tuple[Node, ...] | None:
    if not truth(graph, node, name):
        return None
    return tuple(_allowed(graph, node)) if name == "closed" else (value,)


def _allowed(graph: Triples, node: Node) -> Iterator[Node]:
    """List the properties that a closed shape allows: its own paths, and those it ignores."""
    for shape in graph.objects(node, sh("property")):
        path_node = one(graph, shape, "path")
        path = None if path_node is None else read_path(graph, path_node)
        if isinstance(path, Predicate):
            yield path.iri
    ignored = one(graph, node, "ignoredProperties")
    yield from () if ignored is None else list_of(graph, ignored)


def _pattern(graph: Triples, node: Node, name: str, value: Node) -> tuple[Node, ...]:
    if not is_literal(value, "string"):
        raise IllFormedShapeError(f"sh:{name} of {node} is {value}, expected a text")
    try:
        re.compile(value.value)
    except re.error as error:
        raise IllFormedShapeError(
            f"sh:{name} of {node} is no regular expression: {value.value}: {error}"
        ) from error
    flags = one(graph, node, "flags")
    return (value,) if flags is None else (value, flags)


def _literal(graph: Triples, node: Node, name: str, value: Node) -> tuple[Node, ...]:
    from pyoxigraph import Literal

    del graph
    if not isinstance(value, Literal):
        raise IllFormedShapeError(f"sh:{name} of {node} is {value}, expected a literal")
    return (value,)


def _list(graph: Triples, node: Node, name: str, value: Node) -> tuple[Node, ...]:
    members = tuple(list_of(graph, value))
    if not members:
        raise IllFormedShapeError(f"sh:{name} of {node} is an empty list")
    return members


def _select(graph: Triples, node: Node, name: str, value: Node) -> tuple[Node, ...] | None:
    for predicate in graph.about(value):
        said = predicate.value.removeprefix(_SHACL)
        if said != predicate.value and said not in _SPARQL_PROPERTIES:
            raise IllFormedShapeError(f"the SPARQL constraint {value} has sh:{said}")
    select = one(graph, value, "select")
    if select is None or not is_literal(select, "string"):
        raise IllFormedShapeError(f"sh:{name} of {node} has no text in sh:select: {value}")
    return None if truth(graph, value, "deactivated") else (select, *_prefixes(graph, value))


def _prefixes(graph: Triples, source: Node) -> Iterator[Node]:
    """Write the prefixes declared for a SPARQL constraint as literals `PREFIX p: <…>`."""
    from pyoxigraph import Literal

    for ontology in all_iris(graph, source, "prefixes"):
        for declaration in graph.objects(ontology, sh("declare")):
            prefix, space = one(graph, declaration, "prefix"), one(graph, declaration, "namespace")
            if not isinstance(prefix, Literal) or not isinstance(space, Literal):
                raise IllFormedShapeError(f"{ontology} declares a prefix without name or namespace")
            yield Literal(f"PREFIX {prefix.value}: <{space.value}>")


def _severity(graph: Triples, node: Node) -> Severity:
    stated = one(graph, node, "severity")
    for severity in Severity:
        if stated == sh(severity.iri.removeprefix(_SHACL)):
            return severity
    if stated is not None:
        raise IllFormedShapeError(f"sh:severity of {node} is {stated}, none of SHACL's three")
    return Severity.VIOLATION


def _anything(graph: Triples, node: Node, name: str, value: Node) -> tuple[Node, ...]:
    del graph, node, name
    return (value,)


_READERS: Mapping[Takes, Callable[[Triples, Node, str, Node], tuple[Node, ...] | None]] = {
    Takes.TERM: _anything,
    Takes.IRI: _iri,
    Takes.COUNT: _count,
    Takes.TRUTH: _truth,
    Takes.PATTERN: _pattern,
    Takes.LITERAL: _literal,
    Takes.LIST: _list,
    Takes.SHAPE: _anything,
    Takes.SHAPES: _list,
    Takes.SELECT: _select,
}
"""How each kind of parameter is read: its terms, or `None` where it switches its component off."""
