"""Requests to an endpoint as a probe needs them: whatever comes back, it is looked at.

Everything only reads. What cannot be reached at all ends the examination; what fails later is what
the probes are about.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urlsplit

from citygraph.endpoint import Door, Request
from citygraph.endpoint.results import BrokenError, read_truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.endpoint import Credentials

JSON = "application/sparql-results+json"
_FORM = "application/x-www-form-urlencoded"
_CAP = 64 * 2**20
_PATIENCE = 20.0


class Seen(NamedTuple):
    """What came back.

    Attributes:
        status: the status code.
        media_type: what the body is said to be.
        headers: the headers, by small letters.
        body: the body.
    """

    status: int
    media_type: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_fine(self) -> bool:
        """Whether it is a success by its status."""
        return 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110, section 15.3

    @property
    def document(self) -> dict[str, object] | None:
        """The results as JSON; `None` of what is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return None
        return found if self.is_fine and isinstance(found, dict) else None

    @property
    def truth(self) -> bool | None:
        """The answer of an ASK; `None` of what is none."""
        try:
            return bool(read_truth(self.body)) if self.is_fine else None
        except BrokenError:
            return None

    def rows(self) -> list[dict[str, dict[str, str]]] | None:
        """Give the rows as they are in the JSON; `None` if there are none to be read."""
        match self.document:
            case {"results": {"bindings": list(rows)}}:
                return rows
            case _:
                return None

    def first(self, name: str) -> dict[str, str] | None:
        """Give one variable of the first row; `None` where it has no value."""
        rows = self.rows()
        return rows[0].get(name) if rows else None

    def text(self, name: str) -> str | None:
        """Give the text of one variable of the first row; `None` where it has no value."""
        found = self.first(name)
        return None if found is None else found.get("value")


class Line:
    """The line to an endpoint.

    Attributes:
        door: what each request goes through: in time, under a cap, and never sent on elsewhere.
        url: its address.

    Raises:
        InputError: the address is none.
    """

    def __init__(
        self, url: str, credentials: Credentials | None = None, timeout: float | None = None
    ) -> None:
        self.door = Door(url, credentials=credentials, timeout=timeout or _PATIENCE)
        self.url = self.door.url

    def ask(
        self, query: str, *, graphs: Iterable[str] = (), more: Mapping[str, str] | None = None
    ) -> Seen:
        """Send a query as a form, as citygraph sends long ones, and ask for JSON.

        Args:
            query: the query, which only reads.
            graphs: the graphs of its default graph; none are sent if none are named.
            more: further parameters.

        Raises:
            RemoteError: there is no answer at all.
        """
        given = [("query", query), *(("default-graph-uri", each) for each in graphs)]
        body = urlencode([*given, *(more or {}).items()]).encode()
        headers = {"Accept": JSON, "Content-Type": _FORM}
        return self._send("POST", self.url, headers, body)

    def get(self, query: str) -> Seen:
        """Send a query in the address, as citygraph sends short ones."""
        mark = "&" if urlsplit(self.url).query else "?"
        address = f"{self.url}{mark}{urlencode({'query': query})}"
        return self._send("GET", address, {"Accept": JSON})

    def post_directly(self, query: str, timeout: float) -> Seen:
        """Send a query as the body itself (SPARQL 1.1 Protocol, section 2.1.3)."""
        headers = {"Accept": JSON, "Content-Type": "application/sparql-query"}
        return self._send("POST", self.url, headers, query.encode(), timeout)

    def head(self) -> Seen:
        """Ask for the headers alone."""
        mark = "&" if urlsplit(self.url).query else "?"
        address = f"{self.url}{mark}{urlencode({'query': 'ASK {}'})}"
        return self._send("HEAD", address, {"Accept": JSON})

    def describe(self) -> Seen:
        """Ask the address without a query for what it says of itself."""
        return self._send("GET", self.url, {"Accept": "text/turtle, application/rdf+xml;q=0.9"})

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        timeout: float | None = None,
    ) -> Seen:
        request = Request(method, url, headers, body)
        with self.door.exchange(request, timeout=timeout, cap=_CAP) as reply:
            content = b"" if method == "HEAD" else reply.read()
            lower = {name.lower(): value for name, value in reply.headers.items()}
            return Seen(reply.status, reply.media_type, lower, content)
