"""Tables kept by hand: tab-separated, one header line, every fault named by file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Line(NamedTuple):
    """One line of a table.

    Attributes:
        path: the file.
        number: its number in the file, from 1; the header is line 1.
        cells: what stands in each column, by the column's name.
    """

    path: Path
    number: int
    cells: dict[str, str]

    def fault(self, words: str) -> DataFileError:
        """Make the error that names this line."""
        return DataFileError(f"{self.path}:{self.number}: {words}")


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Line]:
    """Read a table that has just these columns, in this order.

    A byte order mark and CRLF, which spreadsheets leave behind, are no fault. Quotation marks
    stand for themselves.

    Raises:
        DataFileError: the file cannot be read, is not UTF-8, or has other columns.
    """
    for number, text in enumerate(read_lines(path), start=1):
        cells = text.split("\t")
        if number == 1 and cells != list(columns):
            raise DataFileError(
                f"{path}:1: the columns are {', '.join(cells)}; expected {', '.join(columns)}, "
                "separated by tabs"
            )
        if len(cells) != len(columns):
            raise DataFileError(
                f"{path}:{number}: {len(cells)} columns, expected {len(columns)}; "
                "an empty cell needs its tab too"
            )
        if number > 1:
            yield Line(path, number, dict(zip(columns, cells, strict=True)))


def read_lines(path: Path) -> list[str]:
    """Read the lines of a table, without line ends; see `read_table` for what is no fault.

    Raises:
        DataFileError: the file cannot be read or is not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise DataFileError(f"{path}:{line}: this is not UTF-8; save the table as UTF-8") from error
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    return text.removesuffix("\n").split("\n")
