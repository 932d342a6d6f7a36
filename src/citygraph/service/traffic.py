"""Requests coming in and replies going out, each whole, within their sizes and times."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from citygraph.service.problems import busy, problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from citygraph.service.exchanges import Reply
    from citygraph.service.limits import Limits

_PIECE = 64 * 1024
_SLOWEST = 16 * 1024
"""The bytes that a client must take in a second, on the whole."""
_DRAINED = 8
"""How many times the size of a body is read and thrown away, so that its sender hears why."""


class GoneError(Exception):
    """The client is no longer there."""


class Traffic:
    """What is on its way to clients; large answers are only so many at a time.

    Args:
        limits: how large and how slow.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._underway = 0

    async def body(
        self, headers: Mapping[str, str], receive: Callable[[], Awaitable[Any]]
    ) -> bytes | Reply:
        """Read the body of a request, or say that it is too large.

        Raises:
            GoneError: the client has gone before it was whole.
        """
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self._limits.body * _DRAINED:
            return self._too_large()
        if announced.isdecimal() and int(announced) > self._limits.body and "expect" in headers:
            return self._too_large()
        pieces: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise GoneError
            size += len(message["body"])
            if size <= self._limits.body:
                pieces.append(message["body"])
            elif size > self._limits.body * _DRAINED:
                return self._too_large()
            if not message["more_body"]:
                return b"".join(pieces) if size <= self._limits.body else self._too_large()

    async def send(
        self,
        reply: Reply,
        headers: list[tuple[bytes, bytes]],
        send: Callable[[Any], Awaitable[None]],
        abort: Callable[[], None],
        *,
        head: bool,
    ) -> Reply:
        """Send a reply, whole, or end the connection of a client that does not take it.

        Args:
            reply: what is sent.
            headers: those that every reply has.
            send: sends a message of ASGI.
            abort: ends the connection.
            head: leave out the body.

        Returns:
            What was sent: another reply, if too much was on its way.
        """
        if head or len(reply.body) <= _PIECE:  # it fits into what every connection has room for
            await _sent(reply, headers, send, head=head)
            return reply
        size = len(reply.body)
        if self._underway + size > self._limits.traffic:
            reply = busy("too many large answers are on their way; try again in a moment")
            await _sent(reply, headers, send, head=head)
            return reply
        self._underway += size
        try:
            async with asyncio.timeout(self._limits.patience + len(reply.body) / _SLOWEST):
                await _sent(reply, headers, send, head=head)
        except TimeoutError:
            abort()
        finally:
            self._underway -= size
        return reply

    def _too_large(self) -> Reply:
        return problem(
            413,
            f"the body has more than {self._limits.body:,} bytes, the most that is read",
            ("connection", "close"),
        )


async def _sent(
    reply: Reply,
    headers: list[tuple[bytes, bytes]],
    send: Callable[[Any], Awaitable[None]],
    *,
    head: bool,
) -> None:
    own = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
    if reply.status not in (204, 304):
        own.append((b"content-length", str(len(reply.body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": [*own, *headers]})
    if head or len(reply.body) <= _PIECE:
        body = b"" if head else reply.body
        await send({"type": "http.response.body", "body": body, "more_body": False})
        return
    for begin in range(0, len(reply.body), _PIECE):
        end = begin + _PIECE
        more = end < len(reply.body)
        piece = reply.body[begin:end]
        await send({"type": "http.response.body", "body": piece, "more_body": more})
