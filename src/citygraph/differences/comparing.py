"""The comparison itself: two sides in, their difference out."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph.canonical import line
from citygraph.differences.changes import mentioned, reasons, thing_changes
from citygraph.differences.claims import (
    Origins,
    claim_changes,
    is_evidence,
    source_changes,
    spoken_of,
)
from citygraph.differences.kinds import kind_of
from citygraph.differences.merging import BOTH, NEW, OLD, Line, by_subject, merged
from citygraph.differences.model import PARTS, Compared, Difference, LeftOut
from citygraph.differences.names import Names
from citygraph.differences.parts import Parts
from citygraph.differences.renames import renames
from citygraph.differences.sides import installed_terms
from citygraph.differences.streams import Stream
from citygraph.differences.subjects import TELLING, read_subject
from citygraph.errors import DataFileError, InputError
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from citygraph.differences.sides import Form, Side
    from citygraph.differences.subjects import Subject

_EVERYTHING = frozenset({"facts", "ontology", "shapes", "evidence", "links"})
_MAY_LACK: Mapping[Form, frozenset[str]] = {
    "file": _EVERYTHING,
    "folder": _EVERYTHING,
    "endpoint": frozenset({"shapes", "links"}),
    "graph": frozenset({"shapes", "links"}),
    "release": frozenset(),
}
"""What a side may lack altogether without having lost it, if the other one is of another form."""


class _Met(NamedTuple):
    """What the walk along both sides brought up.

    Attributes:
        subjects: what differs, by family.
        tied: what differs about ties to other vocabularies and collections, by family: whoever
            lacks the family lacks them too.
        triples: how many triples each side has of each family.
    """

    subjects: Mapping[str, list[Subject]]
    tied: Mapping[str, list[Subject]]
    triples: Counter[tuple[int, str]]


def compare(old: Side, new: Side, *, lang: str = LANGUAGES[0]) -> Difference:
    """Compare two sides; see `citygraph.differences`.

    Raises:
        DataFileError: a side cannot be read, or holds nothing.
        InputError: the sides have nothing in common that could be compared.
        RemoteError: an endpoint failed.
        FaultError: the disk with the temporary files is full.
    """
    before, after = Stream(old), Stream(new)
    met = _walk(before, after)
    for bit, side in ((OLD, old), (NEW, new)):
        if not any(count for (on, _), count in met.triples.items() if on == bit):
            raise DataFileError(f"{side.name}: holds no triples; there is nothing to compare")
    left_out = tuple(_left_out(met, old, new))
    compared = _EVERYTHING - {each.what for each in left_out}
    if not any(met.triples[bit, family] for bit in (OLD, NEW) for family in compared):
        raise InputError(
            f"{old.name} and {new.name} hold nothing of the same kind: "
            f"{_held(met, OLD)} there, {_held(met, NEW)} here; compare like with like"
        )
    kept = {name: found for name, found in met.subjects.items() if name in compared}
    prefixes = {**old.prefixes, **new.prefixes}
    names = Names(lang, prefixes, {**before.blank, **after.blank})
    evidence = kept.get("evidence", [])
    links = [each for name in sorted(compared & met.tied.keys()) for each in met.tied[name]]
    things = [each for name in ("facts", "ontology", "shapes") for each in kept.get(name, [])]
    origins = Origins(evidence, (new, old))
    _learn(names, things, evidence, links, origins, (new, old))
    changes = thing_changes(things, names, links)
    claims = claim_changes(evidence, things, origins, names)
    sources = source_changes(evidence, claims, origins, names)
    why = reasons(changes, sources, names)
    return Difference(
        old=_side(old, met, OLD, compared),
        new=_side(new, met, NEW, compared),
        lang=lang,
        things=changes,
        sources=sources,
        claims=claims,
        renames=renames(things, names),
        left_out=left_out,
        part=max((each.part for each in why), key=PARTS.index, default="none"),
        reasons=why,
    )


def _walk(before: Stream, after: Stream) -> _Met:
    """Walk along both sides, and keep of what differs what is needed to tell it."""
    sides = before.side, after.side
    ties = {line(triple): "links" for side in sides for triple, _ in side.links()}
    ties |= {line(triple): "facts" for side in sides for triple in side.same_elsewhere()}
    terms = {str(triple.subject) for side in (before, after) for triple, _ in side.side.terms()}
    subjects: dict[str, list[Subject]] = defaultdict(list)
    triples: Counter[tuple[int, str]] = Counter()
    apart: dict[str, list[Line]] = defaultdict(list)
    parts = Parts()

    def main() -> Iterator[Line]:
        for each in merged(before.lines(), after.lines()):
            if family := ties.get(each.text):
                _count(triples, family, each.sides)
                if each.sides != BOTH:
                    apart[family].append(each)
            else:
                parts.saw(each.text)
                yield each

    for group in by_subject(main(), TELLING):
        if group.subject[2:].decode() in (before.hanging | after.hanging):
            parts.put_off(group)
            continue
        subject = read_subject(group)
        family = _family(subject, in_ontology=group.subject.decode() in terms)
        parts.belongs(group.subject, family)
        for side in (OLD, NEW):
            triples[side, family] += group.triples(side)
        if subject.differs:
            subjects[family].append(subject)
    tied = {
        family: [read_subject(group) for group in by_subject(iter(lines), TELLING)]
        for family, lines in apart.items()
    }
    return _Met(subjects, tied, triples + parts.counted())


def _count(triples: Counter[tuple[int, str]], family: str, sides: int) -> None:
    for side in (OLD, NEW):
        triples[side, family] += bool(sides & side)


def _family(subject: Subject, *, in_ontology: bool) -> str:
    if is_evidence(subject):
        return "evidence"
    kind = kind_of(subject.iri, subject.types)
    if kind == "thing":
        return "ontology" if in_ontology else "facts"
    return "shapes" if kind == "shape" else "ontology"


def _left_out(met: _Met, old: Side, new: Side) -> Iterator[LeftOut]:
    """Say what one side holds and the other, being of another form, does not hold at all."""
    if old.form == new.form:
        return
    for has, bit, lacks, other in ((old, OLD, new, NEW), (new, NEW, old, OLD)):
        for family in sorted(_MAY_LACK[lacks.form]):
            if met.triples[bit, family] and not met.triples[other, family]:
                yield LeftOut(family, has.name, met.triples[bit, family])


def _held(met: _Met, side: int) -> str:
    return ", ".join(
        sorted(family for (on, family), count in met.triples.items() if on == side and count)
    )


def _side(side: Side, met: _Met, bit: int, compared: Collection[str]) -> Compared:
    return Compared(side.name, side.form, sum(met.triples[bit, family] for family in compared))


def _learn(  # noqa: PLR0913, PLR0917 - everything that mentions something
    names: Names,
    things: list[Subject],
    evidence: list[Subject],
    links: list[Subject],
    origins: Origins,
    sides: tuple[Side, Side],
) -> None:
    """Look up the labels of all that will be shown: in the sides, then in what is installed."""
    for subject in (*things, *links):
        names.learn((subject.iri, each.property, each.value) for each in subject.said)
    wanted = {*mentioned((*things, *links)), *spoken_of(evidence), *origins.known()} - {""}
    names.ask(wanted, (*sides, installed_terms()))
