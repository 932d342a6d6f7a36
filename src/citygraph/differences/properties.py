"""What happened to the properties of one thing: values paired, and what the change means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.differences import shapes
from citygraph.differences.effects import effect_on
from citygraph.differences.literals import same_value
from citygraph.differences.merging import NEW, OLD
from citygraph.differences.model import Pair, PropertyChange
from citygraph.differences.subjects import CLOSED, iri_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.answers.model import Term
    from citygraph.differences.model import Effect, Kind
    from citygraph.differences.names import Names
    from citygraph.differences.subjects import Subject


def property_changes(subject: Subject, kind: Kind, names: Names) -> Iterator[PropertyChange]:
    """Say property by property what differs about a subject."""
    changed = sorted({each.property for side in (OLD, NEW) for each in subject.only(side)})
    for property_ in changed:
        removed = _terms(subject, property_, OLD)
        added = _terms(subject, property_, NEW)
        rewritten = _rewritten(removed, added)
        for old, new in rewritten:
            removed.remove(old)
            added.remove(new)
        effect = _effect(subject, kind, property_, (removed, added), names)
        altered = _altered(subject, property_, removed, added)
        for old, new in altered:
            removed.remove(old)
            added.remove(new)
        yield PropertyChange(
            property=property_,
            label=names.called(property_),
            added=tuple(map(names.value, added)),
            removed=tuple(map(names.value, removed)),
            altered=tuple(Pair(names.value(old), names.value(new)) for old, new in altered),
            rewritten=tuple(Pair(names.value(old), names.value(new)) for old, new in rewritten),
            effect=effect,
        )


def is_only_rewritten(change: PropertyChange) -> bool:
    """Say whether nothing but the writing of values changed."""
    return not (change.added or change.removed or change.altered)


def _terms(subject: Subject, property_: str, side: int) -> list[Term]:
    found = {each.value for each in subject.only(side) if each.property == property_}
    return sorted(found, key=str)


def _rewritten(removed: list[Term], added: list[Term]) -> list[tuple[Term, Term]]:
    pairs: list[tuple[Term, Term]] = []
    left = list(added)
    for old in removed:
        new = next((each for each in left if same_value(old, each)), None)
        if new is not None:
            left.remove(new)
            pairs.append((old, new))
    return pairs


def _altered(
    subject: Subject, property_: str, removed: list[Term], added: list[Term]
) -> list[tuple[Term, Term]]:
    """Pair what was the only value in its language with the only one now."""
    before, after = ({_language(each): each for each in side} for side in (removed, added))
    return [
        (before[language], after[language])
        for language in sorted(before.keys() & after.keys())
        if subject.is_single(property_, language)
    ]


def _effect(
    subject: Subject,
    kind: Kind,
    property_: str,
    terms: tuple[list[Term], list[Term]],
    names: Names,
) -> Effect:
    effect = effect_on(kind, property_)
    if kind != "shape" or effect != "fact" or subject.state != "changed":
        return effect
    closed = any(iri_of(each) in ("true", "1") for each in subject.values(CLOSED))
    return shapes.effect_of(property_, *terms, names.members, closed=closed)


def _language(term: Term) -> str:
    return getattr(term, "language", None) or ""
