"""`citygraph frontend`: the parts of others that pages run in a browser, fetched with npm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, emit, say, screen

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NAME = "frontend"
SUMMARY = "fetch what pages run in a browser: the SPARQL editor, and an engine for sites"
HELP = """\
examples:
  citygraph frontend             fetch them with npm, unless they are there
  citygraph frontend --check     only look; exit code 1 if they are not there
  citygraph frontend --again     fetch them anew

Node.js 20 or newer with npm is needed. The packages are those of a lockfile, each compared with
its digest, and none of their scripts is run. They are kept in ~/.cache/citygraph/frontend, or in
the folder that CITYGRAPH_FRONTEND names. Without them, pages have a plain form instead of the
editor, and a site answers no SPARQL.

formats: table, csv, json, md"""

_MISSING = 1


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `frontend`."""
    parser.add_argument("--check", action="store_true", help="fetch nothing, only look")
    parser.add_argument("--again", action="store_true", help="fetch them even if they are there")


def run(options: Namespace) -> int:
    """Fetch the parts that are not there, and say where they are."""
    from citygraph.errors import InputError
    from citygraph.frontend import fetch_parts, find_parts
    from citygraph.frontend.reporting import REPORT_FORMATS, write_parts

    if options.check and options.again:
        raise InputError("--check and --again: give one of them")
    form, shown = chosen_format(options, REPORT_FORMATS), screen(options)
    found = find_parts()
    if not options.check and (found is None or options.again):
        say("fetching with npm; this may take a minute", options)
        found = fetch_parts()
    emit(write_parts(found, form, width=shown.width, colour=shown.colour), options)
    if found is None:
        say("not there; run  citygraph frontend", options)
        return _MISSING
    return 0
