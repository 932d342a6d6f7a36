"""What every check is given and gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from citygraph.validation.paths import Path
    from citygraph.validation.shapes import Constraint, Shape
    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples

    Values = Mapping[Node, Collection[Node]]
    """The value nodes of each focus node (SHACL, section 2.1)."""

    Check = Callable[[Constraint, Values, "Scope"], Iterator["Hit"]]


class Hit(NamedTuple):
    """One break of a constraint.

    Attributes:
        focus: the node that was checked.
        value: the offending value, if there is one.
        path: the path that leads to it, where it is not the shape's own.
        bindings: what the words of the shape's message stand for, by variable.
    """

    focus: Node
    value: Node | None = None
    path: Path | None = None
    bindings: Mapping[str, Node] | None = None


class Scope(Protocol):
    """What a check may ask for beyond the value nodes."""

    @property
    def data(self) -> Triples:
        """The triples under validation."""
        ...

    def instances(self, kind: Node) -> Collection[Node]:
        """List the instances of a class, those of its subclasses too."""
        ...

    def shape(self, node: Node) -> Shape:
        """Find a shape."""
        ...

    def conforming(self, nodes: Collection[Node], shape: Node) -> Collection[Node]:
        """Choose the nodes that conform to a shape."""
        ...

    def select(self, constraint: Constraint, focus: Iterable[Node]) -> Iterator[Mapping[str, Node]]:
        """Run the query of a SPARQL constraint for these focus nodes."""
        ...
