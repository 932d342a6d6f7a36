"""What a reader of an export should know about it, with numbers: nothing changes unsaid."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from citygraph.exports.sorted_triples import GENID

if TYPE_CHECKING:
    from collections.abc import Iterable

_REWRITTEN = re.compile(
    r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})|/\.\.?(?:[/?#]|$)"
)
"""What expanding a URI template (RFC 6570) or resolving an address (RFC 3986) would change."""

_FORMULA = re.compile(r"[=+\-@\t\r]")

_BLANK = f"a blank node, for which an IRI stands that begins with {GENID}"
_OTHERS = (
    "can be in no column, as it would be empty or is none of its datatype: see the table "
    "other_literals"
)
_IRIS = (
    "with IRIs that are kept as they are, but that a converter which keeps to the letter of CSV on "
    "the Web would encode or resolve: they hold letters beyond ASCII, or dot segments"
)
_FORMULAS = (
    "of text that a spreadsheet takes for a formula, kept as it is: import the columns as text"
)


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
        found = (
            (self.blank, "triple has", "triples have", _BLANK),
            (self.counts["others"], "literal", "literals", _OTHERS),
            (self.counts["iris"], "cell", "cells", _IRIS),
            (self.counts["formulas"], "cell", "cells", _FORMULAS),
        )
        return tuple(
            f"{number:,} {one if number == 1 else more} {words}"
            for number, one, more, words in found
            if number
        )
