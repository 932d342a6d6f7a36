"""What a check of links found, as text for people and as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.linking.findings import NOT_ASKED, counted, label
from citygraph.vocabulary import LANGUAGES, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.linking.findings import Checked, Finding
    from citygraph.linking.link import Link

CHECK_FORMATS = ("text", "json")
"""The formats in which findings are written."""


def write_checked(
    checked: Checked,
    form: str,
    *,
    lang: str = LANGUAGES[0],
    prefixes: Mapping[str, str] = PREFIXES,
) -> str:
    """Write what was found in one of `CHECK_FORMATS`.

    Args:
        checked: what was found.
        form: the format.
        lang: the language of findings.
        prefixes: how things and items are shortened in text.
    """
    if form == "json":
        return _as_json(checked, lang)
    lines = []
    for each in checked.findings:
        short = each._replace(
            thing=compact(each.thing, prefixes),
            item=compact(each.item, prefixes),
            said={name: compact(text, prefixes) for name, text in each.said.items()},
        )
        lines.append(f"{each.place}: {short.words(lang)} [{each.code}]\n")
        lines.append(f"    {short.remedy(lang)}\n")
    for link in checked.recorded or ():
        told = label("recorded", lang).format(
            place=link.place,
            thing=compact(link.subject, prefixes),
            item=compact(link.object, prefixes),
        )
        lines.append(f"{told}\n")
    return "".join(lines)


def summary(checked: Checked, lang: str = LANGUAGES[0]) -> tuple[str, ...]:
    """Say in a line or a few what came out.

    >>> from citygraph.linking.findings import Checked
    >>> summary(Checked((), 3), "en")
    ('nothing found in 3 rows',)
    """
    count = sum(each.code != NOT_ASKED for each in checked.findings)
    said = [
        counted("found" if count else "fine", lang, findings=count, rows=checked.rows),
    ]
    if checked.items is not None:
        answered = checked.items
        said.append(counted("asked", lang, items=answered, endpoint=checked.endpoint))
    if checked.elsewhere:
        said.append(counted("elsewhere", lang, count=checked.elsewhere))
    if checked.recorded is not None:
        name = "not-recorded" if checked.not_asked else "records"
        said.append(counted(name, lang, count=len(checked.recorded)))
    if checked.not_asked:
        said.append(counted("not-asked", lang, count=checked.not_asked, items=checked.items))
    return tuple(said)


def _as_json(checked: Checked, lang: str) -> str:
    import json

    document = {
        "language": lang,
        "endpoint": checked.endpoint or None,
        "rows": checked.rows,
        "items": checked.items,
        "notAsked": checked.not_asked,
        "elsewhere": checked.elsewhere,
        "findings": [_finding(each, lang) for each in checked.findings],
        "recorded": None if checked.recorded is None else [*map(_recorded, checked.recorded)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _recorded(link: Link) -> dict[str, object]:
    return {
        "file": str(link.path),
        "line": link.line,
        "thing": link.subject,
        "item": link.object,
    }


def _finding(finding: Finding, lang: str) -> dict[str, object]:
    return {
        "finding": finding.code,
        "file": finding.place.file,
        "line": finding.place.line or None,
        "thing": finding.thing or None,
        "item": finding.item or None,
        "said": {
            name: text for name, text in finding.said.items() if not name.startswith("value_")
        },
        "message": finding.words(lang),
        "remedy": finding.remedy(lang),
    }
