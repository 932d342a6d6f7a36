"""A pytest plugin: real triple stores for the tests.

A test that only reads asks for `loaded_oxigraph` and `loaded_virtuoso`. One that writes graphs of
its own asks for `oxigraph_server` and `virtuoso_server` and removes them. One that kills, stops or
starves a server, or that replaces graphs that others read, starts its own with `start_oxigraph` and
`start_virtuoso`. Where a fixture of another scope is needed, `serve_oxigraph` and `serve_virtuoso`
are there as context managers.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from citygraph.home import open_home
from tests.triple_stores import Auth, Server, serve_oxigraph, serve_virtuoso

__all__ = ["Auth", "Server", "Start", "load_bundled", "serve_oxigraph", "serve_virtuoso"]

Start = Callable[..., Server]
"""Starts a server in a folder; takes the arguments of `serve_oxigraph` or `serve_virtuoso`."""


def load_bundled(server: Server) -> None:
    """Put each bundled file into its named graph."""
    for graph, path in open_home().graphs().items():
        server.put(graph, path.read_bytes())


@contextmanager
def _starting(serve: Callable[..., AbstractContextManager[Server]]) -> Iterator[Start]:
    """Give a function that starts servers, which end and lose their graphs with the context."""
    started: list[Server] = []

    def start(folder: Path, **options: object) -> Server:
        started.append(running.enter_context(serve(folder, **options)))
        return started[-1]

    with ExitStack() as running:
        yield start
    for server in started:
        shutil.rmtree(server.store, ignore_errors=True)


@pytest.fixture
def start_oxigraph() -> Iterator[Start]:
    """Give a function that starts an Oxigraph of the test's own: `start_oxigraph(tmp_path)`."""
    with _starting(serve_oxigraph) as start:
        yield start


@pytest.fixture
def start_virtuoso() -> Iterator[Start]:
    """Give a function that starts a Virtuoso of the test's own: `start_virtuoso(tmp_path)`."""
    with _starting(serve_virtuoso) as start:
        yield start


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give an Oxigraph for graphs that a test writes and removes."""
    with _starting(serve_oxigraph) as start:
        yield start(tmp_path_factory.mktemp("oxigraph"))


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a Virtuoso for graphs that a test writes and removes."""
    with _starting(serve_virtuoso) as start:
        yield start(tmp_path_factory.mktemp("virtuoso"))


@pytest.fixture(scope="session")
def loaded_oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give an Oxigraph that holds the bundled graphs, for reading only."""
    with _starting(serve_oxigraph) as start:
        server = start(tmp_path_factory.mktemp("loaded-oxigraph"))
        load_bundled(server)
        yield server


@pytest.fixture(scope="session")
def loaded_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a Virtuoso that holds the bundled graphs, for reading only."""
    with _starting(serve_virtuoso) as start:
        server = start(tmp_path_factory.mktemp("loaded-virtuoso"))
        load_bundled(server)
        yield server
