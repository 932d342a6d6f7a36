"""What was made anew, as text, in the formats of the registry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citygraph import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from citygraph.evidence.rebuilding import Rebuilt

REPORT_FORMATS = ("table", "csv", "json", "md")
"""The formats in which it is told which files of claims are as the tables give them."""


def write_rebuilt(
    made: Sequence[Rebuilt],
    form: str,
    *,
    written: bool,
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Tell of each file how many claims and spans it holds, and in which state it is.

    Args:
        made: the files as the tables give them.
        form: one of `REPORT_FORMATS`.
        written: whether those that were stale have been written; if not, they still are.
        width: the columns of the terminal.
        colour: whether colours are shown.

    >>> from pathlib import Path
    >>> from citygraph.evidence.rebuilding import Rebuilt
    >>> path, counts = Path("osaka.evidence.ttl"), {"claims": 2, "spans": 1}
    >>> made = Rebuilt(path, "", **counts, current=False, undescribed=())
    >>> print(write_rebuilt([made], "md", written=True), end="")
    | file | claims | spans | state |
    | --- | --- | --- | --- |
    | osaka.evidence.ttl | 2 | 1 | written |
    """
    told = [(each.path, (each.claims, each.spans), each.current) for each in made]
    columns = ("claims", "spans")
    return write_generated(told, columns, form, written=written, width=width, colour=colour)


def write_generated(  # noqa: PLR0913 - each is one thing to know of what is told and where
    made: Iterable[tuple[Path, Sequence[int], bool]],
    counted: Sequence[str],
    form: str,
    *,
    written: bool,
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Tell of files that are generated what they hold, and in which state they are.

    Args:
        made: each file, what was counted in it, and whether it was up to date.
        counted: what was counted.
        form: one of `REPORT_FORMATS`.
        written: whether those that were stale have been written; if not, they still are.
        width: the columns of the terminal.
        colour: whether colours are shown.
    """
    changed = "written" if written else "stale"
    columns = ("file", *counted, "state")
    told = [
        (str(path), *counts, "current" if current else changed) for path, counts, current in made
    ]
    if form == "json":
        documents = [dict(zip(columns, each, strict=True)) for each in told]
        return json.dumps(documents, ensure_ascii=False, indent=2) + "\n"
    table = tables.Table(columns, tuple(tuple(map(str, each)) for each in told))
    return tables.write(table, form, width=width, colour=colour)
