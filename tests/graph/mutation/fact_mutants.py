"""Every way in which one fact of the data can be lost or misstated, one mutant each.

Facts are all triples of the data but notes, which speak about the data, not in them. A fact is
dropped, and it is altered: a number is raised by one and multiplied by ten, a date is moved by a
day, a text is misspelt, its language exchanged, a thing exchanged for another of the same class, a
concept for another of the same scheme.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from citygraph.validation.terms import rdf, skos
from citygraph.vocabulary import LANGUAGES, PREFIXES
from tests.graph.mutation.constraint_mutants import short

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from citygraph.validation.terms import Node, Triple
    from citygraph.validation.triples import Triples

NOTES = frozenset({skos("editorialNote"), skos("scopeNote")})
"""What is said about a thing's description, not about the thing."""

_XSD = PREFIXES["xsd"]
_NUMBERS = frozenset({NamedNode(_XSD + "integer"), NamedNode(_XSD + "decimal")})
_DATE = NamedNode(_XSD + "date")


class FactMutant(NamedTuple):
    """One fact, and what stands in its place.

    Attributes:
        change: what was done to the fact, in words.
        fact: the fact that is lost.
        instead: what is said in its place, if anything.
    """

    change: str
    fact: Triple
    instead: Triple | None = None

    @property
    def name(self) -> str:
        """The fact and what was done to it."""
        return f"{' '.join(map(short, self.fact))}: {self.change}"


def fact_mutants(facts: Iterable[Triple], graph: Triples) -> Iterator[FactMutant]:
    """Drop and alter each fact.

    Args:
        facts: the facts; notes among them are left alone.
        graph: all that is said, from which values are taken to exchange.
    """
    for fact in facts:
        subject, predicate, _ = fact
        if predicate not in NOTES:
            yield FactMutant("dropped", fact)
            for change, other in _others(fact, graph):
                yield FactMutant(f"{change} {short(other)}", fact, (subject, predicate, other))


def _others(fact: Triple, graph: Triples) -> Iterator[tuple[str, Node]]:
    """Give what may be said in place of the value, and is not said already."""
    subject, predicate, value = fact
    said = graph.objects(subject, predicate)
    if isinstance(value, NamedNode):
        yield "made", _exchanged(value, predicate, said, graph)
    elif isinstance(value, Literal):
        for text in _misspelt(value):
            yield "made", _like(value, text)
        if value.language:
            start = LANGUAGES.index(value.language)
            tags = (*LANGUAGES[start + 1 :], *LANGUAGES[:start])
            texts = (Literal(value.value, language=tag) for tag in tags)
            yield from islice((("said to be", text) for text in texts if text not in said), 1)


def _like(value: Literal, text: str) -> Literal:
    if value.language:
        return Literal(text, language=value.language)
    return Literal(text, datatype=value.datatype)


def _misspelt(value: Literal) -> Iterator[str]:
    text = value.value
    if value.datatype in _NUMBERS:
        whole, point, part = text.partition(".")
        yield f"{int(whole) + 1}{point}{part}"
        yield f"{int(whole + part[:1].ljust(1, '0'))}{point if part[1:] else ''}{part[1:]}"
    elif value.datatype == _DATE:
        yield (date.fromisoformat(text) + timedelta(days=1)).isoformat()
    elif text[-1:].isdigit():
        yield f"{text[:-1]}{(int(text[-1]) + 1) % 10}"
    else:
        yield f"{text}x"


def _exchanged(
    value: NamedNode, predicate: NamedNode, said: Collection[Node], graph: Triples
) -> NamedNode:
    """Find another value of the same scheme or class; failing that, one of the same property."""
    for alike in _alike(predicate, value, graph):
        names = sorted(each.value for each in alike if isinstance(each, NamedNode))
        later = [name for name in names if name > value.value]
        for name in (*later, *names):
            if NamedNode(name) not in said:
                return NamedNode(name)
    return NamedNode(f"{value.value}x")


def _alike(predicate: NamedNode, value: NamedNode, graph: Triples) -> Iterator[Iterable[Node]]:
    for scheme in graph.objects(value, skos("inScheme")):
        yield graph.subjects(skos("inScheme"), scheme)
    for kind in graph.objects(value, rdf("type")):
        yield graph.subjects(rdf("type"), kind)
    yield graph.values(predicate)
