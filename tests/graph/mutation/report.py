"""The page about the two proofs, `docs/quality.md`, written from their scores."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.graph.mutation.scores import RIGHT, WRONG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tests.graph.mutation.scores import FactScores, ShapeScores

PAGE = Path(__file__).resolve().parents[3] / "docs" / "quality.md"
LEAST_OF_FACTS = 0.95
"""The share of lost and altered facts that must be noticed; of the shapes, every mutant is."""

_BEGINNING = """\
# Quality: the graph proves itself

This page is written by one command and no other, and `.ci/run` fails when it is out of date:

```sh
uv run python -m tests.graph.mutation
```
"""

_OF_SHAPES = """\
## Do the shapes catch what they promise?

Whatever a shape demands was lost or loosened, one at a time: constraints, property shapes, targets
and members of lists dropped, numbers shifted by one, bounds included or excluded, classes widened
to their superclasses, datatypes, kinds of node and patterns loosened, severities lowered, and in
SPARQL constraints comparisons, filters, optional parts, list members and ways of a path changed.
Each mutant then judged the counter-examples and the right examples. One that finds in any of them
something else than the shapes do is caught; one that is not caught is a line that no test misses.

A severity is not lowered in a shape that only other shapes ask: such a shape never reports.
"""

_OF_FACTS = """\
## Would anybody miss a fact?

Every fact of `data/tokyo.ttl` and `data/sources.ttl`, labels and types included, was dropped, and
altered: a number raised by one and multiplied by ten, a date moved by a day, a text misspelt and
its language exchanged, a thing exchanged for another of its class, a concept for another of its
scheme. Notes (`skos:editorialNote`, `skos:scopeNote`) are about the data, not in them, and were
left alone. A change is noticed if a question gives another answer, in any language, a quality
question finds something, or a shape is broken. That each fact has its claim and each claim its fact
counted for nothing here: it would notice every fact that is lost.
"""


def shapes_score(scores: ShapeScores, equivalent: Mapping[str, str]) -> float:
    """Give the share of mutants caught among those that change anything."""
    alive = [name for _, name in scores.survivors if name not in equivalent]
    mutants = sum(scores.mutants.values()) - len(equivalent)
    return 1 - len(alive) / mutants


def facts_score(scores: FactScores) -> float:
    """Give the share of lost and altered facts that somebody notices."""
    mutants = sum(scores.dropped.values()) + sum(scores.altered.values())
    return 1 - len(scores.unnoticed) / mutants


def failures(
    shapes: ShapeScores, facts: FactScores, equivalent: Mapping[str, str]
) -> Iterator[str]:
    """Say what is below the bar."""
    alive = {name for _, name in shapes.survivors}
    for name in sorted(alive - equivalent.keys()):
        yield f"no test would miss this line; write its counter-example or delete it: {name}"
    for name in sorted(equivalent.keys() - alive):
        yield f"equivalent.toml names a mutant that is caught or does not exist: {name}"
    if facts_score(facts) < LEAST_OF_FACTS:
        yield f"only {_percent(facts_score(facts))} of lost and altered facts are noticed"


def page(shapes: ShapeScores, facts: FactScores, equivalent: Mapping[str, str]) -> str:
    """Write the page; the same scores give the same bytes."""
    parts = [
        _BEGINNING,
        "\n".join(_summary(shapes, facts, equivalent)),
        _OF_SHAPES,
        "\n".join(_shape_rows(shapes, equivalent)),
        "\n".join(_equivalents(equivalent)),
        _OF_FACTS,
        "\n".join(_fact_rows(facts)),
        "\n".join(_unnoticed(facts)),
    ]
    return "\n".join(f"{part.strip()}\n" for part in parts)


def counts(constraints: int, mutants: int) -> list[str]:
    """Write the rows of the summary that need no trial."""
    return [
        f"| constraints of the shapes | {constraints} |",
        f"| counter-examples | {len(WRONG)} |",
        f"| right examples | {len(RIGHT)} |",
        f"| mutants of the shapes | {mutants} |",
    ]


def _summary(
    shapes: ShapeScores, facts: FactScores, equivalent: Mapping[str, str]
) -> Iterator[str]:
    yield "| | |\n|---|---:|"
    yield from counts(sum(shapes.constraints.values()), sum(shapes.mutants.values()))
    yield f"| of them known to change nothing | {len(equivalent)} |"
    caught = _percent(shapes_score(shapes, equivalent))
    yield f"| **mutants of the shapes that are caught** | **{caught}** |"
    yield f"| facts | {sum(facts.dropped.values())} |"
    yield f"| alterations of facts | {sum(facts.altered.values())} |"
    yield f"| questions that watch | {facts.questions} |"
    yield f"| noticed by no question, but by the shapes | {facts.by_shapes} |"
    yield f"| **lost and altered facts that are noticed** | **{_percent(facts_score(facts))}** |"


def _shape_rows(scores: ShapeScores, equivalent: Mapping[str, str]) -> Iterator[str]:
    yield "| shapes | constraints | counter-examples | mutants | caught |"
    yield "|---|---:|---:|---:|---:|"
    for file in sorted(scores.mutants):
        wrong = sum(path.parent.name == file for path in WRONG)
        alive = sum(each == file and name not in equivalent for each, name in scores.survivors)
        caught = _percent(1 - alive / scores.mutants[file])
        row = (scores.constraints.get(file, 0), wrong, scores.mutants[file], caught)
        yield f"| `{file}` | {' | '.join(map(str, row))} |"


def _equivalents(equivalent: Mapping[str, str]) -> Iterator[str]:
    yield "### Mutants that change nothing\n"
    if not equivalent:
        yield "There is none: whatever the shapes demand, some example or counter-example needs it."
    for name, reason in sorted(equivalent.items()):
        yield f"- `{name}`: {reason}"


def _fact_rows(scores: FactScores) -> Iterator[str]:
    yield "| class | facts | lost and noticed | alterations | altered and noticed |"
    yield "|---|---:|---:|---:|---:|"
    for kind in sorted(scores.dropped):
        missed = [each for name, each in scores.unnoticed if name == kind]
        lost = sum(each.instead is None for each in missed)
        facts, altered = scores.dropped[kind], scores.altered.get(kind, 0)
        row = (facts, facts - lost, altered, altered - (len(missed) - lost))
        yield f"| `{kind}` | {' | '.join(map(str, row))} |"


def _unnoticed(scores: FactScores) -> Iterable[str]:
    yield f"### The {len(scores.unnoticed)} changes that nobody notices\n"
    for name in sorted(each.name for _, each in scores.unnoticed):
        yield f"- `{name}`"


def _percent(share: float) -> str:
    """Write a share; never 100 % where something is missing."""
    return "100 %" if share == 1 else f"{min(share, 0.999):.1%}".replace("%", " %")
