"""Looking things up: what is found, compared and decided, some things at a time.

A run may end at any moment, by a server that has had enough, by its budget or by being killed:
what is known then is kept, and what is not known is called not asked, never none.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Protocol

from citygraph.linking.features import compare
from citygraph.linking.kinds import agrees
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
    from citygraph.linking.features import Feature
    from citygraph.linking.items import Item
    from citygraph.linking.known import Known
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
        self._now: Known | None = None

    def run(self, subjects: Sequence[Subject]) -> Iterator[Outcome]:
        """Look things up, and give the outcome of each as soon as it is known and kept.

        Raises:
            NotKeptError: offline, and the cache does not have an answer.
            InputError: the service is not what the configuration says.
        """
        left = []
        for subject in subjects:
            known = self._progress.find(subject.iri, self._digest(subject))
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
            (outcome.thing, item) in self._known.rejected
            for each in outcome.candidates
            if each.verdict != RULED_OUT
            for item in (each.item, *each.formerly)
        )

    def _digest(self, subject: Subject) -> str:
        return digest_of(subject, self._wikibase, self._known.about(subject))

    def _outcomes(self, subjects: Sequence[Subject]) -> list[Outcome]:
        if self.stopped is None:
            try:
                return self._looked_up(subjects)
            except (StoppedError, TooMuchError, UnusableError) as error:
                self.stopped = error
        why = str(self.stopped)
        return [self._not_asked(subject, why) for subject in subjects]

    def _looked_up(self, subjects: Sequence[Subject]) -> list[Outcome]:
        if self._now is None:
            self._service.check()
            self._now = self._known.now(self._service.follow)
        known = self._now
        found = self._service.find(subjects)
        led = self._service.follow(item for items in found.items.values() for item in items)
        alive = {each.iri for each in led.values() if each.iri is not None}
        items, failed = self._service.describe(alive)
        outcomes = []
        for subject in subjects:
            reached = [led[item] for item in sorted(found.items[subject.iri])]
            faults = [found.failed.get(subject.iri), known.doubt(subject)]
            faults += [each.why for each in reached]
            faults += [failed.get(each.iri) for each in reached if each.iri is not None]
            if why := next(filter(None, faults), None):
                outcomes.append(self._not_asked(subject, why))
            else:
                outcomes.append(self._judged(subject, reached, items, known))
        return outcomes

    def _judged(
        self, subject: Subject, reached: Sequence[Found], items: Mapping[str, Item], known: Known
    ) -> Outcome:
        formerly: dict[str, tuple[str, ...]] = {}
        rejected = False
        for each in reached:
            if each.iri is None:
                continue
            if any((subject.iri, name) in known.rejected for name in (*each.passed, each.iri)):
                rejected = True
                continue
            passed = (*formerly.get(each.iri, ()), *each.passed)
            formerly[each.iri] = tuple(dict.fromkeys(passed))
        scored = [
            self._scored(subject, items[iri], passed, known.links)
            for iri, passed in formerly.items()
        ]
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
            "only what was rejected before was found" if rejected and not scored else verdict.why,
            tuple(candidates),
            tuple(each.passed[-1] if each.passed else each.asked for each in reached if each.gone),
            self._digest(subject),
        )

    def _scored(
        self,
        subject: Subject,
        item: Item,
        passed: tuple[str, ...],
        links: Mapping[str, frozenset[str]],
    ) -> Scored:
        features = compare(subject, item, self._wikibase, links)
        if not self._service.complete:
            features = tuple(_as_far_as_known(each, subject, item) for each in features)
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


def _as_far_as_known(feature: Feature, subject: Subject, item: Item) -> Feature:
    """Give a feature where nobody says what is above an item's classes.

    A class that does not fit by its own name may lie below one that does, so it speaks against
    nothing; one that no thing of this kind is of still does.
    """
    if feature.name != "type" or feature.value != 0:
        return feature
    never = any(agrees(name, tag, subject.kind.never) for tag, name in item.types.names)
    return feature if never else feature._replace(value=None)
