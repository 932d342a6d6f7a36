"""What a reader of an export should know about it, with numbers: nothing changes unsaid."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from citygraph.export.sorted_triples import GENID

if TYPE_CHECKING:
    from collections.abc import Iterable

_REWRITTEN = re.compile(
    r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})|/\.\.?(?:[/?#]|$)"
)
"""What expanding a URI template (RFC 6570) or resolving an address (RFC 3986) would change."""

_FORMULA = re.compile(r"[=+\-@\t\r]")


class Remarks:
    """Counts what is unusual while an export is written.

    Attributes:
        blank: triples in which an IRI stands for a blank node.
        counts: how often each other thing was met.
    """

    def __init__(self, blank: int) -> None:
        self.blank = blank
        self.counts: Counter[str] = Counter()

    def iris(self, iris: Iterable[str]) -> None:
        """Look at IRIs that are written into cells."""
        self.counts["iris"] += sum(_REWRITTEN.search(each) is not None for each in iris)

    def cell(self, text: str) -> None:
        """Look at a cell of text."""
        self.counts["formulas"] += _FORMULA.match(text) is not None

    def other_literal(self) -> None:
        """Count a literal that stands in the table of those that fit no column."""
        self.counts["others"] += 1

    def sentences(self) -> tuple[str, ...]:
        """Put into words what was met.

        >>> Remarks(blank=2).sentences()[0][:53]
        '2 triples have a blank node, for which an IRI stands '
        """
        found = {
            f"have a blank node, for which an IRI stands that begins with {GENID}": (
                self.blank,
                "triple",
            ),
            "can be in no column, empty or none of their datatype: see the table other_literals": (
                self.counts["others"],
                "literal",
            ),
            "hold letters beyond ASCII or dot segments: the cells have them as they are, but a "
            "converter that follows the letter of CSV on the Web encodes or resolves them": (
                self.counts["iris"],
                "cells with IRIs",
            ),
            "begin with one of = + - @ tab: the texts are kept as they are, so import them as "
            "text where a spreadsheet would run them as formulas": (
                self.counts["formulas"],
                "cells",
            ),
        }
        return tuple(
            f"{number:,} {_plural(noun, number)} {words}"
            for words, (number, noun) in found.items()
            if number
        )


def _plural(noun: str, number: int) -> str:
    return noun if number == 1 or " " in noun or noun.endswith("s") else noun + "s"
