"""A check of links at an endpoint: what has become of the items that the tables name."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from citygraph.endpoint.address import shown
from citygraph.errors import InputError
from citygraph.linking.asking import Asking
from citygraph.linking.batches import Batches
from citygraph.linking.cache import Cache
from citygraph.linking.checking import check_links, checked_cities
from citygraph.linking.drift import Expected, Linked, Service, find_drift
from citygraph.linking.kinds import read_kinds
from citygraph.linking.link import EXACT
from citygraph.linking.mappings import read_mappings
from citygraph.linking.polite import Polite
from citygraph.linking.rows import Rows
from citygraph.linking.table_checks import place_of
from citygraph.linking.tolerances import read_compared
from citygraph.linking.wikibase import read_wikibase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from citygraph.graph import Store
    from citygraph.home import Home
    from citygraph.linking.findings import Checked
    from citygraph.linking.link import Link
    from citygraph.linking.polite import Spent
    from citygraph.linking.wikibase import Wikibase


class Asked(NamedTuple):
    """How the items are asked about.

    Attributes:
        sparql: the endpoint; empty for the configured one.
        contact: whom it may write to; empty for the configured one.
        cache: the folder of answers.
        configuration: how the collection is asked; `None` for the installed one.
        budget: how many requests there may be; `None` for as many as configured.
        offline: ask nothing of the network.
        refresh: do not look into the cache.
        rest: what is done to wait.
    """

    cache: Path
    sparql: str = ""
    contact: str = ""
    configuration: Path | None = None
    budget: int | None = None
    offline: bool = False
    refresh: bool = False
    rest: Callable[[float], None] = time.sleep


def check_items(
    home: Home, store: Store, asked: Asked, table: Path | None = None
) -> tuple[Checked, Spent]:
    """Check mapping tables, and then at an endpoint what has become of the items.

    Only rows that count are asked about, and only items of the configured collection.

    Args:
        home: our files.
        store: our graph.
        asked: how the items are asked about.
        table: the one table to check.

    Returns:
        What was found, and what it has cost.

    Raises:
        DataFileError: a table is not written as it has to be.
        InputError: there is no table, nobody is named whom the service may write to, or the
            service is not what the configuration says.
        RemoteError: the service gives no answer to the first question.
    """
    checked = check_links(home, table)
    mappings = home.root / "mappings"
    wikibase = read_wikibase(asked.configuration or mappings / "wikidata.toml")
    service = _service(wikibase, asked)
    expected = Expected(
        read_kinds(mappings / "kinds.toml"), read_compared(mappings / "values.toml")
    )
    tables = [table] if table is not None else [city.mappings for city in checked_cities(home)]
    counting = [each for path in tables for each in read_mappings(path).links if each.accepted]
    links = list(_linked(counting, wikibase))
    drift = find_drift(links, store, service, expected)
    at_odds = {each.place for each in checked.findings}
    made = checked._replace(
        findings=(*checked.findings, *drift.findings),
        items=len({link.item for link in links}),
        endpoint=shown(service.rows.service.url),
        elsewhere=len(counting) - len(links),
        agreed=tuple(
            each
            for each in counting
            if place_of(each) in drift.agreed and place_of(each) not in at_odds
        ),
    )
    return made, service.rows.service.spent


def _linked(links: Iterable[Link], wikibase: Wikibase) -> Iterable[Linked]:
    for link in links:
        name = wikibase.name_of(link.object)
        if name is not None:
            iri, exact = wikibase.iri_of(name), link.predicate == EXACT
            yield Linked(link.subject, iri, link.object_label, exact, place_of(link))


def _service(wikibase: Wikibase, asked: Asked) -> Service:
    url = asked.sparql or wikibase.sparql
    if not url:
        raise InputError("no endpoint is configured; name one with  --sparql URL")
    if asked.budget is not None:
        limits = wikibase.limits._replace(requests=asked.budget)
        wikibase = wikibase._replace(limits=limits)
    polite = Polite(
        url,
        contact=asked.contact or wikibase.contact,
        limits=wikibase.limits,
        cache=Cache(asked.cache),
        offline=asked.offline,
        refresh=asked.refresh,
        rest=asked.rest,
    )
    rows = Rows(polite)
    return Service(wikibase, rows, Asking(rows, wikibase), Batches(polite))
