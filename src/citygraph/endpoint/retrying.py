"""When to ask again: only where a server says that it is busy, and as late as it says."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from secrets import randbelow
from typing import TYPE_CHECKING

from citygraph.endpoint.exchange import Reply, Request, Terms, exchange
from citygraph.endpoint.refusal import beginning, first_line, out_of_time, refused
from citygraph.errors import RemoteError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUSY = frozenset({429, 503})
_TRIES = 5
_FIRST_WAIT = 0.5


@contextmanager
def read_reply(request: Request, terms: Terms) -> Iterator[Reply]:
    """Send a request that changes nothing, again if the server is busy, and give its reply.

    Args:
        request: what is asked; its body must be bytes.
        terms: what all tries together may use.

    Raises:
        RemoteTimeoutError: the deadline has passed, or the server's time was up.
        RemoteError: the server cannot be reached, or does not answer with success.
    """
    for tried in range(1, _TRIES + 1):
        with exchange(request, terms) as reply:
            if reply.status not in _BUSY:
                if reply.status != 200:  # noqa: PLR2004 - what reads is answered by nothing else
                    raise refused(reply, known=terms.credentials is not None)
                yield reply
                return
            wait = _wait(reply, tried, terms)
        time.sleep(wait)


def _wait(reply: Reply, tried: int, terms: Terms) -> float:
    """Say how long to wait before the next try.

    Raises:
        RemoteError: there is no use in waiting.
    """
    said = first_line(beginning(reply))
    told = f', and the server says: "{said}"' if said else ""
    if out_of_time(said):
        raise refused(reply, said=said)
    if tried == _TRIES:
        raise RemoteError(
            f"{reply.url}: HTTP status {reply.status}{told}; asked {_TRIES} times, and the server "
            "was always busy: try again later"
        )
    named = seconds_named(reply.headers.get("retry-after", ""))
    wait = _backoff(tried) if named is None else named
    if wait >= terms.deadline.remaining():
        raise RemoteError(
            f"{reply.url}: HTTP status {reply.status}{told}; the server wants {wait:.0f} s to "
            f"pass before the next try, and {terms.deadline.remaining():.0f} s are left: try again "
            "later, or allow more with --timeout"
        )
    return wait


def seconds_named(header: str) -> float | None:
    """Read what `Retry-After` says (RFC 9110, section 10.2.3): seconds, or a date.

    >>> seconds_named("120")
    120.0
    >>> seconds_named("soon") is None
    True
    """
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _backoff(tried: int) -> float:
    """Wait twice as long each time, and never at the same moment as all others."""
    longest = _FIRST_WAIT * 2.0 ** (tried - 1)
    return longest / 2 + longest / 2 * randbelow(1000) / 1000
