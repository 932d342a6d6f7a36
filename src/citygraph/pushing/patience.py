"""Trying again: what may be sent twice, when a server is busy, restarts or drops the line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from citygraph.errors import RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable

_Made = TypeVar("_Made")


class BusyError(RemoteError):
    """A server said that it is busy.

    Attributes:
        wait: the seconds after which it wants to be asked again, if it said so.
    """

    def __init__(self, message: str, wait: float | None) -> None:
        super().__init__(message)
        self.wait = wait


class Patience(NamedTuple):
    """How long to bear with a server.

    Attributes:
        request: the seconds that one request may take.
        waiting: the seconds that all waiting for one step may take.
        first: the seconds of the first wait, if the server names none; each next is twice as long.
    """

    request: float = 3600.0
    waiting: float = 120.0
    first: float = 0.5


def patiently(work: Callable[[], _Made], patience: Patience, tell: Callable[[str], None]) -> _Made:
    """Do what may be done twice, again while the server is busy or cannot be reached.

    Args:
        work: sends something that has the same effect if it is sent again.
        patience: how long to go on.
        tell: is told why there is a wait, how long it is, and when there will be no other.

    Raises:
        RemoteError: the server refuses, or there is no patience left.
    """
    from random import uniform

    spent, wait = 0.0, patience.first
    while True:
        try:
            return work()
        except RemoteError as error:
            named = error.wait if isinstance(error, BusyError) else None
            pause = wait * uniform(0.5, 1.0) if named is None else named  # noqa: S311 - no secret
            if not _passes(error) or spent + pause > patience.waiting:
                raise
            left = patience.waiting - spent
            tell(f"{error}; trying again in {pause:.1f} s, and giving up in {left:.0f} s")
        time.sleep(pause)
        spent += pause
        wait *= 2


def _passes(error: BaseException | None) -> bool:
    """Say whether a failure may be over soon: a busy server, or a line that broke."""
    import httpx

    while error is not None:
        if isinstance(error, (BusyError, httpx.TransportError, ConnectionError)):
            return True
        error = error.__cause__
    return False
