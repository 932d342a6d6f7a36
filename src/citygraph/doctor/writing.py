"""An examination as a table for people and as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import tables
from citygraph.doctor.wording import area, found, label, remedy
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from citygraph.doctor.model import Check, Examination

EXAMINATION_FORMATS = ("table", "csv", "json", "md")
"""The formats in which an examination is written."""

_COLUMNS = ("area", "name", "state", "found", "remedy")


def write_examination(
    examination: Examination,
    form: str,
    *,
    lang: str = LANGUAGES[0],
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Write an examination in one of `EXAMINATION_FORMATS`.

    Args:
        examination: what was found.
        form: the format.
        lang: the language of findings.
        width: the columns of the terminal.
        colour: whether the terminal shows colours.
    """
    if form == "json":
        return _as_json(examination, lang)
    rows = tuple(_row(each, lang) for each in examination.checks)
    columns = tuple(label(name, lang) for name in _COLUMNS) if form != "csv" else _COLUMNS
    return tables.write(tables.Table(columns, rows), form, width=width, colour=colour)


def summary(examination: Examination, lang: str) -> str:
    """Say in one line what came out.

    >>> from citygraph.doctor.model import Examination
    >>> summary(Examination(()), "ko")
    '모두 작동한다'
    """
    hints, faults = (
        sum(each.state == state for each in examination.checks) for state in ("hint", "fault")
    )
    if faults:
        return label("faults", lang).format(count=faults)
    return label("hints" if hints else "all-works", lang).format(count=hints)


def _row(check: Check, lang: str) -> tuple[str, ...]:
    return (
        area(check.area, lang),
        check.name,
        label(check.state, lang),
        found(check, lang),
        _advice(check, lang),
    )


def _advice(check: Check, lang: str) -> str:
    handled = label("handled", lang) if check.handled and check.state == "hint" else ""
    return ": ".join(filter(None, (handled, remedy(check, lang))))


def _as_json(examination: Examination, lang: str) -> str:
    import json

    document = {
        "endpoint": examination.endpoint,
        "language": lang,
        "works": examination.works,
        "checks": [
            {
                "area": each.area,
                "name": each.name,
                "state": each.state,
                "finding": each.finding,
                "found": found(each, lang),
                "remedy": remedy(each, lang),
                "handled": each.handled,
            }
            for each in examination.checks
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
