"""A difference as text for the terminal, as Markdown for a changelog, and as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.differences.documents import as_json
from citygraph.differences.outline import SIGNS, Outline
from citygraph.tables import markdown_escaped, on_one_line
from citygraph.validation.wrapping import wrapped
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.differences.model import Difference, State
    from citygraph.differences.outline import Item

DIFFERENCE_FORMATS = ("text", "md", "json")
"""The formats in which a difference is written."""

_COLOURS: Mapping[State, str] = {"removed": "31", "changed": "33", "added": "32"}
_INDENTS = ("", "", "  ", "      ", "        ")
_BULLETS = ("## ", "### ", "- ", "  - ", "    - ")
_LAST_HEADING = 1


def write_difference(  # noqa: PLR0913 - what is written, in which form, and for which screen
    difference: Difference,
    form: str,
    *,
    everything: bool = False,
    prefixes: Mapping[str, str] = PREFIXES,
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Write a difference in one of `DIFFERENCE_FORMATS`.

    Args:
        difference: what is written.
        form: the format; `json` always holds everything.
        everything: show the facts of what was added or removed, and the evidence claim by claim.
        prefixes: how names are shortened.
        width: the columns of the terminal; without it no line is broken.
        colour: whether the terminal shows colours.
    """
    if form == "json":
        return as_json(difference, prefixes)
    items = Outline(difference, prefixes, everything=everything).items()
    if form == "md":
        return _as_markdown(items)
    return "".join(_line(each, width, colour=colour) for each in items)


def _line(item: Item, width: int | None, *, colour: bool) -> str:
    indent = _INDENTS[item.level]
    sign = f"{SIGNS[item.state]} " if item.state else ""
    text = wrapped(f"{indent}{sign}{on_one_line(item.text)}", width, f"{indent}    ")
    above = "\n" if item.level == _LAST_HEADING else ""
    if colour and item.level <= _LAST_HEADING:
        text = f"\x1b[1m{text}\x1b[0m"
    elif colour and item.state:
        text = f"\x1b[{_COLOURS[item.state]}m{text}\x1b[0m"
    return f"{above}{text}\n"


def _as_markdown(items: Iterator[Item]) -> str:
    lines: list[str] = []
    for item in items:
        mark = f"`{SIGNS[item.state]}` " if item.state else ""
        if lines and item.level <= _LAST_HEADING:
            lines.append("")
        lines.append(f"{_BULLETS[item.level]}{mark}{markdown_escaped(on_one_line(item.text))}")
        if item.level <= _LAST_HEADING:
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"
