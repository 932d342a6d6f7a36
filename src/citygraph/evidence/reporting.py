"""What was made anew, as text, in the formats of the registry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citygraph import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    changed = "written" if written else "stale"
    if form == "json":
        documents = [
            {
                "file": str(each.path),
                "claims": each.claims,
                "spans": each.spans,
                "state": "current" if each.current else changed,
            }
            for each in made
        ]
        return json.dumps(documents, ensure_ascii=False, indent=2) + "\n"
    rows = tuple(
        (str(each.path), str(each.claims), str(each.spans), "current" if each.current else changed)
        for each in made
    )
    table = tables.Table(("file", "claims", "spans", "state"), rows)
    return tables.write(table, form, width=width, colour=colour)
