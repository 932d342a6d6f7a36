"""Programs that run beside a test: found or skipped by name, waited for, ended by process id."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import SystemRandom

import pytest

READY = 90.0
"""The seconds after which a program that is not ready has failed; a busy machine is slow."""

LAST_WORDS = 30
"""The lines of its log that are shown of a program that failed."""

PATIENCE = 20.0
"""The seconds after SIGTERM until SIGKILL."""

OUR_PORTS = range(20_000, 32_000)
"""Below the ports that systems give to outgoing connections, so that none takes one from us."""


def find_program(name: str, remedy: str, *, folder: Path | None = None) -> str:
    """Give the path of a program; where it is missing, skip the test and say what to install."""
    path = shutil.which(name, path=folder)
    if path is None:
        pytest.skip(f"{name} is missing: {remedy}")
    return path


def free_port() -> int:
    """Find a port of the loopback address that nobody listens on."""
    for port in SystemRandom().sample(OUR_PORTS, 100):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise AssertionError(f"100 ports between {OUR_PORTS[0]} and {OUR_PORTS[-1]} are all in use")


class Program:
    """A program that runs until it is told to end, in a folder of its own.

    Where the system can, it also ends with the thread that started it, however that one ends.

    Attributes:
        command: what is run.
        folder: where it runs and keeps its log, `program.log`.
    """

    def __init__(self, command: Sequence[str | Path], folder: Path) -> None:
        self.command = tuple(map(str, command))
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder / "program.log"

    @property
    def pid(self) -> int:
        """Its process id.

        Raises:
            AssertionError: it does not run.
        """
        assert self._process is not None, f"{self.command[0]} does not run"
        return self._process.pid

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, ready: Callable[[], bool]) -> None:
        """Start it and wait until it is ready.

        Raises:
            AssertionError: it ended or did not become ready; the message has its log's last lines.
        """
        assert not self.runs, f"{self.command[0]} runs already"
        guard = shutil.which("setpriv")
        guarded = (guard, "--pdeathsig", "KILL", "--") if guard else ()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*guarded, *self.command],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait(ready)
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """End it as a service manager does: SIGTERM, and SIGKILL if it takes no notice."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Let it hang: its connections stay open and nothing is answered."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def _wait(self, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + READY
        while not ready():
            if not self.runs:
                raise AssertionError(self._failure("ended before it was ready"))
            if time.monotonic() > deadline:
                raise AssertionError(self._failure(f"was not ready after {READY:.0f} s"))
            time.sleep(0.02)

    def _failure(self, what: str) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join([f"{' '.join(self.command)} {what}", *lines[-LAST_WORDS:]])
