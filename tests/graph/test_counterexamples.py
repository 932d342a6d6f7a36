"""Every mistake that the shapes are to find stands in a small file, and is found just so.

A file is named after the mistake and lies in the folder of the shape file that finds it; beside it
lies what pySHACL says, line for line. Right examples are the smallest of each class, the fullest,
and those that are just right: one step further, and they would be wrong.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef

from citygraph.home import open_home
from tests.graph.shape_constraints import component, constraints
from tests.graph.shape_findings import (
    CONTEXT_FILES,
    SHAPE_FILES,
    Reference,
    as_csv,
    load,
)

if TYPE_CHECKING:
    from rdflib.term import Node

    from tests.goldens_option import Goldens

HERE = Path(__file__).parent
WRONG = tuple(sorted((HERE / "counterexamples").glob("*/*.ttl")))
SMALLEST = tuple(sorted((HERE / "examples").glob("*.ttl")))
FULLEST = tuple(sorted((HERE / "examples" / "full").glob("*.ttl")))
JUST_RIGHT = tuple(sorted((HERE / "examples" / "just-right").glob("*.ttl")))
DATA_FILES = open_home().data
STEMS = {file.stem for file in SHAPE_FILES} - {"prefixes"}


@pytest.fixture(scope="module")
def reference() -> Reference:
    """Give pySHACL with the shapes, loaded once for all files."""
    return Reference()


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """Give all shapes in one graph."""
    return load(SHAPE_FILES)


@pytest.mark.parametrize("file", WRONG, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_the_mistake_is_found_just_so(file: Path, reference: Reference, goldens: Goldens) -> None:
    rows = reference.rows(file)
    assert rows, "nothing is found"
    goldens.check(file.with_suffix(".csv"), as_csv(rows))


@pytest.mark.parametrize(
    "file",
    [*SMALLEST, *FULLEST, *JUST_RIGHT],
    ids=lambda file: f"{file.parent.name}/{file.stem}",
)
def test_the_right_example_is_right(file: Path, reference: Reference) -> None:
    assert reference.rows(file) == []


def test_every_shape_file_has_a_right_example_and_wrong_ones() -> None:
    assert {file.stem for file in SMALLEST} == STEMS
    assert {file.parent.name for file in WRONG} == STEMS
    assert {file.with_suffix(".csv") for file in WRONG} == set(
        (HERE / "counterexamples").glob("*/*.csv")
    )


def test_the_mistake_is_found_by_the_file_it_is_filed_under() -> None:
    stray = []
    owner = {
        f"shapes:{str(shape).rpartition('/')[2]}": file.stem
        for file in SHAPE_FILES
        for shape in load([file]).subjects()
        if isinstance(shape, URIRef)
    }
    for file in WRONG:
        with file.with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
            shapes = {row["shape"] for row in csv.DictReader(lines)}
        if file.parent.name not in {owner[shape] for shape in shapes}:
            stray.append(file)
    assert stray == []


def test_every_constraint_that_reports_has_a_counterexample(shapes: Graph) -> None:
    """A shape used only inside another one never reports; the other one does."""
    found = set()
    for file in WRONG:
        with file.with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
            found |= {(row["shape"], row["component"]) for row in csv.DictReader(lines)}
    targeted = {
        shape
        for target in (SH.targetClass, SH.targetSubjectsOf)
        for shape in shapes.subjects(target)
    }
    reporting = targeted | {
        each for shape in targeted for each in shapes.objects(shape, SH.property)
    }
    due = {
        (f"shapes:{str(shape).rpartition('/')[2]}", component(parameter))
        for shape, parameter, _ in constraints(shapes)
        if shape in reporting
    }
    assert len(due) > 300
    assert due - found == set()


def of_choice(shapes: Graph, shape: Node) -> set[Node]:
    """Give the target classes of the shapes that have this one as one of several to choose from."""
    return {
        target
        for choosing, choice in shapes.subject_objects(SH["or"])
        if shape in set(shapes.items(choice))
        for target in shapes.objects(choosing, SH.targetClass)
    }


def test_whatever_a_class_may_have_stands_in_something_right(shapes: Graph) -> None:
    """A closed shape that forgot a property would else be noticed by its first user."""
    right = load((*CONTEXT_FILES, *DATA_FILES, *SMALLEST, *FULLEST))
    unused = set()
    for shape in shapes.subjects(SH.closed):
        targets = set(shapes.objects(shape, SH.targetClass)) or of_choice(shapes, shape)
        kinds = set(targets)
        for target in targets:
            kinds |= {kind for kind in right.transitive_subjects(RDFS.subClassOf, target) if kind}
        things = {thing for kind in kinds for thing in right.subjects(RDF.type, kind)}
        for predicate in shapes.objects(shape, SH.targetSubjectsOf):
            things |= set(right.subjects(predicate))
        allowed = {shapes.value(each, SH.path) for each in shapes.objects(shape, SH.property)}
        for listed in shapes.objects(shape, SH.ignoredProperties):
            allowed |= set(shapes.items(listed))
        used = {predicate for thing in things for predicate in right.predicates(thing)}
        unused |= {(shape, path) for path in allowed - used if isinstance(path, URIRef)}
    assert {path for _, path in unused} == {OWL.inverseOf}, unused
