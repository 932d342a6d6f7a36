"""Work that must end in time.

The engine frees the interpreter while it works but cannot be stopped, so the work is done by a
thread of its own: the caller stays open to an interrupt from the keyboard, and when the time is up
it goes on with an error. The thread is left to die with the process, which the command line ends at
once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from citygraph.errors import DeadlineError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable

_Made = TypeVar("_Made")
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|)")
_SECONDS = (("ms", 0.001), ("s", 1.0), ("", 1.0), ("m", 60.0), ("h", 3600.0))

THREAD = "citygraph-work"
"""What the threads are called, so that one that was left behind can be found."""


def seconds(text: str) -> float:
    """Read a duration such as `30s`, `500ms`, `2m`, `1h`; a bare number means seconds.

    Raises:
        InputError: the text is no duration, or is zero.

    >>> seconds("500ms"), seconds("2m")
    (0.5, 120.0)
    """
    read = _DURATION.fullmatch(text.strip())
    length = float(read[1]) * dict(_SECONDS)[read[2]] if read else 0.0
    if length <= 0:
        raise InputError(f"'{text}' is no duration; write for example 30s, 500ms, 2m or 1h")
    return length


def within(timeout: float | None, work: Callable[[], _Made]) -> _Made:
    """Do the work and return what it makes, or give up after `timeout` seconds, if any.

    Raises:
        DeadlineError: the time was up first.

    >>> within(5, lambda: 6 * 7)
    42
    """
    from threading import Thread

    made: list[_Made] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            made.append(work())
        except BaseException as error:  # noqa: BLE001 - handed over to the caller's thread
            from traceback import clear_frames

            raised.append(error)
            clear_frames(error.__traceback__)  # the engine's objects must end in their own thread

    worker = Thread(target=run, name=THREAD, daemon=True)
    worker.start()
    worker.join(timeout)
    if raised:
        raise raised[0]
    if not made:  # only a join with a timeout ends before the work does
        raise DeadlineError(
            f"no answer within {timeout:g} s; ask for less (LIMIT), or allow more with --timeout"
        )
    return made[0]
