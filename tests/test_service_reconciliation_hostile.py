"""What is no batch, and what is sent to tire the service out, is refused as a whole."""

import json
import time
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.service.faults import UnfitAnswerError
from citygraph.service.reconciliation.asking import (
    BATCH,
    IDS,
    Extension,
    Fetched,
    Named,
    Query,
    Wanted,
    read_batch,
    read_extension,
)
from citygraph.service.reconciliation.requests import ADDRESSES


def test_a_batch_is_read_as_it_is_meant() -> None:
    text = json.dumps(
        {
            "q0": {"query": " Tokyo "},
            "q1": {
                "query": "x",
                "type": "ns#City",
                "limit": 3.0,
                "type_strict": "all",
                "properties": [
                    {"pid": "p", "v": [1, 2.5, True, "t", {"id": "i", "name": "n"}], "p": "more"},
                    {"pid": "r", "v": "one"},
                ],
            },
            "q2": {"properties": [{"pid": "p", "v": []}], "limit": 10**9},
        }
    )
    values = (1, 2.5, True, "t", Named("i"))
    assert read_batch(text) == {
        "q0": Query("Tokyo"),
        "q1": Query("x", ("ns#City",), "all", (Wanted("p", values), Wanted("r", ("one",))), 3),
        "q2": Query("", limit=100),
    }
    assert read_batch("{}") == {}


def test_an_extension_is_read_as_it_is_meant() -> None:
    text = json.dumps(
        {
            "ids": ["a", "b", "a"],
            "properties": [
                {"id": "p"},
                {"id": "q", "settings": {"limit": "3", "language": "ko", "more": 1}},
                {"id": "r", "settings": {"limit": ""}},
            ],
        }
    )
    fetched = (Fetched("p"), Fetched("q", 3, "ko"), Fetched("r"))
    assert read_extension(text) == Extension(("a", "b"), fetched)


def one(**fields: object) -> str:
    return json.dumps({"q0": fields})


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("", 400, "this is no JSON"),
        ("{", 400, "this is no JSON"),
        ("[" * 100_000, 400, "too deep"),
        ('{"q0":' * 100_000, 400, "too deep"),
        ('{"q0": {"query": "a", "limit": NaN}}', 400, "NaN is no number"),
        ('{"q0": {"query": "a"}, "q0": {"query": "b"}}', 400, "occurs twice"),
        ("[]", 400, "queries: expected an object"),
        ('{"q0": "Tokyo"}', 400, "queries.q0: expected an object"),
        (one(), 400, "queries.q0: give a query that is not empty, or properties"),
        (one(query="  "), 400, "give a query that is not empty"),
        (one(query=7), 400, "queries.q0.query: expected a text"),
        (one(query="\ud800"), 400, "half a character"),
        (one(query="a" * 1001), 413, "at most 1000 characters"),
        (one(query="a", limit=0), 400, "limit: expected a whole number from 1 on"),
        (one(query="a", limit=1.5), 400, "limit: expected a whole number"),
        (one(query="a", limit=True), 400, "limit: expected a whole number"),
        (one(query="a", limit="5"), 400, "limit: expected a whole number"),
        (one(query="a", type_strict="maybe"), 400, "expected one of any, should, all"),
        (one(query="a", type=[7]), 400, "queries.q0.type: expected a text"),
        (one(query="a", type=["t"] * 51), 413, "at most 50 types"),
        (one(query="a", conditions=[]), 400, "queries.q0.conditions: not known"),
        (one(query="a", properties={}), 400, "queries.q0.properties: expected a list"),
        (one(properties=[]), 400, "give a query that is not empty, or properties"),
        (one(properties=[{"pid": "p"}]), 400, "properties.v: missing"),
        (one(properties=[{"v": "p"}]), 400, "properties.pid: expected a text"),
        (one(properties=[{"pid": "p", "v": None}]), 400, "properties.v: expected a text"),
        (one(properties=[{"pid": "p", "v": [[]]}]), 400, "properties.v: expected a text"),
        (one(properties=[{"pid": "p", "v": {}}]), 400, "properties.v.id: expected a text"),
        (one(properties=[{"pid": "p", "v": 1e999}]), 400, "is no number of JSON"),
        (one(properties=[{"pid": "p", "v": "x"}] * 51), 413, "at most 50 types and properties"),
        (one(properties=[{"pid": "p", "v": ["x"] * 51}]), 413, "at most 50 values"),
        (json.dumps({str(n): {"query": "a"} for n in range(10_000)}), 413, "10000 queries are too"),
        (json.dumps({str(n): {"query": "a"} for n in range(BATCH + 1)}), 413, "send at most 50"),
    ],
)
def test_what_is_no_batch_is_refused_with_its_place(text: str, status: int, words: str) -> None:
    with pytest.raises(UnfitAnswerError) as refused:
        read_batch(text)
    assert refused.value.status == status
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("{}", 400, "extend.ids: expected a list"),
        ('{"ids": []}', 400, "extend.properties: expected a list"),
        ('{"ids": [1], "properties": []}', 400, "extend.ids: expected a text"),
        ('{"ids": [], "properties": [{}]}', 400, "extend.properties.id: expected a text"),
        (
            '{"ids": [], "properties": [{"id": "p", "settings": {"limit": -1}}]}',
            400,
            "limit: expected a whole number from 0 on",
        ),
        (json.dumps({"ids": ["x"] * (IDS + 1), "properties": []}), 413, "at most 500 entities"),
    ],
)
def test_what_is_no_extension_is_refused(text: str, status: int, words: str) -> None:
    with pytest.raises(UnfitAnswerError) as refused:
        read_extension(text)
    assert refused.value.status == status
    assert words in str(refused.value)


documents: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("query"), inner),
)


@given(documents)
def test_any_document_is_read_or_refused(document: object) -> None:
    refused = set()
    for read in (read_batch, read_extension):
        try:
            read(json.dumps(document))
        except UnfitAnswerError as error:
            refused.add(error.status)
    assert refused <= {400, 413}


@pytest.mark.parametrize(
    ("method", "path", "given", "status"),
    [
        ("POST", "/reconcile", {}, 415),
        ("POST", "/reconcile", {"queries": "{}", "extend": "{}"}, 400),
        ("POST", "/reconcile", {"query": "Tokyo"}, 400),
        ("POST", "/reconcile", {"queries": ["{}", "{}"]}, 400),
        ("POST", "/reconcile", {str(number): "" for number in range(60)}, 400),
        ("POST", "/reconcile", {"queries": "[" * 300_000}, 400),
        ("POST", "/reconcile", {"queries": one(query="x" * 300_000)}, 413),
        ("POST", "/reconcile", {"queries": "x" * 2_000_000}, 413),
        ("GET", "/reconcile", {"callback": "alert"}, 400),
        ("GET", "/reconcile", {"query": "Tokyo"}, 400),
        ("GET", "/reconcile/suggest/entity", {}, 400),
        ("GET", "/reconcile/suggest/entity", {"prefix": "  "}, 400),
        ("GET", "/reconcile/suggest/entity", {"prefix": "a", "cursor": "-1"}, 400),
        ("GET", "/reconcile/suggest/entity", {"prefix": "a", "cursor": "٣"}, 400),
        ("GET", "/reconcile/suggest/nothing", {"prefix": "a"}, 404),
        ("GET", "/reconcile/properties", {}, 400),
        ("GET", "/reconcile/properties", {"type": "a", "limit": "0"}, 400),
        ("GET", "/reconcile/preview", {}, 400),
        ("GET", "/reconcile/preview", {"id": "<script>"}, 404),
        ("GET", "/reconcile/view", {"id": "//example.org"}, 404),
        ("GET", "/reconcile/view", {"id": "a\r\nset-cookie: b=c"}, 404),
        ("GET", "/reconcile/flyout/type", {"id": "id/tokyo/tokyo"}, 404),
        ("PUT", "/reconcile", {}, 405),
    ],
)
def test_wrong_requests_are_told_what_is_wrong(
    tokyo_server: httpx.Client, method: str, path: str, given: dict[str, Any], status: int
) -> None:
    sent = {"data": given} if method == "POST" else {"params": given}
    answer = tokyo_server.request(method, path, **sent)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert "set-cookie" not in answer.headers


def test_a_body_that_is_no_form_of_utf_8_is_refused(tokyo_server: httpx.Client) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert tokyo_server.post("/reconcile", content=b"queries=%FF", headers=form).status_code == 400
    assert tokyo_server.post("/reconcile", content=b"\xff=1", headers=form).status_code == 400
    sent = {"content-type": "application/json"}
    answer = tokyo_server.post("/reconcile", content=b"{}", headers=sent)
    assert answer.status_code == 415


def test_the_largest_batch_is_answered_soon(tokyo_server: httpx.Client) -> None:
    query = {"query": "tokyo smart city goal " * 45, "properties": [{"pid": "rdf:type", "v": "x"}]}
    batch = {f"q{number}": query for number in range(BATCH)}
    begin = time.monotonic()
    answer = tokyo_server.post("/reconcile", data={"queries": json.dumps(batch)})
    assert answer.status_code == 200
    assert time.monotonic() - begin < 20


def test_every_address_is_tried_here_or_beside() -> None:
    kinds = {address.path.removeprefix("/ja") for address in ADDRESSES if address.path[1:3] == "ja"}
    assert kinds == {
        "/reconcile",
        "/reconcile/",
        *(f"/reconcile/suggest/{kind}" for kind in ("entity", "type", "property")),
        *(f"/reconcile/flyout/{kind}" for kind in ("entity", "type", "property")),
        "/reconcile/properties",
        "/reconcile/preview",
        "/reconcile/view",
    }
