"""Values as people read them: labels with their language, numbers with their unit, dates."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from citygraph.pages.addresses import local_path
from citygraph.pages.words import say
from citygraph.vocabulary import ONTOLOGY, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.answers.model import Term
    from citygraph.pages.addresses import Links
    from citygraph.things.labels import Label

_XSD = PREFIXES["xsd"]
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal", "double", "float"))
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PLAIN_NUMBER = re.compile(r"([+-]?)0*(\d+)(\.\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)", re.ASCII)
_LONGEST = 240
_LONGEST_NUMBER = 60  # nobody reads a longer one by its thousands


class Shown(NamedTuple):
    """A value as a page shows it.

    Attributes:
        text: what is read.
        lang: its language, if it is another than the page's or the text is nobody's language
            (`zxx`: a code); empty if there is nothing to say.
        href: where it leads; empty if nowhere.
        moment: for a date, what `<time datetime>` wants; empty for all else.
        relation: the link's relation, such as `external`; empty within these pages.
        whole: the whole text, where `text` is its beginning; empty if it is not cut.
    """

    text: str
    lang: str = ""
    href: str = ""
    moment: str = ""
    relation: str = ""
    whole: str = ""

    @property
    def foreign(self) -> bool:
        """Whether the text is in another language than the page."""
        return self.lang not in {"", NO_LANGUAGE}


NO_LANGUAGE = "zxx"
"""The language tag of what is no language: names of files, codes, digests."""


def named(iri: str, labels: Mapping[str, Label], prefixes: Mapping[str, str], lang: str) -> Shown:
    """Show a thing by its label, in its language, or by its short name if it has none.

    >>> named("https://w3id.org/citygraph/ns#City", {}, PREFIXES, "en")
    Shown(text='cg:City', lang='zxx', href='', moment='', relation='', whole='')
    """
    label = labels.get(iri)
    if label is None:
        return Shown(compact(iri, prefixes), NO_LANGUAGE)
    return cut(label.text, "" if label.lang == lang else label.lang)


def linked(shown: Shown, iri: str, links: Links) -> Shown:
    """Let what is shown lead to the thing, if a link is safe."""
    ours = local_path(iri) is not None or iri.startswith(ONTOLOGY.removesuffix("#"))
    return shown._replace(href=links.thing(iri) or "", relation="" if ours else "external")


def cut(text: str, lang: str = "") -> Shown:
    """Show the beginning of a long text, and keep the whole.

    >>> cut("x" * 300).text[-2:]
    'x…'
    """
    if len(text) <= _LONGEST:
        return Shown(text, lang)
    return Shown(text[: _LONGEST - 1] + "…", lang, whole=text)


def literal(term: Term, lang: str) -> Shown:
    """Show a literal: numbers and dates as the language writes them, texts with their language.

    >>> from pyoxigraph import Literal
    >>> literal(Literal(2193), "en").text
    '2,193'
    >>> literal(Literal("Smart Tokyo", language="en"), "ja")
    Shown(text='Smart Tokyo', lang='en', href='', moment='', relation='', whole='')
    """
    from pyoxigraph import Literal

    if not isinstance(term, Literal):
        return cut(str(term), NO_LANGUAGE)
    if term.language:
        return cut(term.value, "" if term.language == lang else term.language)
    kind = term.datatype.value
    if kind in _NUMBERS:
        return cut(number(term.value))
    if kind in {_XSD + "date", _XSD + "gYear", _XSD + "gYearMonth"}:
        return when(term.value, lang)
    if kind == _XSD + "boolean":
        return Shown(say(f"values.{'yes' if term.value in {'true', '1'} else 'no'}", lang))
    return cut(term.value, NO_LANGUAGE)


def number(text: str) -> str:
    """Group the digits of a number; what is written otherwise stays as it is.

    >>> number("15800000000"), number("2193.96"), number("1e6")
    ('15,800,000,000', '2,193.96', '1e6')
    """
    found = _PLAIN_NUMBER.fullmatch(text)
    if found is None or len(text) > _LONGEST_NUMBER:
        return text
    sign, whole, rest = found.groups("")
    return f"{sign.replace('-', '−')}{_THOUSANDS.sub(',', whole)}{rest}"


def when(text: str, lang: str) -> Shown:
    """Show a date, with what a machine reads if it is one.

    >>> when("2020-02", "en").moment, when("2020-02-30", "en")[0:4]
    ('2020-02', ('2020-02-30', '', '', ''))
    """
    told = date(text, lang)
    known = _DATE.fullmatch(text) and (told != text or "-" not in text)
    return Shown(told, moment=text if known else "")


def date(text: str, lang: str) -> str:
    """Write a date, or a month or a year alone, as the language does.

    >>> date("2020-02-07", "en"), date("2020-02", "ja"), date("2020", "ko")
    ('7 February 2020', '2020年2月', '2020년')
    """
    found = _DATE.fullmatch(text)
    if found is None:
        return text
    year, month, day = found.groups()
    if month is None:
        return say("dates.year", lang, year=year)
    try:
        dt.date(max(1, int(year)), int(month), int(day or 1))
    except ValueError:  # the calendar has no such day
        return text
    name = say("dates.months", lang).split()[int(month) - 1]
    if day is None:
        return say("dates.month", lang, year=year, month=name)
    return say("dates.day", lang, year=year, month=name, day=int(day))
