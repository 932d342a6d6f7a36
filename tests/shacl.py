"""Small shapes and data as Turtle, checked by the engine of one's choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.graph import CityGraph
from citygraph.home import Home, find_root
from citygraph.validation import validate
from citygraph.validation.evaluation import Evaluation
from citygraph.validation.finding import Finding
from citygraph.validation.pyshacl_engine import hits
from citygraph.validation.reading import parse
from citygraph.validation.shape_reading import read_shapes
from citygraph.validation.triples import Triples

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.validation import Report
    from citygraph.validation.checks import Hit
    from citygraph.validation.shapes import Constraint

PREFIXES = """\
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
"""The prefixes that the Turtle of these tests uses undeclared."""

EX = "https://example.org/"
SH = "http://www.w3.org/ns/shacl#"

Key = tuple[str, str, str, str, str]


def triples(turtle: str, folder: Path, name: str = "some") -> Triples:
    """Read Turtle as the validator reads files."""
    path = folder / f"{name}.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return Triples(parse(path, name))


def found(shapes: str, data: str, folder: Path, *, engine: str = "citygraph") -> set[Key]:
    """Check data against shapes with one engine, without the other to fall back on."""
    shape_triples = triples(shapes, folder, "shapes")
    return keys(shape_triples, triples(data, folder, "data"), engine=engine)


def keys(shape_triples: Triples, data: Triples, *, engine: str = "citygraph") -> set[Key]:
    """Name what one engine finds: focus, path, component, value and severity of each."""
    shapes = read_shapes(shape_triples)
    if engine == "pyshacl":
        pairs = list(hits(data, shape_triples, shapes))
    else:
        focus = {shape.node: shape.targets.focus(data) for shape in shapes.targeted()}
        pairs = list(Evaluation(data, shapes).hits(focus))
    return {_key(constraint, hit) for constraint, hit in pairs}


def short(key: Key) -> str:
    """Write a finding briefly: focus, path, component, value, without their namespaces.

    >>> short(("<https://example.org/a>", "", SH + "InConstraintComponent", '"1"', "warning"))
    'a  In "1" warning'
    """
    focus, path, component, value, severity = (
        each.replace(f"<{EX}", "").replace(">", "") for each in key
    )
    name = component.removeprefix(SH).removesuffix("ConstraintComponent")
    said = severity if severity != "violation" else ""
    return f"{focus} {path} {name} {value} {said}".strip()


def report(shapes: str, data: str, folder: Path, *, engine: str = "citygraph") -> Report:
    """Validate one file of data against one file of shapes, from reading to report."""
    shape_file, data_file = folder / "shapes.ttl", folder / "town.ttl"
    shape_file.write_text(PREFIXES + shapes, encoding="utf-8")
    data_file.write_text(PREFIXES + data, encoding="utf-8")
    home = Home(find_root(), (data_file,), bundled=False)
    return validate(CityGraph.load(home=home), shapes=[shape_file], engine=engine)


def _key(constraint: Constraint, hit: Hit) -> Key:
    return Finding(hit.focus, hit.path, hit.value, constraint).key
