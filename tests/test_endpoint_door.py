"""What is sent to a remote store, when it is sent again, and who gets to see credentials."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from citygraph.answers import Answer, Truth
from citygraph.endpoint import Dataset, Door, Request
from citygraph.endpoint.refusal import first_line
from citygraph.endpoint.retrying import seconds_named
from citygraph.errors import InputError, RemoteError, RemoteTimeoutError
from tests.faulty_server import (
    JSON,
    NTRIPLES,
    Act,
    FaultyServer,
    Line,
    busy,
    drip,
    redirect,
    reply,
    say_nothing,
)

ASK = "ASK { ?a ?p ?b }"
YES = reply(b'{"head":{},"boolean":true}')
SECRET = "not-to-be-seen"  # noqa: S105 - it is made up


def in_seconds(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


# --- requests ----------------------------------------------------------------------------------


def test_a_short_query_goes_by_get(faulty_server: FaultyServer) -> None:
    assert Door(faulty_server.play(YES)).query(ASK, Dataset(["urn:a", "urn:b"], ["urn:c"]))
    (heard,) = faulty_server.heard
    assert (heard.method, heard.body) == ("GET", b"")
    assert parse_qs(heard.target.partition("?")[2]) == {
        "query": [ASK],
        "default-graph-uri": ["urn:a", "urn:b"],
        "named-graph-uri": ["urn:c"],
    }
    assert heard.headers["accept"] == JSON
    assert heard.headers["accept-encoding"] == "identity"
    assert heard.headers["user-agent"].startswith("citygraph ")
    assert "authorization" not in heard.headers


def test_a_long_query_goes_as_a_form(faulty_server: FaultyServer) -> None:
    text = f"{ASK} # {'東京' * 200}"
    assert Door(faulty_server.play(YES)).query(text, Dataset(["urn:a"]))
    (heard,) = faulty_server.heard
    assert (heard.method, heard.target) == ("POST", "/sparql")
    assert heard.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(heard.body.decode()) == {"query": [text], "default-graph-uri": ["urn:a"]}


def test_parameters_of_the_address_are_kept(faulty_server: FaultyServer) -> None:
    assert Door(faulty_server.play(YES) + "?key=7&db=x%26y").query(ASK)
    (heard,) = faulty_server.heard
    assert (heard.method, heard.target) == ("POST", "/sparql?key=7&db=x%26y")
    assert parse_qs(heard.body.decode()) == {"query": [ASK]}


def test_a_comment_does_not_make_an_update(faulty_server: FaultyServer) -> None:
    text = "# the INSERT that is none\nPREFIX a: <urn:DELETE>\nSELECT ?a { ?a a:b ?c }"
    url = faulty_server.play(reply(b'{"head":{"vars":["a"]},"results":{"bindings":[]}}'))
    assert Door(url).query(text) == Answer(("a",), ())
    assert "query=" in faulty_server.heard[0].target


@pytest.mark.parametrize("form", ["CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b }", "DESCRIBE <urn:a>"])
def test_triples_are_asked_for_as_lines(form: str, faulty_server: FaultyServer) -> None:
    line = b'<urn:a> <urn:p> "\\u6771\\u4EAC"@ja .\n'
    found = Door(faulty_server.play(reply(line, f"{NTRIPLES}; charset=UTF-8"))).query(form)
    assert [str(each.object) for each in found.triples] == ['"東京"@ja']  # type: ignore[union-attr]
    assert faulty_server.heard[0].headers["accept"] == NTRIPLES


@pytest.mark.parametrize("text", ["", "CLEAR ALL", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "X"])
def test_what_is_no_query_is_not_sent(text: str, faulty_server: FaultyServer) -> None:
    with pytest.raises((InputError, SyntaxError)):
        Door(faulty_server.play(YES)).query(text)
    assert faulty_server.heard == []


@pytest.mark.parametrize("text", ["SELECT ?a { ?a ?p }", "ASK { ?a ?p }", "CONSTRUCT { } { ?a"])
def test_what_does_not_parse_is_not_sent(text: str, faulty_server: FaultyServer) -> None:
    with pytest.raises(SyntaxError):
        Door(faulty_server.play(YES)).query(text)
    assert faulty_server.heard == []


def test_an_ask_is_parsed_without_calling_services(faulty_server: FaultyServer) -> None:
    called = faulty_server.url.replace("/sparql", "/called")
    for text in ("ASK { SERVICE <%s> { ?a ?b ?c } }", "ASK { ?a ?b ?c service <%s> { } }"):
        assert Door(faulty_server.play(YES)).query(text % called)
        assert [heard.target.partition("?")[0] for heard in faulty_server.heard] == ["/sparql"]


def test_a_function_of_the_server_is_left_to_it(faulty_server: FaultyServer) -> None:
    body = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'
    text = "SELECT (<urn:its-own>(?a) AS ?x) { ?a ?b ?c }"
    assert Door(faulty_server.play(reply(body))).query(text) == Answer(("x",), ())


def test_columns_come_in_the_order_of_the_query(faulty_server: FaultyServer) -> None:
    row = b'{"b":{"type":"uri","value":"urn:b"}}'
    body = b'{"head":{"vars":["b","a"]},"results":{"bindings":[' + row + b"]}}"
    answer = Door(faulty_server.play(reply(body))).query("SELECT ?a ?b { ?a ?p ?b }")
    assert answer == Answer(("a", "b"), ((None, ox.NamedNode("urn:b")),))


def test_virtuosos_way_to_say_yes_and_no(faulty_server: FaultyServer) -> None:
    one = '{"__ASK_RETVAL": {"type": "typed-literal", "datatype": "urn:n", "value": "%s"}}'
    body = '{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[%s]}}'
    for said, meant in (("", False), (one % 1, True), (one % 0, False)):
        url = faulty_server.play(reply((body % said).encode()))
        assert Door(url).query(ASK) == Truth(meant)
    with pytest.raises(RemoteError, match="neither true nor false"):
        Door(faulty_server.play(reply((body % (one % 2)).encode()))).query(ASK)


def test_an_update_goes_once_as_a_form(faulty_server: FaultyServer) -> None:
    Door(faulty_server.play(reply(status=204))).update("CLEAR ALL")
    (heard,) = faulty_server.heard
    assert (heard.method, heard.body) == ("POST", b"update=CLEAR+ALL")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (busy("0"), "the server is busy"),
        (redirect("/elsewhere", 307), "what writes is not sent on"),
        (reply(b"Query timed out", "text/plain"), "time was up"),
        (reply(b"{}", headers={"X-SQL-State": "S1TAT"}), "time was up"),
    ],
)
def test_an_update_is_never_sent_twice(act: Act, said: str, faulty_server: FaultyServer) -> None:
    with pytest.raises(RemoteError, match=said):
        Door(faulty_server.play(act)).update("CLEAR ALL")
    assert len(faulty_server.heard) == 1


def test_what_push_needs(faulty_server: FaultyServer) -> None:
    door = Door(faulty_server.play(reply(b"made", "text/plain", status=201)))
    put = Request("PUT", f"{door.url}?graph=urn:a", {"X-A": "b"}, iter([b"one", b"two"]))
    with door.exchange(put) as answer:
        assert (answer.status, answer.read(), answer.framed) == (201, b"made", True)
    (heard,) = faulty_server.heard
    assert (heard.method, heard.target, heard.body) == ("PUT", "/sparql?graph=urn:a", b"onetwo")
    assert heard.headers["x-a"] == "b"


def test_a_graph_is_read_by_its_own_address(faulty_server: FaultyServer) -> None:
    door = Door(faulty_server.play(busy("0"), reply(b"<urn:a> <urn:b> <urn:c> .\n", NTRIPLES)))
    with door.reading(Request("GET", f"{door.url}?graph=urn:a", {})) as answer:
        assert answer.media_type == NTRIPLES
        assert answer.read().startswith(b"<urn:a>")
    with pytest.raises(RemoteError, match="HTTP status 404"):  # noqa: SIM117
        with Door(faulty_server.play(reply(status=404))).reading(
            Request("GET", faulty_server.url, {})
        ):
            pass


# --- asking again ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("named", ["1", "date"])
def test_a_busy_server_is_asked_again_when_it_says(
    status: int, named: str, faulty_server: FaultyServer
) -> None:
    header = in_seconds(2) if named == "date" else named  # a date has no parts of a second
    assert Door(faulty_server.play(busy(header, status), YES)).query(ASK)
    first, second = faulty_server.heard
    assert 0.9 < second.at - first.at < 6


@pytest.mark.parametrize("header", [None, "soon", "-1", "1.5"])
def test_without_a_word_of_when_it_is_asked_soon(
    header: str | None, faulty_server: FaultyServer
) -> None:
    assert Door(faulty_server.play(busy(header), YES)).query(ASK)
    first, second = faulty_server.heard
    assert 0.2 < second.at - first.at < 3


def test_waits_grow_and_differ(
    monkeypatch: pytest.MonkeyPatch, faulty_server: FaultyServer
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    with pytest.raises(RemoteError, match='"busy"; asked 5 times, and the server was always busy'):
        Door(faulty_server.play(busy())).query(ASK)
    assert len(faulty_server.heard) == 5
    assert len(waits) == 4
    for number, wait in enumerate(waits):
        assert 0.25 * 2**number <= wait <= 0.5 * 2**number


def test_a_wait_longer_than_the_deadline_is_not_begun(faulty_server: FaultyServer) -> None:
    start = time.monotonic()
    with pytest.raises(
        RemoteError, match=r"wants 3600 s to pass before the next try, and (9|10) s"
    ):
        Door(faulty_server.play(busy("3600")), timeout=10).query(ASK)
    assert time.monotonic() - start < 3
    with pytest.raises(RemoteError, match=r"wants 8640\d s|wants 86399 s"):
        Door(faulty_server.play(busy(in_seconds(86400))), timeout=10).query(ASK)


@pytest.mark.parametrize("status", [400, 404, 408, 413, 414, 500, 502, 504])
def test_nothing_else_is_asked_again(status: int, faulty_server: FaultyServer) -> None:
    with pytest.raises(RemoteError, match=f"HTTP status {status}"):
        Door(faulty_server.play(reply(status=status), YES)).query(ASK)
    assert len(faulty_server.heard) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("0", 0), (" 7 ", 7), ("", None), ("7 s", None), ("٧", None), ("1e3", None)],
)
def test_retry_after(header: str, seconds: float | None) -> None:
    assert seconds_named(header) == seconds


def test_a_date_that_has_passed_means_now() -> None:
    assert seconds_named("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert seconds_named("Wed, 21 Oct 2015 07:28:00 -0000") == 0


def test_nobody_there() -> None:
    with pytest.raises(RemoteError, match=r"cannot be reached .* check the address"):
        Door("http://127.0.0.1:9/sparql").query(ASK)


# --- what servers say --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b"", ""),
        (b"\n\n  one\ttwo \nthree", "one two"),
        (b"<html><body><h1>502 &amp; more</h1></body></html>", "502 & more"),
        (b"<?xml version='1.0'?><e>no</e>", "no"),
        (b'say "no" \x1b[31m', r"say 'no' \x1b[31m"),
        ("東京".encode("euc-jp"), "\ufffd" * 3),
    ],
)
def test_the_first_line_of_what_a_server_says(body: bytes, line: str) -> None:
    assert first_line(body) == line


def test_a_long_line_is_shortened() -> None:
    assert len(first_line(b"x" * 100_000)) < 250


def test_of_an_error_only_the_beginning_is_read(faulty_server: FaultyServer) -> None:
    def pours(line: Line) -> None:
        line.say(b"HTTP/1.1 500 No\r\nContent-Type: text/plain\r\n\r\nno memory\n")
        while line.say(b"x" * 65536):
            pass

    with pytest.raises(RemoteError, match='status 500, and the server says: "no memory"'):
        Door(faulty_server.play(pours), timeout=20).query(ASK)


@pytest.mark.parametrize("act", [say_nothing, drip(b"{}")])
def test_an_update_that_is_late(act: Act, faulty_server: FaultyServer) -> None:
    with pytest.raises(RemoteTimeoutError, match=r"within 0\.4 s"):
        Door(faulty_server.play(act)).update("CLEAR ALL", timeout=0.4)
