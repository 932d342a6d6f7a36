"""Running the server: the nursery first, then the web process around it, then all of it down."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import FaultError, InputError, MissingExtraError
from citygraph.service.access_log import AccessLog, remarks
from citygraph.service.pool import Pool
from citygraph.service.staff import Nursery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import RawIOBase
    from types import FrameType

    import uvicorn

    from citygraph.service.app import Service
    from citygraph.service.exchanges import About
    from citygraph.service.staff import Staff
    from citygraph.service.workshop import Opening

_BACKLOG = 2048
_FAREWELL = 3
"""The seconds that open requests have when the server ends."""


class Running(NamedTuple):
    """A server that answers.

    Attributes:
        url: its address, ending in a slash.
        about: what it serves.
    """

    url: str
    about: About


def serve(
    opening: Opening,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    log: RawIOBase | None = None,
    ready: Callable[[Running], object],
) -> int:
    """Serve until the process is told to end.

    Args:
        opening: what is served, and its limits.
        host: the address to listen at.
        port: the port; 0 for one that is free.
        log: where each request gets its line, a file without a buffer; `None` for nowhere.
        ready: called once, when the server answers.

    Returns:
        The signal that ended it.

    Raises:
        InputError: the address is taken or none of this machine; what is to be served cannot be.
        MissingExtraError: the libraries of the server are not installed.
    """
    try:
        import httptools  # noqa: F401 - uvicorn falls back on another parser without it
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(
            f"serve needs {error.name}, which is not installed: "
            "install it with  pip install 'citygraph[web]'"
        ) from error
    listening = _listening(host, port)
    staff = _staff(opening)
    access = AccessLog(log) if log else None
    try:
        with listening, remarks(access):
            about = staff.open()
            return asyncio.run(_serve(opening, staff, about, listening, access, ready))
    finally:
        staff.close()
        if access:
            access.close()


async def _serve(  # noqa: PLR0913, PLR0917 - the parts of a server
    opening: Opening,
    staff: Staff,
    about: About,
    listening: socket.socket,
    access: AccessLog | None,
    ready: Callable[[Running], object],
) -> int:
    from citygraph.service.addresses import ADDRESSES
    from citygraph.service.app import Service

    gc.freeze()  # what is there now stays, and need not be looked at again
    pool = Pool(staff, opening.limits)
    service = Service(ADDRESSES, about, pool, opening.limits, access)
    server = _server(service, opening)
    ended_by: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        ended_by.append(number)
        server.should_exit = True
        server.force_exit = len(ended_by) > 1

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        await pool.open()
        listening.listen(_BACKLOG)  # from now on whoever connects is answered
        ready(Running(_url(listening), about))
        await server.serve(sockets=[listening])
        if left := server.server_state.tasks:  # given up, and about to say so
            await asyncio.wait(tuple(left), timeout=_FAREWELL)
    except OSError as error:
        raise FaultError(f"this machine failed: {error.strerror or error}") from error
    finally:
        await pool.close()
        for number, handler in before.items():
            signal.signal(number, handler)
    return ended_by[0] if ended_by else 0


def _staff(opening: Opening) -> Staff:
    """Choose how workers are hired: forked, where the system can."""
    if hasattr(os, "fork") and hasattr(socket, "send_fds"):
        return Nursery(opening)
    from citygraph.service.lone_staff import LoneStaff

    return LoneStaff(opening)


def _server(service: Service, opening: Opening) -> uvicorn.Server:
    import uvicorn

    from citygraph.service.connections import guarded

    class Server(uvicorn.Server):
        """A server whose signals are handled by who started it."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    return Server(
        uvicorn.Config(
            service,
            loop="asyncio",
            http=guarded(opening.limits),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_FAREWELL,
        )
    )


def _listening(host: str, port: int) -> socket.socket:
    """Open the socket to listen at."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except OSError as error:
        raise InputError(f"--host {host}: no address: {error.strerror}") from error
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # so: no delays
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        said = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"{host}:{port} cannot be listened at: {said}; choose another  --port, or 0 for a free "
            "one"
        ) from error
    return listening


def _url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"
