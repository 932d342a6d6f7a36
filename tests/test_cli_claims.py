"""`citygraph claims`: makes the claims anew, looks without writing, and keeps its exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from citygraph import home
from tests.command import Run
from tests.evidence_city import Folder, at

SCHEMA = Path(__file__).parents[1] / "docs" / "schemas" / "claims.json"


def test_what_is_in_order_stays_as_it_is(traced: Folder, run: Run) -> None:
    before = traced.city.evidence.stat().st_mtime_ns
    done = run("claims", "--data", str(traced.path))
    assert (done.code, done.err) == (0, "")
    assert done.out == f"file,claims,spans,state\n{traced.city.evidence},6,5,current\n"
    assert traced.city.evidence.stat().st_mtime_ns == before


def test_an_edited_table_is_repaired(traced: Folder, run: Run) -> None:
    traced.change_line("bridges", "hedge", "cgv:broadly")
    looked = run("claims", "--data", str(traced.path), "--check")
    assert looked.code == 1
    assert looked.out.endswith(",6,5,stale\n")
    assert looked.err == "not what the tables give; run citygraph claims\n"
    assert "cgv:broadly" not in traced.city.evidence.read_text(encoding="utf-8")
    repaired = run("claims", "--data", str(traced.path))
    assert (repaired.code, repaired.err) == (0, "")
    assert repaired.out.endswith(",6,5,written\n")
    assert "cgv:broadly" in traced.city.evidence.read_text(encoding="utf-8")
    assert run("claims", "--data", str(traced.path), "--check").code == 0
    assert sorted(path.name for path in traced.path.iterdir()) == [
        "almanac.txt",
        "osaka.disagreements.tsv",
        "osaka.evidence.ttl",
        "osaka.statements.tsv",
        "osaka.ttl",
        "sources.ttl",
    ]


def test_a_new_span_asks_for_the_text(traced: Folder, run: Run) -> None:
    traced.change_line("parks", "spans", at("opened 3 parks"))
    asked = run("claims", "--data", str(traced.path))
    assert (asked.code, asked.out) == (2, "")
    assert "osaka.statements.tsv:5: span" in asked.err
    assert "--source FILE" in asked.err
    assert run("claims", "--data", str(traced.path), "--check").code == 1
    done = run("claims", "--data", str(traced.path), "--source", str(traced.text))
    assert done.code == 0
    assert run("claims", "--data", str(traced.path), "--check").code == 0


def test_things_that_no_file_describes_are_named(traced: Folder, run: Run) -> None:
    traced.change_line("in city", "object", "osaka:kyoto")
    code = "osaka\tcg:localGovernmentCode"
    traced.replace(traced.city.statements, code, f"osaka{code}")
    traced.replace(traced.city.statements, "sources:gazette", "sources:gazzette")
    hint = (
        f"{traced.city.evidence}: no file describes "
        "osaka:kyoto, osaka:osakaosaka, sources:gazzette; run citygraph validate\n"
    )
    looked = run("claims", "--data", str(traced.path), "--check")
    assert (looked.code, looked.err) == (
        1,
        f"{hint}not what the tables give; run citygraph claims\n",
    )
    assert run("claims", "--data", str(traced.path)).err == hint
    assert run("claims", "--data", str(traced.path), "--quiet").err == ""


def test_another_text_is_refused(traced: Folder, run: Run) -> None:
    traced.text.write_bytes(b"\xef\xbb\xbf" + traced.text.read_bytes())
    done = run("claims", "--data", str(traced.path), "--source", str(traced.text))
    assert done.code == 2
    assert "begins with a byte order mark" in done.err


def test_of_two_texts_none_is_silently_dropped(traced: Folder, run: Run) -> None:
    for verb in ("claims", "trace"):
        done = run(verb, "--data", str(traced.path), "--source", "a.txt", "--source", "b.txt")
        assert (done.code, done.out) == (2, "")
        assert done.err == "citygraph: --source b.txt: given twice; give --source once\n"


def test_reports_name_blank_nodes_alike_in_every_process(traced: Folder) -> None:
    traced.replace(traced.city.facts, "cg:inCity osaka:osaka ;", "cg:inCity osaka:osaka , [] ;")
    command = [sys.executable, "-m", "citygraph", "validate", "--data", str(traced.path)]
    reports = [
        subprocess.run(
            [*command, "-f", "json"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        ).stdout
        for seed in ("1", "2")
    ]
    assert reports[0] == reports[1]
    unclaimed = [
        each
        for each in json.loads(reports[0])
        if each["value"] and "FactWithout" in each["component"]
    ]
    assert [each["value"][:2] for each in unclaimed] == ["_:"]


def test_a_broken_table_names_file_and_line(traced: Folder, run: Run) -> None:
    traced.change_line("parks", "status", "heard")
    done = run("claims", "--data", str(traced.path))
    assert done.code == 2
    assert f"{traced.city.statements}:5: the status is 'heard'" in done.err


def test_the_answer_as_json_keeps_its_schema(traced: Folder, run: Run) -> None:
    done = run("claims", "--data", str(traced.path), "-f", "json")
    document = json.loads(done.out)
    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert document == [
        {"file": str(traced.city.evidence), "claims": 6, "spans": 5, "state": "current"}
    ]


def test_the_bundled_claims_are_looked_at_and_not_changed(run: Run) -> None:
    done = run("claims", "--check")
    assert (done.code, done.err) == (0, "")


def test_installed_data_are_never_written_to(
    run: Run, traced: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = traced.path.parent / "citygraph"
    installed = package / "_home"
    (installed / "ontology").mkdir(parents=True)
    monkeypatch.setattr("citygraph.evidence.rebuilding.PACKAGE", package)
    monkeypatch.setattr(home, "find_root", lambda: installed)
    traced.path.rename(installed / "data")
    done = run("claims")
    assert done.code == 2
    assert "these data belong to the installed package" in done.err
    assert "--data" in done.err
    assert run("claims", "--check").code == 0
