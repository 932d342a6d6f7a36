"""What a push begins with: the store it goes to, the graphs in their order, and a receipt."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from citygraph.endpoint.address import origin, shown
from citygraph.endpoint.deadline import Deadline
from citygraph.errors import InputError
from citygraph.exports.parts import select
from citygraph.pushing.patience import Patience
from citygraph.pushing.profiles import addresses, find_profile
from citygraph.pushing.receipts import GraphRecord, Receipt
from citygraph.pushing.remote import RemoteGraphs
from citygraph.pushing.session import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from citygraph.endpoint import Credentials
    from citygraph.exports.parts import Exportable
    from citygraph.pushing.source import Source

USUAL = "gsp"
"""The kind of store if none is named: what the standard says, and nothing more."""

_ORDER = ("shapes", "ontology", "evidence", "links", "facts")
"""Facts come last: whoever sees one finds its evidence and the words that it uses."""

_CUT = "?…"


def silent(words: str) -> None:
    """Tell nobody."""
    del words


def graphs_in_order(
    source: Source, part: str = "all", only: Collection[str] = ()
) -> tuple[str, ...]:
    """List the named graphs of a part, evidence before facts.

    Args:
        source: where they are.
        part: a part of the graph, or `all`.
        only: the IRIs of those that are wanted, if not all.

    Raises:
        InputError: there is no such part, or no such graph in it.

    >>> from citygraph.pushing.source import open_source
    >>> graphs = graphs_in_order(open_source())
    >>> [iri.rpartition("/")[2] for iri in graphs if "tokyo" in iri]
    ['tokyo.evidence', 'tokyo.links', 'tokyo']
    """
    # what is asked of it there is what a source has: which graphs there are, and whose
    parts = select(cast("Exportable", source), part).graphs
    graphs = tuple(iri for each in _ORDER for iri in parts.get(each, ()))
    for iri in only:
        if iri not in graphs:
            raise InputError(f"--graph {iri}: is no graph here; there are {', '.join(graphs)}")
    return tuple(iri for iri in graphs if not only or iri in only)


def open_target(  # noqa: PLR0913 - each is one thing to know of a store
    url: str,
    *,
    store: str = USUAL,
    update_url: str | None = None,
    credentials: Credentials | None = None,
    patience: Patience | None = None,
    timeout: float | None = None,
    tell: Callable[[str], None] = silent,
) -> Target:
    """Get ready to talk to a store; nothing is sent yet.

    Args:
        url: its address.
        store: its kind, one of `PROFILES`.
        update_url: where it takes updates, if not where its kind usually does.
        credentials: what is shown to it.
        patience: how long to bear with it.
        timeout: the seconds that everything together may take.
        tell: is told what happens.

    Raises:
        InputError: there is no such kind, or an address is none.
    """
    profile, patience = find_profile(store), patience or Patience()
    where = addresses(profile, url, update_url)
    if update_url is not None and credentials is not None and origin(update_url) != origin(url):
        raise InputError(
            "--update-url: is on another server, and credentials are for one server only"
        )
    deadline = None if timeout is None else Deadline(timeout)
    if timeout is not None:
        patience = patience._replace(waiting=min(patience.waiting, timeout))
    remote = RemoteGraphs(where, credentials, patience, deadline, profile.media_type)
    return Target(remote, profile, patience, tell)


def new_receipt(url: str, store: str, graphs: Collection[str], path: Path | None) -> Receipt:
    """Begin a receipt; it is written when there is something to tell.

    Raises:
        InputError: there is a file of this name already.
    """
    from importlib.metadata import version

    if path is None:
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        path = Path(f"citygraph-push-{origin(url)[1]}-{moment}.json")
    if path.exists():
        raise InputError(
            f"{path}: is there already; go on with  --resume {path}  , or name another file"
        )
    return Receipt(
        without_parameters(url),
        store,
        version("citygraph"),
        [GraphRecord(iri) for iri in graphs],
        path,
    )


def address_of(receipt: Receipt, url: str | None) -> str:
    """Say where the store of a receipt is.

    Raises:
        InputError: another store was named, or a part of the address is in no receipt.
    """
    if url is not None:
        if without_parameters(url) != receipt.url:
            raise InputError(f"{receipt.path}: is of {receipt.url}, not of {shown(url)}")
        return url
    if receipt.url.endswith(_CUT):
        raise InputError(
            f"{receipt.path}: the address has parameters, which no receipt holds; give it again"
        )
    return receipt.url


def without_parameters(url: str) -> str:
    """Give an address as a receipt holds it, with a mark where its parameters, keys say, were.

    >>> without_parameters("https://example.org/store?key=123")
    'https://example.org/store?…'
    """
    return shown(url) + (_CUT if "?" in url else "")
