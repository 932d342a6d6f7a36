"""Every way in which one constraint can be lost or loosened.

It is dropped, or a member of its list; its number is shifted by one, its bound included or
excluded, its class widened to a superclass, its pattern freed at one end or altogether, its kind of
node or datatype loosened, its query changed (`query_mutants`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from citygraph.validation.components import COMPONENTS
from citygraph.validation.paths import Predicate
from citygraph.validation.terms import rdfs, sh
from citygraph.vocabulary import PREFIXES, compact
from tests.graph.mutation.query_mutants import query_mutants

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from citygraph.validation.shapes import Constraint, Shape, Shapes
    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples

    Changes = Iterator[tuple[str, tuple[Constraint, ...]]]

_INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
_LISTS = frozenset({"in", "languageIn", "or", "xone"})
_EXCHANGED: Mapping[str, str] = {
    "lessThan": "lessThanOrEquals",
    "lessThanOrEquals": "lessThan",
    "minExclusive": "minInclusive",
    "minInclusive": "minExclusive",
    "xone": "or",
}
"""What a component is easily taken for."""

_LOOSER: Mapping[str, tuple[str, ...]] = {
    "IRI": ("BlankNodeOrIRI", "IRIOrLiteral"),
    "Literal": ("BlankNodeOrLiteral", "IRIOrLiteral"),
}


def short(node: Node) -> str:
    """Write a term as people do: a CURIE, or the text of a literal."""
    return compact(node.value) if isinstance(node, NamedNode) else str(node)


def constraint_mutants(
    constraint: Constraint, shape: Shape, shapes: Shapes, context: Triples
) -> Changes:
    """Give what may stand in place of a constraint, and what was done to it.

    Args:
        constraint: the constraint.
        shape: the shape that declares it.
        shapes: all shapes, which know the paths of the shape's properties.
        context: the ontology, which says what the superclasses are.
    """
    parameter, terms = constraint.component.parameter, constraint.terms
    yield f"{_value(constraint)}dropped", ()
    if parameter in _EXCHANGED:
        instead = replace(constraint, component=COMPONENTS[_EXCHANGED[parameter]])
        yield f"made sh:{_EXCHANGED[parameter]}", (instead,)
    if parameter in _LISTS and len(terms) > 1:
        yield from _shorter(constraint, terms)
    elif parameter == "closed":
        own = allowed_paths(shape.properties, shapes)
        yield from _shorter(constraint, [term for term in terms if term not in own])
    elif parameter in {"class", "datatype", "nodeKind", "pattern", "sparql"}:
        yield from _looser(constraint, context)
    elif isinstance(terms[0], Literal) and terms[0].datatype == _INTEGER:
        yield from _shifted(constraint, int(terms[0].value))


def _value(constraint: Constraint) -> str:
    """Name the value where a shape may have several constraints of one kind."""
    repeated = constraint.component.repeatable and len(constraint.terms) == 1
    return f"{short(constraint.terms[0])} " if repeated else ""


def _shorter(constraint: Constraint, terms: Collection[Node]) -> Changes:
    for term in terms:
        rest = tuple(each for each in constraint.terms if each != term)
        yield f"without {short(term)}", (replace(constraint, terms=rest),)


def _shifted(constraint: Constraint, number: int) -> Changes:
    counts = constraint.component.parameter.endswith("Count")
    at_least = constraint.component.parameter in {"minCount", "qualifiedMinCount"}
    for other in (number - 1, number + 1):
        if counts and other < at_least:
            continue  # no count is below zero, and "at least 0" is the constraint dropped
        shifted = Literal(str(other), datatype=_INTEGER)
        changed = replace(constraint, terms=(shifted, *constraint.terms[1:]))
        yield f"{number} made {other}", (changed,)


def _looser(constraint: Constraint, context: Triples) -> Changes:
    parameter, (first, *others) = constraint.component.parameter, constraint.terms
    if parameter == "class":
        for wider in context.objects(first, rdfs("subClassOf")):
            yield f"{short(first)} made {short(wider)}", (replace(constraint, terms=(wider,)),)
    elif parameter == "datatype":
        literal = replace(constraint, component=COMPONENTS["nodeKind"], terms=(sh("Literal"),))
        yield "made sh:nodeKind sh:Literal", (literal,)
    elif parameter == "nodeKind":
        for name in _LOOSER.get(first.value.rpartition("#")[2], ()):
            yield f"made sh:{name}", (replace(constraint, terms=(sh(name),)),)
    else:
        freed = _freed(first.value) if parameter == "pattern" else query_mutants(first.value)
        for change, text in freed:
            yield change, (replace(constraint, terms=(Literal(text), *others)),)


def _freed(pattern: str) -> Iterator[tuple[str, str]]:
    yield "matches anything", ".*"
    if pattern.startswith("^"):
        yield "without ^", pattern.removeprefix("^")
    if pattern.endswith("$"):
        yield "without $", pattern.removesuffix("$")


def allowed_paths(nodes: Collection[Node], shapes: Shapes) -> set[Node]:
    """Collect the properties that property shapes allow in a closed shape."""
    paths = (shapes.by_node[node].path for node in nodes)
    return {path.iri for path in paths if isinstance(path, Predicate)}
