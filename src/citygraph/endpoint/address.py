"""Addresses of remote stores: which are taken, and how they are shown."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

from citygraph.errors import InputError

_OURS = frozenset(
    {"query", "update", "graph", "default", "default-graph-uri", "named-graph-uri"}
    | {"using-graph-uri", "using-named-graph-uri"}
)
_ODD = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")


def checked(url: str) -> str:
    """Give back an address that can be asked.

    Parameters of its own, behind a `?`, are kept; those of the SPARQL protocols are refused, since
    they are ours to send.

    Raises:
        InputError: it is no http or https address, holds a user or a password, or a parameter of
            the SPARQL protocols.

    >>> checked("https://example.org/sparql")
    'https://example.org/sparql'
    """
    if _ODD.search(url):
        raise InputError("the endpoint's address holds a blank or a character that no address has")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
        parts = urlsplit("")
    if "@" in parts.netloc:
        raise InputError(
            "the endpoint's address holds a user or a password, which would be shown and logged; "
            "leave them out, and give them in a file with  --auth FILE"
        )
    if parts.scheme not in ("http", "https") or not host:
        raise InputError(
            f"'{url}' is no address of an endpoint; expected for example https://example.org/sparql"
        )
    if parts.fragment or "#" in url:
        raise InputError(f"{shown(url)}: an endpoint's address has no part behind #; leave it out")
    for name, _ in parse_qsl(parts.query, keep_blank_values=True):
        if name in _OURS:
            raise InputError(
                f"{shown(url)}: leave out the parameter '{name}', which is sent with each request"
            )
    return url


def shown(url: str) -> str:
    """Give an address as it may be shown: without user, password and parameters.

    >>> shown("https://loader:secret@example.org:8443/sparql?key=123")
    'https://example.org:8443/sparql'
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"


def origin(url: str) -> tuple[str, str, int | None]:
    """Give scheme, host and port of an address, with the port that the scheme stands for."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or usual


def is_loopback(url: str) -> bool:
    """Say whether an address is one of this machine itself.

    >>> is_loopback("http://[::1]:7878/query"), is_loopback("http://example.org/query")
    (True, False)
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, section 6.3
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
