"""The front-end parts as a table, in the formats of the registry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citygraph import tables
from citygraph.frontend.parts import parts_needed

if TYPE_CHECKING:
    from citygraph.frontend.parts import Parts

REPORT_FORMATS = ("table", "csv", "json", "md")
"""The formats in which it is told where the parts are."""

_COLUMNS = ("package", "part", "state", "file")


def write_parts(
    found: Parts | None, form: str, *, width: int | None = None, colour: bool = False
) -> str:
    """Tell of each part that pages need whether it is there, and where.

    Args:
        found: the parts; `None` if they have not been fetched.
        form: one of `REPORT_FORMATS`.
        width: the columns of the terminal.
        colour: whether colours are shown.

    >>> print(write_parts(None, "csv").splitlines()[0])
    package,part,state,file
    """
    told = [
        (
            part.package,
            part.name,
            "missing" if found is None else "there",
            "" if found is None else str(found.folder / part.name),
        )
        for part in parts_needed()
    ]
    if form == "json":
        documents = [dict(zip(_COLUMNS, each, strict=True)) for each in told]
        return json.dumps(documents, ensure_ascii=False, indent=2) + "\n"
    return tables.write(tables.Table(_COLUMNS, tuple(told)), form, width=width, colour=colour)
