"""A picture as bytes, in each of the formats that it can have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citygraph.pictures.picture import DEFAULT_WIDTH
from citygraph.pictures.sources import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.pictures.picture import Detail, Picture

PICTURE_FORMATS = ("svg", "png", "mermaid", "dot", "text", "json")
"""The formats of pictures, the usual one first; `text` and `json` say in words what is shown."""


def write_picture(picture: Picture, form: str, *, width: int = DEFAULT_WIDTH) -> bytes:
    r"""Write a picture.

    Args:
        picture: what is written.
        form: one of `PICTURE_FORMATS`.
        width: of a PNG, in pixels.

    Raises:
        InputError: this kind of picture cannot be written so, or the width is out of bounds.
        MissingExtraError: SVG or PNG is asked for, and what draws is not installed.
        FaultError: no font of this machine has the signs of the picture.

    >>> from citygraph.graph import CityGraph
    >>> from citygraph.pictures import draw
    >>> tokyo = "https://w3id.org/citygraph/id/tokyo/tokyo"
    >>> write_picture(draw(CityGraph.load(), "timeline", tokyo), "text").splitlines()[0]
    b'What happened when in Tokyo'
    """
    if form == "png":
        return picture.png(width)
    writers = {"svg": _svg, "text": _outline, "json": _json}
    return (writers[form](picture) if form in writers else picture.text(form)).encode()


def _svg(picture: Picture) -> str:
    return picture.svg


def _outline(picture: Picture) -> str:
    lines = [f"{'  ' * detail.depth}- {detail.text}" for detail in picture.details]
    return "\n".join(
        (picture.title, "", *lines, "", in_words(picture.sources, picture.language), "")
    )


def _line(detail: Detail) -> Mapping[str, object]:
    line: dict[str, object] = {"depth": detail.depth, "text": detail.text}
    return {**line, "iri": detail.iri} if detail.iri else line


def _json(picture: Picture) -> str:
    document = {
        "kind": picture.kind,
        "city": picture.city,
        "language": picture.language,
        "title": picture.title,
        "description": picture.description,
        "details": [_line(detail) for detail in picture.details],
        "sources": [source._asdict() for source in picture.sources],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
