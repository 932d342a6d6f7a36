"""Where the command line writes: files, pipes, terminals; and how it ends."""

import errno
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import pytest

from citygraph.cli import main, program, query
from citygraph.cli.output import Screen, screen
from citygraph.cli.verbs import VERBS
from citygraph.files import write_file
from tests.command import CITIES, SLOW, TOOL, Done, Run, process
from tests.terminal import at_a_terminal

ROOT = Path(__file__).resolve().parent.parent


def test_a_file_appears_when_it_is_complete(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "goals.json"
    done = run("query", "strategic-goals", "-o", str(path))
    assert done == Done(0, "", "")
    assert json.loads(path.read_text(encoding="utf-8"))["results"]["bindings"]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "first"), [("x.tsv", "?city"), ("without", "city"), ("x.MD", "| city |")]
)
def test_the_suffix_of_the_file_names_the_format(
    run: Run, tmp_path: Path, name: str, first: str
) -> None:
    run("query", CITIES, "-o", str(tmp_path / name))
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(first)


def test_a_failed_write_leaves_the_old_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text("old", encoding="utf-8")
    done = run("query", "SELECT ('\\u0007' AS ?bell) {}", "-o", str(path))
    assert done.code == 2
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed_and_permissions_are_kept(run: Run, tmp_path: Path) -> None:
    path, link = tmp_path / "kept.csv", tmp_path / "link.csv"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    assert run("query", "ASK {}", "-o", str(link)) == Done(0, "", "")
    assert link.is_symlink()
    assert path.read_bytes() == b"true\r\n"
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_is_no_file_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([TOOL, "query", "ASK {}", "-o", str(pipe)]) as running:
        assert pipe.read_bytes() == b"true\r\n"
    assert (running.returncode, pipe.is_fifo()) == (0, True)
    done = process("query", "ASK {}", "-o", "/proc/self/fd/1")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"true\r\n", b"")


def test_a_folder_is_no_file_to_write(run: Run, tmp_path: Path) -> None:
    done = run("query", "ASK {}", "-o", str(tmp_path), "-f", "csv")
    assert done == Done(2, "", f"citygraph: {tmp_path}: is a folder; name a file in it\n")


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only Linux has a disk that is always full"
)
@pytest.mark.parametrize("where", ["2> /dev/full", "2>&-"])
def test_words_that_reach_nobody_change_nothing(where: str) -> None:
    tool = shlex.quote(TOOL)
    for text, code, out in (("ASK {", 2, b""), ("SELECT ?x { FILTER(false) }", 0, b"x\r\n")):
        done = subprocess.run(
            ["/bin/sh", "-c", f"{tool} query '{text}' {where}"], capture_output=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr) == (code, out, b"")


def test_a_closed_stdin_is_bad_input() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{shlex.quote(TOOL)} query - <&-"], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == (
        b"citygraph: stdin is closed; give the query on the command line or in a file\n"
    )


def test_a_broken_pipe_ends_quietly(tmp_path: Path) -> None:
    tool = shlex.quote(TOOL)
    command = f"{tool} query 'SELECT * {{ ?s ?p ?o }}' -f json; echo $? > {tmp_path}/code"
    done = subprocess.run(
        ["/bin/sh", "-c", f"({command}) | head -1"], capture_output=True, check=False
    )
    assert (done.stdout, done.stderr) == (b"{\n", b"")
    assert (tmp_path / "code").read_text().strip() == "0"


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only Linux has a disk that is always full"
)
def test_a_full_disk_is_exit_code_4() -> None:
    tool = shlex.quote(TOOL)
    full = subprocess.run(
        ["/bin/sh", "-c", f"{tool} query 'ASK {{}}' > /dev/full"], capture_output=True, check=False
    )
    assert full.returncode == 4
    assert full.stderr.startswith(b"citygraph: this machine failed: No space left on device")
    closed = subprocess.run(
        ["/bin/sh", "-c", f"{tool} query 'ASK {{}}' >&-"], capture_output=True, check=False
    )
    assert (closed.returncode, closed.stderr) == (
        4,
        b"citygraph: stdout is closed; give --output PATH\n",
    )


def test_on_a_terminal_a_table_fits_its_width(tmp_path: Path) -> None:
    code, shown = at_a_terminal("citygraph query strategic-goals --lang ja", tmp_path)
    assert code == 0
    assert shown.startswith("┌")
    assert "\x1b" not in shown


def test_an_interrupt_is_exit_code_130() -> None:
    with subprocess.Popen([TOOL, "query", SLOW], stderr=subprocess.PIPE) as running:
        time.sleep(1.5)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=10)
    assert (running.returncode, err) == (130, b"")


def test_a_query_without_end_is_given_up() -> None:
    begun = time.monotonic()
    done = process("query", SLOW, "--timeout", "300ms")
    assert (done.returncode, done.stdout) == (4, b"")
    assert done.stderr == (
        b"citygraph: no answer within 0.3 s; ask for less (LIMIT), or allow more with --timeout\n"
    )
    assert time.monotonic() - begun < 10


def test_a_fault_of_ours_is_reported_and_is_exit_code_4(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(program, "read", broken)
    done = run("query")
    assert (done.code, done.out) == (4, "")
    assert re.fullmatch(
        r"citygraph: a fault of citygraph \d+\.\d+\.\d+, not of yours: "
        r"ZeroDivisionError: by zero \(test_cli_output\.py:\d+\)\n"
        r"citygraph: please report this line and the command at https://w3id\.org/citygraph\n",
        done.err,
    )


def test_when_the_reader_has_gone_nothing_is_said(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        assert main(["query", "ASK {}"]) == 0
        print("to nobody", file=gone, flush=True)
        monkeypatch.undo()
    assert run("query", "ASK {}") == Done(0, "true\n", "")


def test_an_interrupt_says_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "read", interrupted)
    assert run("query") == Done(130, "", "")


def test_completion_is_given_every_verb(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    described: list[str] = []
    monkeypatch.setenv("_ARGCOMPLETE", "1")
    monkeypatch.setattr(
        "argcomplete.autocomplete", lambda parser: described.append(parser.format_help())
    )
    assert run("query", "ASK {}").code == 0
    assert all(f"\n    {verb.NAME} " in described[0] for verb in VERBS)
    assert "strategic-goals" in query.complete()


@pytest.mark.parametrize(
    ("variables", "terminal", "expected"),
    [
        ({}, True, Screen(80, colour=True)),
        ({"NO_COLOR": "1"}, True, Screen(80, colour=False)),
        ({"TERM": "dumb"}, True, Screen(80, colour=False)),
        ({}, False, Screen(None, colour=False)),
    ],
)
def test_colours_only_on_a_terminal_that_wants_them(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], *, terminal: bool, expected: Screen
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"COLUMNS": "80", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert screen(Namespace(output=None)) == expected
    assert screen(Namespace(output="x.csv")) == Screen(None, colour=False)


def test_a_report_of_the_machine_names_no_fault_of_ours(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(program, "read", broken)
    done = run("query")
    assert done.code == 4
    assert re.fullmatch(
        r"citygraph: this machine failed: Input/output error \(\w+\.py:\d+\)\n", done.err
    )


def test_a_disk_that_is_full_while_writing_a_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = run("query", "ASK {}", "-o", str(tmp_path / "x.csv"))
    assert done == Done(
        4, "", f"citygraph: {tmp_path}/x.csv: cannot be written: No space left on device\n"
    )


def test_a_pipe_whose_reader_has_gone_is_a_broken_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")

    def gone(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(Path, "open", gone)
    with pytest.raises(BrokenPipeError):
        write_file(str(tmp_path / "pipe"), b"x")
