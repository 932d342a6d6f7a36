"""What an examination finds: checks, each fine, worth knowing, or a fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

State: TypeAlias = Literal["ok", "hint", "fault"]
Area: TypeAlias = Literal["installation", "engines", "files", "surroundings", "endpoint", "graphs"]

AREAS: tuple[Area, ...] = (
    *("installation", "engines", "files", "surroundings"),
    *("endpoint", "graphs"),
)
"""What is looked at, in this order."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried, and what came of it.

    Attributes:
        area: what it belongs to.
        name: what was looked at: a name for people that is the same in every language.
        state: `ok`; `hint` for what is worth knowing or makes an option fail; `fault` for what
            makes features fail.
        finding: the name of what was found, by which its words are looked up.
        places: what fills the places of these words.
        handled: whether citygraph works around what a hint tells of.
    """

    area: Area
    name: str
    state: State
    finding: str
    places: Mapping[str, object] = field(default_factory=dict)
    handled: bool = False


@dataclass(frozen=True, slots=True)
class Examination:
    """All checks of one run.

    Attributes:
        checks: in the order in which they were made.
        endpoint: the address of the endpoint, if one was examined.
    """

    checks: tuple[Check, ...]
    endpoint: str | None = None

    @property
    def works(self) -> bool:
        """Whether nothing was found that makes features fail."""
        return all(each.state != "fault" for each in self.checks)
