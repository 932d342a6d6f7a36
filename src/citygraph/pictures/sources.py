"""The sources of a picture: it is passed on without its page, and must still say who says so."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph.pictures.canvas import WIDTH, Canvas, fitted
from citygraph.pictures.facts import Facts, closed, named
from citygraph.pictures.heading import MARGIN
from citygraph.pictures.palette import QUIET
from citygraph.pictures.wording import word
from citygraph.things.labels import rows
from citygraph.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.graph import Store

_CLAIMED = f"""
SELECT DISTINCT ?claim ?place WHERE {{
  VALUES ?thing {{ %s }}
  ?claim <{expand("rdf:subject")}> ?thing ; <{expand("prov:wasDerivedFrom")}> ?place .
  FILTER(isIRI(?place))
}}"""
_UP = ("oa:hasSource", "cg:textOf")
"""From a span to the text that it is in, and from a text to the page that it is of."""
_MAIN = 3
"""How many sources are named on a picture; all of them are in its text for programs."""


class Source(NamedTuple):
    """Where facts of a picture come from.

    Attributes:
        iri: the page, article or file.
        name: what it is called in the picture's language.
        claims: how many statements about the things shown are taken from it.
    """

    iri: str
    name: str
    claims: int


def sources(store: Store, things: Iterable[str], language: str) -> tuple[Source, ...]:
    """List the sources of what is said about things, those of the most statements first.

    Args:
        store: what is asked, with a number of queries that does not depend on the things.
        things: the IRIs of what is shown.
        language: of the names.
    """
    derived = _derived(store, things)
    up = Facts(fact for fact in closed(store, {place for _, place in derived}, _UP) if fact.is_link)
    of_source = defaultdict[str, set[str]](set)
    for claim, place in derived:
        of_source[_page(up, place)].add(claim)
    names = named(store, of_source, language)
    found = (Source(iri, names[iri], len(said)) for iri, said in of_source.items())
    return tuple(sorted(found, key=lambda each: (-each.claims, each.iri)))


def signed(canvas: Canvas, found: Sequence[Source], language: str) -> Canvas:
    """Write the sources below a picture; one that has none says so."""
    words = fitted(in_words(found, language), WIDTH - 2 * MARGIN, colour=QUIET)
    placed = words.at(MARGIN, canvas.height)
    return Canvas(canvas.height + words.height + MARGIN, (*canvas.marks, placed))


def in_words(found: Sequence[Source], language: str) -> str:
    """Name the sources in a line.

    >>> in_words([Source("urn:a", "A report", 2), Source("urn:b", "News", 1)], "en")
    'Sources: A report · News'
    >>> in_words([], "ja")
    '出典の記録はありません。'
    """
    if not found:
        return word("sources", "none", language)
    names = " · ".join(each.name for each in found[:_MAIN])  # names of sources have commas
    more = len(found) - _MAIN
    return word("sources", "some" if more > 0 else "all", language).format(names=names, more=more)


def _derived(store: Store, things: Iterable[str]) -> frozenset[tuple[str, str]]:
    """List the claims about things, each with a place that it is taken from."""
    from pyoxigraph import NamedNode

    terms = " ".join(str(NamedNode(iri)) for iri in sorted(set(things)))
    found = rows(store, _CLAIMED % terms) if terms else ()
    return frozenset((str(claim), str(place)[1:-1]) for claim, place in found)


def _page(up: Facts, source: str) -> str:
    """Go from a span or a text to the page that it is of."""
    for step in _UP:
        source = next(iter(up.values(source, step)), source)
    return source
