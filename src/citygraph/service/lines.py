"""The line to a worker: one errand goes out, one answer comes back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from citygraph.service.messages import take

if TYPE_CHECKING:
    import socket

    from citygraph.service.messages import Message


class HungUpError(ConnectionError):
    """The worker has ended instead of answering."""


class Line(asyncio.Protocol):
    """A line over a socket; at most one question is open at a time."""

    def __init__(self) -> None:
        self._arrived = bytearray()
        self._answer: asyncio.Future[Message] | None = None
        self._transport: asyncio.WriteTransport | None = None
        self.is_open = True

    @property
    def is_answering(self) -> bool:
        """Whether a part of an answer has arrived, so that the work is done."""
        return bool(self._arrived)

    @classmethod
    async def over(cls, connection: socket.socket) -> Line:
        """Take over a socket that is connected to a worker."""
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(cls, sock=connection)
        return line

    def ask(self, message: bytes) -> asyncio.Future[Message]:
        """Send a message that is packed, and give what will hold the answer, or `HungUpError`."""
        self._answer = asyncio.get_running_loop().create_future()
        if self._transport is None or not self.is_open:
            self._answer.set_exception(HungUpError())
        else:
            self._transport.write(message)
        return self._answer

    def close(self) -> None:
        """Close the line; an open question is never answered."""
        if self._answer:
            self._answer.cancel()
        if self._transport and self.is_open:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note whom to write to."""
        if isinstance(transport, asyncio.WriteTransport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Collect what arrives, until it is an answer."""
        self._arrived += data
        if self._answer and not self._answer.done() and (message := take(self._arrived)):
            self._answer.set_result(message)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who waits for an answer that none will come."""
        self.is_open = False
        if self._answer and not self._answer.done():
            self._answer.set_exception(HungUpError(str(exc or "")))
