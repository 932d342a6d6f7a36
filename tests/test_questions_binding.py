"""Values and prefixes for a query, in one way for every engine."""

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from citygraph.errors import ParameterError
from citygraph.graph import CityGraph
from citygraph.questions import catalogue, prepare
from citygraph.questions.binding import bind, declare_prefixes
from citygraph.questions.lexer import tokens
from citygraph.questions.outline import outline
from citygraph.questions.parameters import Parameter, term

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
STRING = Parameter("x", "string", None, "")


@given(TEXTS)
def test_any_text_reaches_the_engine_unchanged(text: str) -> None:
    query = bind("SELECT ?x WHERE { BIND(STRLEN(?x) AS ?n) }", {"x": term(STRING, text)})
    found = ox.Store().query(query)
    assert isinstance(found, ox.QuerySolutions)
    assert [row["x"] for row in found] == [ox.Literal(text)]


@given(TEXTS)
def test_any_text_reaches_rdflib_unchanged(text: str) -> None:
    query = bind("SELECT ?x WHERE { BIND(STRLEN(?x) AS ?n) }", {"x": term(STRING, text)})
    assert list(rdflib.Graph().query(query)) == [(rdflib.Literal(text),)]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("SELECT ?x { ?x ?p ?o }", "SELECT ?x { VALUES (?x) { (1) } ?x ?p ?o }"),
        ("SELECT * WHERE{?x ?p ?o}", "SELECT * WHERE{ VALUES (?x) { (1) }?x ?p ?o}"),
        ("ASK { ?x ?p '{' }", "ASK { VALUES (?x) { (1) } ?x ?p '{' }"),
        (
            "SELECT (EXISTS { ?x ?y ?z } AS ?e) WHERE { ?x ?p ?o }",
            "SELECT (EXISTS { ?x ?y ?z } AS ?e) WHERE { VALUES (?x) { (1) } ?x ?p ?o }",
        ),
        (
            "CONSTRUCT { ?x ?p ?o } WHERE { ?x ?p ?o }",
            "CONSTRUCT { ?x ?p ?o } WHERE { VALUES (?x) { (1) } ?x ?p ?o }",
        ),
        (
            "# {\nDESCRIBE ?x WHERE { ?x ?p ?o }",
            "# {\nDESCRIBE ?x WHERE { VALUES (?x) { (1) } ?x ?p ?o }",
        ),
    ],
)
def test_values_stand_at_the_head_of_where(text: str, bound: str) -> None:
    assert bind(text, {"x": "1"}) == bound
    ox.Store().query(bound)


def test_without_values_nothing_changes() -> None:
    assert bind("SELECT", {}) == "SELECT"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { BIND(1 AS ?x) }", "the query assigns ?x itself with AS"),
        ("SELECT (COUNT(?x) AS ?y) { ?a ?b ?x }", ""),
        (
            "SELECT * { ?a ?b ?c }",
            "does not use ?x outside of sub-selects; the variables it uses are a, b, c",
        ),
        (
            "SELECT * { ?a ?b ?c { SELECT ?x { ?x ?p ?o } } }",
            "does not use ?x outside of sub-selects; the variables it uses are a, b, c",
        ),
        ("SELECT * { SELECT ?x { ?x ?p ?o } }", "the query has no WHERE of its own in which"),
        ("DESCRIBE <http://x/a>", "the query has no WHERE of its own in which"),
        (
            "SELECT * { { ?a ?b ?c FILTER(?c = ?x) } UNION { ?a ?b ?x } }",
            "?x is tested inside a nested group, where a value given to the query does not reach",
        ),
        ("SELECT * { ?a ?b ?c MINUS { ?a ?d ?e FILTER(?e = ?x) } }", "?x is tested inside"),
        ("SELECT * { GRAPH ?g { ?a ?b ?c FILTER(?c = ?x) } }", "?x is tested inside"),
        ("SELECT * { ?a ?b ?c OPTIONAL { ?a ?d ?e FILTER(?e = ?x) } }", ""),
        ("SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?a ?d ?e FILTER(?e = ?x) } }", ""),
        ("SELECT * { { ?a ?b ?x FILTER(?x > 1) } UNION { ?a ?d ?x } }", ""),
        ("SELECT * { VALUES (?x) { (1) } }", ""),
    ],
)
def test_a_value_is_given_only_where_it_arrives(text: str, message: str) -> None:
    if not message:
        ox.Store().query(bind(text, {"x": "1"}))
        return
    with pytest.raises(ParameterError) as raised:
        bind(text, {"x": "1"})
    assert str(raised.value).startswith("'x' cannot be bound: ")
    assert message in str(raised.value)


@pytest.mark.parametrize("engine", ["pyoxigraph", "rdflib"])
def test_a_hidden_test_would_silently_find_nothing(engine: str) -> None:
    """Why such a query is refused: without the check both engines answer with no rows."""
    text = "SELECT * { VALUES (?x) { (1) } { <a:a> <a:b> ?c FILTER(?c = ?x) } }"
    data = "<a:a> <a:b> 1 ."
    if engine == "rdflib":
        assert len(rdflib.Graph().parse(data=data, format="turtle").query(text)) == 0
        return
    store = ox.Store()
    store.load(data, ox.RdfFormat.TURTLE)
    assert list(store.query(text)) == []  # type: ignore[arg-type]


def test_only_missing_and_known_prefixes_are_declared() -> None:
    known = {"a": "http://a/", "b": "http://b/", "c": "http://c/"}
    text = "PREFIX a: <http://mine/>\nASK { a:x b:x d:x }"
    assert declare_prefixes(text, known) == f"PREFIX b: <http://b/>\n{text}"


@given(
    st.text() | st.lists(st.sampled_from(["{", "}", "SELECT", "(", ")", "?x", "AS"])).map(" ".join)
)
def test_an_outline_can_be_made_of_anything(text: str) -> None:
    found = outline(text)
    assert found.hidden <= found.seen
    assert len(found.names) <= len(tokens(text))


def test_the_outline_of_a_query() -> None:
    found = outline(
        "PREFIX a: <http://a/> SELECT ?s (1 AS ?one) FROM <http://g> FROM NAMED a:h "
        "WHERE { ?s a:p ?o { SELECT ?inner { ?inner ?q ?r } } }"
    )
    assert found.form == "SELECT"
    assert found.declared == {"a": "http://a/"}
    assert [token.text for token in found.dataset] == ["<http://g>", "a:h"]
    assert found.seen == {"s", "o"}
    assert found.targets == {"one"}


# --- values that are said again ------------------------------------------------------------------

LABELLED = """
SELECT ?s ?l WHERE {
  ?s a ?class .
  OPTIONAL { ?s ?p ?l . FILTER(LANG(?l) = ?lang) }
  OPTIONAL { ?s ?q ?m { ?m ?lang ?n } }
  OPTIONAL { ?s ?q ?nothing }
  OPTIONAL { SELECT ?s { ?s ?p ?lang } }
}"""


def test_values_are_repeated_where_an_optional_uses_them() -> None:
    row = 'VALUES (?lang) { ("ja") }'
    once = bind(LABELLED, {"lang": '"ja"'})
    again = bind(LABELLED, {"lang": '"ja"'}, repeat=True)
    assert once.count(row) == 1
    assert again.count(row) == 3
    assert again.replace(f" {row}", "") == LABELLED
    assert f"OPTIONAL {{ {row} ?s ?p ?l ." in again
    assert f"OPTIONAL {{ {row} ?s ?q ?m {{ ?m ?lang" in again


def test_each_optional_gets_the_values_that_it_uses() -> None:
    text = "SELECT * { ?s ?p ?a OPTIONAL { ?s ?q ?b FILTER(?b = ?x) } OPTIONAL { ?s ?r ?y } }"
    again = bind(text, {"x": "1", "y": "2"}, repeat=True)
    assert "OPTIONAL { VALUES (?x) { (1) } ?s ?q ?b" in again
    assert "OPTIONAL { VALUES (?y) { (2) } ?s ?r ?y" in again


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_repeating_values_changes_no_answer(bundled: CityGraph, lang: str) -> None:
    here = [each for each in catalogue(bundled.home.queries) if not each.services]
    assert here
    for question in here:
        once = prepare(question, lang=lang).text
        again = prepare(question, lang=lang, repeat=True).text
        if again != once:
            assert bundled.query(again) == bundled.query(once)
