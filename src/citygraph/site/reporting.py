"""What is told of a build or a check, in the formats of the registry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citygraph import tables
from citygraph.site.wording import say
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.site.model import Report, Tally

REPORT_FORMATS = ("table", "csv", "json", "md")
"""The formats in which it is told what became of a site."""
_COUNTED = ("kind", "count", "written", "unchanged", "removed", "bytes")
_FOUND = ("file", "line", "link", "problem")


def write_report(
    report: Report,
    form: str,
    *,
    lang: str = LANGUAGES[0],
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Write what became of the files, kind by kind; JSON tells of the links too.

    Args:
        report: what is told.
        form: one of `REPORT_FORMATS`.
        lang: the language.
        width: the columns of the terminal.
        colour: whether colours are shown.
    """
    if form == "json":
        return _as_json(report, lang)
    shown = tables.Table(_headed(_COUNTED, form, lang), tuple(_counts(report, form, lang)))
    return tables.write(shown, form, width=width, colour=colour)


def write_broken(
    report: Report,
    form: str,
    *,
    lang: str = LANGUAGES[0],
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Write the links that lead nowhere; JSON tells of the files too. See `write_report`."""
    if form == "json":
        return _as_json(report, lang)
    shown = tables.Table(_headed(_FOUND, form, lang), tuple(_broken(report, lang)))
    return tables.write(shown, form, width=width, colour=colour)


def summary(report: Report, lang: str = LANGUAGES[0]) -> str:
    """Say in a line what came out."""
    if report.idle:
        return say("told.idle", lang)
    name = "broken" if report.broken else "fine"
    return say(f"told.{name}", lang, count=len(report.broken), pages=f"{report.pages:,}")


def findings(report: Report, lang: str = LANGUAGES[0]) -> Iterator[str]:
    """Say of each broken link where it is and what is wrong, in a line."""
    for file, line, link, problem in _broken(report, lang):
        yield f"{file}:{line}: {link}: {problem}"


def _headed(columns: tuple[str, ...], form: str, lang: str) -> tuple[str, ...]:
    """Name the columns for people; in CSV they have the same names in every language."""
    return columns if form == "csv" else tuple(say(f"labels.{each}", lang) for each in columns)


def _counts(report: Report, form: str, lang: str) -> Iterator[tuple[str, ...]]:
    for tally in (*report.tallies, report.total):
        kind = tally.kind if form == "csv" else say(f"kinds.{tally.kind}", lang)
        yield (kind, *(str(each) if form == "csv" else f"{each:,}" for each in tally[1:]))


def _broken(report: Report, lang: str) -> Iterator[tuple[str, ...]]:
    for file, line, link, problem in report.broken:
        yield (file.removeprefix("/"), str(line), link, say(f"problems.{problem}", lang))


def _as_json(report: Report, lang: str) -> str:
    document = {
        "folder": str(report.folder),
        "idle": report.idle,
        "kinds": [_numbers(each) for each in report.tallies],
        "total": {name: of for name, of in _numbers(report.total).items() if name != "kind"},
        "looked": report.pages,
        "broken": [
            {
                "file": each.file.removeprefix("/"),
                "line": each.line,
                "link": each.link,
                "problem": each.problem,
                "message": say(f"problems.{each.problem}", lang),
            }
            for each in report.broken
        ],
        "notes": list(report.notes),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _numbers(tally: Tally) -> dict[str, object]:
    names = ("kind", "files", "written", "unchanged", "removed", "bytes")
    return dict(zip(names, tally, strict=True))
