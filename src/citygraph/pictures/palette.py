"""The colours of all pictures: told apart by everybody, and dark enough to read.

Words have at least 4.5 times the luminance of their ground or the other way round, lines and edges
three times (WCAG 2.2, success criteria 1.4.3 and 1.4.11). The hues are of Paul Tol's muted scheme,
darkened; no meaning hangs on colour alone: what a colour says is also written.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PAPER = "#ffffff"
INK = "#1b1f24"
QUIET = "#4d5560"
"""Words of less weight."""

LINE = "#7a8491"
HAIRLINE = "#d5dae1"
"""What only guides the eye."""

SHADE = "#f3f5f8"

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "vision": "#332288",
        "strategy": "#005a9c",
        "goal": "#882255",
        "initiative": "#117733",
        "service": "#8a5a00",
        "infrastructure": "#00686f",
        "other": "#4d5560",
    }
)
"""The colour of each kind of thing in the tree of a strategy."""

SERIES = (
    "#332288",
    "#9e5a00",
    "#00737a",
    "#882255",
    "#117733",
    "#0069b4",
    "#9b3d8f",
    "#5f5f00",
)
"""Colours for things of one kind, in the order in which they are given out."""


def series(number: int) -> str:
    """Give the colour of the thing with this number, from 0; they begin anew after the last.

    >>> series(0) == series(len(SERIES))
    True
    """
    return SERIES[number % len(SERIES)]
