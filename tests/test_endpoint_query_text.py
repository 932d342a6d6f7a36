"""What is known of a query before it is sent, and which queries are parsed at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.endpoint.query_text import parsed
from citygraph.questions.guard import service_addresses

CALLS = (
    "SERVICE <http://x/a> { ?a ?p ?b }",
    "service silent ?a{}",
    "SERVICE#>\n:x# {\n{ }",
    "Service<http://x/a#b>#c\n{}",
    "FILTER(?a<?b)SERVICE#>\n:x{}",
    "?a ?p 1SERVICE :x\n\n{}",
    "?a ?p true SERVICE SILENT#\n<a>{}",
)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?b ?a { ?a ?b 'a public service' }",
        "SELECT ?b ?a { ?a ?b <http://example.org/service/a> }",
        "SELECT ?b ?a { ?a ?b ?service } # SERVICE is not called",
        "PREFIX service: <urn:service:> SELECT ?b ?a { ?a ?b service:a . ?b service:is ?c }",
        '''SELECT ?b ?a { ?a ?b """the service\n'of' "trains" """ FILTER(?a<?b) }''',
    ],
)
def test_the_columns_are_known_where_service_is_a_mere_word(text: str) -> None:
    assert parsed(text).variables == ("b", "a")


@pytest.mark.parametrize("call", CALLS)
def test_a_query_that_calls_another_machine_is_left_to_the_server(call: str) -> None:
    assert parsed(f"PREFIX : <urn:> SELECT * {{ ?a ?p ?b . {call} }}").variables is None


def test_what_only_looks_like_a_call_is_left_to_the_server_too() -> None:
    assert parsed("SELECT ?a { ?a ?p 'SERVICE <a> {' }").variables is None


@given(
    st.lists(
        st.sampled_from(
            ["SERVICE", "silent", "<http://x/>", "?s", ":x", "{", "}", " ", "\n", "#c\n", "<", "1"]
        )
    ).map("".join)
)
def test_no_call_that_the_guard_of_the_other_engine_sees_is_missed(middle: str) -> None:
    text = f"PREFIX : <urn:> SELECT * {{ ?a ?p 1 SERVICE{middle} }}"
    if list(service_addresses(text)):
        assert parsed(text).variables is None
