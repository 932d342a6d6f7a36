"""Clients of other hands, and our own, against a real server: Comunica, SPARQLWrapper, citygraph.

Comunica 4.5 loses the language of texts that come from an endpoint as JSON: what it gives is
compared without.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, RDFXML, TURTLE, URLENCODED, XML
from SPARQLWrapper import SPARQLWrapper as Wrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from citygraph.home import open_home
from citygraph.questions import find_question, prepare
from tests.command import process
from tests.graph.test_questions_in_comunica import COMUNICA, MODULES_REMEDY, NODE_REMEDY
from tests.programs import find_program
from tests.served import ENDLESS, Served, serving
from tests.servers import Server

NAMES = ("strategic-goals", "how-fast-do-budgets-grow", "where-does-each-fact-come-from")
QUESTIONS = {name: prepare(find_question(open_home().queries, name)).text for name in NAMES}
CITY = "https://w3id.org/citygraph/id/tokyo/tokyo"
TRIPLES = "CONSTRUCT { ?city a cg:City } WHERE { ?city a cg:City }"
PREFIX = "PREFIX cg: <https://w3id.org/citygraph/ns#> "


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("clients"), "--timeout", "20s") as served:
        yield served


def rows(document: dict[str, Any]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in document["results"]["bindings"])


# --- Comunica ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def comunica(server: Served) -> dict[str, dict[str, str]]:
    """Give what Comunica answers, from one process."""
    node = find_program("node", NODE_REMEDY)
    if not (COMUNICA / "node_modules").is_dir():
        pytest.skip(f"Comunica is missing: {MODULES_REMEDY}")
    asked = {name: {"type": "sparql", "query": text} for name, text in QUESTIONS.items()}
    asked["found out"] = {"query": QUESTIONS["strategic-goals"]}
    asked["triples"] = {"type": "sparql", "query": PREFIX + TRIPLES}
    asked["truth"] = {"type": "sparql", "query": f"{PREFIX}ASK {{ <{CITY}> a cg:City }}"}
    asked["refused"] = {"type": "sparql", "query": ENDLESS + " LIMIT 1 OFFSET -1"}
    done = subprocess.run(
        [node, "ask.js"],
        cwd=COMUNICA,
        input=json.dumps(
            {"queries": {key: {"url": server.sparql, **each} for key, each in asked.items()}}
        ),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", NAMES)
def test_comunica_gets_what_everybody_gets(
    name: str, comunica: dict[str, dict[str, str]], server: Served
) -> None:
    assert "error" not in comunica[name], comunica[name]
    expected = server.get(params={"query": QUESTIONS[name]}).json()
    for row in expected["results"]["bindings"]:
        for term in row.values():
            term.pop("xml:lang", None)
    assert rows(json.loads(comunica[name]["answer"])) == rows(expected)
    assert expected["results"]["bindings"]


def test_comunica_finds_out_by_itself_that_this_is_an_endpoint(
    comunica: dict[str, dict[str, str]],
) -> None:
    assert "error" not in comunica["found out"], comunica["found out"]
    found = rows(json.loads(comunica["found out"]["answer"]))
    assert found == rows(json.loads(comunica["strategic-goals"]["answer"]))


def test_comunica_gets_triples_and_truth(comunica: dict[str, dict[str, str]]) -> None:
    assert json.loads(comunica["truth"]["answer"])["boolean"] is True
    (quad,) = ox.parse(comunica["triples"]["answer"], format=ox.RdfFormat.N_TRIPLES)
    assert quad.subject.value == CITY


def test_comunica_hears_of_an_error(comunica: dict[str, dict[str, str]]) -> None:
    assert "error" in comunica["refused"]


# --- SPARQLWrapper -----------------------------------------------------------------------------


def wrapper(server: Served, query: str, form: str = JSON) -> Wrapper:
    client = Wrapper(server.sparql)
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setTimeout(30)
    return client


def answered(server: Served, query: str, form: str = JSON) -> Any:  # noqa: ANN401 - as it comes
    return wrapper(server, query, form).query().convert()


@pytest.mark.parametrize(
    ("method", "how"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]
)
@pytest.mark.parametrize("name", NAMES)
def test_sparqlwrapper_gets_rows(name: str, method: str, how: str, server: Served) -> None:
    client = wrapper(server, QUESTIONS[name])
    client.setMethod(method)
    client.setRequestMethod(how)
    expected = server.get(params={"query": QUESTIONS[name]}).json()
    assert client.query().convert() == expected


def test_sparqlwrapper_gets_every_format(server: Served) -> None:
    query = f"{PREFIX}SELECT ?city {{ ?city a cg:City }}"
    assert answered(server, query, CSV) == f"city\r\n{CITY}\r\n".encode()
    document = answered(server, query, XML)
    assert [each.firstChild.data for each in document.getElementsByTagName("uri")] == [CITY]
    assert answered(server, PREFIX + "ASK { ?s a cg:City }")["boolean"] is True
    written = answered(server, PREFIX + TRIPLES, TURTLE)
    assert [str(each) for each in rdflib.Graph().parse(data=written).subjects()] == [CITY]
    for text in (PREFIX + TRIPLES, f"DESCRIBE <{CITY}>"):
        written = wrapper(server, text, RDFXML).query().response.read()
        graph = rdflib.Graph().parse(data=written, format="xml")
        assert (rdflib.URIRef(CITY), rdflib.RDF.type, None) in graph


def test_sparqlwrapper_hears_of_an_error(server: Served) -> None:
    with pytest.raises(QueryBadFormed, match="line 1, column 6: expected a value"):
        wrapper(server, "ASK {").query()


# --- citygraph ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("query", "strategic-goals", "--lang", "ja"), ("show", "東京都"), ("find", "payment")]
)
def test_the_command_line_answers_the_same_from_here(
    words: tuple[str, ...], server: Served
) -> None:
    here = process(*words, "-f", "json")
    there = process(*words, "-f", "json", "--endpoint", server.sparql)
    assert here.returncode == there.returncode == 0, there.stderr
    assert json.loads(there.stdout) == json.loads(here.stdout)


def test_the_doctor_finds_no_fault_here(server: Served) -> None:
    done = process("doctor", "--endpoint", server.sparql, "-f", "json", timeout=120)
    found = {(check["name"], check["state"]) for check in json.loads(done.stdout)["checks"]}
    assert done.returncode == 0, done.stdout
    assert not [each for each in found if each[1] == "fault"]


# --- a store behind it ---------------------------------------------------------------------------


def test_a_remote_store_is_served_as_the_embedded_one(
    loaded_oxigraph: Server, server: Served, tmp_path: Path
) -> None:
    with serving(tmp_path, "--endpoint", loaded_oxigraph.query_url, "--timeout", "3s") as remote:
        for text in QUESTIONS.values():
            expected = server.get(params={"query": text}).json()
            assert remote.get(params={"query": text}).json() == expected
        assert remote.get(params={"query": "ASK { tokyo:tokyo a <ns#City> }"}).json()["boolean"]
        named = {
            "query": "ASK { ?s ?p ?o }",
            "named-graph-uri": "https://w3id.org/citygraph/graph/tokyo",
        }
        assert remote.get(params=named).json()["boolean"] is False
        triples = remote.get(params={"query": TRIPLES}, headers={"Accept": "application/n-triples"})
        assert (
            triples.text
            == server.get(
                params={"query": TRIPLES}, headers={"Accept": "application/n-triples"}
            ).text
        )
        assert remote.get(params={"query": "ASK {"}).status_code == 400
        assert remote.get(params={"query": "ASK { SERVICE <http://x/> {} }"}).status_code == 403
        assert remote.get("health").json()["triples"] is None
        loaded_oxigraph.program.pause()
        try:
            silent = remote.get(params={"query": "ASK {}"})
        finally:
            loaded_oxigraph.program.go_on()
    assert silent.status_code == 503
    assert "no complete answer within 3 s" in silent.text or "no answer within 3 s" in silent.text
