"""Mutants of the shapes on trial before the counter-examples and the right examples.

A mutant is killed by the first small file in which other findings come out than those of the shapes
as they are, which are the golden ones (`test_validation_agreement`). Only the targeted shapes that
lead to the mutated one are checked, on the things that the file mentions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from citygraph.validation.evaluation import Evaluation
from citygraph.validation.finding import Finding
from citygraph.validation.reading import parse
from citygraph.validation.shapes import NeedsPyshaclError, Shapes, used_by
from tests.graph.mutation.layers import Layered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from citygraph.validation.shapes import Shape
    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples
    from tests.graph.mutation.shape_mutants import Mutant

Rows: TypeAlias = frozenset[tuple[str, ...]] | None
"""What one targeted shape finds in a file; `None` if only pySHACL can say."""


@dataclass(frozen=True)
class MutableShapes(Shapes):
    """Shapes that know their circles: a mutant never adds a reference, so never a circle."""

    circles: frozenset[Node] = frozenset()

    def circular(self) -> set[Node]:
        """Give the shapes that refer to themselves."""
        return set(self.circles)


@dataclass
class SmallFile:
    """A counter-example or a right example, and what each targeted shape finds in it.

    Attributes:
        path: the file.
        data: its triples over the ontology's.
        mentioned: the things it speaks of.
        found: the findings by targeted shape, for the shapes that have something to look at.
        cited: the shapes that the findings name.
    """

    path: Path
    data: Triples
    mentioned: set[Node]
    found: dict[Node, Rows] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)

    def rows(self, top: Shape, shapes: Shapes) -> Rows:
        """Check one targeted shape."""
        focus = [node for node in top.targets.focus(self.data) if node in self.mentioned]
        try:
            hits = Evaluation(self.data, shapes).hits({top.node: focus}) if focus else ()
            findings = [Finding(hit.focus, hit.path, hit.value, each) for each, hit in hits]
        except NeedsPyshaclError:
            return None
        return frozenset((*each.key, str(each.shape)) for each in findings)


class Court:
    """All small files with their findings, before which mutants come to trial."""

    def __init__(self, shapes: Shapes, context: Triples, files: Iterable[Path]) -> None:
        circles = frozenset(shapes.circular())
        self.shapes = MutableShapes(shapes.by_node, shapes.needs_pyshacl, circles)
        self._above = _above(shapes)
        self._files = [self._opened(path, context) for path in files]

    def killer(self, mutant: Mutant) -> Path | None:
        """Find a file that tells the mutant from the shape it stands for."""
        node = mutant.shape.node
        changed = {**self.shapes.by_node, node: mutant.shape}
        shapes = MutableShapes(changed, self.shapes.needs_pyshacl, self.shapes.circles)
        tops = self._above[node]
        for file in sorted(self._files, key=lambda each: _distance(each, node, tops)):
            for top in tops & file.found.keys():
                if file.found[top] != file.rows(shapes.by_node[top], shapes):
                    return file.path
        return None

    def _opened(self, path: Path, context: Triples) -> SmallFile:
        own = list(parse(path, "x"))
        mentioned: set[Node] = {node for subject, _, value in own for node in (subject, value)}
        file = SmallFile(path, Layered(context, own), mentioned)
        for top in self.shapes.targeted():
            if not mentioned.isdisjoint(top.targets.focus(file.data)):
                file.found[top.node] = file.rows(top, self.shapes)
        file.cited.update(row[-1] for rows in file.found.values() for row in rows or ())
        return file


def _above(shapes: Shapes) -> Mapping[Node, set[Node]]:
    """Find the targeted shapes that lead to each shape."""
    above: dict[Node, set[Node]] = {node: set() for node in shapes.by_node}
    for top in shapes.targeted():
        for node in _led_to(top, shapes):
            above[node].add(top.node)
    return above


def _led_to(top: Shape, shapes: Shapes) -> Iterator[Node]:
    seen: set[Node] = set()
    ahead = [top.node]
    while ahead:
        node = ahead.pop()
        if node not in seen:
            seen.add(node)
            yield node
            shape = shapes.by_node[node]
            ahead += shape.properties
            ahead += [each for one in shape.constraints for each in used_by(one)]


def _distance(file: SmallFile, node: Node, tops: set[Node]) -> int:
    """Say how far a file is from the shape: first those whose findings name it."""
    if str(node) in file.cited:
        return 0
    if not file.cited:
        return 1
    return 2 if any(str(top) in file.cited for top in tops) else 3
