"""`citygraph trace`: where each fact comes from, down to the words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.arguments import Once, add_parameter_option
from citygraph.cli.output import chosen_format, emit, say, screen
from citygraph.errors import InputError
from citygraph.tables import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from citygraph.endpoint import RemoteGraph
    from citygraph.graph import CityGraph
    from citygraph.tracing import Trace, Verification

NAME = "trace"
SUMMARY = "show where each fact comes from, and verify the words in your copy of the source"
REMOTE = True
HELP = """\
examples:
  citygraph trace 'Smart Tokyo Promotion Fund'
  citygraph trace tokyo:population-stated --lang ko
  citygraph trace --question how-many-people-live-in-each-city
  citygraph trace tokyo:governor --source page.txt
  citygraph trace --source page.txt -f json

Without a thing and without a question, all facts are traced, thing by thing.

Of a question's answer, the facts are traced that connect the things of each row. The query is not
taken apart: a column in none of these facts, such as a sum, is named as such.

With --source, the whole text and every passage are verified, whichever facts are shown. The exit
code is 1 if anything differs. The passages appear in the format table on standard output only; no
other format and no file holds a word of the source.

formats: table, csv, json, md"""

_DIFFERS = 1


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `trace`."""
    from citygraph.cli.query import complete

    parser.add_argument(
        "thing",
        nargs="?",
        metavar="THING",
        help="a CURIE, an IRI, or a label in any language; without it all facts are traced",
    )
    question = parser.add_argument(
        "--question",
        metavar="QUESTION",
        help="trace the answer to a question instead: its name, a .rq file, a SPARQL query, or -",
    )
    question.completer = complete  # type: ignore[attr-defined]
    add_parameter_option(parser)
    parser.add_argument(
        "--source",
        action=Once,
        metavar="FILE",
        help="your copy of the source's text, to verify and to show",
    )


def run(options: Namespace) -> int:
    """Trace, verify the copy if there is one, and write both."""
    from citygraph.cli.opening import open_store
    from citygraph.tracing import verify
    from citygraph.tracing.passages import how_to_get, verdict
    from citygraph.tracing.wording import tell
    from citygraph.tracing.writing import TRACE_FORMATS, write_trace

    if options.thing is not None and options.question is not None:
        raise InputError("a thing and a question: trace one of them")
    if options.param and options.question is None:
        raise InputError("-p needs a question: give it with  --question NAME")
    form, shown = chosen_format(options, TRACE_FORMATS), screen(options)
    graph = open_store(options)
    found = _traced(graph, options)
    verification = verify(graph, Path(options.source)) if options.source else None
    text = write_trace(
        found,
        form,
        verification=verification if form == "json" or options.output is None else None,
        prefixes=graph.prefixes,
        width=shown.width,
        colour=shown.colour,
    )
    emit(text, options)
    if verification is None:
        for hint in how_to_get(found):
            say(hint, options)
        return 0
    if options.output is not None and form == "table":
        say(tell("not-in-files", found.lang, path=options.output), options)
    return _verified(verification, verdict(verification, found.lang, graph.prefixes), options)


def _traced(graph: CityGraph | RemoteGraph, options: Namespace) -> Trace:
    from citygraph.cli.notes import notes
    from citygraph.cli.query import read_asked, read_values
    from citygraph.questions import Limits, ask
    from citygraph.things import resolve
    from citygraph.tracing import trace, trace_answer
    from citygraph.vocabulary import LANGUAGES

    lang = options.lang or LANGUAGES[0]
    if options.question is None:
        return trace(graph, None if options.thing is None else resolve(graph, options.thing), lang)
    question = read_asked(options.question, graph.home.queries)
    limits = Limits(timeout=options.timeout)
    values = read_values(options.param)
    answer = ask(graph, question, values, lang=lang, limits=limits)
    for note in notes(question, graph, values, options.lang, answer):
        say(note, options)
    return trace_answer(graph, answer, lang)


def _verified(verification: Verification, lines: Iterator[str], options: Namespace) -> int:
    """Say what came out; what differs is said even where quiet is wanted."""
    if verification.verified:
        for line in lines:
            say(line, options)
        return 0
    for line in lines:
        print(printable(line), file=sys.stderr)
    return _DIFFERS
