"""The words of a shape, with what its variables stand for (SHACL, section 5.3.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph import vocabulary

if TYPE_CHECKING:
    from pyoxigraph import Literal

    from citygraph.validation.checks import Hit
    from citygraph.validation.terms import Node

_PLACE = re.compile(r"\{[?$](\w+)\}")


def fill(messages: tuple[Literal, ...], hit: Hit) -> tuple[Literal, ...]:
    """Put the values of a SPARQL solution in the places `{$name}` or `{?name}` of each message.

    A name that the solution leaves open stays as it is written.

    >>> from pyoxigraph import Literal, NamedNode
    >>> from citygraph.validation.checks import Hit
    >>> node = NamedNode("https://w3id.org/citygraph/ns#City")
    >>> [filled] = fill((Literal("no {$this}", language="en"),), Hit(node, bindings={"this": node}))
    >>> filled.value
    'no cg:City'
    """
    from pyoxigraph import Literal

    bindings = {**(hit.bindings or {}), "this": hit.focus, "value": hit.value}

    def filled(message: Literal) -> Literal:
        text = _PLACE.sub(lambda at: _shown(bindings.get(at[1]), at[0]), message.value)
        return Literal(text, language=message.language) if message.language else Literal(text)

    return tuple(map(filled, messages))


def filled_in(message: Literal, text: str) -> dict[str, str]:
    """Find what stands in the places of a message that somebody else has filled.

    >>> from pyoxigraph import Literal
    >>> filled_in(Literal("{$this} ends before {?begin}"), "tokyo:x ends before 2020")
    {'this': 'tokyo:x', 'begin': '2020'}
    """
    parts = _PLACE.split(message.value)
    pattern = "".join(
        f"(?P<{part}>.*)"
        if place % 2 and part not in parts[1:place:2]
        else f"(?P={part})"
        if place % 2
        else re.escape(part)
        for place, part in enumerate(parts)
    )
    found = re.fullmatch(pattern, text, re.DOTALL)
    return found.groupdict() if found else {}


def _shown(term: Node | None, otherwise: str) -> str:
    from pyoxigraph import NamedNode

    if term is None:
        return otherwise
    return vocabulary.compact(term.value) if isinstance(term, NamedNode) else str(term)
