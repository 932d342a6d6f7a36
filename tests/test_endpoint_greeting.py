"""A https address of a server that speaks plain HTTP: told at once, and not tried again."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from citygraph.endpoint import Door, exchange, watching
from citygraph.errors import RemoteError, RemoteTimeoutError
from citygraph.pushing.opening import open_target
from citygraph.pushing.patience import Patience
from tests.command import Run

ASK = "ASK { ?a ?p ?b }"
REMEDY = "if this is a server of plain HTTP, its address begins with http://"


@pytest.fixture
def silent() -> Iterator[str]:
    """Give a https address at which somebody listens and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"https://127.0.0.1:{listening.getsockname()[1]}/query"


@pytest.fixture
def plain() -> Iterator[str]:
    """Give a https address at which whatever is said is answered in plain HTTP."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection, suppress(OSError):
                    connection.recv(65536)
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    thread = Thread(target=answer, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{listening.getsockname()[1]}/query"
    with suppress(OSError):
        listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a greeting take no longer than a moment."""
    monkeypatch.setattr(exchange, "GREETING", 0.1)


def test_a_greeting_has_ten_seconds_whatever_a_query_may_take() -> None:
    assert watching.GREETING == 10.0


@pytest.mark.usefixtures("brief")
def test_a_server_that_does_not_answer_the_greeting_is_not_waited_for(silent: str) -> None:
    began = monotonic()
    with pytest.raises(
        RemoteError, match=rf"does not greet in TLS \(.*timed out\); {REMEDY}$"
    ) as it:
        Door(silent, timeout=120).query(ASK)
    assert not isinstance(it.value, RemoteTimeoutError)
    assert monotonic() - began < 20


def test_a_server_that_answers_in_plain_http_is_told_by_its_answer(plain: str) -> None:
    with pytest.raises(RemoteError, match=rf"does not greet in TLS \(.*SSL.*\); {REMEDY}$"):
        Door(plain, timeout=120).query(ASK)


@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize("server", ["plain", "silent"])
def test_a_push_does_not_try_again(server: str, request: pytest.FixtureRequest) -> None:
    said: list[str] = []
    target = open_target(
        request.getfixturevalue(server),
        patience=Patience(request=120, waiting=120, first=30),
        tell=said.append,
    )
    with pytest.raises(RemoteError, match="does not greet in TLS"):
        target.read("urn:g")
    assert said == []


def test_the_deadline_comes_first(silent: str) -> None:
    with pytest.raises(RemoteTimeoutError, match=r"no complete answer within 0\.2 s"):
        Door(silent, timeout=0.2).query(ASK)


def test_the_command_line_says_so_and_ends_with_three(
    run: Run, plain: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("show", "tokyo:tokyo", "--endpoint", plain)
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"citygraph: {plain}: does not greet in TLS (")
    assert done.err.endswith(f"; {REMEDY}\n")
