"""What each kind of picture is made into, before it is written as SVG."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.pictures.canvas import Canvas
    from citygraph.pictures.picture import Detail


class City(NamedTuple):
    """The city of a picture.

    Attributes:
        iri: which city it is.
        name: what it is called in the picture's language.
    """

    iri: str
    name: str


class Drawn(NamedTuple):
    """A picture that has been laid out.

    Attributes:
        title: what it is called.
        description: what it shows, in a sentence.
        canvas: its marks.
        details: all that it shows, in words.
        texts: the same in languages for diagrams.
    """

    title: str
    description: str
    canvas: Canvas
    details: tuple[Detail, ...]
    texts: Mapping[str, str] = MappingProxyType({})
