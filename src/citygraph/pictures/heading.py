"""What stands on top of every picture: its title, and how to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.pictures.canvas import WIDTH, fitted, stacked
from citygraph.pictures.palette import QUIET

if TYPE_CHECKING:
    from citygraph.pictures.canvas import Words

MARGIN = 24
_TITLE = 26


def heading(title: str, *notes: str) -> tuple[tuple[Words, ...], float]:
    """Lay out a title and notes below it; say where the picture itself may begin.

    >>> words, y = heading("Tokyo", "a note")
    >>> [block.lines for block in words], y
    ([('Tokyo',), ('a note',)], 103)
    """
    room = WIDTH - 2 * MARGIN
    blocks = [fitted(title, room, _TITLE, bold=True)]
    blocks += [fitted(note, room, colour=QUIET) for note in notes]
    placed = stacked(MARGIN, MARGIN, blocks, 6)
    return placed, placed[-1].y + placed[-1].height + 18
