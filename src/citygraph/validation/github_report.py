"""The report for GitHub: annotations, as workflow commands on the lines of the log.

Specification: GitHub Actions, "Workflow commands", setting an error, warning or notice message;
how their text is escaped is in actions/toolkit, packages/core/src/command.ts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.tables import printable
from citygraph.validation.finding import Severity
from citygraph.validation.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.validation.finding import Finding, Report

_COMMANDS: Mapping[Severity, str] = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def as_github(report: Report, lang: str, prefixes: Mapping[str, str]) -> str:
    """Write one annotation for each finding in one language, and below them what was checked."""
    wording = Wording(report, lang, prefixes)
    lines = [_annotation(finding, report, wording) for finding in report.findings]
    return "\n".join((*lines, *map(in_message, wording.summary(report)))) + "\n"


def in_message(text: str) -> str:
    r"""Write text behind the second `::` of a command.

    >>> in_message("90 %\nof all")
    '90 %25%0Aof all'
    """
    return printable(text.translate(_IN_MESSAGE))


def in_property(text: str) -> str:
    """Write the value of a command's property.

    >>> in_property("town:mayor, 1")
    'town%3Amayor%2C 1'
    """
    return printable(text.translate(_IN_PROPERTY))


def _annotation(finding: Finding, report: Report, wording: Wording) -> str:
    words = wording.words(finding)
    properties = {"title": words.focus}
    if finding.file is not None and not report.remote:
        line = {} if finding.line is None else {"line": str(finding.line)}
        file = report.addresses.get(finding.file, finding.file)
        properties = {"file": file, **line, **properties}
    said = ",".join(f"{key}={in_property(value)}" for key, value in properties.items())
    message = f"{wording.sentences(finding)}\n{wording.phrase('fix')}: {words.fix}"
    if finding.file is not None and report.remote:
        message += f"\n{wording.phrase('graph')}: {finding.file}"
    return f"::{_COMMANDS[finding.severity]} {said}::{in_message(message)}"
