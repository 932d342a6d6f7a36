"""`citygraph link export`: links for QuickStatements, OpenRefine and readers of link sets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.output import emit, say
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import Namespace, _ArgumentGroup

    from citygraph.home import Home

NAME = "export"
SUMMARY = "take links away for QuickStatements, OpenRefine, or as link sets"
EXAMPLES = """\
  citygraph link export -f linkset -o tokyo.links.nt
  citygraph link export -f openrefine -o links.csv
  citygraph link export -f quickstatements --retrieved 2026-11-22"""
NOTES = """\
link export never writes to Wikidata: a person looks through what it writes and submits it. Only
rows that count are offered as QuickStatements, and only facts with a source on the web; --retrieved
is the day on which you last saw that the sources say so, and becomes part of every reference.

formats of link export: quickstatements, openrefine, linkset"""
OPTIONS: tuple[str, ...] = ("table", "retrieved")


def configure(group: _ArgumentGroup) -> None:
    """Add the options of `link export`; --table is added by `link review`."""
    group.add_argument(
        "--retrieved", metavar="DAY", help="when the sources were last seen to say so: 2026-11-22"
    )


def run(options: Namespace) -> int:
    """Write the links."""
    from citygraph.home import open_home
    from citygraph.linking import exporting

    form = options.format
    if form not in exporting.LINK_EXPORTS:
        expected = ", ".join(exporting.LINK_EXPORTS)
        given = "" if form is None else f" {form}"
        raise InputError(f"--format{given}: link export needs one of {expected}")
    if options.retrieved is not None and form != "quickstatements":
        raise InputError("--retrieved is for -f quickstatements; leave it out")
    home = open_home(*options.data)
    table = None if options.table is None else Path(options.table)
    if form == "openrefine":
        written = exporting.export_openrefine(home, table)
    elif form == "linkset":
        written = exporting.export_linksets(home, table)
    else:
        written = _quickstatements(options, home, table)
        count = written.count("\n")
        noun = "statement" if count == 1 else "statements"
        say(f"{count} {noun}; look through them, nothing has been sent anywhere", options)
    emit(written, options)
    return 0


def _quickstatements(options: Namespace, home: Home, table: Path | None) -> str:
    from datetime import UTC, date, datetime, timedelta

    from citygraph.graph import CityGraph
    from citygraph.linking.exporting import export_quickstatements
    from citygraph.linking.quickstatements import stated_day

    if options.retrieved is None:
        raise InputError(
            "every reference says when its source was last seen, and only you know that: give the "
            "day with  --retrieved 2026-11-22"
        )
    latest = (datetime.now(UTC) + timedelta(hours=14)).date()  # today, where days begin first
    if stated_day(options.retrieved) and date.fromisoformat(options.retrieved) > latest:
        raise InputError(f"--retrieved {options.retrieved}: this day is yet to come")
    graph = CityGraph.load(home=home)
    return export_quickstatements(home, graph, retrieved=options.retrieved, table=table)
