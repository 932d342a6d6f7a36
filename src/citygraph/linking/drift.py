"""Whether the items that things are linked to are still what they were when they were linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.linking.agreement import disagreements
from citygraph.linking.describing import describe
from citygraph.linking.features import types_agree
from citygraph.linking.findings import NOT_ASKED, Finding, Place
from citygraph.linking.names import folded
from citygraph.linking.polite import NotKeptError, StoppedError
from citygraph.linking.redirects import follow
from citygraph.linking.subjects import find_subjects
from citygraph.linking.values import our_values, their_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from citygraph.graph import Store
    from citygraph.linking.agreement import Disagreement
    from citygraph.linking.asking import Asking
    from citygraph.linking.batches import Batches
    from citygraph.linking.items import Item, Surroundings
    from citygraph.linking.kinds import Kinds
    from citygraph.linking.redirects import Found
    from citygraph.linking.rows import Rows
    from citygraph.linking.subjects import Subject
    from citygraph.linking.tolerances import Compared
    from citygraph.linking.values import Value
    from citygraph.linking.wikibase import Wikibase


class Linked(NamedTuple):
    """A thing and the item that it is linked to.

    Attributes:
        thing: the IRI of our thing.
        item: the IRI of the item, as the row has it.
        label: the label that the item had when it was linked; empty if none was kept.
        exact: whether both are the same thing, so that what is said of them has to agree.
        place: the row.
    """

    thing: str
    item: str
    label: str
    exact: bool
    place: Place


class Service(NamedTuple):
    """Where the items are asked about.

    Attributes:
        wikibase: how its names look.
        rows: its endpoint.
        asking: the questions to it.
        batches: how much is asked at once.
    """

    wikibase: Wikibase
    rows: Rows
    asking: Asking
    batches: Batches


class Expected(NamedTuple):
    """What is expected of items.

    Attributes:
        kinds: what each thing of ours may be linked to.
        compared: which values are set beside theirs.
    """

    kinds: Kinds
    compared: Sequence[Compared]


class Drift(NamedTuple):
    """What has become of items.

    Attributes:
        findings: what is not as it should be, or could not be asked about.
        agreed: the rows whose item is there under its own name, is still called what it was called
            when it was linked, is of a type that fits, and has no value that differs.
    """

    findings: tuple[Finding, ...]
    agreed: frozenset[Place]


def find_drift(
    links: Sequence[Linked], store: Store, service: Service, expected: Expected
) -> Drift:
    """Find what has become of the items that things are linked to.

    An item of which the service says nothing certain is reported as not asked. A row whose type
    cannot be compared, or that keeps no label, is neither a finding nor one that agrees.

    Args:
        links: the rows to look at.
        store: our graph.
        service: where the items are asked about.
        expected: what they are expected to be like.

    Raises:
        InputError: the service holds nothing of the shape that is configured.
        RemoteError: it gives no answer to the first question.
    """
    search = _Search(links, service)
    found: list[Finding] = []
    for link in links:
        found += search.whereabouts(link)
    there = [link for link in links if search.iri(link)]
    subjects = {
        each.iri: each
        for each in find_subjects(
            store, expected.kinds, service.wikibase, only={link.thing for link in there}
        )
    }
    found += [each for link in there for each in search.described(link, subjects.get(link.thing))]
    exact = [link for link in there if link.exact]
    for compared in expected.compared:
        found += search.values(compared, exact, our_values(store, compared, _things(exact)))
    known = [each for each in found if each.code != NOT_ASKED]
    not_asked = {each.place: each for each in reversed(found) if each.code == NOT_ASKED}
    at_odds = {each.place for each in found}
    agreed = frozenset(
        link.place
        for link in there
        if link.label and link.place not in at_odds and search.fits(link, subjects.get(link.thing))
    )
    return Drift(tuple(sorted((*known, *not_asked.values()), key=_order)), agreed)


def _order(finding: Finding) -> tuple[object, ...]:
    return (finding.place, finding.code, finding.item, sorted(finding.said.items()))


def _things(links: Iterable[Linked]) -> list[str]:
    return [link.thing for link in links]


class _Search:
    """The questions about some links, and why some of them had no answer."""

    def __init__(self, links: Sequence[Linked], service: Service) -> None:
        self._service = service
        self._stopped = ""
        self._found: dict[str, Found] = {}
        self._items: dict[str, Item] = {}
        self._failed: dict[str, str] = {}
        items = sorted({link.item for link in links})
        self._linked: dict[str, set[str]] = {}
        try:
            service.asking.check_shape()
            self._found = follow(items, service.asking, service.batches)
            targets = [each.iri for each in self._found.values() if each.iri]
            described = describe(targets, service.wikibase, service.asking, service.batches)
            self._items, self._failed = described
        except (StoppedError, NotKeptError) as error:
            self._stopped = str(error)
        for link in links:
            if link.exact:
                target = self.iri(link)
                self._linked.setdefault(link.thing, set()).update({link.item, target} - {""})

    def iri(self, link: Linked) -> str:
        """Give where the item of a link leads; empty if nowhere, or if it is not known."""
        found = self._found.get(link.item)
        return "" if found is None else found.iri or ""

    def whereabouts(self, link: Linked) -> list[Finding]:
        """Say whether an item is still there, and under the same name."""
        found = self._found.get(link.item)
        if found is None:
            return [self._not_asked(link, self._stopped)]
        if found.gone:
            return [Finding("gone", link.place, link.thing, link.item)]
        steps = ", ".join(self._name(each) for each in found.passed)
        if found.iri is None:
            reason = str(found.why)
            if not found.broken:
                return [self._not_asked(link, reason)]
            said = {"reason": reason, "steps": steps}
            return [Finding("redirect-broken", link.place, link.thing, link.item, said)]
        if found.passed:
            said = {"target": self._name(found.iri), "steps": steps}
            return [Finding("redirected", link.place, link.thing, link.item, said)]
        return []

    def described(self, link: Linked, subject: Subject | None) -> list[Finding]:
        """Say whether an item is still called what it was called, and still of the same kind."""
        iri = self.iri(link)
        item = self._items.get(iri)
        if item is None:
            return [self._not_asked(link, self._failed.get(iri, self._stopped))]
        found = []
        if link.label and folded(link.label) not in {folded(name) for _, name in item.labels}:
            said = {"seen": link.label, "now": _listed(name for _, name in item.labels)}
            found.append(Finding("label-drifted", link.place, link.thing, link.item, said))
        if self.fits(link, subject) is False:
            types = _types(item, subject)
            names = {name for tag, name in types.names if tag == "en"} or {
                self._name(each) for each in types.iris
            }
            said = {"types": _listed(names)}
            found.append(Finding("type-drifted", link.place, link.thing, link.item, said))
        return found

    def fits(self, link: Linked, subject: Subject | None) -> bool | None:
        """Say whether an item is of a type that our thing may have; `None` if nobody knows."""
        item = self._items.get(self.iri(link))
        if item is None or subject is None:
            return None
        agree = types_agree(subject.kind, _types(item, subject))
        return None if agree is None else agree > 0

    def values(
        self, compared: Compared, links: Sequence[Linked], ours: Mapping[str, tuple[Value, ...]]
    ) -> list[Finding]:
        """Say which values do not agree."""
        wanted = [link for link in links if link.thing in ours]
        theirs: dict[str, tuple[Value, ...]] = {}
        failed: dict[str, str] = {}
        service = self._service

        def ask(items: Sequence[str]) -> dict[str, tuple[Value, ...]]:
            return their_values(service.rows, service.wikibase, compared, items)

        items = sorted({self.iri(link) for link in wanted})
        try:
            for batch in service.batches.run(f"values-{compared.name}", items, ask):
                theirs |= batch.answer or {}
                failed |= {item: batch.why for item in batch.items if batch.why is not None}
                items = [each for each in items if each not in batch.items]
        except (StoppedError, NotKeptError) as error:
            failed |= dict.fromkeys(items, str(error))
        found = []
        for link in wanted:
            iri = self.iri(link)
            if iri in failed:
                found.append(self._not_asked(link, failed[iri]))
                continue
            differ = disagreements(
                compared,
                ours[link.thing],
                theirs.get(iri, ()),
                items=self._linked,
                page=service.wikibase.page,
            )
            found += [self._differs(compared, link, each) for each in differ]
        return found

    def _differs(self, compared: Compared, link: Linked, apart: Disagreement) -> Finding:
        said = {
            **{f"value_{lang}": label for lang, label in compared.label.items()},
            "name": compared.name,
            "ours": _shown(apart.ours, self._name),
            "our_day": apart.ours.day,
            "theirs": _shown(apart.theirs, self._name),
            "their_day": apart.theirs.day,
            "apart": apart.apart,
            "tolerance": compared.stated,
        }
        another = "value-is-another" if compared.kind == "item" else "value-not-compared"
        code = "value-differs" if apart.apart else another
        return Finding(code, link.place, link.thing, link.item, said)

    def _not_asked(self, link: Linked, reason: str) -> Finding:
        return Finding(NOT_ASKED, link.place, link.thing, link.item, {"reason": reason})

    def _name(self, iri: str) -> str:
        return self._service.wikibase.name_of(iri) or iri


def _types(item: Item, subject: Subject | None) -> Surroundings:
    """Give the classes of an item; a concept may be a class there, and is then no instance."""
    concept = subject is not None and subject.concept
    return item.types.joined(item.broader) if concept else item.types


def _shown(value: Value, name: Callable[[str], str]) -> str:
    unit = value.unit.rpartition("/")[2]
    return f"{name(value.text)} {unit}".strip()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names))) or "–"
