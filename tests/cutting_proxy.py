"""A proxy before a real store that counts what is sent, and fails where it is told to.

Each connection carries one request: the proxy notes it, asks whether something is to go wrong with
it, and passes on what is left. A fault hits one request; those before and after it go through.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple
from urllib.parse import urlsplit

READS = frozenset({"GET", "HEAD"})


class Sent(NamedTuple):
    """One request that arrived.

    Attributes:
        method: the method.
        target: the path, with parameters.
        body: the beginning of the body, as far as it came with the head.
    """

    method: str
    target: str
    body: bytes

    @property
    def writes(self) -> bool:
        """Whether it changes the store: a PUT, POST or DELETE that is no query."""
        return self.method not in READS and not self.body.startswith(b"query=")


class Fault(NamedTuple):
    """What goes wrong with a request; without anything, the connection is dropped at once.

    Attributes:
        reply: is answered instead of the store.
        request_part: that part of the request is passed on before both sides are cut: 0.5 is half.
        reply_bytes: so many bytes of the store's answer are passed on before both sides are cut.
        act: is done before anything else, such as killing somebody.
    """

    reply: bytes | None = None
    request_part: float | None = None
    reply_bytes: int | None = None
    act: Callable[[], object] | None = None


def answer(status: str, *headers: str, body: str = "") -> bytes:
    """An answer as bytes."""
    head = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close"]
    return ("\r\n".join(head) + f"\r\n\r\n{body}").encode()


class CuttingProxy:
    """The proxy.

    Attributes:
        url: its address.
        upstream: host and port of the store, which may be changed.
        sent: the requests that arrived, in their order.
        faults: what goes wrong with the request of each number, from 0.
    """

    def __init__(self, upstream: str) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.upstream = place(upstream)
        self.sent: list[Sent] = []
        self.faults: dict[int, Fault] = {}

    def forget(self) -> None:
        """Count from the beginning, and let everything through."""
        self.sent, self.faults = [], {}

    @property
    def writes(self) -> list[str]:
        """The requests that changed the store."""
        return [f"{each.method} {each.target}" for each in self.sent if each.writes]

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._pass, args=(client,), daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):  # wakes the thread that waits for a connection
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _pass(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            head, body = _head(client)
            if not head:
                return
            method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
            number = len(self.sent)
            self.sent.append(Sent(method, target, body))
            fault = self.faults.get(number)
            if fault is not None and fault.act is not None:
                fault.act()
            if fault is not None and fault.reply is not None:
                _swallow(client, head, body)
                client.sendall(fault.reply)
            elif fault is None or fault.request_part is not None or fault.reply_bytes is not None:
                self._relay(client, head, body, fault or Fault())
            else:
                _cut(client)

    def _relay(self, client: socket.socket, head: bytes, body: bytes, fault: Fault) -> None:
        with socket.create_connection(self.upstream) as store:
            lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"conn")]
            head = b"\r\n".join([*lines[:-2], b"Connection: close", b"", b""])
            rest = _length(head) - len(body)
            left = len(head) + _length(head)
            if fault.request_part is not None:
                left = int(left * fault.request_part)
            chunk: bytes = head + body
            while chunk:
                store.sendall(chunk[: max(0, left)])
                left -= len(chunk)
                if fault.request_part is not None and left <= 0:
                    _cut(store)
                    _cut(client)
                    return
                chunk = client.recv(min(65536, rest)) if rest > 0 else b""
                rest -= len(chunk)
            self._answer(client, store, fault.reply_bytes)

    def _answer(self, client: socket.socket, store: socket.socket, left: int | None) -> None:
        while chunk := store.recv(65536):
            if left is not None:
                client.sendall(chunk[:left])
                left -= len(chunk)
                if left <= 0:
                    _cut(client)
                    return
            else:
                client.sendall(chunk)


def place(url: str) -> tuple[str, int]:
    """Host and port of an address."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 80


def _head(client: socket.socket) -> tuple[bytes, bytes]:
    """Read a request's head, and what came of its body with it; a short body is read whole."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = client.recv(65536)
        if not chunk:
            return b"", b""
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    head += b"\r\n\r\n"
    while len(body) < min(_length(head), 100):
        body += client.recv(65536)
    return head, body


def _length(head: bytes) -> int:
    lengths = [
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    return lengths[0] if lengths else 0


def _swallow(client: socket.socket, head: bytes, body: bytes) -> None:
    rest = _length(head) - len(body)
    while rest > 0 and (chunk := client.recv(65536)):
        rest -= len(chunk)


def _cut(connection: socket.socket) -> None:
    """End a connection as a broken line does: with a reset, not in order."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


@contextmanager
def cutting_proxy(upstream: str) -> Iterator[CuttingProxy]:
    """Run a proxy before the store at an address, for as long as the context lasts."""
    proxy = CuttingProxy(upstream)
    thread = threading.Thread(target=proxy.serve, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join(5)
