"""pySHACL as engine: its seam, what it is left with, and what it may not say in silence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.plugins.sparql import processor

from citygraph.validation import Severity, write_report
from citygraph.validation.pyshacl_engine import hits, remembering
from citygraph.validation.shape_reading import read_shapes
from citygraph.validation.shapes import IllFormedShapeError, NeedsPyshaclError
from tests.shacl import found, keys, report, short, triples

if TYPE_CHECKING:
    from pathlib import Path

SPARQL = """ex:s sh:targetSubjectsOf ex:p ; sh:sparql [ sh:message "{$this} has {?v}"@en ; sh:select
    'SELECT $this ?v WHERE { $this <https://example.org/p> ?v . FILTER(?v > 1) }' ] ."""


def test_pyshacl_asks_the_graph_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seam: were it gone, each query would be parsed once per focus node again."""
    parsed: list[str] = []
    prepare = vars(processor)["parseQuery"]

    def counting(query: str) -> object:
        parsed.append(query)
        return prepare(query)

    monkeypatch.setattr(processor, "parseQuery", counting)
    monkeypatch.setattr("rdflib.plugins.sparql.processor.parseQuery", counting)
    import pyshacl

    data, shapes = rdflib.Graph(), rdflib.Graph()
    lines = [f"<https://example.org/{n}> <https://example.org/p> {n} ." for n in range(20)]
    data.parse(data="\n".join(lines))
    shapes.parse(data=_prefixed(SPARQL))
    plain = pyshacl.validate(data, shacl_graph=shapes)[1]
    assert len(parsed) == 20
    parsed.clear()
    seamed = pyshacl.validate(remembering(data), shacl_graph=shapes)[1]
    assert len(parsed) == 1
    results = rdflib.SH.result
    assert len(list(plain.objects(None, results))) == len(list(seamed.objects(None, results))) == 18


def test_a_graph_that_remembers_answers_as_the_graph_does() -> None:
    graph = rdflib.Graph()
    graph.parse(data="@prefix ex: <https://example.org/> . ex:a ex:p 1 , 2 . ex:b ex:p 3 .")
    asked = "SELECT ?v { ?s ex:p ?v }"
    remembers = remembering(graph)
    for name, expected in (("a", {1, 2}), ("b", {3}), ("a", {1, 2})):
        bound = {"s": rdflib.URIRef(f"https://example.org/{name}")}
        rows = remembers.query(asked, initBindings=bound).bindings
        values = {row[rdflib.Variable("v")] for row in rows}
        assert values == set(map(rdflib.Literal, expected))
    assert len(remembers.query(rdflib.plugins.sparql.prepareQuery("SELECT * { ?s ?p ?o }"))) == 3


def test_messages_are_filled_in_for_both_engines(tmp_path: Path) -> None:
    data = "ex:a ex:p 1, 2 ."
    messages = [
        report(SPARQL, data, tmp_path, engine=engine).findings[0].messages
        for engine in ("citygraph", "pyshacl")
    ]
    texts = [
        [(each.language, each.value.partition(" has ")[2][:2]) for each in texts]
        for texts in messages
    ]
    assert texts[0] == [("en", '"2')]
    assert texts[1][0][0] == "en"
    assert "{" not in messages[1][0].value


def test_components_of_ones_own_are_left_to_pyshacl(tmp_path: Path) -> None:
    shapes = """
    ex:Even a sh:ConstraintComponent ; sh:parameter [ sh:path ex:even ] ; sh:validator
        [ a sh:SPARQLAskValidator ; sh:ask 'ASK { FILTER(FLOOR($value / 2) * 2 = $value) }' ] .
    ex:s sh:targetNode ex:a ; sh:severity sh:Warning ; sh:property
        [ sh:path ex:p ; ex:even true ] .
    """
    with pytest.raises(NeedsPyshaclError):
        found(shapes, "ex:a ex:p 1, 2 .", tmp_path)
    checked = report(shapes, "ex:a ex:p 1, 2 .", tmp_path)
    assert checked.engine == (
        "pyshacl, because the shapes define constraint components of their own"
    )
    (finding,) = checked.findings
    assert (finding.component, str(finding.path)) == (
        "https://example.org/Even",
        "<https://example.org/p>",
    )
    assert (finding.severity, len(finding.present)) == (Severity.VIOLATION, 2)
    assert "expected: that the rule" in write_report(checked)


def test_what_the_store_would_rewrite_is_left_to_pyshacl_as_it_is_written(tmp_path: Path) -> None:
    shapes = """ex:s sh:targetNode ex:a ; sh:sparql [ sh:select
        'SELECT $this ?value { $this ?p ?value FILTER(STRENDS(STR(?value), ".0")) }' ] ."""
    data = "ex:a ex:p 2193.0, 2193.5 ."
    checked = report(shapes, data, tmp_path)
    assert [str(finding.value)[:8] for finding in checked.findings] == ['"2193.0"']
    assert checked.engine.startswith("pyshacl, because the store does not keep")


def test_a_constraint_that_does_not_parse_is_an_error(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT $this { no }' ] ."
    with pytest.raises(NeedsPyshaclError, match="does not parse"):
        found(shapes, "ex:a ex:p 1 .", tmp_path)
    with pytest.raises(IllFormedShapeError, match="pySHACL"):
        found(shapes, "ex:a ex:p 1 .", tmp_path, engine="pyshacl")


@pytest.mark.parametrize(
    ("select", "target", "why"),
    [
        ("SELECT $this { $this ?p ?o }", "sh:targetObjectsOf ex:p", "is about a blank node"),
        ("DESCRIBE $this { $this ?p ?o }", "sh:targetSubjectsOf ex:p", "is no SELECT"),
    ],
)
def test_what_cannot_be_asked_at_once_is_left_to_pyshacl(
    select: str, target: str, why: str, tmp_path: Path
) -> None:
    shapes = f"ex:s {target} ; sh:sparql [ sh:select '{select}' ] ."
    with pytest.raises(NeedsPyshaclError, match=why):
        found(shapes, "ex:a ex:p [ ex:q 1 ] .", tmp_path)


def test_a_forbidden_query_is_an_error_not_a_verdict(tmp_path: Path) -> None:
    shapes = """ex:s sh:targetNode ex:a ; sh:sparql [ sh:select
        'SELECT $this { $this ?p ?o MINUS { $this a ?o } }' ] ."""
    with pytest.raises(IllFormedShapeError, match="must not contain a MINUS clause"):
        found(shapes, "ex:a ex:p 1 .", tmp_path, engine="pyshacl")


def test_a_shape_that_refers_to_itself_is_judged_where_that_makes_sense(tmp_path: Path) -> None:
    shapes = (
        "ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:node ex:s ; sh:class ex:C ] ."
    )
    straight = found(shapes, "ex:a ex:p ex:b . ex:b a ex:C ; ex:p ex:c .", tmp_path)
    assert {short(key) for key in straight} == {"a p Node b"}
    circle = "ex:a ex:p ex:b . ex:b a ex:C ; ex:p ex:a . ex:a a ex:C ."
    with pytest.raises(NeedsPyshaclError, match="refers to itself"):
        found(shapes, circle, tmp_path)
    with pytest.raises(IllFormedShapeError):
        found(shapes, circle, tmp_path, engine="pyshacl")


def test_ill_typed_literals_are_found_without_a_word_on_stderr(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:datatype xsd:integer ."
    keys_found = found(shapes, "ex:a ex:p 'x'^^xsd:integer .", tmp_path, engine="pyshacl")
    assert len(keys_found) == 1
    assert capfd.readouterr().err == ""
    assert logging.getLogger("rdflib.term").level != logging.CRITICAL


def test_blank_nodes_keep_their_names_on_the_way_through(tmp_path: Path) -> None:
    shapes = triples(
        "ex:s sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .", tmp_path
    )
    data = triples("[] a ex:C .", tmp_path, "data")
    assert keys(shapes, data) == keys(shapes, data, engine="pyshacl")
    ((constraint, hit),) = hits(data, shapes, read_shapes(shapes))
    assert (str(constraint.shape), str(hit.focus)) == ("_:somen1", "_:datan1")


def _prefixed(turtle: str) -> str:
    from tests.shacl import PREFIXES

    return PREFIXES + turtle
