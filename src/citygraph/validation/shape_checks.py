"""Checks by other shapes (SHACL, sections 4.6 and 4.7) and by SPARQL (section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.validation.checks import Hit
from citygraph.validation.paths import Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from citygraph.validation.checks import Check, Scope, Values
    from citygraph.validation.shapes import Constraint
    from citygraph.validation.terms import Node


def _conforming(fits: Callable[[int, int], bool]) -> Check:
    """Make a check of how many of a constraint's shapes each value must conform to."""

    def check(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
        shapes = constraint.terms
        conforming = [scope.conforming(_all(values), shape) for shape in shapes]
        for focus, nodes in values.items():
            for node in nodes:
                met = sum(node in each for each in conforming)
                if not fits(met, len(shapes)):
                    yield Hit(focus, node)

    return check


def _qualified(fits: Callable[[int, int], bool]) -> Check:
    def check(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
        limit, shape = int(constraint.terms[0].value), constraint.terms[1]
        nodes = _all(values)
        counted = set(scope.conforming(nodes, shape))
        for sibling in scope.shape(constraint.shape).siblings:
            counted.difference_update(scope.conforming(nodes, sibling))
        for focus, own in values.items():
            if not fits(sum(node in counted for node in own), limit):
                yield Hit(focus)

    return check


def _all(values: Values) -> dict[Node, None]:
    """List every value node once."""
    return dict.fromkeys(node for nodes in values.values() for node in nodes)


def _sparql(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
    from pyoxigraph import NamedNode

    of_node = scope.shape(constraint.shape).path is None
    for row in scope.select(constraint, values):
        focus, path = row["this"], row.get("path")
        value = row.get("value", focus if of_node else None)
        yield Hit(focus, value, Predicate(path) if isinstance(path, NamedNode) else None, row)


SHAPE_CHECKS: Mapping[str, Check] = {
    "not": _conforming(lambda met, _: met == 0),
    "and": _conforming(lambda met, asked: met == asked),
    "or": _conforming(lambda met, _: met > 0),
    "xone": _conforming(lambda met, _: met == 1),
    "node": _conforming(lambda met, asked: met == asked),
    "qualifiedMinCount": _qualified(lambda met, limit: met >= limit),
    "qualifiedMaxCount": _qualified(lambda met, limit: met <= limit),
    "sparql": _sparql,
}
"""The check of each component that asks other shapes or a query, by its parameter."""
