"""Thousands of requests of all kinds leave no memory behind, in the web process or its workers.

10,000 are asked here; CITYGRAPH_REQUESTS=100000 asks for more.
"""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import cycle, islice

import pytest

from tests.served import ASK, Served, children, memory, serving

REQUESTS = int(os.environ.get("CITYGRAPH_REQUESTS", "10000"))
PORTIONS = 20
CLIENTS = 4
MOST = 16 * 1024**2
"""The bytes by which a process may be larger than after its first requests."""
KINDS: tuple[tuple[str, dict[str, str], int], ...] = (
    ("sparql", ASK, 200),
    ("sparql", {"query": "SELECT * { ?s ?p ?o } LIMIT 300"}, 200),
    ("sparql", {"query": "SELECT * { ?s skos:prefLabel ?o } LIMIT 100", "format": "csv"}, 200),
    ("sparql", {"query": "DESCRIBE tokyo:tokyo"}, 200),
    ("sparql", {"query": "ASK {"}, 400),
    ("sparql", {"query": "ASK { SERVICE <http://127.0.0.1:9/> {} }"}, 403),
    ("sparql", {}, 200),
    ("en/id/tokyo/tokyo.html", {}, 200),
    ("en/search.html", {"text": "digital"}, 200),
    ("id/tokyo/tokyo.ttl", {}, 200),
    ("id/tokyo/tokyo", {}, 303),
    ("pictures/tokyo/budget.ja.svg", {}, 200),
    ("reconcile", {"queries": '{"q0": {"query": "Tokyo"}}'}, 200),
    ("nowhere", {}, 404),
    ("health", {}, 200),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("leaks"), "--workers", "2") as served:
        yield served


def ask(server: Served, count: int) -> None:
    """Ask so many requests, some of which no text is like another's."""
    numbers = iter(range(10**9))
    turn = threading.Lock()

    def client(share: int) -> None:
        with server.client() as asking:
            for path, params, status in islice(cycle(KINDS), share):
                with turn:
                    number = next(numbers)
                given = dict(params)
                if "query" in given:
                    given["query"] += f" # {number}"
                elif "text" in given:
                    given["text"] += f" {number}"
                assert asking.get(path, params=given).status_code == status, (path, given)

    with ThreadPoolExecutor(CLIENTS) as crowd:
        list(crowd.map(client, [count // CLIENTS] * CLIENTS))


def sizes(server: Served) -> dict[int, int]:
    """Measure all processes of the server; one that is just being exchanged may be missing."""
    found = {}
    for process in (server.program.pid, *children(server.program.pid)):
        with suppress(OSError):  # it has ended meanwhile
            found[process] = memory(process)
    return found


def test_thousands_of_requests_leave_no_memory_behind(server: Served) -> None:
    ask(server, 600)  # caches fill, and pages that were shared are written to
    before = sizes(server)
    seen = [before]
    for _ in range(PORTIONS):
        ask(server, REQUESTS // PORTIONS)
        seen.append(sizes(server))
        assert server.program.pid in seen[-1]
        assert len(seen[-1]) <= len(before) + CLIENTS
    usual = max(size for process, size in before.items() if process != server.program.pid)
    lives = Counter(process for portion in seen for process in portion)
    # A worker that a busy machine has kept waiting is exchanged; some must have lived for long.
    assert sum(portions > 3 for portions in lives.values()) > 3, lives
    for portion in seen[1:]:
        grown = {each: size - before.get(each, usual) for each, size in portion.items()}
        assert max(grown.values()) < MOST, grown


def test_connections_leave_no_memory_behind(server: Served) -> None:
    def connect(count: int) -> None:
        for _ in range(count):
            server.raw(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    connect(200)
    before = memory(server.program.pid)
    connect(500)
    assert memory(server.program.pid) - before < MOST // 4
