"""Facts as a page lists them: grouped by property, each with the way to its evidence."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from citygraph.pages.addresses import local_path
from citygraph.pages.parts import Part, Said, claimed_of, read_parts, written_out
from citygraph.pages.values import Shown, linked, literal, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.graph import Store
    from citygraph.pages.addresses import Links
    from citygraph.things import Thing
    from citygraph.things.show import Fact

FIRST_SHOWN = 8
"""How many values of one property are shown at once; the rest is folded."""
MOST_SHOWN = 250
"""How many are shown at all: more are counted, and are in the data."""


class Line(NamedTuple):
    """One fact.

    Attributes:
        value: its other end.
        evidence: the link to what it rests on; empty for the project's own words.
        sources: how many sources give it.
        disputed: whether a source says otherwise.
    """

    value: Shown
    evidence: str
    sources: int
    disputed: bool


class Group(NamedTuple):
    """The facts with one property, in one direction.

    Attributes:
        name: the property.
        inward: whether the thing is the value.
        lines: the facts, at first in sight.
        folded: the facts to be unfolded.
        untold: how many more there are.
    """

    name: Shown
    inward: bool
    lines: tuple[Line, ...]
    folded: tuple[Line, ...]
    untold: int


class Facts:
    """The facts of one thing, ready to be grouped.

    Making it takes one query, for the values that have no name; none if there are none.

    Args:
        store: where they are.
        thing: what is known of the thing.
        links: how the page links.
    """

    def __init__(self, store: Store, thing: Thing, links: Links) -> None:
        self._thing, self._links, self._prefixes = thing, links, store.prefixes
        nameless = [
            iri
            for fact in thing.facts
            if (iri := str(getattr(fact.value, "value", ""))) not in thing.labels
            and local_path(iri) is not None
        ]
        self._parts = read_parts(store, nameless[: 2 * MOST_SHOWN], thing.lang)

    def own_part(self) -> Part:
        """Give what the thing itself consists of, as if it were the value of another."""
        said: dict[str, list[Said]] = {}
        for fact in self._thing.facts:
            if fact.direction == "out":
                said.setdefault(fact.property, []).append(Said(fact.value, self.value(fact)))
        return Part({kind: tuple(values) for kind, values in said.items()}, disputed=False)

    def groups(self, facts: Iterable[Fact]) -> tuple[Group, ...]:
        """Group facts by direction and property, in the order of the properties' names."""
        unique = {(each.direction == "in", each.property, each.value): each for each in facts}
        ordered = sorted(unique.items(), key=lambda each: (each[0][0], each[0][1]))
        found = [
            self._group(kind, [fact for _, fact in same], inward=inward)
            for (inward, kind), same in groupby(ordered, key=lambda each: each[0][:2])
        ]
        return tuple(sorted(found, key=lambda each: (each.inward, each.name.text.casefold())))

    def of(self, kind: str) -> tuple[Fact, ...]:
        """Give the facts in which the thing has a property."""
        facts = self._thing.facts
        return tuple(each for each in facts if each.property == kind and each.direction == "out")

    def line(self, fact: Fact) -> Line:
        """Show one fact."""
        claims = sorted({claim for origin in fact.origins for claim in origin.claims})
        part = self._parts.get(str(getattr(fact.value, "value", "")))
        evidence = self._links.evidence(self._thing.iri, claims[0]) if claims else None
        disputed = any(each.disputed for each in fact.origins) or bool(part and part.disputed)
        return Line(self.value(fact), evidence or "", len(fact.origins), disputed)

    def value(self, fact: Fact) -> Shown:
        """Show the other end of a fact, with a link to it."""
        from pyoxigraph import NamedNode

        if not isinstance(fact.value, NamedNode):
            return literal(fact.value, self._thing.lang)
        iri = fact.value.value
        part = self._parts.get(iri)
        told = (written_out(part, self._thing.lang) if part else None) or self.name(iri)
        if iri not in self._thing.labels and part is None and local_path(iri) is not None:
            return told  # one of very many: it was not read whether it has a page of its own
        about = claimed_of(part) if part else None
        if about is not None:
            return told._replace(href=self._links.evidence(about, iri) or "")
        return linked(told, iri, self._links)

    def name(self, iri: str) -> Shown:
        """Show what a thing is called."""
        return named(iri, self._thing.labels, self._prefixes, self._thing.lang)

    def _group(self, kind: str, facts: list[Fact], *, inward: bool) -> Group:
        lines = sorted(map(self.line, facts), key=_place)
        shown, rest = lines[:FIRST_SHOWN], lines[FIRST_SHOWN:MOST_SHOWN]
        if len(rest) == 1 and len(lines) == FIRST_SHOWN + 1:
            shown, rest = lines, []  # a fold takes as much room as the line in it
        untold = max(0, len(lines) - MOST_SHOWN)
        name = linked(self.name(kind), kind, self._links)
        return Group(name, inward, tuple(shown), tuple(rest), untold)


def _place(line: Line) -> tuple[bool, str, str]:
    return line.value.foreign, line.value.moment or line.value.text.casefold(), line.value.text
