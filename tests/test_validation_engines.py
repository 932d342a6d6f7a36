"""Our engine and pySHACL find the same: on random data and shapes, and on the bundled graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citygraph.validation.reading import parse
from citygraph.validation.shapes import NeedsPyshaclError
from citygraph.validation.triples import Triples
from tests.shacl import PREFIXES, keys

if TYPE_CHECKING:
    from pathlib import Path

NODES = ("ex:a", "ex:b", "ex:c", "ex:d")
PROPERTIES = ("ex:p", "ex:q", "ex:r")
CLASSES = ("ex:Top", "ex:Middle", "ex:Low")
LITERALS = (
    "1", "2", "3.5", "'2'^^xsd:int", "'x'^^xsd:integer", "'x'", "'xy'", "'東京'@ja",
    "'Tokyo'@en", "'Edo'@en", "'Tokyo'@en-gb", "'2020-02-29'^^xsd:date", "'2021-02-29'^^xsd:date",
    "'2020-01-01T10:00:00Z'^^xsd:dateTime", "'2020-01-01T10:00:00'^^xsd:dateTime", "1.0e0",
)  # fmt: skip
PATHS = (
    "ex:p", "[ sh:inversePath ex:p ]", "( ex:p ex:q )", "[ sh:alternativePath ( ex:p ex:q ) ]",
    "[ sh:zeroOrMorePath ex:q ]", "[ sh:oneOrMorePath ex:p ]", "[ sh:zeroOrOnePath ex:r ]",
    "( ex:p [ sh:inversePath ex:q ] )", "[ sh:inversePath [ sh:zeroOrMorePath ex:p ] ]",
)  # fmt: skip
TARGETS = (
    "sh:targetNode ex:a, ex:z", "sh:targetClass ex:Top", "sh:targetSubjectsOf ex:p",
    "sh:targetObjectsOf ex:q", "a rdfs:Class, sh:NodeShape",
)  # fmt: skip
ANYWHERE = (
    "sh:class ex:Top", "sh:datatype xsd:integer", "sh:datatype rdf:langString",
    "sh:datatype xsd:string", "sh:datatype xsd:date", "sh:nodeKind sh:IRI",
    "sh:nodeKind sh:IRIOrLiteral", "sh:minLength 2",
    "sh:maxLength 1", "sh:pattern '^[xT]'", "sh:pattern 'TOKYO' ; sh:flags 'i'",
    "sh:languageIn ('en' 'ja')", "sh:equals ex:q", "sh:disjoint ex:q", "sh:hasValue ex:b",
    "sh:hasValue 1", "sh:in (ex:a 1 'x' 'Tokyo'@en)", "sh:closed true",
    "sh:closed true ; sh:ignoredProperties (rdf:type ex:p)",
    "sh:sparql [ sh:select 'SELECT $this ?value { $this ?p ?value FILTER(isLiteral(?value)) }' ]",
    """sh:sparql [ sh:select '''SELECT $this { OPTIONAL { $this <https://example.org/q> ?v }
       FILTER(!BOUND(?v)) }''' ]""",
    """sh:sparql [ sh:select '''SELECT $this (?n AS ?value) ?path { $this ?path ?v .
       { SELECT $this (COUNT(?o) AS ?n) { $this ?p ?o } GROUP BY $this } }''' ]""",
    """sh:sparql [ sh:select '''SELECT DISTINCT $this ?value {
       { $this <https://example.org/p> ?value } UNION { BIND(STR($this) AS ?value) } }''' ]""",
    """sh:sparql [ sh:select '''SELECT $this ?value { ?value <https://example.org/p>+ $this
       FILTER NOT EXISTS { $this <https://example.org/r> ?value } }''' ]""",
)  # fmt: skip
AT_PROPERTIES = (
    "sh:minCount 2", "sh:maxCount 1", "sh:uniqueLang true",
)  # fmt: skip
ORDERED = (
    ("1", "2", "3.5", "1.0e0", "'2'^^xsd:int"),
    ("'a'", "'b'", "'ab'"),
    ("'2020-02-29'^^xsd:date", "'2020-03-01'^^xsd:date", "'2019-12-31'^^xsd:date"),
    ("'2020-01-01T10:00:00Z'^^xsd:dateTime", "'2020-01-01T11:30:00+01:00'^^xsd:dateTime"),
    ("'10:00:00'^^xsd:time", "'11:00:00'^^xsd:time"),
)


@st.composite
def data(draw: st.DrawFn) -> str:
    """Draw a small graph."""
    nodes, values = st.sampled_from(NODES), st.sampled_from((*NODES, *LITERALS))
    links = draw(st.lists(st.tuples(nodes, st.sampled_from(PROPERTIES), values), min_size=1))
    kinds = draw(st.lists(st.tuples(nodes, st.just("a"), st.sampled_from(CLASSES))))
    lines = [f"{' '.join(each)} ." for each in (*links, *kinds)]
    tree = "ex:Middle rdfs:subClassOf ex:Top . ex:Low rdfs:subClassOf ex:Middle ."
    return "\n".join((tree, *lines))


@st.composite
def demands(draw: st.DrawFn, depth: int = 2, *, at_property: bool = False) -> str:
    """Draw what one shape demands, with shapes inside it."""
    known = (*ANYWHERE, *AT_PROPERTIES) if at_property else ANYWHERE
    chosen = draw(st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True))
    by_name = {each.split()[0]: each for each in chosen}
    if depth:
        inner = demands(depth - 1)
        for _ in range(draw(st.integers(0, 2))):
            word = draw(st.sampled_from(("not", "node", "and", "or", "xone", "property", "count")))
            one, two = draw(inner), draw(inner)
            if word in ("not", "node"):
                by_name[word] = f"sh:{word} [ {one} ]"
            elif word in ("and", "or", "xone"):
                by_name[word] = f"sh:{word} ( [ {one} ] [ {two} ] )"
            elif word == "property":
                path = draw(st.sampled_from(PATHS))
                there = draw(demands(depth - 1, at_property=True))
                severity = draw(st.sampled_from(("Violation", "Warning", "Info")))
                by_name[word] = (
                    f"sh:property [ sh:path {path} ; sh:severity sh:{severity} ; {there} ]"
                )
            elif at_property:
                limit = draw(st.sampled_from(("qualifiedMinCount 1", "qualifiedMaxCount 1")))
                by_name[word] = f"sh:{limit} ; sh:qualifiedValueShape [ {one} ]"
    return " ; ".join(by_name.values())


@st.composite
def shapes(draw: st.DrawFn) -> str:
    """Draw a few shapes with targets."""
    parts = []
    for place in range(draw(st.integers(1, 2))):
        target, at_property = draw(st.sampled_from(TARGETS)), draw(st.booleans())
        if at_property and "NodeShape" not in target:
            path = draw(st.sampled_from(PATHS))
            body = f"sh:path {path} ; {draw(demands(at_property=True))}"
        else:
            body = draw(demands())
        name = CLASSES[place] if "NodeShape" in target else f"ex:shape{place}"
        parts.append(f"{name} {target} ; {body} .")
    return "\n".join(dict.fromkeys(parts))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(shapes(), data())
def test_both_engines_find_the_same_on_random_graphs(
    tmp_path: Path, shapes_text: str, data_text: str
) -> None:
    shape_triples, data_triples = (
        _read(text, tmp_path, name) for name, text in (("s", shapes_text), ("d", data_text))
    )
    try:
        ours = keys(shape_triples, data_triples)
    except NeedsPyshaclError:
        return
    assert ours == keys(shape_triples, data_triples, engine="pyshacl")


@pytest.mark.parametrize("bound", ["minInclusive", "minExclusive", "maxInclusive", "maxExclusive"])
@pytest.mark.parametrize("kind", ORDERED, ids=lambda kind: kind[0])
def test_both_engines_keep_literals_within_the_same_bounds(
    bound: str, kind: tuple[str, ...], tmp_path: Path
) -> None:
    demands = ", ".join(f"[ sh:path ex:p ; sh:{bound} {limit} ]" for limit in kind)
    shape_triples = _read(f"ex:s sh:targetNode ex:a ; sh:property {demands} .", tmp_path, "s")
    data_triples = _read(f"ex:a ex:p {', '.join((*kind, 'ex:b'))} .", tmp_path, "d")
    ours = keys(shape_triples, data_triples)
    assert ours == keys(shape_triples, data_triples, engine="pyshacl")
    assert len(ours) > 1


@pytest.mark.parametrize("parameter", ["lessThan", "lessThanOrEquals"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(ORDERED).flatmap(
        lambda kind: st.tuples(
            st.sets(st.sampled_from(kind), min_size=1), st.sets(st.sampled_from(kind))
        )
    )
)
def test_both_engines_order_literals_alike(
    tmp_path: Path, parameter: str, values: tuple[set[str], set[str]]
) -> None:
    before, after = values
    shapes_text = f"ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:{parameter} ex:q ."
    lines = [f"ex:a ex:p {each} ." for each in before] + [f"ex:a ex:q {each} ." for each in after]
    shape_triples = _read(shapes_text, tmp_path, "s")
    data_triples = _read("\n".join(lines), tmp_path, "d")
    ours = keys(shape_triples, data_triples)
    assert ours == keys(shape_triples, data_triples, engine="pyshacl")


@pytest.mark.parametrize(
    ("demand", "value"),
    [
        ("sh:maxExclusive 3", "true"),
        ("sh:maxExclusive 3", "'2020-02-29'^^xsd:date"),
        ("sh:lessThan ex:q", "ex:a"),
        ("sh:lessThan ex:q", "'a'@en"),
        ("sh:datatype xsd:decimal", "'1e3'^^xsd:decimal"),
        ("sh:datatype xsd:integer", "' 5 '^^xsd:integer"),
        ("sh:datatype xsd:dateTime", "'2020-02-01'^^xsd:dateTime"),
    ],
)
def test_where_pyshacl_lets_pass_what_the_specifications_do_not(
    demand: str, value: str, tmp_path: Path
) -> None:
    """SPARQL 1.1 (section 17.3) orders none of the first four, XSD forbids the last three."""
    shape_triples = _read(f"ex:s sh:targetNode ex:a ; sh:path ex:p ; {demand} .", tmp_path, "s")
    data_triples = _read(f"ex:a ex:p {value} ; ex:q 'x' .", tmp_path, "d")
    assert len(keys(shape_triples, data_triples)) == 1
    assert not keys(shape_triples, data_triples, engine="pyshacl")


def test_where_pyshacl_walks_a_path_back_in_the_wrong_order(tmp_path: Path) -> None:
    """The inverse of q/r is ^r/^q (SPARQL 1.1, section 18.1.7); pySHACL takes ^q/^r."""
    shape_triples = _read(
        "ex:s sh:targetNode ex:c ; sh:path [ sh:inversePath ( ex:q ex:r ) ] ; sh:hasValue ex:a .",
        tmp_path,
        "s",
    )
    data_triples = _read("ex:a ex:q ex:b . ex:b ex:r ex:c .", tmp_path, "d")
    assert not keys(shape_triples, data_triples)
    assert keys(shape_triples, data_triples, engine="pyshacl")


def _read(text: str, folder: Path, name: str) -> Triples:
    path = folder / f"{name}.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return Triples(parse(path, name))
