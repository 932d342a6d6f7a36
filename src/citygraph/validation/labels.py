"""The labels, in every language, of all that a report speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.validation.terms import sh, skos

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Literal

    from citygraph.validation.finding import Finding
    from citygraph.validation.terms import Node
    from citygraph.validation.triples import Triples


def labels_of(
    findings: Iterable[Finding], data: Triples, shapes: Triples
) -> dict[Node, tuple[Literal, ...]]:
    """Collect the labels: `skos:prefLabel` of things and terms, `sh:name` of shapes."""
    from pyoxigraph import Literal

    labels: dict[Node, tuple[Literal, ...]] = {}
    for node in dict.fromkeys(node for finding in findings for node in _spoken_of(finding)):
        said = (*data.objects(node, skos("prefLabel")), *shapes.objects(node, sh("name")))
        found = [each for each in said if isinstance(each, Literal)]
        if found:
            labels[node] = tuple(sorted(found, key=str))
    return labels


def _spoken_of(finding: Finding) -> Iterator[Node]:
    yield finding.focus
    if finding.value is not None:
        yield finding.value
    yield finding.shape
    yield from finding.present
    yield from finding.constraint.terms
