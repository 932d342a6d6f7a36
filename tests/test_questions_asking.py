"""Asking a store a question."""

import pytest

from citygraph.answers import Answer
from citygraph.errors import InputError, ParameterError, QuerySyntaxError, RefusedQueryError
from citygraph.graph import CityGraph
from citygraph.home import Home
from citygraph.questions import (
    Limits,
    ask,
    catalogue,
    find_question,
    missing_graphs,
    prepare,
    read_question,
    speaks,
)
from citygraph.vocabulary import PREFIXES

XSD = "http://www.w3.org/2001/XMLSchema#"


def records(graph: CityGraph, text: str, **given_values: object) -> list[dict[str, object]]:
    found = ask(graph, read_question(text), given_values)
    assert isinstance(found, Answer)
    return found.records()


def test_a_question_speaks_the_language_asked_for(small_graph: CityGraph) -> None:
    question = find_question(small_graph.home.queries, "cities")
    for lang, label in (("en", "Osaka"), ("ja", "大阪"), ("ko", "오사카"), (None, "Osaka")):
        found = ask(small_graph, question, lang=lang)
        assert isinstance(found, Answer)
        assert [row["label"] for row in found.records()] == [label]


def test_two_languages_are_one_too_many(small_graph: CityGraph) -> None:
    question = find_question(small_graph.home.queries, "cities")
    assert ask(small_graph, question, {"lang": "ja"}) == ask(small_graph, question, lang="ja")
    assert ask(small_graph, question, {"lang": "ja"}, lang="ja") == ask(
        small_graph, question, lang="ja"
    )
    with pytest.raises(ParameterError) as raised:
        ask(small_graph, question, {"lang": "ja"}, lang="ko")
    assert str(raised.value) == "two languages: --lang ko and -p lang=ja; give one of them"


def test_parameters_are_bound_as_terms(small_graph: CityGraph) -> None:
    question = find_question(small_graph.home.queries, "goals-of-city")
    found = ask(small_graph, question, {"city": "osaka:osaka"})
    assert isinstance(found, Answer)
    assert len(found.rows) == 2
    late = ask(small_graph, question, {"city": "osaka:osaka", "since": 2000})
    assert isinstance(late, Answer)
    assert late.rows == ()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {},
            "question 'goals-of-city' needs a value for 'city' (iri): The city; give it with  -p ",
        ),
        (
            {"town": "x"},
            "question 'goals-of-city' has no parameter 'town'; it takes city, since",
        ),
        ({"city": "x"}, "parameter 'city': 'x' is neither a CURIE"),
        ({"city": "cg:x", "since": "soon"}, "parameter 'since': 'soon' is no integer"),
    ],
)
def test_wrong_parameters(small_graph: CityGraph, values: dict[str, str], message: str) -> None:
    question = find_question(small_graph.home.queries, "goals-of-city")
    with pytest.raises(ParameterError) as raised:
        ask(small_graph, question, values)
    assert str(raised.value).startswith(message)


def test_a_query_of_ones_own_needs_no_declarations(small_graph: CityGraph) -> None:
    text = "SELECT ?g { ?c a ?class ; cg:hasGoal ?g } ORDER BY ?g"
    assert len(records(small_graph, text, **{"class": "cg:City"})) == 2
    assert records(
        small_graph, "SELECT ?l { osaka:osaka skos:prefLabel ?l FILTER(?l = ?x) }", x='"大阪"@ja'
    ) == [{"l": "大阪"}]


@pytest.mark.parametrize(("lang", "count"), [("ja", 1), (None, 3)])
def test_a_query_of_ones_own_may_use_the_language(
    small_graph: CityGraph, lang: str | None, count: int
) -> None:
    text = "SELECT ?l { osaka:osaka skos:prefLabel ?l FILTER(!BOUND(?lang) || LANG(?l) = ?lang) }"
    found = ask(small_graph, read_question(text), lang=lang)
    assert isinstance(found, Answer)
    assert len(found.rows) == count


def test_whether_the_language_makes_a_difference(small_home: Home) -> None:
    cities, goals, quality = catalogue(small_home.queries)
    assert [speaks(each) for each in (cities, goals, quality)] == [True, False, False]


def test_a_graph_that_is_not_loaded_is_no_empty_answer(small_graph: CityGraph) -> None:
    text = """\
PREFIX g: <https://w3id.org/citygraph/graph/>
SELECT (COUNT(*) AS ?n) FROM g:%s { ?s ?p ?o }"""
    assert records(small_graph, text % "colours") == [{"n": 1}]
    with pytest.raises(
        InputError, match=r"names the graph <https://w3id\.org/citygraph/graph/kobe>"
    ):
        ask(small_graph, read_question(text % "kobe"))
    with pytest.raises(InputError, match="FROM names the graph <cg:x>, which is not loaded"):
        ask(small_graph, read_question("SELECT * FROM <cg:x> {}"))
    with pytest.raises(QuerySyntaxError):
        ask(small_graph, read_question("SELECT * FROM NAMED {}"))
    with pytest.raises(InputError, match="FROM names the graph <http://x/>, which is not loaded"):
        ask(small_graph, read_question("SELECT * FROM <http://x/> {}"))


def test_a_graph_that_is_not_there_is_named(small_graph: CityGraph) -> None:
    text = """\
PREFIX g: <https://w3id.org/citygraph/graph/>
SELECT * { GRAPH g:osaka { ?a ?b ?c } GRAPH g:kobe {} GRAPH <urn:x> {} GRAPH g:kobe {} GRAPH ?g {} }
"""
    assert missing_graphs(read_question(text), small_graph) == (
        "https://w3id.org/citygraph/graph/kobe",
        "urn:x",
    )


def test_a_graph_may_depend_on_the_base(small_graph: CityGraph) -> None:
    base = "BASE <https://w3id.org/citygraph/graph/> SELECT (COUNT(*) AS ?n) "
    assert records(small_graph, base + "FROM <colours> { ?a ?b ?c }") == [{"n": 1}]
    with pytest.raises(
        InputError, match=r"names the graph <https://w3id\.org/citygraph/graph/kobe>"
    ):
        ask(small_graph, read_question(base + "FROM <kobe> { ?a ?b ?c }"))
    inside = base + "{ GRAPH <colours> { ?a ?b ?c } }"
    assert records(small_graph, inside) == [{"n": 1}]
    assert missing_graphs(read_question(inside), small_graph) == ()


def test_updates_and_calls_are_refused(small_graph: CityGraph) -> None:
    with pytest.raises(RefusedQueryError):
        ask(small_graph, read_question("CLEAR ALL"))
    with pytest.raises(RefusedQueryError):
        ask(small_graph, read_question("SELECT * { SERVICE <http://x/> {} }"))


def test_an_allowed_call_is_prepared() -> None:
    text = "SELECT * { SERVICE <http://x/> {} }"
    assert prepare(read_question(text), allow_service={"http://x/"}).text == text
    assert Limits().allow_service == frozenset()


def test_a_prepared_query_is_complete(small_home: Home) -> None:
    question = find_question(small_home.queries, "cities")
    prepared = prepare(question, lang="ko")
    assert prepared.text.startswith(f"PREFIX cg: <{PREFIXES['cg']}>\nPREFIX skos: ")
    assert 'WHERE { VALUES (?lang) { ("ko") }' in prepared.text
    assert not prepared.own_dataset
