"""Every way in which one line of a shape can be lost or loosened, one mutant each.

A mutant is a shape in place of another. Dropped are targets, property shapes, constraints and
members of lists; numbers are shifted by one, bounds included or excluded, classes widened to their
superclasses, patterns freed at one end or altogether, kinds and datatypes loosened, severities
lowered. What a SPARQL constraint asks is mutated in `query_mutants`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from citygraph.validation.components import COMPONENTS
from citygraph.validation.finding import Severity
from citygraph.validation.paths import Predicate
from citygraph.validation.terms import rdfs, sh
from citygraph.vocabulary import PREFIXES, compact
from tests.graph.mutation.query_mutants import query_mutants

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from citygraph.validation.shapes import Constraint, Shape, Shapes, Targets
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


class Mutant(NamedTuple):
    """One shape, changed in one place.

    Attributes:
        change: what was done to it, in words.
        shape: the shape in place of the one with the same node.
    """

    change: str
    shape: Shape

    @property
    def name(self) -> str:
        """The shape and what was done to it."""
        return f"{short(self.shape.node)}: {self.change}"


def short(node: Node) -> str:
    """Write a term as people do: a CURIE, or the text of a literal."""
    return compact(node.value) if isinstance(node, NamedNode) else str(node)


def shape_mutants(shapes: Shapes, context: Triples) -> Iterator[Mutant]:
    """Change every shape in every way.

    Args:
        shapes: all shapes.
        context: the ontology, which says what the superclasses are.
    """
    reporting = _reporting(shapes)
    for shape in shapes.by_node.values():
        for change, targets in _fewer_targets(shape.targets):
            yield Mutant(change, replace(shape, targets=targets))
        for node in shape.properties:
            yield Mutant(f"sh:property {short(node)} dropped", _without(shape, node, shapes))
        for place, constraint in enumerate(shape.constraints):
            for change, instead in _changes(constraint, shape, shapes, context):
                kept = (*shape.constraints[:place], *instead, *shape.constraints[place + 1 :])
                yield Mutant(
                    f"sh:{constraint.component.parameter} {change}",
                    replace(shape, constraints=kept),
                )
        if shape.constraints and shape.node in reporting:
            lower = (replace(each, severity=Severity.INFO) for each in shape.constraints)
            yield Mutant("sh:severity lowered", replace(shape, constraints=tuple(lower)))


def _reporting(shapes: Shapes) -> set[Node]:
    """Find the shapes whose severity is seen: a shape that only `sh:node` asks never reports."""
    found: set[Node] = set()
    ahead = [shape.node for shape in shapes.targeted()]
    while ahead:
        node = ahead.pop()
        if node not in found:
            found.add(node)
            ahead.extend(shapes.by_node[node].properties)
    return found


def _fewer_targets(targets: Targets) -> Iterator[tuple[str, Targets]]:
    for kind in targets.classes:
        rest = tuple(each for each in targets.classes if each != kind)
        yield f"sh:targetClass {short(kind)} dropped", replace(targets, classes=rest)
    for predicate in targets.subjects_of:
        left = tuple(each for each in targets.subjects_of if each != predicate)
        yield (
            f"sh:targetSubjectsOf {short(predicate)} dropped",
            replace(targets, subjects_of=left),
        )


def _without(shape: Shape, node: Node, shapes: Shapes) -> Shape:
    """Drop one property shape: a closed shape then no longer allows its path."""
    kept = tuple(each for each in shape.properties if each != node)
    lost = _paths({node}, shapes) - _paths(kept, shapes)
    constraints = (
        replace(each, terms=tuple(term for term in each.terms if term not in lost))
        if each.component.parameter == "closed"
        else each
        for each in shape.constraints
    )
    return replace(shape, properties=kept, constraints=tuple(constraints))


def _paths(nodes: Collection[Node], shapes: Shapes) -> set[Node]:
    paths = (shapes.by_node[node].path for node in nodes)
    return {path.iri for path in paths if isinstance(path, Predicate)}


def _changes(constraint: Constraint, shape: Shape, shapes: Shapes, context: Triples) -> Changes:
    """Give what may stand in place of a constraint."""
    parameter, terms = constraint.component.parameter, constraint.terms
    yield f"{_value(constraint)}dropped", ()
    if parameter in _EXCHANGED:
        instead = replace(constraint, component=COMPONENTS[_EXCHANGED[parameter]])
        yield f"made sh:{_EXCHANGED[parameter]}", (instead,)
    if parameter in _LISTS and len(terms) > 1:
        yield from _shorter(constraint, terms)
    elif parameter == "closed":
        own = _paths(shape.properties, shapes)
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
