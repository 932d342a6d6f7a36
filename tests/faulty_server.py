"""A pytest plugin: a server on the loopback address that does wrong what a server can do wrong.

It plays a script: each request gets the next act, and the last act is played again and again. An
act is a function that writes to the connection whatever it likes, well-formed or not.
"""

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import NamedTuple

import pytest

JSON = "application/sparql-results+json"
NTRIPLES = "application/n-triples"
HTML = "text/html; charset=utf-8"
_REASONS = {200: "OK", 429: "Too Many Requests", 503: "Service Unavailable"}


class Heard(NamedTuple):
    """A request as it was heard.

    Attributes:
        method: its method.
        target: what it asks for, parameters included.
        headers: its headers, their names in small letters.
        body: its body.
        at: when it was heard, in seconds.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    at: float


class Line(NamedTuple):
    """The line to whoever asked.

    Attributes:
        connection: the socket.
        heard: the request.
        over: set when the server is to end; who waits, waits for this.
    """

    connection: socket.socket
    heard: Heard
    over: Event

    def say(self, content: bytes) -> bool:
        """Write something, and say whether anybody still listens."""
        try:
            self.connection.sendall(content)
        except OSError:
            return False
        return not self.over.is_set()


Act = Callable[[Line], None]


class FaultyServer:
    """A server that plays a script.

    Attributes:
        url: its address, with a path.
        heard: the requests so far.
    """

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._acts: list[Act] = [hang_up]
        self._over = Event()
        self._lock = Lock()
        self._threads: list[Thread] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/sparql"
        self._main = Thread(target=self._listen, daemon=True)
        self._main.start()

    def play(self, *acts: Act) -> str:
        """Set the script, forget what was heard, and give the address."""
        with self._lock:
            self._acts = list(acts)
            self.heard.clear()
        return self.url

    def stop(self) -> None:
        """End every conversation."""
        self._over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._main.join(5)
        for thread in self._threads:
            thread.join(5)

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            thread = Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(20)
            heard = _hear(connection)
            if heard is None:
                return
            with self._lock:
                self.heard.append(heard)
                act = self._acts.pop(0) if len(self._acts) > 1 else self._acts[0]
            act(Line(connection, heard, self._over))


def _hear(connection: socket.socket) -> Heard | None:
    """Read one request, by Content-Length or in chunks."""
    reader = connection.makefile("rb")
    with reader:
        first = reader.readline().decode("latin-1").split()
        if len(first) != 3:
            return None
        headers: dict[str, str] = {}
        while line := reader.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(reader.readline(), 16):
                body += reader.read(size)
                reader.readline()
            reader.readline()
        else:
            body = reader.read(int(headers.get("content-length", "0")))
    return Heard(first[0], first[1], headers, body, time.monotonic())


# --- acts --------------------------------------------------------------------------------------


def reply(  # noqa: PLR0913 - each is one thing that can be wrong with a reply
    body: bytes = b"",
    content_type: str | None = JSON,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    length: int | None = None,
    framing: str = "length",
) -> Act:
    """Reply with a body.

    Args:
        body: what is sent.
        content_type: its type; `None` to name none.
        status: the status code.
        headers: further headers.
        length: the length that is claimed, if it is not that of the body.
        framing: how the body ends: "length", "chunks", "cut chunks" (no last one), or "close".
    """

    def act(line: Line) -> None:
        said = dict(headers or {})
        if content_type is not None:
            said["Content-Type"] = content_type
        if framing == "length":
            said["Content-Length"] = str(len(body) if length is None else length)
        elif framing != "close":
            said["Transfer-Encoding"] = "chunked"
        if line.say(head(status, said)):
            line.say(chunked(body, last=framing == "chunks") if "chunks" in framing else body)

    return act


def head(status: int, headers: Mapping[str, str]) -> bytes:
    """Write the head of a reply, after which the connection will be closed."""
    lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Whatever')}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def chunked(body: bytes, *, last: bool = True) -> bytes:
    """Write a body in chunks, with or without the one that says that it is complete."""
    half = len(body) // 2
    parts = [part for part in (body[:half], body[half:]) if part]
    content = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return content + (b"0\r\n\r\n" if last else b"")


def hang_up(line: Line) -> None:
    """Hear the request, and close the connection."""


def say_nothing(line: Line) -> None:
    """Hear the request, and never answer."""
    line.over.wait(30)


def drip(body: bytes, content_type: str = JSON, every: float = 0.05, *, late: int = 0) -> Act:
    """Send a reply byte by byte.

    Args:
        body: the body, which is complete in the end.
        content_type: its type.
        every: the seconds between two bytes.
        late: how many bytes of the whole reply are sent at once.
    """
    whole = head(200, {"Content-Type": content_type, "Content-Length": str(len(body))}) + body

    def act(line: Line) -> None:
        line.say(whole[:late])
        for byte in whole[late:]:
            if line.over.wait(every) or not line.say(bytes([byte])):
                return

    return act


def endless(piece: bytes, begin: bytes = b"", content_type: str = JSON) -> Act:
    """Send a body that never ends, in chunks."""

    def act(line: Line) -> None:
        line.say(head(200, {"Content-Type": content_type, "Transfer-Encoding": "chunked"}))
        content = begin + piece
        while line.say(b"%x\r\n%s\r\n" % (len(content), content)):
            content = piece

    return act


def endless_head(line: Line) -> None:
    """Send headers that never end."""
    line.say(b"HTTP/1.1 200 OK\r\n")
    while line.say(b"X-More: and more\r\n" * 100):
        pass


def redirect(location: str, status: int = 302) -> Act:
    """Send whoever asks to another address."""
    return reply(b"", None, status=status, headers={"Location": location})


def busy(retry_after: str | None = None, status: int = 503, said: bytes = b"busy") -> Act:
    """Say that there is no time now, and when there will be."""
    named = {} if retry_after is None else {"Retry-After": retry_after}
    return reply(said, "text/plain", status=status, headers=named)


@pytest.fixture
def faulty_server() -> Iterator[FaultyServer]:
    """Give a server that plays what it is told."""
    server = FaultyServer()
    yield server
    server.stop()


@pytest.fixture
def another_server() -> Iterator[FaultyServer]:
    """Give a second one, on another port."""
    server = FaultyServer()
    yield server
    server.stop()
