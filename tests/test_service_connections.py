"""Connections that are slow, broken or too many, against a real server with little patience."""

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from urllib.parse import quote

import pytest

from tests.served import ASK, Served, children, memory, pieces, serving
from tests.test_service_hostile import somebody_else

PATIENCE = 1.0
BIG = {"query": "SELECT * { ?s ?p ?o } LIMIT 9000"}
HEAD = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    words = ["--timeout", "5s", "--patience", f"{PATIENCE:g}s"]
    with serving(tmp_path_factory.mktemp("connections"), *words) as served:
        yield served


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def detail(answer: bytes) -> str:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head.lower()
    return str(json.loads(body)["detail"])


@pytest.mark.parametrize("begin", [b"", b"GET", HEAD, HEAD + b"X: " + b"a" * 1000])
def test_headers_that_never_end_are_waited_for_only_so_long(begin: bytes, server: Served) -> None:
    started = time.monotonic()
    with somebody_else(server):
        answer = server.raw(begin)
    assert PATIENCE <= time.monotonic() - started < PATIENCE + 3
    assert status(answer) == 408
    assert detail(answer) == f"the request was not complete within {PATIENCE:g} s"


def test_headers_that_drip_do_not_stop_the_clock(server: Served) -> None:
    started = time.monotonic()
    with socket.create_connection(server.address, timeout=5) as line:
        line.sendall(HEAD)
        line.settimeout(0.1)
        answer = b""
        while not answer and time.monotonic() - started < PATIENCE + 5:
            line.sendall(b"X-More: 1\r\n")
            try:
                answer = line.recv(65536)
            except TimeoutError:
                continue
    assert status(answer) == 408
    assert time.monotonic() - started < PATIENCE + 3


def test_a_body_that_never_ends_is_waited_for_only_so_long(server: Served) -> None:
    begin = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 100\r\n\r\nASK"
    )
    answer = server.raw(begin)
    assert status(answer) == 408


def test_headers_that_are_too_large_are_refused(server: Served) -> None:
    with somebody_else(server):
        answer = server.raw(HEAD + b"X: " + b"a" * 70_000)
    assert status(answer) == 431
    assert detail(answer) == (
        "the first line and the headers have more than 65,536 bytes; send a long query by POST"
    )


def test_an_endless_stream_of_headers_fills_no_memory(server: Served) -> None:
    before = memory(server.program.pid)
    with socket.create_connection(server.address, timeout=5) as line, suppress(ConnectionError):
        for sent in range(10_000):
            assert sent < 1000, "somebody reads on and on"
            line.sendall(b"X" * 65536)
    assert memory(server.program.pid) - before < 8 * 1024**2


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX Y: 1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_no_http_is_refused(request_: bytes, server: Served) -> None:
    answer = server.raw(request_)
    assert status(answer) == 400
    assert detail(answer).startswith("this is no HTTP/1.1: ")


def test_a_body_that_is_too_large_is_refused(server: Served) -> None:
    with somebody_else(server):
        response = server.post(data={"query": "#" * (2 * 1024**2)})
        chunked = server.post(
            content=iter([b"#" * 65536] * 32), headers={"Content-Type": "application/sparql-query"}
        )
    for each in (response, chunked):
        assert each.status_code == 413
        assert each.json()["detail"] == (
            "the body has more than 1,048,576 bytes, the most that is read"
        )
        assert each.headers["connection"] == "close"


def test_a_gigantic_body_is_refused_by_its_length_alone(server: Served) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    answer = server.raw(head + b"Content-Length: 99999999999\r\n\r\n")
    assert status(answer) == 413
    answer = server.raw(head + b"Content-Length: 2000000\r\nExpect: 100-continue\r\n\r\n")
    assert status(answer) == 413


def slow_reader(server: Served, query: str) -> socket.socket:
    """Ask, and take nothing of the answer; the system itself keeps little of it for later."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(30)
    line.connect(server.address)
    target = f"/sparql?query={quote(query)}"
    line.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return line


def test_slow_readers_hold_nobody_up(server: Served) -> None:
    whole = len(server.get(params=BIG).content)
    with somebody_else(server), ExitStack() as lines:
        slow = [lines.enter_context(slow_reader(server, BIG["query"])) for _ in range(200)]
        begun = [line.recv(12) for line in slow]
        answers = [b"".join(pieces(line)) for line in slow]
    assert {bytes(each) for each in begun} <= {b"HTTP/1.1 200", b"HTTP/1.1 503"}
    good = [each for begin, each in zip(begun, answers, strict=True) if begin.endswith(b"200")]
    assert len(good) > 10
    for answer in good:
        head, _, body = answer.partition(b"\r\n\r\n")
        assert f"content-length: {whole}".encode() in head  # so that a part is never taken for all
        assert len(body) <= whole


def test_a_reader_that_takes_nothing_is_cut_off(server: Served) -> None:
    huge = "SELECT * { ?s ?p ?o . ?a a ?b } LIMIT 60000"
    whole = len(server.get(params={"query": huge}).content)
    assert whole > 10 * 1024**2
    with slow_reader(server, huge) as line:
        line.recv(12)
        deadline = time.monotonic() + PATIENCE + 10
        while "GET /sparql 499 0 " not in last_line(server):  # so the log calls one who is gone
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert sum(map(len, pieces(line))) < whole


def last_line(server: Served) -> str:
    return server.program.log.read_text(encoding="utf-8").splitlines()[-1]


def test_fast_readers_of_large_answers_get_them_whole(server: Served) -> None:
    whole = server.get(params=BIG).content
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: server.get(params=BIG), range(16)))
    assert {each.content for each in answers if each.status_code == 200} == {whole}
    assert {each.status_code for each in answers} <= {200, 503}


def test_requests_in_a_row_on_a_connection_are_answered_in_order(server: Served) -> None:
    false = HEAD.replace(b"%7B%7D", b"%7B%3Ca:a%3E%20?p%20?o%7D")
    last = HEAD + b"Connection: close\r\n"
    answer = server.raw(b"\r\n".join([HEAD, false, HEAD, last, b""]))
    truths = [part.startswith(b"true") for part in answer.split(b'"boolean": ')[1:]]
    assert truths == [True, False, True, True]


def test_hundreds_of_idle_connections_keep_nobody_out(server: Served) -> None:
    with ExitStack() as lines, somebody_else(server):
        for _ in range(900):
            lines.enter_context(socket.create_connection(server.address, timeout=5))
        assert server.get(params=ASK).json()["boolean"] is True


def test_all_processes_are_still_there(server: Served) -> None:
    deadline = time.monotonic() + 10
    cores = server.get("health").json()["workers"]["ready"]
    while len(children(server.program.pid)) < 1 + cores:
        assert time.monotonic() < deadline
