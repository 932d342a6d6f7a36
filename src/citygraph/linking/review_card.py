"""What a person sees of a row that is to be decided on: both sides beside each other."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from citygraph import tables
from citygraph.vocabulary import LANGUAGES, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.graph import Store
    from citygraph.linking.link import Link
    from citygraph.linking.review import Review

_DESCRIBED = "; described as: "
_NAMES = f"""
SELECT ?thing ?part ?text WHERE {{{{
  VALUES ?thing {{{{ {{things}} }}}}
  {{{{
    VALUES (?property ?part) {{{{
      (<{PREFIXES["skos"]}prefLabel> "name") (<{PREFIXES["skos"]}altLabel> "other")
      (<{PREFIXES["skos"]}definition> "meaning") (<{PREFIXES["skos"]}scopeNote> "meaning")
    }}}}
    ?thing ?property ?text .
  }}}} UNION {{{{
    ?thing <{PREFIXES["rdf"]}type>|<{PREFIXES["skos"]}inScheme> ?class .
    ?class <{PREFIXES["skos"]}prefLabel> ?text . BIND("kind" AS ?part)
  }}}}
}}}}"""


class Ours(NamedTuple):
    """What our graph says of a thing, in one language.

    Attributes:
        name: its label.
        others: its other names.
        kinds: what it is.
        meaning: what is meant by it.
    """

    name: str = ""
    others: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    meaning: str = ""


def look_up(store: Store, things: Iterable[str], lang: str) -> dict[str, Ours]:
    """Look up what our graph says of things, with one query.

    Args:
        store: our graph.
        things: their IRIs.
        lang: the language; where there is none in it, English is taken.
    """
    wanted = " ".join(str(NamedNode(each)) for each in sorted(set(things)))
    if not wanted:
        return {}
    said: dict[str, dict[str, dict[str, set[str]]]] = {}
    for thing, part, text in getattr(store.query(_NAMES.format(things=wanted)), "rows", ()):
        if isinstance(text, Literal):
            by_part = said.setdefault(thing.value, {}).setdefault(part.value, {})
            by_part.setdefault(text.language or "", set()).add(text.value)

    def best(by_part: Mapping[str, Mapping[str, set[str]]], part: str) -> tuple[str, ...]:
        texts = by_part.get(part, {})
        return tuple(sorted(texts.get(lang) or texts.get(LANGUAGES[0]) or ()))

    return {
        iri: Ours(
            " / ".join(best(by_part, "name")),
            best(by_part, "other"),
            best(by_part, "kind"),
            " ".join(best(by_part, "meaning")),
        )
        for iri, by_part in said.items()
    }


def card(  # noqa: PLR0913 - each is one thing to know of what is shown and where
    review: Review,
    ours: Mapping[str, Ours],
    *,
    lang: str = LANGUAGES[0],
    prefixes: Mapping[str, str] = PREFIXES,
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Show the row that is looked at: both sides beside each other, the score, and the reasons.

    Args:
        review: the review; a row is looked at.
        ours: what our graph says; see `look_up`.
        lang: the language of the words.
        prefixes: how names are shortened.
        width: the columns of the terminal.
        colour: whether the terminal shows colours.
    """
    link = review.current
    if link is None:
        return words("nothing", lang) + "\n"
    here = ours.get(link.subject, Ours(link.subject_label))
    why, described, meaning = link.comment.partition(_DESCRIBED)
    rows = (
        (words("name-row", lang), here.name or link.subject_label, link.object_label),
        (words("other-names", lang), ", ".join(here.others), ""),
        (words("kind", lang), ", ".join(here.kinds), ""),
        (words("meaning", lang), here.meaning, meaning if described else ""),
        (
            words("identifier", lang),
            compact(link.subject, prefixes),
            compact(link.object, prefixes),
        ),
    )
    kept = tuple(row for row in rows if row[1] or row[2])
    number, many = review.position
    columns = (f"{number}/{many}", words("ours", lang), words("theirs", lang))
    lines = [tables.write(tables.Table(columns, kept), "table", width=width, colour=colour)]
    if link.confidence is not None:
        lines.append(f"{words('score', lang)}: {link.confidence:f}\n")
    if why:
        lines.append(f"{words('why', lang)}: {why}\n")
    if review.rivals:
        shown = ", ".join(_rival(each, prefixes) for each in review.rivals)
        lines.append(f"{words('rivals', lang)}: {shown}\n")
    return "".join(lines)


def words(name: str, lang: str) -> str:
    """Give the words for something.

    >>> words("ours", "ko")
    '여기'
    """
    return _words()["labels"][name][lang]


def decision_words(name: str, lang: str) -> str:
    """Name a decision.

    >>> decision_words("unsure", "en")
    'left open'
    """
    return _words()["decisions"][name][lang]


def _rival(link: Link, prefixes: Mapping[str, str]) -> str:
    return f"{link.object_label} ({compact(link.object, prefixes)}, {link.state})"


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    source = files("citygraph.linking").joinpath("review.toml")
    return tomllib.loads(source.read_text("utf-8"))
