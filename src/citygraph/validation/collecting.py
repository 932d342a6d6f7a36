"""Findings from what an engine hit: each once, in a fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.validation.finding import Finding
from citygraph.validation.messages import fill

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.validation.checks import Hit
    from citygraph.validation.shapes import Constraint
    from citygraph.validation.triples import Triples

    Once = dict[tuple[object, ...], Finding]


def collect(found: Iterable[tuple[Constraint, Hit]], data: Triples) -> Once:
    """Make findings, each once for each shape and parameter, by what makes it the same."""
    once: Once = {}
    for constraint, hit in found:
        path = hit.path if hit.value is None else None
        present = () if path is None else path.follow(data, hit.focus)
        finding = Finding(
            hit.focus,
            hit.path,
            hit.value,
            constraint,
            fill(constraint.messages, hit),
            tuple(sorted(present, key=str)),
        )
        once.setdefault(identity(finding), finding)
    return once


def identity(finding: Finding) -> tuple[object, ...]:
    """Say what makes a finding the same, whoever comes upon it."""
    return (finding.key, str(finding.shape), str(finding.constraint.terms))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put findings in order: the worst first, then by file and by what they are about."""
    return tuple(sorted(findings, key=_place))


def _place(finding: Finding) -> tuple[object, ...]:
    texts = (str(finding.shape), str(finding.constraint.terms))
    return (-finding.severity, finding.file or "", *finding.key, *texts)
