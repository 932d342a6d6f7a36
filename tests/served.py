"""A server of our own, run as a person runs it: `citygraph serve` on a free port, read by its URL.

A file of tests that only ask shares one server; one that tires it out starts its own.
"""

import os
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from tests.command import TOOL
from tests.programs import Program

#: A query that keeps an engine busy for longer than any deadline here.
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
    "FILTER(?a != ?d && ?g != ?j && STRLEN(STR(?c)) < STRLEN(STR(?l))) }"
)
ASK = {"query": "ASK {}"}


class Served(NamedTuple):
    """A server that answers.

    Attributes:
        url: its address, ending in a slash.
        program: the process.
    """

    url: str
    program: Program

    @property
    def sparql(self) -> str:
        return f"{self.url}sparql"

    @property
    def address(self) -> tuple[str, int]:
        parts = urlsplit(self.url)
        assert parts.hostname
        assert parts.port
        return parts.hostname, parts.port

    def client(self, timeout: float = 30) -> httpx.Client:
        """Open a client; it reads no certificates, which takes longer than most answers."""
        nothing = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return httpx.Client(base_url=self.url, trust_env=False, timeout=timeout, verify=nothing)

    def get(self, path: str = "sparql", **options: object) -> httpx.Response:
        with self.client() as client:
            return client.get(path, **options)  # type: ignore[arg-type]

    def post(self, path: str = "sparql", **options: object) -> httpx.Response:
        with self.client() as client:
            return client.post(path, **options)  # type: ignore[arg-type]

    def raw(self, request: bytes, *, timeout: float = 10) -> bytes:
        """Send bytes as they are, and read until the server closes or falls silent."""
        with closing(socket.create_connection(self.address, timeout=timeout)) as line:
            line.sendall(request)
            return b"".join(pieces(line))


def pieces(line: socket.socket) -> Iterator[bytes]:
    while True:
        try:
            piece = line.recv(65536)
        except (TimeoutError, ConnectionError):
            return
        if not piece:
            return
        yield piece


@contextmanager
def serving(
    folder: Path, *words: str | Path, environment: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Run `citygraph serve` for as long as the context lasts, and see it end in order."""
    changed = [f"{name}={value}" for name, value in (environment or {}).items()]
    command = ["env", *changed] if changed else []
    program = Program([*command, TOOL, "serve", "--port", "0", *words], folder)
    program.start(lambda: bool(address(program)))
    try:
        yield Served(address(program), program)
    finally:
        program.stop()


def address(program: Program) -> str:
    """Find the address that the server has printed; nothing, if it has not yet."""
    log = program.log.read_text(encoding="utf-8", errors="replace")
    found = re.search(r"^http://\S+/$", log, re.MULTILINE)
    return found[0] if found else ""


def children(pid: int) -> list[int]:
    """List the processes below a process, from the system's table."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended meanwhile
                continue
            parents[int(entry.name)] = int(fields[1])
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


def memory(pid: int) -> int:
    """Say how many bytes of memory a process holds for itself alone."""
    text = Path(f"/proc/{pid}/statm").read_text(encoding="ascii")
    _, resident, shared = (int(each) for each in text.split()[:3])
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
