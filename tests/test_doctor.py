"""`citygraph doctor` here: what is installed, which engines work, whether the files are whole."""

import json
import locale
import shutil
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import citygraph
from citygraph.doctor import AREAS, Check, Examination, Terminal, examine
from citygraph.doctor import domain_files as files_room
from citygraph.doctor import engines as engines_room
from citygraph.doctor.domain_files import domain_files
from citygraph.doctor.engines import engines
from citygraph.doctor.installation import installation, is_within, requirements
from citygraph.doctor.surroundings import surroundings
from citygraph.doctor.wording import found, remedy
from citygraph.doctor.writing import EXAMINATION_FORMATS, summary, write_examination
from citygraph.errors import FaultError
from citygraph.home import Home, find_root
from citygraph.validation.wrapping import columns
from citygraph.vocabulary import LANGUAGES
from tests.command import Run, process

SCHEMA = Path(__file__).parents[1] / "docs" / "schemas" / "doctor.json"


def named(checks: object, name: str) -> Check:
    """Give the check of this name."""
    [check] = [each for each in checks if each.name == name]  # type: ignore[attr-defined]
    return check  # type: ignore[no-any-return]


# --- the whole ---------------------------------------------------------------------------------


def test_here_everything_works() -> None:
    examination = citygraph.examine()
    assert isinstance(examination, Examination)
    assert examination.works
    assert [each for each in examination.checks if each.state == "fault"] == []
    assert {each.area for each in examination.checks} == set(AREAS) - {"endpoint", "graphs"}
    assert len(examination.checks) >= 20


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", EXAMINATION_FORMATS)
def test_it_is_told_in_every_format(run: Run, form: str, lang: str) -> None:
    done = run("doctor", "-f", form, "--lang", lang)
    assert done.code == 0
    assert done.err.startswith(summary(Examination(()), lang))
    assert "pyoxigraph" in done.out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_is_as_the_published_schema_says(run: Run, lang: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "https://w3id.org/citygraph/schemas/doctor.json"
    document = json.loads(run("doctor", "-f", "json", "--lang", lang).out)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(document)) == []
    assert (document["endpoint"], document["works"]) == (None, True)


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_fits_the_terminal(width: int, lang: str) -> None:
    text = write_examination(examine(), "table", lang=lang, width=width)
    assert max(map(columns, text.splitlines())) <= width


def test_a_fault_is_exit_code_1(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines_room, "_oxigraph", lambda _: 1 / 0)
    done = run("doctor", "-f", "csv")
    assert done.code == 1
    assert "does not work: ZeroDivisionError: division by zero" in done.out
    assert done.err == "faults: 1\n"


def test_it_says_nothing_of_the_environment() -> None:
    auth = "basic someone:a-very-secret-word"
    done = process("doctor", "-f", "json", env={"CITYGRAPH_AUTH": auth, "MY_SECRET": "other-word"})
    assert done.returncode == 0
    for word in (b"someone", b"very-secret", b"other-word"):
        assert word not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--data", "x.ttl"], "doctor examines what is installed; check files of yours with"),
        (["--endpoint", "http://x/", "--graph", "urn:g"], "doctor looks at all of this project's"),
        (["-f", "text"], "--format text: expected one of table, csv, json, md"),
    ],
)
def test_what_would_be_passed_over_is_refused(run: Run, words: list[str], message: str) -> None:
    done = run("doctor", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"citygraph: {message}")


# --- what is installed -------------------------------------------------------------------------


def test_each_requirement_is_looked_at() -> None:
    needed = {each.name: each for each in requirements()}
    project = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert needed["pandas"].extra == "pandas"
    assert needed["pyarrow"].extra == "parquet"
    assert needed["pyoxigraph"].extra == ""
    checked = {each.name.partition(" ")[0] for each in installation()}
    assert checked == {"Python", "citygraph", *needed}
    assert all(name.lower() in project.lower() for name in needed)


@pytest.mark.parametrize(
    ("version", "bounds", "expected"),
    [
        ("1.2.3", ">=1.2,<2", True),
        ("1.10", ">=1.9,<2", True),
        ("2.0.0", "<2", False),
        ("2", ">=2.0", True),
        ("1.9.9", ">=2", False),
        ("3.0", "==3", True),
        ("3.0", "!=3", False),
        ("3.1", ">3,<=3.1", True),
        ("3.1", "", True),
        ("3.1", "~nonsense", False),
        ("1.2+local.7", ">=1.2,<1.3", True),
    ],
)
def test_versions_are_compared_as_numbers(version: str, bounds: str, expected: object) -> None:
    assert is_within(version, bounds) is expected


def test_what_is_missing_or_out_of_range_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = metadata.version

    def version(name: str) -> str:
        if name in {"pandas", "httpx"}:
            raise metadata.PackageNotFoundError(name)
        return "0.1" if name in {"rdflib", "pyarrow"} else real(name)

    monkeypatch.setattr(metadata, "version", version)
    checks = tuple(installation())
    assert (named(checks, "httpx").state, named(checks, "rdflib").state) == ("fault", "fault")
    pandas, pyarrow = named(checks, "pandas [pandas]"), named(checks, "pyarrow [parquet]")
    assert (pandas.state, pyarrow.state) == ("hint", "hint")
    assert remedy(pandas, "en") == "if you want it: pip install 'citygraph[pandas]'"
    assert "0.1, which is not supported" in found(pyarrow, "en")
    assert remedy(named(checks, "rdflib"), "en").startswith("install a supported version: pip")


def test_a_python_that_is_too_old_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 1))
    check = named(installation(), "Python")
    assert (check.state, check.finding) == ("fault", "python-out-of-range")


# --- engines -----------------------------------------------------------------------------------


def test_an_engine_that_answers_wrongly_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines_room, "_NAME", "Edo")
    checks = {each.name: each for each in engines()}
    for name in ("pyoxigraph", "rdflib"):
        assert checks[name].state == "fault"
        assert found(checks[name], "en") == "gives a wrong answer: ['東京 · 도쿄']"


def test_an_engine_that_finds_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines_room, "DATA", engines_room.DATA.replace("/nameless", ""))
    checks = {each.name: each for each in engines()}
    assert (checks["own SHACL engine"].state, checks["pySHACL"].state) == ("fault", "fault")


def test_a_library_that_cannot_be_loaded_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SPARQLWrapper", None)
    check = named(engines(), "SPARQLWrapper")
    assert check.state == "fault"
    assert "ModuleNotFoundError" in found(check, "ko")


# --- files -------------------------------------------------------------------------------------


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the installed files, to be broken."""
    for each in ("ontology", "data", "shapes", "queries", "mappings"):
        shutil.copytree(find_root() / each, tmp_path / each)
    monkeypatch.setattr(
        files_room,
        "open_home",
        lambda: Home(tmp_path, tuple(sorted(tmp_path.glob("data/[st]*.ttl")))),
    )
    return tmp_path


def test_the_files_are_whole(broken: Path) -> None:
    checks = {each.name: each for each in domain_files()}
    assert {each.state for each in checks.values()} == {"ok"}, broken
    assert set(checks) == {"ontology", "shapes", "data", "questions", "links", "digest"}
    assert int(str(checks["questions"].places["count"])) >= 40


@pytest.mark.parametrize(
    ("path", "name", "said"),
    [
        ("ontology/citygraph.ttl", "ontology", "this is no Turtle"),
        ("shapes/goal.ttl", "shapes", "this is no Turtle"),
        ("data/tokyo.ttl", "data", "this is no Turtle"),
        ("queries/strategic-goals.rq", "questions", "cannot be used"),
        ("mappings/tokyo.sssom.tsv", "links", "sssom.tsv:1: the metadata has no curie_map"),
        ("data/void.ttl", "digest", "this is no Turtle"),
    ],
)
def test_a_broken_file_is_found(broken: Path, path: str, name: str, said: str) -> None:
    (broken / path).write_text("this is { nothing")
    check = named(domain_files(), name)
    assert check.state == "fault"
    assert said in found(check, "en")
    assert remedy(check, "en") == "install citygraph again"


def test_what_is_not_as_published_is_found(broken: Path) -> None:
    path = broken / "data" / "tokyo.ttl"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"JP-13"', '"JP-14"'), encoding="utf-8"
    )
    check = named(domain_files(), "digest")
    assert (check.state, check.finding) == ("hint", "digest-differs")
    path.with_name("void.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    assert named(domain_files(), "digest").finding == "no-digest"
    path.with_name("void.ttl").unlink()
    assert "digest" not in {each.name for each in domain_files()}


def test_links_that_are_not_what_their_table_gives_are_found(broken: Path) -> None:
    links = broken / "data" / "tokyo.links.ttl"
    links.write_text(links.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    check = named(domain_files(), "links")
    assert (check.state, check.finding) == ("hint", "links-stale")
    for lang in LANGUAGES:
        assert "tokyo.links.ttl" in found(check, lang)
        assert "citygraph link make" in remedy(check, lang)
    shutil.rmtree(broken / "mappings")
    assert "links" not in {each.name for each in domain_files()}


def test_missing_files_are_found(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (*broken.glob("shapes/*"), *broken.glob("queries/**/*.rq")):
        each.unlink()
    checks = {each.name: each for each in domain_files()}
    assert {name for name, each in checks.items() if each.finding == "no-files"} == {
        "shapes",
        "questions",
    }

    def lost() -> Home:
        raise FaultError("this installation of citygraph is incomplete")

    monkeypatch.setattr(files_room, "open_home", lost)
    [check] = domain_files()
    assert (check.state, check.finding) == ("fault", "incomplete")


# --- surroundings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terminal", "name", "state", "finding"),
    [
        (Terminal("utf-8", 80), "encoding", "ok", "encoding"),
        (Terminal("UTF8", 80), "encoding", "ok", "encoding"),
        (Terminal("cp1252", 80), "encoding", "hint", "encoding-other"),
        (Terminal("", None), "encoding", "hint", "encoding-other"),
        (Terminal("utf-8", 80), "terminal", "ok", "terminal"),
        (Terminal("utf-8", 40), "terminal", "hint", "narrow"),
        (Terminal("utf-8", None), "terminal", "ok", "no-terminal"),
    ],
)
def test_the_terminal_is_looked_at(terminal: Terminal, name: str, state: str, finding: str) -> None:
    check = named(surroundings(terminal), name)
    assert (check.state, check.finding) == (state, finding)


@pytest.mark.parametrize(
    ("spoken", "finding"),
    [("ko_KR", "speaks"), ("ja_JP", "speaks"), ("en_US", "locale"), (None, "locale")],
)
def test_the_language_around_is_offered(
    monkeypatch: pytest.MonkeyPatch, spoken: str | None, finding: str
) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: (spoken, "UTF-8"))
    check = named(surroundings(None), "language")
    assert check.finding == finding
    if finding == "speaks":
        assert remedy(check, "en") == f"give --lang {str(spoken)[:2]}"


def test_temporary_files_need_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert named(surroundings(None), "temporary files").state == "ok"

    def usage(_: str) -> Any:  # noqa: ANN401
        return type("Usage", (), {"free": 5 * 2**20})

    monkeypatch.setattr(shutil, "disk_usage", usage)
    assert named(surroundings(None), "temporary files").finding == "little-room"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    check = named(surroundings(None), "temporary files")
    assert (check.state, check.finding) == ("fault", "not-writable")
