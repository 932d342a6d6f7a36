"""Triples laid over others, so that a thousand small graphs share one ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.validation.triples import Triples

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import NamedNode

    from citygraph.validation.terms import Node, Triple


class Ground(Triples):
    """Triples that do not change, and remember who has which property."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        super().__init__(triples)
        self._having: dict[Node, list[Node]] = {}

    def having(self, predicate: Node) -> list[Node]:
        """List the subjects that have any value for the property."""
        if predicate not in self._having:
            self._having[predicate] = super().having(predicate)
        return self._having[predicate]


class Layered(Triples):
    """The union of some triples and of those below them, which are not copied.

    >>> from pyoxigraph import Literal, NamedNode
    >>> city, name = NamedNode("https://example.org/city"), NamedNode("https://example.org/name")
    >>> below = Triples([(city, name, Literal("Harbour"))])
    >>> above = Layered(below, [(city, name, Literal("Haven"))])
    >>> [term.value for term in above.objects(city, name)], len(above), len(below)
    (['Harbour', 'Haven'], 2, 1)
    """

    def __init__(self, below: Triples, own: Iterable[Triple]) -> None:
        self._below = below
        super().__init__(own)

    def __iter__(self) -> Iterator[Triple]:
        yield from self._below
        for triple in super().__iter__():
            subject, predicate, value = triple
            if value not in self._below.objects(subject, predicate):
                yield triple

    def __contains__(self, subject: Node) -> bool:
        return super().__contains__(subject) or subject in self._below

    def about(self, subject: Node) -> dict[NamedNode, dict[Node, None]]:
        """Give everything stated about a subject: its values by predicate."""
        own, below = super().about(subject), self._below.about(subject)
        if not own or not below:
            return own or below
        predicates = dict.fromkeys((*below, *own))
        return {each: {**below.get(each, {}), **own.get(each, {})} for each in predicates}

    def objects(self, subject: Node, predicate: Node) -> Collection[Node]:
        """List the values of one property of a subject."""
        own = super().objects(subject, predicate)
        return _together(self._below.objects(subject, predicate), own)

    def subjects(self, predicate: Node, value: Node) -> Collection[Node]:
        """List the subjects that have this value for the property."""
        own = super().subjects(predicate, value)
        return _together(self._below.subjects(predicate, value), own)

    def values(self, predicate: Node) -> Collection[Node]:
        """List everything that is a value of the property."""
        return _together(self._below.values(predicate), super().values(predicate))

    def having(self, predicate: Node) -> list[Node]:
        """List the subjects that have any value for the property."""
        return [*_together(self._below.having(predicate), super().having(predicate))]


def _together(first: Collection[Node], second: Collection[Node]) -> Collection[Node]:
    if not first or not second:
        return first or second
    return dict.fromkeys((*first, *second))
