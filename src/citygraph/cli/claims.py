"""`citygraph claims`: the claims about a city's facts, made anew from its tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.arguments import Once
from citygraph.cli.output import chosen_format, emit, say, screen
from citygraph.files import write_file

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "claims"
SUMMARY = "make the claims that say where each fact comes from, out of the tables"
HELP = """\
examples:
  citygraph claims                      after a line of a table was changed
  citygraph claims --source page.txt    after a span was added or moved
  citygraph claims --check              only look whether anything has to be made anew
  citygraph claims --data my-city/

For each <city>.ttl with a <city>.statements.tsv beside it, <city>.evidence.ttl is written; each
file appears when it is complete. With --check nothing is written, and the exit code is 1 if a
file is not what the tables give.

formats: table, csv, json, md"""

_STALE = 1


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `claims`."""
    parser.add_argument(
        "--source",
        action=Once,
        metavar="FILE",
        help="a copy of the pinned text; needed where a span is new, as its digest is made from it",
    )
    parser.add_argument("--check", action="store_true", help="write nothing, only look")


def run(options: Namespace) -> int:
    """Make the claims, and write what has changed."""
    from citygraph.evidence import TextNeededError, rebuild, refuse_installed
    from citygraph.evidence.reporting import REPORT_FORMATS, write_rebuilt
    from citygraph.home import open_home

    form, shown = chosen_format(options, REPORT_FORMATS), screen(options)
    home = open_home(*options.data)
    if not options.check:
        refuse_installed(home)
    try:
        made = rebuild(home, Path(options.source) if options.source else None)
    except TextNeededError as error:
        if not options.check:
            raise
        say(f"citygraph: {error}", options)
        return _STALE
    stale = [each for each in made if not each.current]
    if not options.check:
        for each in stale:
            write_file(str(each.path), each.text.encode())
    report = write_rebuilt(
        made, form, written=not options.check, width=shown.width, colour=shown.colour
    )
    emit(report, options)
    for each in made:
        if each.undescribed:
            names = ", ".join(each.undescribed)
            say(f"{each.path}: no file describes {names}; run citygraph validate", options)
    if options.check and stale:
        say("not what the tables give; run citygraph claims", options)
        return _STALE
    return 0
