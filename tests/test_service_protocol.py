"""The W3C's tests of the SPARQL 1.1 Protocol: those of queries pass, each update is refused.

The table of requests is `protocol/requests.toml`. The graphs that the tests name are preloaded from
files; nothing is fetched. One test of the suite gives two graphs in a value that is encoded as a
whole, so that it names a single graph with an ampersand in its name: that one is preloaded too.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from citygraph.formats import ANSWERS, GRAPHS, MESSAGES
from tests.served import Served, serving

FOLDER = Path(__file__).parent / "protocol"
SPACE = "http://kasei.us/2009/09/sparql/data/"
BOTH = f"{SPACE}data1.rdf&named-graph-uri={SPACE}data2.rdf"
TESTS: list[dict[str, Any]] = tomllib.loads((FOLDER / "requests.toml").read_text())["test"]
MEANINGS = ("true", "rows", "triples", "refused")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    files = {f"{SPACE}data{number}.rdf": f"data{number}.nt" for number in range(4)}
    words = [f"--graph={FOLDER / name}={iri}" for iri, name in {**files, BOTH: "both.nt"}.items()]
    with serving(tmp_path_factory.mktemp("protocol"), *words) as served:
        yield served


def asked(server: Served, test: dict[str, Any], path: str) -> httpx.Response:
    body = test.get("body")
    content = None if body is None else body.encode(test.get("encoding", "utf-8"))
    headers = {"Content-Type": test["type"]} if "type" in test else {}
    with server.client() as client:
        address = f"{path}{test['target']}"
        return client.request(test["method"], address, content=content, headers=headers)


def kind(response: httpx.Response) -> str:
    return response.headers["content-type"].partition(";")[0]


@pytest.mark.parametrize("path", ["sparql/", "sparql"])
@pytest.mark.parametrize("test", TESTS, ids=lambda test: test["name"])
def test_a_request_of_the_suite_is_answered_as_it_says(
    test: dict[str, Any], path: str, server: Served
) -> None:
    response = asked(server, test, path)
    if test["expect"] == "refused":
        assert response.status_code == test["status"]
        assert 400 <= response.status_code < 500
        assert kind(response) == MESSAGES["problem"].media_type
        return
    assert response.status_code == 200, response.text
    if test["expect"] == "triples":
        assert kind(response) == GRAPHS["turtle"].media_type
        list(ox.parse(response.content, format=ox.RdfFormat.TURTLE))
        return
    assert kind(response) == ANSWERS["json"].media_type
    if test["expect"] == "true":
        assert response.json() == {"head": {}, "boolean": True}
    else:
        one = {
            "type": "literal",
            "value": "1",
            "datatype": "http://www.w3.org/2001/XMLSchema#integer",
        }
        assert response.json()["results"]["bindings"] == [{"value": one}]


def test_the_suite_is_there_as_a_whole() -> None:
    assert len({test["name"] for test in TESTS}) == 34
    counted = [sum(test["expect"] == meaning for test in TESTS) for meaning in MEANINGS]
    assert counted == [10, 1, 2, 21]
    good_updates = [test for test in TESTS if test["name"].startswith("update_")]
    assert {test["expect"] for test in good_updates} == {"refused"}


def test_after_all_updates_the_graphs_are_what_they_were(server: Served) -> None:
    for test in TESTS:
        if "update" in test["name"]:
            assert asked(server, test, "sparql").is_client_error
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    found = server.get(params={"query": count}).json()["results"]["bindings"]
    assert [row["n"]["value"] for row in found] == ["6"]


@pytest.mark.parametrize(
    ("target", "body", "status"),
    [
        ("", f"query=ASK%20%7B%7D&default-graph-uri={SPACE}data1.rdf", 200),
        ("", "query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
        ("?query=ASK%20%7B%7D", "query=ASK%20%7B%7D", 400),
        ("", f"default-graph-uri={SPACE}data1.rdf", 400),
        ("", "", 400),
    ],
)
def test_a_form_has_one_query_and_its_dataset(
    target: str, body: str, status: int, server: Served
) -> None:
    test = {"method": "POST", "target": target, "body": body, "type": MESSAGES["form"].media_type}
    assert asked(server, test, "sparql").status_code == status


def test_a_body_and_a_parameter_are_two_queries(server: Served) -> None:
    test = {
        "method": "POST",
        "target": "?query=ASK%20%7B%7D",
        "body": "ASK {}",
        "type": MESSAGES["query"].media_type,
    }
    response = asked(server, test, "sparql")
    assert response.status_code == 400
    assert response.json()["detail"] == (
        "one query is answered at a time, and here are 2; give  query=  once"
    )


def test_a_graph_that_is_not_here_is_not_fetched(server: Served) -> None:
    response = server.get(params={"query": "ASK {}", "default-graph-uri": f"{server.url}health"})
    assert response.status_code == 400
    assert response.json()["detail"].startswith(
        f"the request names the graph <{server.url}health>, which is not here, and nothing is "
        f"fetched; these are: <{SPACE}data0.rdf>, <"
    )


def test_the_dataset_of_the_request_takes_the_place_of_that_of_the_query(server: Served) -> None:
    ask = f"ASK FROM <{SPACE}data3.rdf> {{ <{SPACE}data3.rdf> a ?type }}"
    assert server.get(params={"query": ask}).json()["boolean"] is True
    other = {"query": ask, "default-graph-uri": f"{SPACE}data1.rdf"}
    assert server.get(params=other).json()["boolean"] is False


def test_what_is_only_named_is_not_in_the_default_graph(server: Served) -> None:
    named = {"named-graph-uri": f"{SPACE}data1.rdf"}
    assert server.get(params={"query": "ASK { ?s ?p ?o }", **named}).json()["boolean"] is False
    both = {"query": "ASK { GRAPH ?g { ?s ?p ?o } }", "default-graph-uri": f"{SPACE}data1.rdf"}
    assert server.get(params=both).json()["boolean"] is False


def test_graphs_of_files_are_all_there_is(server: Served) -> None:
    found = server.get(params={"query": "SELECT DISTINCT ?g { GRAPH ?g {} } ORDER BY ?g"}).json()
    names = [row["g"]["value"] for row in found["results"]["bindings"]]
    assert names == sorted([*(f"{SPACE}data{number}.rdf" for number in range(4)), BOTH])
