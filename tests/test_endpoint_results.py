"""Rows from JSON are the rows that were sent; and what is known of a query before it is sent."""

import json
import re
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.answers import Answer, write
from citygraph.endpoint.query_text import counting, parsed, solutions
from citygraph.endpoint.results import BrokenError, read_rows

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
IRIS = st.from_regex(  # one number sign at most, as an IRI has
    r"https?://[a-z]{1,10}/[a-z0-9東京서울é_.~:/?()-]{0,10}(#[a-z0-9é/?()-]{0,5})?", fullmatch=True
)
TERMS = st.one_of(
    st.builds(ox.NamedNode, IRIS),
    st.builds(ox.BlankNode, st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,8}", fullmatch=True)),
    st.builds(ox.Literal, TEXTS),
    st.builds(
        lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["ja", "ko"])
    ),
    st.builds(lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(kind)), TEXTS, IRIS),
    st.integers().map(ox.Literal),
)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    names = draw(st.lists(st.sampled_from(["a", "type", "value", "都市"]), unique=True, max_size=4))
    cells = st.tuples(*(st.none() | TERMS for _ in names))
    return Answer(tuple(names), tuple(draw(st.lists(cells, max_size=5))))


@given(answers())
def test_rows_come_back_as_they_were(answer: Answer) -> None:
    assert read_rows(write(answer, "json").encode()) == answer


@given(answers(), st.data())
def test_rows_that_were_cut_are_none(answer: Answer, data: st.DataObject) -> None:
    body = write(answer, "json").rstrip().encode()
    length = data.draw(st.integers(min_value=0, max_value=len(body) - 1))
    with pytest.raises(BrokenError):
        read_rows(body[:length])


@given(answers(), st.data())
def test_a_byte_that_fell_over_is_never_overlooked(answer: Answer, data: st.DataObject) -> None:
    """What is still JSON with rows is what another server may have sent; no error is ours."""
    body = bytearray(write(answer, "json").encode())
    place = data.draw(st.integers(min_value=0, max_value=len(body) - 1))
    body[place] = data.draw(st.integers(min_value=0, max_value=255))
    with suppress(BrokenError):
        assert isinstance(read_rows(bytes(body)), Answer)


def row(cell: object) -> bytes:
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": cell}]}}).encode()


def cell(said: object) -> object:
    return read_rows(row(said)).rows[0][0]


@pytest.mark.parametrize(
    ("said", "term"),
    [
        (
            {"type": "typed-literal", "value": "5", "datatype": XSD + "integer"},
            ox.Literal(5),
        ),
        (
            {"type": "literal", "value": "1", "datatype": XSD + "boolean"},
            ox.Literal(True),  # noqa: FBT003 - that is how it is called
        ),
        (
            {"type": "literal", "value": "0", "datatype": XSD + "boolean"},
            ox.Literal(False),  # noqa: FBT003 - that is how it is called
        ),
        ({"type": "literal", "value": "x", "datatype": XSD + "string"}, ox.Literal("x")),
        (
            {"type": "literal", "value": "x", "xml:lang": "ja", "its:dir": "rtl"},
            ox.Literal("x", language="ja", direction=ox.BaseDirection.RTL),
        ),
        (
            {
                "type": "triple",
                "value": {
                    "subject": {"type": "uri", "value": "urn:a"},
                    "predicate": {"type": "uri", "value": "urn:b"},
                    "object": {"type": "literal", "value": "c"},
                },
            },
            ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c")),
        ),
    ],
    ids=["typed-literal", "true", "false", "string", "direction", "triple"],
)
def test_terms_as_servers_write_them(said: object, term: object) -> None:
    assert cell(said) == term


@pytest.mark.parametrize(
    "said",
    [
        {"type": "literal", "value": "x", "xml:lang": "ja", "datatype": XSD + "string"},
        {
            "type": "literal",
            "value": "x",
            "datatype": "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
        },
        {"type": "literal", "value": "x", "xml:lang": "not a tag"},
        {"type": "literal", "value": "x", "its:dir": "rtl"},
        {"type": "literal", "value": "x", "xml:lang": "ja", "its:dir": "up"},
        {"type": "literal", "value": "x", "lang": "ja"},
        {"type": "uri", "value": "urn:a", "datatype": "urn:b"},
        {"type": "bnode", "value": ""},
        {"type": "triple", "value": {}},
        {"type": "triple", "value": "urn:a"},
        {"type": "triple", "value": {"subject": None, "predicate": None, "object": None}},
        {"value": "urn:a"},
        [{"type": "uri", "value": "urn:a"}],
        None,
    ],
    ids=str,
)
def test_terms_that_are_none(said: object) -> None:
    with pytest.raises(BrokenError):
        cell(said)


def test_a_byte_order_mark_is_no_fault() -> None:
    body = b'\xef\xbb\xbf{"head": {"vars": []}, "results": {"bindings": [{}]}}'
    assert read_rows(body) == Answer((), ((),))


# --- queries -----------------------------------------------------------------------------------

STORE = ox.Store()
STORE.bulk_extend(
    ox.Quad(ox.NamedNode(f"urn:s{i}"), ox.NamedNode("urn:p"), ox.Literal(i % 3), graph)
    for i in range(7)
    for graph in (ox.NamedNode("urn:g"), ox.DefaultGraph())
)
SELECTS = (
    "SELECT ?s { ?s ?p ?o }",
    "# SELECT {\nPREFIX a: <urn:> SELECT DISTINCT ?o WHERE { ?s a:p ?o } ORDER BY ?o",
    "SELECT (COUNT(?s) AS ?n) (SUM(?o) AS ?m) { ?s <urn:p> ?o } GROUP BY ?o HAVING (COUNT(*) > 2)",
    "SELECT * FROM <urn:g> { ?s ?p ?o } LIMIT 3 OFFSET 1",
    "PREFIX : <urn:> SELECT ?s FROM :g FROM NAMED :g\n# FROM :h\n{ GRAPH ?g { ?s ?p ?o } }",
    "SELECT (EXISTS { ?s <urn:p> 0 } AS ?x) (IF(?o < 1 && 2 > 1, '{', '}') AS ?y) { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o } VALUES ?o { 0 1 }",
    "SELECT ?n { BIND('''{ \" ''' AS ?n) } # } {",
)


@pytest.mark.parametrize("text", SELECTS)
def test_counting_gives_the_number_of_rows(text: str) -> None:
    asked = parsed(text)
    rows = len(list(STORE.query(text)))  # type: ignore[arg-type]
    (counted,) = STORE.query(counting(asked))  # type: ignore[misc]
    assert counted[0] == ox.Literal(rows)
    assert asked.form == "SELECT"


@pytest.mark.parametrize(
    ("text", "single"),
    [
        ("CONSTRUCT { ?s <urn:is> ?o } WHERE { ?s ?p ?o }", True),
        ("CONSTRUCT { ?s a ?o. } { ?s ?p ?o }", True),
        ("CONSTRUCT WHERE { ?s <urn:p> ?o . }", True),
        ("CONSTRUCT # {\n { ?s <urn:q> '{' ; ?p ?o } FROM <urn:g> { ?s ?p ?o } LIMIT 4", False),
        ("CONSTRUCT { [] <urn:p> (1 ?o) } WHERE { ?s ?p ?o { ?s ?p 0 } }", False),
    ],
)
def test_solutions_are_what_triples_are_made_of(text: str, single: bool) -> None:  # noqa: FBT001
    made = solutions(parsed(text))
    assert made.single == single
    rows = {tuple(map(str, row)) for row in STORE.query(made.text)}  # type: ignore[union-attr]
    if single:
        assert len(rows) == len(set(STORE.query(text)))  # type: ignore[arg-type]
    (counted,) = STORE.query(counting(parsed(made.text)))  # type: ignore[misc]
    assert counted[0] == ox.Literal(len(rows))


def test_a_template_without_variables_has_solutions_too() -> None:
    made = solutions(parsed("CONSTRUCT { <urn:a> <urn:b> <urn:c> } WHERE { ?s ?p ?o }"))
    assert len(list(STORE.query(made.text))) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("select ?s { ?s ?p ?o }", "SELECT"),
        ("BASE <http://x/select>\n# ASK\nPREFIX ask: <urn:CONSTRUCT> aSk {}", "ASK"),
        ("PREFIX : <urn:>PREFIX a.b:<urn:>DESCRIBE :x", "DESCRIBE"),
        ("CONSTRUCT { } WHERE { }", "CONSTRUCT"),
    ],
)
def test_the_form_is_that_of_the_grammar(text: str, form: str) -> None:
    assert parsed(text).form == form
    assert re.match(form, text[parsed(text).start :], re.IGNORECASE)
