"""Trying again and giving up; what is kept, and disks that are full on this side."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from citygraph import canonical
from citygraph.canonical import Digest
from citygraph.endpoint import Credentials
from citygraph.errors import FaultError, InputError, RemoteError
from citygraph.pushing.opening import open_target
from citygraph.pushing.patience import BusyError, Patience, patiently
from citygraph.pushing.prepared import keep, kept_lines, prepare, verify_kept
from tests.terminal import at_a_terminal

QUICK = Patience(request=10, waiting=5, first=0.01)
LINES = [b"<urn:a> <urn:b> <urn:c> .\n", b"<urn:a> <urn:b> <urn:d> .\n"]


class Stub:
    """A server that answers with a status and headers, one after the other, and counts."""

    def __init__(self, *answers: tuple[int, dict[str, str]]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.shown: list[str | None] = []

    @contextmanager
    def running(self) -> Iterator[str]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stub.asked.append(self.path)
                stub.shown.append(self.headers.get("Authorization"))
                status, headers = stub.answers.pop(0)
                body = b"".join(LINES) if status == 200 else b"wait\n"
                self.send_response(status)
                for name, value in {"Content-Type": "application/n-triples", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}/store"
            server.shutdown()
            thread.join()


def soon(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("header", [{}, {"Retry-After": "0"}, {"Retry-After": soon(-5)}])
def test_a_busy_server_is_asked_again(status: int, header: dict[str, str]) -> None:
    stub, said = Stub((status, header), (status, header), (200, {})), list[str]()
    with stub.running() as url:
        target = open_target(url, patience=QUICK, tell=said.append)
        with target.read("urn:g") as content:
            assert list(content.lines()) == LINES
    assert len(stub.asked) == 3
    assert [f"{status}" in each and "trying again in" in each for each in said] == [True, True]


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_server_that_wants_too_long_a_wait_ends_the_push(form: str) -> None:
    header = "600" if form == "seconds" else soon(600)  # a date counts from when it is asked
    stub = Stub((503, {"Retry-After": header}))
    with stub.running() as url, pytest.raises(BusyError, match="503"):
        open_target(url, patience=QUICK).read("urn:g")
    assert len(stub.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 500, 502])
def test_what_a_server_refuses_is_not_asked_again(status: int) -> None:
    stub = Stub((status, {}))
    with stub.running() as url, pytest.raises(RemoteError, match=f"{status}"):
        open_target(url, patience=QUICK).read("urn:g")
    assert len(stub.asked) == 1


def test_patience_has_an_end() -> None:
    tried = []

    def fails() -> None:
        tried.append(1)
        raise BusyError("busy", 0.3)

    with pytest.raises(BusyError):
        patiently(fails, Patience(waiting=1.0), lambda _: None)
    assert len(tried) == 4


def test_nobody_there_is_waited_for_and_then_told() -> None:
    said = list[str]()
    target = open_target(
        "http://127.0.0.1:1", patience=Patience(waiting=0.05, first=0.01), tell=said.append
    )
    with pytest.raises(RemoteError, match="cannot be reached"):
        target.read("urn:g")
    assert said


def test_each_wait_says_how_long_it_is_and_when_there_will_be_no_other() -> None:
    said = list[str]()

    def fails() -> None:
        raise BusyError("busy", 0.02)

    with pytest.raises(BusyError):
        patiently(fails, Patience(waiting=0.05), said.append)
    assert said == ["busy; trying again in 0.0 s, and giving up in 0 s"] * 2


def test_what_waiting_together_may_take_is_no_longer_than_everything_may_take() -> None:
    assert open_target("http://127.0.0.1:1", timeout=3).patience.waiting == 3
    assert open_target("http://127.0.0.1:1", timeout=300).patience.waiting == 120
    assert open_target("http://127.0.0.1:1").patience.waiting == 120


def test_a_refused_connection_is_shown_at_a_terminal_while_it_is_waited_for(tmp_path: Path) -> None:
    command = "citygraph push http://127.0.0.1:1 --part facts --timeout 4"
    code, shown = at_a_terminal(command, tmp_path)
    lines = [line for line in shown.splitlines() if "trying again" in line]
    assert code == 3
    assert lines
    assert re.fullmatch(
        r"http://127\.0\.0\.1:1: cannot be reached \(.*Connection refused.*\); check the address, "
        r"and that the server runs; trying again in 0\.\d s, and giving up in [1-4] s",
        lines[0],
    )
    assert at_a_terminal(f"{command} --quiet", tmp_path)[1].count("trying again") == 0


def test_a_redirect_gets_no_credentials() -> None:
    thief = Stub((200, {}))
    with thief.running() as other:
        stub, shown = Stub((307, {"Location": other})), Credentials("bearer", "", "hush")
        with stub.running() as url, pytest.raises(RemoteError, match="redirects to"):
            open_target(url, credentials=shown, patience=QUICK).read("urn:g")
    assert stub.shown == ["Bearer hush"]
    assert thief.asked == []


def test_everything_together_may_have_a_limit() -> None:
    stub = Stub((503, {"Retry-After": "1"}), (200, {}))
    with stub.running() as url, pytest.raises(RemoteError):
        open_target(url, patience=QUICK, timeout=0.2).read("urn:g")


def test_what_is_kept_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    digest = keep(LINES, tmp_path / "a.nt.gz")
    keep(LINES, tmp_path / "b.nt.gz")
    assert (tmp_path / "a.nt.gz").read_bytes() == (tmp_path / "b.nt.gz").read_bytes()
    assert digest == canonical.digest_of_lines(LINES)
    assert list(kept_lines(tmp_path / "a.nt.gz", digest)) == LINES
    verify_kept(tmp_path / "a.nt.gz", digest)


def test_what_was_kept_and_changed_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.nt.gz"
    digest = keep(LINES, path)
    with pytest.raises(InputError, match="its digest differs"):
        list(kept_lines(path, Digest(digest.sha256, 3)))
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(FaultError, match=r"a\.nt\.gz: cannot be read: .*; nothing was replaced"):
        verify_kept(path, digest)


def test_what_breaks_while_it_is_written_leaves_nothing(tmp_path: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield LINES[0]
        raise RemoteError("the line broke")

    with pytest.raises(RemoteError):
        keep(breaking(), tmp_path / "a.nt.gz")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RemoteError):
        prepare(breaking())


def test_a_full_disk_on_this_side_is_named(tmp_path: Path) -> None:
    program = """
import resource, signal, sys
from pathlib import Path
from citygraph.errors import FaultError
from citygraph.pushing.prepared import keep, prepare
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
before = resource.getrlimit(resource.RLIMIT_FSIZE)
for work in (prepare, lambda lines: keep(lines, Path(sys.argv[1], "kept.nt.gz"))):
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        work(b"%d\\n" % (number * 7919 ** 9) for number in range(100_000))
    except FaultError as error:
        said = str(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    print(said)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first.startswith("temporary files: cannot be written: File too large; make room")
    assert second.startswith(f"{tmp_path}/kept.nt.gz: cannot be written: File too large; make room")
    assert list(tmp_path.iterdir()) == []
