"""What pictures ask of a store: facts from some things, facts to them, their labels.

Every question names the things that it is about, so that a picture of one city costs as much in a
store of a hundred cities, and uses no path, which some stores answer wrongly.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError
from citygraph.things.labels import labels, rows
from citygraph.vocabulary import LANGUAGES, compact, expand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from citygraph.graph import Store

_FROM = """
SELECT DISTINCT ?subject ?property ?value WHERE {
  VALUES ?subject { %s }
  VALUES ?property { %s }
  ?subject ?property ?value .
}"""
_LAST = float("inf")
_FARTHEST = 100
"""How many steps are followed from thing to thing."""

_NAMED = """
SELECT DISTINCT ?subject ?property ?value WHERE {
  VALUES ?property { %s }
  ?subject ?property ?value .
  FILTER(STRSTARTS(STR(?subject), %s))
}"""
_TO = _FROM.replace("VALUES ?subject", "VALUES ?value")


class Fact(NamedTuple):
    """One fact, with the texts of its terms.

    Attributes:
        subject: the IRI of what it is about.
        property: the CURIE of the property, as it was asked for.
        value: an IRI, or the text of a literal.
        is_link: whether the value is a thing, not a literal.
    """

    subject: str
    property: str
    value: str
    is_link: bool = True


class Facts:
    """Facts that have been read, to look up from either end."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._from: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._to: dict[tuple[str, str], set[str]] = defaultdict(set)
        for fact in facts:
            self._from[fact.subject, fact.property].add(fact.value)
            self._to[fact.value, fact.property].add(fact.subject)

    def values(self, subject: str, *properties: str) -> tuple[str, ...]:
        """List what a thing's properties say, in the order of the texts.

        >>> Facts([Fact("urn:a", "cg:rank", "1")]).values("urn:a", "cg:rank")
        ('1',)
        """
        return tuple(
            sorted({v for each in properties for v in self._from.get((subject, each), ())})
        )

    def subjects(self, value: str, *properties: str) -> tuple[str, ...]:
        """List the things whose properties say this.

        >>> Facts([Fact("urn:a", "cg:rank", "1")]).subjects("1", "cg:rank")
        ('urn:a',)
        """
        return tuple(sorted({s for each in properties for s in self._to.get((value, each), ())}))


def facts_from(
    store: Store, subjects: Iterable[str], properties: Iterable[str]
) -> tuple[Fact, ...]:
    """Read what things say: one query, or none where there are no things."""
    return _facts(store, _FROM, subjects, properties)


def facts_to(store: Store, values: Iterable[str], properties: Iterable[str]) -> tuple[Fact, ...]:
    """Read what is said of things by others: one query, or none where there are no things."""
    return _facts(store, _TO, values, properties)


def closed(
    store: Store, things: Iterable[str], follow: Collection[str], *others: str
) -> tuple[Fact, ...]:
    """Read what things say, and the things that some properties lead to from them, to the end.

    Args:
        store: what is asked, once for each step.
        things: where to begin.
        follow: the properties that lead on; where they lead in a circle, it is gone round once.
        others: what else is read of each thing.

    Raises:
        InputError: it leads farther than any plan of people does.
    """
    wanted, known, found = set(things), set[str](), list[Fact]()
    for _ in range(_FARTHEST):
        if not wanted:
            return tuple(found)
        read = facts_from(store, wanted, (*follow, *others))
        known |= wanted
        found += read
        wanted = {fact.value for fact in read if fact.is_link and fact.property in follow} - known
    raise InputError(
        f"{min(wanted)} is more than {_FARTHEST} steps of {', '.join(follow)} away from where they "
        "begin: no picture can show that"
    )


def named(store: Store, iris: Iterable[str], language: str) -> Mapping[str, str]:
    """Name things in a language; what has no label is called by its CURIE."""
    wanted = set(iris)
    known = labels(store, wanted, language) if wanted else {}
    return {iri: known.get(iri, compact(iri, store.prefixes)) for iri in wanted}


def place(facts: Facts, thing: str, order: str) -> float:
    """Say which place a thing has in an order; what has none comes last.

    >>> place(Facts([Fact("urn:a", "cg:rank", "2")]), "urn:a", "cg:rank")
    2.0
    """
    return min((_number(each) for each in facts.values(thing, order)), default=_LAST)


def city_names(store: Store) -> Mapping[str, Mapping[str, str]]:
    """List the cities of a store, each with its names by language."""
    from pyoxigraph import Literal, NamedNode

    cities: dict[str, dict[str, str]] = {}
    for city, label in rows(store, _CITIES):
        if isinstance(city, NamedNode):
            known = cities.setdefault(city.value, {})
            if isinstance(label, Literal):
                known[label.language or LANGUAGES[0]] = label.value
    return {iri: cities[iri] for iri in sorted(cities)}


_CITIES = f"""
SELECT DISTINCT ?city ?label WHERE {{
  ?city a <{expand("cg:City")}> .
  OPTIONAL {{ ?city <{expand("skos:prefLabel")}> ?label }}
}}
ORDER BY ?city ?label"""


def facts_named(store: Store, space: str, properties: Iterable[str]) -> tuple[Fact, ...]:
    """Read what is said by all things whose IRIs begin with some text."""
    from pyoxigraph import Literal

    short = _shortened(properties)
    return _read(store, _NAMED % (_terms(short), Literal(space)), short)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return _LAST


def _facts(
    store: Store, text: str, ends: Iterable[str], properties: Iterable[str]
) -> tuple[Fact, ...]:
    given, short = sorted(set(ends)), _shortened(properties)
    return _read(store, text % (_terms(given), _terms(short)), short) if given else ()


def _shortened(properties: Iterable[str]) -> Mapping[str, str]:
    return {expand(name): name for name in sorted(properties)}


def _terms(iris: Iterable[str]) -> str:
    from pyoxigraph import NamedNode

    return " ".join(str(NamedNode(iri)) for iri in iris)


def _read(store: Store, text: str, short: Mapping[str, str]) -> tuple[Fact, ...]:
    from pyoxigraph import Literal, NamedNode

    return tuple(
        Fact(subject.value, short[kind.value], value.value, isinstance(value, NamedNode))
        for subject, kind, value in rows(store, text)
        if isinstance(subject, NamedNode)
        and isinstance(kind, NamedNode)
        and isinstance(value, NamedNode | Literal)
    )
