"""A review of proposals: which row is looked at, what is decided, and the table as it then is.

Nothing is shown or asked here. Each decision is in the table before the next row is looked at.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from citygraph.errors import InputError
from citygraph.linking.mappings import read_mappings, write_mappings
from citygraph.linking.recording import named
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from citygraph.linking.link import Link

Decision: TypeAlias = Literal["accept", "close", "reject", "unsure"]

OPEN = frozenset({"proposed", "unsure"})
"""The states of rows that wait for a decision."""

_SKOS = PREFIXES["skos"]


class Review:
    """The review of one table by one person.

    Args:
        path: the table.
        reviewer: who reviews it.
        today: the day that decisions bear.

    Raises:
        DataFileError: the table is not written as it has to be.
        InputError: nobody is named.
    """

    def __init__(self, path: Path, reviewer: str, today: date) -> None:
        self.path = path
        self.reviewer = named(reviewer)
        self._today = today
        self._mappings = read_mappings(path)
        self._saved = _content(path)
        self._rows = list(self._mappings.links)
        self._before = tuple(self._rows)
        waiting = [n for n, row in enumerate(self._rows) if row.state in OPEN and not row.negated]
        self._queue = sorted(waiting, key=self._order)
        self._at = 0
        self.decisions = 0

    @property
    def current(self) -> Link | None:
        """The row that is looked at; `None` if all have been."""
        return self._rows[self._queue[self._at]] if self._at < len(self._queue) else None

    @property
    def position(self) -> tuple[int, int]:
        """The number of the row that is looked at, from 1, and how many there are."""
        return min(self._at + 1, len(self._queue)), len(self._queue)

    @property
    def waiting(self) -> tuple[Link, ...]:
        """The rows that wait for a decision now, those that were passed over included."""
        return tuple(row for row in self._rows if row.state in OPEN and not row.negated)

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of the table."""
        return self._mappings.header.prefixes

    @property
    def rivals(self) -> tuple[Link, ...]:
        """The other rows about the same thing, in the order of the table."""
        here = self.current
        if here is None:
            return ()
        return tuple(row for row in self._rows if row is not here and row.subject == here.subject)

    def decide(self, decision: Decision) -> Link:
        """Decide on the row that is looked at, save the table, and go on.

        What was decided of the row before does not matter: it is decided anew.

        Args:
            decision: `accept` if both are the same, `close` if nearly so, `reject` if not, so that
                it is not proposed again; `unsure` to leave it open.

        Raises:
            DataFileError: the table would contradict itself; nothing is saved, and the row is
                looked at still.
            InputError: the table was changed by somebody else meanwhile, or cannot be written.
        """
        here = self._need()
        original = self._before[self._queue[self._at]]
        row = replace(here, predicate=original.predicate, negated=False)
        if decision in ("accept", "close"):
            predicate = _SKOS + ("exactMatch" if decision == "accept" else "closeMatch")
            row = replace(row, predicate=predicate, state="checked")
        elif decision == "reject":
            row = replace(row, negated=True, state="rejected")
        else:
            row = replace(row, state="unsure")
        made = self._save(replace(row, reviewer=self.reviewer, date=self._today))
        self.decisions += 1
        self._at += 1
        return made

    def note(self, words: str) -> Link:
        """Add words to the comment of the row that is looked at, and save the table.

        Raises:
            InputError: there are no words; see also `decide`.
        """
        here = self._need()
        plain = " ".join(words.split())
        if not plain:
            raise InputError("a note needs words")
        said = f"{here.comment} — {self.reviewer}: {plain}" if here.comment else plain
        return self._save(replace(here, comment=said))

    def skip(self) -> None:
        """Go on, and leave the row as it is."""
        self._at = min(self._at + 1, len(self._queue))

    def back(self) -> None:
        """Look at the row before once more."""
        self._at = max(self._at - 1, 0)

    def _need(self) -> Link:
        here = self.current
        if here is None:
            raise InputError(f"{self.path}: no row is left to decide on")
        return here

    def _save(self, row: Link) -> Link:
        """Put a row into the table and write it, or leave everything as it was."""
        if _content(self.path) != self._saved:
            raise InputError(
                f"{self.path}: was changed by somebody else since it was read; start the review "
                "again, all decisions so far are in it"
            )
        rows = list(self._rows)
        rows[self._queue[self._at]] = row
        write_mappings(self.path, self._mappings._replace(links=tuple(rows)))
        self._rows, self._saved = rows, _content(self.path)
        return row

    def _order(self, number: int) -> tuple[object, ...]:
        """Keep rows of one thing together, the best one first; what was left open comes last."""
        row = self._rows[number]
        best = max(
            each.confidence or 0
            for each in self._rows
            if each.subject == row.subject and each.state in OPEN
        )
        return (row.state == "unsure", -best, row.subject, -(row.confidence or 0), row.object)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
