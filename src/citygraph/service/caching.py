"""Whether a client has an answer already: entity tags and If-None-Match, RFC 9110, section 13."""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from citygraph.service.exchanges import Reply

if TYPE_CHECKING:
    from citygraph.service.exchanges import About, Headers

CACHED = ("cache-control", "public, max-age=300")
"""How long an answer from the graph may be given again without asking."""
_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def tag(about: About, *parts: str) -> str:
    """Make the strong entity tag of what follows from the data and from these parts of a request.

    Args:
        about: what is served.
        parts: what else the answer depends on, such as a path and a format.

    Returns:
        An empty text if the data can change unseen: then only the answer itself can be compared.

    >>> from citygraph.service.exchanges import About
    >>> tag(About("1.0", (), 0, "0123"), "id/tokyo/tokyo", "turtle")
    '"0123-c21153032fda"'
    >>> tag(About("1.0", (), None, ""), "id/tokyo/tokyo", "turtle")
    ''
    """
    if not about.digest:
        return ""
    own = hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()
    return f'"{about.digest}-{own[:12]}"'


def tag_of(body: bytes) -> str:
    """Make the strong entity tag of an answer that is there."""
    return f'"{hashlib.sha256(body).hexdigest()[:24]}"'


def has(if_none_match: str | None, tag: str) -> bool:
    """Say whether a client has what this tag stands for.

    Tags are compared weakly, as section 13.1.2 has it. `*` is not answered here: whether there is
    anything is known only when it has been looked for.

    >>> has('"a", W/"b"', '"b"'), has('"ab"', '"b"'), has("*", '"b"'), has(None, '"b"')
    (True, False, False, False)
    """
    return bool(tag) and tag in _TAG.findall(if_none_match or "")


def unchanged(tag: str, *headers: tuple[str, str]) -> Reply:
    """Say that the client has it, with the headers that the answer would have (section 15.4.5)."""
    told: Headers = (("etag", tag), CACHED)
    return Reply(HTTPStatus.NOT_MODIFIED, told + headers, b"")


def tagged(reply: Reply, tag: str, if_none_match: str | None) -> Reply:
    """Give an answer that is there its tag, or say that the client has it.

    Args:
        reply: an answer with status 200.
        tag: its tag; if it is empty, one is made from the body.
        if_none_match: what the header says, if there is one.
    """
    own = tag or tag_of(reply.body)
    if (if_none_match or "").strip() == "*" or has(if_none_match, own):
        kept = {"vary", "content-location"}
        return unchanged(own, *(each for each in reply.headers if each[0] in kept))
    return reply._replace(headers=(*reply.headers, ("etag", own), CACHED))
