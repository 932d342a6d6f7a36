"""What `citygraph serve` costs beside a bare Oxigraph server, on the same bytes and the same graph.

Both run on this machine and hold the bundled graph. Every question is asked of both with its usual
values, as the same text, one after the other on one connection, and then by 16 clients at a time;
whole bodies are read. Answers to queries are never kept. Pages of things are set beside bare
queries for their triples: each made for the first time, kept and asked for again, and asked for
with its own entity tag.

The exit code is 1 if the questions together take more than three times as long as on the bare
server, or half of them each do, if 16 clients get less than half of its answers in a second, or if
a page that is kept takes more than ten times its bare query, or more than four times with its tag.

    uv run python benchmarks/serve.py
"""

from __future__ import annotations

import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import httpx

from citygraph.home import open_home
from citygraph.questions import catalogue, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROUNDS = 7
CLIENTS = 16
SECONDS, TURNS = 3.0, 3
THINGS = (
    "id/tokyo/smart-tokyo-strategy",
    "id/tokyo/promotion-fund",
    "id/tokyo/goal-safe-city",
    "id/tokyo/metropolitan-government",
    "id/tokyo/koike-yuriko",
    "voc/robots",
    "voc/earthquakes",
)
ANY = "application/sparql-results+json, application/n-triples;q=0.9"
MOST_TIME, LEAST_THROUGHPUT, MOST_PAGE, MOST_TAGGED = 3.0, 0.5, 10.0, 4.0


@contextmanager
def program(*words: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Run a program of this environment for as long as the context lasts."""
    path = Path(sys.executable).with_name(str(words[0]))
    command = [str(path), *map(str, words[1:])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def bare() -> Iterator[str]:
    """Run an Oxigraph server that holds the bundled graph, and give its address for queries."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{trial.getsockname()[1]}"
    with (
        program("oxigraph", "serve", "--bind", address, "--union-default-graph"),
        httpx.Client(base_url=f"http://{address}", trust_env=False, timeout=60) as client,
    ):
        wait_for(client)
        for graph, path in open_home().graphs().items():
            client.put(
                "/store",
                params={"graph": graph},
                content=path.read_bytes(),
                headers={"Content-Type": "text/turtle"},
            ).raise_for_status()
        yield f"http://{address}/query"


def wait_for(client: httpx.Client) -> None:
    """Wait until a server answers."""
    for _ in range(600):
        try:
            client.get("/query", params={"query": "ASK {}"})
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"{client.base_url} does not answer")


@contextmanager
def ours(folder: Path) -> Iterator[str]:
    """Run our own server, and give its address."""
    with program("citygraph", "serve", "--port", "0", "--log", folder / "access.log") as process:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        said = process.stdout.readline()
        yield next(word for word in said.split() if word.startswith("http")).rstrip("/")


class Line:
    """A connection that is kept open, and reads whole answers with as little work as can be."""

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)
        self.socket = socket.create_connection((self.parts.hostname or "", self.parts.port or 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.read = bytearray()

    def send(self, request: bytes) -> None:
        """Send a request."""
        self.read.clear()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Read what has come; say whether the answer is complete."""
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("the server has closed the connection")
        self.read += piece
        head, found, body = bytes(self.read).partition(b"\r\n\r\n")
        if not found:
            return False
        lowered = head.lower()
        if not lowered.startswith((b"http/1.1 200", b"http/1.1 304")):
            raise ConnectionError(head.decode(errors="replace"))
        if lowered.startswith(b"http/1.1 304"):
            return True
        if b"chunked" in lowered:
            return body.endswith(b"0\r\n\r\n")
        length = next(
            int(line.partition(b":")[2])
            for line in lowered.split(b"\r\n")
            if line.startswith(b"content-length")
        )
        return len(body) >= length

    def ask(self, request: bytes) -> bytes:
        """Send a request and wait for the whole answer."""
        self.send(request)
        while not self.receive():
            pass
        return bytes(self.read)


def get(url: str, accept: str, **headers: str) -> bytes:
    """Write a GET request."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {path} HTTP/1.1", f"Host: {parts.netloc}", f"Accept: {accept}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join((*lines, "", "")).encode()


def sparql(url: str, query: str, accept: str = ANY) -> bytes:
    """Write a POST request with a query in its body."""
    parts = urlsplit(url)
    body = urlencode({"query": query}).encode()
    lines = (
        f"POST {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Accept: {accept}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "",
        "",
    )
    return "\r\n".join(lines).encode() + body


def seconds(line: Line, request: bytes) -> float:
    """Time one request."""
    began = time.perf_counter()
    line.ask(request)
    return time.perf_counter() - began


def paired(first: tuple[Line, bytes], second: tuple[Line, bytes]) -> tuple[float, float]:
    """Time two requests in turn, after one that does not count; give the medians."""
    for line, request in (first, second):
        line.ask(request)
    times = [(seconds(*first), seconds(*second)) for _ in range(ROUNDS)]
    return statistics.median(a for a, _ in times), statistics.median(b for _, b in times)


def throughput(url: str, requests: Sequence[bytes]) -> float:
    """Count the answers in a second that 16 clients get, each asking again at once."""
    lines = [Line(url) for _ in range(CLIENTS)]
    answered, began = 0, time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for number, line in enumerate(lines):
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.send(requests[number % len(requests)])
        while time.perf_counter() - began < SECONDS:
            for key, _ in selector.select(timeout=1):
                line = key.data
                if line.receive():
                    answered += 1
                    line.send(requests[(answered + CLIENTS) % len(requests)])
    for line in lines:
        line.socket.close()
    return answered / (time.perf_counter() - began)


def compare_questions(plain: str, served: str) -> bool:
    """Ask every question of both; print what it costs, and say whether that is little enough."""
    texts = {
        question.name: prepare(question, lang="en").text
        for question in catalogue(open_home().queries)
        if not question.name.startswith("federated")
    }
    there, here = Line(plain), Line(served)
    times = {
        name: paired((there, sparql(plain, text)), (here, sparql(served, text)))
        for name, text in texts.items()
    }
    ratios = {name: ours_ / bare_ for name, (bare_, ours_) in times.items()}
    total = sum(b for _, b in times.values()) / sum(a for a, _ in times.values())
    median = statistics.median(ratios.values())
    worst = max(ratios, key=lambda name: ratios[name])
    print(f"{len(times)} questions: {total:.2f} times the bare server (at most {MOST_TIME})")
    print(f"  the median question: {median:.2f} (at most {MOST_TIME})")
    print(f"  the dearest, {worst}: {ratios[worst]:.2f}, {times[worst][1] * 1000:.1f} ms")
    plain_ones = [sparql(plain, text) for text in texts.values()]
    our_ones = [sparql(served, text) for text in texts.values()]
    turns = [(throughput(plain, plain_ones), throughput(served, our_ones)) for _ in range(TURNS)]
    bare_, ours_ = sorted(turns, key=lambda turn: turn[1] / turn[0])[TURNS // 2]
    print(f"  {CLIENTS} clients: {ours_:.0f} answers a second, bare {bare_:.0f}:", end="")
    print(f" {ours_ / bare_:.2f} of it (at least {LEAST_THROUGHPUT})")
    return max(total, median) <= MOST_TIME and ours_ / bare_ >= LEAST_THROUGHPUT


def compare_pages(plain: str, served: str, server: str) -> bool:
    """Fetch pages of things beside bare queries for them; say whether they are fast enough."""
    there, here = Line(plain), Line(served)
    times: list[tuple[float, float, float, float]] = []
    for thing in THINGS:
        iri = f"https://w3id.org/citygraph/{thing}"
        query = sparql(plain, f"SELECT * {{ GRAPH ?g {{ <{iri}> ?property ?value }} }}")
        page = get(f"{server}/en/{thing}.html", "text/html")
        first = seconds(here, page)
        head = here.ask(page).partition(b"\r\n\r\n")[0].decode().split("\r\n")
        tag = next(line.partition(":")[2].strip() for line in head if line.startswith("etag:"))
        tagged = get(f"{server}/en/{thing}.html", "text/html", If_None_Match=tag)
        bare_, again = paired((there, query), (here, page))
        times.append((bare_, first, again, paired((there, query), (here, tagged))[1]))
    usual, *ours_ = (statistics.median(each) for each in zip(*times, strict=True))
    names = ("made for the first time", "kept and asked for again", "with its tag")
    bars = ("", f" (at most {MOST_PAGE})", f" (at most {MOST_TAGGED})")
    for name, time_, bar in zip(names, ours_, bars, strict=True):
        print(f"a page {name}: {time_ / usual:.2f} times a bare query{bar}, {time_ * 1000:.1f} ms")
    return bool(ours_[1] / usual <= MOST_PAGE and ours_[2] / usual <= MOST_TAGGED)


def main() -> int:
    """Measure all of it."""
    with tempfile.TemporaryDirectory() as name, bare() as plain, ours(Path(name)) as server:
        served = f"{server}/sparql"
        questions = compare_questions(plain, served)
        return 0 if compare_pages(plain, served, server) and questions else 1


if __name__ == "__main__":
    sys.exit(main())
