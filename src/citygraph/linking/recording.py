"""What a check has found to hold, written into the table: documented rows become checked.

Only the state, the reviewer and the date of such a row are changed; every other byte of the table
stays what it is, its order and its line ends too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from citygraph.errors import InputError
from citygraph.evidence.rebuilding import PACKAGE
from citygraph.files import write_file
from citygraph.linking.mappings import read_mappings
from citygraph.linking.slots import STATE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from citygraph.linking.findings import Checked
    from citygraph.linking.link import Link

_LINE_END = re.compile(rb"(\r\n|\r|\n)")


def record_checked(checked: Checked, reviewer: str, today: date) -> Checked:
    """Write into the tables that rows were checked: those that are documented and agree.

    If an item could not be asked about, nothing is written: the check is not complete.

    Args:
        checked: what was found; its `agreed` rows are taken.
        reviewer: who has had it checked.
        today: the day of the check.

    Returns:
        The same, with what was recorded.

    Raises:
        InputError: nobody is named, a table was changed since it was checked, belongs to the
            installed package, or cannot be written; then no table is changed that comes after it.
    """
    name = named(reviewer)
    if checked.not_asked:
        return checked._replace(recorded=())
    by_path: dict[Path, list[Link]] = {}
    for link in checked.agreed:
        if link.path is not None and link.state == "documented":
            by_path.setdefault(link.path, []).append(link)
    made = {path: _rewritten(path, rows, name, today) for path, rows in by_path.items()}
    for path, content in made.items():
        write_file(str(path), content)
    rows = tuple(
        replace(link, state="checked", reviewer=name, date=today)
        for each in by_path.values()
        for link in each
    )
    return checked._replace(recorded=rows)


def named(reviewer: str) -> str:
    r"""Give the name of a reviewer as it stands in a table.

    Raises:
        InputError: nobody is named.

    >>> named(" Jane\tDoe ")
    'Jane Doe'
    """
    name = " ".join(reviewer.split())
    if not name:
        raise InputError("a decision bears the name of who made it; give it with  --reviewer")
    return name


def refuse_package(paths: Iterable[Path]) -> None:
    """Refuse tables that belong to the installed package.

    Raises:
        InputError: one of them does.
    """
    for path in paths:
        if path.resolve().is_relative_to(PACKAGE):
            raise InputError(
                f"{path}: belongs to the installed package and is not changed; name a table of "
                "your own with  --table, or a folder with  --data"
            )


def _rewritten(path: Path, rows: Iterable[Link], reviewer: str, today: date) -> bytes:
    """Give the table with some rows checked."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    table = read_mappings(path)
    there = {link.line: link for link in table.links}
    pieces = _LINE_END.split(content)  # lines, and between them their ends
    written = {"reviewer_label": reviewer, "mapping_date": today.isoformat(), STATE: "checked"}
    for row in rows:
        if there.get(row.line) != row:
            raise InputError(
                f"{path}:{row.line}: was changed by somebody else since it was checked; check again"
            )
        place = 2 * (row.line - 1)
        cells = pieces[place].split(b"\t")
        for column, cell in written.items():
            cells[table.columns.index(column)] = cell.encode()
        pieces[place] = b"\t".join(cells)
    return b"".join(pieces)
