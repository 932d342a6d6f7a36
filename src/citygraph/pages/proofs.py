"""What a page of evidence is made of: statements, who makes them, and who says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from citygraph.pages.values import Shown
    from citygraph.tracing.model import MappingRow


class Passage(NamedTuple):
    """Where words stand in a pinned text.

    Attributes:
        start: the first character, counted from 0.
        end: the one behind the last.
        sha256: the digest of what stands there.
    """

    start: str
    end: str
    sha256: str


class Witness(NamedTuple):
    """What one source says of one fact.

    Attributes:
        anchor: what names it on the page; empty if the page has named the claim before.
        claim: the claim, leading to its own page.
        source: the source, leading to its page.
        title: the source's own title.
        kind: what kind of source it is.
        publishers: who published it.
        part_of: the larger work it is part of.
        issued: when, as a date.
        address: where it is to be read; its `href` is empty if a link could do harm.
        rows: the rows of the inventory in which it stands.
        passages: where the words stand in the pinned text.
        text: the pinned text, leading to its page.
        status: on what ground.
        rule: by which rule it was inferred.
        precision: what hedges it.
        note: why the graph follows it.
    """

    anchor: str
    claim: Shown
    source: Shown
    title: Shown | None
    kind: Shown | None
    publishers: tuple[Shown, ...]
    part_of: Shown | None
    issued: Shown | None
    address: Shown | None
    rows: tuple[str, ...]
    passages: tuple[Passage, ...]
    text: Shown | None
    status: Shown
    rule: Shown | None
    precision: Shown | None
    note: str


class Told(NamedTuple):
    """A statement and all who make it.

    Attributes:
        subject: what it is about; `None` if it is the thing of the page.
        name: the property.
        value: its value.
        asserted: whether it is a fact of the graph.
        witnesses: who says so.
        mapping: the row of the table of links behind it.
        review: the addresses on which that row rests.
    """

    subject: Shown | None
    name: Shown
    value: Shown
    asserted: bool
    witnesses: tuple[Witness, ...]
    mapping: MappingRow | None
    review: tuple[Shown, ...]


class Proof(NamedTuple):
    """A statement with those that contradict it.

    Attributes:
        told: the statement.
        against: those that contradict it.
        follows: which side is in the graph: `this`, `other`, `both`; empty if all agree.
        why: why.
    """

    told: Told
    against: tuple[Told, ...]
    follows: str
    why: str
