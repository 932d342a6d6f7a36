"""The report for people: one paragraph per finding, and what was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.tables import printable
from citygraph.validation.finding import Severity
from citygraph.validation.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.validation.finding import Finding, Report


def as_text(report: Report, lang: str, prefixes: Mapping[str, str]) -> str:
    """Write a report as text in one language.

    Each finding begins with the label of its focus node; then come the severity and the shape's
    own words, the file, what was expected, what was found and how to mend it. The last lines say
    how much was found and how much was checked.
    """
    wording = Wording(report, lang, prefixes)
    paragraphs = ["\n".join(_lines(finding, wording)) for finding in report.findings]
    counts = {severity.word: report.count(severity) for severity in Severity}
    found = wording.phrase("counts", **counts) if report.findings else wording.phrase("none")
    checked = wording.phrase(
        "checked", focus_nodes=report.focus_nodes, constraints=report.constraints
    )
    return printable("\n\n".join((*paragraphs, f"{found}\n{checked}"))) + "\n"


def _lines(finding: Finding, wording: Wording) -> Iterator[str]:
    words = wording.words(finding)
    severity = wording.phrase("severity", finding.severity.word)
    yield words.focus
    yield f"  {severity}: {words.message or words.expected}"
    place = "" if finding.line is None else f":{finding.line}"
    named = (
        ("file", f"{finding.file}{place}" if finding.file else ""),
        ("path", words.path),
        ("expected", words.expected),
        ("found", words.found),
        ("fix", words.fix),
        ("shape", wording.name(finding.shape)),
    )
    for key, value in named:
        if value:
            yield f"  {wording.phrase(key)}: {value}"
