"""The report for test overviews: JUnit's XML, as Jenkins, GitLab and others read it.

The format has no standard; what is written is what those readers have in common: one test suite,
its counts, and test cases with a name, a class, a file, and perhaps a failure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.tables import printable
from citygraph.validation.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.validation.finding import Finding, Report

_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
)


def as_junit(report: Report, lang: str, prefixes: Mapping[str, str]) -> str:
    """Write a report as JUnit XML in one language.

    The first test case says what was checked, and passes: a suite without any looks like a run
    that has broken down. Then comes one for each finding: a failure if it fails the validation,
    else skipped, as JUnit knows no warnings.
    """
    wording = Wording(report, lang, prefixes)
    failing = sum(map(report.failing, report.findings))
    counts = (
        f'tests="{len(report.findings) + 1}" failures="{failing}" errors="0" '
        f'skipped="{len(report.findings) - failing}"'
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites {counts}>",
        f'  <testsuite name="citygraph validate" {counts}>',
        f'    <testcase classname="citygraph.validate" name="{escaped(wording.checked(report))}"/>',
        *(line for finding in report.findings for line in _case(finding, report, wording)),
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    r"""Write text for an attribute or an element; what XML cannot hold is spelt out.

    Specification: XML 1.0, sections 2.2 and 3.3.3.

    >>> escaped('a < "b"\x00')
    'a &lt; &quot;b&quot;\\x00'
    """
    held = _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", printable(text))
    return held.translate(_ESCAPES)


def _case(finding: Finding, report: Report, wording: Wording) -> Iterator[str]:
    words = wording.words(finding)
    severity = wording.phrase("severity", finding.severity.word)
    name = f"{words.focus}: {words.path or words.expected}"
    file = report.addresses.get(finding.file or "", finding.file)
    at = f' file="{escaped(file)}"' if file and not report.remote else ""
    at += f' line="{finding.line}"' if finding.line is not None else ""
    said = f"{severity}: {words.message or words.expected}"
    yield f'    <testcase classname="{escaped(wording.rule(finding))}" name="{escaped(name)}"{at}>'
    if report.failing(finding):
        body = "\n".join(f"{key}: {value}" for key, value in wording.details(finding, file))
        yield f'      <failure type="{finding.severity.word}" message="{escaped(said)}">'
        yield f"{escaped(body)}</failure>".replace("&#10;", "\n")
    else:
        yield f'      <skipped message="{escaped(said)}"/>'
    yield "    </testcase>"
