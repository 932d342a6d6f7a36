"""`citygraph site`: the pages, pictures and data as files, for hosts without a server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, emit, say, screen, tell
from citygraph.errors import InputError, RemoteError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from citygraph.site import Report

NAME = "site"
SUMMARY = "write the pages, pictures and data as a site that needs no server"
HELP = """\
examples:
  citygraph site public/
  citygraph site public/ --plain
  citygraph site public/ --data my-city/ --base-url https://example.org/cities/
  citygraph site public/ --check

The folder can be put on any static host, under any address: all links are relative. Built again,
it gets only the files that differ, and loses those that are no longer made; files of your own in it
are never touched. A build that was broken off is completed by the next one. At the end every link
is followed to a file and to a place in it; links to other sites are not.

The SPARQL editor, and the engine that answers in the browser, are fetched with npm unless they are
there (citygraph frontend). Without Node.js the pages are made without them, as with --plain.

exit codes: 1 if a link leads nowhere; 2 if a file that is not ours is in the way: then nothing is
written

formats: table, csv, json, md"""

_FOUND = 1


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `site`."""
    parser.add_argument("folder", metavar="OUT", help="the folder of the site")
    parser.add_argument(
        "--plain",
        action="store_true",
        help="leave out the editor and the engine that answers in the browser",
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        help="where the site will be: adds robots.txt, a sitemap, and links to the page for "
        "addresses that do not exist",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing, only follow the links of what is there"
    )
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="files made at a time (default: one for each processor)",
    )


def run(options: Namespace) -> int:
    """Build or check it, and tell what came out."""
    from citygraph.site.reporting import (
        REPORT_FORMATS,
        findings,
        summary,
        write_broken,
        write_report,
    )
    from citygraph.vocabulary import LANGUAGES

    form, shown, lang = chosen_format(options, REPORT_FORMATS), screen(options), options.lang
    lang = lang or LANGUAGES[0]
    if options.workers is not None and options.workers < 1:
        raise InputError(f"--workers {options.workers}: expected a number from 1 on")
    report = _checked(options) if options.check else _built(options)
    for note in report.notes:
        say(note, options)
    if report.broken and not options.check and form != "json":
        for line in findings(report, lang):
            tell(line)
    write = write_broken if options.check else write_report
    emit(write(report, form, lang=lang, width=shown.width, colour=shown.colour), options)
    say(summary(report, lang), options)
    return _FOUND if report.broken else 0


def _checked(options: Namespace) -> Report:
    from citygraph.cli.progress import shown_while
    from citygraph.site import check

    for name, given in (
        ("--plain", options.plain),
        ("--base-url", options.base_url),
        ("--data", options.data),
    ):
        if given:
            raise InputError(
                f"{name} is for building; --check looks at what is there: leave it out"
            )
    with shown_while("following links", options):
        return check(Path(options.folder), workers=options.workers)


def _built(options: Namespace) -> Report:
    from citygraph.home import open_home
    from citygraph.site import Blueprint, build
    from citygraph.site.building import silent
    from citygraph.site.entrance import site_address

    address = "" if options.base_url is None else site_address(options.base_url)
    home = open_home(*options.data)
    blueprint = Blueprint(home, None if options.plain else _parts(options), address)
    shows = not options.quiet and sys.stderr is not None and sys.stderr.isatty()
    progress: Callable[[str], None] = (lambda words: tell(f"{words} …")) if shows else silent
    return build(Path(options.folder), blueprint, workers=options.workers, tell=progress)


def _parts(options: Namespace) -> Path | None:
    """Find the front-end parts, or fetch them; without Node.js, do without."""
    from citygraph.frontend import fetch_parts, find_parts, missing_program

    if (found := find_parts()) is not None:
        return found.folder
    if missing := missing_program():
        say(
            f"{missing}, for the editor and the engine that answers in the browser; "
            "the site is made without them",
            options,
        )
        return None
    say("fetching the editor and the engine with npm; this may take a minute", options)
    try:
        return fetch_parts().folder
    except RemoteError as error:
        raise type(error)(
            f"{error}; to build the site without these parts, add  --plain"
        ) from error
