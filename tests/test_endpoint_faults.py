"""A server that answers wrongly never gives an answer: each fault is an error that says what it is.

Whatever is asked here, the faulty server would be believed by a client that takes what it gets.
"""

import gzip
import json
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.answers import Answer
from citygraph.endpoint import Credentials, Deadline, Door
from citygraph.endpoint.results import BrokenError, read_rows
from citygraph.errors import RemoteError, RemoteTimeoutError
from tests.faulty_server import (
    HTML,
    JSON,
    NTRIPLES,
    Act,
    FaultyServer,
    drip,
    endless,
    endless_head,
    hang_up,
    redirect,
    reply,
    say_nothing,
)

SELECT = "SELECT ?a ?b { ?a ?p ?b }"
ASK = "ASK { ?a ?p ?b }"
CONSTRUCT = "CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b }"
ROW = {"a": {"type": "uri", "value": "urn:a"}, "b": {"type": "literal", "value": "東京"}}
ROWS = json.dumps(
    {"head": {"vars": ["a", "b"]}, "results": {"bindings": [ROW] * 3}}, ensure_ascii=False
).encode()
TRIPLES = b"<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:c> .\n"
LOGIN = b"<!DOCTYPE html><html><head><title>Please log in</title></head><body>...</body></html>"
OUT_OF_TIME = b"The SPARQL operation has been cancelled"


def rows(said: str) -> bytes:
    return said.replace("'", '"').encode()


TYPED = {SELECT: JSON, ASK: JSON, CONSTRUCT: NTRIPLES}

#: What is asked, what the server does, and what the error says of it.
FAULTS: dict[str, tuple[str, Act, str]] = {
    "rows cut, length right": (SELECT, reply(ROWS[:-9]), "no complete JSON"),
    "rows cut before their length": (SELECT, reply(ROWS[:-9], length=len(ROWS)), "broke off"),
    "rows cut between chunks": (SELECT, reply(ROWS, framing="cut chunks"), "broke off"),
    "rows cut, connection closed": (SELECT, reply(ROWS[:-9], framing="close"), "no complete JSON"),
    "triples cut in a line": (CONSTRUCT, reply(TRIPLES[:-9], NTRIPLES), "cannot be used"),
    "triples cut behind a line": (CONSTRUCT, reply(TRIPLES[:-1], NTRIPLES), "middle of a line"),
    "triples cut before their length": (
        CONSTRUCT,
        reply(TRIPLES[:26], NTRIPLES, length=len(TRIPLES)),
        "broke off",
    ),
    "triples cut between chunks": (
        CONSTRUCT,
        reply(TRIPLES, NTRIPLES, framing="cut chunks"),
        "broke off",
    ),
    "triples without an end": (
        CONSTRUCT,
        reply(TRIPLES, NTRIPLES, framing="close"),
        "does not say where it ends",
    ),
    "a truth value cut": (ASK, reply(b'{"head":{},"boolean":tru'), "no complete JSON"),
    "a page to log in": (SELECT, reply(LOGIN, HTML), 'begins "Please log in"'),
    "a page to log in, for triples": (CONSTRUCT, reply(LOGIN, HTML), 'begins "Please log in"'),
    "a page that is called JSON": (SELECT, reply(LOGIN), 'begins "Please log in"'),
    "a page that is called triples": (CONSTRUCT, reply(LOGIN, NTRIPLES), "cannot be used"),
    "CSV": (SELECT, reply(b"a,b\r\nurn:a,x\r\n", "text/csv"), "expected application/json or"),
    "XML": (SELECT, reply(b"<sparql/>", "application/sparql-results+xml"), "but got application"),
    "Turtle": (CONSTRUCT, reply(TRIPLES, "text/turtle"), "but got text/turtle"),
    "no content type": (SELECT, reply(ROWS, None), "no content type"),
    "another charset": (SELECT, reply(ROWS, f"{JSON}; charset=EUC-JP"), "charset 'euc-jp'"),
    "bytes of another charset": (SELECT, reply(ROWS.decode().encode("euc-jp")), "not UTF-8"),
    "packed, and nothing like JSON": (
        SELECT,
        reply(gzip.compress(bytes(1_000_000)), headers={"Content-Encoding": "gzip"}),
        "no complete JSON",
    ),
    "nothing, as rows": (SELECT, reply(), "it is empty"),
    "nothing, without content": (SELECT, reply(status=204), "HTTP status 204"),
    "an error inside success": (SELECT, reply(b"Error: java.lang.OutOfMemory"), "Error: java"),
    "an error as triples": (CONSTRUCT, reply(b"Error: no memory\n", NTRIPLES), "Error: no memory"),
    "an empty object": (SELECT, reply(b"{}"), "no head"),
    "a list": (SELECT, reply(b"[]"), "no head"),
    "a head alone": (SELECT, reply(rows("{'head': {'vars': ['a', 'b']}}")), "no list of rows"),
    "rows alone": (SELECT, reply(rows("{'results': {'bindings': []}}")), "no head"),
    "a head without variables": (
        SELECT,
        reply(rows("{'head': {}, 'results': {'bindings': []}}")),
        "does not name the variables",
    ),
    "another query's columns": (
        SELECT,
        reply(rows("{'head': {'vars': ['x']}, 'results': {'bindings': []}}")),
        "other columns than were asked for (?x)",
    ),
    "a column too few": (
        SELECT,
        reply(rows("{'head': {'vars': ['a']}, 'results': {'bindings': []}}")),
        "other columns",
    ),
    "a column twice": (
        SELECT,
        reply(rows("{'head': {'vars': ['a', 'a']}, 'results': {'bindings': []}}")),
        "a variable twice",
    ),
    "a cell of no column": (
        SELECT,
        reply(ROWS.replace(b'"vars": ["a", "b"]', b'"vars": ["a"]')),
        "a row has ?b",
    ),
    "a member twice": (SELECT, reply(ROWS[:-1] + b',"results":{"bindings":[]}}'), "twice"),
    "a term of no kind": (SELECT, reply(ROWS.replace(b"uri", b"url")), "unknown kind ('url')"),
    "a term without value": (
        SELECT,
        reply(ROWS.replace(b', "value": "urn:a"', b"")),
        "parts are no texts",
    ),
    "a term that is a number": (SELECT, reply(ROWS.replace(b'"urn:a"', b"7")), "are no texts"),
    "a cell that is a text": (
        SELECT,
        reply(ROWS.replace(b'{"type": "uri", "value": "urn:a"}', b'"urn:a"')),
        "no term",
    ),
    "a relative IRI": (SELECT, reply(ROWS.replace(b"urn:a", b"a")), "a term that is none"),
    "half a character": (SELECT, reply(ROWS.replace(b"urn:a", rb"urn:\ud83d")), "that is none"),
    "a number that is none": (SELECT, reply(ROWS.replace(b'"urn:a"', b"NaN")), "NaN"),
    "something behind the end": (SELECT, reply(ROWS + ROWS), "no complete JSON"),
    "JSON without a bottom": (SELECT, reply(b"[" * 200_000), "nested too deeply"),
    "a truth value for rows": (
        SELECT,
        reply(b'{"head":{},"boolean":true}'),
        "where rows were asked for",
    ),
    "rows for a truth value": (ASK, reply(ROWS), "where a truth value was asked for"),
    "a truth value as a text": (ASK, reply(b'{"head":{},"boolean":"true"}'), "neither true nor"),
    "401": (SELECT, reply(LOGIN, HTML, status=401), "--auth FILE"),
    "403": (SELECT, reply(b"go away", "text/plain", status=403), 'says: "go away"; the server doe'),
    "404": (SELECT, reply(LOGIN, HTML, status=404), "no endpoint at this address"),
    "500": (SELECT, reply(LOGIN, HTML, status=500), "HTTP status 500, and the server says"),
    "500 that steers": (SELECT, reply(b"\x1b[31mred", "text/plain", status=500), r'"\x1b[31mred"'),
    "206": (SELECT, reply(ROWS, status=206), "HTTP status 206"),
    "hung up": (SELECT, hang_up, "broke off before"),
    "headers without end": (SELECT, endless_head, "broke off before|request failed"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_never_an_answer(name: str, faulty_server: FaultyServer) -> None:
    query, act, said = FAULTS[name]
    door = Door(faulty_server.play(act), timeout=20)
    with pytest.raises(RemoteError) as caught:
        door.query(query)
    assert caught.value.exit_code == 3
    assert not isinstance(caught.value, RemoteTimeoutError)
    assert str(caught.value).startswith(f"http://127.0.0.1:{faulty_server.port}/sparql: ")
    assert any(each in str(caught.value) for each in said.split("|")), str(caught.value)
    assert len(faulty_server.heard) == 1  # none of these is asked again


PARTIAL = {"X-SQL-State": "S1TAT", "X-SQL-Message": "RC...: Returning incomplete results"}
OUT_OF_THE_TIME = {
    "rows that end in the error": (SELECT, reply(ROWS[:-3] + OUT_OF_TIME)),
    "triples that end in the error": (CONSTRUCT, reply(TRIPLES + OUT_OF_TIME, NTRIPLES)),
    "rows called partial": (SELECT, reply(ROWS, headers=PARTIAL)),
    "triples called partial": (CONSTRUCT, reply(TRIPLES, NTRIPLES, headers=PARTIAL)),
    "a truth value called partial": (ASK, reply(b'{"head":{},"boolean":false}', headers=PARTIAL)),
    "504": (SELECT, reply(LOGIN, HTML, status=504)),
    "408": (SELECT, reply(status=408)),
    "503 of a query": (SELECT, reply(b"Query timed out", "text/plain", status=503)),
    "500 of a query": (SELECT, reply(b"QueryInterrupted: timeout", "text/plain", status=500)),
    "400 of a planner": (
        SELECT,
        reply(b"Virtuoso 42000 Error The estimated execution time 99 (sec)", "text/plain"),
    ),
}


@pytest.mark.parametrize("name", OUT_OF_THE_TIME)
def test_a_timeout_in_any_disguise_is_one(name: str, faulty_server: FaultyServer) -> None:
    query, act = OUT_OF_THE_TIME[name]
    door = Door(faulty_server.play(act), timeout=20)
    with pytest.raises(RemoteTimeoutError if name != "400 of a planner" else RemoteError) as caught:
        door.query(query)
    assert caught.value.exit_code == 3
    assert len(faulty_server.heard) == 1


LATE: dict[str, tuple[str, Act]] = {
    "rows that drip": (SELECT, drip(ROWS, late=80)),
    "triples that drip": (CONSTRUCT, drip(TRIPLES, NTRIPLES, late=80)),
    "headers that drip": (SELECT, drip(ROWS)),
    "silence": (SELECT, say_nothing),
    "a head, and silence": (SELECT, drip(ROWS, every=30, late=80)),
    "an error that drips": (SELECT, drip(b"x" * 1000, "text/plain", late=60)),
}


@pytest.mark.parametrize("name", LATE)
def test_the_deadline_holds_for_the_whole(name: str, faulty_server: FaultyServer) -> None:
    query, act = LATE[name]
    door = Door(faulty_server.play(act), timeout=0.6)
    start = time.monotonic()
    with pytest.raises(RemoteTimeoutError, match=r"no complete answer within 0\.6 s"):
        door.query(query)
    assert time.monotonic() - start < 3


def test_one_deadline_holds_for_many_requests(faulty_server: FaultyServer) -> None:
    url = faulty_server.play(drip(b'{"head":{},"boolean":true}', every=0.02, late=90))
    door = Door(url, deadline=Deadline(1.5))
    start, asked = time.monotonic(), 0
    with pytest.raises(RemoteTimeoutError):  # noqa: PT012 - each one is in time, all are not
        while time.monotonic() - start < 10:
            asked += bool(door.query(ASK))
    assert asked >= 1
    assert time.monotonic() - start < 4


@pytest.mark.parametrize(
    ("query", "act"),
    [
        (SELECT, endless(b'{"a":{"type":"uri","value":"urn:a"}},', b'{"head":{"vars":["a","b"]},')),
        (SELECT, endless(b" " * 65536)),
        (CONSTRUCT, endless(b"# nothing\n" * 1000, content_type=NTRIPLES)),
        (CONSTRUCT, endless(b"x" * 65536, b"<urn:", content_type=NTRIPLES)),
    ],
    ids=["rows", "blanks", "comments", "one line"],
)
def test_an_endless_body_is_refused_under_the_cap(
    query: str, act: Act, faulty_server: FaultyServer
) -> None:
    cap = 4 * 1024 * 1024
    door = Door(faulty_server.play(act), timeout=60, cap=cap)
    tracemalloc.start()
    try:
        with pytest.raises(RemoteError, match=r"longer than 4,194,304 bytes|cannot be used"):
            door.query(query)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 3 * cap


class TestRedirects:
    KEY = Credentials("basic", "loader", "not to be seen")

    @pytest.mark.parametrize("kind", ["basic", "digest", "bearer"])
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_credentials_go_nowhere_else(
        self, kind: str, status: int, faulty_server: FaultyServer, another_server: FaultyServer
    ) -> None:
        another = another_server.play(reply(ROWS))
        key = Credentials(kind, "loader", "not-to-be-seen")
        door = Door(faulty_server.play(redirect(another, status)), credentials=key)
        with pytest.raises(RemoteError) as caught:
            door.query(SELECT)
        assert another_server.heard == []
        assert "not-to-be-seen" not in f"{caught.value}{caught.value.__cause__!r}{door!r}"

    def test_with_credentials_not_even_on_the_same_server(
        self, faulty_server: FaultyServer
    ) -> None:
        url = faulty_server.play(redirect("/elsewhere"), reply(ROWS))
        with pytest.raises(RemoteError, match="credentials are never sent after a redirect"):
            Door(url, credentials=self.KEY).query(SELECT)
        assert len(faulty_server.heard) == 1

    def test_another_server_is_not_asked(
        self, faulty_server: FaultyServer, another_server: FaultyServer
    ) -> None:
        another = another_server.play(reply(ROWS))
        url = faulty_server.play(redirect(f"{another}?key=hidden"))
        with pytest.raises(RemoteError, match=r"redirects to http://127.*not sent on") as it:
            Door(url).query(SELECT)
        assert "hidden" not in str(it.value)
        assert another_server.heard == []

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_the_same_server_is_asked_the_same(
        self, status: int, faulty_server: FaultyServer
    ) -> None:
        url = faulty_server.play(redirect("/elsewhere", status), reply(ROWS))
        long = SELECT + "#" * 3000  # so that it goes as a form
        answer = Door(url).query(long)
        assert isinstance(answer, Answer)
        assert len(answer.rows) == 3
        first, second = faulty_server.heard
        assert (first.method, second.method) == ("POST", "POST")
        assert first.body == second.body
        assert second.target == "/elsewhere"

    def test_a_circle_ends(self, faulty_server: FaultyServer) -> None:
        with pytest.raises(RemoteError, match="redirected 5 times and arrived nowhere"):
            Door(faulty_server.play(redirect("/sparql"))).query(SELECT)
        assert len(faulty_server.heard) == 6

    @pytest.mark.parametrize("location", ["http://[::1", "ftp://127.0.0.1/", "//\x7f/"])
    def test_an_odd_address_is_not_followed(
        self, location: str, faulty_server: FaultyServer
    ) -> None:
        with pytest.raises(RemoteError, match="redirects to"):
            Door(faulty_server.play(redirect(location))).query(SELECT)


@given(st.integers(min_value=1, max_value=len(ROWS) - 1))
def test_no_beginning_of_an_answer_is_an_answer(length: int) -> None:
    with pytest.raises(BrokenError):
        read_rows(ROWS[:length])


@given(st.binary(max_size=200))
def test_what_is_no_answer_is_broken(body: bytes) -> None:
    with pytest.raises(BrokenError):
        read_rows(body)
