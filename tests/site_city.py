"""A pytest plugin: a small home with one city from which a whole site can be made in a second."""

import shutil
from pathlib import Path

import pytest

from citygraph.home import Home, find_root, open_home
from citygraph.site import Blueprint, Report, build
from tests.small_city import CITIES, GOALS, OSAKA, QUALITY, SHAPES

ONTOLOGY = """\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

cg:City a owl:Class ;
    skos:prefLabel "City"@en , "都市"@ja , "도시"@ko .
cg:hasGoal a owl:ObjectProperty ;
    skos:prefLabel "has goal"@en , "目標"@ja , "목표"@ko .
cg:foundedIn a owl:DatatypeProperty ;
    skos:prefLabel "founded in"@en , "設立年"@ja , "설립 연도"@ko .
cg:adoptedOn a owl:DatatypeProperty ;
    skos:prefLabel "adopted on"@en , "採択日"@ja , "채택일"@ko .
"""
FILES = {
    "ontology/citygraph.ttl": ONTOLOGY,
    "ontology/alignments.ttl": "<https://w3id.org/citygraph/ns#City> "
    "<http://www.w3.org/2000/01/rdf-schema#seeAlso> <http://www.wikidata.org/entity/Q515> .\n",
    "ontology/schemes/colours.ttl": "<https://w3id.org/citygraph/voc/blue> "
    "<http://www.w3.org/2004/02/skos/core#prefLabel> 'blue'@en .\n",
    "shapes/city.ttl": SHAPES,
    "data/osaka.ttl": OSAKA,
    "data/void.ttl": "<https://w3id.org/citygraph/dataset> a <http://rdfs.org/ns/void#Dataset> .\n",
    "queries/cities.rq": CITIES,
    "queries/goals.rq": GOALS,  # it has no answer until a city is named
    "queries/quality/city-without-label.rq": QUALITY,
}


class SmallSite:
    """A home that may be changed, and the site that is made of it.

    Attributes:
        root: the folder of the home.
        folder: the folder of the site.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        for name, text in FILES.items():
            self.change(name, text)
        shutil.copy(find_root() / "ontology/context.jsonld", root / "ontology/context.jsonld")

    @property
    def home(self) -> Home:
        """The domain files as they are."""
        return open_home(root=self.root)

    def change(self, name: str, text: str) -> None:
        """Write a file of the home."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, address: str = "", *, workers: int | None = None) -> Report:
        """Build the site, or bring it up to date."""
        return build(self.folder, Blueprint(self.home, None, address), workers=workers)

    def path(self, name: str) -> Path:
        """Say where a file of the site is."""
        return self.folder / name

    def text(self, name: str) -> str:
        """Read a file of the site."""
        return self.path(name).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Read all files of the site, by their names."""
        return read_all(self.folder)


def read_all(folder: Path) -> dict[str, bytes]:
    """Read all files in a folder, by their names."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def small_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A small home, of which no site has been built yet.

    The package counts as unchanged, whoever may be working on it meanwhile.
    """
    monkeypatch.setattr("citygraph.site.inputs._program", lambda _: iter(()))
    return SmallSite(tmp_path / "home", tmp_path / "site")
