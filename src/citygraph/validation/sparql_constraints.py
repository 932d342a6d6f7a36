"""Running SPARQL constraints (SHACL, section 5) on the embedded engine, many nodes at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.validation.prebinding import prebind
from citygraph.validation.shapes import NeedsPyshaclError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph as ox

    from citygraph.validation.paths import Path
    from citygraph.validation.shapes import Constraint
    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples

_AT_ONCE = 128
"""How many focus nodes one query is asked about: more saves nothing, and `VALUES` stays short."""

_PATH = re.compile(r"[$?]PATH\b")
_DEFAULTS: Mapping[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
}


def make_store(data: Triples) -> ox.Store:
    """Put the triples into a store, as its default graph.

    Raises:
        NeedsPyshaclError: the store would rewrite a literal (`2193.0` to `2193`), so that a query
            would not see what the file says.
    """
    import pyoxigraph as ox

    quads = [ox.Quad(*triple) for triple in data]
    store = ox.Store()
    store.bulk_extend(quads)
    written = {quad.object for quad in quads if isinstance(quad.object, ox.Literal)}
    kept = {quad.object for quad in store if isinstance(quad.object, ox.Literal)}
    if rewritten := sorted(map(str, written - kept)):
        raise NeedsPyshaclError(f"the store does not keep {rewritten[0]} as it is written")
    return store


def select(
    store: ox.Store, constraint: Constraint, path: Path | None, focus: Iterable[Node]
) -> Iterator[Mapping[str, Node]]:
    """Ask for the solutions of a constraint's query, each with the focus node as `this`.

    Raises:
        NeedsPyshaclError: the query, or one of the nodes, is beyond what can be asked at once.
    """
    import pyoxigraph as ox

    query, *prefixes = (term.value for term in constraint.terms)
    if path is not None:
        query = _PATH.sub(lambda _: str(path), query)
    text = "\n".join((*prefixes, query))
    nodes = tuple(focus)
    if any(isinstance(node, ox.BlankNode) for node in nodes):
        raise NeedsPyshaclError("a SPARQL constraint is about a blank node")
    for start in range(0, len(nodes), _AT_ONCE):
        chunk = nodes[start : start + _AT_ONCE]
        yield from _rows(store, prebind(text, chunk))


def _rows(store: ox.Store, text: str) -> Iterator[Mapping[str, Node]]:
    import pyoxigraph as ox

    try:
        solutions = store.query(text, prefixes=dict(_DEFAULTS))
    except SyntaxError as error:
        raise NeedsPyshaclError(f"a SPARQL constraint does not parse: {error.msg}") from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise NeedsPyshaclError("a SPARQL constraint is no SELECT")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        row = zip(names, solution, strict=True)
        yield {
            name: term for name, term in row if term is not None and not isinstance(term, ox.Triple)
        }
