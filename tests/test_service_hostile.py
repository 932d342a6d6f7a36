"""Hostile queries, each against a real server, while another client is answered within a second."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count

import httpx
import pytest

from tests.served import ASK, ENDLESS, Served, children, serving

SECONDS = 3
MEBIBYTES = 192
#: A bomb: each repetition of a letter can be read in two ways.
BOMB = """
SELECT (COUNT(*) AS ?n) {
  { SELECT (GROUP_CONCAT(?t) AS ?all) { ?s ?p ?o BIND(STR(?o) AS ?t) } }
  ?a ?b ?c . ?d ?e ?f
  FILTER(REGEX(CONCAT(?all, STR(?c)), "(.*)*(.*)*(.*)*[0-9]{3,}(a|aa)+$"))
}"""
GREEDY = {
    "a sort of everything": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "one text of everything": (
        "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?all) { ?a ?b ?c . ?d ?e ?f }"
    ),
    "all different": (
        "SELECT DISTINCT ?c ?f (CONCAT(STR(?c), STR(?f)) AS ?t) { ?a ?b ?c . ?d ?e ?f }"
    ),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    words = ["--timeout", f"{SECONDS}s", "--max-memory", str(MEBIBYTES * 1024**2), "--workers", "2"]
    with serving(tmp_path_factory.mktemp("hostile"), *words) as served:
        yield served


@contextmanager
def somebody_else(server: Served, within: float = 1.0) -> Iterator[list[float]]:
    """Ask a small question again and again; fail if an answer is late or wrong."""
    taken: list[float] = []
    wrong: list[object] = []
    begun, over = threading.Event(), threading.Event()

    def ask() -> None:
        with server.client(timeout=10) as client:
            client.get("sparql", params=ASK)  # what is known to be short goes first
            begun.set()
            while not (over.wait(0.05) and taken):
                begin = time.monotonic()
                answer = client.get("sparql", params=ASK)
                taken.append(time.monotonic() - begin)
                if answer.status_code != 200 or answer.json() != {"head": {}, "boolean": True}:
                    wrong.append((answer.status_code, answer.text))

    asking = threading.Thread(target=ask)
    asking.start()
    begun.wait()
    try:
        yield taken
    finally:
        over.set()
        asking.join()
    assert wrong == []
    assert taken
    assert max(taken) < within, sorted(taken)[-5:]


def refused(response: httpx.Response, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


@pytest.mark.parametrize("query", [ENDLESS, BOMB], ids=["cross product", "regular expression"])
def test_what_never_ends_is_ended_at_the_deadline(query: str, server: Served) -> None:
    begin = time.monotonic()
    with somebody_else(server):
        response = server.get(params={"query": query})
    assert refused(response, 503) == (
        f"no answer within {SECONDS} s, the time that a request may take; ask for less, as with "
        "LIMIT or a narrower pattern"
    )
    assert SECONDS <= time.monotonic() - begin < SECONDS + 3


@pytest.mark.parametrize("query", GREEDY.values(), ids=GREEDY)
def test_what_needs_too_much_memory_is_refused(query: str, server: Served) -> None:
    with somebody_else(server):
        response = server.get(params={"query": query})
    assert response.status_code in (422, 503)
    assert refused(response, response.status_code).startswith(
        (
            "this needs more memory than a request may use here",
            "the answer has more than",
            f"no answer within {SECONDS} s",
        )
    )


def test_a_crowd_of_endless_queries_leaves_room_for_others(server: Served) -> None:
    def ask(_number: int) -> httpx.Response:
        return server.get(params={"query": ENDLESS})

    with somebody_else(server), ThreadPoolExecutor(24) as crowd:
        answers = list(crowd.map(ask, range(24)))
    told = [refused(each, 503) for each in answers]
    ended = [each for each in told if each.startswith("no answer within")]
    turned_away = [each for each in told if each.startswith("the server is busy with long queries")]
    assert len(ended) == 4  # twice the workers
    assert len(ended) + len(turned_away) == 24
    assert all(each.headers.get("retry-after") for each in answers if "busy" in each.text)


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux listens at 127.0.0.2 unasked"
)
def test_a_crowd_that_never_asks_the_same_twice_leaves_another_its_turn(server: Served) -> None:
    """What nobody knows to be quick either: only whose turn it is can tell it from the crowd's."""
    heavy = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?o ?q ?r FILTER(STRLEN(STR(?r)) > %d) }"
    numbers, over = count(), threading.Event()

    def ask() -> None:
        with server.client(timeout=60) as client:
            while not over.is_set():
                client.get("sparql", params={"query": heavy % next(numbers)})

    crowd = [threading.Thread(target=ask) for _ in range(20)]
    for each in crowd:
        each.start()
    elsewhere = httpx.HTTPTransport(local_address="127.0.0.2")
    try:
        with httpx.Client(
            transport=elsewhere, base_url=server.url, timeout=60, trust_env=False
        ) as other:
            answers = [
                other.get("sparql", params={"query": f"SELECT * {{ ?s ?p 'new {number}' }}"})
                for number in range(10)
            ]
    finally:
        over.set()
        for each in crowd:
            each.join()
    served = [answer for answer in answers if answer.status_code == 200]
    assert len(served) >= 4  # all on a quiet machine; none where the crowd's turns come first
    assert {answer.headers.get("retry-after") for answer in answers} <= {None, "1"}


def test_a_client_that_goes_away_takes_its_query_with_it(server: Served) -> None:
    with server.client(timeout=0.6) as client, pytest.raises(httpx.ReadTimeout):
        client.get("sparql", params={"query": ENDLESS})
    deadline = time.monotonic() + 2
    while server.get("health").json()["workers"]["long"]:
        assert time.monotonic() < deadline


def test_a_worker_that_is_killed_is_told_of_and_replaced(server: Served) -> None:
    with ThreadPoolExecutor(1) as other:
        asked = other.submit(server.get, params={"query": ENDLESS})
        deadline = time.monotonic() + 5
        while not server.get("health").json()["workers"]["long"]:
            assert time.monotonic() < deadline
        for worker in set_apart(server):
            os.kill(worker, signal.SIGKILL)
        response = asked.result()
    assert refused(response, 503) == (
        "the process that worked on this was ended from outside; try again"
    )
    assert response.headers["retry-after"] == "1"
    assert server.get(params=ASK).json()["boolean"] is True


def set_apart(server: Served) -> list[int]:
    """Find the workers that take long: they have a lower priority than all others."""
    found = []
    for child in children(server.program.pid):
        with suppress(ProcessLookupError):  # it may have ended meanwhile
            if os.getpriority(os.PRIO_PROCESS, child) > 0:
                found.append(child)
    assert found
    return found


def test_when_all_are_killed_the_server_goes_on(server: Served) -> None:
    for child in reversed(children(server.program.pid)):
        os.kill(child, signal.SIGKILL)
    with server.client() as client:
        deadline = time.monotonic() + 20
        while client.get("sparql", params=ASK).status_code != 200:
            assert time.monotonic() < deadline
    assert server.get(params=ASK).json()["boolean"] is True


@pytest.mark.parametrize(
    "query",
    ["SELECT * { ?s ?p ?o . ?x ?y ?z }", "CONSTRUCT { ?s ?p ?z } WHERE { ?s ?p ?o . ?x ?y ?z }"],
)
def test_an_answer_without_end_is_refused_as_a_whole(query: str, server: Served) -> None:
    with somebody_else(server):
        response = server.get(params={"query": query})
    assert response.status_code in (422, 503)
    assert response.headers["content-type"] == "application/problem+json"


def test_the_server_is_whole_after_all_that(server: Served) -> None:
    deadline = time.monotonic() + 10
    while (load := server.get("health").json()["workers"])["ready"] != 4:
        assert time.monotonic() < deadline, load
    assert load == {"ready": 4, "busy": 0, "long": 0, "waiting": 0}
