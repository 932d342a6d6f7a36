"""A pytest plugin: a small home with one city for tests that need no more; the bundled graph."""

from pathlib import Path

import pytest

from citygraph.graph import CityGraph
from citygraph.home import Home, open_home

ONTOLOGY = """\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

cg:City a owl:Class ;
    skos:prefLabel "City"@en , "都市"@ja , "도시"@ko ;
    skos:definition "A place where many live."@en .
cg:hasGoal skos:prefLabel "has goal"@en , "目標"@ja , "목표"@ko .
"""
OSAKA = """\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix osaka: <https://w3id.org/citygraph/id/osaka/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

osaka:osaka a cg:City ;
    skos:prefLabel "Osaka"@en , "大阪"@ja , "오사카"@ko ;
    skos:altLabel "Naniwa"@en ;
    skos:definition "A city of merchants and bridges."@en ;
    cg:hasGoal osaka:goal-water , osaka:goal-bridges ;
    cg:foundedIn 1889 ;
    cg:adoptedOn "2020-02-07"^^xsd:date .
osaka:goal-water skos:prefLabel "Clean water"@en , "きれいな水"@ja , "맑은 물"@ko .
osaka:goal-bridges skos:prefLabel "Safe bridges"@en ; skos:altLabel "Clean water"@en .
"""
CITIES = """\
#+ summary: Which cities there are
#+ summary-ja: どの都市があるか
#+ description: All cities with their labels.
#+ competency: CQ-01
#+ tags: cities, labels
#+ param: lang lang en Language of the labels
SELECT ?city ?label WHERE {
  ?city a cg:City .
  OPTIONAL { ?city skos:prefLabel ?label FILTER(LANG(?label) = ?lang) }
}
ORDER BY ?city
"""
GOALS = """\
#+ summary: Which goals a city has
#+ param: city iri - The city
#+ param: since integer 1800 Founded in this year or later
PREFIX cg: <https://w3id.org/citygraph/ns#>
SELECT ?city ?goal WHERE {
  ?city cg:hasGoal ?goal ; cg:foundedIn ?year .
  FILTER(?year >= ?since)
}
ORDER BY ?goal
"""
QUALITY = """\
#+ problem: A city without a label
#+ inference: asserted
SELECT ?city { ?city a cg:City MINUS { ?city skos:prefLabel ?label } }
"""
COLOURS = "<https://w3id.org/citygraph/voc/blue> a <https://example.org/Colour> .\n"
SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .

<https://w3id.org/citygraph/shapes/city> a sh:NodeShape .
"""
FILES = {
    "ontology/citygraph.ttl": ONTOLOGY,
    "ontology/schemes/colours.ttl": COLOURS,
    "shapes/city.ttl": SHAPES,
    "data/osaka.ttl": OSAKA,
    "queries/cities.rq": CITIES,
    "queries/goals-of-city.rq": GOALS,
    "queries/quality/city-without-label.rq": QUALITY,
}


@pytest.fixture
def small_home(tmp_path: Path) -> Home:
    """A home of one city with two goals, written for this test."""
    root = tmp_path / "home"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_home(root=root)


@pytest.fixture
def small_graph(small_home: Home) -> CityGraph:
    """That home, loaded."""
    return CityGraph.load(home=small_home)


@pytest.fixture(scope="session")
def bundled() -> CityGraph:
    """The bundled graph, which no test may change."""
    return CityGraph.load()
