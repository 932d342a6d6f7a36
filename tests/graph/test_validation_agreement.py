"""Our engine finds in every counter-example what pySHACL found there, row for row."""

from __future__ import annotations

import csv
import re
from itertools import chain
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from citygraph.home import open_home
from citygraph.validation.evaluation import Evaluation
from citygraph.validation.finding import Finding
from citygraph.validation.reading import parse, read_shape_files
from citygraph.validation.shape_reading import read_shapes
from citygraph.validation.shapes import NeedsPyshaclError
from citygraph.validation.triples import Triples
from tests.shacl import keys

if TYPE_CHECKING:
    from citygraph.validation.shapes import Shapes
    from citygraph.validation.terms import Node, Triple

WRONG = tuple(sorted((Path(__file__).parent / "counterexamples").glob("*/*.ttl")))
HOME = open_home()
SPOILT = 0.05
LEFT_TO_PYSHACL = {
    "concept-as-blank-node": "a SPARQL constraint is about a blank node",
    "numeric-value-in-another-form": "the store does not keep",
}
"""The files that our engine hands on, and what it says."""

REWRITTEN = {"numeric-value-as-double"}
"""Here rdflib rewrites a literal before pySHACL sees it; handed over as written, both agree."""


@pytest.fixture(scope="module")
def context() -> list[Triple]:
    """Give the triples of the ontology and the schemes, read once."""
    return [triple for path in HOME.ontology for triple in parse(path, path.stem)]


@pytest.fixture(scope="module")
def shape_triples() -> Triples:
    """Give the triples of the shapes, read once."""
    return read_shape_files(HOME.shapes)


@pytest.fixture(scope="module")
def shapes(shape_triples: Triples) -> Shapes:
    """Give the shapes, read once."""
    return read_shapes(shape_triples)


def test_there_is_a_counterexample_for_each_file_named_here() -> None:
    assert {*LEFT_TO_PYSHACL, *REWRITTEN} <= {path.stem for path in WRONG}


@pytest.mark.parametrize("file", WRONG, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_the_same_is_found(file: Path, context: list[Triple], shapes: Shapes) -> None:
    if file.stem in {*LEFT_TO_PYSHACL, *REWRITTEN}:
        return
    ours, golden = _rows(file, context, shapes), _golden(file)
    assert ours == golden


@pytest.mark.parametrize("stem", sorted(LEFT_TO_PYSHACL))
def test_what_it_does_not_know_it_leaves_to_pyshacl(
    stem: str, context: list[Triple], shapes: Shapes
) -> None:
    (file,) = (path for path in WRONG if path.stem == stem)
    with pytest.raises(NeedsPyshaclError, match=LEFT_TO_PYSHACL[stem]):
        _rows(file, context, shapes)


@pytest.mark.parametrize("stem", sorted(REWRITTEN))
def test_literals_handed_over_as_written_are_judged_alike(
    stem: str, context: list[Triple], shape_triples: Triples
) -> None:
    (file,) = (path for path in WRONG if path.stem == stem)
    data = Triples(chain(context, parse(file, "x")))
    assert keys(shape_triples, data) == keys(shape_triples, data, engine="pyshacl")


def test_the_same_is_found_where_the_bundled_data_are_spoilt(
    context: list[Triple], shape_triples: Triples
) -> None:
    own = [triple for path in HOME.data for triple in parse(path, path.stem.replace(".", ""))]
    chance = Random(20)  # noqa: S311 - the same faults in every run
    spoilt = [each for triple in own for each in _spoilt(triple, chance)]
    data = Triples(chain(context, spoilt))
    ours = keys(shape_triples, data)
    assert len(ours) > 100
    assert len({component for _, _, component, _, _ in ours}) > 10
    assert ours == keys(shape_triples, data, engine="pyshacl")


def _spoilt(triple: Triple, chance: Random) -> list[Triple]:
    """Now and then drop a fact, double it with another value, or give it another predicate."""
    subject, predicate, value = triple
    literal = Literal("spoilt", language=chance.choice(("en", "ja", "ko", "fr")))
    other = NamedNode("https://w3id.org/citygraph/ns#spoilt")
    fates: list[list[Triple]] = [
        [],
        [triple, (subject, predicate, literal)],
        [triple, (subject, predicate, subject)],
        [(subject, other, value)],
    ]
    return chance.choice(fates) if chance.random() < SPOILT else [triple]


def _rows(file: Path, context: list[Triple], shapes: Shapes) -> set[tuple[str, ...]]:
    """Check the file beside the ontology; give the findings about what it mentions, as named."""
    own = list(parse(file, "x"))
    data = Triples(chain(context, own))
    mentioned: set[Node] = {node for subject, _, value in own for node in (subject, value)}
    focus = {
        shape.node: [node for node in shape.targets.focus(data) if node in mentioned]
        for shape in shapes.targeted()
    }
    names = _prefixes(file)
    findings = (
        Finding(hit.focus, hit.path, hit.value, constraint)
        for constraint, hit in Evaluation(data, shapes).hits(focus)
    )
    return {
        (
            _name(finding.focus, names),
            _short(str(finding.path or ""), names),
            _name(finding.value, names) if finding.value is not None else "",
            finding.component.rpartition("#")[2].removesuffix("ConstraintComponent"),
            finding.severity.word.capitalize(),
            _name(finding.shape, names),
        )
        for finding in findings
    }


def _golden(file: Path) -> set[tuple[str, ...]]:
    with file.with_suffix(".csv").open(encoding="utf-8", newline="") as rows:
        return {tuple(row) for row in list(csv.reader(rows))[1:]}


def _prefixes(file: Path) -> dict[str, str]:
    """Collect the prefixes as rdflib does: the file's own, then those of all shapes."""
    declared = re.compile(r"@prefix (\S*:) <([^>]*)>")
    texts = [path.read_text(encoding="utf-8") for path in (file, *HOME.shapes)]
    return {space: prefix for text in reversed(texts) for prefix, space in declared.findall(text)}


def _name(node: Node, names: dict[str, str]) -> str:
    return "_:" if isinstance(node, BlankNode) else _short(str(node), names)


def _short(text: str, names: dict[str, str]) -> str:
    def curie(found: re.Match[str]) -> str:
        space = max((each for each in names if found[1].startswith(each)), key=len, default="")
        local = found[1][len(space) :]
        fits = space and re.fullmatch(r"[\w\-.]*", local)
        return names[space] + local if fits else found[0]

    return re.sub(r"<([^>]*)>", curie, text)
