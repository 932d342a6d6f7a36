"""`citygraph query`: lists the questions, or asks one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.arguments import add_parameter_option
from citygraph.cli.output import chosen_format, emit, say, screen
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from citygraph.questions import Question

NAME = "query"
SUMMARY = "ask a question, or list the questions"
REMOTE = True
HELP = """\
examples:
  citygraph query
  citygraph query strategic-goals --lang ko -f md
  citygraph query what-contributes-to-goal -p goal=tokyo:goal-safe-city
  citygraph query my-question.rq --data my-city/
  citygraph query 'SELECT ?city { ?city a cg:City }'
  citygraph query 'DESCRIBE tokyo:tokyo' -f jsonld -o tokyo.jsonld
  citygraph query strategic-goals --endpoint https://example.org/sparql
  echo 'ASK { ?s a cg:Fund }' | citygraph query -

The project's prefixes need no declaration, nor do those that your own files declare. Updates are
always refused, and SERVICE unless its address is allowed.

formats: table, csv, tsv, json, xml, md; for triples also turtle, trig, nt, nq, jsonld, rdfxml"""


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `query`."""
    question = parser.add_argument(
        "question",
        nargs="?",
        metavar="QUESTION",
        help="a question's name, a .rq file, a SPARQL query, or - for a query on stdin; "
        "without it the questions are listed",
    )
    question.completer = complete  # type: ignore[attr-defined]
    add_parameter_option(parser)
    parser.add_argument(
        "--allow-service",
        action="append",
        default=[],
        metavar="URL",
        help="let SERVICE call this address; may be repeated",
    )


def run(options: Namespace) -> int:
    """List the questions, or ask one and write its answer."""
    values = read_values(options.param)
    if options.question is None:
        if values:
            raise InputError("-p needs a question; citygraph query  lists them")
        return _list(options)
    from citygraph.answers import Triples, write
    from citygraph.cli.notes import notes
    from citygraph.cli.opening import open_store
    from citygraph.formats import ANSWERS, GRAPHS
    from citygraph.home import open_home
    from citygraph.questions import Limits, ask

    home = open_home(*options.data)
    question = read_asked(options.question, home.queries)
    graph = open_store(options, home=home)
    limits = Limits(frozenset(options.allow_service), options.timeout)
    result = ask(graph, question, values, lang=options.lang, limits=limits)
    if isinstance(result, Triples):
        form = chosen_format(options, {**GRAPHS, **ANSWERS}, "turtle")
    else:
        form = chosen_format(options, ANSWERS)
    shown = screen(options)
    text = write(result, form, prefixes=graph.prefixes, width=shown.width, colour=shown.colour)
    emit(text, options)
    for note in notes(question, graph, values, options.lang, result):
        say(note, options)
    return 0


def complete(**_: object) -> list[str]:
    """Name every question, for the shell."""
    from citygraph.home import open_home
    from citygraph.questions import names

    return list(names(open_home().queries))


def _list(options: Namespace) -> int:
    from citygraph.home import open_home
    from citygraph.questions import catalogue
    from citygraph.questions.listing import LISTING_FORMATS, write_listing
    from citygraph.vocabulary import LANGUAGES

    shown = screen(options)
    text = write_listing(
        catalogue(open_home(*options.data).queries),
        chosen_format(options, LISTING_FORMATS),
        lang=options.lang or LANGUAGES[0],
        width=shown.width,
        colour=shown.colour,
    )
    emit(text, options)
    return 0


def read_asked(argument: str, folder: Path) -> Question:
    """Read what is asked: a question by its name, a file, a query, or stdin.

    Raises:
        InputError: it cannot be read, or there is no such question.
    """
    from citygraph.questions import find_question, read_file, read_question

    if argument == "-":
        if sys.stdin is None:
            raise InputError("stdin is closed; give the query on the command line or in a file")
        try:
            return read_question(sys.stdin.buffer.read().decode("utf-8-sig"), where="stdin")
        except UnicodeDecodeError as error:
            raise InputError("stdin: not UTF-8; give the query as UTF-8") from error
    if any(mark in argument for mark in " \n\t{"):
        return read_question(argument)
    if argument.endswith(".rq"):
        return read_file(Path(argument))
    return find_question(folder, argument)


def read_values(given: Sequence[str]) -> dict[str, str]:
    """Read the values of the parameters, each `NAME=VALUE`.

    Raises:
        InputError: one is not written so, or a parameter has two.
    """
    values: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        name = name.removeprefix("?")
        if not equals or not name:
            raise InputError(f"-p {text}: expected  -p NAME=VALUE")
        if name in values:
            raise InputError(f"-p {text}: '{name}' has a value already; give one")
        values[name] = value
    return values
