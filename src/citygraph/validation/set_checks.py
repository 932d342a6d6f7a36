"""Checks of all values of a node together (SHACL, sections 4.2, 4.4.5, 4.5 and 4.8)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from citygraph.validation.checks import Hit
from citygraph.validation.literals import compare
from citygraph.validation.paths import Predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from citygraph.validation.checks import Check, Scope, Values
    from citygraph.validation.shapes import Constraint
    from citygraph.validation.terms import Node


def _min_count(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
    del scope
    limit = int(constraint.terms[0].value)
    return (Hit(focus) for focus, nodes in values.items() if len(nodes) < limit)


def _max_count(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
    del scope
    limit = int(constraint.terms[0].value)
    return (Hit(focus) for focus, nodes in values.items() if len(nodes) > limit)


def _unique_lang(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
    from pyoxigraph import Literal

    del constraint, scope
    for focus, nodes in values.items():
        tags = Counter(
            node.language.lower() for node in nodes if isinstance(node, Literal) and node.language
        )
        yield from (Hit(focus) for count in tags.values() if count > 1)


def _has_value(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
    del scope
    wanted = constraint.terms[0]
    return (Hit(focus) for focus, nodes in values.items() if wanted not in nodes)


def _equals(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
    for focus, nodes in values.items():
        others = scope.data.objects(focus, constraint.terms[0])
        yield from (Hit(focus, node) for node in nodes if node not in others)
        yield from (Hit(focus, other) for other in others if other not in nodes)


def _disjoint(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
    for focus, nodes in values.items():
        others = scope.data.objects(focus, constraint.terms[0])
        yield from (Hit(focus, node) for node in nodes if node in others)


def _before(fits: Callable[[int], bool]) -> Check:
    def check(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
        for focus, nodes in values.items():
            others = scope.data.objects(focus, constraint.terms[0])
            for node in nodes:
                if not all(_ordered(node, other, fits) for other in others):
                    yield Hit(focus, node)

    return check


def _ordered(node: Node, other: Node, fits: Callable[[int], bool]) -> bool:
    order = compare(node, other)
    return order is not None and fits(order)


def _closed(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
    allowed = frozenset(constraint.terms)
    for focus, nodes in values.items():
        for node in nodes:
            for predicate, found in scope.data.about(node).items():
                if predicate not in allowed:
                    yield from (Hit(focus, each, Predicate(predicate)) for each in found)


SET_CHECKS: Mapping[str, Check] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "uniqueLang": _unique_lang,
    "hasValue": _has_value,
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": _before(lambda order: order < 0),
    "lessThanOrEquals": _before(lambda order: order <= 0),
    "closed": _closed,
}
"""The check of each component that looks at all values of a node, by its parameter."""
