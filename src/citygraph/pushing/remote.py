"""A remote store as pushing sees it: named graphs that are read, put, copied and removed."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from citygraph.answers import Answer
from citygraph.endpoint.address import shown
from citygraph.endpoint.dataset import Dataset
from citygraph.endpoint.door import Door, number
from citygraph.endpoint.download import download
from citygraph.endpoint.exchange import Request
from citygraph.endpoint.protocol import update_request
from citygraph.endpoint.refusal import refused
from citygraph.endpoint.retrying import seconds_named
from citygraph.endpoint.statements import read_statements
from citygraph.errors import InputError
from citygraph.pushing.bodies import N_TRIPLES, Body
from citygraph.pushing.patience import BusyError
from citygraph.pushing.remembering import remembering

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from citygraph.endpoint.credentials import Credentials
    from citygraph.endpoint.deadline import Deadline
    from citygraph.endpoint.exchange import Reply
    from citygraph.pushing.patience import Patience
    from citygraph.pushing.prepared import Prepared
    from citygraph.pushing.profiles import Addresses

NOBODY = "https://w3id.org/citygraph/staging/none"
"""A graph that is in no store."""

BATCH = 2000
"""The lines of one INSERT DATA; Virtuoso fails near 5,000."""

_BLANK = re.compile(rb"^_:| _:\S+ \.\n\Z")
_DONE = frozenset({200, 201, 202, 204})
_BUSY = frozenset({429, 503})
_ABSENT = 404
_NO_CAP = sys.maxsize


class RemoteGraphs:
    """The named graphs of a remote store.

    Each method sends what may be sent again with the same effect, and sends it once.

    Args:
        where: the addresses of the store.
        credentials: what is shown to it.
        patience: how long a request may take.
        deadline: when everything must have ended.
        media_type: what graphs are sent as.
    """

    def __init__(
        self,
        where: Addresses,
        credentials: Credentials | None,
        patience: Patience,
        deadline: Deadline | None = None,
        media_type: str = N_TRIPLES,
    ) -> None:
        kept = remembering(credentials)
        self.where = where
        self._media_type = media_type
        self._known = credentials is not None
        self._asks_first = credentials is not None and credentials.kind == "digest"
        self._doors = {
            url: Door(
                url,
                credentials=kept,
                timeout=patience.request,
                deadline=deadline,
                cap=_NO_CAP,
            )
            for url in where[1:]
            if url is not None
        }

    def read(self, graph: str) -> Iterator[ox.Triple]:
        """Read a graph; one that is not there has no triples.

        Raises:
            RemoteError: the store failed, or did not give the whole graph.
        """
        if self.where.graphs is None:
            yield from download(self._doors[self.where.query or ""], graph)
            return
        given = 0
        with self._sent(self._asking(graph), absent=True) as reply:
            if reply is not None:
                for triple in read_statements(reply):
                    given += 1
                    yield triple
        # A graph is given faster than the answer to a query and before the time of queries is up,
        # but some stores cut it; then it is asked for in parts, and what comes twice is one triple.
        if given < self._count(graph):
            yield from download(self._doors[self.where.query or ""], graph)

    def _count(self, graph: str) -> int:
        """Count the triples of a graph; 0 if the store cannot be asked."""
        if self.where.query is None:
            return 0
        text = f"SELECT (COUNT(*) AS ?count) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        answer = self._doors[self.where.query].query(text, Dataset(named=[graph]))
        return number(answer, shown(self.where.query)) if isinstance(answer, Answer) else 0

    def put(self, graph: str, content: Prepared) -> None:
        """Replace a graph; whether that is atomic is the store's affair.

        Raises:
            InputError: it has blank nodes, and the store takes nothing but updates.
        """
        if self.where.graphs is not None:
            self._introduce()
            body = Body(content, self._media_type)
            # Some stores take a body of unknown length for an empty one, and empty the graph.
            headers = {"Content-Type": body.media_type, "Content-Length": str(body.size)}
            self._send(Request("PUT", self._place(graph), headers, body))  # type: ignore[arg-type]
            return
        self.remove(graph)
        lines = map(_without_blank_node, content.lines())
        while batch := b"".join(islice(lines, BATCH)).decode():
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{batch}}} }}")

    def copy(self, source: str, target: str) -> None:
        """Replace a graph by a copy of another, in one update.

        It is not MOVE: when that is sent a second time there is no source any more, and some stores
        then empty the target.
        """
        self._update(f"COPY GRAPH <{source}> TO GRAPH <{target}>")

    def remove(self, graph: str) -> None:
        """Remove a graph; one that is not there is no fault."""
        if self.where.graphs is not None:
            self._send(Request("DELETE", self._place(graph), {}), absent=True)
        else:
            self._update(f"DROP SILENT GRAPH <{graph}>")

    def _introduce(self) -> None:
        """Let a server that asks who is there do so before a large body is sent."""
        if self._asks_first:
            with self._sent(self._asking(NOBODY), absent=True) as reply:
                if reply is not None:
                    reply.read()
            self._asks_first = False

    def _asking(self, graph: str) -> Request:
        return Request("GET", self._place(graph), {"Accept": N_TRIPLES})

    def _place(self, graph: str) -> str:
        url = self.where.graphs or ""
        return f"{url}{'&' if '?' in url else '?'}{urlencode({'graph': graph})}"

    def _update(self, text: str) -> None:
        if self.where.update is None:
            raise InputError("this store takes no updates")
        self._send(update_request(self.where.update, text))

    def _send(self, request: Request, *, absent: bool = False) -> None:
        with self._sent(request, absent=absent) as reply:
            if reply is not None:
                reply.read()

    @contextmanager
    def _sent(self, request: Request, *, absent: bool) -> Iterator[Reply | None]:
        """Send a request, and give the reply if it is a success; `None` if nothing is there."""
        base = request.url.partition("?")[0]
        door = next(each for url, each in self._doors.items() if url.partition("?")[0] == base)
        with door.exchange(request) as reply:
            if absent and reply.status == _ABSENT:
                yield None
            elif reply.status in _BUSY:
                wait = seconds_named(reply.headers.get("retry-after", ""))
                raise BusyError(str(refused(reply, known=self._known)), wait)
            elif reply.status not in _DONE:
                raise refused(reply, known=self._known)
            else:
                yield reply


def _without_blank_node(line: bytes) -> bytes:
    """Give back a line, if it may be sent in any of several updates: a blank node is of one."""
    if _BLANK.search(line):
        raise InputError(
            "a graph with blank nodes cannot be sent by updates alone; give these things IRIs, or "
            "use the store's Graph Store Protocol"
        )
    return line
