"""The union of graphs as one graph, in which a triple stands once (SPARQL 1.1 Query, section 13.2).

The engine looks into one graph after the other, and so finds a triple twice that two of them have:
counts and sums come out too large. Graphs that share a triple are therefore copied into one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyoxigraph as ox

_KEPT = 4


class Unions:
    """The unions of graphs of one store, each made when it is first asked for.

    Args:
        engine: the store. What is put into it later is not in the unions.
    """

    def __init__(self, engine: ox.Store) -> None:
        self._engine = engine
        self._kept = lru_cache(_KEPT)(self._made)

    def of(self, graphs: Collection[str]) -> ox.Store | None:
        """Give a copy of the store whose default graph is the union of some of its graphs.

        Args:
            graphs: their IRIs.

        Returns:
            `None` if no two of them share a triple: then the store itself gives the same answers.

        >>> import pyoxigraph as ox
        >>> engine = ox.Store()
        >>> for graph, price in (("urn:a", "10"), ("urn:b", "10"), ("urn:c", "20")):
        ...     term = ox.Literal(price), ox.NamedNode(graph)
        ...     engine.add(ox.Quad(ox.NamedNode("urn:x"), ox.NamedNode("urn:costs"), *term))
        >>> unions = Unions(engine)
        >>> union = unions.of(["urn:a", "urn:b", "urn:c"])
        >>> len(list(union.quads_for_pattern(None, None, None, ox.DefaultGraph())))
        2
        >>> unions.of(["urn:a", "urn:c"]) is None
        True
        """
        different = frozenset(graphs)
        return self._kept(different) if len(different) > 1 else None

    def _made(self, graphs: frozenset[str]) -> ox.Store | None:
        import pyoxigraph as ox

        quads = [
            quad
            for iri in graphs
            for quad in self._engine.quads_for_pattern(None, None, None, ox.NamedNode(iri))
        ]
        union = {(quad.subject, quad.predicate, quad.object) for quad in quads}
        if len(union) == len(quads):
            return None
        store = ox.Store()
        store.extend(self._engine.quads_for_pattern(None, None, None, None))
        store.extend(ox.Quad(*triple) for triple in union)
        return store
