"""What is looked up, and what the graph says of it."""

from pathlib import Path

import pytest

from citygraph.graph import CityGraph
from citygraph.home import find_root
from citygraph.linking.kinds import read_kinds
from citygraph.linking.subjects import find_subjects
from citygraph.linking.wikibase import read_wikibase

MAPPINGS = find_root() / "mappings"
ID = "https://w3id.org/citygraph/id/"
CITY = f"""
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix nara: <{ID}nara/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
nara:nara a cg:City ; cg:inCountry <{ID}japan> ; skos:prefLabel "Nara"@en .
nara:tram a cg:Infrastructure ; cg:inCity nara:nara ; skos:prefLabel "Nara Tram"@en .
nara:light-festival a cg:Initiative ; skos:prefLabel "Light Festival"@en .
nara:someone a prov:Person ; skos:prefLabel "Someone"@en .
<{ID}somebody> a prov:Person ; skos:prefLabel "Somebody"@en .
"""


@pytest.mark.parametrize(
    ("thing", "home"),
    [("nara/nara", ()), ("nara/tram", ()), ("nara/someone", (f"{ID}japan",)), ("somebody", ())],
)
def test_a_city_is_the_home_of_what_is_named_among_its_things_and_lies_nowhere(
    tmp_path: Path, thing: str, home: tuple[str, ...]
) -> None:
    path = tmp_path / "nara.ttl"
    path.write_text(CITY, encoding="utf-8")
    graph = CityGraph.load(str(path))
    kinds = read_kinds(MAPPINGS / "kinds.toml")
    wikibase = read_wikibase(MAPPINGS / "wikidata.toml")
    (subject,) = find_subjects(graph, kinds, wikibase, only={ID + thing})
    assert tuple(each.iri for each in subject.home) == home
