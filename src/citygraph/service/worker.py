"""A worker: takes one errand after the other from its line, and sends back one reply for each."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from citygraph.errors import CitygraphError
from citygraph.service.faults import fault, told
from citygraph.service.messages import Message, messages, packed
from citygraph.service.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.service.exchanges import Reply
    from citygraph.service.jobs import Job
    from citygraph.service.limits import Limits

_DATA = 5
"""Where `/proc/self/statm` has the pages that can be written to."""
_GRACE = 2.0
"""The seconds beyond the deadline after which a worker that nobody ended ends by itself."""


def work(
    receive: Callable[[int], bytes],
    send: Callable[[bytes], object],
    jobs: Mapping[str, Job],
    limits: Limits,
) -> None:
    """Do errands until the line is closed, or until so much memory was used that it is time to go.

    Args:
        receive: reads from the line.
        send: writes all of some bytes to the line.
        jobs: what can be done.
        limits: what a job may use.
    """
    begin = _memory()
    with suppress(OSError):
        for message in messages(receive):
            _alarm(limits.seconds + _GRACE)
            name, arguments = message.head
            reply = done(jobs, name, arguments, limits)
            _alarm(0)
            spent = _memory() - begin > limits.memory // 4
            send(packed(Message([reply.status, reply.headers, spent], reply.body)))
            if spent:
                return


def done(
    jobs: Mapping[str, Job], name: str, arguments: Mapping[str, object], limits: Limits
) -> Reply:
    """Do a job; whatever happens, there is a reply, and it is not larger than it may be."""
    try:
        reply = jobs[name](arguments)
    except CitygraphError as error:
        return told(error)
    except MemoryError:
        return problem(
            422, "this needs more memory than a request may use here; ask for less, as with LIMIT"
        )
    except Exception as error:  # noqa: BLE001 - the client is told, and the worker goes on
        return fault(error)
    if len(reply.body) > limits.size:
        return problem(
            422,
            f"the answer has more than {limits.size:,} bytes, the most that is given at once; "
            "ask for less, as with LIMIT",
        )
    return reply


def limit_memory(size: int) -> None:
    """Let this process take so many bytes more than it has; where the system cannot, do nothing.

    What is written to counts, not what is reserved: the engine that draws pictures reserves many
    times what it uses.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - it is no file
            pages = int(file.read().split()[_DATA])
        most = pages * resource.getpagesize() + size
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _alarm(seconds: float) -> None:
    """End this process after some seconds, by the system's hand; 0 takes it back."""
    with suppress(ImportError, AttributeError):
        import signal

        signal.setitimer(signal.ITIMER_REAL, seconds)


def _memory() -> int:
    """Say how many bytes of memory this process has ever had at once; 0 where nobody knows."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
