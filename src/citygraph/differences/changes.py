"""Subjects that differ as changes of things, terms and shapes, each with the rule it is under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.differences.effects import RULES, rule_for
from citygraph.differences.kinds import group_of, kind_of
from citygraph.differences.merging import NEW, OLD
from citygraph.differences.model import STATES, Reason, ThingChange
from citygraph.differences.properties import is_only_rewritten, property_changes
from citygraph.differences.subjects import TARGET, iri_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import pyoxigraph as ox

    from citygraph.differences.model import Kind, SourceChange
    from citygraph.differences.names import Names
    from citygraph.differences.subjects import Subject

_KINDS: tuple[Kind, ...] = ("thing", "class", "property", "concept", "ontology", "shape")
_EXAMPLES = 3


def mentioned(subjects: Iterable[Subject]) -> Iterator[str]:
    """Name the IRIs that the changes of these subjects will show."""
    for subject in subjects:
        yield subject.iri
        yield group_of(subject.types)
        for side in (OLD, NEW):
            for each in subject.only(side):
                yield each.property
                if not hasattr(each.value, "datatype"):
                    yield iri_of(each.value)


def thing_changes(
    subjects: Iterable[Subject], names: Names, links: Iterable[Subject] = ()
) -> tuple[ThingChange, ...]:
    """Make the changes of all subjects, sorted for people: by kind, class, state and label.

    Args:
        subjects: what differs, without evidence.
        names: what things are called.
        links: what differs about the ties to other vocabularies.
    """
    kept = tuple(subjects)
    new_terms = frozenset(each.iri for each in kept if each.state == "added")
    changes = [
        *(_change(each, names, new_terms) for each in kept),
        *(_change(each, names, new_terms, rule="links") for each in links),
    ]
    return tuple(sorted(changes, key=_order))


def reasons(
    changes: Iterable[ThingChange], sources: Iterable[SourceChange], names: Names
) -> tuple[Reason, ...]:
    """Gather the rules that changes fall under, the gravest first."""
    found: dict[str, list[str]] = {}
    for change in changes:
        found.setdefault(change.rule, []).append(_example(change, names))
    touched = [each.source for each in sources]
    if touched:
        found["evidence"] = [each.label or names.short(iri_of(each.term)) for each in touched]
    return tuple(
        Reason(part, name, len(found[name]), tuple(found[name][:_EXAMPLES]))
        for name, part in RULES.items()
        if name in found
    )


def _change(
    subject: Subject, names: Names, new_terms: Collection[str], rule: str = ""
) -> ThingChange:
    types = subject.types
    kind = kind_of(subject.iri, types)
    group = group_of(types)
    properties = tuple(property_changes(subject, kind, names))
    effects = [each.effect for each in properties if not is_only_rewritten(each)]
    rule = rule or (
        _rule_of_shape(subject, new_terms)
        if kind == "shape" and subject.state == "added"
        else "changed-facts"
        if subject.is_blank
        else rule_for(kind, subject.state, effects, rewritten=not effects)
    )
    blank = names.written(_term(subject)) if subject.is_blank else ""
    return ThingChange(
        iri=subject.iri,
        label=blank or names.called(subject.iri),
        kind=kind,
        group=group,
        group_label=names.called(group) if group else "",
        state="changed" if rule == "links" else subject.state,
        properties=properties,
        part=RULES[rule],
        rule=rule,
    )


def _rule_of_shape(subject: Subject, new_terms: Collection[str]) -> str:
    """A new shape demands something of classes that were there before, unless it has none."""
    targets = {iri_of(each) for each in subject.values(TARGET)}
    return "tightened-shape" if targets - set(new_terms) else "added-shape"


def _term(subject: Subject) -> ox.BlankNode:
    import pyoxigraph as ox

    return ox.BlankNode(subject.iri[2:])


def _example(change: ThingChange, names: Names) -> str:
    return change.label if change.iri.startswith("_:") else names.short(change.iri)


def _order(change: ThingChange) -> tuple[int, bool, str, int, str, str]:
    return (
        _KINDS.index(change.kind),
        not change.group,
        change.group_label,
        STATES.index(change.state),
        change.label,
        change.iri,
    )
