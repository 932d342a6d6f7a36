"""`citygraph doctor --endpoint`: oddities one by one, and endpoints that are none."""

import json
import re
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest

from citygraph.doctor import examine, size_probes
from citygraph.doctor.requests import Line
from citygraph.doctor.wording import found, remedy
from citygraph.errors import InputError, RemoteError, RemoteTimeoutError
from citygraph.home import open_home
from citygraph.vocabulary import LANGUAGES
from tests.command import Run
from tests.examined import OUR, findings, probed
from tests.odd_store import JSON, Answered, Asked, Oddity, odd_store, on, rows, text

SCHEMA = Path(__file__).parents[1] / "docs" / "schemas" / "doctor.json"


def test_a_store_that_knows_what_a_union_is_works(small: ox.Store) -> None:
    five = rows({"n": {"type": "literal", "value": "5"}})
    counts = ("AS ?n) { { SELECT DISTINCT ?s ?p ?o", "AS ?n) { ?s ?p ?o }")
    with odd_store(small, *(on(each, five) for each in counts)) as url:
        check = probed(url)["union of graphs"]
    assert (check.state, check.finding) == ("ok", "works")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_told_on_the_command_line(run: Run, small: ox.Store, lang: str) -> None:
    with odd_store(small) as url:
        done = run("doctor", "--endpoint", url, "--lang", lang, "-f", "json")
    assert done.code == 0
    document = json.loads(done.out)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(document)) == []
    assert document["endpoint"] == url
    assert {each["area"] for each in document["checks"]} >= {"endpoint", "graphs"}


def test_an_endpoint_is_never_written_to() -> None:
    asked: list[str] = []

    def noted(asking: Asked) -> None:
        asked.append(f"{asking.method} {asking.query}")

    with odd_store(ox.Store(), noted) as url:
        probed(url)
    assert len(asked) > 10
    words = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "PUT")
    assert [each for each in asked if any(word in each.upper() for word in words)] == []


# --- oddities ----------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def hurry(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the stores of Python busy for less than real ones."""
    if "small" in request.fixturenames:
        monkeypatch.setattr(size_probes, "_ROWS", (10, 20))


@pytest.fixture(scope="module")
def small() -> ox.Store:
    """A store that holds two of the bundled graphs, and one that is nobody's."""
    store = ox.Store()
    home = open_home()
    for name, path in (("citygraph", home.ontology[0]), ("tokyo", home.root / "data/tokyo.ttl")):
        store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(OUR + name))
    quad = ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o"))
    store.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(f"{OUR}osaka")))
    return store


BROKEN = Answered(500, "text/plain", b"nothing of that kind")
ODDITIES = [
    ("query in the address", "fault", "get-fails", on("ASK", BROKEN, kind="query", method="GET")),
    ("query as the body", "hint", "post-fails", on("ASK", BROKEN, kind="body")),
    ("HEAD", "hint", "head-fails", on("", Answered(501, "", b""), method="HEAD")),
    ("JSON results", "fault", "media-type-other", on("1 AS ?x", Answered(200, "text/html", b"{}"))),
    (
        "ASK in JSON",
        "hint",
        "truth-as-row",
        on("ASK {}", rows({"__ASK_RETVAL": {"type": "literal", "value": "1"}})),
    ),
    (
        "literals in JSON",
        "hint",
        "typed-literal",
        on("STRDT", rows({"x": {"type": "typed-literal", "value": "x"}})),
    ),
    (
        "default graph",
        "hint",
        "default-union",
        on("ASK { ?s ?p ?o }", Answered(200, JSON, b'{"head":{},"boolean":true}')),
    ),
    ("default graph", "hint", "default-unknown", on("ASK { ?s ?p ?o }", BROKEN)),
    (
        "dataset parameters",
        "fault",
        "not-honoured",
        on("ASK { ?s ?p ?o }", Answered(200, JSON, b'{"head":{},"boolean":true}')),
    ),
    ("literals of the graph", "fault", "values-changed", on('"15800000000"', text("1.58E10"))),
    ("literals of the graph", "fault", "values-changed", on('"2020-02-07"', rows())),
    ("LANG of a bound text", "fault", "language-lost", on("LANG(?t)", text(""))),
    ("division of integers", "hint", "integer-division", on("15 / 2", text("7"))),
    ("ORDER BY over languages", "hint", "not-ordered", on("ORDER BY ?x", text("b"))),
    (
        "large answers",
        "hint",
        "cut",
        on("SELECT ?s { GRAPH", rows({"s": {"type": "uri", "value": "urn:s"}})),
    ),
    ("large answers", "hint", "large-fails", on("SELECT ?s { GRAPH", BROKEN)),
    (
        "timeouts",
        "hint",
        "timeout-broken",
        on("STR(?c) < STR(?f)", Answered(200, JSON, b'{"head": error')),
    ),
    (
        "timeouts",
        "ok",
        "timeout-told",
        on("STR(?c) < STR(?f)", Answered(503, "text/plain", b"too slow")),
    ),
    (
        "timeouts",
        "hint",
        "timeout-partial",
        on("STR(?c) < STR(?f)", Answered(200, JSON, b"{}", {"X-SQL-State": "S1TAT"})),
    ),
    (
        "property paths",
        "fault",
        "paths-wrong",
        on("/<http", rows({"n": {"type": "literal", "value": "3"}})),
    ),
]


@pytest.mark.parametrize(("name", "state", "finding", "odd"), ODDITIES)
def test_an_oddity_is_found(
    small: ox.Store, name: str, state: str, finding: str, odd: Oddity
) -> None:
    with odd_store(small, odd) as url:
        check = probed(url)[name]
    assert (check.state, check.finding) == (state, finding)
    for lang in LANGUAGES:
        assert found(check, lang)
        assert remedy(check, lang) or state == "ok"


def test_a_store_without_oddities_has_none(small: ox.Store) -> None:
    with odd_store(small) as url:
        checks = probed(url)
    assert findings(checks, "endpoint") == {
        "default graph": "default-empty",
        "literals": "rewritten",
        "language tags": "tag-case",
    }
    assert checks["ORDER BY … OFFSET"].finding == "too-small"
    assert checks["osaka"].finding == "graph-other"
    assert checks["tokyo"].finding == "graph-equal"
    assert checks["sources"].finding == "graph-missing"
    assert checks["ontology"].finding == "version-same"


def test_a_graph_that_is_not_the_installed_one_is_found(small: ox.Store) -> None:
    store = ox.Store()
    graph = ox.NamedNode(f"{OUR}tokyo")
    kept = [each for each in small if each.graph_name == graph]
    store.extend(kept[:-3])
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o"), graph))
    with odd_store(store) as url:
        check = probed(url)["tokyo"]
    assert (check.state, check.finding) == ("hint", "graph-differs")
    assert (check.places["missing"], check.places["extra"]) == (3, 1)


def test_another_version_there_is_found(small: ox.Store) -> None:
    with odd_store(small, on("versionInfo", text("0.0.9"))) as url:
        check = probed(url)["ontology"]
    assert (check.state, check.finding, check.places["there"]) == ("hint", "version-other", "0.0.9")


def test_an_endpoint_without_our_graphs_is_told_to_get_them() -> None:
    with odd_store(ox.Store()) as url:
        checks = probed(url)
    assert checks[OUR].state == "fault"
    assert remedy(checks[OUR], "en") == f"load them:  citygraph push {url}"
    assert checks["default graph"].finding == "nothing-there"


def test_a_graph_that_cannot_be_read_is_a_fault_and_not_the_end(small: ox.Store) -> None:
    with odd_store(small, on("CONSTRUCT", BROKEN)) as url:
        checks = probed(url)
    assert checks["graphs"].finding == "probe-fails"
    assert "property paths" in checks


def test_an_endpoint_that_does_not_list_its_graphs_is_an_error(small: ox.Store) -> None:
    with odd_store(small, on("DISTINCT ?x { GRAPH", BROKEN)) as url, pytest.raises(RemoteError):
        examine(url)


# --- no endpoint -------------------------------------------------------------------------------


def test_nobody_there_is_exit_code_3(run: Run) -> None:
    done = run("doctor", "--endpoint", "http://127.0.0.1:1/sparql")
    assert (done.code, done.out) == (3, "")
    assert "cannot be reached" in done.err


def test_a_page_is_no_endpoint(small: ox.Store) -> None:
    page = Answered(200, "text/html", b"<title>Log in</title>")
    with odd_store(small, on("", page)) as url, pytest.raises(RemoteError, match="Log in"):
        examine(url)


def test_an_address_that_is_none_is_bad_input() -> None:
    with pytest.raises(InputError, match="is no address of an endpoint"):
        examine("sparql")


def test_credentials_are_never_shown(run: Run, small: ox.Store, tmp_path: Path) -> None:
    auth = tmp_path / "auth.txt"
    auth.write_text("basic someone:very-secret\n")
    with odd_store(small) as url:
        done = run("doctor", "--endpoint", url, "--auth", str(auth), "-f", "json")
    assert done.code == 0
    assert "very-secret" not in done.out + done.err
    assert "someone" not in done.out + done.err


def test_a_store_that_takes_no_forms_is_a_fault(small: ox.Store) -> None:
    with odd_store(small, on("ASK {}", BROKEN, kind="form")) as url:
        check = probed(url)["query as a form"]
    assert (check.state, check.finding, check.places["status"]) == ("fault", "form-fails", 500)


def test_a_connection_that_breaks_is_a_finding(
    small: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RemoteError("the connection broke off")

    names = {"get": "get-fails", "post_directly": "post-fails", "head": "head-fails"}
    for method in (*names, "describe"):
        monkeypatch.setattr(Line, method, broken)
    with odd_store(small) as url:
        checks = probed(url)
    assert {each.finding for each in checks.values() if "broke off" in found(each, "en")} == {
        *names.values(),
        "no-description",
    }


def test_a_store_that_is_late_is_told_from_one_that_says_so(
    small: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Line.ask

    def late(line: Line, query: str, **more: object) -> object:
        if "STR(?c)" in query:
            raise RemoteTimeoutError("too late")
        return ask(line, query, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Line, "ask", late)
    with odd_store(small) as url:
        assert probed(url)["timeouts"].finding == "timeout-late"


def test_the_document_names_each_probe(small: ox.Store) -> None:
    page = (Path(__file__).parents[1] / "docs/how-to/doctor.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| (\S[^|]*) \|", page, re.MULTILINE)
    with odd_store(small) as url:
        checks = probed(url)
    assert [each for each in named if each not in ("probe", "---")] == [
        name for name, each in checks.items() if each.area == "endpoint"
    ]
