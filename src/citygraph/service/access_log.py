"""The access log: a line for each request, without anything that could be a secret.

    2026-11-22T20:31:53Z 127.0.0.1 GET /sparql 200 1825 3.4

That is: when it was answered, who asked, the method, the path without what stands behind the
question mark, the status, the bytes of the body that were sent, and the milliseconds it took.
Headers, parameters and bodies are never written.

What the libraries beneath remark, as of a request that is no HTTP, comes after their name:

    uvicorn.error: Invalid HTTP request received.
"""

from __future__ import annotations

import logging
import queue
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import RawIOBase

_LONGEST_PATH = 300
_WAITING = 10_000
_REST = 0.02
"""The seconds in which lines are collected, so that not each one wakes the thread."""
_REMARKING = ("uvicorn.error", "asyncio")
"""The names under which the libraries beneath remark something."""


class Visit(NamedTuple):
    """A request that was answered.

    Attributes:
        client: the address of the client.
        method: the method.
        path: the path as it was sent, without parameters.
        status: the status code.
        size: the bytes of the body that were sent.
        seconds: how long it took.
    """

    client: str
    method: str
    path: str
    status: int
    size: int
    seconds: float


def line(visit: Visit, now: datetime) -> str:
    r"""Write a visit as a line.

    >>> line(Visit("::1", "GET", "/a\n b", 200, 12, 0.0034), datetime(2026, 1, 2, 3, 4, 5, 0, UTC))
    '2026-01-02T03:04:05Z ::1 GET /a%0A%20b 200 12 3.4'
    """
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    path = "".join(_visible(each) for each in visit.path[:_LONGEST_PATH])
    duration = f"{visit.seconds * 1000:.1f}"
    return f"{moment} {visit.client} {visit.method} {path} {visit.status} {visit.size} {duration}"


class AccessLog:
    """Writes lines from a thread of its own, so that nobody waits for a slow disk or a full pipe.

    Lines that find no place to wait are lost, and counted in the next one that does.

    Args:
        file: where lines go. It has no buffer, which would be locked for as long as nobody takes
            what is in it, also against the end of the process.
    """

    def __init__(self, file: RawIOBase) -> None:
        self._file = file
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._lost = 0
        self._thread = Thread(target=self._write, daemon=True)
        self._thread.start()

    def note(self, visit: Visit) -> None:
        """Write a line for a visit."""
        self.say(line(visit, datetime.now(UTC)))

    def say(self, words: str) -> None:
        """Write some words."""
        if self._lost:
            words = f"{words}\n({self._lost} lines before this one were lost)"
        if self._lines.qsize() >= _WAITING:
            self._lost += 1
            return
        self._lost = 0
        self._lines.put(words)

    def close(self, seconds: float = 1.0) -> None:
        """Write what is left, if that does not take longer than some seconds."""
        self._lines.put(None)
        self._thread.join(seconds)

    def _write(self) -> None:
        with suppress(OSError, ValueError):  # closed, or a full disk: serving goes on without it
            while (words := self._lines.get()) is not None:
                lines = [words]
                while not self._lines.empty() and (words := self._lines.get()) is not None:
                    lines.append(words)
                self._send("".join(f"{each}\n" for each in lines).encode(errors="replace"))
                if words is None:
                    return
                time.sleep(_REST)

    def _send(self, text: bytes) -> None:
        while text:
            text = text[self._file.write(text) or 0 :]


@contextmanager
def remarks(log: AccessLog | None) -> Iterator[None]:
    r"""Let what the libraries beneath remark go into the log, if there is one, and nowhere else.

    Without this it goes to stderr from the thread that serves all, which then waits for a reader.

    >>> import os
    >>> out, into = os.pipe()
    >>> with open(into, "wb", buffering=0) as file, open(out, encoding="utf-8") as read:
    ...     log = AccessLog(file)
    ...     with remarks(log):
    ...         logging.getLogger("uvicorn.error").warning("one line\nand details")
    ...     log.close()
    ...     read.readline()
    'uvicorn.error: one line\n'
    """
    heard = _Remarks(log)
    loggers = {each: each.propagate for each in map(logging.getLogger, _REMARKING)}
    for each in loggers:
        each.addHandler(heard)
        each.propagate = False
    try:
        yield
    finally:
        for each, propagated in loggers.items():
            each.removeHandler(heard)
            each.propagate = propagated


class _Remarks(logging.Handler):
    """Hands remarks to a log, of each the first line: what follows may be of somebody's data."""

    def __init__(self, log: AccessLog | None) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Hand on one remark."""
        if self._log:
            self._log.say(f"{record.name}: {record.getMessage().partition(chr(10))[0]}")


def _visible(sign: str) -> str:
    return sign if "!" <= sign <= "~" else f"%{ord(sign):02X}"
