"""A run of proposing, put together from what the caller names."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.endpoint.address import shown
from citygraph.errors import InputError
from citygraph.files import cache_folder
from citygraph.linking.cache import Cache
from citygraph.linking.files import linked_cities
from citygraph.linking.kinds import read_kinds
from citygraph.linking.known import Known
from citygraph.linking.mappings import read_mappings
from citygraph.linking.outcomes import MATCHED, NONE, NOT_ASKED, Progress
from citygraph.linking.polite import Polite
from citygraph.linking.proposing import Proposing
from citygraph.linking.reconciliation import Reconciliation
from citygraph.linking.services import ReconciledService, SparqlService
from citygraph.linking.subjects import find_subjects
from citygraph.linking.wikibase import read_wikibase
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from citygraph.graph import Store
    from citygraph.home import Home
    from citygraph.linking.link import Link
    from citygraph.linking.outcomes import Outcome
    from citygraph.linking.polite import Spent
    from citygraph.linking.proposing import Service
    from citygraph.linking.subjects import Subject
    from citygraph.linking.wikibase import Wikibase

CONTACT = "CITYGRAPH_CONTACT"
"""The environment variable that says whom a service may write to."""
_AGREEING = frozenset(PREFIXES["skos"] + f"{name}Match" for name in ("exact", "close", "narrow"))

_CLASSES = tuple(PREFIXES[name] for name in ("cg", "org", "prov", "schema"))


class Settings(NamedTuple):
    """What a caller may say of a run.

    Attributes:
        wikibase: the configuration, if it is not the installed one.
        sparql: the endpoint, if it is not the configured one.
        reconcile: a reconciliation service that finds, in place of the endpoint.
        contact: whom a service may write to, if the configuration does not say it.
        budget: how many requests there may be, if not as many as configured.
        timeout: the seconds of one request, if not as configured.
        cache: the folder of the cache.
        offline: ask nothing of the network.
        refresh: do not look into the cache.
        rest: what is done to wait.
    """

    wikibase: str | Path | None = None
    sparql: str | None = None
    reconcile: str | None = None
    contact: str = ""
    budget: int | None = None
    timeout: float | None = None
    cache: Path | None = None
    offline: bool = False
    refresh: bool = False
    rest: Callable[[float], None] = time.sleep

    def read(self, home: Home) -> Wikibase:
        """Read the configuration, with what is said here in place of what it says.

        Raises:
            InputError: something in it is not as it should be.
        """
        base = read_wikibase(self.wikibase or home.root / "mappings" / "wikidata.toml")
        limits = base.limits
        if self.budget is not None:
            limits = limits._replace(requests=self.budget)
        if self.timeout is not None:
            limits = limits._replace(timeout=self.timeout)
        return base._replace(
            contact=self.contact or base.contact,
            sparql=base.sparql if self.sparql is None else self.sparql,
            reconciliation=base.reconciliation if self.reconcile is None else self.reconcile,
            limits=limits,
        )


class Run(NamedTuple):
    """A run that is ready.

    Attributes:
        proposing: what looks things up.
        subjects: the things that it looks up.
        linked: how many things are linked already.
        services: the services that it asks.
    """

    proposing: Proposing
    subjects: tuple[Subject, ...]
    linked: int
    services: tuple[Polite, ...]

    @property
    def spent(self) -> tuple[Spent, ...]:
        """What has been asked of each service."""
        return tuple(each.spent for each in self.services)

    def sums(self, outcomes: Sequence[Outcome]) -> list[str]:
        """Sum up what was found and what it cost, in lines for people."""
        states = Counter(each.state for each in outcomes)
        accepted = sum(1 for each in outcomes if each.accepted)
        found = (
            f"{states[MATCHED]} matched ({accepted} accepted by the rules, "
            f"{states[MATCHED] - accepted} for a person), {states[NONE]} none, "
            f"{states[NOT_ASKED]} not asked; {self.linked} linked before"
        )
        return [found, *(_cost(each) for each in self.services)]


def open_run(  # noqa: PLR0913 - each is one thing to know of a run
    store: Store,
    home: Home,
    links: Iterable[Link],
    state: Path,
    settings: Settings,
    *,
    only: Collection[str] | None = None,
) -> Run:
    """Make a run ready; nothing is asked yet.

    Args:
        store: the graph whose things are looked up.
        home: where the kinds and the usual configuration are.
        links: all rows that are known, reviewed or not.
        state: where what is found is kept.
        settings: how it is asked.
        only: the IRIs of the things that are wanted, if not all are.

    Raises:
        InputError: something in the configuration is not as it should be, or nobody is named whom
            the service may write to.
    """
    rows = tuple(links)
    base = _with_classes(settings.read(home), rows)
    service, services = _service(base, settings)
    known = known_links(rows)
    subjects = find_subjects(
        store, read_kinds(home.root / "mappings" / "kinds.toml"), base, only=only
    )
    left = tuple(each for each in subjects if each.iri not in known.links)
    proposing = Proposing(service, base, known, Progress(state))
    return Run(proposing, left, len(subjects) - len(left), services)


def known_rows(home: Home, tables: Iterable[str | Path] = ()) -> tuple[Link, ...]:
    """Read the rows of the cities' mapping tables, and of others.

    Raises:
        DataFileError: a row is not as it has to be: file, line, remedy.
    """
    own = (city.mappings for city in linked_cities(home) if city.mappings.is_file())
    paths = (*own, *map(Path, tables))
    return tuple(row for path in paths for row in read_mappings(path).links)


def known_links(rows: Iterable[Link]) -> Known:
    """Say what rows tell: what a thing is, as far as that was reviewed, and what it is not."""
    links: dict[str, frozenset[str]] = {}
    rejected = set()
    for row in rows:
        if row.negated:
            rejected.add((row.subject, row.object))
        elif row.state != "proposed":
            items = {row.object} if row.accepted and row.predicate in _AGREEING else set()
            links[row.subject] = links.get(row.subject, frozenset()) | items
    return Known(links, frozenset(rejected))


def usual_cache(environment: Mapping[str, str] = os.environ) -> Path:
    """Give the folder where answers are kept if nobody names one.

    >>> usual_cache({"XDG_CACHE_HOME": "/tmp/caches"}).as_posix()
    '/tmp/caches/citygraph/links'
    """
    return cache_folder("links", environment)


def _cost(service: Polite) -> str:
    requests, budget, kept = service.spent
    return f"{shown(service.url)}: {requests} of {budget} requests, answers from the cache: {kept}"


def _with_classes(base: Wikibase, rows: Iterable[Link]) -> Wikibase:
    """Add the classes there that reviewed rows give for classes of ours."""
    classes = dict(base.classes)
    for row in rows:
        if row.accepted and row.predicate in _AGREEING and row.subject.startswith(_CLASSES):
            classes[row.subject] = classes.get(row.subject, frozenset()) | {row.object}
    return base._replace(classes=classes)


def _service(base: Wikibase, settings: Settings) -> tuple[Service, tuple[Polite, ...]]:
    cache = Cache(settings.cache or usual_cache())

    def polite(url: str) -> Polite:
        return Polite(
            url,
            contact=base.contact,
            limits=base.limits,
            cache=cache,
            offline=settings.offline,
            refresh=settings.refresh,
            rest=settings.rest,
        )

    endpoint = polite(base.sparql) if base.sparql else None
    behind = None if endpoint is None else SparqlService(endpoint, base)
    if base.reconciliation:
        front = polite(base.reconciliation)
        service = ReconciledService(Reconciliation(front, base), front, behind)
        return service, (front,) if endpoint is None else (front, endpoint)
    if endpoint is None or behind is None:
        raise InputError(
            "neither a SPARQL endpoint nor a reconciliation service is configured; give one with "
            " --sparql URL  or  --reconcile URL"
        )
    return behind, (endpoint,)
