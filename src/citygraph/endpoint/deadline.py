"""The moment at which something must have ended, whatever it is doing."""

from __future__ import annotations

from time import monotonic

from citygraph.errors import RemoteTimeoutError


class Deadline:
    """A moment in the near future, for all that is done until then.

    Attributes:
        seconds: how long it was away when it was set.

    >>> Deadline(30).left() <= 30
    True
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = monotonic() + seconds

    def sooner(self, seconds: float | None) -> Deadline:
        """Give the earlier one of this deadline and of one in so many seconds."""
        return self if seconds is None or seconds >= self.remaining() else Deadline(seconds)

    def remaining(self) -> float:
        """Say how many seconds are left; 0 if none."""
        return max(0.0, self._end - monotonic())

    def left(self) -> float:
        """Say how many seconds are left.

        Raises:
            RemoteTimeoutError: none.
        """
        if (seconds := self.remaining()) > 0:
            return seconds
        raise self.passed()

    def passed(self, where: str = "") -> RemoteTimeoutError:
        """Make the error that says that the time is up."""
        place = f"{where}: " if where else ""
        return RemoteTimeoutError(
            f"{place}no complete answer within {self.seconds:g} s; ask for less (LIMIT), or allow "
            "more with --timeout"
        )
