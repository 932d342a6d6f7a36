"""What the shapes say about one small file beside the ontology and the schemes, as rows of names.

pySHACL is the reference. Its option `focus_nodes` would also leave out what lies inside `sh:node`
and `sh:not`, so the focus nodes are chosen here: those targets that the file mentions.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyshacl.graph_abstraction import DataGraph
from pyshacl.validator import Validator
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.namespace import NamespaceManager
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[2]
SHAPE_FILES = tuple(sorted((ROOT / "shapes").glob("*.ttl")))
CONTEXT_FILES = (
    ROOT / "ontology" / "citygraph.ttl",
    *sorted((ROOT / "ontology" / "schemes").glob("*.ttl")),
)
HEADER = ("focus", "path", "value", "component", "severity", "shape")

_MARKS = {
    SH.inversePath: "^{}",
    SH.zeroOrMorePath: "{}*",
    SH.oneOrMorePath: "{}+",
    SH.zeroOrOnePath: "{}?",
}

Row = tuple[str, ...]


def load(files: Iterable[Path]) -> Graph:
    """Read Turtle files into one graph."""
    graph = Graph(bind_namespaces="none")
    for file in files:
        graph.parse(file)
    return graph


@cache
def _prepared(query: str) -> Query:
    return prepareQuery(query)


class PatientGraph(Graph):
    """A graph that parses each query once, however many focus nodes ask it."""

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Result:  # noqa: ANN401
        """Prepare a query that is given as text."""
        known = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(known, *args, **kwargs)


class Reference:
    """pySHACL with the project's shapes, for one small file after the other."""

    def __init__(self) -> None:
        self.graph = PatientGraph(bind_namespaces="none")
        for triple in load(CONTEXT_FILES):
            self.graph.add(triple)
        self.shapes = load(SHAPE_FILES)
        self.validator = Validator(
            DataGraph.from_rdflib(self.graph), shacl_graph=self.shapes, options={}
        )

    def rows(self, file: Path) -> list[Row]:
        """Validate a file; give the findings about the things it mentions, sorted."""
        named = load([file])
        added = [triple for triple in named if triple not in self.graph]
        for triple in added:
            self.graph.add(triple)
        try:
            report = self._report({node for s, _, o in named for node in (s, o)})
        finally:
            for triple in added:
                self.graph.remove(triple)
        for prefix, namespace in self.shapes.namespaces():
            named.bind(prefix, namespace)
        results = report.objects(predicate=SH.result)
        return sorted(_row(report, result, named.namespace_manager) for result in results)

    def _report(self, mentioned: set[Node]) -> Graph:
        validator, results = self.validator, []
        executor = validator.make_executor()
        for shape in validator.shacl_graph.shapes:
            focus = [each for each in shape.focus_nodes(validator.data_graph) if each in mentioned]
            if focus:
                results += shape.validate(executor, validator.data_graph, focus=focus)[1]
        report, _ = validator.create_validation_report(validator.shacl_graph, not results, results)
        assert isinstance(report, Graph)
        return report


def as_csv(rows: Iterable[Row]) -> str:
    """Write findings as the text of a golden file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue()


def _row(report: Graph, result: Node, names: NamespaceManager) -> Row:
    path = report.value(result, SH.resultPath)
    component = str(report.value(result, SH.sourceConstraintComponent))
    return (
        _name(report.value(result, SH.focusNode), names),
        "" if path is None else _path(report, path, names),
        _name(report.value(result, SH.value), names),
        component.rpartition("#")[2].removesuffix("ConstraintComponent"),
        str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
        _name(report.value(result, SH.sourceShape), names),
    )


def _name(node: Node | None, names: NamespaceManager) -> str:
    if node is None:
        return ""
    if isinstance(node, BNode):
        return "_:"
    assert isinstance(node, URIRef | Literal)
    return node.n3(names)


def _path(graph: Graph, node: Node, names: NamespaceManager) -> str:
    """Write a property path as SPARQL does."""
    if isinstance(node, URIRef):
        return node.n3(names)
    if graph.value(node, RDF.first) is not None:
        return "/".join(_path(graph, step, names) for step in Collection(graph, node))
    for predicate, mark in _MARKS.items():
        step = graph.value(node, predicate)
        if step is not None:
            return mark.format(_path(graph, step, names))
    choices = graph.value(node, SH.alternativePath)
    assert choices is not None
    return "|".join(_path(graph, each, names) for each in Collection(graph, choices))
