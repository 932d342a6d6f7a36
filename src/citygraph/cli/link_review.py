"""`citygraph link review`: proposals decided on by a person, row by row."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.cli.output import say, screen
from citygraph.errors import DataFileError, InputError
from citygraph.vocabulary import LANGUAGES, PREFIXES

if TYPE_CHECKING:
    from argparse import Namespace, _ArgumentGroup
    from collections.abc import Mapping

    from citygraph.linking.link import Link
    from citygraph.linking.review import Decision, Review
    from citygraph.linking.review_card import Ours

NAME = "review"
SUMMARY = "decide on proposals, one by one"
EXAMPLES = """\
  citygraph link review --table proposals.sssom.tsv
  citygraph link review --table proposals.sssom.tsv --reviewer 'Jane Doe' --lang ja"""
NOTES = """\
link review shows what waits for a decision, both sides beside each other, and takes a letter and
Enter: a the same, c close, r not the same, u unsure, o open in the browser, n note, s skip, b back,
q quit. Each decision is saved at once. What was rejected stays in the table and is not proposed
again. Nothing is asked of the network; a page is only opened by o."""
OPTIONS: tuple[str, ...] = ("table", "reviewer")
_DECISIONS: Mapping[str, Decision] = {
    "a": "accept",
    "c": "close",
    "r": "reject",
    "u": "unsure",
}


class _Talk(NamedTuple):
    """What is needed to talk about rows."""

    review: Review
    ours: Mapping[str, Ours]
    lang: str
    options: Namespace


def configure(group: _ArgumentGroup) -> None:
    """Add the options of `link review`."""
    group.add_argument(
        "--table",
        metavar="FILE",
        help="a mapping table; check and export take those of the data if none is named",
    )
    group.add_argument(
        "--reviewer", metavar="NAME", help="who decides (default: you are asked for it)"
    )


def run(options: Namespace) -> int:
    """Show rows, take decisions, and sum up."""
    from datetime import UTC, datetime

    from citygraph.graph import CityGraph
    from citygraph.linking.review import Review
    from citygraph.linking.review_card import look_up, words

    if options.output is not None or options.format is not None:
        raise InputError("link review talks to you and writes its table; leave out -o and -f")
    if options.table is None:
        raise InputError("link review needs the table to review:  --table proposals.sssom.tsv")
    lang = options.lang or LANGUAGES[0]
    reviewer = options.reviewer
    if reviewer is None:
        reviewer = _answer(words("name", lang)) or ""
    review = Review(Path(options.table), reviewer, datetime.now(UTC).date())
    graph = CityGraph.load(*options.data)
    ours = look_up(graph, {link.subject for link in review.waiting}, lang)
    talk = _Talk(review, ours, lang, options)
    _show(talk)
    while review.current is not None and (typed := _answer(words("prompt", lang))) is not None:
        if typed == "q":
            break
        if _done(typed, talk) and review.current is not None:
            _show(talk)
    left = len(review.waiting)
    say(words("done", lang).format(decisions=review.decisions, left=left), options)
    return 0


def _done(typed: str, talk: _Talk) -> bool:
    """Do what was typed; say whether another row, or the same one changed, is to be shown."""
    from citygraph.linking.review_card import decision_words, words

    review, lang = talk.review, talk.lang
    if typed == "o":
        _open(talk)
        return False
    try:
        if typed in _DECISIONS:
            decision = _DECISIONS[typed]
            review.decide(decision)
            _say(words("saved", lang).format(decision=decision_words(decision, lang)))
        elif typed == "n":
            note = _answer(words("note", lang))
            if not note:
                return False
            review.note(note)
        elif typed == "s":
            review.skip()
        elif typed == "b":
            review.back()
        else:
            _say(words("unknown", lang).format(typed=typed))
            return False
    except DataFileError as error:  # what was decided before speaks against it: nothing is saved
        _say(str(error))
        return False
    return True


def _show(talk: _Talk) -> None:
    from citygraph.linking.review_card import card

    shown = screen(talk.options)
    text = card(
        talk.review,
        talk.ours,
        lang=talk.lang,
        prefixes={**PREFIXES, **talk.review.prefixes},
        width=shown.width,
        colour=shown.colour,
    )
    _say(f"\n{text.rstrip()}")


def _open(talk: _Talk) -> None:
    import webbrowser

    from citygraph.linking.review_card import words

    link: Link | None = talk.review.current
    address = "" if link is None else link.object
    is_page = address.startswith(("http://", "https://"))
    name = "opened" if is_page and webbrowser.open(address) else "not-opened"
    _say(words(name, talk.lang).format(address=address))


def _answer(prompt: str) -> str | None:
    """Ask, and give what was typed; `None` where nothing more will come."""
    if sys.stdin is None:
        raise InputError("stdin is closed, and link review takes its decisions from there")
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    if not line:
        print()
        return None
    return line.strip()


def _say(text: str) -> None:
    print(text, flush=True)
