"""What went wrong, as problem documents: RFC 9457, `application/problem+json`."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from citygraph.formats import MESSAGES
from citygraph.service.exchanges import Reply

if TYPE_CHECKING:
    from citygraph.service.exchanges import Headers


def problem(status: int, detail: str, *headers: tuple[str, str]) -> Reply:
    """Make the answer that says what went wrong, and what to do.

    The document has no `type`, which means that its title is the meaning of the status code.

    Args:
        status: 400 to 599.
        detail: what is wrong with this request, for people.
        headers: other headers of the answer, such as Allow.

    >>> reply = problem(404, "there is nothing at /nowhere")
    >>> reply.headers
    (('content-type', 'application/problem+json'), ('cache-control', 'no-store'))
    >>> print(reply.body.decode(), end="")
    {"title": "Not Found", "status": 404, "detail": "there is nothing at /nowhere"}
    """
    document = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    body = json.dumps(document, ensure_ascii=False).encode(errors="replace") + b"\n"
    about: Headers = (
        ("content-type", MESSAGES["problem"].media_type),
        ("cache-control", "no-store"),
    )
    return Reply(status, about + headers, body)


def busy(detail: str) -> Reply:
    """Say that the server has too much to do now.

    >>> busy("too many requests are waiting").headers[-1]
    ('retry-after', '1')
    """
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, ("retry-after", "1"))
