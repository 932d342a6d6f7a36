"""Hiring and ending workers, from the side of the web process.

Where the system can fork, a nursery does it (`nursery`). Elsewhere each worker is a process that
loads the graph itself (`lone_staff`): it starts more slowly, and is the same worker.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from citygraph.errors import CitygraphError, FaultError, InputError, RemoteError
from citygraph.service.exchanges import About
from citygraph.service.lines import Line
from citygraph.service.messages import Message, messages, packed, take

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import TypeAlias

    from citygraph.service.workshop import Opening

    _Told: TypeAlias = tuple[Message, list[int]]

_AT_ONCE = 5.0
"""The seconds within which a nursery ends that has been told to."""


class Worker:
    """A worker as the web process knows it.

    Attributes:
        process: its process id.
        line: what it is spoken to through.
    """

    def __init__(self, process: int, line: Line) -> None:
        self.process = process
        self.line = line


class Staff(Protocol):
    """Who hires workers and ends them."""

    def open(self) -> About:
        """Load the graph; it is called once, before anything else.

        Raises:
            CitygraphError: it cannot be served.
        """
        ...

    async def hire(self) -> Worker:
        """Get one more worker.

        Raises:
            OSError: none can be had now.
        """
        ...

    async def end(self, worker: Worker) -> int:
        """End a worker, whatever it does.

        Returns:
            The signal that had ended it before, if one had; else 0.
        """
        ...

    def close(self) -> None:
        """End everybody."""
        ...


class Nursery:
    """A nursery, which is opened again should it end.

    Args:
        opening: what is to be served.
    """

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._turn = asyncio.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def open(self) -> About:
        """Start it and let it load the graph; see `Staff.open`."""
        ours, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-P", "-m", "citygraph.service.nursery", str(number)],
                pass_fds=[number],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt from the keyboard is for the web process
            )
        self._socket = ours
        ours.sendall(packed(Message(["open", self._opening.telling()])))
        about = opened(next(messages(ours.recv), None))
        ours.settimeout(0)
        return about

    async def hire(self) -> Worker:
        """Have a worker forked; see `Staff.hire`."""
        message, numbers = await self._whole(self._hired())
        line = await Line.over(socket.socket(fileno=numbers[0]))
        return Worker(message.head[1], line)

    async def end(self, worker: Worker) -> int:
        """Have a worker killed; see `Staff.end`."""
        order = "end" if worker.line.is_open else "bury"
        worker.line.close()
        try:
            message, _ = await self._whole(self._told([order, worker.process]))
        except OSError:
            with suppress(OSError):  # a nursery that was killed left its children alone
                os.kill(worker.process, signal.SIGKILL)
            return 0
        return int(message.head[1])

    def close(self) -> None:
        """Close the line, upon which the nursery ends its workers and itself."""
        if self._socket:
            self._socket.close()
        if self._process:
            try:
                self._process.wait(_AT_ONCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _open_again(self) -> None:
        self.close()
        try:
            self.open()
        except CitygraphError as error:
            raise OSError(str(error)) from error

    async def _whole(self, exchange: Coroutine[None, None, _Told]) -> _Told:
        """Have an exchange come to its end before the next one, also if nobody waits for it."""

        async def in_turn() -> _Told:
            async with self._turn:
                return await exchange

        return await asyncio.shield(asyncio.ensure_future(in_turn()))

    async def _hired(self) -> _Told:
        try:
            return await self._told(["hire"])
        except OSError:
            await asyncio.to_thread(self._open_again)
            return await self._told(["hire"])

    async def _told(self, order: list[object]) -> _Told:
        if self._socket is None:
            raise OSError("there is no nursery")
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self._socket, packed(Message(order)))
        numbers: list[int] = []
        buffer = bytearray()
        while (message := take(buffer)) is None:
            await _readable(self._socket)
            piece, found, _, _ = socket.recv_fds(self._socket, 65536, 1)
            numbers += found
            if not piece:
                raise ConnectionError("the nursery has ended")
            buffer += piece
        return message, numbers


def opened(message: Message | None) -> About:
    """Read what a process says of having loaded the graph.

    Raises:
        CitygraphError: it failed.
    """
    if message is None:
        raise FaultError("the process that loads the graph ended before it was done")
    word, *values = message.head
    if word == "opened":
        version, graphs, triples, digest = values[0]
        return About(version, tuple(graphs), triples, digest)
    words, code = values
    kinds = {InputError.exit_code: InputError, RemoteError.exit_code: RemoteError}
    raise kinds.get(code, FaultError)(words)


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(connection, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection)
