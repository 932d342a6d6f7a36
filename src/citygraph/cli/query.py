"""`citygraph query`: lists the questions, or asks one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, emit, say, screen
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from citygraph.graph import CityGraph
    from citygraph.questions import Question

NAME = "query"
SUMMARY = "ask a question, or list the questions"
HELP = """\
examples:
  citygraph query
  citygraph query strategic-goals --lang ko -f md
  citygraph query what-contributes-to-goal -p goal=tokyo:goal-safe-city
  citygraph query my-question.rq --data my-city/
  citygraph query 'SELECT ?city { ?city a cg:City }'
  citygraph query 'DESCRIBE tokyo:tokyo' -f jsonld -o tokyo.jsonld
  echo 'ASK { ?s a cg:Fund }' | citygraph query -

The project's prefixes need no declaration. Updates are always refused, and SERVICE unless its
address is allowed."""


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
    parser.add_argument(
        "-p",
        "--param",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter: a CURIE, an IRI or a literal; may be repeated",
    )
    parser.add_argument(
        "--allow-service",
        action="append",
        default=[],
        metavar="URL",
        help="let SERVICE call this address; may be repeated",
    )


def run(options: Namespace) -> int:
    """List the questions, or ask one and write its answer."""
    values = dict(_parameter(each) for each in options.param)
    if options.question is None:
        if values:
            raise InputError("-p needs a question; citygraph query  lists them")
        return _list(options)
    from citygraph.answers import Answer, Triples, write
    from citygraph.formats import ANSWERS, GRAPHS
    from citygraph.graph import CityGraph
    from citygraph.home import open_home
    from citygraph.questions import Limits, ask

    home = open_home(*options.data)
    question = _question(options.question, home.queries)
    graph = CityGraph.load(home=home)
    limits = Limits(frozenset(options.allow_service), options.timeout)
    result = ask(graph, question, values, lang=options.lang, limits=limits)
    if isinstance(result, Triples):
        form = chosen_format(options, GRAPHS, "turtle")
    else:
        form = chosen_format(options, ANSWERS)
    shown = screen(options)
    text = write(result, form, prefixes=graph.prefixes, width=shown.width, colour=shown.colour)
    emit(text, options)
    for note in _notes(question, graph, options):
        say(note, options)
    if isinstance(result, Answer) and not result.rows:
        say("no rows", options)
    elif isinstance(result, Triples) and not result.triples:
        say("no triples", options)
    return 0


def _notes(question: Question, graph: CityGraph, options: Namespace) -> Iterator[str]:
    from citygraph.questions import missing_graphs, speaks

    if options.lang and not question.name and not speaks(question):
        yield "--lang makes no difference: the query does not use ?lang"
    for iri in missing_graphs(question, graph):
        yield f"GRAPH <{iri}> finds nothing: no such graph is loaded"


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


def _question(argument: str, folder: Path) -> Question:
    from citygraph.questions import find_question, read_file, read_question

    if argument == "-":
        try:
            return read_question(sys.stdin.buffer.read().decode("utf-8-sig"), where="stdin")
        except UnicodeDecodeError as error:
            raise InputError("stdin: not UTF-8; give the query as UTF-8") from error
    if any(mark in argument for mark in " \n\t{"):
        return read_question(argument)
    if argument.endswith(".rq"):
        return read_file(Path(argument))
    return find_question(folder, argument)


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise InputError(f"-p {text}: expected  -p NAME=VALUE")
    return name.removeprefix("?"), value
