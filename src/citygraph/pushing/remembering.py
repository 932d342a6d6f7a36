"""Credentials that remember what a server asked for, so that no large body is sent twice."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from citygraph.endpoint.credentials import Credentials

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx


class _Remembering(Credentials):
    """Credentials for several requests to one server.

    With digest authentication (RFC 7616) the server's first question costs a request, body and all.
    What it asked is kept, and answered beforehand in the requests that follow.
    """

    def auth(self) -> httpx.Auth | Callable[[httpx.Request], httpx.Request]:
        return self._kept

    @cached_property
    def _kept(self) -> httpx.Auth | Callable[[httpx.Request], httpx.Request]:
        return super().auth()


def remembering(credentials: Credentials | None) -> Credentials | None:
    """Make credentials that can be shown again without being asked for again.

    >>> remembering(Credentials("digest", "loader", "secret")).kind
    'digest'
    """
    if credentials is None:
        return None
    return _Remembering(credentials.kind, credentials.user, credentials.secret)
