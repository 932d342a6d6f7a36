"""Checks by other shapes (SHACL, sections 4.6 and 4.7) and by SPARQL (section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.validation.checks import Hit
from citygraph.validation.paths import Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from citygraph.validation.checks import Check, Scope, Values
    from citygraph.validation.shapes import Constraint


def _conforming(fits: Callable[[int, int], bool]) -> Check:
    """Make a check of how many of a constraint's shapes each value must conform to."""

    def check(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
        shapes = constraint.terms
        for focus, nodes in values.items():
            for node in nodes:
                met = sum(scope.conforms(node, shape) for shape in shapes)
                if not fits(met, len(shapes)):
                    yield Hit(focus, node)

    return check


def _qualified(fits: Callable[[int, int], bool]) -> Check:
    def check(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
        limit, shape = int(constraint.terms[0].value), constraint.terms[1]
        siblings = scope.shape(constraint.shape).siblings
        for focus, nodes in values.items():
            met = sum(
                scope.conforms(node, shape)
                and not any(scope.conforms(node, sibling) for sibling in siblings)
                for node in nodes
            )
            if not fits(met, limit):
                yield Hit(focus)

    return check


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
