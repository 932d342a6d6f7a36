"""`citygraph link review` on the command line: by a pipe, and at a terminal."""

import os
import subprocess
import sys
import webbrowser
from datetime import UTC, datetime
from pathlib import Path

import pytest

from citygraph.home import find_root
from citygraph.linking.mappings import Mappings, read_mappings, write_mappings
from tests.command import Run
from tests.proposed_links import HEADER, KOIKE, ROBOTS, TOKYO, proposal
from tests.terminal import environment

TABLE = find_root() / "mappings" / "tokyo.sssom.tsv"


def reviewed(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, *words: str
) -> tuple[int, str, str]:
    script = tmp_path / "typed.txt"
    script.write_text(typed, encoding="utf-8")
    with script.open(encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        return run("link", "review", *words)


def test_a_review_decides_row_by_row(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, table: Path
) -> None:
    typed = "Jane Doe\nx\na\nn\nlooks odd\nn\n\nr\nb\nb\nu\ns\nc\n"
    code, out, err = reviewed(run, monkeypatch, tmp_path, typed, "--table", str(table))
    assert code == 0
    assert "your name" in out
    assert "“x” is none of these" in out
    assert "saved: the same" in out
    assert "saved: close" in out
    assert "no row waits" not in out
    links = {each.subject: each for each in read_mappings(table).links}
    assert (links[TOKYO].state, links[TOKYO].reviewer) == ("unsure", "Jane Doe")
    assert links[KOIKE].state == "rejected"
    assert links[KOIKE].comment.endswith("Jane Doe: looks odd")
    assert links[KOIKE].date == datetime.now(UTC).date()
    assert links[ROBOTS].accepted
    assert err == "4 decisions; 1 rows are left\n"


def test_what_is_typed_last_ends_it_and_all_before_is_kept(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, table: Path
) -> None:
    words = ("--table", str(table), "--reviewer", "Jane", "--lang", "ja")
    code, out, err = reviewed(run, monkeypatch, tmp_path, "a\nq\na\n", *words)
    assert code == 0
    assert "こちら" in out
    assert "保存：同一" in out
    assert err == "判断1件、残り2行\n"
    states = sorted(each.state for each in read_mappings(table).links)
    assert states == ["checked", "proposed", "proposed"]


def test_what_contradicts_is_said_and_not_saved(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, table: Path
) -> None:
    twice = (
        proposal(TOKYO, "Q1", "0.9", subject_label="Tokyo"),
        proposal(TOKYO, "Q2", "0.8", subject_label="Tokyo"),
    )
    write_mappings(table, Mappings(HEADER, twice))
    words = ("--table", str(table), "--reviewer", "Jane")
    code, out, _ = reviewed(run, monkeypatch, tmp_path, "a\na\nr\n", *words)
    assert code == 0
    assert "gives the same thing an exact match" in out
    assert sorted(each.state for each in read_mappings(table).links) == ["checked", "rejected"]


def test_a_page_is_opened_only_when_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, table: Path
) -> None:
    opened: list[str] = []

    def note(address: str) -> bool:
        opened.append(address)
        return len(opened) > 1

    monkeypatch.setattr(webbrowser, "open", note)
    words = ("--table", str(table), "--reviewer", "Jane")
    reviewed(run, monkeypatch, tmp_path, "a\nq\n", *words)
    assert opened == []
    _, out, _ = reviewed(run, monkeypatch, tmp_path, "o\no\nq\n", *words)
    assert opened == ["http://www.wikidata.org/entity/Q261703"] * 2
    assert out.index("no browser could be opened") < out.index("opened http://www.wikidata.org")


def test_a_table_without_proposals_is_said_to_have_none(run: Run) -> None:
    done = run("link", "review", "--table", str(TABLE), "--reviewer", "Jane", "--lang", "ko")
    assert (done.code, done.err) == (0, "결정 0건, 남은 행 0개\n")
    assert "결정을 기다리는 행이 없다" in done.out


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_review_works_at_a_terminal(tmp_path: Path, table: Path) -> None:
    import pty

    command = f"citygraph link review --table {table.name} --reviewer Jane"
    leader, follower = pty.openpty()
    with subprocess.Popen(
        command.split(),
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=follower,
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        shown = b""
        for awaited, typed in ((b"q quit: ", b"c\n"), (b"q quit: ", b"q\n")):
            seen = len(shown)
            while awaited not in shown[seen:]:
                shown += os.read(leader, 65536)
            os.write(leader, typed)
        assert process.wait(timeout=60) == 0
    os.close(leader)
    assert "┌" in shown.decode()
    assert sorted(each.state for each in read_mappings(table).links) == [
        *("checked", "proposed", "proposed")
    ]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "link review needs the table"),
        (["--table", "x", "-f", "json"], "leave out -o and -f"),
        (["--table", "x", "-o", "y"], "leave out -o and -f"),
        (["--table", "nowhere.sssom.tsv", "--reviewer", "A"], "nowhere.sssom.tsv"),
    ],
)
def test_what_review_needs_is_said(run: Run, words: list[str], complaint: str) -> None:
    done = run("link", "review", *words)
    assert done.code == 2
    assert complaint in done.err


def test_a_review_without_a_name_or_without_stdin_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, table: Path
) -> None:
    code, _, err = reviewed(run, monkeypatch, tmp_path, "", "--table", str(table))
    assert code == 2
    assert "bears the name" in err
    monkeypatch.setattr("sys.stdin", None)
    done = run("link", "review", "--table", str(table))
    assert done.code == 2
    assert "stdin is closed" in done.err
