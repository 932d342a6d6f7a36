"""Each component finds its fault and nothing else; pySHACL finds the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citygraph.validation.components import COMPONENTS
from citygraph.validation.evaluation import CHECKS
from tests.shacl import found, short

if TYPE_CHECKING:
    from pathlib import Path

CASES = {
    "class": (
        "sh:class ex:Goal",
        """ex:a ex:p ex:g, ex:s, ex:n, 'x' . ex:g a ex:Goal . ex:s a ex:Sub . ex:n a ex:Other .
        ex:Sub rdfs:subClassOf ex:Middle . ex:Middle rdfs:subClassOf ex:Goal .""",
        {"a p Class n", 'a p Class "x"'},
    ),
    "datatype": (
        "sh:datatype xsd:date",
        "ex:a ex:p '2020-02-29'^^xsd:date, '2021-02-29'^^xsd:date, '2020', ex:x .",
        {
            'a p Datatype "2021-02-29"^^<http://www.w3.org/2001/XMLSchema#date',
            'a p Datatype "2020"',
            "a p Datatype x",
        },
    ),
    "nodeKind": (
        "sh:nodeKind sh:BlankNodeOrIRI",
        "ex:a ex:p ex:b, [], 'x' .",
        {'a p NodeKind "x"'},
    ),
    "minCount": ("sh:minCount 2", "ex:a ex:p 1 . ex:b ex:p 1, 2 .", {"a p MinCount"}),
    "maxCount": ("sh:maxCount 1", "ex:a ex:p 1, 2 . ex:b ex:p 1 .", {"a p MaxCount"}),
    "minExclusive": (
        "sh:minExclusive 2",
        "ex:a ex:p '2'^^xsd:int, '2.5'^^xsd:decimal, 'x' .",
        {'a p MinExclusive "2"^^<http://www.w3.org/2001/XMLSchema#int', 'a p MinExclusive "x"'},
    ),
    "minInclusive": (
        "sh:minInclusive '2020-01-01'^^xsd:date",
        "ex:a ex:p '2020-01-01'^^xsd:date, '2019-12-31'^^xsd:date .",
        {'a p MinInclusive "2019-12-31"^^<http://www.w3.org/2001/XMLSchema#date'},
    ),
    "maxExclusive": (
        "sh:maxExclusive 2",
        "ex:a ex:p 1, 2 .",
        {'a p MaxExclusive "2"^^<http://www.w3.org/2001/XMLSchema#integer'},
    ),
    "maxInclusive": (
        "sh:maxInclusive 2",
        "ex:a ex:p 2, 3, ex:x .",
        {'a p MaxInclusive "3"^^<http://www.w3.org/2001/XMLSchema#integer', "a p MaxInclusive x"},
    ),
    "minLength": ("sh:minLength 2", "ex:a ex:p '東京', '京' .", {'a p MinLength "京"'}),
    "maxLength": ("sh:maxLength 2", "ex:a ex:p '東京都', '東京' .", {'a p MaxLength "東京都"'}),
    "pattern": (
        "sh:pattern '^jp-' ; sh:flags 'i'",
        "ex:a ex:p 'JP-13', 'KR-11' .",
        {'a p Pattern "KR-11"'},
    ),
    "languageIn": (
        "sh:languageIn ('en' 'ja')",
        "ex:a ex:p 'a'@en, 'b'@en-gb, 'c'@ko, 'd', ex:e .",
        {'a p LanguageIn "c"@ko', 'a p LanguageIn "d"', "a p LanguageIn e"},
    ),
    "uniqueLang": (
        "sh:uniqueLang true",
        "ex:a ex:p 'a'@en, 'b'@en . ex:b ex:p 'a'@en, 'b'@ja, 'c', 'd' .",
        {"a p UniqueLang"},
    ),
    "equals": (
        "sh:equals ex:q",
        "ex:a ex:p 1, 2 ; ex:q 2, 3 . ex:b ex:p 1 ; ex:q 1 .",
        {
            'a p Equals "1"^^<http://www.w3.org/2001/XMLSchema#integer',
            'a p Equals "3"^^<http://www.w3.org/2001/XMLSchema#integer',
        },
    ),
    "disjoint": (
        "sh:disjoint ex:q",
        "ex:a ex:p 'x', 'y' ; ex:q 'x' . ex:b ex:p 'x' ; ex:q 'y' .",
        {'a p Disjoint "x"'},
    ),
    "lessThan": (
        "sh:lessThan ex:q",
        "ex:a ex:p 1, 2 ; ex:q 2 . ex:b ex:p 1 ; ex:q 'x' .",
        {
            'a p LessThan "2"^^<http://www.w3.org/2001/XMLSchema#integer',
            'b p LessThan "1"^^<http://www.w3.org/2001/XMLSchema#integer',
        },
    ),
    "lessThanOrEquals": (
        "sh:lessThanOrEquals ex:q",
        "ex:a ex:p 3, 2 ; ex:q 2 .",
        {'a p LessThanOrEquals "3"^^<http://www.w3.org/2001/XMLSchema#integer'},
    ),
    "not": (
        "sh:not [ sh:class ex:Goal ]",
        "ex:a ex:p ex:g, ex:x . ex:g a ex:Goal .",
        {"a p Not g"},
    ),
    "and": (
        "sh:and ([ sh:minLength 2 ] [ sh:maxLength 3 ])",
        "ex:a ex:p 'a', 'ab', 'abcd' .",
        {'a p And "a"', 'a p And "abcd"'},
    ),
    "or": (
        "sh:or ([ sh:maxLength 1 ] [ sh:minLength 3 ])",
        "ex:a ex:p 'a', 'ab', 'abc' .",
        {'a p Or "ab"'},
    ),
    "xone": (
        "sh:xone ([ sh:minLength 2 ] [ sh:maxLength 2 ])",
        "ex:a ex:p 'a', 'ab', 'abc' .",
        {'a p Xone "ab"'},
    ),
    "node": (
        "sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]",
        "ex:a ex:p ex:b, ex:c . ex:b ex:q 1 .",
        {"a p Node c"},
    ),
    "qualifiedMinCount": (
        "sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:datatype xsd:integer ]",
        "ex:a ex:p 'x' . ex:b ex:p 1 .",
        {"a p QualifiedMinCount"},
    ),
    "qualifiedMaxCount": (
        "sh:qualifiedMaxCount 1 ; sh:qualifiedValueShape [ sh:datatype xsd:integer ]",
        "ex:a ex:p 1, 2 . ex:b ex:p 1, 'x' .",
        {"a p QualifiedMaxCount"},
    ),
    "closed": (
        """sh:closed true ; sh:ignoredProperties (rdf:type) ;
        sh:property [ sh:path ex:known ; sh:maxCount 9 ]""",
        "ex:a ex:p ex:b . ex:b a ex:B ; ex:known 1 ; ex:odd 'x' .",
        {'a odd Closed "x"'},
    ),
    "hasValue": ("sh:hasValue ex:x", "ex:a ex:p ex:y . ex:b ex:p ex:x .", {"a p HasValue"}),
    "in": ("sh:in ('a' 1)", "ex:a ex:p 'a', 1, 'b' .", {'a p In "b"'}),
    "sparql": (
        """sh:sparql [ sh:select
        'SELECT $this ?value WHERE { $this $PATH ?value . FILTER(?value > 1) }' ]""",
        "ex:a ex:p 1, 2 .",
        {'a p SPARQL "2"^^<http://www.w3.org/2001/XMLSchema#integer'},
    ),
}


def test_every_component_has_a_check_and_a_case() -> None:
    assert set(COMPONENTS) == set(CHECKS) == set(CASES)


@pytest.mark.parametrize("engine", ["citygraph", "pyshacl"])
@pytest.mark.parametrize("parameter", CASES)
def test_component(parameter: str, engine: str, tmp_path: Path) -> None:
    demand, data, expected = CASES[parameter]
    shapes = f"ex:shape sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; {demand} ] ."
    keys = found(shapes, data, tmp_path, engine=engine)
    assert {short(key) for key in keys} == expected


@pytest.mark.parametrize("engine", ["citygraph", "pyshacl"])
@pytest.mark.parametrize(
    ("switched_off", "data"),
    [
        ("sh:uniqueLang false", "ex:a ex:p 'a'@en, 'b'@en ."),
        ("sh:closed false ; sh:ignoredProperties (rdf:type)", "ex:a ex:p ex:b . ex:b ex:q 1 ."),
        ("sh:maxCount 0 ; sh:deactivated true", "ex:a ex:p 1 ."),
        (
            "sh:sparql [ sh:deactivated true ; sh:select 'SELECT $this { $this ?p ?o }' ]",
            "ex:a ex:p 1 .",
        ),
    ],
)
def test_what_is_switched_off_finds_nothing(
    switched_off: str, data: str, engine: str, tmp_path: Path
) -> None:
    shapes = f"ex:shape sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; {switched_off} ] ."
    assert found(shapes, data, tmp_path, engine=engine) == set()


@pytest.mark.parametrize("engine", ["citygraph", "pyshacl"])
def test_disjoint_qualified_shapes_count_for_one_sibling_alone(engine: str, tmp_path: Path) -> None:
    shapes = """
    ex:hand sh:targetNode ex:a ; sh:property
      [ sh:path ex:p ; sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 1 ;
        sh:qualifiedValueShape [ sh:class ex:Thumb ] ],
      [ sh:path ex:p ; sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMaxCount 1 ;
        sh:qualifiedValueShape [ sh:class ex:Finger ] ] .
    """
    data = "ex:a ex:p ex:t, ex:f, ex:g . ex:t a ex:Thumb, ex:Finger . ex:f a ex:Finger ."
    keys = found(shapes, data, tmp_path, engine=engine)
    assert {short(key) for key in keys} == {"a p QualifiedMinCount"}


@pytest.mark.parametrize("engine", ["citygraph", "pyshacl"])
def test_every_literal_is_an_rdfs_literal(engine: str, tmp_path: Path) -> None:
    shapes = "ex:shape sh:targetNode ex:a ; sh:path ex:p ; sh:datatype rdfs:Literal ."
    keys = found(shapes, "ex:a ex:p 1, 'x'@en, ex:b .", tmp_path, engine=engine)
    assert {short(key) for key in keys} == {"a p Datatype b"}


@pytest.mark.parametrize("engine", ["citygraph", "pyshacl"])
def test_a_node_shape_checks_the_node_itself(engine: str, tmp_path: Path) -> None:
    shapes = "ex:shape sh:targetNode ex:a, ex:b ; sh:severity sh:Info ; sh:in (ex:a) ."
    keys = found(shapes, "ex:a ex:p 1 .", tmp_path, engine=engine)
    assert {short(key) for key in keys} == {"b  In b info"}
