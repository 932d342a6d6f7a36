"""The writers of a report, by format: the command line offers exactly these."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph import vocabulary
from citygraph.errors import InputError
from citygraph.validation.json_report import as_json
from citygraph.validation.text_report import as_text
from citygraph.validation.turtle_report import as_turtle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.validation.finding import Report

    Writer = Callable[[Report, str, Mapping[str, str]], str]

REPORT_FORMATS: Mapping[str, Writer] = MappingProxyType(
    {"text": as_text, "json": as_json, "turtle": as_turtle}
)
"""Each format's writer, by the name that `--format` takes; the first is the usual one."""


def write_report(
    report: Report,
    form: str = "text",
    *,
    lang: str = vocabulary.LANGUAGES[0],
    prefixes: Mapping[str, str] = vocabulary.PREFIXES,
) -> str:
    """Write a report.

    Raises:
        InputError: there is no such format.

    >>> from citygraph.validation.finding import Report
    >>> print(write_report(Report((), 2, 5, {})), end="")
    no findings
    checked: 2 focus nodes, 5 constraints
    """
    if form not in REPORT_FORMATS:
        raise InputError(f"no report is written as '{form}': use {', '.join(REPORT_FORMATS)}")
    return REPORT_FORMATS[form](report, lang, prefixes)
