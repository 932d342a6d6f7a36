"""Changes of evidence, folded into the facts they are about and counted by source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from citygraph.differences.kinds import evidence_kind
from citygraph.differences.merging import NEW, OLD
from citygraph.differences.model import ClaimChange, SourceChange, Value
from citygraph.differences.subjects import (
    OBJECT,
    ORIGIN,
    PREDICATE,
    SELECTOR,
    SOURCE,
    SUBJECT,
    TEXT_OF,
    iri_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from citygraph.answers.model import Term
    from citygraph.differences.names import Names
    from citygraph.differences.sides import Side
    from citygraph.differences.subjects import Subject


class Origins:
    """The source behind a claim: through its passage and its text, or named by itself."""

    def __init__(self, subjects: Iterable[Subject], sides: Sequence[Side]) -> None:
        """Look up what the changes themselves do not say.

        Args:
            subjects: the claims and passages that differ.
            sides: both sides, where the rest is found.
        """
        kept = tuple(subjects)
        self._texts: dict[str, str] = {}
        self._spans: dict[str, str] = {}
        for each in kept:
            for text in each.values(SOURCE):
                self._texts[each.iri] = iri_of(text)
            for selector in each.values(SELECTOR):
                self._spans[iri_of(selector)] = each.iri
        asked = {iri_of(value) for each in kept for value in each.values(ORIGIN)}
        self._texts |= _found(asked - self._texts.keys(), SOURCE, sides)
        self._pages = _found({*self._texts.values()}, TEXT_OF, sides)

    def of_claim(self, claim: Subject) -> str:
        """Name the source of a claim; empty if it names none."""
        origins = sorted(iri_of(each) for each in claim.values(ORIGIN))
        return next((self._page(each) for each in origins), "")

    def of_passage(self, passage: Subject) -> str:
        """Name the source whose text a passage or its selector points into; empty if unknown."""
        span = self._spans.get(passage.iri, passage.iri)
        return self._page(span) if span in self._texts else ""

    def known(self) -> Iterator[str]:
        """Name the sources that were found."""
        yield from self._pages.values()
        yield from self._texts.values()

    def _page(self, origin: str) -> str:
        text = self._texts.get(origin, origin)
        return self._pages.get(text, text)


def is_evidence(subject: Subject) -> bool:
    """Say whether a subject is a claim or a passage."""
    return evidence_kind(subject.types) is not None


def spoken_of(subjects: Iterable[Subject]) -> Iterator[str]:
    """Name the IRIs of the facts that these claims are about, and where they come from."""
    for subject in subjects:
        for part in (SUBJECT, PREDICATE, OBJECT, ORIGIN):
            for each in subject.values(part):
                if not hasattr(each, "datatype"):
                    yield iri_of(each)


def claim_changes(
    subjects: Iterable[Subject], things: Iterable[Subject], origins: Origins, names: Names
) -> tuple[ClaimChange, ...]:
    """Make the changes of all claims, by source and by the fact each is about."""
    facts = {
        (each.iri, said.property, said.value): state
        for each in things
        for side, state in ((OLD, "removed"), (NEW, "added"))
        for said in each.only(side)
    }
    changes = [
        _claim(each, facts, origins, names)
        for each in subjects
        if evidence_kind(each.types) == "claim"
    ]
    return tuple(sorted(changes, key=lambda each: (str(each.source.term), each.claim)))


def source_changes(
    subjects: Iterable[Subject], changes: Iterable[ClaimChange], origins: Origins, names: Names
) -> tuple[SourceChange, ...]:
    """Count the changes of evidence by source, those with most first."""
    counts: Counter[tuple[str, str]] = Counter()
    sources: dict[str, Value] = {}
    for change in changes:
        name = iri_of(change.source.term)
        sources[name] = change.source
        counts[name, change.state] += 1
    for each in subjects:
        if evidence_kind(each.types) == "passage":
            name = origins.of_passage(each)
            sources.setdefault(name, _source(name, names))
            counts[name, "passages"] += 1
    found = (
        SourceChange(
            source=source,
            added=counts[name, "added"],
            removed=counts[name, "removed"],
            changed=counts[name, "changed"],
            passages=counts[name, "passages"],
        )
        for name, source in sources.items()
    )
    return tuple(
        sorted(
            found,
            key=lambda each: (
                -(each.added + each.removed + each.changed),
                str(each.source.term),
            ),
        )
    )


def _claim(
    claim: Subject,
    facts: dict[tuple[str, str, Term], str],
    origins: Origins,
    names: Names,
) -> ClaimChange:
    subject, property_, value = (
        next(iter(claim.values(part)), None) for part in (SUBJECT, PREDICATE, OBJECT)
    )
    key = (iri_of(subject), iri_of(property_), value) if subject and property_ and value else None
    return ClaimChange(
        claim=claim.iri,
        state=claim.state,
        subject=_part(subject, names),
        property=_part(property_, names),
        value=_part(value, names),
        source=_source(origins.of_claim(claim), names),
        fact=facts.get(key, "") if key else "",
    )


def _part(term: Term | None, names: Names) -> Value:
    import pyoxigraph as ox

    return Value(ox.Literal("")) if term is None else names.value(term)


def _source(name: str, names: Names) -> Value:
    import pyoxigraph as ox

    return names.value(ox.NamedNode(name)) if name else Value(ox.Literal(""))


def _found(things: set[str], property_: str, sides: Sequence[Side]) -> dict[str, str]:
    found: dict[str, str] = {}
    for side in sides:
        missing = things - found.keys()
        if missing:
            for each in side.facts(missing, {property_}):
                found[iri_of(each.subject)] = iri_of(each.object)
    return found
