"""What a finding is recognised by in the next run, when lines have moved and words have changed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.validation.finding import Finding, Report

FINGERPRINT = "citygraphFinding/v1"
"""What SARIF calls the fingerprint, with the version of how it is made."""

_SHOWN = 12


class Marks(NamedTuple):
    """What a finding is about, as the JSON report writes it, without file, line and words."""

    focus: str
    path: str | None
    value: str | None
    component: str
    severity: str
    shape: str


def marks(finding: Finding) -> Marks:
    """Write what a finding is about: IRIs in full, a composed path as SPARQL writes it."""
    from pyoxigraph import NamedNode

    from citygraph.validation.paths import Predicate

    def plain(term: object) -> str:
        return term.value if isinstance(term, NamedNode) else str(term)

    path = finding.path
    return Marks(
        plain(finding.focus),
        None if path is None else path.iri.value if isinstance(path, Predicate) else str(path),
        None if finding.value is None else str(finding.value),
        finding.component,
        finding.severity.word,
        plain(finding.shape),
    )


def fingerprints(found: Iterable[Marks]) -> list[str]:
    """Give each finding of a report its fingerprint.

    A blank node's name says nothing in the next run, so all blank nodes look alike; findings that
    then look alike are counted, and the second has another fingerprint than the first.

    >>> one = Marks("https://example.org/a", None, None, "c", "warning", "_:s1n4")
    >>> first, second, other = fingerprints([one, one, one._replace(shape="_:s9n9")])
    >>> first != second != other
    True
    >>> fingerprints([one._replace(shape="_:s2n7")]) == [first]
    True
    """
    met: Counter[Marks] = Counter()
    result = []
    for each in found:
        alike = Marks(*("_:" if part and part.startswith("_:") else part for part in each))  # type: ignore[arg-type]
        met[alike] += 1
        text = json.dumps([*alike, met[alike]], ensure_ascii=False)
        result.append(hashlib.sha256(text.encode()).hexdigest())
    return result


def fingerprints_of(report: Report) -> tuple[str, ...]:
    """Give the fingerprints of a report's findings: those they had before any was left out."""
    return report.fingerprints or tuple(fingerprints(map(marks, report.findings)))


def shown(fingerprint: str) -> str:
    """Shorten a fingerprint for people: enough to name one finding."""
    return fingerprint[:_SHOWN]
