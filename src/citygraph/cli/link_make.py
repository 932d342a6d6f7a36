"""`citygraph link make`: the graphs of links, made anew from the mapping tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, emit, say, screen

if TYPE_CHECKING:
    from argparse import Namespace, _ArgumentGroup

NAME = "make"
SUMMARY = "make the graphs of links anew out of the mapping tables"
EXAMPLES = """\
  citygraph link make
  citygraph link make --stale
  citygraph link make --data my-city/"""
NOTES = """\
link make writes <city>.links.ttl beside each <city>.ttl that has a mapping table, mappings/ or
beside it: <city>.sssom.tsv. With --stale nothing is written, and the exit code is 1 if a file is
not what its table gives.

formats of link make: table, csv, json, md"""
OPTIONS: tuple[str, ...] = ("stale",)
_STALE = 1


def configure(group: _ArgumentGroup) -> None:
    """Add the options of `link make`."""
    group.add_argument(
        "--stale", action="store_true", help="write nothing, only look which files are stale"
    )


def run(options: Namespace) -> int:
    """Make the links, and write what has changed."""
    from citygraph.home import open_home
    from citygraph.linking.making import MADE_FORMATS, make_links, renew_links, write_made

    form, shown = chosen_format(options, MADE_FORMATS), screen(options)
    home = open_home(*options.data)
    made = make_links(home) if options.stale else renew_links(home)
    emit(
        write_made(made, form, written=not options.stale, width=shown.width, colour=shown.colour),
        options,
    )
    if options.stale and not all(each.current for each in made):
        say("not what the tables give; run citygraph link make", options)
        return _STALE
    return 0
