"""The two proofs, run: which mutants of the shapes survive, and which facts nobody misses."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.validation.reading import parse, read_shape_files
from citygraph.validation.shape_reading import read_shapes
from citygraph.validation.terms import rdf
from tests.graph.mutation.constraint_mutants import short
from tests.graph.mutation.fact_mutants import FactMutant, fact_mutants
from tests.graph.mutation.layers import Ground
from tests.graph.mutation.shape_mutants import Mutant, shape_mutants
from tests.graph.mutation.trials import Court
from tests.graph.mutation.watchers import SHAPES, Watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.home import Home
    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples

GRAPH = Path(__file__).resolve().parents[1]
WRONG = tuple(sorted((GRAPH / "counterexamples").glob("*/*.ttl")))
RIGHT = tuple(sorted((GRAPH / "examples").rglob("*.ttl")))
FACTS = ("tokyo.ttl", "sources.ttl")
"""The files of facts; the claims about them are not mutated."""

_EQUIVALENT = Path(__file__).with_name("equivalent.toml")


class ShapeScores(NamedTuple):
    """What became of the mutants of the shapes.

    Attributes:
        constraints: how many constraints each shape file lays down.
        mutants: how many mutants were made of each file.
        survivors: the mutants that no small file tells from the shape, with their file.
    """

    constraints: Mapping[str, int]
    mutants: Mapping[str, int]
    survivors: tuple[tuple[str, str], ...]


class FactScores(NamedTuple):
    """What became of the mutants of the facts.

    Attributes:
        dropped: how many facts there are by the class of their subject: each was dropped.
        altered: how many alterations were made, by class.
        unnoticed: the mutants that nobody noticed, with their class.
        by_shapes: how many mutants were noticed by the shapes, when no question had noticed them.
        questions: how many questions watched.
    """

    dropped: Mapping[str, int]
    altered: Mapping[str, int]
    unnoticed: tuple[tuple[str, FactMutant], ...]
    by_shapes: int
    questions: int


def equivalent_mutants() -> dict[str, str]:
    """Read the mutants that are known to change nothing, each with its reason."""
    with _EQUIVALENT.open("rb") as file:
        return {each["name"]: each["reason"] for each in tomllib.load(file).get("mutant", ())}


def mutants_of_shapes(home: Home) -> tuple[Mapping[str, int], list[tuple[str, Mutant]]]:
    """Count the constraints of each shape file, and make every mutant with the file it is of."""
    shapes = read_shapes(read_shape_files(home.shapes))
    owner: dict[Node, str] = {}
    for path in home.shapes:
        owner.update((subject, path.stem) for subject, _, _ in parse(path, path.stem))
    counts = Counter(owner[each.shape] for each in shapes.constraints())
    mutants = shape_mutants(shapes, _context(home))
    return counts, [(owner[each.shape.node], each) for each in mutants]


def try_shapes(home: Home, part: int = 0, parts: int = 1) -> ShapeScores:
    """Bring the mutants of the shapes to trial: all, or every so-many-th, to share the work."""
    counts, mutants = mutants_of_shapes(home)
    shapes = read_shapes(read_shape_files(home.shapes))
    court = Court(shapes, _context(home), (*WRONG, *RIGHT))
    tried = mutants[part::parts]
    survivors = tuple((file, each.name) for file, each in tried if court.killer(each) is None)
    return ShapeScores(counts, Counter(file for file, _ in mutants), survivors)


def try_facts(home: Home) -> FactScores:
    """Let every question and every shape watch while facts are dropped and altered."""
    watch = Watch(home)
    facts = [each for name in FACTS for each in parse(home.root / "data" / name, "facts")]
    mutants = [(_class(each, watch.graph), each) for each in fact_mutants(facts, watch.graph)]
    noticed = [watch.notices(each) for _, each in mutants]
    return FactScores(
        Counter(kind for kind, each in mutants if each.instead is None),
        Counter(kind for kind, each in mutants if each.instead is not None),
        tuple(each for each, by in zip(mutants, noticed, strict=True) if by is None),
        noticed.count(SHAPES),
        watch.questions,
    )


def _context(home: Home) -> Ground:
    return Ground(triple for path in home.ontology for triple in parse(path, path.stem))


def _class(mutant: FactMutant, graph: Triples) -> str:
    """Name the first of the classes that the subject has."""
    kinds: Iterable[Node] = graph.objects(mutant.fact[0], rdf("type"))
    return min(map(short, kinds))
