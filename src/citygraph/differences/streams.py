"""One side as sorted lines, with what its blank nodes stand for kept beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.canonical import line, sorted_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from citygraph.differences.sides import Side


class Stream:
    """The sorted lines of a side.

    Attributes:
        side: what is read.
        blank: the triples of each blank node, by its name; complete once the first line is out.
        hanging: the names of the blank nodes that are parts of what leads to them.
    """

    def __init__(self, side: Side) -> None:
        self.side = side
        self.blank: dict[str, list[ox.Triple]] = {}
        self.hanging: set[str] = set()

    def lines(self) -> Iterator[bytes]:
        """Give each line once, in the order of its bytes."""
        return sorted_lines(self._written())

    def _written(self) -> Iterator[bytes]:
        import pyoxigraph as ox

        for triple, hanging in self.side.read():
            if isinstance(triple.subject, ox.BlankNode):
                name = triple.subject.value
                self.blank.setdefault(name, []).append(triple)
                if hanging:
                    self.hanging.add(name)
            yield line(triple)
