"""Every way in which what a shape demands can be lost or loosened, one mutant each.

A mutant is a shape in place of another: a target or a property shape is dropped, the severity is
lowered, or a constraint is changed (`constraint_mutants`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from citygraph.validation.finding import Severity
from tests.graph.mutation.constraint_mutants import allowed_paths, constraint_mutants, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.validation.shapes import Shape, Shapes, Targets
    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples


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
            for change, instead in constraint_mutants(constraint, shape, shapes, context):
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
    lost = allowed_paths({node}, shapes) - allowed_paths(kept, shapes)
    constraints = (
        replace(each, terms=tuple(term for term in each.terms if term not in lost))
        if each.component.parameter == "closed"
        else each
        for each in shape.constraints
    )
    return replace(shape, properties=kept, constraints=tuple(constraints))
