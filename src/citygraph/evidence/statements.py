"""The table of statements: one line says that one source gives one triple, and where.

`data/<city>.statements.tsv` is kept by hand, and every claim is made from it. Its columns:

- `row`: the row of the page's inventory (S01, …), empty for other sources;
- `source`, `subject`, `predicate`, `object`: as in Turtle, with the project's prefixes;
- `status`: `stated`, `inferred` or `external`;
- `hedge`: how far the source takes its own words at face value, if it says so (`cgv:about`, …);
- `spans`: where the words stand in the pinned text, `start-end` in code points;
- `rule`: the rule by which an inferred triple follows from them (`cgv:omitted-subject`, …).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.errors import InputError
from citygraph.evidence.spans import Stretch, read_stretches
from citygraph.evidence.tabular import Line, read_table
from citygraph.evidence.terms import read_name, read_term, told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode, Triple

COLUMNS = (
    "row",
    "source",
    "subject",
    "predicate",
    "object",
    "status",
    "hedge",
    "spans",
    "rule",
)
STATUSES = ("stated", "inferred", "external")


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of the table.

    Attributes:
        row: the row of the page's inventory, empty for other sources.
        source: who says so.
        triple: what is said.
        status: on what ground, one of `STATUSES`.
        hedge: the source's own reserve, if it has one.
        stretches: where the words stand in the source's pinned text.
        rule: how an inferred triple follows from them.
        path: the table.
        line: the line's number in it.
    """

    row: str
    source: NamedNode
    triple: Triple
    status: str
    hedge: NamedNode | None
    stretches: tuple[Stretch, ...]
    rule: NamedNode | None
    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path.name}:{self.line}: {told(self.triple)}"


def read_statements(path: Path, prefixes: Mapping[str, str]) -> tuple[Statement, ...]:
    """Read a table of statements.

    Args:
        path: the table.
        prefixes: those that its CURIEs may have.

    Raises:
        DataFileError: the table is not written as it has to be: file, line, remedy.
    """
    return tuple(_statement(line, prefixes) for line in read_table(path, COLUMNS))


def read_triple(cells: tuple[str, str, str], prefixes: Mapping[str, str]) -> Triple:
    """Read subject, predicate and object.

    Raises:
        InputError: one of them is no term that may stand there.
    """
    from pyoxigraph import Triple

    subject, predicate, value = cells
    return Triple(
        read_name(subject, prefixes), read_name(predicate, prefixes), read_term(value, prefixes)
    )


def _statement(line: Line, prefixes: Mapping[str, str]) -> Statement:
    row, source, subject, predicate, value, status, hedge, spans, rule = line.cells.values()
    if fault := _fault(status, spans, rule):
        raise line.fault(fault)
    try:
        return Statement(
            row,
            read_name(source, prefixes),
            read_triple((subject, predicate, value), prefixes),
            status,
            read_name(hedge, prefixes) if hedge else None,
            read_stretches(spans),
            read_name(rule, prefixes) if rule else None,
            line.path,
            line.number,
        )
    except InputError as error:
        raise line.fault(str(error)) from error


def _fault(status: str, spans: str, rule: str) -> str | None:
    """Say what does not go together in a line; a status says what has to stand beside it."""
    if status not in STATUSES:
        return f"the status is '{status}'; expected one of {', '.join(STATUSES)}"
    if status == "stated" and not spans.strip():
        return "a stated triple needs the span of the words that state it: start-end"
    if (status == "inferred") != bool(rule):
        return (
            "an inferred triple needs the rule by which it is inferred, such as cgv:omitted-subject"
            if status == "inferred"
            else f"a rule is for what is inferred, and this is {status}; clear the rule"
        )
    if status == "external" and spans.strip():
        return "an external source has no pinned text here; clear the spans, or pin its text"
    return None
