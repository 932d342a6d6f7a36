"""One subject of which the sides differ, read back from its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.differences.kinds import TYPE
from citygraph.differences.merging import BOTH, NEW, OLD
from citygraph.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.answers.model import Term
    from citygraph.differences.merging import Group
    from citygraph.differences.model import State

PREFERRED = PREFIXES["skos"] + "prefLabel"
LABELS = (PREFERRED, PREFIXES["rdfs"] + "label", PREFIXES["sh"] + "name")
CLOSED = PREFIXES["sh"] + "closed"
TARGET = PREFIXES["sh"] + "targetClass"
ORIGIN = PREFIXES["prov"] + "wasDerivedFrom"
SOURCE = PREFIXES["oa"] + "hasSource"
SELECTOR = PREFIXES["oa"] + "hasSelector"
TEXT_OF = ONTOLOGY + "textOf"
SUBJECT, PREDICATE, OBJECT = (PREFIXES["rdf"] + part for part in ("subject", "predicate", "object"))

TELLING = frozenset(
    f"<{iri}>".encode()
    for iri in (
        *(TYPE, *LABELS, CLOSED, TARGET, ORIGIN, SOURCE, SELECTOR),
        *(SUBJECT, PREDICATE, OBJECT),
    )
)
"""The properties that say what a subject is, kept even where both sides agree."""

_STATES: Mapping[int, State] = {OLD: "removed", NEW: "added", BOTH: "changed"}


@dataclass(frozen=True, slots=True)
class Said:
    """One triple of a subject, and the sides that have it."""

    sides: int
    property: str
    value: Term


@dataclass(frozen=True, slots=True)
class Subject:
    """What differs about one subject, and what it is.

    Attributes:
        iri: its IRI, or `_:` and its name for a blank node.
        group: the lines and counts it was read from.
        said: its triples that differ, and those of both sides that say what it is.
    """

    iri: str
    group: Group
    said: tuple[Said, ...]

    @property
    def is_blank(self) -> bool:
        """Whether it is a blank node."""
        return self.iri.startswith("_:")

    @property
    def state(self) -> State:
        """Whether it is on both sides, or which one lacks it."""
        return _STATES[self.group.sides]

    @property
    def types(self) -> frozenset[str]:
        """Its classes on the newer side that has it."""
        return frozenset(iri_of(each) for each in self.values(TYPE))

    def values(self, property_: str) -> tuple[Term, ...]:
        """Give the values of a property that is always kept, on the newer side that has it."""
        side = NEW if self.group.sides & NEW else OLD
        found = (each for each in self.said if each.property == property_ and each.sides & side)
        return tuple(each.value for each in found)

    def only(self, side: int) -> Iterator[Said]:
        """Give what only this side says."""
        return (each for each in self.said if each.sides == side)

    def is_single(self, property_: str, language: str) -> bool:
        """Say whether the property has one value in this language on either side."""
        kind, code = f"<{property_}>".encode(), language.lower().encode()
        return all(self.group.values[side, kind, code] == 1 for side in (OLD, NEW))

    @property
    def differs(self) -> bool:
        """Whether any triple is on one side only."""
        return any(each.sides != BOTH for each in self.said)


def read_subject(group: Group) -> Subject:
    """Read the lines of a group back into terms."""
    import pyoxigraph as ox

    text = b"".join(line.text for line in group.lines)
    read = ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
    said = tuple(
        Said(line.sides, quad.predicate.value, quad.object)
        for line, quad in zip(group.lines, read, strict=True)
    )
    name = group.subject.decode()
    return Subject(name[1:-1] if name.startswith("<") else name, group, said)


def iri_of(term: Term) -> str:
    """Give the text of a term: an IRI, or what a literal says."""
    return str(getattr(term, "value", term))
