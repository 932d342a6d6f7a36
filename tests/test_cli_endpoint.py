"""The command line on an endpoint: the same bytes as on the bundled graph, or exit code 3."""

import json
import os
from pathlib import Path

import pytest

from citygraph.cli.verbs import VERBS
from citygraph.vocabulary import LANGUAGES, graph_iri
from tests.command import Run, process
from tests.documents import ROOT, blocks, steps
from tests.faulty_server import HTML, FaultyServer, reply, say_nothing
from tests.servers import Server
from tests.terminal import at_a_terminal

THINGS = (
    *("tokyo:tokyo", "tokyo:goal-safe-city", "tokyo:population-stated", "tokyo:governor"),
    *("tokyo:smart-tokyo-strategy", "id:fy-jp-2020", "sources:scir2022-tokyo-text", "cg:City"),
    *("cg:hasGoal", "cgv:public-facilities", "Smart Tokyo Promotion Fund", "東京都", "도쿄도"),
)
TEXTS = ("payment", "smart", "災害", "도시", "nothing is called so")
TRACED = (*((), ("tokyo:population-stated",), ("--question", "where-sources-disagree")),)
COMMANDS = (
    *(("show", thing) for thing in THINGS),
    *(("find", text) for text in TEXTS),
    *(("trace", *words) for words in TRACED),
    ("query", "what-contributes-to-goal", "-p", "goal=tokyo:goal-safe-city"),
    ("query", "how-fast-do-budgets-grow"),
    ("query", "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }", "-f", "nt"),
    ("query", "ASK { tokyo:tokyo a cg:City }"),
    ("query", "SELECT * { ?city a cg:City }", "-f", "xml"),
)
FAULT = "show", "tokyo:tokyo"


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CITYGRAPH_AUTH", raising=False)


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def loaded(request: pytest.FixtureRequest) -> Server:
    """Give each server that holds the bundled graphs."""
    server: Server = request.getfixturevalue(f"loaded_{request.param}")
    return server


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_same_bytes_in_every_language(run: Run, words: tuple[str, ...], loaded: Server) -> None:
    for lang in LANGUAGES:
        here = run(*words, "--lang", lang)
        assert run(*words, "--lang", lang, "--endpoint", loaded.query_url) == here
        assert here.code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("show", "nothing is called so"),
        ("show", "tokyo:nothing"),
        ("show", "東京"),
        ("trace", "tokyo:nothing"),
        ("query", "nothing"),
        ("query", "ASK { ?s ?p }"),
        ("query", "CLEAR ALL"),
        ("query", "strategic-goals", "-p", "strategy=tokyo:nothing"),
        ("query", "SELECT ?s { GRAPH <urn:nothing> { ?s ?p ?o } }"),
        ("query", "SELECT ?s FROM <urn:nothing> { ?s ?p ?o }"),
    ],
    ids=" ".join,
)
def test_the_same_words_where_nothing_is_found(
    run: Run, words: tuple[str, ...], loaded: Server
) -> None:
    assert run(*words, "--endpoint", loaded.query_url) == run(*words)


def test_a_trace_costs_as_many_requests_as_queries(
    run: Run, faulty_server: FaultyServer, loaded_oxigraph: Server
) -> None:
    """However much is traced, and whatever is long is counted."""
    import httpx

    asked = 0

    def passes_on(line: object) -> None:
        nonlocal asked
        asked += 1
        heard = line.heard  # type: ignore[attr-defined]
        answer = httpx.request(
            heard.method,
            loaded_oxigraph.query_url + heard.target.removeprefix("/sparql"),
            content=heard.body,
            headers={
                name: heard.headers[name]
                for name in ("accept", "content-type")
                if name in heard.headers
            },
            trust_env=False,
        )
        reply(answer.content, answer.headers["content-type"])(line)  # type: ignore[arg-type]

    url = faulty_server.play(passes_on)
    assert run("trace", "--endpoint", url, "-f", "json").code == 0
    assert asked <= 1 + 4 * 2  # to find the graphs, then four queries, each perhaps counted


SHOWN = ROOT / "docs" / "how-to" / "endpoint.md"
THERE = "http://127.0.0.1:7878/query"


def test_commands_print_what_the_guide_shows(loaded_oxigraph: Server, tmp_path: Path) -> None:
    done = [
        (step, at_a_terminal(step.command.replace(THERE, loaded_oxigraph.query_url), tmp_path))
        for block in blocks(SHOWN, "text")
        if block.text.startswith("$ ")
        for step in steps(block)
        if THERE in step.command
    ]
    assert len(done) == 2
    for step, (code, shown) in done:
        assert (code, shown) == (0, step.output)


# --- options -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "x", "--endpoint", "nowhere"], "'nowhere' is no address of an endpoint"),
        (["--endpoint", "http://a:b@c/", "show", "x"], "give them in a file with  --auth FILE"),
        (["show", "x", "--auth", "a"], "--auth needs an endpoint: give it with  --endpoint URL"),
        (["show", "x", "--graph", "urn:a"], "--graph needs an endpoint"),
        (["find", "x", "--endpoint", "http://c/", "--data", "d"], "--endpoint and --data: ask one"),
        (["claims", "--endpoint", "http://c/"], "citygraph claims asks no endpoint; leave it out"),
        (
            ["show", "x", "--endpoint", "http://c/", "--auth", "nowhere"],
            "--auth nowhere: cannot",
        ),
        (["show", "x", "--endpoint", "http://c/", "--graph", "no IRI"], "--graph no IRI: no IRI"),
    ],
)
def test_options_that_do_not_go_together(run: Run, words: list[str], said: str) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_every_verb_that_opens_a_store_takes_an_endpoint() -> None:
    remote = {verb.NAME for verb in VERBS if getattr(verb, "REMOTE", False)}
    assert remote >= {"query", "show", "find", "trace"}


def test_named_graphs_alone_are_asked(run: Run, loaded_oxigraph: Server) -> None:
    url, tokyo = loaded_oxigraph.query_url, graph_iri("tokyo")
    count = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    done = run("--graph", tokyo, "query", count, "--endpoint", url, "-f", "csv")
    assert (done.code, done.out) == (0, "n\n1\n")
    assert "names of its terms are missing; load it with  citygraph push" in done.err
    both = run(
        "--graph", tokyo, "query", count, "--endpoint", url, "-f", "csv",
        "--graph", graph_iri("citygraph"),
    )  # fmt: skip
    assert both == (0, "n\n2\n", "")


def test_the_questions_are_listed_without_asking(run: Run, faulty_server: FaultyServer) -> None:
    assert run("query", "--endpoint", faulty_server.url) == run("query")
    assert faulty_server.heard == []


@pytest.mark.parametrize("where", ["file", "environment"])
def test_credentials_come_from_a_file_or_the_environment(
    where: str, tmp_path: Path, run: Run, virtuoso_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert virtuoso_server.auth is not None
    line = "{} {}:{}".format(*virtuoso_server.auth)
    graph = graph_iri("tokyo")
    virtuoso_server.put(graph, b"<urn:a> <urn:p> <urn:b> .")
    words = ["query", "ASK { <urn:a> ?p ?b }", "--endpoint", virtuoso_server.update_url, "--quiet"]
    refused = run(*words)
    assert (refused.code, refused.out) == (3, "")
    assert "give credentials with  --auth FILE" in refused.err
    if where == "file":
        (tmp_path / "auth").write_text(line + "\n", encoding="utf-8")
        words += ["--auth", str(tmp_path / "auth")]
    else:
        monkeypatch.setenv("CITYGRAPH_AUTH", line)
    assert run(*words, "-f", "csv") == (0, "true\n", "")
    virtuoso_server.delete(graph)


# --- failures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("query", "strategic-goals"), ("show", "tokyo:tokyo"), ("find", "x"), ("trace",)]
)
def test_a_failure_is_exit_code_3_and_writes_nothing(
    words: tuple[str, ...], run: Run, faulty_server: FaultyServer, tmp_path: Path
) -> None:
    url = faulty_server.play(reply(b"<title>Log in</title>", HTML))
    target = tmp_path / "out.csv"
    done = run(*words, "--endpoint", url, "-o", str(target))
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"citygraph: {url}: this is no answer to a query")
    assert len(done.err.splitlines()) == 1
    assert not target.exists()


def test_a_timeout_is_exit_code_3(faulty_server: FaultyServer) -> None:
    url = faulty_server.play(say_nothing)
    environment = {**os.environ, "NO_PROXY": "127.0.0.1"}
    done = process(*FAULT, "--endpoint", url, "--timeout", "500ms", env=environment, timeout=20)
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"no complete answer within 0.5 s; ask for less (LIMIT), or allow more" in done.stderr


def test_json_is_the_same_document(run: Run, loaded_oxigraph: Server) -> None:
    done = run("show", "tokyo:tokyo", "-f", "json", "--endpoint", loaded_oxigraph.query_url)
    assert json.loads(done.out)["iri"] == "https://w3id.org/citygraph/id/tokyo/tokyo"


@pytest.mark.parametrize("verb", ["show", "diff", "doctor", "push"])
def test_credentials_that_others_can_read_are_told_once_and_used(
    run: Run,
    verb: str,
    faulty_server: FaultyServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    auth = tmp_path / "auth"
    auth.write_text("bearer not-to-be-seen", encoding="utf-8")
    auth.chmod(0o644)
    url = faulty_server.play(reply(b"no", HTML, status=403))
    words = {
        "show": ("show", "tokyo:tokyo", "--endpoint", url),
        "diff": ("diff", "bundled", url),
        "doctor": ("doctor", "--endpoint", url),
        "push": ("push", url, "--part", "facts"),
    }[verb]
    advice = f"--auth {auth}: others on this machine can read it; keep it to yourself with  "
    done = run(*words, "--auth", str(auth))
    assert done.err.count(f"{advice}chmod 600 {auth}\n") == 1
    assert "not-to-be-seen" not in done.err + done.out
    assert {heard.headers["authorization"] for heard in faulty_server.heard} == {
        "Bearer not-to-be-seen"
    }
    assert advice not in run(*words, "--auth", str(auth), "--quiet").err
    auth.chmod(0o600)
    assert advice not in run(*words, "--auth", str(auth)).err
