"""One request and its reply: in time, under a cap, and with nothing shown to strangers.

httpx gives each operation of a socket its own time, so that a server that drips is never late. Here
an exchange has one deadline: when it is reached, the sockets are shut, whatever they wait for.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from citygraph.endpoint.address import is_loopback, origin, shown
from citygraph.endpoint.unpacking import PackingError, unpacked
from citygraph.endpoint.watching import GREETING, Watch, told
from citygraph.errors import InputError, RemoteError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping

    import httpx

    from citygraph.endpoint.credentials import Credentials
    from citygraph.endpoint.deadline import Deadline

CHUNK = 64 * 1024
_AGENT = "citygraph (https://w3id.org/citygraph)"
_MOVED = frozenset({301, 302, 307, 308})
_MOST_MOVES = 5


class Request(NamedTuple):
    """What is asked of a server.

    Attributes:
        method: the method of HTTP.
        url: the address.
        headers: what goes with it.
        content: the body: bytes, or chunks of them, which are then sent once.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | Iterator[bytes] = b""


class Terms(NamedTuple):
    """What an exchange may use.

    Attributes:
        deadline: when it must have ended.
        cap: the bytes that a body may have.
        credentials: what is shown to the server; `None` to show nothing.
        tls: how certificates are verified.
    """

    deadline: Deadline
    cap: int
    credentials: Credentials | None
    tls: ssl.SSLContext | bool = True


class Reply:
    """A reply whose body is still to be read, in chunks.

    Attributes:
        url: the address, as it may be shown.
        status: the status code.
        headers: the headers, whatever their case.
        framed: whether the body says where it ends, so that a cut would be seen.
    """

    def __init__(self, url: str, response: httpx.Response, terms: Terms) -> None:
        self.url = shown(url)
        self.status = response.status_code
        self.headers = response.headers
        self.framed = not {"content-length", "transfer-encoding"}.isdisjoint(response.headers)
        self._response = response
        self._terms = terms

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in small letters; empty if none is given."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    def chunks(self) -> Iterator[bytes]:
        """Read the body.

        Raises:
            RemoteTimeoutError: the deadline has passed.
            RemoteError: it is longer than the cap, is packed in an unknown way, or was cut.
        """
        coding = self.headers.get("content-encoding", "")
        taken = 0
        with told(self.url, self._terms.deadline):
            try:
                for chunk in unpacked(self._arriving(), coding, CHUNK):
                    taken += len(chunk)
                    if taken > self._terms.cap:
                        raise self._too_long()
                    yield chunk
            except PackingError as error:
                self._terms.deadline.left()  # a body that was shut in time looks like a cut one
                raise RemoteError(f"{self.url}: the answer cannot be read: {error}") from None
        self._terms.deadline.left()  # a socket that was shut in time looks like an end

    def _arriving(self) -> Iterator[bytes]:
        """Give the body as it is sent: packed, it counts too, as it may hold nothing for ever."""
        taken = 0
        for chunk in self._response.iter_raw(CHUNK):
            self._terms.deadline.left()
            taken += len(chunk)
            if taken > self._terms.cap:
                raise self._too_long()
            yield chunk

    def _too_long(self) -> RemoteError:
        return RemoteError(
            f"{self.url}: the answer is longer than {self._terms.cap:,} bytes, the most that is "
            "read; ask for less"
        )

    def read(self) -> bytes:
        """Read the whole body; see `chunks`."""
        return b"".join(self.chunks())


@contextmanager
def exchange(request: Request, terms: Terms, *, follow: bool = True) -> Iterator[Reply]:
    """Send a request, and give the reply for as long as it is read.

    A redirect is followed on the same server only, and never with credentials.

    Args:
        request: what is asked.
        terms: what it may use.
        follow: whether to follow a redirect at all; one that writes is not to be sent twice.

    Raises:
        RemoteTimeoutError: the deadline has passed.
        RemoteError: the server cannot be reached, breaks off, or sends us elsewhere.
    """
    for _ in range(_MOST_MOVES + 1):
        with _opened(request, terms) as response:
            if response.status_code not in _MOVED or "location" not in response.headers:
                yield Reply(request.url, response, terms)
                return
            request = _moved(request, response.headers["location"], terms, follow=follow)
    raise RemoteError(f"{shown(request.url)}: redirected {_MOST_MOVES} times and arrived nowhere")


def _moved(request: Request, location: str, terms: Terms, *, follow: bool) -> Request:
    try:
        target = urljoin(request.url, location)
        same = origin(target) == origin(request.url)
        name = ascii(shown(target))[1:-1][:200]
    except ValueError:
        target, same, name = "", False, "an address that is none"
    if follow and same and terms.credentials is None:
        return request._replace(url=target)
    why = (
        "credentials are never sent after a redirect"
        if terms.credentials is not None
        else "a request is not sent on to another server"
        if follow
        else "what writes is not sent on"
    )
    raise RemoteError(
        f"{shown(request.url)}: redirects to {name}, and {why}; if that is the right place, give "
        "its address"
    )


@contextmanager
def _opened(request: Request, terms: Terms) -> Iterator[httpx.Response]:
    import httpx

    watch = Watch(terms.deadline)
    seconds = terms.deadline.left()
    place = shown(request.url)
    auth = None if terms.credentials is None else terms.credentials.auth()
    with watch.kept(), _client(request.url, terms, seconds) as client:
        sent = client.build_request(
            request.method,
            request.url,
            headers={"User-Agent": _AGENT, "Accept-Encoding": "identity", **request.headers},
            content=request.content or None,
            extensions={"trace": watch.saw},
        )
        with told(place, terms.deadline, watch):
            response = client.send(sent, auth=auth, stream=True)
        try:
            yield response
        finally:
            with suppress(httpx.HTTPError, OSError):
                response.close()


def _client(url: str, terms: Terms, seconds: float) -> httpx.Client:
    """Make a client that asks a proxy of the environment only where that tells it no secret.

    This machine itself is asked directly, and so is a server that is shown credentials without TLS,
    which a proxy would read; inside TLS it sees a name and a port.

    Raises:
        InputError: the proxy that the environment names is none.
    """
    import httpx

    bare = terms.credentials is not None and url.lower().startswith("http:")
    proxies = not (bare or is_loopback(url))
    try:
        return httpx.Client(
            verify=terms.tls,
            timeout=httpx.Timeout(seconds, connect=min(seconds, GREETING)),
            follow_redirects=False,
            trust_env=proxies,
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        raise InputError(
            "the proxy that the environment names (HTTP_PROXY, HTTPS_PROXY or ALL_PROXY) cannot be "
            "used; expected for example http://proxy.example.org:3128, or NO_PROXY for this server"
        ) from None
