"""The terms that SHACL knows: those of RDF 1.1, without triple terms; and a few that have names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import vocabulary

if TYPE_CHECKING:
    from typing import TypeAlias

    from pyoxigraph import BlankNode, Literal, NamedNode

    Subject: TypeAlias = NamedNode | BlankNode
    Node: TypeAlias = NamedNode | BlankNode | Literal
    Triple: TypeAlias = tuple[Subject, NamedNode, Node]


def owl(name: str) -> NamedNode:
    """Name a term of the Web Ontology Language."""
    return _named("owl", name)


def rdf(name: str) -> NamedNode:
    """Name a term of RDF's vocabulary."""
    return _named("rdf", name)


def rdfs(name: str) -> NamedNode:
    """Name a term of RDF Schema's vocabulary."""
    return _named("rdfs", name)


def sh(name: str) -> NamedNode:
    """Name a term of SHACL's vocabulary.

    >>> sh("minCount")
    <NamedNode value=http://www.w3.org/ns/shacl#minCount>
    """
    return _named("sh", name)


def skos(name: str) -> NamedNode:
    """Name a term of SKOS."""
    return _named("skos", name)


def _named(prefix: str, name: str) -> NamedNode:
    from pyoxigraph import NamedNode

    return NamedNode(vocabulary.PREFIXES[prefix] + name)
