"""How well a value of the graph agrees with one that a client gives."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING
from unicodedata import normalize

from citygraph.linking.names import folded, key
from citygraph.service.reconciliation.asking import Named
from citygraph.service.reconciliation.names import ALIKE, NEARLY_SAME, SAME, pairs_of

if TYPE_CHECKING:
    from pyoxigraph import Literal

    from citygraph.service.reconciliation.asking import Value


_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,9})?")
"""Decimals and doubles as XML Schema 1.1 part 2 writes them."""


def agreement(value: Literal, given: Value) -> float:
    """Say how well a literal agrees, up to 1: numbers and truths wholly or not at all.

    >>> from pyoxigraph import Literal
    >>> (
    ...     agreement(Literal("13000.0"), 13000),
    ...     agreement(Literal(1889), "1889"),
    ...     agreement(Literal(1), 2),
    ... )
    (1.0, 1.0, 0.0)
    """
    if isinstance(given, Named):
        return 0.0
    if isinstance(given, bool):
        return SAME if value.value == str(given).lower() else 0.0
    ours, theirs = _number(value.value), _number(str(given))
    if isinstance(given, int | float) or (ours is not None and theirs is not None):
        return SAME if ours == theirs and ours is not None else 0.0
    return likeness(value.value, given, value.language or "")


def likeness(one: str, other: str, language: str) -> float:
    """Say how alike two names are, up to 1.

    >>> likeness("Koto", "Kōtō", "en"), likeness("Koto", "Minato", "en") < 0.5
    (0.95, True)
    """
    if folded(one) == folded(other):
        return SAME
    keys = key(one, language), key(other, language)
    if keys[0] == keys[1]:
        return NEARLY_SAME
    pairs = pairs_of(keys[0]), pairs_of(keys[1])
    total = len(pairs[0]) + len(pairs[1])
    return round(2 * len(pairs[0] & pairs[1]) / total * ALIKE, 4) if total else 0.0


def _number(text: str) -> Decimal | None:
    digits = normalize("NFKC", text).strip()  # wide digits, as Japanese tables have them
    return Decimal(digits) if _NUMBER.fullmatch(digits) else None
