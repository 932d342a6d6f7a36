"""Spans: stretches of a pinned text, counted in Unicode code points, half-open.

They are written as the Web Annotation Data Model says (https://www.w3.org/TR/annotation-model/,
section 4.2.5, TextPositionSelector). A span's name is made of its text's name and its offsets, so
that the same words have the same name in every file.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

_STRETCH = re.compile(r"(0|[1-9][0-9]*)-([1-9][0-9]*)")


class Stretch(NamedTuple):
    """Where a passage begins, and where what follows it begins.

    >>> str(Stretch(1299, 1325))
    '1299-1325'
    """

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    def of(self, text: str) -> str:
        r"""Cut the passage out of a text, in code points.

        >>> Stretch(1, 3).of("a\u00a0😀b")
        '\xa0😀'
        """
        return text[self.start : self.end]


class Span(NamedTuple):
    """A stretch of one text.

    Attributes:
        text: the name of the `cg:SourceText`.
        stretch: which part of it.
    """

    text: NamedNode
    stretch: Stretch

    @property
    def node(self) -> NamedNode:
        """The span's name."""
        from pyoxigraph import NamedNode

        return NamedNode(f"{self.text.value}-span-{self.stretch}")

    @property
    def selector(self) -> NamedNode:
        """The name of the selector that holds the offsets."""
        from pyoxigraph import NamedNode

        return NamedNode(f"{self.node.value}-selector")


def read_stretches(cell: str) -> tuple[Stretch, ...]:
    """Read the stretches in a cell of a table: `12-34`, with a space between several.

    Raises:
        InputError: one of them is not written so, is empty, or stands there twice.

    >>> read_stretches("12-34 56-60")
    (Stretch(start=12, end=34), Stretch(start=56, end=60))
    """
    found: list[Stretch] = []
    for word in cell.split():
        match = _STRETCH.fullmatch(word)
        stretch = Stretch(int(match[1]), int(match[2])) if match else None
        if stretch is None or stretch.start >= stretch.end:
            raise InputError(
                f"'{word}' is no span: write start-end in code points, the end behind the last "
                "one, such as 1299-1325"
            )
        if stretch in found:
            raise InputError(f"span {word} stands in this cell twice; remove one of the two")
        found.append(stretch)
    return tuple(found)


def digest(passage: str) -> str:
    """Give the SHA-256 of a passage's UTF-8 bytes, before any normalisation.

    >>> digest("é") == digest("e\u0301")
    False
    """
    return sha256(passage.encode()).hexdigest()
