"""The report for programs: a list of objects, one per finding (docs/schemas/validate.json)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citygraph.validation.fingerprints import fingerprints_of, marks
from citygraph.validation.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.validation.finding import Finding, Report


def as_json(report: Report, lang: str, prefixes: Mapping[str, str]) -> str:
    """Write the findings as JSON, with `message` and `fix` in one language.

    IRIs are given in full, blank nodes as `_:name`, a composed path as SPARQL writes it, a value
    as N-Triples writes it, so that `<https://example.org/>` and `"https://example.org/"` differ.
    """
    wording = Wording(report, lang, prefixes)
    pairs = zip(report.findings, fingerprints_of(report), strict=True)
    found = [
        as_object(finding, wording, number, fingerprint)
        for number, (finding, fingerprint) in enumerate(pairs, 1)
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def as_object(
    finding: Finding, wording: Wording, number: int, fingerprint: str
) -> dict[str, str | int | None]:
    """Write one finding as an object of JSON.

    Args:
        finding: the finding.
        wording: the words for it.
        number: its place in the report, from 1.
        fingerprint: what it is recognised by; `--explain` takes either.
    """
    about = marks(finding)
    value = finding.value
    return {
        "number": number,
        "fingerprint": fingerprint,
        "label": wording.name(finding.focus),
        "focus": about.focus,
        "path": about.path,
        "value": about.value,
        "value_label": None if value is None else wording.name(value),
        "component": about.component,
        "severity": about.severity,
        "message": wording.sentences(finding),
        "shape": about.shape,
        "shape_label": wording.name(finding.shape),
        "file": finding.file,
        "line": finding.line,
        "fix": wording.words(finding).fix,
    }
