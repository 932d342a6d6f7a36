"""The constraints that the shapes declare: which parameters of SHACL each shape has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF, SH, Graph, URIRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

_NAMES = {"in": "In", "or": "Or", "xone": "Xone", "not": "Not", "sparql": "SPARQL"}

PARAMETERS = frozenset(
    {
        "class",
        "closed",
        "datatype",
        "disjoint",
        "hasValue",
        "in",
        "languageIn",
        "lessThan",
        "lessThanOrEquals",
        "maxCount",
        "minCount",
        "minExclusive",
        "minInclusive",
        "node",
        "nodeKind",
        "not",
        "or",
        "pattern",
        "qualifiedMinCount",
        "sparql",
        "uniqueLang",
        "xone",
    }
)
"""The parameters in use, all of SHACL Core but `sh:sparql`, which is SHACL-SPARQL."""

BESIDE = frozenset(
    {
        "description",
        "ignoredProperties",
        "message",
        "name",
        "path",
        "property",
        "qualifiedValueShape",
        "severity",
        "targetClass",
        "targetSubjectsOf",
    }
)
"""What else a shape says."""


def component(parameter: str) -> str:
    """Name the constraint component of a parameter.

    >>> component("minCount"), component("sparql")
    ('MinCount', 'SPARQL')
    """
    return _NAMES.get(parameter, parameter[0].upper() + parameter[1:])


def shape_nodes(shapes: Graph) -> set[Node]:
    """Find every node shape and property shape."""
    return {*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)}


def constraints(shapes: Graph) -> Iterator[tuple[Node, str, Node]]:
    """Give each constraint as shape, parameter and value."""
    for shape in shape_nodes(shapes):
        for predicate, value in shapes.predicate_objects(shape):
            name = local(predicate)
            if name in PARAMETERS:
                yield shape, name, value


def local(predicate: Node) -> str | None:
    """Give the local name of a term of SHACL, `None` for any other term."""
    assert isinstance(predicate, URIRef)
    return predicate.removeprefix(str(SH)) if predicate.startswith(str(SH)) else None
