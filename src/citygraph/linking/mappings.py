"""Mapping tables as SSSOM/TSV has them: read strictly, written always the same way.

A row that is not as it has to be is an error that names file, line and remedy; nothing is dropped
and nothing is guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import DataFileError
from citygraph.evidence.tabular import Line, read_lines
from citygraph.files import write_file
from citygraph.linking.header import Header, read_header
from citygraph.linking.link import EXACT
from citygraph.linking.slots import CARDINALITY, COLUMNS, WITH_CARDINALITY, cells_of, read_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from citygraph.linking.link import Link


class Mappings(NamedTuple):
    """A mapping table.

    Attributes:
        header: its metadata.
        links: its rows, in their order.
        columns: its columns; whether rows say how many are meant to be how many is up to a table.
    """

    header: Header
    links: tuple[Link, ...]
    columns: tuple[str, ...] = COLUMNS


def read_mappings(path: Path) -> Mappings:
    """Read a mapping table.

    Raises:
        DataFileError: the file cannot be read or is not written as it has to be; two rows say the
            same or contradict each other: file, line, remedy.

    >>> from citygraph.home import find_root
    >>> table = read_mappings(find_root() / "mappings" / "tokyo.sssom.tsv")
    >>> next(each.object for each in table.links if each.subject_label == "Tokyo")
    'http://www.wikidata.org/entity/Q1490'
    """
    lines = read_lines(path)
    above = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = read_header(path, lines[:above])
    columns = _columns(path, lines, above)
    links = tuple(read_link(line, header.prefixes) for line in _rows(path, lines, above, columns))
    for fault in _at_odds(links):
        raise fault
    return Mappings(header, links, columns)


def write_mappings(path: Path, mappings: Mappings) -> None:
    """Write a mapping table: the metadata as it is, the columns in SSSOM's order, the rows sorted.

    Reading what was written and writing it again changes no byte.

    Raises:
        DataFileError: two rows say the same or contradict each other, or a cell holds a tab or a
            line end, which a table cannot.
    """
    for fault in _at_odds(mappings.links):
        raise fault
    write_file(str(path), as_text(mappings).encode())


def as_text(mappings: Mappings) -> str:
    """Give the text of a mapping table; see `write_mappings`."""
    stated = any(link.cardinality for link in mappings.links)
    columns = WITH_CARDINALITY if stated else mappings.columns
    rows = sorted(cells_of(link, mappings.header.prefixes, columns) for link in mappings.links)
    for cells in rows:
        for column, cell in zip(columns, cells, strict=True):
            if any(mark in cell for mark in "\t\r\n"):
                raise DataFileError(
                    f"{column} of {cells[0]} holds a tab or a line end; write a blank instead"
                )
    lines = (*mappings.header.lines, "\t".join(columns), *("\t".join(cells) for cells in rows))
    return "".join(f"{line}\n" for line in lines)


def _columns(path: Path, lines: list[str], above: int) -> tuple[str, ...]:
    columns = tuple(lines[above].split("\t")) if above < len(lines) else ()
    if columns not in (COLUMNS, WITH_CARDINALITY):
        raise DataFileError(
            f"{path}:{above + 1}: the columns below the metadata are {', '.join(COLUMNS)}, "
            f"separated by tabs; {CARDINALITY} may stand behind object_source"
        )
    return columns


def _rows(path: Path, lines: list[str], above: int, columns: tuple[str, ...]) -> Iterator[Line]:
    for number, text in enumerate(lines[above + 1 :], start=above + 2):
        cells = text.split("\t")
        if len(cells) != len(columns):
            raise DataFileError(
                f"{path}:{number}: {len(cells)} columns, expected {len(columns)}; "
                "an empty cell needs its tab too"
            )
        yield Line(path, number, dict(zip(columns, cells, strict=True)))


class _Claim(NamedTuple):
    """What only one row may say, unless each that does says that it is meant so."""

    key: tuple[str, ...]
    words: str
    meant: str = ""

    @property
    def remedy(self) -> str:
        """What to do about the second one."""
        if not self.meant:
            return "keep one"
        return f"keep one, or write {self.meant} into {CARDINALITY} of each that is meant so"


def _at_odds(links: Iterable[Link]) -> Iterator[DataFileError]:
    """Find the rows that repeat or contradict one before them."""
    said: dict[tuple[str, ...], tuple[Link, bool]] = {}
    for link in links:
        for claim in _claims_of(link):
            meant = bool(claim.meant) and link.cardinality in (claim.meant, "n:n")
            if claim.key not in said:
                said[claim.key] = (link, meant)
                continue
            first, first_meant = said[claim.key]
            if not (meant and first_meant):
                yield DataFileError(
                    f"{link.place}: {claim.words}, as {first.place} does; {claim.remedy}"
                )


def _claims_of(link: Link) -> Iterator[_Claim]:
    """Give what only one row may say, each with the words for a second one that does."""
    yield _Claim(
        ("row", link.subject, link.predicate, link.object),
        "links the same two by the same property",
    )
    if not link.accepted:
        return
    yield _Claim(
        ("pair", link.subject, link.object),
        "says in another way how near the same two are",
    )
    if link.predicate == EXACT:
        yield _Claim(
            ("subject", link.subject, link.object_source),
            "gives the same thing an exact match in the same collection",
            "1:n",
        )
        yield _Claim(("object", link.object), "gives another thing the same exact match", "n:1")
