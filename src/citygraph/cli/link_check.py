"""`citygraph link check`: whether links hold, by the tables and, if asked to, by the items."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, emit, say
from citygraph.errors import InputError
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from argparse import Namespace, _ArgumentGroup

    from citygraph.home import Home
    from citygraph.linking.findings import Checked

NAME = "check"
SUMMARY = "check that links hold: the tables, and the items if they are to be asked about"
EXAMPLES = """\
  citygraph link check
  citygraph link check --table proposals.sssom.tsv
  CITYGRAPH_CONTACT=you@example.org citygraph link check --online
  citygraph link check --sparql http://127.0.0.1:7878/query --lang ja -f json
  citygraph link check --online --record --reviewer 'Jane Doe'"""
NOTES = """\
link check asks nothing of the network unless --online or --sparql says so. Then each item of a row
that counts is looked at: whether it is there, was redirected or deleted, has another name or type
than before, and whether its values agree with ours, within what mappings/values.toml allows.

With --record, rows that are documented become checked where their item is there under its name,
label and type agree, and no value differs: state, reviewer and date of these rows are written, and
nothing else. The items are asked about anew. If one of them cannot be, nothing is written.

formats of link check: text, json
exit codes: 1 if something was found, 2 if a table is not written as it has to be, 3 if an item
could not be asked about: it is said to be not asked, and nothing is known of it"""
OPTIONS: tuple[str, ...] = (
    *("table", "online", "wikibase", "sparql"),
    *("budget", "cache", "offline", "refresh", "record", "reviewer"),
)
_ABOUT_ITEMS = ("wikibase", "budget", "cache", "refresh", "record")
_FOUND, _NOT_ASKED = 1, 3


def configure(group: _ArgumentGroup) -> None:
    """Add the options of `link check`; other jobs add the table, and those of asking."""
    group.add_argument(
        "--online", action="store_true", help="ask the configured endpoint about the items too"
    )
    group.add_argument(
        "--record", action="store_true", help="write into the table that rows have been checked"
    )


def run(options: Namespace) -> int:
    """Check, and write what was found."""
    from citygraph.home import open_home
    from citygraph.linking.check_report import CHECK_FORMATS, summary, write_checked
    from citygraph.linking.checking import check_links
    from citygraph.linking.files import linked_cities
    from citygraph.vocabulary import city_prefixes

    form = chosen_format(options, CHECK_FORMATS, "text")
    lang = options.lang or LANGUAGES[0]
    table = None if options.table is None else Path(options.table)
    _refuse_recording(options)
    home = open_home(*options.data)
    if options.online or options.sparql or options.offline:
        checked = _online(options, home, table)
    else:
        for name in _ABOUT_ITEMS:
            if getattr(options, name):
                raise InputError(
                    f"--{name} is for asking about items; add  --online  or  --sparql URL"
                )
        checked = check_links(home, table)
    prefixes = city_prefixes(tuple(city.name for city in linked_cities(home)))
    emit(write_checked(checked, form, lang=lang, prefixes=prefixes), options)
    for line in summary(checked, lang):
        say(line, options)
    if checked.not_asked:
        return _NOT_ASKED
    return _FOUND if checked.findings else 0


def _online(options: Namespace, home: Home, table: Path | None) -> Checked:
    from datetime import UTC, datetime

    from citygraph.graph import CityGraph
    from citygraph.linking.checking import checked_cities
    from citygraph.linking.item_checks import Asked, check_items
    from citygraph.linking.opening import CONTACT, usual_cache
    from citygraph.linking.recording import record_checked, refuse_package

    asked = Asked(
        cache=Path(options.cache) if options.cache else usual_cache(),
        sparql=options.sparql or "",
        contact=os.environ.get(CONTACT, ""),
        configuration=Path(options.wikibase) if options.wikibase else None,
        budget=_budget(options.budget),
        offline=options.offline,
        refresh=options.refresh or options.record,  # what is recorded bears the day of today
    )
    if options.record:
        refuse_package([table] if table else [city.mappings for city in checked_cities(home)])
    checked, spent = check_items(home, CityGraph.load(home=home), asked, table)
    if options.record:
        checked = record_checked(checked, options.reviewer, datetime.now(UTC).date())
    say(
        f"requests: {spent.requests} of {spent.budget} allowed; "
        f"answers from the cache: {spent.kept}",
        options,
    )
    return checked


def _refuse_recording(options: Namespace) -> None:
    """Refuse what cannot be recorded before anybody is asked about anything."""
    from citygraph.linking.recording import named

    if not options.record:
        if options.reviewer is not None:
            raise InputError("--reviewer is for --record; leave it out, or add  --record")
        return
    if options.offline:
        raise InputError("--record needs answers of today, and --offline gives none; leave it out")
    named(options.reviewer or "")


def _budget(given: str | None) -> int | None:
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or int(given) < 1:
        raise InputError(f"--budget {given}: expected how many requests there may be, such as 100")
    return int(given)
