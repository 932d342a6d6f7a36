"""What a trace is made of: facts, what each source says of them, and what contradicts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from citygraph.answers.model import Term
    from citygraph.evidence import PinnedText, Span


class Named(NamedTuple):
    """A term and what people call it.

    Attributes:
        term: the term.
        label: its label in the language asked for, else in another; empty for literals and for
            things without a label.
        lang: the label's language.
    """

    term: Term
    label: str
    lang: str = ""

    @property
    def iri(self) -> str:
        """The term's IRI; for a literal its text."""
        return str(getattr(self.term, "value", self.term))


class Source(NamedTuple):
    """Where something was read.

    Attributes:
        name: the source and its label.
        kind: what kind of source it is; `None` if nothing says so.
        url: its address; empty if nothing gives one.
        issued: when it was issued; empty where the date was not seen.
        title: its title, where it was seen.
        publishers: who published it, where that was seen.
        part_of: the larger work it is part of; `None` if there is none.
        title_lang: the language of the title; empty if it has none.
    """

    name: Named
    kind: Named | None
    url: str
    issued: str
    title: str
    publishers: tuple[Named, ...]
    part_of: Named | None
    title_lang: str = ""


class Testimony(NamedTuple):
    """What one source says of one triple: a claim.

    Attributes:
        claim: the IRI of the claim.
        source: where it was read.
        status: whether it is stated, inferred or from an external source.
        rule: the rule by which it was inferred; `None` if it was not.
        precision: what hedges it; `None` if nothing does.
        rows: the rows of the page's inventory in which it stands.
        spans: where the words stand in the pinned text; empty if the source has none.
        note: why the graph follows it although something contradicts it; empty if nothing does.
        digests: the SHA-256 of the passage of each span.
    """

    claim: str
    source: Source
    status: Named
    rule: Named | None
    precision: Named | None
    rows: tuple[str, ...]
    spans: tuple[Span, ...]
    note: str
    digests: tuple[str, ...] = ()


class MappingRow(NamedTuple):
    """The row of a mapping table that stands behind a link to another collection.

    Attributes:
        table: the file.
        line: the row's line in it.
        state: how far its review has come.
        see_also: the addresses of its evidence.
        comment: its reason.
    """

    table: str
    line: int
    state: str
    see_also: tuple[str, ...]
    comment: str


class Statement(NamedTuple):
    """A triple, and all who say so.

    Attributes:
        subject: what it is about.
        property: which property.
        value: its value.
        asserted: whether it is a fact of the graph.
        testimonies: the claims; empty if no source is given for it.
        mapping: the row behind it, if it is a link to another collection.
    """

    subject: Named
    property: Named
    value: Named
    asserted: bool
    testimonies: tuple[Testimony, ...]
    mapping: MappingRow | None = None


class TracedFact(NamedTuple):
    """A statement with what other sources say against it.

    Attributes:
        statement: the statement and all who say so.
        against: the statements that contradict it.
    """

    statement: Statement
    against: tuple[Statement, ...]

    @property
    def follows(self) -> str:
        """Which side is in the graph: `this`, `other`, `both`, or nothing if all agree."""
        if not self.against:
            return ""
        other = any(each.asserted for each in self.against)
        return ("both" if other else "this") if self.statement.asserted else "other"

    @property
    def why(self) -> str:
        """Why the graph follows that side; empty if all agree."""
        told = (self.statement, *self.against) if self.against else ()
        notes = (each.note for one in told for each in one.testimonies if each.note)
        return next(notes, "")


class Section(NamedTuple):
    """The facts about one thing, or those on which one row of an answer rests.

    Attributes:
        about: the thing, or the terms of the row.
        row: the number of the row, from 1; 0 for a thing.
        facts: the facts, in a fixed order.
        own_words: how many more triples are this project's own words about the thing (types,
            labels, notes) or follow from the calendar, so that no source is behind them.
        untraced: the columns of the row that no claim speaks of: labels, and what was computed.
    """

    about: tuple[Named, ...]
    row: int
    facts: tuple[TracedFact, ...]
    own_words: int
    untraced: tuple[str, ...]


class TextHint(NamedTuple):
    """A pinned text, and how to get it.

    Attributes:
        text: its size and digest.
        source: the source whose text it is.
        note: what the graph says of it.
    """

    text: PinnedText
    source: Source
    note: str


class Trace(NamedTuple):
    """Where facts come from.

    Attributes:
        lang: the language of labels.
        sections: one for each thing, or for each row of an answer.
        texts: the pinned texts into which the spans of the claims point.
    """

    lang: str
    sections: tuple[Section, ...]
    texts: tuple[TextHint, ...]

    @property
    def facts(self) -> tuple[TracedFact, ...]:
        """All facts of all sections."""
        return tuple(fact for section in self.sections for fact in section.facts)
