"""Comparing two sorted streams of lines, subject by subject.

Only what differs is kept, with what is needed to say what it is about, so that memory does not grow
with what both sides have in common.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

OLD, NEW, BOTH = 1, 2, 3
"""Which side has a line, as bits."""


class Line(NamedTuple):
    """One canonical line of N-Triples and the sides that have it (`OLD`, `NEW` or `BOTH`)."""

    sides: int
    text: bytes


class Group(NamedTuple):
    """One subject of which the sides differ.

    Attributes:
        subject: as N-Triples writes it.
        sides: the sides on which anything is said of it.
        lines: those that only one side has, and those of both that say what it is.
        values: how many values each property has in each language on each side.
    """

    subject: bytes
    sides: int
    lines: tuple[Line, ...]
    values: Counter[tuple[int, bytes, bytes]]

    def triples(self, side: int) -> int:
        """Count what one side says of it."""
        return sum(count for (on, *_), count in self.values.items() if on == side)


def merged(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[Line]:
    r"""Walk along two sorted streams without duplicates.

    >>> [sides for sides, _ in merged(iter([b"a", b"b"]), iter([b"b", b"c"]))]
    [1, 3, 2]
    """
    left, right = next(old, None), next(new, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left < right):
            yield Line(OLD, left or b"")
            left = next(old, None)
        elif left is None or right < left:
            yield Line(NEW, right)
            right = next(new, None)
        else:
            yield Line(BOTH, left)
            left, right = next(old, None), next(new, None)


def subject_of(line: bytes) -> bytes:
    """Give the subject of a line, as it is written."""
    return line[: line.index(b" ")]


def property_of(line: bytes) -> bytes:
    """Give the property of a line, as it is written."""
    return line.split(b" ", 2)[1]


def language_of(line: bytes) -> bytes:
    """Give the language of a line's value; of anything but a text in a language it is empty.

    >>> language_of(b'<urn:s> <urn:p> "x"@ja .'), language_of(b'<urn:s> <urn:p> "x@ja" .')
    (b'ja', b'')
    """
    quote = line.rfind(b'"')
    tail = line[quote + 1 :] if quote >= 0 else b""
    return tail[1:].rstrip(b" .\n").lower() if tail.startswith(b"@") else b""


def by_subject(lines: Iterator[Line], telling: Collection[bytes]) -> Iterator[Group]:
    """Gather the lines of each subject.

    Args:
        lines: in the order of `merged`.
        telling: the properties that are kept even where both sides agree.
    """
    for subject, found in groupby(lines, key=lambda line: subject_of(line.text)):
        sides, kept, values = 0, [], Counter[tuple[int, bytes, bytes]]()
        for line in found:
            sides |= line.sides
            kind = property_of(line.text)
            language = language_of(line.text)
            values[OLD, kind, language] += bool(line.sides & OLD)
            values[NEW, kind, language] += bool(line.sides & NEW)
            if line.sides != BOTH or kind in telling:
                kept.append(line)
        yield Group(subject, sides, tuple(kept), values)
