"""Shapes as values: targets, path, constraints, severity and words of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Literal, NamedNode

    from citygraph.validation.components import Component
    from citygraph.validation.finding import Severity
    from citygraph.validation.paths import Path
    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples


class IllFormedShapeError(ValueError):
    """The shapes break a rule of SHACL's syntax, so nothing they say can be trusted."""


class NeedsPyshaclError(Exception):
    """The shapes or the data hold something that only pySHACL checks; the message says what."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One component with its parameters at one shape.

    Attributes:
        component: the kind of constraint.
        terms: the parameter's value; of a list its members; of a pattern also its flags; of a
            closed shape the properties it allows; of a qualified count the count, then the shape;
            of a SPARQL constraint the query, then its prefixes.
        shape: the shape that declares it.
        severity: how bad it is to break it.
        messages: what the shape says when it is broken, by language.
        fixes: how the shape says to mend it (`sh:description`), by language.
        source: the SPARQL constraint, where it is one.
    """

    component: Component
    terms: tuple[Node, ...]
    shape: Node
    severity: Severity
    messages: tuple[Literal, ...] = ()
    fixes: tuple[Literal, ...] = ()
    source: Node | None = None


@dataclass(frozen=True, slots=True)
class Targets:
    """Which nodes a shape is about (SHACL, section 2.1.3)."""

    nodes: tuple[Node, ...] = ()
    classes: tuple[Node, ...] = ()
    subjects_of: tuple[NamedNode, ...] = ()
    objects_of: tuple[NamedNode, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)

    def focus(self, data: Triples) -> dict[Node, None]:
        """Find the nodes in the data, each once; the nodes named one by one need not be there."""
        found = dict.fromkeys(self.nodes)
        for kind in self.classes:
            found.update(data.instances(kind))
        for predicate in self.subjects_of:
            found.update(dict.fromkeys(data.having(predicate)))
        for predicate in self.objects_of:
            found.update(dict.fromkeys(data.values(predicate)))
        return found


@dataclass(frozen=True, slots=True)
class Shape:
    """One node shape or property shape.

    Attributes:
        node: the shape's IRI or blank node.
        path: the path of a property shape; `None` for a node shape.
        targets: the nodes it is about, empty if it is only used by other shapes.
        constraints: what it demands.
        properties: its property shapes.
        siblings: of a qualified value shape that must be disjoint, the shapes beside it.
        deactivated: whether it is switched off.
    """

    node: Node
    path: Path | None = None
    targets: Targets = field(default_factory=Targets)
    constraints: tuple[Constraint, ...] = ()
    properties: tuple[Node, ...] = ()
    siblings: tuple[Node, ...] = ()
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes of one shapes graph.

    Attributes:
        by_node: each shape by its IRI or blank node.
        needs_pyshacl: what is used that only pySHACL checks, or `None`.
    """

    by_node: Mapping[Node, Shape]
    needs_pyshacl: str | None = None

    def targeted(self) -> Iterator[Shape]:
        """Iterate over the active shapes that have targets."""
        return (each for each in self.by_node.values() if each.targets and not each.deactivated)

    def circular(self) -> set[Node]:
        """Find the shapes that refer to themselves, directly or through others."""
        uses = {
            node: (*shape.properties, *(each for one in shape.constraints for each in used_by(one)))
            for node, shape in self.by_node.items()
        }
        return {node for node in uses if node in _reached(uses, uses[node])}

    def constraints(self) -> list[Constraint]:
        """List the constraints of every active shape that is reached from a target."""
        found: list[Constraint] = []
        seen: set[Node] = set()
        ahead = [shape.node for shape in self.targeted()]
        while ahead:
            node = ahead.pop()
            shape = self.by_node[node]
            if node not in seen and not shape.deactivated:
                seen.add(node)
                found.extend(shape.constraints)
                ahead.extend(shape.properties)
                ahead.extend(each for one in shape.constraints for each in used_by(one))
        return found


def _reached(uses: Mapping[Node, tuple[Node, ...]], first: tuple[Node, ...]) -> set[Node]:
    """Collect the shapes that some shapes lead to, themselves included."""
    found: set[Node] = set()
    ahead = [*first]
    while ahead:
        node = ahead.pop()
        if node not in found:
            found.add(node)
            ahead.extend(uses[node])
    return found


def used_by(constraint: Constraint) -> tuple[Node, ...]:
    """List the shapes that a constraint refers to."""
    parameter = constraint.component.parameter
    if parameter.startswith("qualified"):
        return constraint.terms[1:]
    return constraint.terms if parameter in {"not", "and", "or", "xone", "node"} else ()
