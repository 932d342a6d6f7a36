"""The shapes: well formed, plain SHACL, in three languages, and true of the bundled graph."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import pytest
from rdflib import RDF, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery

from citygraph.home import open_home
from citygraph.vocabulary import LANGUAGES, SHAPES
from tests.graph.shape_constraints import (
    BESIDE,
    PARAMETERS,
    constraints,
    local,
    shape_nodes,
)
from tests.graph.shape_findings import CONTEXT_FILES, ROOT, SHAPE_FILES, PatientGraph, load

if TYPE_CHECKING:
    from rdflib.term import Node

DATA_FILES = open_home().data
TURTLEFMT = Path(sys.executable).with_name("turtlefmt")
HERE = Path(__file__).parent
NARROWER = re.compile(r".*-(en|ja|ko|scheme)|part-of-strategy|scheme-license")
"""Property shapes about some of a property's values, or about one of its uses, have own names."""
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """Give all shapes in one graph."""
    return load(SHAPE_FILES)


@pytest.fixture(scope="module")
def data() -> Graph:
    """Give the bundled facts with the ontology and the schemes."""
    graph = PatientGraph(bind_namespaces="none")
    for triple in load((*CONTEXT_FILES, *DATA_FILES)):
        graph.add(triple)
    return graph


def test_the_shapes_are_shapes_and_the_bundled_graph_conforms(shapes: Graph, data: Graph) -> None:
    """SHACL-SHACL holds for the shapes (else pySHACL raises), and no shape has a word to say."""
    conforms, report, text = pyshacl.validate(data, shacl_graph=shapes, meta_shacl=True)
    assert isinstance(report, Graph)
    assert not list(report.objects(predicate=SH.result)), text
    assert conforms


def test_each_shape_is_described_in_one_file() -> None:
    described = Counter(
        subject
        for file in SHAPE_FILES
        for subject in set(load([file]).subjects())
        if isinstance(subject, URIRef)
    )
    assert len(described) > 300
    assert [subject for subject, files in described.items() if files > 1] == []


def test_every_shape_has_a_name_in_kebab_case(shapes: Graph) -> None:
    """Blank nodes stand in paths and lists alone, so that a report can name what it cites."""
    nodes = shape_nodes(shapes)
    used = {
        node
        for predicate in (SH.node, SH.property, SH.qualifiedValueShape, SH["not"])
        for node in shapes.objects(predicate=predicate)
    }
    for predicate in (SH["or"], SH.xone):
        for listed in shapes.objects(predicate=predicate):
            used |= set(shapes.items(listed))
    assert used <= nodes
    for node in nodes:
        assert isinstance(node, URIRef)
        assert KEBAB.fullmatch(node.removeprefix(SHAPES)), node


def test_every_shape_is_a_node_shape_or_a_property_shape(shapes: Graph) -> None:
    for node in shape_nodes(shapes):
        kinds = set(shapes.objects(node, RDF.type))
        has_path = (node, SH.path, None) in shapes
        assert kinds == {SH.PropertyShape if has_path else SH.NodeShape}, node


def test_only_core_and_sparql_constraints_are_used(shapes: Graph) -> None:
    used = {
        local(predicate)
        for node in shape_nodes(shapes)
        for predicate in shapes.predicates(node)
        if predicate != RDF.type
    }
    assert used == PARAMETERS | BESIDE


def test_only_own_classes_of_the_data_are_asked_of_values(shapes: Graph) -> None:
    """What lies outside the graph is checked by its IRI: no `sh:class` can know it."""
    declared = set(load(CONTEXT_FILES).subjects(RDF.type)) | set(
        load(DATA_FILES).objects(predicate=RDF.type)
    )
    asked = {value for _, parameter, value in constraints(shapes) if parameter == "class"}
    assert {each for each in asked if each not in declared and not _of_owl(each)} == set()


def _of_owl(node: Node) -> bool:
    return isinstance(node, URIRef) and node.startswith("http://www.w3.org/2002/07/owl#")


def test_every_shape_says_what_it_is_and_what_is_wrong_in_three_languages(shapes: Graph) -> None:
    constraining = {shape for shape, _, _ in constraints(shapes)}
    wordy = [(node, SH.name) for node in shape_nodes(shapes)]
    wordy += [(node, predicate) for node in constraining for predicate in (SH.message,)]
    wordy += [(node, SH.description) for node in constraining]
    for node, predicate in wordy:
        texts = [text for text in shapes.objects(node, predicate) if isinstance(text, Literal)]
        assert sorted(str(text.language) for text in texts) == sorted(LANGUAGES), (node, predicate)
    for node in constraining:
        assert len(list(shapes.objects(node, SH.severity))) == 1, node


def test_a_message_begins_with_the_name_and_ends_as_a_sentence(shapes: Graph) -> None:
    for node, message in shapes.subject_objects(SH.message):
        assert isinstance(message, Literal)
        names = {
            str(name)
            for name in shapes.objects(node, SH.name)
            if isinstance(name, Literal) and name.language == message.language
        }
        name, colon, rule = re.split(r"(: |：)", message, maxsplit=1)
        assert {name} == names, node
        assert colon == ("：" if message.language == "ja" else ": "), node
        assert rule.endswith("。" if message.language == "ja" else "."), node
        assert "{" not in message, node


def test_a_property_is_called_what_the_ontology_calls_it(shapes: Graph) -> None:
    ontology = load(CONTEXT_FILES[:1])
    compared = 0
    for node, path in shapes.subject_objects(SH.path):
        labels = set(ontology.objects(path, SKOS.prefLabel))
        if labels and not NARROWER.fullmatch(str(node).removeprefix(SHAPES)):
            assert set(shapes.objects(node, SH.name)) == labels, node
            compared += 1
    assert compared > 150


def test_every_target_is_a_class_or_an_announced_property(shapes: Graph) -> None:
    """Classes say what a shape is about; four shapes look at whatever says something."""
    by_subject = {str(node).removeprefix(SHAPES) for node in shapes.subjects(SH.targetSubjectsOf)}
    assert by_subject == {"link", "ontology-own-term", "thing-class-known", "thing-typed"}


def test_every_shape_has_something_to_look_at(shapes: Graph, data: Graph) -> None:
    """A shape that no node of the bundled graph meets would be untested by it."""
    validator = pyshacl.Validator(
        pyshacl.graph_abstraction.DataGraph.from_rdflib(data), shacl_graph=shapes, options={}
    )
    targeted = [
        shape
        for shape in validator.shacl_graph.shapes
        if (shape.node, SH.targetClass, None) in shapes
        or (shape.node, SH.targetSubjectsOf, None) in shapes
    ]
    assert len(targeted) > 60
    assert [shape for shape in targeted if not shape.focus_nodes(validator.data_graph)] == []


def test_every_shape_is_in_use(shapes: Graph) -> None:
    """From the targets every shape can be reached."""
    reached: set[Node] = set()
    ahead = [*shapes.subjects(SH.targetClass), *shapes.subjects(SH.targetSubjectsOf)]
    while ahead:
        node = ahead.pop()
        if node not in reached:
            reached.add(node)
            ahead += [each for each in shapes.objects(node) if isinstance(each, URIRef | BNode)]
    assert shape_nodes(shapes) - reached == set()


def test_sparql_constraints_keep_to_what_shacl_allows(shapes: Graph) -> None:
    """SHACL, section 5.2.1: no MINUS, VALUES or SERVICE; and `$this` is given back."""
    queries = [(node, str(query)) for node, query in shapes.subject_objects(SH.select)]
    assert 10 < len(queries) < 20
    for node, query in queries:
        text = re.sub(r'"[^"]*"', '""', query)
        assert not re.search(r"\b(MINUS|VALUES|SERVICE|EXISTS|GRAPH)\b", text), node
        assert re.match(r"\s*SELECT (DISTINCT )?\$this\b", text), node
        assert list(shapes.objects(node, SH.prefixes)) == [URIRef(SHAPES)]


def test_sparql_constraints_parse_with_the_prefixes_declared_once(shapes: Graph) -> None:
    declared = {
        str(shapes.value(node, SH.prefix)): str(shapes.value(node, SH.namespace))
        for node in shapes.objects(URIRef(SHAPES), SH.declare)
    }
    used = set()
    for query in map(str, shapes.objects(predicate=SH.select)):
        head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in declared.items())
        prepareQuery(head + query)
        used |= set(re.findall(r"\b([a-z]+):[A-Za-z]", query))
    assert used == set(declared)


@pytest.mark.parametrize("folder", [ROOT / "shapes", HERE / "counterexamples", HERE / "examples"])
def test_the_files_are_formatted(folder: Path) -> None:
    run = subprocess.run(
        [TURTLEFMT, "--check", folder], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert list(folder.rglob("*.ttl"))
