"""The writers of a report, by format: the command line offers exactly these."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph import vocabulary
from citygraph.errors import InputError
from citygraph.validation.github_report import as_github
from citygraph.validation.json_report import as_json
from citygraph.validation.junit_report import as_junit
from citygraph.validation.sarif_report import as_sarif
from citygraph.validation.text_report import PLAIN, Look, as_text
from citygraph.validation.turtle_report import as_turtle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.validation.finding import Report

    Writer = Callable[[Report, str, Mapping[str, str]], str]

REPORT_FORMATS: Mapping[str, Writer] = MappingProxyType(
    {
        "text": as_text,
        "json": as_json,
        "turtle": as_turtle,
        "sarif": as_sarif,
        "junit": as_junit,
        "github": as_github,
    }
)
"""Each format's writer, by the name that `--format` takes; the first is the usual one."""


def write_report(
    report: Report,
    form: str = "text",
    *,
    lang: str = vocabulary.LANGUAGES[0],
    prefixes: Mapping[str, str] = vocabulary.PREFIXES,
    look: Look = PLAIN,
) -> str:
    """Write a report.

    Args:
        report: what was found.
        form: one of `REPORT_FORMATS`.
        lang: the language of the words; Turtle names its messages in all languages.
        prefixes: how to shorten IRIs.
        look: for text, the terminal on which it is shown.

    Raises:
        InputError: there is no such format.

    >>> from citygraph.validation.finding import Report
    >>> print(write_report(Report((), 2, 5, {})), end="")
    no findings
    checked: 2 focus nodes, 5 constraints
    """
    if form not in REPORT_FORMATS:
        raise InputError(f"no report is written as '{form}': use {', '.join(REPORT_FORMATS)}")
    if form == "text":
        return as_text(report, lang, prefixes, look)
    return REPORT_FORMATS[form](report, lang, prefixes)
