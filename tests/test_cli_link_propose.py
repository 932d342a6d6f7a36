"""`citygraph link propose` from the command line, on a real server and on one that fails."""

import json
import signal
import subprocess
import time
from pathlib import Path

import jsonschema
import pytest

from citygraph.linking.mappings import read_mappings
from tests.command import TOOL, Run
from tests.faulty_server import FaultyServer, busy
from tests.harbour import CITY
from tests.terminal import at_a_terminal
from tests.triple_stores import Server

SCHEMA = Path(__file__).parents[1] / "docs" / "schemas" / "proposals.json"


@pytest.fixture(autouse=True)
def _contact(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CITYGRAPH_CONTACT", "nobody@example.org")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))


def words(url: str, table: Path, *more: str) -> tuple[str, ...]:
    return ("link", "propose", "--data", str(CITY), "--sparql", url, "-o", str(table), *more)


def test_it_writes_a_table_and_sums_up(run: Run, harbour: Server, tmp_path: Path) -> None:
    table = tmp_path / "new.sssom.tsv"
    done = run(*words(harbour.query_url, table))
    assert done.code == 0, done.err
    assert "accepted   0.93  Harbour City" in done.out
    assert "8 accepted by the rules" in done.err
    assert "requests" in done.err
    assert len(read_mappings(table).links) > 8
    assert (tmp_path / "new.sssom.tsv.state.json").is_file()
    again = run(*words(harbour.query_url, table))
    assert "of them new: 0" in again.err
    assert "0 of 400 requests" in again.err


def test_one_thing_as_json_fits_the_schema(run: Run, harbour: Server, tmp_path: Path) -> None:
    table = tmp_path / "new.sssom.tsv"
    done = run(
        *words(harbour.query_url, table, "--only", "Harbour City", "-f", "json", "--budget", "50")
    )
    assert done.code == 0, done.err
    said = json.loads(done.out)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(said)
    (thing,) = said["things"]
    assert thing["candidates"][0]["verdict"] == "accepted"
    assert said["services"][0]["budget"] == 50


def test_after_a_failure_the_exit_code_is_3_and_nothing_is_none(
    run: Run, faulty_server: FaultyServer, tmp_path: Path
) -> None:
    table = tmp_path / "new.sssom.tsv"
    url = faulty_server.play(busy("100000"))
    done = run(*words(url, table, "-f", "json"))
    assert done.code == 3
    said = json.loads(done.out)
    assert {each["state"] for each in said["things"]} == {"not asked"}
    assert "wants 100000 s to pass" in said["stopped"]
    assert "wants 100000 s to pass" in done.err
    assert read_mappings(table).links == ()


def test_offline_without_an_answer_fails(run: Run, harbour: Server, tmp_path: Path) -> None:
    table = tmp_path / "new.sssom.tsv"
    done = run(*words(harbour.query_url, table, "--offline"))
    assert done.code == 2
    assert "offline, and the cache" in done.err
    assert not table.exists()


def test_without_a_contact_nothing_is_asked(
    run: Run, faulty_server: FaultyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CITYGRAPH_CONTACT")
    done = run(*words(faulty_server.url, tmp_path / "new.sssom.tsv"))
    assert done.code == 2
    assert "CITYGRAPH_CONTACT" in done.err
    assert not faulty_server.heard


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--budget", "0"), "--budget 0: expected a number"),
        (("--only", "nobody knows it"), "nobody knows it"),
        (("-f", "csv"), "--format csv"),
        (("--known", "/nowhere.tsv"), "/nowhere.tsv"),
    ],
)
def test_wrong_usage_is_named(run: Run, tmp_path: Path, more: tuple[str, ...], said: str) -> None:
    done = run(*words("http://127.0.0.1:9/", tmp_path / "new.sssom.tsv", *more))
    assert done.code == 2
    assert said in done.err


def test_a_table_has_to_be_named(run: Run) -> None:
    done = run("link", "propose")
    assert done.code == 2
    assert "-o proposals.sssom.tsv" in done.err


def test_a_terminal_shows_how_far_it_is(harbour: Server, tmp_path: Path) -> None:
    table = tmp_path / "new.sssom.tsv"
    command = " ".join(
        (
            "citygraph",
            *words(harbour.query_url, table, "--timeout", "30s", "--cache", str(tmp_path)),
        )
    )
    code, shown = at_a_terminal(command, tmp_path)
    assert code == 0, shown
    assert " requests" in shown


def test_a_run_that_was_killed_goes_on(run: Run, harbour: Server, tmp_path: Path) -> None:
    whole = run(*words(harbour.query_url, tmp_path / "whole.sssom.tsv", "-f", "json"))
    needed = json.loads(whole.out)["services"][0]["requests"]
    cache, table = tmp_path / "another", tmp_path / "killed.sssom.tsv"
    command = words(harbour.query_url, table, "--cache", str(cache), "-f", "json")
    with subprocess.Popen([TOOL, *command], stdout=subprocess.DEVNULL) as killed:
        while killed.poll() is None and len(list(cache.glob("answers/*/*.json"))) < 3:
            time.sleep(0.01)
        killed.kill()
    assert killed.returncode == -signal.SIGKILL
    assert not table.exists()
    known = len(list(cache.glob("answers/*/*.json")))
    done = run(*command)
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert said["things"] == json.loads(whole.out)["things"]
    assert said["services"][0]["requests"] <= needed - known + 1  # one was perhaps under way
