"""The processes that make a site: each loads the graph, and makes one file after the other.

They are told what to do in lines of JSON, and answer in lines of JSON. Whoever starts them may end
in any way: where nobody speaks to them any more, they end too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeAlias

from citygraph.errors import CitygraphError, FaultError, InputError, RemoteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import Self

    from citygraph.site.workshop import Workshop

Task: TypeAlias = "tuple[str, str]"
Answer: TypeAlias = "list[Any]"

START = "from citygraph.site.worker import work; work()"
"""What a new process is told to run."""
_GRACE = 10.0
"""The seconds in which a process ends what it has begun."""


class Crew:
    """Some processes that work at the same time; if it is one, it is this one.

    Args:
        workshop: what they work with.
        size: how many they are.

    Attributes:
        processes: the processes besides this one.
    """

    def __init__(self, workshop: Workshop, size: int) -> None:
        self._workshop = workshop
        self.processes = [_started(workshop.telling()) for _ in range(size)] if size > 1 else []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let every process end what it has begun, and end."""
        for each in self.processes:
            if each.stdin:
                with suppress(OSError):
                    each.stdin.close()
        for each in self.processes:
            try:
                each.wait(_GRACE)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()
            if each.stdout:
                each.stdout.close()

    def answers(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """Have all tasks done, and give their answers as they come, in no order.

        Raises:
            CitygraphError: a task failed; those that have not begun are left.
        """
        if not self.processes:
            yield from map(self._workshop.answer, tasks)
            return
        waiting, lock = iter(tuple(tasks)), Lock()
        came: SimpleQueue[Answer | CitygraphError | None] = SimpleQueue()

        def attend(process: subprocess.Popen[str]) -> None:
            while True:
                with lock:
                    task = next(waiting, None)
                if task is None:
                    break
                answer = _asked(process, task)
                came.put(answer)
                if isinstance(answer, CitygraphError):
                    break
            came.put(None)

        for each in self.processes:
            Thread(target=attend, args=(each,), daemon=True).start()
        try:
            yield from _until_all_ended(came, len(self.processes))
        finally:
            with lock:
                waiting = iter(())


def crew_size(tasks: int, workers: int | None, enough: int) -> int:
    """Say how many processes a number of tasks is worth.

    Args:
        tasks: how many there are.
        workers: how many processes there may be; as many as processors if it is not said.
        enough: how many tasks take longer than to start a process.

    >>> crew_size(3000, 2, 500), crew_size(300, 2, 500), crew_size(3000, 1, 500)
    (2, 1, 1)
    """
    return max(1, min(workers or _processors(), -(-tasks // enough)))


def _processors() -> int:
    """Count the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _until_all_ended(
    came: SimpleQueue[Answer | CitygraphError | None], count: int
) -> Iterator[Answer]:
    while count:
        answer = came.get()
        if answer is None:
            count -= 1
        elif isinstance(answer, CitygraphError):
            raise answer
        else:
            yield answer


def _started(telling: Answer) -> subprocess.Popen[str]:
    process = subprocess.Popen(  # noqa: S603 - this Python, with a line of our own
        [sys.executable, "-P", "-X", "utf8", "-c", START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="ascii",
        bufsize=1,
    )
    _tell(process, telling)
    return process


def _tell(process: subprocess.Popen[str], what: object) -> None:
    if process.stdin:
        process.stdin.write(json.dumps(what) + "\n")
        process.stdin.flush()


def _asked(process: subprocess.Popen[str], task: Task) -> Answer | CitygraphError:
    try:
        _tell(process, task)
        line = process.stdout.readline() if process.stdout else ""
        answer: Answer = json.loads(line)
    except (OSError, ValueError):  # it is gone, or was told to end
        return FaultError(f"{task[0]} {task[1]}: the process that was to make it has ended")
    kind, said = answer
    if kind == "done":
        return list(said)
    code, message = said
    return as_error(code, message)


def as_error(code: int, message: str) -> CitygraphError:
    """Make the error that ends with an exit code.

    >>> as_error(3, "no answer")
    RemoteError('no answer')
    """
    kinds: dict[int, type[InputError | RemoteError]] = {2: InputError, 3: RemoteError}
    return kinds.get(code, FaultError)(message)
