"""What memory `citygraph push` takes, for 10,000 facts and for ten times as many, or a million.

Both graphs are pushed to a real Oxigraph server on this machine, each by the installed program in a
process of its own, and pushed again, when nothing may be written. The peak memory of each process
is printed (of the server's nothing is said). The exit code is 1 if the large graph takes more than
1.3 times the memory of the small one, or if a push fails.

    uv run python benchmarks/push.py            100,000 facts, within a minute or two
    uv run python benchmarks/push.py 1000000    a million, which takes some minutes
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW, MANY = 10_000, 100_000
MOST = 1.3

PUSH = """
import resource, sys
from citygraph.cli import main
code = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
sys.exit(code)
"""


def write_city(path: Path, facts: int) -> None:
    """Write a city with so many facts."""
    with path.open("w", encoding="utf-8") as file:
        file.write("<https://example.org/harbour> a <https://w3id.org/citygraph/ns#City> .\n")
        for number in range(facts - 1):
            thing = f"<https://example.org/thing/{number}>"
            file.write(f'{thing} <https://example.org/name> "thing {number} 東京"@ja .\n')


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run an Oxigraph server, and give its address."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{trial.getsockname()[1]}"
    program = Path(sys.executable).with_name("oxigraph")
    command = [str(program), "serve", "--location", str(folder / "store"), "--bind", address]
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,
    ):
        try:
            yield f"http://{address}"
        finally:
            process.terminate()


def push(url: str, folder: Path, facts: int) -> tuple[int, float, str]:
    """Push a city of so many facts: the peak memory in MB, the seconds, and what was said."""
    path = folder / f"city-{facts}.ttl"
    if not path.exists():
        write_city(path, facts)
    words = ["push", url, "--store", "oxigraph", "--part", "facts", "--data", str(path), "--quiet"]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PUSH, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return int(done.stdout.split()[-1]), time.monotonic() - began, done.stdout.split()[0]


def main() -> int:
    """Push both graphs twice and compare the peaks."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    peaks: dict[int, int] = {}
    with tempfile.TemporaryDirectory() as name, server(Path(name)) as url:
        for facts in (FEW, many):
            for expected in ("done", "unchanged"):
                peak, seconds, state = push(url, Path(name), facts)
                print(f"{facts:>9,} facts: {state:<9} {peak:>4} MB {seconds:7.1f} s")
                if state != expected:
                    return 1
                peaks[facts] = max(peak, peaks.get(facts, 0))
    ratio = peaks[many] / peaks[FEW]
    print(f"peak memory: {ratio:.2f} times that of the small graph (at most {MOST})")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
