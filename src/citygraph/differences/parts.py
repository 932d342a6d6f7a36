"""To which family the blank nodes belong that are parts of something: to that of the whole.

IRIs come before blank nodes in the order of the lines, so a whole is known before its parts are;
but a part of a part may come before the part that leads to it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from citygraph.differences.merging import NEW, OLD, subject_of

if TYPE_CHECKING:
    from citygraph.differences.merging import Group


class Parts:
    """The blank nodes that lines lead to, and what was said of them."""

    def __init__(self) -> None:
        self._above: dict[bytes, bytes] = {}
        self._wholes: dict[bytes, str] = {}
        self._leading: set[bytes] = set()
        self._triples: Counter[tuple[bytes, int]] = Counter()

    def saw(self, text: bytes) -> None:
        """Take note of where a line leads, if it leads to a blank node."""
        value = text.rpartition(b" .")[0].rpartition(b" ")[2]
        if value.startswith(b"_:"):
            self._above[value] = subject_of(text)
            self._leading.add(self._above[value])

    def belongs(self, subject: bytes, family: str) -> None:
        """Take note of the family of what may be a whole."""
        if subject in self._leading:
            self._wholes[subject] = family

    def put_off(self, group: Group) -> None:
        """Take note of what is said of a part."""
        for side in (OLD, NEW):
            self._triples[group.subject, side] += group.triples(side)

    def counted(self) -> Counter[tuple[int, str]]:
        """Count the triples of all parts, on each side in the family of its whole."""
        counts: Counter[tuple[int, str]] = Counter()
        for (subject, side), triples in self._triples.items():
            counts[side, self._family(subject)] += triples
        return counts

    def _family(self, subject: bytes) -> str:
        while subject not in self._wholes and subject in self._above:
            subject = self._above[subject]
        return self._wholes.get(subject, "facts")
