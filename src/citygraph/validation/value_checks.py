"""Checks of each value alone (SHACL, sections 4.1, 4.3, 4.4 and 4.8)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.validation.checks import Hit
from citygraph.validation.literals import compare, is_well_formed
from citygraph.validation.terms import rdfs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from citygraph.validation.checks import Check, Scope, Values
    from citygraph.validation.shapes import Constraint
    from citygraph.validation.terms import Node

_FLAGS: Mapping[str, re.RegexFlag] = {"i": re.IGNORECASE, "m": re.MULTILINE}


def _each(test: Callable[[Constraint, Scope], Callable[[Node], bool]]) -> Check:
    """Make a check of a test that is prepared once and then asked about every value."""

    def check(constraint: Constraint, values: Values, scope: Scope) -> Iterator[Hit]:
        passes = test(constraint, scope)
        verdicts: dict[Node, bool] = {}
        for focus, nodes in values.items():
            for node in nodes:
                if node not in verdicts:
                    verdicts[node] = passes(node)
                if not verdicts[node]:
                    yield Hit(focus, node)

    return check


def _class(constraint: Constraint, scope: Scope) -> Callable[[Node], bool]:
    instances = scope.instances(constraint.terms[0])
    return lambda node: node in instances


def _datatype(constraint: Constraint, scope: Scope) -> Callable[[Node], bool]:
    from pyoxigraph import Literal

    del scope
    datatype = constraint.terms[0]
    if datatype == rdfs("Literal"):
        return lambda node: isinstance(node, Literal)
    return lambda node: (
        isinstance(node, Literal) and node.datatype == datatype and is_well_formed(node)
    )


def _node_kind(constraint: Constraint, scope: Scope) -> Callable[[Node], bool]:
    from pyoxigraph import BlankNode, Literal, NamedNode

    del scope
    kinds = str(constraint.terms[0])
    fitting = tuple(
        kind
        for kind, name in ((NamedNode, "IRI"), (BlankNode, "BlankNode"), (Literal, "Literal"))
        if name in kinds.partition("#")[2]
    )
    return lambda node: isinstance(node, fitting)


def _length(fits: Callable[[int, int], bool]) -> Check:
    def test(constraint: Constraint, scope: Scope) -> Callable[[Node], bool]:
        del scope
        limit = int(constraint.terms[0].value)
        return lambda node: (text := text_of(node)) is not None and fits(len(text), limit)

    return _each(test)


def _pattern(constraint: Constraint, scope: Scope) -> Callable[[Node], bool]:
    del scope
    pattern, *flags = (term.value for term in constraint.terms)
    options = sum(_FLAGS[letter] for letter in set("".join(flags)))
    search = re.compile(pattern, options).search
    return lambda node: (text := text_of(node)) is not None and search(text) is not None


def _language_in(constraint: Constraint, scope: Scope) -> Callable[[Node], bool]:
    from pyoxigraph import Literal

    del scope
    ranges = tuple(term.value.lower() for term in constraint.terms)

    def matches(node: Node) -> bool:
        tag = (node.language or "").lower() if isinstance(node, Literal) else ""
        return any(tag and (each in ("*", tag) or tag.startswith(f"{each}-")) for each in ranges)

    return matches


def _range(fits: Callable[[int], bool]) -> Check:
    def test(constraint: Constraint, scope: Scope) -> Callable[[Node], bool]:
        del scope
        limit = constraint.terms[0]

        def inside(node: Node) -> bool:
            order = compare(node, limit)
            return order is not None and fits(order)

        return inside

    return _each(test)


def _in(constraint: Constraint, scope: Scope) -> Callable[[Node], bool]:
    del scope
    allowed = frozenset(constraint.terms)
    return lambda node: node in allowed


def text_of(node: Node) -> str | None:
    """Give the text of a literal or IRI as SPARQL's `STR` does; a blank node has none."""
    from pyoxigraph import Literal, NamedNode

    return node.value if isinstance(node, (Literal, NamedNode)) else None


VALUE_CHECKS: Mapping[str, Check] = {
    "class": _each(_class),
    "datatype": _each(_datatype),
    "nodeKind": _each(_node_kind),
    "minLength": _length(lambda length, limit: length >= limit),
    "maxLength": _length(lambda length, limit: length <= limit),
    "pattern": _each(_pattern),
    "languageIn": _each(_language_in),
    "minExclusive": _range(lambda order: order > 0),
    "minInclusive": _range(lambda order: order >= 0),
    "maxExclusive": _range(lambda order: order < 0),
    "maxInclusive": _range(lambda order: order <= 0),
    "in": _each(_in),
}
"""The check of each component that looks at one value after the other, by its parameter."""
