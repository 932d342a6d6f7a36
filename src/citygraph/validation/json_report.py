"""The report for programs: a list of objects, one per finding (docs/schemas/validate.json)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citygraph.validation.paths import Predicate
from citygraph.validation.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.validation.finding import Finding, Report
    from citygraph.validation.paths import Path
    from citygraph.validation.terms import Node


def as_json(report: Report, lang: str, prefixes: Mapping[str, str]) -> str:
    """Write the findings as JSON, with `message` and `fix` in one language.

    IRIs are given in full, blank nodes as `_:name`, a composed path as SPARQL writes it, a value
    as N-Triples writes it, so that `<https://example.org/>` and `"https://example.org/"` differ.
    """
    wording = Wording(report, lang, prefixes)
    found = [_object(finding, wording) for finding in report.findings]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _object(finding: Finding, wording: Wording) -> dict[str, str | int | None]:
    return {
        "focus": _plain(finding.focus),
        "path": None if finding.path is None else _plain_path(finding.path),
        "value": None if finding.value is None else str(finding.value),
        "component": finding.component,
        "severity": finding.severity.word,
        "message": wording.sentences(finding),
        "shape": _plain(finding.shape),
        "file": finding.file,
        "line": finding.line,
        "fix": wording.words(finding).fix,
    }


def _plain_path(path: Path) -> str:
    return path.iri.value if isinstance(path, Predicate) else str(path)


def _plain(term: Node) -> str:
    """Give an IRI without its brackets, anything else as N-Triples writes it."""
    from pyoxigraph import NamedNode

    return term.value if isinstance(term, NamedNode) else str(term)
