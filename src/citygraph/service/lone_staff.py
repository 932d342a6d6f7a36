"""Hiring and ending workers where a system cannot fork: each is a process of its own.

It takes as long as loading the graph to hire one, and each has the graph for itself. A worker calls
back at a port of the loopback address, and shows a word that only it has been told.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from citygraph.errors import CitygraphError
from citygraph.service.lines import Line
from citygraph.service.messages import Message, messages, packed
from citygraph.service.staff import Worker, opened

if TYPE_CHECKING:
    from citygraph.service.exchanges import About
    from citygraph.service.workshop import Opening

_COMMAND = (sys.executable, "-P", "-m", "citygraph.service.lone_worker")
_LOOK = 0.2
"""The seconds after which it is looked whether a process is still there."""
_LONGEST = 120.0
"""The seconds within which a worker must have called and loaded the graph."""


class LoneStaff:
    """Starts a process for each worker; see `Staff`.

    Args:
        opening: what is to be served.
    """

    def __init__(self, opening: Opening) -> None:
        self._order = packed(Message(["open", opening.telling()]))
        self._running: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def processes(self) -> tuple[int, ...]:
        """The process ids of all workers."""
        return tuple(self._running)

    def open(self) -> About:
        """Let a first process load the graph, to see whether it can be served; see `Staff.open`."""
        process, line, about = self._started()
        line.close()
        self._ended(process)
        return about

    async def hire(self) -> Worker:
        """Start a process and wait until it has loaded the graph; see `Staff.hire`."""
        try:
            process, line, _ = await asyncio.to_thread(self._started)
        except CitygraphError as error:
            raise OSError(str(error)) from error
        return Worker(process, await Line.over(line))

    async def end(self, worker: Worker) -> int:
        """Kill a process; see `Staff.end`."""
        hung_up = not worker.line.is_open
        worker.line.close()
        signal = await asyncio.to_thread(self._ended, worker.process, wait=hung_up)
        return signal if hung_up else 0

    def close(self) -> None:
        """Kill all that are left."""
        for process in self.processes:
            self._ended(process)

    def _started(self) -> tuple[int, socket.socket, About]:
        """Start a process, and give its id, the line to it and what it has loaded."""
        word = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            listening.settimeout(_LOOK)
            port = str(listening.getsockname()[1])
            process = subprocess.Popen([*_COMMAND, port], stdin=subprocess.PIPE)  # noqa: S603
            self._running[process.pid] = process
            if process.stdin:
                with suppress(BrokenPipeError), process.stdin as secret:
                    secret.write(word.encode())
            with ExitStack() as failing:
                failing.callback(self._ended, process.pid)
                line = failing.enter_context(_caller(listening, word.encode(), process))
                line.sendall(self._order)
                about = opened(next(messages(line.recv), None))
                failing.pop_all()  # it has not failed
        return process.pid, line, about

    def _ended(self, pid: int, *, wait: bool = False) -> int:
        process = self._running.pop(pid, None)
        if process is None:
            return 0
        with suppress(subprocess.TimeoutExpired):
            if wait:  # it has hung up, and so ends by itself
                return max(0, -process.wait(1.0))
        process.kill()
        process.wait()
        return 0


def _caller(
    listening: socket.socket, word: bytes, process: subprocess.Popen[bytes]
) -> socket.socket:
    """Take the call of who knows the word.

    Raises:
        ConnectionError: the process has ended, or did not call in time.
    """
    deadline = time.monotonic() + _LONGEST
    while process.poll() is None and time.monotonic() < deadline:
        try:
            line, _ = listening.accept()
        except TimeoutError:
            continue
        line.settimeout(_LONGEST)
        said = b""
        while len(said) < len(word) and (piece := line.recv(len(word) - len(said))):
            said += piece
        if secrets.compare_digest(said, word):
            return line
        line.close()
    raise ConnectionError("a worker has ended before it called")
