"""A store on the loopback address that answers rightly, but for the oddities it is told to have."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

JSON = "application/sparql-results+json"
TRIPLES = "application/n-triples"


class Answered(NamedTuple):
    """What is sent back."""

    status: int
    media_type: str
    body: bytes
    headers: Mapping[str, str] = {}


class Asked(NamedTuple):
    """What came in.

    Attributes:
        method: the method of HTTP.
        kind: how the query was sent: in the address (`query`), as a `form`, or as the `body`.
        query: the query.
    """

    method: str
    kind: str
    query: str


Oddity = Callable[[Asked], Answered | None]
"""Answers in its own way, or leaves it to the next."""


def rows(*found: Mapping[str, Mapping[str, str]]) -> Answered:
    """Make an answer with these rows."""
    names = list(dict.fromkeys(name for row in found for name in row))
    document = {"head": {"vars": names}, "results": {"bindings": list(found)}}
    return Answered(200, JSON, json.dumps(document).encode())


def on(words: str, answer: Answered, *, kind: str = "", method: str = "") -> Oddity:
    """Answer so where the query holds these words."""

    def odd(asked: Asked) -> Answered | None:
        hit = words in asked.query and kind in ("", asked.kind) and method in ("", asked.method)
        return answer if hit else None

    return odd


def text(value: str, **more: str) -> Answered:
    """Answer with one row."""
    return rows({"x": {"type": "literal", "value": value, **more}})


def evaluated(store: ox.Store, query: str, parameters: Mapping[str, list[str]]) -> Answered:
    """Answer a query as the SPARQL Protocol wants it."""
    default, named = (
        [ox.NamedNode(each) for each in parameters.get(name, [])]
        for name in ("default-graph-uri", "named-graph-uri")
    )
    try:
        if default or named:
            found = store.query(query, default_graph=[*default], named_graphs=[*named])
        else:
            found = store.query(query)
        if isinstance(found, ox.QueryTriples):
            return Answered(200, TRIPLES, found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
        return Answered(200, JSON, found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
    except SyntaxError as error:
        return Answered(400, "text/plain", str(error).encode())


class _Handler(BaseHTTPRequestHandler):
    """Answers requests as the store and the oddities say."""

    store: ox.Store
    oddities: tuple[Oddity, ...]

    def do_GET(self) -> None:
        self._answer("query", parse_qs(urlsplit(self.path).query))

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.headers["Content-Type"].startswith("application/sparql-query"):
            self._answer("body", {"query": [body]})
        else:
            self._answer("form", parse_qs(body))

    def _answer(self, kind: str, parameters: Mapping[str, list[str]]) -> None:
        query = parameters.get("query", [""])[0]
        asked = Asked(self.command, kind, query)
        odd = (answer for each in self.oddities if (answer := each(asked)) is not None)
        answer = next(odd, None) or self._right(query, parameters)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _right(self, query: str, parameters: Mapping[str, list[str]]) -> Answered:
        if not query:
            return Answered(200, "text/turtle", b"<urn:s> <urn:p> <urn:o> .")
        return evaluated(self.store, query, parameters)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def odd_store(store: ox.Store, *oddities: Oddity) -> Iterator[str]:
    """Serve a store for as long as the context lasts; gives its address."""
    handler = type("Handler", (_Handler,), {"store": store, "oddities": oddities})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
