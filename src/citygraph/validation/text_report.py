"""The report for people: one paragraph per finding, and what was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.tables import on_one_line
from citygraph.validation.finding import Severity
from citygraph.validation.fingerprints import fingerprints_of, shown
from citygraph.validation.wording import Wording
from citygraph.validation.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.validation.finding import Finding, Report

_COLOURS: Mapping[Severity, str] = {
    Severity.VIOLATION: "31",
    Severity.WARNING: "33",
    Severity.INFO: "36",
}


class Look(NamedTuple):
    """Where a text is shown.

    Attributes:
        width: the columns of the terminal; without it no line is broken.
        colour: whether severities and labels are marked with a terminal's colours.
    """

    width: int | None = None
    colour: bool = False


PLAIN = Look()
"""No terminal: a pipe or a file."""


def as_text(
    report: Report,
    lang: str,
    prefixes: Mapping[str, str],
    look: Look = PLAIN,
) -> str:
    """Write a report as text in one language.

    Each finding begins with the label of its focus node; then come the severity and the shape's
    own words, the file and line, what was expected, what was found, how to mend it, and the number
    and fingerprint by which the finding can be asked about. The last lines say how much was found
    and how much was checked.

    Args:
        report: what was found.
        lang: one of `vocabulary.LANGUAGES`.
        prefixes: how to shorten IRIs.
        look: the terminal on which it is shown, if it is one.
    """
    wording = Wording(report, lang, prefixes)
    pairs = zip(report.findings, fingerprints_of(report), strict=True)
    paragraphs = [
        [*paragraph(finding, wording), f"  {wording.phrase('number')}: {number} ({shown(each)})"]
        for number, (finding, each) in enumerate(pairs, 1)
    ]
    drawn = [
        drawn_lines(lines, finding.severity, look)
        for lines, finding in zip(paragraphs, report.findings, strict=True)
    ]
    summary = "\n".join(
        wrapped(on_one_line(line), look.width, "  ") for line in wording.summary(report)
    )
    return "\n\n".join((*drawn, summary)) + "\n"


def paragraph(finding: Finding, wording: Wording) -> Iterator[str]:
    """Say line by line what a finding is about, the label first."""
    words = wording.words(finding)
    yield words.focus
    severity = wording.phrase("severity", finding.severity.word)
    yield f"  {severity}: {words.message or words.expected}"
    for key, value in wording.details(finding, finding.file):
        yield f"  {key}: {value}"


def drawn_lines(lines: list[str], severity: Severity, look: Look = PLAIN) -> str:
    """Draw the lines of one finding: broken to fit, its label bold, its severity in colour."""
    label, said, *others = (wrapped(on_one_line(line), look.width, "    ") for line in lines)
    if look.colour:
        word, colon, rest = said.partition(":")
        label = f"\x1b[1m{label}\x1b[0m"
        said = f"\x1b[{_COLOURS[severity]}m{word}{colon}\x1b[0m{rest}"
    return "\n".join((label, said, *others))
