"""The endpoint: every format by negotiation, the description, CORS, HEAD, and what is refused."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest

from citygraph.answers import write
from citygraph.formats import ANSWERS, GRAPHS, MESSAGES, oxigraph
from citygraph.graph import CityGraph
from citygraph.questions.binding import declare_prefixes
from tests.served import ASK, Served, serving

GOALS = "SELECT ?goal { tokyo:smart-tokyo cg:hasGoal ?goal } ORDER BY ?goal"
ROWS = {"query": "SELECT ?city ?label { ?city a cg:City ; skos:prefLabel ?label } ORDER BY ?label"}
TRIPLES = {"query": "CONSTRUCT { ?city a cg:City } WHERE { ?city a cg:City }"}
PROBLEM = MESSAGES["problem"].media_type
SD = "http://www.w3.org/ns/sparql-service-description#"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("sparql")) as served:
        yield served


def detail(response: httpx.Response, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    assert response.json().keys() == {"title", "status", "detail"}
    assert response.json()["status"] == status
    return str(response.json()["detail"])


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rows_come_in_the_format_that_is_asked_for(name: str, server: Served) -> None:
    media_type = ANSWERS[name].media_type
    response = server.get(params=ROWS, headers={"Accept": media_type})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert response.headers["vary"] == "Accept"
    if name == "csv":
        cells = list(csv.reader(io.StringIO(response.text, newline="")))
        assert cells[0] == ["city", "label"]
        assert cells[1] == ["https://w3id.org/citygraph/id/tokyo/tokyo", "Tokyo"]
        return
    engine = ox.QueryResultsFormat.from_media_type(media_type)
    assert engine
    read = ox.parse_query_results(response.content, format=engine)
    assert isinstance(read, ox.QuerySolutions)
    labels = [row["label"].value for row in read]
    assert labels[:1] == ["Tokyo"]
    assert len(labels) == 3


@pytest.mark.parametrize("name", GRAPHS)
def test_triples_come_in_the_format_that_is_asked_for(name: str, server: Served) -> None:
    form = GRAPHS[name]
    response = server.get(params=TRIPLES, headers={"Accept": form.media_type})
    assert response.headers["content-type"].partition(";")[0] == form.media_type
    quads = list(ox.parse(response.content, format=oxigraph(form)))
    assert [quad.subject.value for quad in quads] == ["https://w3id.org/citygraph/id/tokyo/tokyo"]


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_truth_comes_in_every_format_of_rows(name: str, server: Served) -> None:
    response = server.get(params=ASK, headers={"Accept": ANSWERS[name].media_type})
    assert response.status_code == 200
    assert "true" in response.text


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv;q=0.9, application/sparql-results+xml;q=0.4", "text/csv"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("application/json", "application/json"),
        ("application/xml, text/turtle", "application/xml"),
        (BROWSER, "application/xml"),
        ("text/*", "text/csv"),
    ],
)
def test_weights_decide(accept: str | None, media_type: str, server: Served) -> None:
    with server.client() as client:
        del client.headers["accept"]
        response = client.get("sparql", params=ROWS, headers={"Accept": accept} if accept else {})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type


def test_a_parameter_names_the_format_where_no_header_can(server: Served) -> None:
    response = server.get(params={**ROWS, "format": "csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    other = server.get(params={**ROWS, "format": "turtle"})
    assert other.headers["content-type"] == ANSWERS["json"].media_type


def test_what_cannot_be_had_is_said_with_what_can(server: Served) -> None:
    response = server.get(params=ROWS, headers={"Accept": "image/png"})
    assert detail(response, 406) == (
        "the answer can be had as application/sparql-results+json, application/sparql-results+xml, "
        "text/csv, text/tab-separated-values, application/json, application/xml; "
        "ask for one of these"
    )
    response = server.get(params=TRIPLES, headers={"Accept": "text/csv"})
    assert detail(response, 406).startswith("the answer can be had as text/turtle, application/tri")


@pytest.mark.parametrize("text", ["a\\rb", "a\\r\\nb", "  a\\t", "<&>\\\"'"])
def test_xml_gives_back_what_went_in(text: str, server: Served) -> None:
    query = {"query": f'SELECT ?text {{ BIND("{text}" AS ?text) }}'}
    response = server.get(params=query, headers={"Accept": ANSWERS["xml"].media_type})
    (literal,) = ET.fromstring(response.content).findall(".//{*}literal")  # noqa: S314 - ours
    assert literal.text == json.loads(f'"{text}"'.replace("\\'", "'"))


def test_xml_that_cannot_hold_a_character_is_never_sent(server: Served) -> None:
    query = {"query": 'SELECT ?text { BIND("\\u0001" AS ?text) }'}
    response = server.get(params=query, headers={"Accept": ANSWERS["xml"].media_type})
    assert detail(response, 406) == (
        "XML cannot hold the character U+0001 that this answer contains; ask for another format, "
        "such as JSON"
    )
    assert server.get(params=query).status_code == 200


def test_relative_iris_are_those_of_the_project(server: Served) -> None:
    query = {"query": "ASK { <id/tokyo/tokyo> a <ns#City> }"}
    assert server.get(params=query).json()["boolean"] is True


def test_prefixes_need_no_declaration_as_on_the_command_line(server: Served) -> None:
    assert server.get(params={"query": "ASK { tokyo:tokyo a cg:City }"}).json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("ASK {", 400, "line 1, column 6: expected a value, '}', "),
        ("ASK { ?s x:y ?o }", 400, "line 1, column 10: "),
        ("", 400, "line 1, column 1: the query is empty"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", 400, "line 1, column 1: INSERT is an update, and"),
        ("DROP ALL", 400, "line 1, column 1: DROP is an update, and"),
        ("LOAD <file:///etc/passwd>", 400, "line 1, column 1: LOAD is an update, and"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", 403, "SERVICE http://127.0.0.1:9/ is"),
        ("SELECT * { SERVICE <file:///etc/passwd> {} }", 403, "SERVICE file:///etc/passwd is"),
        (
            "ASK { FILTER EXISTS { { SERVICE ?x {} } } }",
            403,
            "SERVICE ?x is refused: this server asks no other; ask the other endpoint yourself,",
        ),
        ("SELECT * " + "{" * 300 + "}" * 300, 403, "line 1, column 210: the query is nested more"),
        ("ASK FROM <a:b> {}", 400, "FROM names the graph <a:b>, which is not loaded; these are: <"),
        ("SELECT (<a:f>() AS ?x) {}", 400, "the query cannot be answered: "),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_run_is_told_in_exact_words(
    query: str, status: int, words: str, server: Served
) -> None:
    assert detail(server.get(params={"query": query}), status).startswith(words)
    assert detail(server.post(data={"query": query}), status).startswith(words)


def test_an_update_by_its_own_parameter_or_type_is_refused(server: Served) -> None:
    said = "updates are refused: this server only reads"
    headers = {"Content-Type": MESSAGES["update"].media_type}
    assert detail(server.post(data={"update": "CLEAR ALL"}), 403) == said
    assert detail(server.post(content=b"CLEAR ALL", headers=headers), 403) == said
    assert detail(server.get(params={"update": "CLEAR ALL"}), 403) == said


def test_the_service_describes_itself(server: Served) -> None:
    response = server.get(headers={"Accept": GRAPHS["nt"].media_type})
    assert response.status_code == 200
    quads = list(ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES))
    said = {(quad.predicate.value, getattr(quad.object, "value", "")) for quad in quads}
    assert (f"{SD}endpoint", server.sparql) in said
    assert (f"{SD}supportedLanguage", f"{SD}SPARQL11Query") in said
    assert (f"{SD}feature", f"{SD}UnionDefaultGraph") in said
    assert (f"{SD}name", "https://w3id.org/citygraph/graph/tokyo") in said
    assert not [name for name, _ in said if "pdate" in name]


@pytest.mark.parametrize("host", ["evil.example/<script>", 'x"y', "a b", "[::1"])
def test_a_host_that_is_none_is_not_repeated(host: str, server: Served) -> None:
    request = f"GET /sparql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = server.raw(request.encode()).decode()
    assert "sd:endpoint <http://localhost/sparql>" in answer
    assert host not in answer


def test_behind_a_proxy_the_service_has_the_address_from_outside(server: Served) -> None:
    told = {
        "X-Forwarded-Host": "data.example.org",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/city",
    }
    for path in ("sparql", "sparql/"):
        answer = server.get(path, headers=told)
        assert "sd:endpoint <https://data.example.org/city/sparql>" in answer.text
        assert {name.lower() for name in told} <= set(answer.headers["vary"].lower().split(", "))
    wrong = {"X-Forwarded-Proto": "file", "X-Forwarded-Prefix": "/<b>"}
    assert f"sd:endpoint <{server.sparql}>" in server.get(headers=wrong).text


@pytest.mark.parametrize(
    ("path", "where"), [("sparql", "en/sparql.html"), ("sparql/", "../en/sparql.html")]
)
def test_a_browser_is_sent_to_the_editor(path: str, where: str, server: Served) -> None:
    response = server.get(path, headers={"Accept": BROWSER})
    assert (response.status_code, response.headers["location"]) == (303, where)
    korean = server.get("sparql", headers={"Accept": BROWSER, "Accept-Language": "ko-KR"})
    assert korean.headers["location"] == "ko/sparql.html"


@pytest.mark.parametrize("path", ["sparql", "health", "nowhere"])
def test_head_is_get_without_a_body(path: str, server: Served) -> None:
    params = ASK if path == "sparql" else {}
    with server.client() as client:
        get, head = client.get(path, params=params), client.head(path, params=params)
    assert head.content == b""
    assert head.status_code == get.status_code
    for name in ("content-type", "content-length"):
        assert head.headers[name] == get.headers[name]


def test_pages_of_any_origin_may_ask(server: Served) -> None:
    origin = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    with server.client() as client:
        before = client.options("sparql", headers=origin)
    assert before.status_code == 204
    assert before.content == b""
    assert before.headers["access-control-allow-origin"] == "*"
    assert before.headers["access-control-allow-methods"] == "GET, POST, HEAD, OPTIONS"
    assert before.headers["access-control-allow-headers"] == "*"
    for response in (server.get(params=ASK), server.get(params={"query": "ASK {"})):
        assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "PROPFIND", "TRACE"])
def test_other_methods_are_not_answered(method: str, server: Served) -> None:
    with server.client() as client:
        response = client.request(method, "sparql", params=ASK)
    assert detail(response, 405) == (
        f"{method} is not answered here; ask with GET, POST, HEAD, OPTIONS"
    )
    assert response.headers["allow"] == "GET, POST, HEAD, OPTIONS"


def test_a_body_of_another_type_is_told_what_is_read(server: Served) -> None:
    headers = {"Content-Type": "application/json"}
    response = server.post(content=b"{}", headers=headers)
    assert detail(response, 415) == (
        "the body is application/json; send application/sparql-query, "
        "application/x-www-form-urlencoded"
    )
    assert response.headers["accept-post"] == (
        "application/sparql-query, application/x-www-form-urlencoded"
    )


def test_a_packed_body_is_not_taken_for_a_query(server: Served) -> None:
    headers = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}
    response = server.post(content=gzip.compress(b"ASK {}"), headers=headers)
    assert detail(response, 415) == "the body is packed (Content-Encoding); send it as it is"


def test_the_health_says_what_is_served(server: Served) -> None:
    health = server.get("health").json()
    count = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"}
    (row,) = server.get(params=count).json()["results"]["bindings"]
    assert health["status"] == "ok"
    assert str(health["triples"]) == row["n"]["value"]
    assert health["workers"]["waiting"] == 0


def test_the_same_question_gives_the_same_rows_as_the_command_line(server: Served) -> None:
    graph = CityGraph.load()
    expected = json.loads(write(graph.query(declare_prefixes(GOALS, graph.prefixes)), "json"))
    found = server.get(params={"query": GOALS}).json()
    assert found == expected
    assert found["results"]["bindings"]
