"""A link: one row of a mapping table, which says how near a thing is to one of another collection.

The words are those of SSSOM, the Simple Standard for Sharing Ontology Mappings 1.0; the state of
the review is an extension slot, as SSSOM allows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

STATES = ("proposed", "documented", "checked", "rejected", "unsure", "unverified")
"""How far a row has come: proposed by a tool; found documented in sources; checked against the
other collection; rejected by a reviewer; left open by one; not verified by anybody."""

ACCEPTED = frozenset({"documented", "checked"})
"""The states in which a row counts."""

MATCHES = tuple(f"skos:{name}Match" for name in ("broad", "close", "exact", "narrow", "related"))
"""What a link may say, in short: never `owl:sameAs`, which would make two things one."""

EXACT = PREFIXES["skos"] + "exactMatch"
WIKIDATA = PREFIXES["wd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One row of a mapping table.

    Attributes:
        subject: the IRI of our thing, concept or class.
        subject_label: its English label when the row was made.
        predicate: the IRI of the SKOS property that says how near the two are.
        negated: whether the row says that this is *not* so: a rejection, or a trap to remember.
        object: the IRI in the other collection.
        object_label: the label seen there; empty if none was seen.
        justification: how the row came about, a CURIE of SEMAPV.
        author: who made it.
        reviewer: who reviewed it; empty if nobody has.
        subject_source: where the subject is from, a CURIE.
        object_source: the other collection, a CURIE.
        cardinality: how many things are meant to be how many items, such as 1:n; empty if nothing
            is said, which means one to one for an exact match.
        tool: what proposed it; empty if people found it.
        tool_version: that tool's version.
        date: when the row was made or last changed.
        confidence: from 0 to 1, as far as somebody gave one.
        see_also: the addresses of the evidence.
        comment: the reason, in a sentence.
        state: how far the review has come, one of `STATES`.
        path: the table; no part of what the row says.
        line: the row's line in it.
    """

    subject: str
    subject_label: str
    predicate: str
    negated: bool = False
    object: str
    object_label: str = ""
    justification: str
    author: str = ""
    reviewer: str = ""
    subject_source: str = ""
    object_source: str = ""
    cardinality: str = ""
    tool: str = ""
    tool_version: str = ""
    date: date
    confidence: Decimal | None = None
    see_also: tuple[str, ...] = ()
    comment: str = ""
    state: str
    path: Path | None = None
    line: int = 0

    @property
    def accepted(self) -> bool:
        """Whether it gives a triple: it says that something is so, and has been reviewed."""
        return not self.negated and self.state in ACCEPTED

    @property
    def place(self) -> str:
        """File and line, as a message names them."""
        return f"{self.path}:{self.line}" if self.path else "a row that is in no file yet"
