"""The report for code scanning: SARIF 2.1.0 (OASIS Standard, 27 March 2020)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from citygraph.validation.finding import Severity
from citygraph.validation.fingerprints import FINGERPRINT, fingerprints_of, marks
from citygraph.validation.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.validation.finding import Finding, Report

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_TOP = "%SRCROOT%"
_OF_GITHUB = "primaryLocationLineHash"  # the only fingerprint that GitHub's code scanning compares
_LEVELS: Mapping[Severity, str] = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def as_sarif(report: Report, lang: str, prefixes: Mapping[str, str]) -> str:
    """Write a report as SARIF, with its words in one language.

    A rule is one component of one shape. Files are named from the top of the repository
    (`addresses`), and each result has a fingerprint that survives when lines move.
    """
    from importlib.metadata import version

    wording = Wording(report, lang, prefixes)
    rules: dict[str, dict[str, Any]] = {}
    for finding in report.findings:
        rules.setdefault(wording.rule(finding), _rule(finding, wording))
    places = {name: place for place, name in enumerate(rules)}
    marked = fingerprints_of(report)
    run = {
        "tool": {
            "driver": {
                "name": "citygraph",
                "version": version("citygraph"),
                "informationUri": "https://w3id.org/citygraph",
                "language": lang,
                "rules": [*rules.values()],
            }
        },
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_TOP: {"description": {"text": "the top of the repository"}}},
        "invocations": [{"executionSuccessful": True, "exitCode": int(report.fails())}],
        "results": [
            _result(finding, fingerprint, places[wording.rule(finding)], report, wording)
            for finding, fingerprint in zip(report.findings, marked, strict=True)
        ],
        "properties": {
            "engine": report.engine,
            "focusNodes": report.focus_nodes,
            "constraints": report.constraints,
            "failsFrom": report.threshold.word,
            "known": report.known,
            "gone": report.gone,
        },
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(finding: Finding, wording: Wording) -> dict[str, Any]:
    words = wording.words(finding)
    return {
        "id": wording.rule(finding),
        "shortDescription": {"text": words.message or words.expected},
        "fullDescription": {"text": f"{wording.phrase('expected')}: {words.expected}"},
        "help": {"text": words.fix},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }


def _result(
    finding: Finding, fingerprint: str, rule: int, report: Report, wording: Wording
) -> dict[str, Any]:
    from urllib.parse import quote

    words = wording.words(finding)
    node = {"fullyQualifiedName": marks(finding).focus, "name": words.focus, "kind": "resource"}
    location: dict[str, Any] = {"logicalLocations": [node]}
    if finding.file is not None and report.remote:
        location["physicalLocation"] = {"artifactLocation": {"uri": finding.file}}
    elif finding.file is not None:
        address = quote(report.addresses.get(finding.file, finding.file))
        location["physicalLocation"] = {"artifactLocation": {"uri": address, "uriBaseId": _TOP}}
        if finding.line is not None:
            location["physicalLocation"]["region"] = {"startLine": finding.line}
    text = f"{words.focus}: {wording.sentences(finding)}\n{wording.phrase('fix')}: {words.fix}"
    return {
        "ruleId": wording.rule(finding),
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: fingerprint, _OF_GITHUB: f"{fingerprint[:16]}:1"},
    }
