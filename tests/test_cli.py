"""The command line: words in, words out, exit codes."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from citygraph.cli.arguments import command_line
from citygraph.cli.verbs import VERBS
from citygraph.formats import ANSWERS, GRAPHS
from citygraph.home import open_home
from citygraph.questions import names
from tests.command import CITIES, Done, Run, process
from tests.small_city import OSAKA

ROOT = Path(__file__).resolve().parent.parent

# --- query -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
@pytest.mark.parametrize("form", ["table", "csv", "json", "md"])
def test_the_questions_are_listed(run: Run, form: str, lang: str) -> None:
    done = run("query", "-f", form, "--lang", lang)
    assert (done.code, done.err) == (0, "")
    assert all(name in done.out.replace("\\", "") for name in names(open_home().queries))
    assert len(names(open_home().queries)) >= 25


@pytest.mark.parametrize("form", ANSWERS)
def test_a_question_is_answered_in_every_format(run: Run, form: str) -> None:
    done = run("query", "strategic-goals", "-f", form)
    assert (done.code, done.err) == (0, "")
    assert "TOKYO Data Highway" in done.out


@pytest.mark.parametrize(("lang", "label"), [("en", "Osaka"), ("ja", "大阪"), ("ko", "오사카")])
def test_ones_own_data_take_the_place_of_the_bundled(
    run: Run, osaka: str, lang: str, label: str
) -> None:
    text = "SELECT ?l { ?c a cg:City ; skos:prefLabel ?l FILTER(LANG(?l) = ?lang) }"
    done = run("query", text, "--data", osaka, "--lang", lang)
    assert done == Done(0, f"l\n{label}\n", "")


def test_options_stand_before_or_after_the_verb(run: Run, osaka: str, tmp_path: Path) -> None:
    other = tmp_path / "kobe.ttl"
    other.write_text(OSAKA.replace("osaka", "kobe"), encoding="utf-8")
    done = run("--data", osaka, "-f", "tsv", "query", CITIES, "--data", str(other))
    thing = "<https://w3id.org/citygraph/id/{0}/{0}>\n"
    assert done == Done(0, "?city\n" + thing.format("kobe") + thing.format("osaka"), "")
    assert run("-f", "tsv", "query", CITIES, "-f", "csv").out.startswith("city\n")


def test_a_file_and_stdin_are_asked_too(run: Run, osaka: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(f"#+ summary: Cities\n{CITIES}", encoding="utf-8")
    expected = b"city\r\nhttps://w3id.org/citygraph/id/osaka/osaka\r\n"
    assert run("query", str(path), "--data", osaka).code == 0
    done = process("query", "-", "--data", osaka, input=CITIES.encode(), cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, expected, b"")


def test_stdin_must_be_utf8() -> None:
    done = process("query", "-", input=b"ASK { \xff }")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"citygraph: stdin: not UTF-8; give the query as UTF-8\n"


@pytest.mark.parametrize(
    ("words", "out", "err"),
    [
        (["SELECT ?c { ?c a cg:Nothing }"], "c\n", "no rows\n"),
        (["SELECT ?c { ?c a cg:Nothing }", "--quiet"], "c\n", ""),
        (["ASK { ?c a cg:Nothing }"], "false\n", ""),
        (["ASK { ?c a cg:City }"], "true\n", ""),
        (["CONSTRUCT WHERE { ?c a cg:Nothing }", "-f", "nt"], "", "no triples\n"),
        (
            ["ASK { GRAPH <urn:none> { ?s ?p ?o } GRAPH ?g {} }"],
            "false\n",
            "GRAPH <urn:none> finds nothing: no such graph is loaded\n",
        ),
        (
            ["SELECT ?c { ?c a cg:Nothing }", "--lang", "ja"],
            "c\n",
            "--lang makes no difference: the query does not use ?lang\nno rows\n",
        ),
    ],
)
def test_nothing_found_is_no_failure(run: Run, words: list[str], out: str, err: str) -> None:
    assert run("query", *words) == Done(0, out, err)


@pytest.mark.parametrize("form", [*GRAPHS, *ANSWERS])
def test_triples_are_written_in_every_format(run: Run, form: str) -> None:
    done = run("query", "DESCRIBE tokyo:tokyo", "-f", form)
    assert (done.code, done.err) == (0, "")
    assert "tokyo" in done.out


def test_an_empty_answer_says_which_value_is_not_in_the_graph(run: Run, osaka: str) -> None:
    asked = run("query", "strategic-goals", "--data", osaka, "-f", "json")
    assert asked.code == 0
    assert asked.err == (
        "no rows: strategy=tokyo:smart-tokyo-strategy, the default, is not in this graph; "
        "choose one with  -p strategy=…\n"
    )
    given = run("query", "strategic-goals", "-p", "strategy=tokyo:none")
    assert given.err == (
        "no rows: strategy=tokyo:none is not in this graph; choose one with  -p strategy="
        "tokyo:action-plan-2020 or tokyo:smart-tokyo-strategy\n"
    )
    many = run("query", "what-contributes-to-goal", "-p", "goal=tokyo:none")
    assert re.search(r" -p goal=tokyo:\S+( or tokyo:\S+){4} …\n$", many.err)
    known = run("query", "strategic-goals", "-p", "strategy=tokyo:tokyo")
    assert (known.code, known.err) == (0, "no rows\n")
    profile = run("query", "strategy-profile", "-p", "strategy=tokyo:none")
    assert profile.err.startswith("no triples: strategy=tokyo:none is not in this graph; ")
    truth = run("query", "does-a-city-have-a-strategy-with-goals", "-p", "city=tokyo:none")
    assert truth == Done(
        0,
        "false\n",
        "city=tokyo:none is not in this graph; choose one with  -p city=tokyo:tokyo\n",
    )


def test_a_prefix_that_a_file_means_otherwise_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kobe.ttl"
    path.write_text(
        "@prefix schema: <http://schema.org/> . <http://x/a> schema:name 'Kobe' .", encoding="utf-8"
    )
    done = run("query", "SELECT * { ?s schema:name ?o }", "--data", str(path))
    assert done.code == 0
    assert done.err == (
        f"schema: means <https://schema.org/> here, while {path} means <http://schema.org/>\n"
        "no rows\n"
    )
    other = "PREFIX schema: <http://schema.org/> ASK { ?s schema:name ?o }"
    assert run("query", other, "--data", str(path)) == Done(0, "true\n", "")


BAD = [
    (
        ["query", "stratgic-goals"],
        "unknown question 'stratgic-goals': did you mean strategic-goals",
    ),
    (["query", "strategic-goals", "-p", "gaol=x"], "question 'strategic-goals' has no parameter"),
    (["query", "what-contributes-to-goal", "-p", "goal=x"], "parameter 'goal': 'x' is neither a"),
    (["query", "strategic-goals", "-p", "x"], "-p x: expected  -p NAME=VALUE"),
    (
        ["query", "ASK { ?x a ?c }", "-p", "x=cg:City", "-p", "?x=cg:Fund"],
        "-p ?x=cg:Fund: 'x' has a value already; give one",
    ),
    (["query", "-p", "x=1"], "-p needs a question; citygraph query  lists them"),
    (["query", "ASK {"], "line 1, column 6: expected a value, '}', '{', "),
    (
        ["query", "CLEAR ALL"],
        "line 1, column 1: CLEAR is an update, and updates are always refused",
    ),
    (["query", "ASK { SERVICE <http://x/> {} }"], "SERVICE http://x/ is refused: a query leaves"),
    (["query", "none.rq"], "none.rq: cannot be read: No such file or directory; give a file"),
    (["query", CITIES, "-f", "turtle"], "--format turtle: expected one of table, csv, tsv, json"),
    (["query", "DESCRIBE cg:City", "-f", "sql"], "--format sql: expected one of turtle, trig, nt"),
    (["query", "--lang", "fr"], "--lang fr: expected one of en, ja, ko"),
    (["query", CITIES, "--timeout", "soon"], "'soon' is no duration; write for example 30s, 500ms"),
    (["query", CITIES, "--data", "none"], "none: no such file or folder; --data takes RDF files"),
    (
        ["query", CITIES, "-o", "x.docx"],
        "--output x.docx: no format that fits is known by .docx",
    ),
    (["query", CITIES, "-o", "x.ttl"], "--output x.ttl: no format that fits is known by .ttl; say"),
    (["query", CITIES, "-o", "none/x.csv"], "none/x.csv: cannot be written: No such file or"),
    (["show", "Safe Cty"], "nothing is called 'Safe Cty'; did you mean tokyo:goal-safe-city"),
    (
        ["show", "cg:City", "-f", "tsv"],
        "--format tsv: expected one of table, csv, json, md, turtle",
    ),
    (["find", "\udcff"], "'\\udcff': not UTF-8; give it as UTF-8, or in a file"),
    (["query", "ASK { ?s ?p '\udcff' }"], "\"ASK { ?s ?p '\\udcff' }\": not UTF-8; give it"),
    (["find", " "], "nothing to find: give a text, for example  citygraph find 'safe city'"),
]


@pytest.mark.parametrize(("words", "message"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_bad_input_is_told_and_nothing_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"citygraph: {message}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [[], ["nothing"], ["query", "--nope"], ["show"], ["completion"]])
def test_wrong_usage_is_exit_code_2(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("usage: citygraph")


def test_a_remote_failure_is_exit_code_3(run: Run) -> None:
    text = "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    done = run("query", text, "--allow-service", "http://127.0.0.1:1/")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("citygraph: SERVICE failed: ")


# --- show and find -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["table", "csv", "json", "md", *GRAPHS])
def test_a_thing_is_shown_in_every_format(run: Run, form: str) -> None:
    done = run("show", "東京", "--lang", "ja", "-f", form)
    assert (done.code, done.err) == (0, "")
    assert "東京" in done.out or "\\u6771" in done.out


def test_finding_nothing_is_no_failure(run: Run) -> None:
    done = run("find", "zzzzzz")
    assert done == Done(0, "thing,label,property,text,language\n", "no rows\n")
    assert run("find", "zzzzzz", "-f", "json") == Done(0, "[]\n", "no rows\n")


def test_tracing_an_empty_answer_says_why_it_is_empty(run: Run) -> None:
    done = run("trace", "--question", "strategic-goals", "-p", "strategy=tokyo:none")
    assert done.code == 0
    assert len(done.out.splitlines()) == 1
    assert done.err.startswith("no rows: strategy=tokyo:none is not in this graph; choose one")


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ("questions", ["query"]),
        ("questions", ["query", "--lang", "ko"]),
        ("answer", ["query", "strategic-goals"]),
        ("answer", ["query", "ASK {}"]),
        ("answer", ["query", "SELECT * { ?s ?p ?o } LIMIT 500"]),
        ("answer", ["query", "SELECT * { BIND(BNODE() AS ?b) BIND('x'@en AS ?l) }"]),
        ("thing", ["show", "cg:City", "--lang", "ja"]),
        ("thing", ["show", "tokyo:tokyo"]),
        ("trace", ["trace"]),
        ("trace", ["trace", "tokyo:area-stated", "--lang", "ko"]),
        ("trace", ["trace", "--question", "how-many-people-live-in-each-city"]),
        ("matches", ["find", "smart", "--lang", "ko"]),
    ],
)
def test_json_is_as_the_published_schema_says(run: Run, schema: str, words: list[str]) -> None:
    path = ROOT / "docs" / "schemas" / f"{schema}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator
    validator.check_schema(document)
    assert document["$id"] == f"https://w3id.org/citygraph/schemas/{schema}.json"
    done = run(*words, "-f", "json")
    assert done.code == 0
    assert list(validator(document).iter_errors(json.loads(done.out))) == []


# --- help --------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.NAME)
def test_every_verb_has_help_with_examples(run: Run, verb: object) -> None:
    done = run(verb.NAME, "--help")  # type: ignore[attr-defined]
    assert done.code == 0
    assert "examples:\n  " in done.out
    assert "common options" in done.out


def test_the_version(run: Run) -> None:
    assert re.fullmatch(r"citygraph \d+\.\d+\.\d+\n", run("--version").out)


SOME_ENDPOINT = "https://example.org/sparql"
EXAMPLES = re.findall(
    r"^  (citygraph (?:query|show|find) ?.*?)(?:  .*)?$",
    "\n".join([command_line(VERBS).epilog or "", *(each.HELP for each in VERBS)]),
    re.MULTILINE,
)


@pytest.mark.parametrize("example", sorted(set(EXAMPLES)))
def test_the_examples_work(
    run: Run,
    example: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    if SOME_ENDPOINT in example:
        server = request.getfixturevalue("loaded_oxigraph")
        example = example.replace(SOME_ENDPOINT, server.query_url)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-city").mkdir()
    (tmp_path / "my-city" / "osaka.ttl").write_text(OSAKA, encoding="utf-8")
    (tmp_path / "my-question.rq").write_text(CITIES, encoding="utf-8")
    done = run(*shlex.split(example)[1:])
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_is_printed(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert done.code == 0
    assert "citygraph" in done.out


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("citygraph que", {"query"}),
        ("citygraph query strategic", {"strategic-goals"}),
        ("citygraph query --lang ", {"en", "ja", "ko"}),
        ("citygraph show -f json", {"json", "jsonld"}),
    ],
)
def test_a_shell_is_told_what_can_stand_there(tmp_path: Path, line: str, offered: set[str]) -> None:
    answers = tmp_path / "answers"
    environment = {
        **os.environ,
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answers),
        "_ARGCOMPLETE_IFS": "\n",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    process(env=environment)
    assert {each.strip() for each in answers.read_text(encoding="utf-8").split("\n")} == offered


def test_python_m_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "citygraph", "query", "ASK {}"], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"true\r\n", b"")
