"""Where a wrong query is wrong: to the line and column, in the author's own text."""

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.errors import QuerySyntaxError
from citygraph.graph import CityGraph
from citygraph.questions import ask, read_question
from citygraph.questions.lexer import tokens
from citygraph.questions.recogniser import recognise
from citygraph.questions.syntax import explain

ROOT = Path(__file__).resolve().parent.parent
QUERIES = sorted((ROOT / "queries").rglob("*.rq"))


def unescaped(text: str) -> str:
    return text.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")


def wrong_queries() -> list[tuple[str, int, int, str]]:
    table = Path(__file__).with_name("wrong_queries.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        (unescaped(row["query"]), int(row["line"]), int(row["column"]), unescaped(row["message"]))
        for row in rows
    ]


def test_the_table_is_long_enough() -> None:
    assert len(wrong_queries()) >= 30


@pytest.mark.parametrize(("query", "line", "column", "message"), wrong_queries())
def test_a_wrong_query_is_located(
    small_graph: CityGraph, query: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(QuerySyntaxError) as raised:
        ask(small_graph, read_question(query))
    told, source, marker = str(raised.value).split("\n")
    assert told == f"line {line}, column {column}: {message}"
    assert (raised.value.line, raised.value.column) == (line, column)
    assert source == "  " + ([*query.split("\n"), ""][line - 1]).rstrip()
    assert marker.endswith("^")


def test_the_caret_stands_below_the_fault_also_after_wide_characters() -> None:
    _, source, marker = str(explain("ASK { '東京' ?p }", (), "")).split("\n")
    assert source == "  ASK { '東京' ?p }"
    assert marker == "  " + " " * (len("ASK { '東京' ?p ") + 2) + "^"


def test_prefixes_that_we_add_do_not_move_the_place(small_graph: CityGraph) -> None:
    with pytest.raises(QuerySyntaxError) as raised:
        ask(small_graph, read_question("SELECT * { ?s a cg:City ; }}"))
    assert (raised.value.line, raised.value.column) == (1, 28)


def test_values_that_we_add_do_not_move_the_place(small_graph: CityGraph) -> None:
    question = read_question("SELECT * { ?s a ?class ; ; } LIMIT")
    with pytest.raises(QuerySyntaxError) as raised:
        ask(small_graph, question, {"class": "cg:City"})
    assert (raised.value.line, raised.value.column) == (1, 35)


def test_a_line_is_shown_without_what_could_steer_a_terminal() -> None:
    assert "\x1b" not in str(explain("ASK { ?s '\x1b[31m' }", (), ""))


def test_of_a_very_long_line_what_stands_around_the_fault_is_shown() -> None:
    head, tail = "ASK { " + "?s ?p ?o . " * 20, " ?s ?p ?o ." * 20 + " }"
    error = explain(f"{head}] {tail}", (), "")
    told, source, marker = str(error).split("\n")
    assert (error.line, error.column) == (1, len(head) + 1)
    assert told.startswith(f"line 1, column {len(head) + 1}: expected ")
    assert source == f"  …{head[-80:]}{f'] {tail}'[:40]}…"
    assert source[marker.index("^")] == "]"


def test_of_a_long_line_that_is_wrong_at_its_end_the_end_is_shown() -> None:
    text = "ASK { " + "?s ?p ?o . " * 20
    _, source, marker = str(explain(text, (), "")).split("\n")
    assert source == f"  …{text.rstrip()[-80:]}"
    assert len(marker) == len(source) + 1


def test_a_very_long_token_is_quoted_by_its_beginning() -> None:
    told, *_ = str(explain(f"ASK {{ ?s ?p '{'a' * 500}' 'b{'c' * 500}' }}", (), "")).split("\n")
    assert told.endswith(f"but found ''b{'c' * 38}…'")


def test_the_caret_stands_below_the_fault_also_after_what_is_spelled_out() -> None:
    _, source, marker = str(explain("ASK { '\x1b' ?p }", (), "")).split("\n")
    assert source == r"  ASK { '\x1b' ?p }"
    assert source[marker.index("^")] == "}"


def test_what_nobody_understands_is_told_in_the_engines_words() -> None:
    error = explain("ASK {\n ?s ?p ?o }", (), "error at 2:3: expected something else")
    assert str(error).startswith("line 2, column 3: the engine refuses it: expected something else")


def test_an_engine_without_a_place_is_quoted() -> None:
    assert str(explain("ASK {}", (), "no")).startswith("line 1, column 1: no\n")


def test_a_query_too_deep_for_the_recogniser_is_told_by_the_engine() -> None:
    text = "SELECT * { FILTER(" + "(" * 190 + "1" + ")" * 189 + " }"
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(text)
    assert "the engine refuses it" in str(explain(text, (), str(raised.value)))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_every_question_follows_the_grammar(path: Path) -> None:
    assert recognise(path.read_text(encoding="utf-8")).complete


SOUND = """\
BASE <http://x/> PREFIX a: <b> SELECT DISTINCT ?s (1+1 AS ?n) FROM <g> FROM NAMED a:g {}
ASK { ?s cg:a/^cg:b*|!(cg:c|^cg:d)+/(cg:e)? ?o ; cg:f ?g , 'x'@en, 1.5, -2, true ; . }
CONSTRUCT WHERE { ?s ?p ?o } ORDER BY DESC(?s) ?o LIMIT 1 OFFSET 2
CONSTRUCT { ?s ?p [ cg:a ( 1 2 ) ] } { ?s ?p ?o } OFFSET 2 LIMIT 1
DESCRIBE <http://x/a> ?b FROM <http://g> { ?b ?p () . [] ?q [ ?r ?t ] }
SELECT (COUNT(DISTINCT *) AS ?n) { ?x ?p ?o } GROUP BY ?x (STR(?o) AS ?t) HAVING (SUM(?o) > 1)
SELECT (GROUP_CONCAT(?x; SEPARATOR=', ') AS ?l) { ?x ?p ?o }
SELECT * { { ?a ?b ?c } UNION { ?d ?e ?f } MINUS { ?a ?b ?c } OPTIONAL { ?a ?b ?g } }
SELECT * { GRAPH ?h { ?a ?b ?c } SERVICE SILENT <http://s/> {} BIND(IF(?a IN (1, 2), 1, 2) AS ?i) }
SELECT * { VALUES ?j { 1 UNDEF 'x' } VALUES (?k ?l) { (1 2) (3 UNDEF) } } VALUES ?m { 1 }
SELECT * { { SELECT ?a { ?a ?b ?c } LIMIT 1 } FILTER NOT EXISTS { ?a ?b ?c } }
SELECT * { FILTER(BOUND(?a) && REGEX(?b, 'x', 'i') || !(?a NOT IN ()) && cg:f(DISTINCT 1, 2) = 3) }
SELECT * { FILTER(?a<?b&&?c>?d) FILTER(?a<=?b) FILTER(COALESCE(?a, 1) != -?b * +2) }
"""


@pytest.mark.parametrize("text", SOUND.splitlines())
def test_the_recogniser_takes_what_the_engine_takes(text: str) -> None:
    prefixes = {"cg": "https://w3id.org/citygraph/ns#"}
    assert recognise(text) == (True, len(text), ())
    if "SERVICE" not in text and "cg:f(" not in text:
        ox.Store().query(text, prefixes=prefixes, base_iri="http://base/")


@given(st.sampled_from(QUERIES), st.integers(0, 10_000))
def test_a_question_that_lost_a_token_is_located_no_later_than_its_end(
    path: Path, number: int
) -> None:
    text = path.read_text(encoding="utf-8")
    lost = tokens(text)[number % len(tokens(text))]
    broken = text[: lost.start] + text[lost.end :]
    reached = recognise(broken)
    assert reached.complete or reached.expected
    assert reached.offset <= len(broken)


@given(
    st.text()
    | st.lists(st.sampled_from(["SELECT", "{", "}", "?x", "(", ")", "a:b", "'", "<"])).map(" ".join)
)
def test_explaining_never_fails(text: str) -> None:
    error = explain(text, (), "error at 1:1: x")
    assert error.line >= 1
    assert error.column >= 1
