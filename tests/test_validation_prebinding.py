"""Binding `$this` to many nodes gives what each node's own query gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, Variable

from citygraph.validation.prebinding import prebind
from citygraph.validation.shapes import NeedsPyshaclError

EX = "https://example.org/"
NODES = tuple(NamedNode(EX + name) for name in "abcd")
QUERIES = (
    "SELECT $this ?v WHERE { $this ex:p ?v }",
    "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:p ?v . ?v ex:q ?w } }",
    "SELECT DISTINCT $this ?v { { $this ex:p ?v } UNION { ?v ex:q $this FILTER($this != ?v) } }",
    "SELECT $this ?v { OPTIONAL { $this ex:p ?v } FILTER(!BOUND(?v)) }",
    "SELECT $this ?n { { SELECT $this (COUNT(?v) AS ?n) { $this ex:p ?v } GROUP BY $this } }",
    "SELECT $this (MAX(?v) AS ?m) { $this ex:p+ ?v } GROUP BY $this HAVING (COUNT(?v) > 1)",
    'SELECT $this ?v { $this ex:p ?v # } not the end {\n FILTER(STR(?v) != "} $this {") }',
    "SELECT * { $this ex:p ?v . ?v ex:p ?w }",
)


def answers(store: Store, text: str) -> set[tuple[str, ...]]:
    found = store.query(text, prefixes={"ex": EX})
    assert isinstance(found, QuerySolutions)
    assert Variable("this") in found.variables
    return {tuple(map(str, solution)) for solution in found}


@pytest.mark.parametrize("query", QUERIES)
@given(st.sets(st.tuples(st.sampled_from("abcd"), st.sampled_from("pq"), st.sampled_from("abcd"))))
def test_all_at_once_is_one_after_the_other(query: str, triples: set[tuple[str, str, str]]) -> None:
    store = Store()
    text = "".join(f"<{EX}{s}> <{EX}{p}> <{EX}{o}> .\n" for s, p, o in triples)
    store.load(text.encode(), format=RdfFormat.N_TRIPLES)
    together = answers(store, prebind(query, NODES))
    each = [answers(store, prebind(query, [node])) for node in NODES]
    assert together == set().union(*each)
    for node, alone in zip(NODES, each, strict=True):
        assert all(row[0] == str(node) or str(node) in row for row in alone)


def test_this_is_seen_at_every_depth() -> None:
    """What a mere join would leave unbound: BIND and FILTER inside OPTIONAL and UNION."""
    query = (
        "SELECT $this ?x ?y { OPTIONAL { BIND(STR($this) AS ?x) } "
        "{ BIND(1 AS ?y) FILTER($this = ex:a) } UNION { BIND(2 AS ?y) FILTER($this = ex:b) } }"
    )
    assert answers(Store(), prebind(query, NODES)) == {
        (f"<{EX}{name}>", f'"{EX}{name}"', f'"{y}"^^<http://www.w3.org/2001/XMLSchema#integer>')
        for name, y in (("a", 1), ("b", 2))
    }


def test_a_query_that_never_says_this_is_about_each_node() -> None:
    store = Store()
    store.load(f"<{EX}s> <{EX}p> <{EX}o> .".encode(), format=RdfFormat.N_TRIPLES)
    rows = answers(store, prebind("SELECT $this ?v { ?v ex:p ?w }", NODES[:2]))
    assert rows == {(f"<{EX}a>", f"<{EX}s>"), (f"<{EX}b>", f"<{EX}s>")}


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT $this { GRAPH ?g { $this ?p ?o } }", "says GRAPH"),
        ("SELECT $this { $this ?p ?o MINUS { $this a ?o } }", "says MINUS"),
        ("SELECT $this { values ?o { 1 } $this ?p ?o }", "says values"),
        ("SELECT $this { SERVICE <https://example.org/> { $this ?p ?o } }", "says SERVICE"),
        ("SELECT $this { $this ?p ?o } LIMIT 1", "says LIMIT"),
        ("ASK { $this ?p ?o }", "says ASK"),
        ("SELECT $this { $this ?p $currentShape }", "uses \\$currentShape"),
        ("SELECT $this ?failure { $this ?p ?failure }", "uses \\?failure"),
        ("SELECT ?o { $this ?p ?o }", "without \\$this"),
        ("SELECT (COUNT(*) AS ?n) { $this ?p ?o }", "without \\$this"),
        ("SELECT $this { { SELECT ?o { $this ?p ?o } } $this ?p ?o }", "without \\$this"),
    ],
)
def test_what_cannot_be_asked_at_once_is_refused(query: str, why: str) -> None:
    with pytest.raises(NeedsPyshaclError, match=why):
        prebind(query, NODES)


def test_words_inside_names_and_texts_are_no_keywords() -> None:
    query = (
        'SELECT $this { $this ex:VALUES "MINUS" ; <https://example.org/GRAPH> ?limit # LIMIT 1\n }'
    )
    assert "VALUES $this {" in prebind(query, NODES)
