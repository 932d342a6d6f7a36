"""Two small graphs and their difference, for the tests of `diff`."""

from collections.abc import Mapping
from pathlib import Path

from citygraph.differences import Difference, PropertyChange, ThingChange, compare, open_side

PREFIXES = """\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix osaka: <https://w3id.org/citygraph/id/osaka/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/citygraph/shapes/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
OSAKA = "https://w3id.org/citygraph/id/osaka/"


def write(path: Path, files: Mapping[str, str]) -> str:
    """Write files below a folder, each with the usual prefixes."""
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(PREFIXES + text, encoding="utf-8")
    return str(path)


def difference(folder: Path, old: str, new: str, lang: str = "en") -> Difference:
    """Compare two texts in Turtle."""
    for name, text in (("old", old), ("new", new)):
        write(folder / name, {"osaka.ttl": text})
    sides = (open_side(folder / name / "osaka.ttl") for name in ("old", "new"))
    return compare(*sides, lang=lang)


def thing(found: Difference, name: str) -> ThingChange:
    """Give the change of the thing whose IRI ends so."""
    [change] = [each for each in found.things if each.iri.endswith(name)]
    return change


def values(change: PropertyChange) -> tuple[list[str], list[str], list[str], list[str]]:
    """Give what was removed, added, altered and rewritten, as text."""
    return (
        [each.text or str(each.term) for each in change.removed],
        [each.text or str(each.term) for each in change.added],
        [f"{each.old.term} → {each.new.term}" for each in change.altered],
        [f"{each.old.term} → {each.new.term}" for each in change.rewritten],
    )
