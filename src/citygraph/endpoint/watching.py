"""What happens on the line to a server: in time, and told as it was."""

from __future__ import annotations

import socket
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING

from citygraph.errors import RemoteError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.endpoint.deadline import Deadline

GREETING = 10.0
"""The seconds that a server may take to be reached and to greet in TLS: a network's, not a query's.

A server that expects plain HTTP often says nothing at all to a greeting in TLS, and waits for ever.
"""


class Watch:
    """Shuts the sockets of an exchange when its deadline is reached.

    Attributes:
        greeting: whether a greeting in TLS has been sent and not been answered.

    Args:
        deadline: when the exchange must have ended.
    """

    def __init__(self, deadline: Deadline) -> None:
        self.greeting = False
        self._timer = Timer(deadline.left(), self._shut)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []

    def saw(self, event: str, info: Mapping[str, object]) -> None:
        """Take note of what httpx does with a connection."""
        if event.endswith("start_tls.started"):
            self.greeting = True
        stream = info.get("return_value")
        if event.endswith(("connect_tcp.complete", "start_tls.complete")) and stream is not None:
            self.greeting = False
            made = stream.get_extra_info("socket")  # type: ignore[attr-defined]
            self._sockets.append(made)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Watch while this lasts."""
        self._timer.start()
        try:
            yield
        finally:
            self._timer.cancel()

    def _shut(self) -> None:
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def told(place: str, deadline: Deadline, watch: Watch | None = None) -> Iterator[None]:
    """Turn what httpx raises into what happened.

    What may be over soon is the cause of the error that is raised. A server that does not speak
    TLS, or whose certificate is not trusted, is the same in a minute: such an error has no cause.

    Args:
        place: the address, as it may be shown.
        deadline: when everything must have ended.
        watch: what was seen of the connection.

    Raises:
        RemoteTimeoutError: the deadline has passed.
        RemoteError: anything else went wrong.
    """
    import httpx

    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        if deadline.remaining() == 0:
            raise deadline.passed(place) from None
        said = ascii(str(error))[1:-1][:200]
        if "CERTIFICATE_VERIFY_FAILED" in said:
            raise RemoteError(
                f"{place}: its certificate is not trusted ({said}); check the name in the address; "
                "SSL_CERT_FILE may name a file with the certificate of your own authority"
            ) from None
        if watch is not None and watch.greeting:
            raise RemoteError(
                f"{place}: does not greet in TLS ({said}); if this is a server of plain HTTP, its "
                "address begins with http://"
            ) from (error if "EOF" in said or "reset" in said else None)
        if isinstance(error, httpx.TimeoutException) and not isinstance(
            error, httpx.ConnectTimeout
        ):
            raise deadline.passed(place) from None
        raise RemoteError(f"{place}: {_what(error, said)}") from error


def _what(error: Exception, said: str) -> str:
    import httpx

    if isinstance(error, httpx.ProxyError):
        return f"the proxy that the environment names does not let it through ({said})"
    if said.startswith("Invalid URL in location"):  # httpx looks at it, though it is not to follow
        return "redirects to an address that is none"
    if isinstance(error, httpx.ConnectTimeout):
        return (
            f"cannot be reached (no connection within {GREETING:g} s); check the address, and that "
            "the server runs"
        )
    if isinstance(error, httpx.ConnectError):
        return f"cannot be reached ({said}); check the address, and that the server runs"
    if isinstance(error, (httpx.RemoteProtocolError, httpx.ReadError)):
        return f"the connection broke off before the answer was complete ({said}); try again"
    return f"the request failed ({said})"
