"""`citygraph doctor`: whether everything works, here and at an endpoint."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from citygraph.cli.output import chosen_format, emit, say, screen
from citygraph.errors import InputError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from citygraph.doctor import Terminal

NAME = "doctor"
SUMMARY = "try what is installed, and whether an endpoint behaves"
HELP = """\
examples:
  citygraph doctor
  citygraph doctor --lang ko -f json
  citygraph doctor --endpoint http://127.0.0.1:7878/query
  citygraph doctor --endpoint https://example.org/sparql --auth credentials.txt

Each engine is given a task whose answer is known. An endpoint is asked for what stores are known to
get wrong; it is only read, never written to. A hint is worth knowing, a fault makes features fail.
--timeout holds for each request.

exit codes: 0 if everything works, 1 if a fault was found, 3 if the endpoint cannot be reached

formats: table, csv, json, md"""

REMOTE = True
"""It examines an endpoint, if one is named."""

_FAULTS = 1


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of `doctor`: it has none of its own."""


def run(options: Namespace) -> int:
    """Examine, and write what was found."""
    from citygraph.cli.credentials import credentials_of
    from citygraph.cli.progress import shown_while
    from citygraph.doctor import examine
    from citygraph.doctor.writing import EXAMINATION_FORMATS, summary, write_examination
    from citygraph.vocabulary import LANGUAGES

    if options.data:
        raise InputError(
            "doctor examines what is installed; check files of yours with  citygraph validate"
        )
    if options.graph:
        raise InputError("doctor looks at all of this project's graphs; leave out --graph")
    form, shown = chosen_format(options, EXAMINATION_FORMATS, "table"), screen(options)
    lang = options.lang or LANGUAGES[0]
    credentials = credentials_of(options) if options.endpoint else None
    with shown_while("examining", options):
        found = examine(
            options.endpoint,
            credentials=credentials,
            timeout=options.timeout,
            terminal=_terminal(),
        )
    text = write_examination(found, form, lang=lang, width=shown.width, colour=shown.colour)
    emit(text, options)
    say(summary(found, lang), options)
    return 0 if found.works else _FAULTS


def _terminal() -> Terminal:
    from shutil import get_terminal_size

    from citygraph.doctor import Terminal

    if sys.stdout is None:
        return Terminal("", None)
    columns = get_terminal_size().columns if sys.stdout.isatty() else None
    return Terminal(sys.stdout.encoding, columns)
