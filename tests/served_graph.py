"""A pytest plugin: the real server in a process of its own, on a free port of this machine."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from tests.command import TOOL

ServeGraph = Callable[..., httpx.Client]


@contextmanager
def served(*words: str) -> Iterator[httpx.Client]:
    """Serve until the block ends; the client follows no redirection and asks for anything."""
    command = [TOOL, "serve", "--port", "0", "--quiet", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = process.stdout.readline().decode().strip()
        assert url.startswith("http://127.0.0.1:"), process.communicate(timeout=30)
        try:
            with httpx.Client(base_url=url, timeout=30, headers={"accept": "*/*"}) as client:
                yield client
        finally:
            process.send_signal(signal.SIGTERM)
            _, told = process.communicate(timeout=30)
    assert process.returncode == 0, told.decode()


@pytest.fixture(scope="session")
def tokyo_server() -> Iterator[httpx.Client]:
    """The bundled graph, served for all tests of one process."""
    with served() as client:
        yield client


@pytest.fixture
def serve_graph() -> Iterator[ServeGraph]:
    """Serve something else for one test: give the arguments of `citygraph serve`."""
    with ExitStack() as stack:
        yield lambda *words: stack.enter_context(served(*words))
