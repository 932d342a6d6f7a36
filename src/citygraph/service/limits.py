"""What one request may use, and all of them together."""

from __future__ import annotations

import os
from typing import NamedTuple

_MEBIBYTE = 1024**2


def usual_workers() -> int:
    """Say how many workers suit this machine: one more than there are processors.

    While a worker hands over an answer and waits for the next errand, another has its processor.

    >>> usual_workers() > 1
    True
    """
    allowed = getattr(os, "sched_getaffinity", None)
    return 1 + (len(allowed(0)) if allowed else os.cpu_count() or 1)


class Limits(NamedTuple):
    """The caps of a server.

    Attributes:
        seconds: how long a job may take.
        rows: how many rows, or triples, an answer may have.
        size: how many bytes an answer may have.
        workers: how many jobs are done at a time, long ones not counted.
        waiting: how many requests may wait for a worker.
        memory: how many bytes a job may take beyond what the graph takes.
        body: how many bytes the body of a request may have.
        head: how many bytes its first line and headers may have.
        patience: the seconds within which a client must have sent its headers, and again its body;
            and within which it must take the next part of an answer.
        connections: how many may be open.
        traffic: how many bytes of large answers may be on their way at a time.
    """

    seconds: float = 30.0
    rows: int = 100_000
    size: int = 32 * _MEBIBYTE
    workers: int = 2
    waiting: int = 64
    memory: int = 1024 * _MEBIBYTE
    body: int = _MEBIBYTE
    head: int = 64 * 1024
    patience: float = 10.0
    connections: int = 800
    traffic: int = 256 * _MEBIBYTE

    @property
    def longest(self) -> int:
        """How many jobs may run beyond their first moment, in workers of their own."""
        return 2 * self.workers
