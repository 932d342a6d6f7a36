"""`citygraph link propose`: what the graph's things may be elsewhere, looked up and scored."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, say, tell
from citygraph.errors import InputError
from citygraph.tables import printable

if TYPE_CHECKING:
    from argparse import Namespace, _ArgumentGroup

    from citygraph.graph import Store
    from citygraph.linking.opening import Run, Settings
    from citygraph.linking.outcomes import Outcome

NAME = "propose"
SUMMARY = "look up what has no link yet, and write proposals to be reviewed"
EXAMPLES = """\
  CITYGRAPH_CONTACT=you@example.org citygraph link propose -o proposals.sssom.tsv
  citygraph link propose -o proposals.sssom.tsv --offline
  citygraph link propose --only tokyo:minato --only cgv:robots -o some.sssom.tsv
  citygraph link propose --reconcile https://example.org/reconcile -o proposals.sssom.tsv"""
NOTES = """\
link propose asks Wikidata unless --wikibase, --sparql or --reconcile say otherwise. It says who
asks (CITYGRAPH_CONTACT), sends one request at a time, obeys Retry-After, and keeps each answer.
What it found stands in the table of -o; what it knows stands beside it in a .state.json, so that a
run that was cut short goes on where it was. No row counts before it is reviewed.

formats of link propose: text, json
exit codes: 3 if something was not asked"""
OPTIONS: tuple[str, ...] = (
    *("only", "known", "wikibase", "sparql", "reconcile", "budget", "cache"),
    *("offline", "refresh"),
)
_FORMATS = ("text", "json")
_NOT_ALL_ASKED = 3


def configure(group: _ArgumentGroup) -> None:
    """Add the options of `link propose`."""
    group.add_argument(
        "--only",
        action="append",
        metavar="THING",
        help="a thing to look up (CURIE, IRI or label) instead of all; may be repeated",
    )
    group.add_argument(
        "--known",
        action="append",
        metavar="FILE",
        help="a mapping table of links and rejections beside those of the cities; may be repeated",
    )
    group.add_argument(
        "--wikibase", metavar="FILE", help="how another Wikibase is asked (default: Wikidata)"
    )
    group.add_argument("--sparql", metavar="URL", help="the SPARQL endpoint of the collection")
    group.add_argument(
        "--reconcile", metavar="URL", help="a reconciliation service (API 0.2) that finds the items"
    )
    group.add_argument("--budget", metavar="N", help="the most requests of this run")
    group.add_argument("--cache", metavar="DIR", help="where answers are kept")
    offline = group.add_mutually_exclusive_group()
    offline.add_argument(
        "--offline", action="store_true", help="answer from the cache, and fail where it cannot"
    )
    offline.add_argument("--refresh", action="store_true", help="ask again what the cache has")


def run(options: Namespace) -> int:
    """Look things up, write the table, and sum up."""
    from citygraph.cli.opening import open_store
    from citygraph.home import open_home
    from citygraph.linking.opening import known_rows, open_run
    from citygraph.linking.outcomes import NOT_ASKED
    from citygraph.linking.proposal_report import report_as_json, report_as_text
    from citygraph.linking.table import read_proposals, write_proposals

    form = "text" if options.format is None else chosen_format(options, _FORMATS)
    if options.output is None:
        raise InputError(
            "link propose needs a file for what it finds:  -o proposals.sssom.tsv  ; what it knows "
            "is kept beside it"
        )
    table = Path(options.output)
    home = open_home(*options.data)
    store = open_store(options, home=home)
    settings = _settings(options)
    base = settings.read(home)
    before = read_proposals(table, base, store.prefixes)
    rows = (*known_rows(home, options.known or ()), *before.links)
    state = table.with_name(f"{table.name}.state.json")
    ready = open_run(store, home, rows, state, settings, only=_things(store, options))
    outcomes = _watched(ready, options)
    added = write_proposals(table, before, outcomes)
    written = report_as_json(outcomes, ready) if form == "json" else report_as_text(outcomes)
    print(written, end="")
    say(f"{table}: rows: {len(before.links) + added}, of them new: {added}", options)
    for line in ready.sums(outcomes):
        say(line, options)
    if ready.proposing.stopped is not None:
        tell(f"citygraph: {printable(str(ready.proposing.stopped))}")
    return _NOT_ALL_ASKED if any(each.state == NOT_ASKED for each in outcomes) else 0


def _settings(options: Namespace) -> Settings:
    from citygraph.linking.opening import CONTACT, Settings

    if options.budget is not None and not (options.budget.isdecimal() and int(options.budget)):
        raise InputError(f"--budget {options.budget}: expected a number of requests, such as 200")
    return Settings(
        wikibase=options.wikibase,
        sparql=options.sparql,
        reconcile=options.reconcile,
        contact=os.environ.get(CONTACT, ""),
        budget=None if options.budget is None else int(options.budget),
        timeout=options.timeout,
        cache=None if options.cache is None else Path(options.cache),
        offline=options.offline,
        refresh=options.refresh,
    )


def _things(store: Store, options: Namespace) -> frozenset[str] | None:
    from citygraph.things.labels import resolve

    return frozenset(resolve(store, each) for each in options.only) if options.only else None


def _watched(ready: Run, options: Namespace) -> list[Outcome]:
    """Look everything up; a person at a terminal sees how far it is."""
    total, outcomes = len(ready.subjects), []
    shows = not options.quiet and sys.stderr is not None and sys.stderr.isatty()
    for outcome in ready.proposing.run(ready.subjects):
        outcomes.append(outcome)
        if shows:
            asked = sum(spent.requests for spent in ready.spent)
            print(f"\r{len(outcomes)} of {total}, {asked} requests ", end="", file=sys.stderr)
    if shows:
        print(file=sys.stderr)
    return outcomes
