"""The queue in front of the workers: what is known to take long lets all others pass.

How long an errand took is remembered, so that a crowd that asks the same heavy thing again and
again stands in a line of its own, and is turned away first when there is no room. Among equals the
clients take turns, and the one that holds the most places gives one up, so that nobody fills the
queue for all others.
"""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import asyncio

    from citygraph.service.exchanges import Reply
    from citygraph.service.staff import Worker

_QUICK = 0.02
"""The seconds up to which an errand is quick."""
_REMEMBERED = 2000
_FORGETTING = 1.1
"""By how much an errand may seem slower than before: a busy machine makes all of them slow."""
_ENDLESS = float("inf")


class Rank(IntEnum):
    """Who goes before whom."""

    QUICK = 0
    UNKNOWN = 1
    HEAVY = 2
    LONG = 3


class Turn(NamedTuple):
    """A place in the queue.

    Attributes:
        errand: the number by which experience knows the errand.
        worker: the worker, once it is there, or why there is none.
        due: when it should be there.
        client: who waits.
    """

    errand: int
    worker: asyncio.Future[Worker | Reply]
    due: float
    client: str = ""


class Experience:
    """How long errands took; the oldest are forgotten."""

    def __init__(self) -> None:
        self._seconds: OrderedDict[int, float] = OrderedDict()

    def note(self, errand: int, seconds: float = _ENDLESS) -> None:
        """Remember how long an errand took, which is known by a number; nothing if it was ended."""
        before = self._seconds.pop(errand, seconds)
        self._seconds[errand] = min(seconds, before * _FORGETTING)
        if len(self._seconds) > _REMEMBERED:
            self._seconds.popitem(last=False)

    def rank(self, errand: int) -> Rank:
        """Say what is known of an errand.

        >>> experience = Experience()
        >>> experience.note(1, 0.5)
        >>> experience.note(2)
        >>> [experience.rank(errand).name for errand in (1, 2, 3)]
        ['HEAVY', 'LONG', 'UNKNOWN']
        """
        known = self._seconds.get(errand)
        if known is None:
            return Rank.UNKNOWN
        if known <= _QUICK:
            return Rank.QUICK
        return Rank.LONG if known == _ENDLESS else Rank.HEAVY


class Queue:
    """Those who wait: what is quick goes first, then clients take turns in the order they came.

    Args:
        experience: what is known to be quick, which is looked up when somebody's turn has come.
    """

    def __init__(self, experience: Experience) -> None:
        self._experience = experience
        self._turns: list[Turn] = []

    def __len__(self) -> int:
        return len(self._turns)

    def add(self, turn: Turn) -> None:
        """Let somebody stand in line."""
        self._turns.append(turn)

    def next(self) -> Turn:
        """Take out who is next.

        Raises:
            ValueError: nobody waits.
        """
        before: Counter[tuple[Rank, str]] = Counter()
        lines = []
        for turn in self._turns:
            line = self._rank(turn), turn.client
            lines.append((line[0], before[line]))
            before[line] += 1
        return self._turns.pop(lines.index(min(lines)))

    def give_way(self, errand: int, client: str = "") -> Turn | None:
        """Take out who has to leave for this errand, if anybody.

        That is who came last of those behind whom it would never stand; if there are none, who came
        last of the client that holds the most places, if this one would not hold more than it then.
        """
        rank = self._experience.rank(errand)
        leaving = max(reversed(self._turns), key=self._rank, default=None)
        if leaving is None or self._rank(leaving) < rank:
            return None
        if self._rank(leaving) == rank:
            held = Counter(turn.client for turn in self._turns)
            equals = [turn for turn in reversed(self._turns) if self._rank(turn) == rank]
            leaving = max(equals, key=lambda turn: held[turn.client])
            if held[leaving.client] <= held[client] + 1:
                return None
        self._turns.remove(leaving)
        return leaving

    def leave(self, turn: Turn) -> None:
        """Take somebody out who goes away; it is no fault if they are not there."""
        if turn in self._turns:
            self._turns.remove(turn)

    def moment(self, workers: int) -> float:
        """Say how long a job may take if each who waits with something short is served in time."""
        now = time.monotonic()
        short = [turn for turn in self._turns if self._rank(turn) <= Rank.UNKNOWN]
        shares = (
            (turn.due - now) * workers / (place + 1 + workers) for place, turn in enumerate(short)
        )
        return min(shares, default=_ENDLESS)

    def _rank(self, turn: Turn) -> Rank:
        return self._experience.rank(turn.errand)
