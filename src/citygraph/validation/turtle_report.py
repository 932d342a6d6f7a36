"""The report as SHACL defines it: a `sh:ValidationReport` in Turtle (SHACL, section 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.answers import Triples, write
from citygraph.validation.paths import Inverse, Predicate, Repeated, Sequence
from citygraph.validation.terms import rdf, sh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import BlankNode, Triple

    from citygraph.validation.finding import Finding, Report
    from citygraph.validation.terms import Node
from citygraph.validation.paths import Path

_MARKS: Mapping[str, str] = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def as_turtle(report: Report, lang: str, prefixes: Mapping[str, str]) -> str:
    """Write a report in Turtle, with the messages in every language: a machine chooses itself.

    Blank nodes are numbered in the order of the findings, so the same report has the same bytes.
    """
    del lang
    return write(Triples(tuple(_Spelling().report(report))), "turtle", prefixes=prefixes)


class _Spelling:
    """Spells one report in triples, numbering its blank nodes."""

    def __init__(self) -> None:
        self._count = 0

    def report(self, report: Report) -> Iterator[Triple]:
        """Spell the report, then each of its results."""
        from pyoxigraph import Literal, Triple

        whole = self._node()
        results = [(self._node(), finding) for finding in report.findings]
        yield Triple(whole, rdf("type"), sh("ValidationReport"))
        yield Triple(whole, sh("conforms"), Literal(report.conforms))
        yield from (Triple(whole, sh("result"), result) for result, _ in results)
        for result, finding in results:
            yield from self._result(result, finding)

    def _result(self, result: BlankNode, finding: Finding) -> Iterator[Triple]:
        from pyoxigraph import NamedNode, Triple

        yield Triple(result, rdf("type"), sh("ValidationResult"))
        yield Triple(result, sh("focusNode"), finding.focus)
        spelt: list[Triple] = []
        if finding.path is not None:
            path, spelt = self._path(finding.path)
            yield Triple(result, sh("resultPath"), path)
        if finding.value is not None:
            yield Triple(result, sh("value"), finding.value)
        yield Triple(result, sh("sourceConstraintComponent"), NamedNode(finding.component))
        yield Triple(result, sh("sourceShape"), finding.shape)
        if finding.constraint.source is not None:
            yield Triple(result, sh("sourceConstraint"), finding.constraint.source)
        yield Triple(result, sh("resultSeverity"), NamedNode(finding.severity.iri))
        for message in finding.messages:
            yield Triple(result, sh("resultMessage"), message)
        yield from spelt

    def _path(self, path: Path) -> tuple[Node, list[Triple]]:
        """Spell a path in triples, and give the node where it begins."""
        from pyoxigraph import Triple

        if isinstance(path, Predicate):
            return path.iri, []
        if isinstance(path, Sequence):
            return self._list(path.steps)
        node = self._node()
        if isinstance(path, Inverse | Repeated):
            name = "inversePath" if isinstance(path, Inverse) else _MARKS[path.mark]
            inner, triples = self._path(path.of)
            return node, [Triple(node, sh(name), inner), *triples]
        start, triples = self._list(path.ways)
        return node, [Triple(node, sh("alternativePath"), start), *triples]

    def _list(self, members: tuple[Path, ...]) -> tuple[Node, list[Triple]]:
        from pyoxigraph import Triple

        triples: list[Triple] = []
        rest: Node = rdf("nil")
        for member in reversed(members):
            node = self._node()
            first, inner = self._path(member)
            triples += [Triple(node, rdf("first"), first), Triple(node, rdf("rest"), rest), *inner]
            rest = node
        return rest, triples

    def _node(self) -> BlankNode:
        from pyoxigraph import BlankNode

        self._count += 1
        return BlankNode(f"n{self._count}")
