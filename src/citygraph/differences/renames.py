"""Hints at renamed things: one is gone, another came, with its labels and most of its facts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from citygraph.differences.kinds import kind_of
from citygraph.differences.model import Rename
from citygraph.differences.subjects import LABELS, iri_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.answers.model import Term
    from citygraph.differences.names import Names
    from citygraph.differences.subjects import Subject

_MOST = 0.5
"""The share of facts that both must have."""


def renames(subjects: Iterable[Subject], names: Names) -> tuple[Rename, ...]:
    """Find pairs of a removed and an added thing that may be one; nothing is ever merged.

    Their labels must be the same in every language in which both have some, and at least half of
    the facts of the one that has more. A thing takes part in one pair, the closest.
    """
    named = [each for each in subjects if not each.is_blank and _labels(each)]
    gone: dict[tuple[str, str], list[Subject]] = defaultdict(list)
    for each in named:
        if each.state == "removed":
            for label in _labels(each):
                gone[label].append(each)
    found = sorted(
        (
            pair
            for new in named
            if new.state == "added"
            for old in {each.iri: each for label in _labels(new) for each in gone[label]}.values()
            for pair in _pair(old, new, names)
        ),
        key=lambda each: (-each.shared / each.facts, each.old, each.new),
    )
    taken: set[str] = set()
    kept = []
    for pair in found:
        if not {pair.old, pair.new} & taken:
            taken |= {pair.old, pair.new}
            kept.append(pair)
    return tuple(sorted(kept, key=lambda each: each.old))


def _pair(old: Subject, new: Subject, names: Names) -> Iterator[Rename]:
    before, after = _labels(old), _labels(new)
    shared_languages = {code for code, _ in before} & {code for code, _ in after}
    same = {each for each in before if each[0] in shared_languages} == {
        each for each in after if each[0] in shared_languages
    }
    if not same or kind_of(old.iri, old.types) != kind_of(new.iri, new.types):
        return
    first, second = _facts(old), _facts(new)
    shared, most = len(first & second), max(len(first), len(second))
    if shared >= _MOST * most:
        yield Rename(old.iri, new.iri, names.called(new.iri), shared, most)


def _labels(subject: Subject) -> frozenset[tuple[str, str]]:
    return frozenset(
        (getattr(value, "language", None) or "", iri_of(value))
        for property_ in LABELS
        for value in subject.values(property_)
    )


def _facts(subject: Subject) -> frozenset[tuple[str, Term | None]]:
    """Give the facts of a thing; what leads to itself does so under any name."""
    return frozenset(
        (each.property, None if iri_of(each.value) == subject.iri else each.value)
        for each in subject.said
    )
