"""Connections that cannot be held for ever: uvicorn's, with a time and a size for each phase.

uvicorn waits without end for headers and bodies, and for a client to take its answer. Here a client
has `Limits.patience` seconds to send its headers, again to send its body, and again each time the
connection is full, to take what is in it. Headers have a size, connections a number: when there are
too many, the one that has waited longest without a complete request gives way.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from citygraph.service.problems import busy, problem

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from citygraph.service.exchanges import Reply
    from citygraph.service.limits import Limits


def guarded(limits: Limits) -> type[HttpToolsProtocol]:
    """Make the class of connections that keep to these limits, as uvicorn wants it."""
    waiting: dict[Connection, None] = {}
    return type("GuardedConnection", (Connection,), {"limits": limits, "waiting": waiting})


class Connection(HttpToolsProtocol):
    """A connection with a clock; see `guarded`.

    Attributes:
        limits: what a client may use.
        waiting: the connections that wait for a complete request, the oldest first.
    """

    limits: ClassVar[Limits]
    waiting: ClassVar[dict[Connection, None]]

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - as uvicorn has it
        super().__init__(*args, **named)
        self._clock: asyncio.TimerHandle | None = None
        self._head = 0
        self._in_head = True
        self._lost = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for headers."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            oldest = next(iter(self.waiting), None)
            if oldest is None:
                self._refuse(busy("too many connections are open; try again in a moment"))
                return
            oldest.transport.abort()
        self._wait(self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._lost = True
        self._go_on()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to headers before it is parsed."""
        if self._in_head:
            self._head += len(data)
            if self._clock is None:
                self._wait(self._too_slow)
        super().data_received(data)
        if self._in_head and self._head > self.limits.head and not self.transport.is_closing():
            self._refuse(
                problem(
                    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    f"the first line and the headers have more than {self.limits.head:,} bytes; "
                    "send a long query by POST",
                )
            )

    def on_message_begin(self) -> None:
        """Begin with headers; let the application end the connection, and see if it has ended."""
        super().on_message_begin()
        self._in_head = True
        self.scope["state"]["abort"] = self._abort
        self.scope["state"]["lost"] = lambda: self._lost

    def on_headers_complete(self) -> None:
        """Begin with the body."""
        self._in_head = False
        self._head = 0
        self._wait(self._too_slow)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for nothing more: the request is whole."""
        self._go_on()
        self._in_head = True
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Begin to wait for the client to take what was written."""
        super().pause_writing()
        self._wait(self._abort)

    def resume_writing(self) -> None:
        """Wait no more."""
        self._go_on()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with a problem document."""
        self._refuse(problem(HTTPStatus.BAD_REQUEST, f"this is no HTTP/1.1: {msg}"))

    def _wait(self, then: Any) -> None:  # noqa: ANN401 - a function without arguments
        self._go_on()
        self._clock = self.loop.call_later(self.limits.patience, then)
        self.waiting[self] = None

    def _go_on(self) -> None:
        self.waiting.pop(self, None)
        if self._clock:
            self._clock.cancel()
            self._clock = None

    def _too_slow(self) -> None:
        cycle: RequestResponseCycle | None = self.cycle  # none before the first request
        if cycle is not None and cycle.response_started and not cycle.response_complete:
            self._abort()
            return
        self._refuse(
            problem(
                HTTPStatus.REQUEST_TIMEOUT,
                f"the request was not complete within {self.limits.patience:g} s",
            )
        )

    def _abort(self) -> None:
        self.transport.abort()

    def _refuse(self, reply: Reply) -> None:
        """Answer past the application, and close the connection."""
        self._go_on()
        status = HTTPStatus(reply.status)
        lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
        lines += [f"{name}: {value}" for name, value in reply.headers]
        lines += [f"content-length: {len(reply.body)}", "connection: close", "", ""]
        self.transport.write("\r\n".join(lines).encode("latin-1") + reply.body)
        self.transport.close()
        self.loop.call_later(1, self._abort)
