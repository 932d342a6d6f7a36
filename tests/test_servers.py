"""The stores that tests run against start, keep what they are given, and leave nothing behind."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from citygraph.home import open_home
from tests.programs import Program, find_program, free_port
from tests.servers import Auth, Server, Start

GRAPH = "https://example.org/graph/one"
THREE = b"<urn:a> <urn:p> 1, 2, 3 .\n"
ROOT = Path(__file__).resolve().parent.parent
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <%s> { ?s ?p ?o } }"


def count(server: Server, graph: str) -> int:
    accept = {"Accept": "application/sparql-results+json"}
    with server.client() as client:
        answer = client.get(server.query_url, params={"query": COUNT % graph}, headers=accept)
    (row,) = answer.raise_for_status().json()["results"]["bindings"]
    return int(row["n"]["value"])


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that has ended and is only not yet collected does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture(params=["start_oxigraph", "start_virtuoso"])
def start(request: pytest.FixtureRequest) -> Start:
    found: Start = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["oxigraph_server", "virtuoso_server"])
def server(request: pytest.FixtureRequest) -> Server:
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["loaded_oxigraph", "loaded_virtuoso"])
def loaded(request: pytest.FixtureRequest) -> Server:
    found: Server = request.getfixturevalue(request.param)
    return found


def test_a_graph_is_put_and_removed(server: Server) -> None:
    assert count(server, GRAPH) == 0
    server.put(GRAPH, THREE)
    assert count(server, GRAPH) == 3
    server.put(GRAPH, b"<urn:a> <urn:p> 4 .\n")
    assert count(server, GRAPH) == 1
    server.delete(GRAPH)
    assert count(server, GRAPH) == 0
    server.delete(GRAPH)


def test_only_the_loader_writes_to_virtuoso(virtuoso_server: Server) -> None:
    for stranger in (None, Auth("digest", "loader", "wrong")):
        with pytest.raises(httpx.HTTPStatusError, match=r"40[13]"):
            virtuoso_server._replace(auth=stranger).put(GRAPH, THREE)
    assert count(virtuoso_server, GRAPH) == 0


def test_all_bundled_graphs_are_loaded(loaded: Server) -> None:
    graphs = open_home().graphs()
    assert len(graphs) > 10
    assert all(count(loaded, graph) > 0 for graph in graphs)


def test_a_server_keeps_its_graphs(start: Start, tmp_path: Path) -> None:
    server = start(tmp_path / "server")
    server.put(GRAPH, THREE)
    for end in (server.stop, server.kill):
        pid = server.pid
        end()
        assert not is_alive(pid)
        assert not server.answers()
        server.start()
        assert server.pid != pid
        assert count(server, GRAPH) == 3


def test_virtuoso_can_be_made_to_cut_its_answers(start_virtuoso: Start, tmp_path: Path) -> None:
    server = start_virtuoso(tmp_path / "server", max_rows=2)
    server.put(GRAPH, THREE)
    assert count(server, GRAPH) == 3
    with server.client() as client:
        query = f"SELECT ?o {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
        accept = {"Accept": "text/csv"}
        answer = client.get(server.query_url, params={"query": query}, headers=accept)
    assert len(answer.text.splitlines()) == 1 + 2


def test_a_program_that_cannot_start_says_why(tmp_path: Path) -> None:
    words = "import sys; sys.exit('no such disk')"
    program = Program((sys.executable, "-c", words), tmp_path)
    with pytest.raises(AssertionError, match=r"ended before it was ready\nno such disk"):
        program.start(lambda: False)
    assert not program.runs


def test_a_missing_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(pytest.skip.Exception, match="virtuoso-t is missing: apt-get install it"):
        find_program("virtuoso-t", "apt-get install it", folder=tmp_path)


def test_a_program_that_takes_no_notice_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.programs.PATIENCE", 0.1)
    words = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=1); time.sleep(99)"
    )
    program = Program((sys.executable, "-c", words), tmp_path)
    program.start(lambda: program.log.read_bytes() == b"1\n")
    pid = program.pid
    program.stop()
    assert not is_alive(pid)


def test_ports_are_free() -> None:
    assert 20_000 <= free_port() < 32_000


ONE_TEST = """
import os, signal

def test_it(start_oxigraph, tmp_path):
    server = start_oxigraph(tmp_path)
    print(f"\\npid={server.pid}\\nstore={server.store}", flush=True)
    {end}
"""


def left_behind(folder: Path, end: str) -> tuple[int, Path]:
    """Run a test to an end; give its server's process id, and where that kept its graphs."""
    (folder / "test_it.py").write_text(ONE_TEST.replace("{end}", end), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.servers", "-s", "-q", "--rootdir", "."],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    found = dict(re.findall(r"^(pid|store)=(.+)$", run.stdout, re.MULTILINE))
    return int(found["pid"]), Path(found["store"])


def test_a_test_that_fails_leaves_a_log_and_neither_server_nor_graphs(tmp_path: Path) -> None:
    pid, store = left_behind(tmp_path, "assert False")
    assert not is_alive(pid)
    assert not store.exists()
    assert (store.parent / "program.log").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_no_server_outlives_tests_that_are_killed(tmp_path: Path) -> None:
    pid, store = left_behind(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(pid)
    assert store.exists()
