"""A strict reader of CSV as RFC 4180 says, which tells an empty cell from an empty text."""

import re
from collections.abc import Iterator
from pathlib import Path

_CELL = re.compile(r'"((?:[^"]|"")*)"|([^",\r\n]*)')

Row = list[str | None]


def rows(path: Path) -> Iterator[Row]:
    """Read the rows of a file; an empty cell without quotes is `None`.

    Raises:
        ValueError: the file is not as RFC 4180 says, or its rows are not of one length.
    """
    content = path.read_bytes()
    if content.startswith(b"\xef\xbb\xbf"):
        raise ValueError(f"{path}: begins with a byte order mark")
    text, at, row = content.decode(), 0, Row()
    width = 0
    while at < len(text):
        found = _CELL.match(text, at)
        if found is None:
            raise ValueError(f"{path}: no cell at {at}")
        quoted, plain = found.groups()
        row.append(plain or None if quoted is None else quoted.replace('""', '"'))
        at = found.end()
        if text[at : at + 1] == ",":
            at += 1
            if at == len(text):
                raise ValueError(f"{path}: ends within a row")
        elif text[at : at + 2] == "\r\n":
            at += 2
            width = width or len(row)
            if len(row) != width:
                raise ValueError(f"{path}: a row of {len(row)} cells, not {width}: {row}")
            yield row
            row = Row()
        else:
            raise ValueError(f"{path}: neither a comma nor the end of the line at {at}")
    if row:
        raise ValueError(f"{path}: the last row has no end")
