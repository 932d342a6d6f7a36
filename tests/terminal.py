"""Commands run as a person runs them: at a terminal, with ``citygraph`` on the path."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

COLUMNS, ROWS = 100, 50


def environment(home: Path) -> dict[str, str]:
    """A plain terminal of a fixed size in which ``citygraph`` is the one under test."""
    scripts = Path(sys.executable).parent
    return {
        **os.environ,
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "NO_COLOR": "1",
        "COLUMNS": str(COLUMNS),
        "LINES": str(ROWS),
    }


def at_a_terminal(command: str, folder: Path) -> tuple[int, str]:
    """Run a shell command as a person does: its exit code, and all that the terminal shows."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    with subprocess.Popen(
        ["/bin/sh", "-c", re.sub(r"\buv run (?=citygraph\b|python\b)", "", command)],
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # Linux reports the end of a pseudo-terminal as an input error
                break
            if not piece:
                break
            shown += piece
        os.close(leader)
    text = shown.decode("utf-8").replace("\r\n", "\n")
    return process.returncode, "".join(f"{line.rstrip()}\n" for line in text.splitlines())
