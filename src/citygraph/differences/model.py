"""What a difference is made of: things, their properties, their evidence, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from citygraph.answers.model import Term

State: TypeAlias = Literal["added", "removed", "changed"]
Part: TypeAlias = Literal["major", "minor", "patch", "none"]
Kind: TypeAlias = Literal["thing", "class", "property", "concept", "ontology", "shape"]
Effect: TypeAlias = Literal[
    "fact", "wording", "redefined", "deprecated", "tightened", "loosened", "unclear"
]

STATES: tuple[State, ...] = ("removed", "changed", "added")
"""What can have happened to a thing, what breaks most first."""
PARTS: tuple[Part, ...] = ("none", "patch", "minor", "major")
"""The parts of a version number, the weakest first."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property.

    Attributes:
        term: the term as it is written; a blank node has a name made from its content.
        label: what people call it; empty for literals and for things without a label.
        text: a blank node written out, as Turtle writes it; empty for every other term.
    """

    term: Term
    label: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A value and the one that took its place."""

    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """What happened to the values of one property of a thing.

    Attributes:
        property: its IRI.
        label: what people call it; its short name if it has no label.
        added: values that only the second side has.
        removed: values that only the first side has.
        altered: an only value that became another one.
        rewritten: the same value, written differently (`"007"` and `"7"`).
        effect: what that means: a fact, mere wording, or a term or shape with another meaning.
    """

    property: str
    label: str
    added: tuple[Value, ...]
    removed: tuple[Value, ...]
    altered: tuple[Pair, ...]
    rewritten: tuple[Pair, ...]
    effect: Effect


@dataclass(frozen=True, slots=True)
class ThingChange:
    """What happened to one thing, term or shape.

    Attributes:
        iri: its IRI; of a blank node nothing leads to, its name.
        label: what people call it; its short name if it has no label.
        kind: whether it is a thing, a term or a shape.
        group: the IRI of its class, by which changes are grouped; empty if it has none.
        group_label: what people call that class.
        state: whether it was added, removed or changed.
        properties: the changes by property; all facts of what was added or removed.
        part: the part of a version number that this asks for.
        rule: the name of the rule that says so.
    """

    iri: str
    label: str
    kind: Kind
    group: str
    group_label: str
    state: State
    properties: tuple[PropertyChange, ...]
    part: Part
    rule: str


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What happened to the evidence of one fact.

    Attributes:
        claim: the IRI of the claim.
        state: whether the claim was added, removed or changed.
        subject: the fact's subject.
        property: the fact's property.
        value: the fact's value.
        source: the source from which it was read.
        fact: what happened to the fact itself; empty if nothing did.
    """

    claim: str
    state: State
    subject: Value
    property: Value
    value: Value
    source: Value
    fact: str


@dataclass(frozen=True, slots=True)
class SourceChange:
    """How much evidence of one source changed.

    Attributes:
        source: the source.
        added: the claims that are new.
        removed: the claims that are gone.
        changed: the claims that say more, less or something else of the same fact.
        passages: the passages of its text that were added, removed or changed.
    """

    source: Value
    added: int
    removed: int
    changed: int
    passages: int


@dataclass(frozen=True, slots=True)
class Rename:
    """A hint: what was removed and what was added may be one thing with another IRI.

    Attributes:
        old: the IRI that is gone.
        new: the IRI that came.
        label: the label that both have.
        shared: the number of facts that both have.
        facts: the number of facts of the one that has more.
    """

    old: str
    new: str
    label: str
    shared: int
    facts: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part of the version number should change.

    Attributes:
        part: that part.
        rule: the name of the rule.
        count: how many changes fall under it.
        examples: short names of the first of them.
    """

    part: Part
    rule: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One side of the comparison.

    Attributes:
        name: what the user called it.
        form: `file`, `folder`, `release`, `endpoint` or `graph` (one that is loaded).
        triples: the number of distinct triples that were compared.
    """

    name: str
    form: str
    triples: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was not compared, as a side of another form does not hold it at all.

    Attributes:
        what: `ontology`, `shapes`, `evidence` or `links`.
        side: the name of the side that has it.
        triples: how many triples of it that side has.
    """

    what: str
    side: str
    triples: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one side to the other; false if nothing did.

    Attributes:
        old: the first side.
        new: the second side.
        lang: the language of labels.
        things: the changes of things, terms and shapes, grouped by class.
        sources: the changes of evidence, by source.
        claims: the changes of evidence, one by one.
        renames: hints at things that may have got another IRI.
        left_out: what was not compared.
        part: the part of the version number that should change.
        reasons: why, the gravest first.
    """

    old: Compared
    new: Compared
    lang: str
    things: tuple[ThingChange, ...]
    sources: tuple[SourceChange, ...]
    claims: tuple[ClaimChange, ...]
    renames: tuple[Rename, ...]
    left_out: tuple[LeftOut, ...]
    part: Part
    reasons: tuple[Reason, ...]

    def __bool__(self) -> bool:
        return bool(self.things or self.sources)

    def of(self, state: State) -> tuple[ThingChange, ...]:
        """Give the things to which this happened."""
        return tuple(each for each in self.things if each.state == state)
