"""`citygraph draw`: pictures of a city."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from citygraph.cli.arguments import Once
from citygraph.cli.output import chosen_format, emit
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "draw"
REMOTE = True
SUMMARY = "draw a city's strategies, timeline, budgets or goals as a picture"
HELP = """\
examples:
  citygraph draw strategy tokyo -o strategy.svg
  citygraph draw timeline tokyo --lang ja -o timeline.png
  citygraph draw budget tokyo --lang ko -o budget.png --width 1200
  citygraph draw map-of-goals tokyo -f text
  citygraph draw strategy tokyo -f mermaid
  citygraph draw strategy osaka --data my-city/ -f dot | dot -Tpdf -o osaka.pdf

A city is named by its local name, a CURIE, an IRI or a label in any language. The same facts give
the same SVG, to the byte. PNG is drawn with the fonts of this machine: if they lack a sign, the
tool says which fonts to install and draws nothing. text and json say what a picture shows in words.

formats: svg (default), png, text, json; strategy also as mermaid, dot"""

_PATIENCE = 5
"""The seconds after which it is said that a picture is being drawn, which a far store can delay."""


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `draw`."""
    kind = parser.add_argument(
        "kind", metavar="KIND", help="strategy, timeline, budget or map-of-goals"
    )
    parser.add_argument("city", metavar="CITY", help="which city")
    parser.add_argument(
        "--width",
        action=Once,
        metavar="PIXELS",
        help="how wide a PNG becomes, 100 to 10000 (default: 1920)",
    )
    kind.completer = _kinds  # type: ignore[attr-defined]


def run(options: Namespace) -> int:
    """Draw it, and write it."""
    from citygraph.cli.opening import open_store
    from citygraph.cli.progress import shown_while
    from citygraph.pictures import DEFAULT_WIDTH, draw, find_city, kinds
    from citygraph.pictures.writing import PICTURE_FORMATS, write_picture
    from citygraph.vocabulary import LANGUAGES

    if options.kind not in kinds():
        raise InputError(f"'{options.kind}' is no picture: expected one of {', '.join(kinds())}")
    form = chosen_format(options, PICTURE_FORMATS, PICTURE_FORMATS[0])
    width = _width(options, form, DEFAULT_WIDTH)
    if form == "png" and options.output is None and sys.stdout is not None and sys.stdout.isatty():
        raise InputError("a PNG is no text for a terminal: name a file with  --output PATH")
    store = open_store(options)
    with shown_while("drawing", options, after=_PATIENCE):
        city = find_city(store, options.city)
        picture = draw(store, options.kind, city, options.lang or LANGUAGES[0])
        written = write_picture(picture, form, width=width)
    emit((written,), options)
    return 0


def _width(options: Namespace, form: str, otherwise: int) -> int:
    if options.width is None:
        return otherwise
    if form != "png":
        raise InputError(f"--width is for png; {form} has no pixels: leave it out")
    if not (options.width.isascii() and options.width.isdigit()):
        raise InputError(f"--width {options.width}: expected a number of pixels, such as 1200")
    return int(options.width)


def _kinds(**_: object) -> tuple[str, ...]:
    """Name the kinds of pictures, for the shell."""
    from citygraph.pictures import kinds

    return kinds()
