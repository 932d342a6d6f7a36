"""Looking things up: what is found, compared and decided, some things at a time.

A run may end at any moment, by a server that has had enough, by its budget or by being killed:
what is known then is kept, and what is not known is called not asked, never none.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

from citygraph.linking.features import compare
from citygraph.linking.outcomes import (
    ACCEPTED,
    DOUBTED,
    MATCHED,
    NONE,
    NOT_ASKED,
    RULED_OUT,
    Candidate,
    Outcome,
    digest_of,
)
from citygraph.linking.polite import StoppedError, TooMuchError, UnusableError
from citygraph.linking.scoring import Scored, judge, objection, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from citygraph.errors import RemoteError
    from citygraph.linking.candidates import Candidates
    from citygraph.linking.items import Item
    from citygraph.linking.outcomes import Progress
    from citygraph.linking.redirects import Found
    from citygraph.linking.subjects import Subject
    from citygraph.linking.wikibase import Wikibase

_AT_ONCE = 20
"""The things after which what is known is kept."""


class Service(Protocol):
    """What answers: a SPARQL endpoint, or a reconciliation service.

    Attributes:
        complete: whether all that matters of an item is known; if not, nothing is accepted.
    """

    @property
    def complete(self) -> bool:
        """See the class."""
        ...

    def check(self) -> None:
        """Make sure that it is what it should be, before anything is looked up."""
        ...

    def find(self, subjects: Sequence[Subject]) -> Candidates:
        """Find the items that things may be the same as."""
        ...

    def follow(self, items: Iterable[str]) -> Mapping[str, Found]:
        """Follow redirects."""
        ...

    def describe(self, items: Iterable[str]) -> tuple[Mapping[str, Item], Mapping[str, str]]:
        """Describe items; say of others why they cannot be described."""
        ...


class Known(NamedTuple):
    """What is known of links before.

    Attributes:
        links: the items that things are known to be, by the thing's IRI.
        rejected: pairs of a thing and an item that were rejected.
    """

    links: Mapping[str, frozenset[str]]
    rejected: frozenset[tuple[str, str]]


class Proposing:
    """One run.

    Args:
        service: what answers.
        wikibase: what is linked to.
        known: what is known of links before.
        progress: what earlier runs found.

    Attributes:
        stopped: why the run ended before its end; `None` if it did not.
    """

    def __init__(
        self, service: Service, wikibase: Wikibase, known: Known, progress: Progress
    ) -> None:
        self.stopped: RemoteError | None = None
        self._service = service
        self._wikibase = wikibase
        self._known = known
        self._progress = progress
        self._links: Mapping[str, frozenset[str]] | None = None

    def run(self, subjects: Sequence[Subject]) -> Iterator[Outcome]:
        """Look things up, and give the outcome of each as soon as it is known and kept.

        Raises:
            NotKeptError: offline, and the cache does not have an answer.
            InputError: the service is not what the configuration says.
        """
        left = []
        for subject in subjects:
            known = self._progress.find(subject.iri, digest_of(subject, self._wikibase))
            if known is None or self._rejects(known):
                left.append(subject)
            else:
                yield known
        some = iter(left)
        while chunk := list(islice(some, _AT_ONCE)):
            outcomes = self._outcomes(chunk)
            self._progress.add(outcomes)
            yield from outcomes

    def _rejects(self, outcome: Outcome) -> bool:
        """Say whether an item that was found before has been rejected since."""
        return any(
            (outcome.thing, each.item) in self._known.rejected
            for each in outcome.candidates
            if each.verdict != RULED_OUT
        )

    def _outcomes(self, subjects: Sequence[Subject]) -> list[Outcome]:
        if self.stopped is None:
            try:
                return self._looked_up(subjects)
            except (StoppedError, TooMuchError, UnusableError) as error:
                self.stopped = error
        why = str(self.stopped)
        return [self._not_asked(subject, why) for subject in subjects]

    def _looked_up(self, subjects: Sequence[Subject]) -> list[Outcome]:
        if self._links is None:
            self._service.check()
            self._links = self._links_now()
        found = self._service.find(subjects)
        led = self._service.follow(item for items in found.items.values() for item in items)
        alive = {each.iri for each in led.values() if each.iri is not None}
        items, failed = self._service.describe(alive)
        outcomes = []
        for subject in subjects:
            reached = [led[item] for item in sorted(found.items[subject.iri])]
            faults = [found.failed.get(subject.iri)]
            faults += [each.why for each in reached]
            faults += [failed.get(each.iri) for each in reached if each.iri is not None]
            if why := next(filter(None, faults), None):
                outcomes.append(self._not_asked(subject, why))
            else:
                outcomes.append(self._judged(subject, reached, items))
        return outcomes

    def _links_now(self) -> Mapping[str, frozenset[str]]:
        """Give the known links with the items that theirs have become since."""
        every = {item for items in self._known.links.values() for item in items}
        led = self._service.follow(every)
        return {
            thing: items | {iri for item in items if (iri := led[item].iri) is not None}
            for thing, items in self._known.links.items()
        }

    def _judged(
        self, subject: Subject, reached: Sequence[Found], items: Mapping[str, Item]
    ) -> Outcome:
        formerly: dict[str, tuple[str, ...]] = {}
        for each in reached:
            names = {each.asked, *each.passed, each.iri}
            rejected = any((subject.iri, name) in self._known.rejected for name in names if name)
            if each.iri is not None and not rejected:
                passed = (*formerly.get(each.iri, ()), *each.passed)
                formerly[each.iri] = tuple(dict.fromkeys(passed))
        scored = [self._scored(subject, items[iri], passed) for iri, passed in formerly.items()]
        placed = bool(subject.places or subject.countries)
        verdict = judge(scored, placed=placed, complete=self._service.complete)
        candidates = [] if verdict.accepted is None else [self._candidate(verdict.accepted, "")]
        for place, fit in enumerate(verdict.doubted):
            why = verdict.why if place == 0 else ""
            why = (
                why
                or objection(fit.features, placed=placed, alone=False)
                or "another one fits better"
            )
            candidates.append(self._candidate(fit, why))
        candidates += [
            self._candidate(fit, f"{' and '.join(fit.ruled_out)} speaks against it")
            for fit in verdict.ruled_out
        ]
        return Outcome(
            subject.iri,
            subject.label(self._wikibase.languages),
            MATCHED if verdict.accepted or verdict.doubted else NONE,
            verdict.why,
            tuple(candidates),
            tuple(each.passed[-1] if each.passed else each.asked for each in reached if each.gone),
            digest_of(subject, self._wikibase),
        )

    def _scored(self, subject: Subject, item: Item, passed: tuple[str, ...]) -> Scored:
        features = compare(subject, item, self._wikibase, self._links or {})
        return Scored(item._replace(formerly=passed), features, score(features))

    def _candidate(self, scored: Scored, why: str) -> Candidate:
        item = scored.item
        languages = self._wikibase.languages
        verdict = RULED_OUT if scored.ruled_out else DOUBTED if why else ACCEPTED
        return Candidate(
            self._wikibase.iri_of(item.name),
            item.label((*languages, *self._wikibase.any_language)),
            item.description(languages),
            round(scored.score, 4),
            verdict,
            why,
            {each.name: each.value for each in scored.features},
            item.formerly,
        )

    def _not_asked(self, subject: Subject, why: str) -> Outcome:
        return Outcome(subject.iri, subject.label(self._wikibase.languages), NOT_ASKED, why)
