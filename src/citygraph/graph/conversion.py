"""The same graph as an rdflib Graph, for pySHACL and for users of rdflib.

Terms are carried over one by one, each distinct one once: that is faster than writing the graph
out and parsing it again, and blank nodes keep their identity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import rdflib
    from pyoxigraph import Quad
    from rdflib.term import Node

    from citygraph.answers.model import Term


def to_rdflib(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> rdflib.Graph:
    """Make an rdflib Graph of the triples, whatever graph each is in."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for name, space in prefixes.items():
        graph.bind(name, space)
    known: dict[Term, Node] = {}
    add = graph.store.add
    for quad in quads:
        triple = (quad.subject, quad.predicate, quad.object)
        for term in triple:
            if term not in known:
                known[term] = rdflib_term(term)
        subject, predicate, value = map(known.__getitem__, triple)
        add((subject, predicate, value), graph)
    return graph


def rdflib_term(term: Term) -> Node:
    """Turn one term into rdflib's, a plain string into a literal without datatype.

    Raises:
        ValueError: a triple term, which rdflib does not know.

    >>> from pyoxigraph import Literal
    >>> rdflib_term(Literal("東京", language="ja"))
    rdflib.term.Literal('東京', lang='ja')
    """
    import pyoxigraph as ox
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Triple):
        raise ValueError(f"rdflib knows no triple terms: {term}")  # noqa: TRY004
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == str(rdflib.XSD.string):
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
