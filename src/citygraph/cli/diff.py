"""`citygraph diff`: what changed between two graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, emit, say, screen
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "diff"
SUMMARY = "compare two graphs thing by thing: files, folders, releases, endpoints"
HELP = """\
examples:
  citygraph diff old/data/tokyo.ttl new/data/tokyo.ttl
  citygraph diff bundled my-checkout/ --lang ko
  citygraph diff yesterday.nq.gz today.nq.gz --all
  citygraph diff bundled http://127.0.0.1:7878/query --exit-code
  citygraph diff old/ new/ -f md -o changes.md

A side is an RDF file (also packed: .gz), a folder of such files, the folder of a release or a
checkout (ontology/, data/, shapes/), the address of a SPARQL endpoint, or the word bundled: what is
installed. Only triples count, not their order, their graphs or the names of blank nodes.

The exit code is 0 whether or not anything differs; with --exit-code it is 1 if something does.

formats: text, md, json"""

_DIFFERS = 1


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `diff`."""
    parser.add_argument("old", metavar="A", help="the side that was: see below")
    parser.add_argument("new", metavar="B", help="the side that is")
    parser.add_argument(
        "--all",
        dest="everything",
        action="store_true",
        help="show every fact of what was added or removed, and every claim",
    )
    parser.add_argument(
        "--exit-code", action="store_true", help="end with 1 if anything differs, for scripts"
    )


def run(options: Namespace) -> int:
    """Compare, and write what differs."""
    from citygraph.cli.credentials import credentials_of
    from citygraph.cli.progress import shown_while
    from citygraph.differences import compare, open_side
    from citygraph.differences.wording import tell
    from citygraph.differences.writing import DIFFERENCE_FORMATS, write_difference
    from citygraph.endpoint import Deadline
    from citygraph.graph.deadline import within
    from citygraph.vocabulary import LANGUAGES

    if options.data:
        raise InputError("diff compares two sides: give the path of --data as one of them")
    form, shown = chosen_format(options, DIFFERENCE_FORMATS, "text"), screen(options)
    lang = options.lang or LANGUAGES[0]
    credentials = credentials_of(options)
    with shown_while(f"comparing {options.old} with {options.new}", options):
        old, new = (
            open_side(
                name,
                credentials=credentials,
                graphs=options.graph or None,
                deadline=None if options.timeout is None else Deadline(options.timeout),
            )
            for name in (options.old, options.new)
        )
        found = within(options.timeout, lambda: compare(old, new, lang=lang))
    text = write_difference(
        found,
        form,
        everything=options.everything,
        prefixes={**old.prefixes, **new.prefixes},
        width=shown.width,
        colour=shown.colour,
    )
    emit(text, options)
    if (
        form == "text"
        and not options.everything
        and (found.claims or found.of("added") or found.of("removed"))
    ):
        say(tell("all-hint", lang), options)
    return _DIFFERS if found and options.exit_code else 0
