"""Why a question found nothing: values that the graph does not know."""

import pytest

from citygraph.graph import CityGraph
from citygraph.questions import Absent, absent_values, read_question

CITY = "https://w3id.org/citygraph/id/osaka/osaka"
NOWHERE = "https://w3id.org/citygraph/id/nowhere"
HEAD = "#+ param: city iri id:nowhere The city\n#+ param: lang lang en Language of the labels\n"
BODY = "{ ?city a cg:City OPTIONAL { ?city skos:prefLabel ?label FILTER(LANG(?label) = ?lang) } }"
ALL_FORMS = [
    f"SELECT ?city ?label WHERE {BODY} ORDER BY ?label",
    f"ASK {BODY}",
    f"CONSTRUCT {{ ?city a cg:City }} WHERE {BODY}",
]


@pytest.mark.parametrize("query", ALL_FORMS)
def test_every_form_of_query_names_the_values_that_find_something(
    small_graph: CityGraph, query: str
) -> None:
    question = read_question(HEAD + query)
    [absent] = absent_values(small_graph, question, lang="ja")
    assert absent == Absent(question.parameters[0], NOWHERE, defaulted=True, others=(CITY,))


def test_a_value_that_was_given_is_no_default(small_graph: CityGraph) -> None:
    question = read_question(HEAD + ALL_FORMS[0])
    [absent] = absent_values(small_graph, question, {"city": "<urn:x>"})
    assert (absent.iri, absent.defaulted) == ("urn:x", False)


def test_a_value_that_is_there_is_not_absent(small_graph: CityGraph) -> None:
    question = read_question(HEAD + ALL_FORMS[0])
    assert list(absent_values(small_graph, question, {"city": "osaka:osaka"})) == []


def test_where_no_value_can_be_looked_for_none_is_offered(small_graph: CityGraph) -> None:
    grouped = "SELECT ?type (COUNT(*) AS ?n) WHERE { ?city a ?type } GROUP BY ?type"
    [absent] = absent_values(small_graph, read_question(HEAD.splitlines()[0] + "\n" + grouped))
    assert (absent.iri, absent.others) == (NOWHERE, ())
