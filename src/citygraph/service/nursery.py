"""The nursery: a process that loads the graph once and forks a worker whenever it is told to.

A forked worker has the graph at once, and shares its memory with all others. The nursery has one
thread and does nothing else, so forking is safe. It takes its orders as messages from the socket
whose number it is given; the line of each worker is handed over through the same socket.

    ["open", Opening]  ->  ["opened", About]  or  ["failed", words, exit code]
    ["hire"]           ->  ["hired", process id], and the worker's line
    ["end", id]        ->  ["ended", 0]
    ["bury", id]       ->  ["ended", the signal that ended it, or 0]

When the socket is closed, it ends all workers and itself. Only the nursery waits for its children,
and only for those that it was told of: until then a process id stays that of the worker.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from citygraph.errors import CitygraphError
from citygraph.service.messages import Message, messages, packed
from citygraph.service.worker import limit_memory, work
from citygraph.service.workshop import Opening, Workshop, open_workshop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.service.jobs import Job


class Nursery:
    """The process in which workers are born and end.

    Args:
        line: the socket to the web process.
    """

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._children: set[int] = set()
        self._dying: set[int] = set()
        self._workshop: Workshop | None = None
        self._jobs: Mapping[str, Job] = {}

    def run(self) -> socket.socket | None:
        """Obey until the socket is closed.

        Returns:
            In the nursery nothing; in each worker that is forked, its line.
        """
        with suppress(OSError):
            for message in messages(self._line.recv):
                self._reap()
                order, *values = message.head
                if order == "open":
                    self._open(*values)
                elif order == "end":
                    self._end(*values)
                elif order == "bury":
                    self._bury(*values)
                elif (line := self._hire()) is not None:
                    return line
        return None

    def work(self, line: socket.socket) -> None:
        """Be a worker until the line is closed."""
        _silence()
        if self._workshop:
            limit_memory(self._workshop.limits.memory)
            work(line.recv, line.sendall, self._jobs, self._workshop.limits)

    def close(self) -> None:
        """End all workers."""
        for child in self._children:
            _kill(child)
        for child in (*self._children, *self._dying):
            os.waitpid(child, 0)

    def _open(self, fields: list[Any]) -> None:
        from citygraph.service.jobs import all_jobs

        try:
            self._workshop = open_workshop(Opening.told(fields))
            self._jobs = all_jobs(self._workshop)
        except CitygraphError as error:
            self._say("failed", str(error), error.exit_code)
            return
        gc.collect()
        gc.freeze()  # what is there now is never looked at again, and so stays shared
        self._say("opened", self._workshop.about)

    def _hire(self) -> socket.socket | None:
        ours, theirs = socket.socketpair()
        child = os.fork()
        if child == 0:
            ours.close()
            self._line.close()
            return theirs
        with ours, theirs:
            self._children.add(child)
            socket.send_fds(self._line, [packed(Message(["hired", child]))], [ours.fileno()])
        return None

    def _end(self, child: int) -> None:
        """End a worker; what it leaves behind is cleared away later, as that takes its time."""
        if child in self._children:
            self._children.discard(child)
            self._dying.add(child)
            _kill(child)
        self._say("ended", 0)

    def _bury(self, child: int) -> None:
        """Find out what ended a worker that has hung up."""
        status = 0
        if child in self._children:
            self._children.discard(child)
            _kill(child)
            _, status = os.waitpid(child, 0)
        self._say("ended", os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)

    def _reap(self) -> None:
        self._dying = {child for child in self._dying if os.waitpid(child, os.WNOHANG)[0] == 0}

    def _say(self, *words: object) -> None:
        self._line.sendall(packed(Message(words)))


def _silence() -> None:
    """Keep the engine's last words, as when memory is out, off the server's log."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def main(number: int) -> None:
    """Be a nursery, and in each process that is forked a worker.

    Args:
        number: of the socket to the web process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the web process decides when to end
    nursery = Nursery(socket.socket(fileno=number))
    line = nursery.run()
    if line is None:
        nursery.close()
    else:
        nursery.work(line)


if __name__ == "__main__":
    main(int(sys.argv[1]))
