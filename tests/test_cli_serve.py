"""`citygraph serve` as a command: its options, its log, and how it ends."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from io import FileIO
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.command import TOOL, Run
from tests.programs import Program
from tests.served import ASK, ENDLESS, Served, children, pieces, serving
from tests.small_city import OSAKA

LINE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ 127\.0\.0\.1 (\S+) (\S+) (\d+) (\d+) \d+\.\d"
COUNT = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"}
GRAPHS = {"query": "SELECT DISTINCT ?g { GRAPH ?g {} } ORDER BY ?g"}


def graphs(served: Served) -> list[str]:
    rows = served.get(params=GRAPHS).json()["results"]["bindings"]
    return [row["g"]["value"] for row in rows]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_ends_in_order_with_all_its_processes(number: int, code: int, tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        assert served.get(params=ASK).status_code == 200
        below = children(served.program.pid)
        assert len(below) > 2
        assert ended(served, number) == code
        assert [each for each in below if Path(f"/proc/{each}").exists()] == []
    log = served.program.log.read_text(encoding="utf-8")
    assert log.endswith("citygraph: ended\n")
    assert "Traceback" not in log


def test_it_ends_while_it_is_busy_and_sends_no_half_answer(tmp_path: Path) -> None:
    with serving(tmp_path) as served, socket.create_connection(served.address, 10) as line:
        line.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        while not served.get("health").json()["workers"]["long"]:
            pass
        below = children(served.program.pid)
        assert ended(served, signal.SIGTERM) == 0
        assert [each for each in below if Path(f"/proc/{each}").exists()] == []
        answer = b"".join(pieces(line))
    assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["detail"].startswith("the server is ending")
    log = served.program.log.read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "Task was destroyed" not in log


def test_when_it_is_killed_its_processes_end_by_themselves(tmp_path: Path) -> None:
    with serving(tmp_path, "--timeout", "1s") as served:
        below = children(served.program.pid)
        os.kill(served.program.pid, signal.SIGKILL)
        for each in below:
            wait_for_end(each)


def ended(served: Served, number: int) -> int:
    """End a server by a signal, and give its exit code."""
    running = served.program._process  # noqa: SLF001 - the test is about how it ends
    assert running is not None
    running.send_signal(number)
    return running.wait(10)


def wait_for_end(pid: int) -> None:
    watched = (
        os.pidfd_open(pid) if hasattr(os, "pidfd_open") and Path(f"/proc/{pid}").exists() else 0
    )
    if watched:
        import select

        assert select.select([watched], [], [], 10)[0], f"{pid} goes on"
        os.close(watched)


def test_the_log_has_a_line_for_each_request_and_no_secrets(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    headers = {"Authorization": "Bearer s3cr3t", "Cookie": "s3cr3t"}
    with serving(tmp_path, "--log", log) as served:
        served.get(params={**ASK, "token": "s3cr3t"}, headers=headers)
        served.post(data={"query": "ASK { 's3cr3t' ?p ?o }"})
        served.get("no%0Awhere%20%E6%9D%B1?s3cr3t")
        with served.client() as client:
            client.head("health")
    lines = [re.fullmatch(LINE, line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert None not in lines, log.read_text(encoding="utf-8")
    assert [found.groups() for found in lines if found] == [
        ("GET", "/sparql", "200", "34"),
        ("POST", "/sparql", "200", "35"),
        ("GET", "/no%0Awhere%20%E6%9D%B1", "404", "86"),
        ("HEAD", "/health", "200", "0"),
    ]
    printed = served.program.log.read_text(encoding="utf-8")
    assert re.fullmatch(
        r"citygraph \S+: \d+ graphs, [\d,]+ triples\nhttp://127\.0\.0\.1:\d+/\ncitygraph: ended\n",
        printed,
    )


def test_quiet_says_only_where_it_is(tmp_path: Path) -> None:
    with serving(tmp_path, "--quiet") as served:
        served.get(params=ASK)
        served.raw(b"nonsense\r\n\r\n")
    assert served.program.log.read_text(encoding="utf-8") == f"{served.url}\n"


@pytest.mark.parametrize(
    ("host", "open_to_all"),
    [("0.0.0.0", True), ("127.0.0.1", False)],  # noqa: S104 - for this test alone
)
def test_it_is_said_when_other_machines_can_ask(
    host: str, *, open_to_all: bool, tmp_path: Path
) -> None:
    with serving(tmp_path, "--host", host) as served:
        log = served.program.log.read_text(encoding="utf-8")
    assert ("citygraph: other machines may ask it too, and nothing is encrypted\n" in log) is (
        open_to_all
    )


@pytest.mark.parametrize("unbuffered", [False, True])
def test_a_log_that_nobody_reads_stops_nothing(*, unbuffered: bool, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    environment = {key: os.environ[key] for key in os.environ if key != "PYTHONUNBUFFERED"}
    with (
        os.fdopen(reading, "rb"),
        os.fdopen(writing, "wb", buffering=0) as log,
        subprocess.Popen(
            [TOOL, "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=tmp_path,
            env=environment | ({"PYTHONUNBUFFERED": "1"} if unbuffered else {}),
        ) as running,
    ):
        try:
            assert running.stdout
            served = Served(running.stdout.readline().decode().strip(), Program((), tmp_path))
            fill(log)
            with served.client(timeout=10) as client:
                for _ in range(20):
                    assert client.get("nowhere").status_code == 404
                assert served.raw(b"nonsense\r\n\r\n").startswith(b"HTTP/1.1 400 ")
                assert client.get("nowhere").status_code == 404
            running.terminate()
            assert running.wait(10) == 0
        finally:
            running.kill()


def fill(pipe: FileIO) -> None:
    """Write until there is no room for a single byte more."""
    os.set_blocking(pipe.fileno(), False)
    for size in (4096, 1):
        while pipe.write(b"x" * size) is not None:
            pass
    os.set_blocking(pipe.fileno(), True)


def test_what_is_no_http_gets_a_line_too(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        served.raw(b"nonsense\r\n\r\n")
    log = served.program.log.read_text(encoding="utf-8")
    assert log.endswith("\nuvicorn.error: Invalid HTTP request received.\ncitygraph: ended\n")


def test_named_files_are_all_that_is_served(tmp_path: Path) -> None:
    facts = tmp_path / "a=b.nt"
    facts.write_text("<a:a> <a:b> <a:c> .\n", encoding="utf-8")
    with serving(tmp_path, "--graph", f"{facts}=https://example.org/g?x=y") as served:
        assert graphs(served) == ["https://example.org/g?x=y"]
        assert served.get("health").json()["triples"] == 1


def test_named_files_come_to_data_if_that_is_named_too(tmp_path: Path) -> None:
    (tmp_path / "osaka.ttl").write_text(OSAKA, encoding="utf-8")
    (tmp_path / "a.nt").write_text("<a:a> <a:b> <a:c> .\n", encoding="utf-8")
    named = ("--data", tmp_path / "osaka.ttl", "--graph", f"{tmp_path / 'a.nt'}=urn:a")
    with serving(tmp_path, *named) as served:
        found = graphs(served)
    assert {"urn:a", "https://w3id.org/citygraph/graph/osaka"} < set(found)
    assert "https://w3id.org/citygraph/graph/tokyo" not in found


def test_caps_are_kept(tmp_path: Path) -> None:
    caps = ("--max-rows", "10", "--max-bytes", "4000", "--workers", "1", "--max-waiting", "1")
    with serving(tmp_path, *caps) as served:
        for accept in (
            "application/sparql-results+json",
            "application/sparql-results+xml",
            "text/csv",
        ):
            headers = {"Accept": accept}
            few = served.get(params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 10"}, headers=headers)
            more = served.get(params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 11"}, headers=headers)
            assert (few.status_code, more.status_code) == (200, 422)
            assert more.json()["detail"] == (
                "the answer has more than 10 rows, the most that are given at once; ask for less, "
                "as with LIMIT"
            )
        triples = served.get(params={"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 50"})
        assert triples.json()["detail"].startswith("the answer has more than 10 triples, the most")
        long = served.get(
            params={"query": 'SELECT (REPLACE("' + "x" * 4000 + '", "x", "y") AS ?t) {}'}
        )
        assert long.status_code == 422
        assert long.json()["detail"] == (
            "the answer has more than 4,000 bytes, the most that is given at once; ask for less, "
            "as with LIMIT"
        )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--workers", "0"], "--workers 0: expected a number from 1 on"),
        (["--max-rows", "-1"], "--max-rows -1: expected a number from 1 on"),
        (
            ["--graph", "a.ttl"],
            "--graph a.ttl: expected FILE=IRI, as in  a.ttl=https://example.org/a",
        ),
        (["--graph", "none.ttl=urn:a"], "none.ttl: cannot be read: No such file or directory"),
        (["--timeout", "soon"], "'soon' is no duration; write for example 30s, 500ms, 2m or 1h"),
        (["--data", "none.ttl"], "none.ttl: no such file or folder; --data takes RDF files, or a"),
        (["--log", "none/a.log"], "--log none/a.log: No such file or directory"),
        (["--auth", "a.txt"], "--auth needs an endpoint: give it with  --endpoint URL"),
        (["--host", "192.0.2.1"], "192.0.2.1:0 cannot be listened at: Cannot assign requested"),
        (["--port", "70000"], "--port 70000: expected a number from 0 to 65535"),
        (["--port", "-1"], "--port -1: expected a number from 0 to 65535"),
        (["--graph", "a.nt=http://a/ b"], "--graph a.nt=http://a/ b: 'http://a/ b' is no IRI: "),
        (["--data", "a", "--endpoint", "http://127.0.0.1:9/"], "--endpoint and --data: ask one of"),
    ],
)
def test_what_cannot_be_served_is_said_before_it_starts(
    words: list[str], said: str, run: Run
) -> None:
    done = run("serve", "--port", "0", *words)
    assert done.code == 2
    assert done.err.startswith(f"citygraph: {said}")
    assert done.out == ""


def test_a_port_that_is_taken_is_named(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert done.code == 2
    assert done.err == (
        f"citygraph: 127.0.0.1:{port} cannot be listened at: Address already in use; choose another"
        "  --port, or 0 for a free one\n"
    )


def test_an_endpoint_that_is_not_there_is_a_remote_failure(run: Run) -> None:
    done = run("serve", "--port", "0", "--endpoint", "http://127.0.0.1:9/sparql")
    assert done.code == 3
    assert done.err.startswith("citygraph: http://127.0.0.1:9/sparql: ")


@pytest.mark.parametrize("name", ["uvicorn", "starlette", "httptools"])
def test_without_its_libraries_it_says_what_to_install(
    name: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    done = run("serve", "--port", "0")
    assert done.code == 4
    assert done.err == (
        f"citygraph: serve needs {name}, which is not installed: install it with  "
        "pip install 'citygraph[web]'\n"
    )
