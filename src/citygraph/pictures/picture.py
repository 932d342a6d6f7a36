"""A picture: what it shows, in which language, as SVG, as PNG and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.pictures.canvas import Canvas
    from citygraph.pictures.sources import Source

DEFAULT_WIDTH = 1920
"""How many pixels wide a PNG is if nobody says: twice the size of the SVG."""

_NARROWEST, _WIDEST = 100, 10_000


class Detail(NamedTuple):
    """One line of the text that stands for a picture.

    Attributes:
        depth: how far it is indented: 0 for what stands by itself, 1 for what belongs to the line
            before it with depth 0, and so on.
        text: the line.
        iri: the thing that the line is about, where its facts and their sources are found; empty
            if it is about none.
    """

    depth: int
    text: str
    iri: str = ""


class Picture(NamedTuple):
    """A picture of a city.

    Attributes:
        kind: strategy, timeline, budget or map-of-goals.
        city: the IRI of the city.
        language: of all its words.
        title: what it is called.
        description: what it shows, in a sentence.
        canvas: the marks of which it is made.
        details: all that it shows, in words.
        sources: where what is said about the things shown is taken from.
        texts: the picture in languages for diagrams, by the name of the format.
    """

    kind: str
    city: str
    language: str
    title: str
    description: str
    canvas: Canvas
    details: tuple[Detail, ...]
    sources: tuple[Source, ...]
    texts: Mapping[str, str]

    @property
    def svg(self) -> str:
        """The picture as SVG; it has its title and description inside and loads nothing.

        Raises:
            MissingExtraError: what draws is not installed.
        """
        from citygraph.pictures.rendering import svg

        return svg(self.canvas, self.kind, self.language, self.title, self.description)

    def png(self, width: int = DEFAULT_WIDTH) -> bytes:
        """Draw it as PNG, with the fonts of this machine.

        Args:
            width: how many pixels wide.

        Raises:
            InputError: the width is out of bounds.
            MissingExtraError: what draws is not installed.
            FaultError: no font of this machine has the signs of the picture.
        """
        from citygraph.pictures.rendering import png

        if not _NARROWEST <= width <= _WIDEST:
            raise InputError(f"width {width}: expected {_NARROWEST} to {_WIDEST} pixels")
        return png(self.svg, width)

    def text(self, form: str) -> str:
        """Write it in a language for diagrams: `mermaid` or `dot`, if it is a tree.

        Raises:
            InputError: this picture cannot be written so.
        """
        if form not in self.texts:
            raise InputError(
                f"{self.kind} cannot be written as {form}; only strategy is also a text, as "
                "mermaid or dot"
            )
        return self.texts[form]
