"""`citygraph validate`: reports on stdout, words on stderr, exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from citygraph.cli.progress import shown_while
from citygraph.validation.wrapping import columns
from citygraph.vocabulary import LANGUAGES
from tests.command import process
from tests.terminal import at_a_terminal

if TYPE_CHECKING:
    from tests.command import Run

ROOT = Path(__file__).resolve().parents[1]
TOWN = """\
@prefix cg: <https://w3id.org/citygraph/ns#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix town: <https://w3id.org/citygraph/id/town/> .

town:land a schema:Country ; cg:capital town:town ;
    skos:prefLabel "Land"@en , "国"@ja , "나라"@ko .
town:town a cg:City , schema:AdministrativeArea ; cg:inCountry town:land ;
    skos:prefLabel "Town"@en , "町"@ja , "마을"@ko .
"""
WRONG = TOWN.replace("cg:inCountry town:land", 'cg:inCountry town:land , "Land"')
WARNED = (
    TOWN
    + """
town:goal a cg:Goal ; skos:prefLabel "Goal"@en , "目標"@ja , "목표"@ko .
"""
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a right file, a wrong one, and one to be warned about."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("town", TOWN), ("wrong", WRONG), ("warned", WARNED)):
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_bundled_graph_passes_and_says_how_much_was_checked(run: Run, lang: str) -> None:
    done = run("validate", "--lang", lang)
    assert (done.code, done.err) == (0, "")
    first, last = done.out.splitlines()
    assert first == {"en": "no findings", "ja": "指摘なし", "ko": "지적 없음"}[lang]
    numbers = [int(number) for number in re.findall(r"\d+", last)]
    assert len(numbers) == 2
    assert min(numbers) > 400


@pytest.mark.usefixtures("folder")
def test_a_good_file_passes(run: Run) -> None:
    done = run("validate", "town.ttl", "--severity", "info")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("no findings\nchecked: ")


@pytest.mark.usefixtures("folder")
def test_a_wrong_file_fails(run: Run) -> None:
    done = run("validate", "wrong.ttl")
    assert (done.code, done.err) == (1, "")
    paragraphs = done.out.split("\n\n")
    assert len(paragraphs) == 3
    name = "Town (town:town)\n"
    assert [each.startswith(name) for each in paragraphs] == [True, True, False]
    assert "  file: wrong.ttl:8\n  path: cg:inCountry\n" in paragraphs[0]
    assert '  found: "Land"\n' in done.out
    assert paragraphs[2].startswith("violations: 2, warnings: 0, infos: 0\nchecked: ")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("severity", "code"), [("info", 1), ("warning", 1), ("violation", 0), (None, 0)]
)
def test_severity_decides_what_fails(run: Run, severity: str | None, code: int) -> None:
    words = ["--severity", severity] if severity else []
    done = run("validate", "warned.ttl", "-f", "json", *words)
    assert done.code == code
    assert {each["severity"] for each in json.loads(done.out)} == {"warning"}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_is_as_the_published_schema_says(run: Run, lang: str) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "validate.json").read_text(encoding="utf-8"))
    done = run("validate", "wrong.ttl", "-f", "json", "--lang", lang)
    found = json.loads(done.out)
    jsonschema.validate(found, schema, jsonschema.Draft202012Validator)
    assert [each["component"].rpartition("#")[2] for each in found] == [
        "ClassConstraintComponent",
        "MaxCountConstraintComponent",
    ]
    assert {each["file"] for each in found} == {"wrong.ttl"}


@pytest.mark.usefixtures("folder")
def test_all_formats_and_engines_find_the_same(run: Run) -> None:
    found = {
        engine: json.loads(run("validate", "wrong.ttl", "-f", "json", "--engine", engine).out)
        for engine in ("citygraph", "pyshacl")
    }
    assert found["citygraph"] == found["pyshacl"]
    assert run("validate", "wrong.ttl", "-f", "turtle").out.count("a sh:ValidationResult") == 2
    assert run("validate", "wrong.ttl").out.count("violation: ") == 2


def test_the_report_is_the_same_from_anywhere(run: Run, folder: Path) -> None:
    here = run("validate", str(folder / "wrong.ttl"), "-f", "turtle").out
    there = process("validate", str(folder / "wrong.ttl"), "-f", "turtle", cwd="/").stdout.decode()
    assert here == there


def test_a_file_is_written_and_its_suffix_names_the_format(run: Run, folder: Path) -> None:
    done = run("validate", "wrong.ttl", "-o", "findings.json")
    assert (done.code, done.out, done.err) == (1, "", "")
    assert len(json.loads((folder / "findings.json").read_text(encoding="utf-8"))) == 2


def test_data_folders_are_checked_too(run: Run, folder: Path) -> None:
    (folder / "town.ttl").unlink()
    (folder / "warned.ttl").unlink()
    assert run("validate", "--data", ".").code == 1
    assert run("validate", ".").out == run("validate", "--data", ".").out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "x.ttl: no such file or folder"),
        (b"", "x.ttl: holds no triples"),
        (b"# nothing\n", "x.ttl: holds no triples"),
        (b"@prefix a: <http://a/> .\na:b a:c\n", "x.ttl:3:1: this is no Turtle: "),
        (b'<http://a/b> <http://a/c> "\xe9" .', "x.ttl:1: byte 28 of the line (0xE9) is not UTF-8"),
        (b"<http://a/b> <http://a/c> 1 .", "x.ttl: no focus node: no shape is about anything"),
    ],
)
def test_what_cannot_be_checked_is_bad_input(
    run: Run, folder: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (folder / "x.ttl").write_bytes(content)
    done = run("validate", "x.ttl")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"citygraph: {said}")


def test_a_file_without_focus_nodes_beside_others_is_named(run: Run, folder: Path) -> None:
    (folder / "x.ttl").write_bytes(b"<http://a/b> <http://a/c> 1 .")
    done = run("validate", "town.ttl", "x.ttl")
    assert done.code == 0
    assert done.err == "x.ttl: no focus node: nothing in this file was checked\n"
    assert run("--quiet", "validate", "town.ttl", "x.ttl").err == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-f", "csv"], "--format csv: expected one of text, json, turtle, sarif, junit, github"),
        (["--engine", "jena"], "no engine 'jena': expected one of citygraph, pyshacl"),
        (
            ["--severity", "fatal"],
            "citygraph: --severity fatal: expected one of info, warning, violation\n",
        ),
        (
            ["--source", "a.txt", "--source", "b.txt"],
            "citygraph: --source b.txt: given twice; give --source once\n",
        ),
        (["--lang", "fr"], "--lang fr: expected one of en, ja, ko"),
    ],
)
def test_wrong_usage(run: Run, words: list[str], said: str) -> None:
    done = run("validate", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_the_time_it_may_take_is_kept(run: Run) -> None:
    done = run("validate", "--timeout", "1ms")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("citygraph: no answer within 0.001 s")


def test_what_is_left_to_pyshacl_is_said(run: Run, folder: Path) -> None:
    spoilt = TOWN.replace('"Land"@en', '"Land"@en ; cg:rank 1.50')
    (folder / "decimal.ttl").write_text(spoilt, encoding="utf-8")
    done = run("validate", "decimal.ttl", "-f", "json")
    assert done.code == 1
    assert done.err == (
        'checked by pyshacl, because the store does not keep "1.50"'
        "^^<http://www.w3.org/2001/XMLSchema#decimal> as it is written\n"
    )
    assert any('"1.50"' in each["message"] for each in json.loads(done.out))


def test_the_default_engine_starts_neither_rdflib_nor_pyshacl(folder: Path) -> None:
    program = (
        "import sys; from citygraph.cli import main; main(['validate', 'wrong.ttl']); "
        "print(*(name for name in ('rdflib', 'pyshacl') if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, cwd=folder, text=True
    )
    assert done.stdout.endswith("constraints\n\n")


# --- progress ----------------------------------------------------------------------------------


def test_nobody_is_kept_waiting_without_a_word_on_a_terminal(tmp_path: Path) -> None:
    program = (
        "import time; from argparse import Namespace; "
        "from citygraph.cli.progress import shown_while\n"
        "with shown_while('counting', Namespace(quiet={quiet}), after=0.05): time.sleep({seconds})"
    )

    def shown(*, quiet: bool, seconds: float) -> str:
        script = tmp_path / "wait.py"
        script.write_text(program.format(quiet=quiet, seconds=seconds), encoding="utf-8")
        code, text = at_a_terminal(f"{sys.executable} wait.py", tmp_path)
        assert code == 0
        return text

    assert shown(quiet=False, seconds=0.5) == "counting …\n"
    assert shown(quiet=False, seconds=0) == ""
    assert shown(quiet=True, seconds=0.5) == ""


def test_logs_need_no_comfort(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_while("counting", Namespace(quiet=False), after=0.0):
        time.sleep(0.05)
    assert capsys.readouterr().err == ""


# --- what is known, what is asked about, what fails ----------------------------------------------


@pytest.mark.usefixtures("folder")
def test_only_new_findings_fail(run: Run, folder: Path) -> None:
    assert run("validate", "wrong.ttl", "-f", "json", "-o", "known.json").code == 1
    done = run("validate", "wrong.ttl", "--baseline", "known.json")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(
        "no new findings\n"
        "known from the baseline and left out: 2; in the baseline and found no more: 0\nchecked: "
    )
    (folder / "wrong.ttl").write_text(WRONG.replace('"Land" ;', '"Sea" ;'), encoding="utf-8")
    again = run("validate", "wrong.ttl", "--baseline", "known.json", "-f", "json")
    assert again.code == 1
    assert [each["value"] for each in json.loads(again.out)] == ['"Sea"']
    assert again.err == "known.json: 1 known, 1 found no more\n"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", ["text", "json", "turtle", "sarif", "junit", "github"])
def test_words_go_to_stderr_and_quiet_silences_them_alone(run: Run, form: str) -> None:
    run("validate", "warned.ttl", "-f", "json", "-o", "known.json")
    words = ["validate", "wrong.ttl", "--baseline", "known.json", "-f", form]
    loud, quiet = run(*words), run(*words, "--quiet")
    assert (loud.out, loud.code) == (quiet.out, quiet.code)
    assert quiet.err == ""
    said = "known.json: 0 known, 1 found no more\n"
    assert loud.err == ("" if form in {"text", "github"} else said)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("severity", "failing"), [("violation", 0), ("warning", 1), ("info", 1)])
def test_every_report_obeys_the_severity(run: Run, severity: str, failing: int) -> None:
    done = {
        form: run("validate", "warned.ttl", "-f", form, "--severity", severity)
        for form in ("text", "json", "turtle", "sarif", "junit", "github")
    }
    assert {each.code for each in done.values()} == {failing}
    below = "not failing, as less than violation: 1\n"
    assert (below in done["text"].out) == (below in done["github"].out) == (not failing)
    assert f'tests="2" failures="{failing}" errors="0" skipped="{1 - failing}"' in done["junit"].out
    assert f'"exitCode": {failing}' in done["sarif"].out
    assert f'"failsFrom": "{severity}"' in done["sarif"].out
    assert done["github"].out.startswith("::warning file=warned.ttl,line=")


@pytest.mark.usefixtures("folder")
def test_a_finding_is_explained(run: Run) -> None:
    done = run("validate", "wrong.ttl", "--explain", "1")
    assert (done.code, done.err) == (0, "")
    assert re.search(r"\n  declared in: shapes/city\.ttl:\d+\n", done.out)
    assert re.search(r"\n  parameter: sh:class Country \(schema:Country\) \(shapes/", done.out)
    fingerprint = re.findall(r"\(([0-9a-f]{12})\)", done.out)[-1]
    assert run("validate", "wrong.ttl", "--explain", fingerprint).out == done.out
    for each in json.loads(run("validate", "wrong.ttl", "-f", "json").out):
        by_number = run("validate", "wrong.ttl", "--explain", str(each["number"])).out
        assert run("validate", "wrong.ttl", "--explain", each["fingerprint"]).out == by_number
        assert by_number.startswith(each["label"])
    asked = json.loads(run("validate", "wrong.ttl", "--explain", "1", "-f", "json").out)
    (first, _) = json.loads(run("validate", "wrong.ttl", "-f", "json").out)
    assert asked["finding"] == first


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--explain", "9"], "no finding has the number 9: the report holds 2"),
        (["--explain", ""], "'' names no finding: give its number in the report"),
        (["--baseline", ""], ": cannot be read: "),
        (["--explain", "1", "-f", "sarif"], "--format sarif: expected one of text, json"),
        (["--baseline", "none.json"], "none.json: cannot be read: No such file or directory"),
        (["--baseline", "wrong.ttl"], "wrong.ttl:1:1: this is no JSON: Expecting value"),
    ],
)
def test_what_cannot_be_compared_or_explained(run: Run, words: list[str], said: str) -> None:
    done = run("validate", "wrong.ttl", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"citygraph: {said}")


@pytest.mark.usefixtures("folder")
def test_lines_fit_the_terminal(folder: Path) -> None:
    code, shown = at_a_terminal("citygraph validate wrong.ttl --lang ja", folder)
    assert code == 1
    assert max(map(columns, shown.splitlines())) <= 100
    assert "\x1b[" not in shown
    code, shown = at_a_terminal(
        "env -u NO_COLOR TERM=xterm citygraph validate wrong.ttl --lang ja", folder
    )
    assert "\x1b[31m  違反:\x1b[0m" in shown
