"""What the page on serving shows of a server is what a server says: each `curl` of it is run."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from citygraph.service.limits import Limits
from tests.documents import ROOT, Step, blocks, steps
from tests.served import Served, serving
from tests.terminal import at_a_terminal

PAGE = ROOT / "docs" / "how-to" / "serve.md"
SHOWN = "http://127.0.0.1:7879/"
COMMANDS = [
    step
    for block in blocks(PAGE, "text")
    if block.text.startswith("$ ")
    for step in steps(block)
    if "curl" in step.command
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("documented")) as served:
        yield served


@pytest.mark.parametrize("step", COMMANDS, ids=range(len(COMMANDS)))
def test_a_server_says_what_the_page_shows(step: Step, server: Served, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is missing: apt-get install curl")
    assert SHOWN in step.command
    code, shown = at_a_terminal(step.command.replace(SHOWN, server.url), tmp_path)
    assert (code, shown) == (0, step.output)


def test_the_page_shows_some() -> None:
    assert len(COMMANDS) == 5


def test_the_caps_are_those_that_hold() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("## Caps")[2].partition("## ")[0]
    limits = Limits()
    for option, said in (
        ("--timeout", f"{limits.seconds:g} s"),
        ("--max-rows", f"{limits.rows:,}"),
        ("--max-bytes", f"{limits.size // 1024**2} MiB"),
        ("--max-memory", f"{limits.memory // 1024**3} GiB"),
        ("--max-waiting", f"{limits.waiting}"),
        ("--patience", f"{limits.patience:g} s"),
    ):
        (row,) = [line for line in table.splitlines() if line.startswith(f"| `{option}`")]
        assert row.endswith(f"| {said} |")
