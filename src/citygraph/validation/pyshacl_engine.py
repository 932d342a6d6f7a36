"""pySHACL, with the query of each SPARQL constraint parsed once.

pySHACL asks the data graph the same query anew for each focus node, and rdflib parses it each
time: that was most of its time. The seam is the data graph itself: pySHACL calls `query` on the
very graph it was given, so a graph that remembers the queries it has prepared is all it takes
(docs/decisions/validation-engines.md).
"""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from citygraph.graph.conversion import rdflib_term
from citygraph.validation.checks import Hit
from citygraph.validation.components import Component, Takes
from citygraph.validation.finding import Severity
from citygraph.validation.messages import filled_in
from citygraph.validation.paths import Path, Predicate
from citygraph.validation.shape_terms import is_literal
from citygraph.validation.shapes import Constraint, IllFormedShapeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node as RdflibNode

    from citygraph.validation.shapes import Shape, Shapes
    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples


def hits(data: Triples, shape_triples: Triples, shapes: Shapes) -> Iterator[tuple[Constraint, Hit]]:
    """Let pySHACL check the data against the shapes.

    Raises:
        IllFormedShapeError: pySHACL cannot use the shapes; the message is its own.
    """
    import pyshacl
    import rdflib
    from pyshacl.errors import ValidationFailure

    with _quiet():
        graph, shapes_graph = remembering(_graph(data)), _graph(shape_triples)
        try:
            _, report, _ = pyshacl.validate(graph, shacl_graph=shapes_graph, inplace=True)
        except Exception as error:  # whatever stops pySHACL, the graph has not been judged
            raise IllFormedShapeError(f"pySHACL: {str(error) or type(error).__name__}") from error
        if isinstance(report, ValidationFailure):
            raise IllFormedShapeError(f"pySHACL: {report.message}")
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    for result in report.objects(predicate=shacl.result):
        yield _hit(report, result, shapes)


def remembering(graph: rdflib.Graph) -> rdflib.Graph:
    """Make a graph over the same triples that prepares each query once.

    >>> import rdflib
    >>> graph = remembering(rdflib.Graph())
    >>> bool(graph.query("ASK {}"))
    True
    """
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    class RememberingGraph(rdflib.Graph):
        """A graph that keeps the queries it has prepared."""

        def __init__(self) -> None:
            super().__init__(graph.store, graph.identifier, bind_namespaces="none")
            self.prepared: dict[str, Query] = {}

        def query(  # what else pySHACL passes on is handed through as it is
            self,
            query_object: str | Query,
            *args: Any,  # noqa: ANN401
            **kwargs: Any,  # noqa: ANN401
        ) -> Result:
            """Prepare a query that is given as text, the first time only."""
            if isinstance(query_object, str):
                if query_object not in self.prepared:
                    namespaces = dict(self.namespaces())
                    self.prepared[query_object] = prepareQuery(query_object, namespaces)
                query_object = self.prepared[query_object]
            return super().query(query_object, *args, **kwargs)

    return RememberingGraph()


def _graph(triples: Triples) -> rdflib.Graph:
    """Hand the triples over as they are written: rdflib would rewrite `01` to `1`."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(tuple(map(_rdflib_term, triple)))  # type: ignore[arg-type]
    return graph


def _rdflib_term(node: Node) -> rdflib.term.Node:
    from pyoxigraph import Literal
    from rdflib import Literal as RdflibLiteral
    from rdflib import URIRef

    if not isinstance(node, Literal):
        return rdflib_term(node)
    datatype = None if is_literal(node, "string") or node.language else URIRef(node.datatype.value)
    return RdflibLiteral(node.value, node.language, datatype, normalize=False)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging every ill-typed literal: the report says it, once.

    A shape that refers to itself is an error, not a warning: pySHACL would call it met.
    """
    from pyshacl.errors import ShapeRecursionWarning

    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("error", ShapeRecursionWarning)
            yield
    finally:
        logger.setLevel(before)


def _hit(report: rdflib.Graph, result: RdflibNode, shapes: Shapes) -> tuple[Constraint, Hit]:
    """Read one validation result of pySHACL's report."""
    from pyoxigraph import NamedNode
    from rdflib import SH, URIRef

    def said(name: str) -> Node | None:
        value = report.value(result, SH[name])
        return None if value is None else _term(value)

    path_node = report.value(result, SH.resultPath)
    shape = shapes.by_node[_certain(said("sourceShape"))]
    path: Path | None = shape.path
    if isinstance(path_node, URIRef):
        path = Predicate(NamedNode(str(path_node)))
    constraint = _constraint(report, result, shape, said("sourceConstraint"))
    bindings = _bindings(constraint, report.objects(result, SH.resultMessage))
    return constraint, Hit(_certain(said("focusNode")), said("value"), path, bindings)


def _constraint(
    report: rdflib.Graph, result: RdflibNode, shape: Shape, source: Node | None
) -> Constraint:
    """Find the constraint that was broken: the first of its component at the shape."""
    from rdflib import SH

    iri = str(report.value(result, SH.sourceConstraintComponent))
    for constraint in shape.constraints:
        if constraint.component.iri == iri and constraint.source == source:
            return constraint
    stated = str(report.value(result, SH.resultSeverity))
    severity = next(each for each in Severity if each.iri == stated)
    return Constraint(Component("", iri, Takes.TERM), (), shape.node, severity)


def _bindings(constraint: Constraint, said: Iterable[RdflibNode]) -> dict[str, Node]:
    """Read from pySHACL's messages, which have lost their languages, what it has filled in."""
    from pyoxigraph import Literal

    texts = [str(each) for each in said]
    found: dict[str, Node] = {}
    for message in constraint.messages:
        for text in texts:
            found.update({name: Literal(part) for name, part in filled_in(message, text).items()})
    return found


def _certain(term: Node | None) -> Node:
    """Give the term that every validation result has (SHACL, section 3.6.2)."""
    if term is None:
        raise IllFormedShapeError("pySHACL gave a result without focus node or shape")
    return term


def _term(node: RdflibNode) -> Node:
    from pyoxigraph import BlankNode, Literal, NamedNode
    from rdflib import BNode
    from rdflib import Literal as RdflibLiteral

    if isinstance(node, BNode):
        return BlankNode(str(node))
    if not isinstance(node, RdflibLiteral):
        return NamedNode(str(node))
    if node.language:
        return Literal(str(node), language=node.language)
    return (
        Literal(str(node), datatype=NamedNode(str(node.datatype)))
        if node.datatype
        else Literal(str(node))
    )
