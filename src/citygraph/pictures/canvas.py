"""What a picture is made of, and how it is told to Vega.

Everything has its place before Vega sees it: a specification holds marks with values and neither
data nor expressions, so that it draws the same everywhere and can ask for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.pictures.measuring import cleaned, width, wrapped
from citygraph.pictures.palette import INK, PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WIDTH = 960
"""How wide every picture is, in pixels."""

SMALLEST = 16
"""The size of the smallest letters, in pixels: shown 600 pixels wide, they are 10 pixels high."""

_LEADING = 1.3
_ASCENT = 0.95

Encoding = dict[str, object]


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str = PAPER
    edge: str | None = None
    radius: float = 0
    dashed: bool = False

    def mark(self, fonts: str) -> Encoding:
        """Describe it in Vega's words."""
        del fonts
        given = {"x": self.x, "y": self.y, "width": self.width, "height": self.height}
        edge: Encoding = {} if self.edge is None else {"stroke": self.edge, "strokeWidth": 1.5}
        dashes = {"strokeDash": [5, 4]} if self.dashed else {}
        return _mark(
            "rect", {**given, "fill": self.fill, "cornerRadius": self.radius}, edge, dashes
        )


class Stroke(NamedTuple):
    """A line along a path of SVG."""

    path: str
    colour: str
    thickness: float = 1.5
    dashed: bool = False
    fill: str | None = None

    def mark(self, fonts: str) -> Encoding:
        """Describe it in Vega's words."""
        del fonts
        given = {"path": self.path, "stroke": self.colour, "strokeWidth": self.thickness}
        dashes = {"strokeDash": [5, 4]} if self.dashed else {}
        fill = {} if self.fill is None else {"fill": self.fill}
        return _mark("path", given, dashes, fill)


class Words(NamedTuple):
    """Lines of text, one below the other.

    Attributes:
        x: where they begin, or their middle or end, as `align` says.
        y: the upper edge of the first line.
        lines: what is written.
        size: of the letters, in pixels.
        colour: of the letters.
        bold: whether they are heavy.
        align: left, center or right.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    size: float = SMALLEST
    colour: str = INK
    bold: bool = False
    align: str = "left"

    @property
    def height(self) -> float:
        """How high the lines are together."""
        return leading(self.size) * len(self.lines)

    @property
    def width(self) -> float:
        """How wide the longest line is at most."""
        return max(width(line, self.size, bold=self.bold) for line in self.lines)

    def at(self, x: float, y: float) -> Words:
        """Put them somewhere else."""
        return self._replace(x=x, y=y)

    def mark(self, fonts: str) -> Encoding:
        """Describe them in Vega's words."""
        given = {
            "x": self.x,
            "y": round(self.y + self.size * _ASCENT + (leading(self.size) - self.size) / 2, 1),
            "text": list(self.lines),
            "fontSize": self.size,
            "lineHeight": leading(self.size),
            "font": fonts,
            "fontWeight": 600 if self.bold else 400,
            "fill": self.colour,
            "align": self.align,
        }
        return _mark("text", given)


Mark = Box | Stroke | Words


class Canvas(NamedTuple):
    """All marks of a picture, those in front last.

    Attributes:
        height: of the picture, in pixels.
        marks: what is on it.
    """

    height: float
    marks: tuple[Mark, ...]

    def specification(self, fonts: str) -> Encoding:
        """Write it as a specification for Vega 5.

        Args:
            fonts: the families to try, one after the other, as in CSS.
        """
        return {
            "$schema": "https://vega.github.io/schema/vega/v5.json",
            "width": WIDTH,
            "height": round(self.height),
            "padding": 0,
            "autosize": "none",
            "background": PAPER,
            "marks": [mark.mark(fonts) for mark in self.marks],
        }


def leading(size: float) -> float:
    """Say how far apart lines are.

    >>> leading(16)
    21
    """
    return round(size * _LEADING)


def fitted(  # noqa: PLR0913 - each is one thing to say of a text
    text: str,
    room: float,
    size: float = SMALLEST,
    *,
    colour: str = INK,
    bold: bool = False,
    align: str = "left",
    most: int = 6,
) -> Words:
    """Break a text into lines that fit into some room; where they stand is said later.

    Args:
        text: what is written.
        room: how wide a line may be.
        size: of the letters, in pixels.
        colour: of the letters.
        bold: whether they are heavy.
        align: left, center or right.
        most: the most lines there may be.
    """
    lines = wrapped(text, room, size, bold=bold, most=most)
    return Words(0, 0, lines, size, colour, bold, align)


def line(text: str, size: float = SMALLEST, colour: str = INK, *, bold: bool = False) -> Words:
    """Write a text that is known to be short in one line."""
    return Words(0, 0, (cleaned(text),), size, colour, bold)


def stacked(x: float, y: float, blocks: Iterable[Words], gap: float = 2) -> tuple[Words, ...]:
    """Put texts below one another, from a place on.

    >>> [block.y for block in stacked(0, 10, (line("a"), line("b")))]
    [10, 33]
    """
    placed: list[Words] = []
    for block in blocks:
        placed.append(block.at(x, y))
        y += block.height + gap
    return tuple(placed)


def _mark(kind: str, *properties: Mapping[str, object]) -> Encoding:
    values = {name: {"value": value} for each in properties for name, value in each.items()}
    return {"type": kind, "aria": False, "interactive": False, "encode": {"enter": values}}
