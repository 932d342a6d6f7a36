"""Our own engine: every component checked for all focus nodes of a shape at once.

pySHACL is the measure: on the data, on every counter-example and on random faults both must find
the same (tests/test_validation_engines.py). What this engine does not know it does not guess:
`NeedsPyshaclError` says so, and pySHACL checks instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.validation.set_checks import SET_CHECKS
from citygraph.validation.shape_checks import SHAPE_CHECKS
from citygraph.validation.shapes import NeedsPyshaclError
from citygraph.validation.sparql_constraints import make_store, select
from citygraph.validation.value_checks import VALUE_CHECKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    import pyoxigraph as ox

    from citygraph.validation.checks import Check, Hit, Values
    from citygraph.validation.shapes import Constraint, Shape, Shapes
    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples

CHECKS: Mapping[str, Check] = {**VALUE_CHECKS, **SET_CHECKS, **SHAPE_CHECKS}
"""The check of every component, by its parameter."""


class Evaluation:
    """One validation: the data, the shapes, and what was found out about them on the way."""

    def __init__(self, data: Triples, shapes: Shapes) -> None:
        self.data = data
        self._shapes = shapes
        self._store: ox.Store | None = None
        self._instances: dict[Node, Collection[Node]] = {}
        self._verdicts: dict[Node, dict[Node, bool | None]] = {}
        self._circular: set[Node] | None = None

    def hits(self, focus: Mapping[Node, Iterable[Node]]) -> Iterator[tuple[Constraint, Hit]]:
        """Check each targeted shape against its focus nodes.

        Raises:
            NeedsPyshaclError: something is used that only pySHACL checks.
        """
        if self._shapes.needs_pyshacl:
            raise NeedsPyshaclError(self._shapes.needs_pyshacl)
        for node, nodes in focus.items():
            yield from self._check(self.shape(node), nodes)

    def shape(self, node: Node) -> Shape:
        """Find a shape."""
        return self._shapes.by_node[node]

    def instances(self, kind: Node) -> Collection[Node]:
        """List the instances of a class, looked up once."""
        if kind not in self._instances:
            self._instances[kind] = self.data.instances(kind)
        return self._instances[kind]

    def conforming(self, nodes: Collection[Node], shape: Node) -> Collection[Node]:
        """Choose the nodes that conform to a shape, each found out once.

        All are checked together, unless the shape refers to itself: then one after the other,
        so that only a node that leads back to itself is a circle.

        Raises:
            NeedsPyshaclError: there is such a circle, which SHACL leaves open.
        """
        if self._circular is None:
            self._circular = self._shapes.circular()
        known = self._verdicts.setdefault(shape, {})
        unknown = [node for node in nodes if node not in known]
        groups = [[node] for node in unknown] if shape in self._circular else [unknown]
        for group in groups:
            known.update(dict.fromkeys(group))
            failing = self._failing(self.shape(shape), group)
            known.update({node: node not in failing for node in group})
        if any(known[node] is None for node in nodes):
            raise NeedsPyshaclError(f"the shape {shape} refers to itself")
        return {node for node in nodes if known[node]}

    def select(self, constraint: Constraint, focus: Iterable[Node]) -> Iterator[Mapping[str, Node]]:
        """Run the query of a SPARQL constraint for these focus nodes."""
        if self._store is None:
            self._store = make_store(self.data)
        return select(self._store, constraint, self.shape(constraint.shape).path, focus)

    def _check(self, shape: Shape, nodes: Iterable[Node]) -> Iterator[tuple[Constraint, Hit]]:
        """Find what breaks a shape, and its property shapes at the values it leads to."""
        if shape.deactivated:
            return
        values = self._values(shape, nodes)
        for constraint, hit in self._own(shape, values):
            yield constraint, hit if hit.path else hit._replace(path=shape.path)
        if shape.properties:
            reached = dict.fromkeys(node for each in values.values() for node in each)
            for inner in shape.properties:
                yield from self._check(self.shape(inner), reached)

    def _failing(self, shape: Shape, nodes: Iterable[Node]) -> set[Node]:
        """Find the nodes that do not conform to a shape, whatever breaks it."""
        if shape.deactivated:
            return set()
        values = self._values(shape, nodes)
        failing = {hit.focus for _, hit in self._own(shape, values)}
        if shape.properties:
            reached = dict.fromkeys(node for each in values.values() for node in each)
            for inner in shape.properties:
                broken = self._failing(self.shape(inner), reached)
                failing |= {node for node, each in values.items() if not broken.isdisjoint(each)}
        return failing

    def _own(self, shape: Shape, values: Values) -> Iterator[tuple[Constraint, Hit]]:
        """Check the constraints that a shape itself declares."""
        for constraint in shape.constraints:
            for hit in CHECKS[constraint.component.parameter](constraint, values, self):
                yield constraint, hit

    def _values(self, shape: Shape, nodes: Iterable[Node]) -> Values:
        if shape.path is None:
            return {node: (node,) for node in nodes}
        return {node: shape.path.follow(self.data, node) for node in nodes}
