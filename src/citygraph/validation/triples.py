"""The triples of one graph, found by subject or by predicate and object.

Terms are kept as they stand in the files: the store rewrites `01` to `1` and `2193.0` to `2193`,
and a check of what was written must see what was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from citygraph.validation.terms import rdf, rdfs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import NamedNode

    from citygraph.validation.terms import Node, Subject, Triple


class Triples:
    """A set of triples that remembers its order.

    >>> from pyoxigraph import Literal, NamedNode
    >>> tokyo, name = NamedNode("https://example.org/tokyo"), NamedNode("https://example.org/name")
    >>> data = Triples([(tokyo, name, Literal("Tokyo"))])
    >>> [term.value for term in data.objects(tokyo, name)]
    ['Tokyo']
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._by_subject: dict[Node, dict[NamedNode, dict[Node, None]]] = {}
        self._backwards: dict[Node, dict[Node, dict[Node, None]]] = {}
        for subject, predicate, value in triples:
            values = self._by_subject.setdefault(subject, {}).setdefault(predicate, {})
            values[value] = None

    def __iter__(self) -> Iterator[Triple]:
        for subject in self._by_subject:
            yield from self.of(subject)

    def __contains__(self, subject: Node) -> bool:
        """Say whether anything is stated about the subject."""
        return subject in self._by_subject

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def about(self, subject: Node) -> dict[NamedNode, dict[Node, None]]:
        """Give everything stated about a subject: its values by predicate."""
        return self._by_subject.get(subject, {})

    def of(self, subject: Node) -> Iterator[Triple]:
        """Iterate over the triples of a subject."""
        for predicate, values in self.about(subject).items():
            for value in values:
                yield cast("Subject", subject), predicate, value

    def objects(self, subject: Node, predicate: Node) -> Collection[Node]:
        """List the values of one property of a subject."""
        return self._by_subject.get(subject, {}).get(cast("NamedNode", predicate), ())

    def subjects(self, predicate: Node, value: Node) -> Collection[Node]:
        """List the subjects that have this value for the property."""
        return self._with(predicate).get(value, ())

    def values(self, predicate: Node) -> Collection[Node]:
        """List everything that is a value of the property."""
        return self._with(predicate)

    def having(self, predicate: Node) -> list[Node]:
        """List the subjects that have any value for the property."""
        return [each for each, described in self._by_subject.items() if predicate in described]

    def instances(self, kind: Node) -> dict[Node, None]:
        """List the SHACL instances of a class: those of its subclasses too (section 1.1)."""
        found: dict[Node, None] = {}
        seen: set[Node] = set()
        ahead = [kind]
        while ahead:
            each = ahead.pop()
            if each not in seen:
                seen.add(each)
                found.update(dict.fromkeys(self.subjects(rdf("type"), each)))
                ahead.extend(self.subjects(rdfs("subClassOf"), each))
        return found

    def items(self, start: Node) -> list[Node]:
        """Read an RDF list.

        Raises:
            ValueError: it is no well-formed list.
        """
        found: list[Node] = []
        nodes: set[Node] = set()
        while start != rdf("nil"):
            first, rest = self.objects(start, rdf("first")), self.objects(start, rdf("rest"))
            if len(first) != 1 or len(rest) != 1 or start in nodes:
                raise ValueError(f"{start} is no well-formed list")
            nodes.add(start)
            found.extend(first)
            (start,) = rest
        return found

    def _with(self, predicate: Node) -> dict[Node, dict[Node, None]]:
        """Index one predicate's triples by value, when it is first asked for."""
        if predicate not in self._backwards:
            index: dict[Node, dict[Node, None]] = {}
            for subject, described in self._by_subject.items():
                for value in described.get(cast("NamedNode", predicate), ()):
                    index.setdefault(value, {})[subject] = None
            self._backwards[predicate] = index
        return self._backwards[predicate]
