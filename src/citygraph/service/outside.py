"""By which address a client reaches the server, where an answer must name it in full."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citygraph.service.exchanges import Request

_HOST = re.compile(r"(?:[A-Za-z0-9._\-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_PREFIX = re.compile(r"(?:/[\w.~\-]+)*", re.ASCII)
_TOLD = ("X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix")
VARY = ", ".join(("Host", *_TOLD))
"""The headers of which the address is made, as the header Vary lists them."""


def outside(request: Request) -> str:
    """Give the address of a request as its client has it, also through a proxy that tells it.

    Of several proxies the first one counts, which is the one that the client reached. What is no
    host, scheme or path is not repeated.

    >>> from citygraph.service.exchanges import Request
    >>> told = {
    ...     "host": "10.0.0.7",
    ...     "x-forwarded-host": "a.example",
    ...     "x-forwarded-proto": "https, http",
    ... }
    >>> outside(Request("GET", "/sparql/", "", told))
    'https://a.example/sparql'
    >>> outside(Request("GET", "/sparql", "", {"host": "<script>"}))
    'http://localhost/sparql'
    """
    told = (request.headers.get(name.lower(), "") for name in _TOLD)
    scheme, host, prefix = (each.partition(",")[0].strip() for each in told)
    host = host or request.headers.get("host", "")
    scheme = scheme if scheme in ("http", "https") else "http"
    host = host if _HOST.fullmatch(host) else "localhost"
    prefix = prefix.rstrip("/")
    prefix = prefix if _PREFIX.fullmatch(prefix) else ""
    return f"{scheme}://{host}{prefix}{request.path.rstrip('/')}"
