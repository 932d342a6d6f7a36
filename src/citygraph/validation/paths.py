"""Property paths (SHACL, section 2.3.1): read from a shape, followed in the data, written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pyoxigraph import NamedNode

    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples


@dataclass(frozen=True, slots=True)
class Predicate:
    """One property, forwards."""

    iri: NamedNode

    def follow(self, data: Triples, node: Node, *, back: bool = False) -> Collection[Node]:
        """List what the property leads to from a node, or what leads to the node."""
        return data.subjects(self.iri, node) if back else data.objects(node, self.iri)

    def __str__(self) -> str:
        return str(self.iri)


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path walked from its end to its beginning (`^`)."""

    of: Path

    def follow(self, data: Triples, node: Node, *, back: bool = False) -> Collection[Node]:
        """List the nodes at the other end of the path."""
        return self.of.follow(data, node, back=not back)

    def __str__(self) -> str:
        return f"^{_grouped(self.of, 3)}"


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after the other (`/`)."""

    steps: tuple[Path, ...]

    def follow(self, data: Triples, node: Node, *, back: bool = False) -> Collection[Node]:
        """List the nodes at the other end of the path, each once."""
        reached: dict[Node, None] = {node: None}
        for step in reversed(self.steps) if back else self.steps:
            reached = {
                found: None for each in reached for found in step.follow(data, each, back=back)
            }
        return reached

    def __str__(self) -> str:
        return "/".join(_grouped(step, 2) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any one of several paths (`|`)."""

    ways: tuple[Path, ...]

    def follow(self, data: Triples, node: Node, *, back: bool = False) -> Collection[Node]:
        """List the nodes at the other end of the path, each once."""
        return {found: None for way in self.ways for found in way.follow(data, node, back=back)}

    def __str__(self) -> str:
        return "|".join(_grouped(way, 1) for way in self.ways)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path taken again and again: `*`, `+` or `?`."""

    of: Path
    mark: str

    def follow(self, data: Triples, node: Node, *, back: bool = False) -> Collection[Node]:
        """List the nodes at the other end of the path, each once; circles end the walk."""
        reached: dict[Node, None] = {} if self.mark == "+" else {node: None}
        ahead = [*self.of.follow(data, node, back=back)]
        while ahead:
            found = ahead.pop()
            if found not in reached:
                reached[found] = None
                if self.mark != "?":
                    ahead.extend(self.of.follow(data, found, back=back))
        return reached

    def __str__(self) -> str:
        return f"{_grouped(self.of, 4)}{self.mark}"


Path = Predicate | Inverse | Sequence | Alternative | Repeated


_TIGHTNESS: Mapping[type, int] = {
    Alternative: 0,
    Sequence: 1,
    Inverse: 2,
    Repeated: 3,
    Predicate: 4,
}
"""How tightly each kind of path binds in SPARQL's grammar."""


def _grouped(path: Path, least: int) -> str:
    """Write a path as part of another, in parentheses if it binds less tightly than needed.

    Specification: SPARQL 1.1, section 19.8, rules 88 to 96.
    """
    return str(path) if _TIGHTNESS[type(path)] >= least else f"({path})"
