"""`citygraph show`: one thing with all its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, emit, screen

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "show"
SUMMARY = "show one thing: its label, its definition, its facts and where each comes from"
REMOTE = True
HELP = """\
examples:
  citygraph show tokyo:goal-safe-city
  citygraph show 東京都 --lang ja
  citygraph show '<https://w3id.org/citygraph/ns#City>' -f json

formats: table, csv, json, md, turtle, trig, nt, nq, jsonld, rdfxml"""


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `show`."""
    parser.add_argument(
        "thing", metavar="THING", help="a CURIE, an IRI, or a label in any language"
    )


def run(options: Namespace) -> int:
    """Find the thing, and write what is known of it."""
    from citygraph.cli.opening import open_store
    from citygraph.things import resolve, show
    from citygraph.things.writing import THING_FORMATS, write_thing
    from citygraph.vocabulary import LANGUAGES

    form, shown = chosen_format(options, THING_FORMATS), screen(options)
    graph = open_store(options)
    thing = show(graph, resolve(graph, options.thing), options.lang or LANGUAGES[0])
    text = write_thing(thing, form, prefixes=graph.prefixes, width=shown.width, colour=shown.colour)
    emit(text, options)
    return 0
