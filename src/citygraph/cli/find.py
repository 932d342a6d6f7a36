"""`citygraph find`: things whose labels or definitions hold a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, emit, say, screen

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "find"
SUMMARY = "search labels and definitions in every language"
REMOTE = True
HELP = """\
examples:
  citygraph find payment
  citygraph find 災害 --lang en -f json

formats: table, csv, json, md"""


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `find`."""
    parser.add_argument("text", metavar="TEXT", help="what to look for, whatever the case")


def run(options: Namespace) -> int:
    """Search, and write what was found."""
    from citygraph.cli.opening import open_store
    from citygraph.things import find
    from citygraph.things.writing import MATCH_FORMATS, write_matches
    from citygraph.vocabulary import LANGUAGES

    form, shown = chosen_format(options, MATCH_FORMATS), screen(options)
    graph = open_store(options)
    matches = find(graph, options.text, options.lang or LANGUAGES[0])
    text = write_matches(
        matches, form, prefixes=graph.prefixes, width=shown.width, colour=shown.colour
    )
    emit(text, options)
    if not matches:
        say("no rows", options)
    return 0
