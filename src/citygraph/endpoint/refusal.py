"""What a server said when it did not answer, in a line that can be shown."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

from citygraph.errors import RemoteError, RemoteTimeoutError
from citygraph.tables import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.endpoint.exchange import Reply

_LONGEST = 200
_READ = 64 * 1024
_OUT_OF_TIME = re.compile(
    r"tim(?:ed|e)[\s_-]?out|time limit|S1TAT|anytime query"
    r"|operation has been cancelled|query ?(?:was |has been )?(?:evaluation )?interrupted",
    re.IGNORECASE,
)
_ESTIMATED = "estimated execution time"
_REMEDIES: Mapping[int, str] = {
    400: "the server does not understand the query, or does not want it",
    401: "the server wants to know who asks; give credentials with  --auth FILE",
    403: "the server does not allow it; ask whoever runs it, or give other credentials with "
    " --auth FILE",
    404: "there is no endpoint at this address; check its path",
    405: "there is no SPARQL endpoint at this address; check its path",
    406: "the server does not give JSON results or N-Triples, which are asked for",
    413: "the query is too long for the server; ask for less",
    414: "the query is too long for the server; ask for less",
    429: "the server is asked too often; try again later",
    503: "the server is busy; try again later",
}


def refused(reply: Reply, *, known: bool = False, said: str | None = None) -> RemoteError:
    """Make the error of a reply that is no success.

    Args:
        reply: the reply; its body is read as far as it is of use.
        known: credentials were shown.
        said: what the server said, if its body has been read before.
    """
    said = first_line(beginning(reply)) if said is None else said
    words = f"{reply.url}: HTTP status {reply.status}"
    if said:
        words += f', and the server says: "{said}"'
    if reply.status >= 400 and _ESTIMATED in said:  # noqa: PLR2004
        return RemoteTimeoutError(
            f"{words}; it expects the query to take too long, and did not begin: ask for less, or "
            "let whoever runs it raise its limit (Virtuoso: MaxQueryCostEstimationTime)"
        )
    remedy = _REMEDIES.get(reply.status, "")
    if reply.status in (408, 504) or (reply.status >= 400 and out_of_time(said)):  # noqa: PLR2004
        return RemoteTimeoutError(f"{words}; its time was up: ask for less, for example by LIMIT")
    if reply.status == 401 and known:  # noqa: PLR2004
        remedy = "the server does not accept these credentials; check the kind, user and password"
    return RemoteError(f"{words}; {remedy}" if remedy else words)


def out_of_time(said: str) -> bool:
    """Say whether what a server said means that its time was up."""
    return _OUT_OF_TIME.search(said) is not None


def beginning(reply: Reply) -> bytes:
    """Read the beginning of a body, as much as can hold a message."""
    taken = bytearray()
    try:
        for chunk in reply.chunks():
            taken += chunk
            if len(taken) >= _READ:
                break
    except RemoteTimeoutError:
        raise
    except RemoteError:
        pass  # what has come is enough to be told
    return bytes(taken[:_READ])


def first_line(body: bytes) -> str:
    """Give the first line of a message, without what could steer a terminal.

    Of a page it is the title, of a problem document (RFC 9457) what it says in detail.

    >>> first_line(b"<html><head><title>Log in</title></head><body>...")
    'Log in'
    >>> first_line(b'{"title": "Unprocessable Content", "detail": "more than 10 rows"}')
    'more than 10 rows'
    >>> len(first_line(b"[" * 10_000))
    202
    """
    text = body.decode("utf-8", errors="replace")
    if detail := _detail(text):
        text = detail
    elif title := re.search(r"<title[^>]*>([^<]*)", text, re.IGNORECASE):
        text = unescape(title[1])
    elif re.match(r"\s*<(?:!doctype|html|\?xml)", text, re.IGNORECASE):
        text = unescape(re.sub(r"<[^>]*>?", " ", text))
    lines = (" ".join(line.split()) for line in text.splitlines())
    line = printable(next((each for each in lines if each), "")).replace('"', "'")
    return line if len(line) <= _LONGEST else line[:_LONGEST] + " …"


def _detail(text: str) -> str:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    said = told.get("detail") if isinstance(told, dict) else None
    return said if isinstance(said, str) else ""
