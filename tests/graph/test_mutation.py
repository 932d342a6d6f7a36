"""The mutator: each operator gives exactly these mutants, and a survivor is told from the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from citygraph.home import open_home
from citygraph.validation.shape_reading import read_shapes
from tests.graph.mutation.fact_mutants import fact_mutants
from tests.graph.mutation.query_mutants import query_mutants
from tests.graph.mutation.report import PAGE, counts
from tests.graph.mutation.scores import equivalent_mutants, mutants_of_shapes
from tests.graph.mutation.shape_mutants import shape_mutants
from tests.graph.mutation.trials import Court
from tests.graph.mutation.watchers import SHAPES, Watch
from tests.shacl import PREFIXES, triples

if TYPE_CHECKING:
    from pathlib import Path

CONTEXT = "ex:Port rdfs:subClassOf ex:Place . ex:harbour a ex:Port ."
SEVERITY = "sh:severity lowered"
TARGET = "sh:targetClass https://example.org/Port dropped"
A, B = "https://example.org/a", "https://example.org/b"

OPERATORS = {
    "sh:minCount 1": ["sh:minCount dropped", "sh:minCount 1 made 2"],
    "sh:minCount 2": ["sh:minCount dropped", "sh:minCount 2 made 1", "sh:minCount 2 made 3"],
    "sh:maxCount 0": ["sh:maxCount dropped", "sh:maxCount 0 made 1"],
    "sh:maxCount 1": ["sh:maxCount dropped", "sh:maxCount 1 made 0", "sh:maxCount 1 made 2"],
    "sh:minInclusive 0": [
        "sh:minInclusive dropped",
        "sh:minInclusive made sh:minExclusive",
        "sh:minInclusive 0 made -1",
        "sh:minInclusive 0 made 1",
    ],
    "sh:minExclusive 0": [
        "sh:minExclusive dropped",
        "sh:minExclusive made sh:minInclusive",
        "sh:minExclusive 0 made -1",
        "sh:minExclusive 0 made 1",
    ],
    "sh:lessThan ex:b": [f"sh:lessThan {B} dropped", "sh:lessThan made sh:lessThanOrEquals"],
    "sh:class ex:Port": [
        "sh:class https://example.org/Port dropped",
        "sh:class https://example.org/Port made https://example.org/Place",
    ],
    "sh:datatype xsd:date": ["sh:datatype dropped", "sh:datatype made sh:nodeKind sh:Literal"],
    "sh:nodeKind sh:IRI": [
        "sh:nodeKind dropped",
        "sh:nodeKind made sh:BlankNodeOrIRI",
        "sh:nodeKind made sh:IRIOrLiteral",
    ],
    'sh:pattern "^a$"': [
        'sh:pattern "^a$" dropped',
        "sh:pattern matches anything",
        "sh:pattern without ^",
        "sh:pattern without $",
    ],
    "sh:uniqueLang true": ["sh:uniqueLang dropped"],
    "sh:hasValue ex:a": [f"sh:hasValue {A} dropped"],
    "sh:disjoint ex:b": [f"sh:disjoint {B} dropped"],
    "sh:in ( ex:a )": ["sh:in dropped"],
    "sh:in ( ex:a ex:b )": ["sh:in dropped", f"sh:in without {A}", f"sh:in without {B}"],
    'sh:languageIn ( "en" "ja" )': [
        "sh:languageIn dropped",
        'sh:languageIn without "en"',
        'sh:languageIn without "ja"',
    ],
    "sh:or ( ex:Odd ex:Even )": [
        "sh:or dropped",
        "sh:or without https://example.org/Odd",
        "sh:or without https://example.org/Even",
    ],
    "sh:xone ( ex:Odd ex:Even )": [
        "sh:xone dropped",
        "sh:xone made sh:or",
        "sh:xone without https://example.org/Odd",
        "sh:xone without https://example.org/Even",
    ],
    "sh:node ex:Odd": ["sh:node https://example.org/Odd dropped"],
    "sh:not ex:Odd": ["sh:not https://example.org/Odd dropped"],
    "sh:qualifiedValueShape ex:Odd ; sh:qualifiedMinCount 1": [
        "sh:qualifiedMinCount dropped",
        "sh:qualifiedMinCount 1 made 2",
    ],
}
"""What a property shape demands, and how that is mutated."""


def changes(shapes: str, folder: Path, shape: str) -> list[str]:
    """Mutate shapes in Turtle; name what was done to one of them."""
    read = read_shapes(triples(shapes, folder, "shapes"))
    found = shape_mutants(read, triples(CONTEXT, folder, "context"))
    return [each.change for each in found if each.shape.node.value.endswith(f"/{shape}")]


@pytest.mark.parametrize("demand", OPERATORS)
def test_each_constraint_is_mutated_just_so(demand: str, tmp_path: Path) -> None:
    others = "ex:Odd a sh:NodeShape . ex:Even a sh:NodeShape ."
    shape = f"ex:it a sh:PropertyShape ; sh:path ex:a ; sh:targetClass ex:Port ; {demand} ."
    assert changes(shape + others, tmp_path, "it") == [TARGET, *OPERATORS[demand], SEVERITY]


def test_targets_are_dropped_one_by_one(tmp_path: Path) -> None:
    shape = "ex:it a sh:NodeShape ; sh:targetClass ex:Port , ex:Quay ; sh:targetSubjectsOf ex:a ."
    assert changes(shape, tmp_path, "it") == [
        TARGET,
        "sh:targetClass https://example.org/Quay dropped",
        f"sh:targetSubjectsOf {A} dropped",
    ]


CLOSED = """
ex:it a sh:NodeShape ; sh:targetClass ex:Port ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ;
  sh:property ex:as , ex:same .
ex:as a sh:PropertyShape ; sh:path ex:a .
ex:same a sh:PropertyShape ; sh:path ex:b .
"""


def test_a_closed_shape_no_longer_allows_what_it_loses(tmp_path: Path) -> None:
    assert changes(CLOSED, tmp_path, "it") == [
        TARGET,
        "sh:property https://example.org/as dropped",
        "sh:property https://example.org/same dropped",
        "sh:closed dropped",
        "sh:closed without rdf:type",
        SEVERITY,
    ]
    read = read_shapes(triples(CLOSED, tmp_path, "shapes"))
    (mutant,) = (
        each for each in shape_mutants(read, triples("", tmp_path)) if "/as drop" in each.change
    )
    allowed = {term.value.rpartition("/")[2] for term in mutant.shape.constraints[0].terms}
    assert allowed == {"b", "22-rdf-syntax-ns#type"}


def test_a_severity_that_is_never_reported_is_left_alone(tmp_path: Path) -> None:
    shapes = """
    ex:it a sh:NodeShape ; sh:targetClass ex:Port ; sh:node ex:inner .
    ex:inner a sh:NodeShape ; sh:class ex:Place .
    """
    assert SEVERITY in changes(shapes, tmp_path, "it")
    assert changes(shapes, tmp_path, "inner") == ["sh:class https://example.org/Place dropped"]


def test_a_query_is_changed_in_one_place_at_a_time() -> None:
    query = (
        "SELECT $this ?p { $this ?p ?a ; ex:b|ex:c ?d OPTIONAL { ?d ex:e ?e }"
        ' FILTER(?p IN (ex:f, ex:g) && (?a != " < ")) }'
    )
    head = "SELECT $this ?p { $this ?p ?a ; ex:b|ex:c ?d OPTIONAL { ?d ex:e ?e }"
    assert dict(query_mutants(query)) == {
        "first != made =": query.replace("!=", "="),
        "first OPTIONAL dropped": query.replace("OPTIONAL { ?d ex:e ?e }", ""),
        "first FILTER dropped": f"{head}  }}",
        "first ?p IN (ex:f, ex:g) dropped": f'{head} FILTER( (?a != " < ")) }}',
        'first (?a != " < ") dropped': f"{head} FILTER(?p IN (ex:f, ex:g) ) }}",
        "first ex:f dropped": query.replace("(ex:f, ex:g)", "(ex:g)"),
        "first ex:g dropped": query.replace("(ex:f, ex:g)", "(ex:f)"),
        "first ex:b dropped": query.replace("ex:b|ex:c", "ex:c"),
        "first ex:c dropped": query.replace("ex:b|ex:c", "ex:b"),
    }


FACTS = """
ex:harbour a ex:Port ; ex:depth 12 ; ex:length 1.5 ; ex:opened "2020-02-29"^^xsd:date ;
  ex:code "JP-13" ; ex:name "Haven"@en ; ex:beside ex:quay ; skos:scopeNote "A note."@en .
ex:quay a ex:Port .
ex:wharf a ex:Port .
"""


def test_each_fact_is_dropped_and_altered_by_its_kind(tmp_path: Path) -> None:
    graph = triples(FACTS, tmp_path)
    facts = [each for each in graph if each[0].value.endswith("/harbour")]
    found: dict[str, list[str]] = {}
    for mutant in fact_mutants(facts, graph):
        name = re.split("[#/]", mutant.fact[1].value)[-1]
        found.setdefault(name, []).append(re.sub(r"\^\^\S+", "", mutant.change))
    assert found == {
        "type": ["dropped", "made https://example.org/Portx"],
        "depth": ["dropped", 'made "13"', 'made "120"'],
        "length": ["dropped", 'made "2.5"', 'made "15"'],
        "opened": ["dropped", 'made "2020-03-01"'],
        "code": ["dropped", 'made "JP-14"'],
        "name": ["dropped", 'made "Havenx"@en', 'said to be "Haven"@ja'],
        "beside": ["dropped", "made https://example.org/wharf"],
    }


SMALL = """
ex:it a sh:NodeShape ; sh:targetClass ex:Port ; sh:property ex:named , ex:deep .
ex:named a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 .
ex:deep a sh:PropertyShape ; sh:path ex:depth ; sh:maxCount 1 .
"""


def test_a_survivor_is_what_no_file_tells_from_the_shape(tmp_path: Path) -> None:
    """The nameless port tells of names; of depths, that there may be one, and no more."""
    shapes = read_shapes(triples(SMALL, tmp_path, "shapes"))
    context = triples("", tmp_path, "context")
    files = {
        "nameless": "ex:harbour a ex:Port .",
        "right": 'ex:harbour a ex:Port ; ex:name "Haven" ; ex:depth 3 .',
    }
    for name, turtle in files.items():
        (tmp_path / f"{name}.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    court = Court(shapes, context, [tmp_path / f"{name}.ttl" for name in files])
    verdicts = {each.name.rpartition("/")[2]: each for each in shape_mutants(shapes, context)}
    killers = {name: court.killer(each) for name, each in verdicts.items()}
    caught = {name: killer.stem for name, killer in killers.items() if killer}
    assert caught == {
        "Port dropped": "nameless",
        "named dropped": "nameless",
        "named: sh:minCount dropped": "nameless",
        "named: sh:minCount 1 made 2": "right",
        "named: sh:severity lowered": "nameless",
        "deep: sh:maxCount 1 made 0": "right",
    }
    assert killers.keys() - caught.keys() == {
        "deep dropped",
        "deep: sh:maxCount dropped",
        "deep: sh:maxCount 1 made 2",
        "deep: sh:severity lowered",
    }


@pytest.fixture(scope="module")
def watch() -> Watch:
    """Give the bundled graph with all who watch it."""
    return Watch(open_home())


def test_who_notices_a_change_is_named_and_the_graph_is_as_before(watch: Watch) -> None:
    before = set(watch.graph)
    by_predicate: dict[str, set[str | None]] = {}
    facts = [each for each in watch.graph if each[0].value.endswith("/tokyo/tokyo")]
    for mutant in fact_mutants(facts, watch.graph):
        name = re.split("[#/]", mutant.fact[1].value)[-1]
        by_predicate.setdefault(name, set()).add(watch.notices(mutant))
    assert set(watch.graph) == before
    assert by_predicate["isoSubdivisionCode"] == {"what-is-known-about-each-city"}
    assert None not in by_predicate["prefLabel"] | by_predicate["inCountry"]


def test_what_no_question_shows_the_shapes_may_notice(watch: Watch) -> None:
    """No question asks for the version of the ontology, but its shape wants one in its form."""
    (fact,) = (each for each in watch.graph if each[1].value.endswith("#versionInfo"))
    noticed = {each.change: watch.notices(each) for each in fact_mutants([fact], watch.graph)}
    assert noticed.pop("dropped") == SHAPES
    assert list(noticed.values()) == [None]


def test_the_page_has_the_counts_of_today() -> None:
    """The scores themselves take minutes: `.ci/run` has them checked."""
    constraints, mutants = mutants_of_shapes(open_home())
    text = PAGE.read_text(encoding="utf-8")
    for row in counts(sum(constraints.values()), len(mutants)):
        assert row in text.splitlines()


def test_every_mutant_has_a_name_of_its_own_and_the_exempt_ones_exist() -> None:
    names = [each.name for _, each in mutants_of_shapes(open_home())[1]]
    assert len(names) > 2000
    assert len(set(names)) == len(names)
    assert equivalent_mutants().keys() <= set(names)
