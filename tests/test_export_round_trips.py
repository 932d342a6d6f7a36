"""What is exported is what was there, whatever it is: two parsers agree."""

from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rdf_graphs import (
    GRAPH,
    RDFLIB_NAMES,
    by_oxigraph,
    by_rdflib,
    canonical,
    exported,
    graphs,
    typed_literals,
    xml_predicates,
    xml_texts,
)

some_graphs = settings(max_examples=60)
ANY_GRAPH = ["turtle", "nt", "jsonld"]


@pytest.mark.parametrize("form", ANY_GRAPH)
@some_graphs
@given(graph=graphs())
def test_any_graph_is_read_back_by_two_parsers(form: str, graph: Sequence[ox.Triple]) -> None:
    content = exported(form, graph)
    assert by_oxigraph(content, form) == canonical(graph)
    assert by_rdflib(content, form) == canonical(graph)


@pytest.mark.parametrize("form", RDFLIB_NAMES)
@given(value=typed_literals)
def test_literals_stay_as_they_are_written(form: str, value: ox.Literal) -> None:
    node = ox.NamedNode("urn:example:a")
    graph = [ox.Triple(node, node, value)]
    content = exported(form, graph)
    assert by_oxigraph(content, form) == canonical(graph)
    assert by_rdflib(content, form) == canonical(graph)


@some_graphs
@given(graph=graphs(xml_predicates, xml_texts))
def test_any_graph_that_xml_can_carry_is_read_back(graph: Sequence[ox.Triple]) -> None:
    content = exported("rdfxml", graph)
    assert by_oxigraph(content, "rdfxml") == canonical(graph)
    assert by_rdflib(content, "rdfxml") == canonical(graph)


@some_graphs
@given(graph=graphs())
def test_any_graph_is_read_back_from_rdf12(graph: Sequence[ox.Triple]) -> None:
    assert by_oxigraph(exported("rdf12", graph), "rdf12") == canonical(graph)


@pytest.mark.parametrize("form", ["trig", "nq"])
@some_graphs
@given(first=graphs(), second=graphs())
def test_named_graphs_stay_apart(
    form: str, first: Sequence[ox.Triple], second: Sequence[ox.Triple]
) -> None:
    content = exported(form, first, second)
    media_type = {"trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS}[form]
    read = list(ox.parse(content, format=media_type))
    for name, graph in ((GRAPH, first), (f"{GRAPH}1", second)):
        own = [quad.triple for quad in read if quad.graph_name == ox.NamedNode(name)]
        assert canonical(own) == canonical(graph)


@pytest.mark.parametrize("form", ["nq", "rdf12", "trig", *RDFLIB_NAMES])
@some_graphs
@given(data=st.data())
def test_bytes_do_not_depend_on_the_order_of_the_triples(form: str, data: st.DataObject) -> None:
    graph = data.draw(graphs(xml_predicates, xml_texts))
    shuffled = data.draw(st.permutations([*graph, graph[0]]))
    assert exported(form, shuffled) == exported(form, graph)
