"""Reading a property path from the blank nodes that spell it (SHACL, section 2.3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.validation.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from citygraph.validation.shapes import IllFormedShapeError
from citygraph.validation.terms import rdf, sh

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples

_MARKS: Mapping[str, str] = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
_SHORTEST = 2


def read_path(graph: Triples, node: Node, inside: tuple[Node, ...] = ()) -> Path:
    """Read the path that begins at a node of a shapes graph.

    Args:
        graph: the shapes graph.
        node: an IRI, or the blank node of a composed path.
        inside: the nodes of the paths this one is part of.

    Raises:
        IllFormedShapeError: it is no well-formed path, or is part of itself.

    >>> from pyoxigraph import NamedNode
    >>> from citygraph.validation.triples import Triples
    >>> str(read_path(Triples([]), NamedNode("https://example.org/p")))
    '<https://example.org/p>'
    """
    from pyoxigraph import NamedNode

    if isinstance(node, NamedNode):
        return Predicate(node)
    if node in inside:
        raise IllFormedShapeError(f"the path {node} is part of itself")
    deeper = (*inside, node)
    if graph.objects(node, rdf("first")):
        return Sequence(_members(graph, node, deeper))
    described = graph.about(node)
    for predicate, values in described.items():
        if len(described) == 1 and len(values) == 1:
            (value,) = values
            if predicate == sh("inversePath"):
                return Inverse(read_path(graph, value, deeper))
            if predicate == sh("alternativePath"):
                return Alternative(_members(graph, value, deeper))
            for name, mark in _MARKS.items():
                if predicate == sh(name):
                    return Repeated(read_path(graph, value, deeper), mark)
    raise IllFormedShapeError(f"the path {node} is none that SHACL knows")


def _members(graph: Triples, start: Node, inside: tuple[Node, ...]) -> tuple[Path, ...]:
    try:
        members = graph.items(start)
    except ValueError as error:
        raise IllFormedShapeError(f"a path: {error}") from error
    if len(members) < _SHORTEST:
        raise IllFormedShapeError(f"the path {start} has fewer than two members")
    return tuple(read_path(graph, member, inside) for member in members)
