"""A pytest plugin: the command line, run in this process or in one of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from citygraph.cli import main
from tests.small_city import OSAKA

TOOL = str(Path(sys.executable).with_name("citygraph"))
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
CITIES = "SELECT ?city { ?city a cg:City } ORDER BY ?city"


class Done(NamedTuple):
    """What a command line left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""

    def runs(*words: str) -> Done:
        try:
            code = main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capfd.readouterr()
        return Done(code, captured.out.replace("\r\n", "\n"), captured.err)

    return runs


@pytest.fixture
def osaka(tmp_path: Path) -> str:
    """A data file of one's own."""
    path = tmp_path / "osaka.ttl"
    path.write_text(OSAKA, encoding="utf-8")
    return str(path)


def process(*words: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run the installed command in a process of its own."""
    return subprocess.run([TOOL, *words], capture_output=True, check=False, **options)  # type: ignore[call-overload, no-any-return]
