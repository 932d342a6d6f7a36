"""Jobs and requests as functions, without a server: every branch at no cost."""

import json
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.errors import (
    CitygraphError,
    DeadlineError,
    FaultError,
    InputError,
    RefusedQueryError,
    RemoteError,
    RemoteTimeoutError,
    UnknownNameError,
)
from citygraph.formats import MESSAGES
from citygraph.service import sparql_jobs
from citygraph.service.exchanges import About, Errand, Reply, Request
from citygraph.service.faults import UnfitAnswerError, fault, told
from citygraph.service.jobs import ROOMS, all_jobs
from citygraph.service.limits import Limits
from citygraph.service.messages import Message, messages, packed, take
from citygraph.service.sparql_requests import query
from citygraph.service.worker import done, work
from citygraph.service.workshop import Opening, Workshop, open_workshop

ABOUT = About("1.0", ("urn:a",), 1, "0")
LITERALS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return open_workshop(Opening(limits=Limits(rows=50, size=100_000)))


def asked(workshop: Workshop, text: str, accept: str = "*/*") -> Reply:
    arguments: dict[str, object] = {
        "query": text,
        "default": [],
        "named": [],
        "accept": accept,
        "format": None,
    }
    return done(sparql_jobs.jobs(workshop), "sparql", arguments, workshop.limits)


def detail(reply: Reply) -> str:
    return str(json.loads(reply.body)["detail"])


FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


@given(text=LITERALS)
@pytest.mark.parametrize("accept", FORMATS)
def test_any_text_comes_back_as_it_is(text: str, accept: str, workshop: Workshop) -> None:
    reply = asked(workshop, f"SELECT ?x {{ VALUES ?x {{ {ox.Literal(text)} }} }}", accept)
    if reply.status == 406:
        assert detail(reply).startswith("XML cannot hold the character U+")
        return
    read_back = ox.parse_query_results(reply.body, format=FORMATS[accept])
    assert isinstance(read_back, ox.QuerySolutions)
    assert [row["x"].value for row in read_back] == [text]


@pytest.mark.parametrize("accept", [*FORMATS, "text/csv"])
@pytest.mark.parametrize("text", ["a},{b", "a\nb", "a\r\nb", "<result>", '"bindings":[{},{}]'])
def test_rows_are_counted_whatever_they_hold(accept: str, text: str, workshop: Workshop) -> None:
    few = (
        f"SELECT * {{ BIND({ox.Literal(text * 9)} AS ?x) {{ SELECT * {{ ?s ?p ?o }} LIMIT %d }} }}"
    )
    assert asked(workshop, few % 50, accept).status == 200
    reply = asked(workshop, few % 51, accept)
    assert reply.status == 422
    assert detail(reply).startswith("the answer has more than 50 rows, the most that are given")


def test_too_many_bytes_are_stopped_while_they_are_written(workshop: Workshop) -> None:
    reply = asked(workshop, f'SELECT ("{"x" * 3000}" AS ?x) {{ ?s ?p ?o }} LIMIT 50')
    assert reply.status == 422
    assert detail(reply).startswith("the answer has more than 100,000 bytes")


def test_a_reply_of_any_job_has_its_cap() -> None:
    jobs = {"long": lambda _arguments: Reply(200, (), b"x" * 11)}
    reply = done(jobs, "long", {}, Limits(size=10))
    assert (reply.status, detail(reply)[:40]) == (422, "the answer has more than 10 bytes, the m")


def test_what_a_job_fails_at_is_told_without_what_it_worked_on() -> None:
    def secret(_arguments: Mapping[str, Any]) -> Reply:
        raise KeyError("a secret")

    def greedy(_arguments: Mapping[str, Any]) -> Reply:
        raise MemoryError

    faulty = done({"job": secret}, "job", {}, Limits())
    assert faulty.status == 500
    assert detail(faulty).startswith("a fault of citygraph, not of yours: KeyError (test_service_")
    assert "secret" not in detail(faulty).partition("KeyError")[2].partition("(")[0]
    assert done({"job": greedy}, "job", {}, Limits()).status == 422


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UnknownNameError("x"), 404),
        (RefusedQueryError("x"), 403),
        (InputError("x"), 400),
        (UnfitAnswerError(406, "x"), 406),
        (RemoteTimeoutError("x"), 503),
        (RemoteError("x"), 502),
        (DeadlineError("x"), 503),
        (FaultError("x"), 500),
        (CitygraphError("x"), 500),
    ],
)
def test_each_error_has_its_status(error: CitygraphError, status: int) -> None:
    reply = told(error)
    assert (reply.status, detail(reply)) == (status, "x")


def test_a_fault_without_a_place_is_told_too() -> None:
    assert detail(fault(ValueError())) == "a fault of citygraph, not of yours: ValueError"


def test_a_long_text_is_answered_as_a_short_one(workshop: Workshop) -> None:
    assert asked(workshop, "ASK {} #" + "x" * 10_000).status == 200
    assert asked(workshop, "ASK {}", "text/csv" + ";x=y" * 5000 + ", */*").status == 200


def test_every_job_has_one_name(workshop: Workshop) -> None:
    jobs = all_jobs(workshop)
    assert {"sparql", "description"} <= jobs.keys()
    assert len(jobs) == sum(len(room(workshop)) for room in ROOMS)


def test_a_query_may_name_its_dataset(workshop: Workshop) -> None:
    tokyo = "https://w3id.org/citygraph/graph/tokyo"
    text = f"SELECT DISTINCT ?g FROM NAMED <{tokyo}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"  # noqa: S608 - SPARQL
    rows = json.loads(asked(workshop, text).body)["results"]["bindings"]
    assert [row["g"]["value"] for row in rows] == [tokyo]


def test_the_digest_changes_with_the_data(tmp_path: Any, workshop: Workshop) -> None:  # noqa: ANN401
    path = tmp_path / "a.nt"
    digests = set()
    for text in ("<a:a> <a:b> <a:c> .\n", "<a:a> <a:b> <a:d> .\n"):
        path.write_text(text, encoding="utf-8")
        digests.add(open_workshop(Opening(files=((str(path), "urn:a"),))).about.digest)
    assert len(digests | {workshop.about.digest}) == 3
    assert open_workshop(Opening()).about.digest == workshop.about.digest


def test_two_files_are_not_one_graph(tmp_path: Any) -> None:  # noqa: ANN401
    path = tmp_path / "a.nt"
    path.write_text("<a:a> <a:b> <a:c> .\n", encoding="utf-8")
    with pytest.raises(InputError, match="would both become the graph <urn:a>: give each an IRI"):
        open_workshop(Opening(files=((str(path), "urn:a"), (str(path), "urn:a"))))


def test_a_worker_answers_until_the_line_is_closed() -> None:
    asked_twice = bytearray(packed(Message(["job", {}])) * 2)
    sent: list[bytes] = []

    def receive(size: int) -> bytes:
        piece = bytes(asked_twice[: min(size, 7)])
        del asked_twice[: len(piece)]
        return piece

    work(receive, sent.append, {"job": lambda _arguments: Reply(200, (), b"x")}, Limits(seconds=60))
    assert [take(bytearray(each)) for each in sent] == [Message([200, [], False], b"x")] * 2


def test_half_a_message_is_none() -> None:
    pieces = [packed(Message("a", b"bc"))[:-1], b""]
    assert list(messages(lambda _size: pieces.pop(0))) == []


@pytest.mark.parametrize(
    ("method", "target", "kind", "body", "expected"),
    [
        ("GET", "query=ASK+%7B%7D", "", b"", ["ASK {}"]),
        ("POST", "", "application/sparql-query", "ASK { 東 }".encode(), ["ASK { 東 }"]),
        ("POST", "", 'Application/SPARQL-Query; charset="UTF-8"', b"ASK {}", ["ASK {}"]),
        ("POST", "", "application/x-www-form-urlencoded;charset=utf8", b"query=A", ["A"]),
    ],
)
def test_a_query_is_found_wherever_it_is(
    method: str, target: str, kind: str, body: bytes, expected: list[str]
) -> None:
    errand = query(Request(method, "/sparql", target, {"content-type": kind}, body), ABOUT)
    assert isinstance(errand, Errand)
    assert [errand.arguments["query"]] == expected


def test_the_types_of_bodies_are_those_of_the_registry() -> None:
    reply = query(Request("POST", "/sparql", "", {}, b"ASK {}"), ABOUT)
    assert isinstance(reply, Reply)
    assert dict(reply.headers)["accept-post"] == ", ".join(
        MESSAGES[name].media_type for name in ("query", "form")
    )
    assert detail(reply).startswith("the body is not said to be anything (Content-Type); send app")
