"""Tables of plain text: for the terminal, for Markdown and for CSV.

Nothing is ever cut off: on a terminal a long cell runs on in the next line, and wide characters
(Japanese, Korean) count as the two columns they take.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LINE_END = re.compile("[\t\n\u2028\u2029]")
_MARKDOWN_MARKS = re.compile(r"([\\`*_\[\]<>~|&])")
_UNBROKEN = re.compile(r"[^\s\u1100-\U0010ffff]+")
_LEAST = 2
_READABLE = 18
"""The columns that running text keeps while there is room."""
_LEGIBLE = 12
"""The columns below which the pieces of a broken name are no longer read as one."""
_PAIR = 2
"""The number of columns for which a block for each row would gain nothing."""
_NEEDS_QUOTES = re.compile(r'[",\r\n]')


class Table(NamedTuple):
    """Columns and the cells of each row, all of them text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def as_csv(table: Table) -> str:
    r"""Write a table as RFC 4180 says: a header line, CRLF, quotes where they are needed.

    >>> as_csv(Table(("a", "b"), (("one, two", "x"),)))
    'a,b\r\n"one, two",x\r\n'
    """
    return "".join(",".join(map(_quoted, line)) + "\r\n" for line in (table.columns, *table.rows))


def as_markdown(table: Table) -> str:
    r"""Write a table in GitHub's Markdown, with every mark in the text escaped.

    >>> print(as_markdown(Table(("a", "b"), (("1|2", "x"),))), end="")
    | a | b |
    | --- | --- |
    | 1\|2 | x |
    """
    rule = tuple("---" for _ in table.columns)
    rows = (tuple(map(markdown_escaped, row)) for row in (table.columns, *table.rows))
    first, *others = rows
    lines = (first, rule, *others)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def as_text(table: Table, *, width: int | None = None, colour: bool = False) -> str:
    """Draw a table for a terminal of this width; without a width it is as wide as it needs.

    Where the columns would be too narrow to be read, each row is drawn as a block of its own, one
    line for each column.

    >>> print(as_text(Table(("city", "名前"), (("tokyo:tokyo", "東京"),))), end="")
    ┌─────────────┬──────┐
    │ city        │ 名前 │
    ├─────────────┼──────┤
    │ tokyo:tokyo │ 東京 │
    └─────────────┴──────┘
    """
    widths = _widths(table, None if width is None else width - _frame(table.columns))
    if table.rows and len(table.columns) > _PAIR and _is_illegible(table, widths):
        return _as_blocks(table, width=width, colour=colour)
    return _drawn(table, widths, table.columns, colour=colour)


def _as_blocks(table: Table, *, width: int | None, colour: bool) -> str:
    cells = tuple(pair for row in table.rows for pair in zip(table.columns, row, strict=True))
    blocks = Table(("", ""), cells)
    widths = _widths(blocks, None if width is None else width - _frame(blocks.columns))
    return _drawn(blocks, widths, (), colour=colour, block=len(table.columns))


def _drawn(
    table: Table, widths: list[int], header: tuple[str, ...], *, colour: bool, block: int = 0
) -> str:
    """Draw a table; without a header the first column is one, and blocks of rows are parted."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    bold = "bold" if colour else ""
    drawn = RichTable(box=box.SQUARE, header_style=bold, show_header=bool(header))
    for number, (name, columns) in enumerate(zip(table.columns, widths, strict=True)):
        style = "" if header or number else bold
        drawn.add_column(Text(_visible(name)), overflow="fold", width=columns, style=style)
    for number, row in enumerate(table.rows, start=1):
        ends = bool(block) and number % block == 0
        drawn.add_row(*(Text(_visible(cell)) for cell in row), end_section=ends)
    console = Console(
        width=sum(widths) + _frame(table.columns),
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as captured:
        console.print(drawn)
    return captured.get()


def write(table: Table, form: str, *, width: int | None = None, colour: bool = False) -> str:
    r"""Write a table as `table`, `csv` or `md`.

    >>> write(Table(("a",), (("1",),)), "csv")
    'a\r\n1\r\n'
    """
    if form == "csv":
        return as_csv(table)
    return as_markdown(table) if form == "md" else as_text(table, width=width, colour=colour)


def printable(text: str) -> str:
    r"""Spell out control characters, so that no text from a file can steer a terminal.

    >>> printable("red: \x1b[31m")
    'red: \\x1b[31m'
    """
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


def on_one_line(text: str) -> str:
    r"""Spell out control characters and line ends, so that a text stays on its line.

    >>> on_one_line("Tokyo\n東京\x1b")
    'Tokyo\\n東京\\x1b'
    """
    return _LINE_END.sub(lambda found: repr(found[0])[1:-1], printable(text))


def markdown_escaped(text: str) -> str:
    r"""Escape every mark of Markdown, and keep the text on one line.

    >>> print(markdown_escaped("a|b"))
    a\|b
    """
    return "<br>".join(_MARKDOWN_MARKS.sub(r"\\\1", text).splitlines())


def _frame(columns: tuple[str, ...]) -> int:
    return 3 * len(columns) + 1


def _is_illegible(table: Table, widths: list[int]) -> bool:
    """Say whether names are broken into pieces that nobody reads."""
    from rich.cells import cell_len

    columns = zip(table.columns, *table.rows, strict=True)
    return any(
        columns_given < _LEGIBLE
        and any(cell_len(word) > columns_given for cell in column for word in _words(cell))
        for column, columns_given in zip(columns, widths, strict=True)
    )


def _words(cell: str) -> list[str]:
    return _UNBROKEN.findall(_visible(cell))


def _widths(table: Table, available: int | None) -> list[int]:
    """Share out the room: names stay whole as long as running text keeps a readable width."""
    from rich.cells import cell_len

    columns = list(zip(table.columns, *table.rows, strict=True))
    lines = [[line for cell in column for line in _visible(cell).split("\n")] for column in columns]
    natural = [max(1, *map(cell_len, column)) for column in lines]
    if available is None or sum(natural) <= available:
        return natural
    words = [[word for cell in column for word in _words(cell)] for column in columns]
    longest = [max(_LEAST, _LEAST, *map(cell_len, column)) for column in words]
    widths = [
        most if most == word else max(word, min(most, _READABLE))
        for most, word in zip(natural, longest, strict=True)
    ]
    wanted = [max(0, most - least) for most, least in zip(natural, widths, strict=True)]
    room = available - sum(widths)
    if room >= 0:
        shares = (room * more // max(1, sum(wanted)) for more in wanted)
        return [least + share for least, share in zip(widths, shares, strict=True)]
    return _squeezed(
        widths, [max(_LEGIBLE, cell_len(_visible(n))) for n in table.columns], available
    )


def _squeezed(widths: list[int], floors: list[int], available: int) -> list[int]:
    """Narrow the widest column again and again: headers are the last to be broken."""
    for lowest in (floors, [_LEAST] * len(floors)):
        while sum(widths) > available:
            wide = [at for at, least in enumerate(lowest) if widths[at] > least]
            if not wide:
                break
            widths[max(wide, key=widths.__getitem__)] -= 1
    return widths


def _visible(cell: str) -> str:
    return printable(cell.replace("\t", "    "))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell
