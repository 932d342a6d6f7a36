"""A pytest plugin: a small server of pages on the loopback address, for a browser to visit.

It stands in for any static host, and with `live` for a server that answers forms and queries.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from citygraph.answers import Triples, write
from citygraph.errors import CitygraphError, UnknownNameError
from citygraph.exports.dumps import dump
from citygraph.frontend import Parts, find_parts
from citygraph.graph import CityGraph
from citygraph.pages import Offers, Pages, UnfitParametersError, answer_files, assets
from citygraph.pictures import draw, find_city

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
KINDS = {
    "css": "text/css",
    "html": "text/html",
    "js": "text/javascript",
    "nq": "application/n-quads",
    "svg": "image/svg+xml",
    "wasm": "application/wasm",
}
JSON = "application/sparql-results+json"


class Site:
    """What is served.

    Attributes:
        graph: what the pages are made from.
        pages: the pages.
        parts: the front-end parts, if they are served.
        live: whether forms and queries are answered.
        asked: the queries that were answered, as they came.
        files: further files by their paths.
    """

    def __init__(self, graph: CityGraph, offers: Offers, parts: Parts | None = None) -> None:
        self.graph, self.parts, self.live = graph, parts, offers.live
        self.pages = Pages(graph, graph.home, offers)
        self.asked: list[str] = []
        self.files: dict[str, bytes] = dict(assets())

    def answer(self, path: str, query: str, accept: str) -> tuple[int, str, bytes]:
        """Give the status, the media type and the body."""
        parameters = dict(parse_qsl(query, keep_blank_values=True))
        if path == "/sparql" and self.live:
            return self._queried(parameters, accept)
        if path.endswith(".html"):
            return self._page(path, parameters if self.live else {})
        if path.startswith("/pictures/"):
            return 200, KINDS["svg"], self._picture(path)
        body = self.files.get(path) or self._part(path)
        if body is None:
            return 404, "text/plain", b"there is nothing here"
        return 200, KINDS.get(path.rpartition(".")[2], "text/plain"), body

    def _queried(self, parameters: dict[str, str], accept: str) -> tuple[int, str, bytes]:
        self.asked.append(parameters["query"])
        try:
            result = self.graph.query(parameters["query"])
        except (CitygraphError, SyntaxError) as error:
            document = {"status": 400, "title": "Bad Request", "detail": str(error)}
            return 400, "application/problem+json", json.dumps(document).encode()
        if isinstance(result, Triples):
            return 200, "text/turtle", write(result, "turtle").encode()
        named = parameters.get("format", "csv" if accept.startswith("text/csv") else "json")
        return 200, JSON if named == "json" else "text/csv", write(result, named).encode()

    def _page(self, path: str, parameters: dict[str, str]) -> tuple[int, str, bytes]:
        try:
            page = self.pages.render(path, parameters)
        except UnfitParametersError as error:
            return 422, "text/html; charset=utf-8", error.page.html.encode()
        except UnknownNameError as error:
            return 404, "text/plain", str(error).encode()
        return 200, "text/html; charset=utf-8", page.html.encode()

    def _picture(self, path: str) -> bytes:
        city, name = path.removeprefix("/pictures/").split("/")
        kind, lang, _ = name.split(".")
        return draw(self.graph, kind, find_city(self.graph, city), lang).svg.encode()

    def _part(self, path: str) -> bytes | None:
        name = path.removeprefix("/assets/npm/")
        if self.parts is None or name not in self.parts.names:
            return None
        return (self.parts.folder / name).read_bytes()


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    policy: ClassVar[str] = POLICY

    def __init__(self, site: Site, *arguments: object) -> None:
        self.site = site
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self._answer(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, query: str) -> None:
        path = unquote(urlsplit(self.path).path)
        status, kind, body = self.site.answer(path, query, self.headers.get("accept", ""))
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        if kind.startswith("text/html"):
            self.send_header("content-security-policy", self.policy)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """Serve it, and give the address of its root without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Answering, site))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Served:
    """A site that is served.

    Attributes:
        site: what is served.
        root: the address of its root, without a slash at the end.
    """

    def __init__(self, site: Site, root: str) -> None:
        self.site, self.root = site, root


def _parts() -> Parts:
    parts = find_parts()
    if parts is None:
        pytest.skip("the front-end parts are missing: run  citygraph frontend")
    return parts


@pytest.fixture(scope="session")
def live_site(bundled: CityGraph) -> Iterator[Served]:
    """The pages of the bundled graph with a server that answers forms and queries."""
    site = Site(bundled, Offers(live=True, editor=True), _parts())
    with serving(site) as root:
        yield Served(site, root)


@pytest.fixture(scope="session")
def static_site(bundled: CityGraph) -> Iterator[Served]:
    """The same pages on a host that only gives files."""
    site = Site(bundled, Offers(live=False, editor=True, engine=True), _parts())
    site.files["/dumps/citygraph.nq"] = b"".join(dump(bundled, "citygraph.nq"))
    site.files.update(answer_files(bundled, bundled.home))
    with serving(site) as root:
        yield Served(site, root)
