"""Single values, lists, truths and texts at a shape, each refused where SHACL refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import vocabulary
from citygraph.validation.shapes import IllFormedShapeError
from citygraph.validation.terms import sh

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples

XSD = vocabulary.PREFIXES["xsd"]


def one(graph: Triples, node: Node, name: str) -> Node | None:
    """Give the one value of a property of SHACL at a node, or `None` if there is none.

    Raises:
        IllFormedShapeError: there are several.
    """
    values = tuple(graph.objects(node, sh(name)))
    if len(values) > 1:
        raise IllFormedShapeError(f"{node} has {len(values)} values of sh:{name}, expected one")
    return values[0] if values else None


def truth(graph: Triples, node: Node, name: str) -> bool:
    """Read a property that is true or false, false if it is absent.

    Raises:
        IllFormedShapeError: it is neither, or there are several.
    """
    value = one(graph, node, name)
    if value is None:
        return False
    if not is_literal(value, "boolean") or value.value not in ("true", "false"):
        raise IllFormedShapeError(f"sh:{name} of {node} is {value}, neither true nor false")
    return value.value == "true"


def list_of(graph: Triples, start: Node) -> list[Node]:
    """Read an RDF list of a shapes graph.

    Raises:
        IllFormedShapeError: it is no well-formed list.
    """
    try:
        return graph.items(start)
    except ValueError as error:
        raise IllFormedShapeError(str(error)) from error


def all_iris(graph: Triples, node: Node, name: str) -> tuple[NamedNode, ...]:
    """Give all values of a property that takes IRIs.

    Raises:
        IllFormedShapeError: one of them is no IRI.
    """
    return tuple(iri(node, name, value) for value in graph.objects(node, sh(name)))


def iri(node: Node, name: str, value: Node) -> NamedNode:
    """Make sure that a value is an IRI.

    Raises:
        IllFormedShapeError: it is none.
    """
    from pyoxigraph import NamedNode

    if not isinstance(value, NamedNode):
        raise IllFormedShapeError(f"sh:{name} of {node} is {value}, expected an IRI")
    return value


def texts(graph: Triples, node: Node, name: str) -> tuple[Literal, ...]:
    """Give the texts of a property in all languages, in the order of their tags.

    Raises:
        IllFormedShapeError: one of them is no text.
    """
    from pyoxigraph import Literal

    found = []
    for value in graph.objects(node, sh(name)):
        if not isinstance(value, Literal) or not (value.language or is_literal(value, "string")):
            raise IllFormedShapeError(f"sh:{name} of {node} is {value}, expected a text")
        found.append(value)
    return tuple(sorted(found, key=lambda text: (text.language or "", text.value)))


def is_literal(term: Node | None, datatype: str) -> bool:
    """Say whether a term is a literal of this XSD datatype, without a language."""
    from pyoxigraph import Literal

    return isinstance(term, Literal) and term.datatype.value == XSD + datatype
