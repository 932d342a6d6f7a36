"""SARIF, JUnit and GitHub annotations: the same findings, counted alike, and nothing garbled."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.dom import minidom

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from citygraph.graph import CityGraph
from citygraph.tables import printable
from citygraph.validation import REPORT_FORMATS, Finding, Report, Severity, validate, write_report
from citygraph.validation.components import COMPONENTS
from citygraph.validation.github_report import in_message, in_property
from citygraph.validation.junit_report import escaped
from citygraph.validation.paths import Inverse, Predicate
from citygraph.validation.shapes import Constraint
from citygraph.vocabulary import LANGUAGES
from tests.command import process
from tests.shacl import EX

if TYPE_CHECKING:
    from tests.goldens_option import Goldens

FOLDER = Path(__file__).resolve().parent / "reports"
SUFFIXES = {
    "text": "txt", "json": "json", "turtle": "ttl", "sarif": "sarif", "junit": "xml",
    "github": "log",
}  # fmt: skip


def xml(text: str) -> minidom.Document:
    """Read XML that we have written ourselves."""
    return minidom.parseString(text)  # noqa: S318 - nobody else's text is read


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> tuple[CityGraph, Report]:
    """Check a small wrong file, from its own folder and outside of any repository."""
    folder = tmp_path_factory.mktemp("reports")
    shutil.copy(FOLDER / "wrong.ttl", folder)
    before = Path.cwd()
    os.chdir(folder)
    try:
        graph = CityGraph.load("wrong.ttl")
        return graph, validate(graph)
    finally:
        os.chdir(before)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_every_format_in_every_language(
    form: str, lang: str, wrong: tuple[CityGraph, Report], goldens: Goldens
) -> None:
    graph, report = wrong
    text = write_report(report, form, lang=lang, prefixes=graph.prefixes)
    # How much there is to check grows with the shapes; the version grows too.
    shown = re.sub(r"(?<= )\d{3,}(?=[ ,件개])", "…", text) if form != "turtle" else text
    shown = re.sub(r'("version": )"(?!2\.1\.0)[^"]*"', r'\1"…"', shown)
    goldens.check(FOLDER / f"wrong.{lang}.{SUFFIXES[form]}", shown)


# --- counts ------------------------------------------------------------------------------------

NODES = st.sampled_from([NamedNode(EX + name) for name in "ab"])
TEXTS = st.text(max_size=12)
VALUES = st.none() | NODES | st.builds(Literal, TEXTS)
PATHS = st.none() | st.sampled_from(
    [Predicate(NamedNode(EX + "p")), Inverse(Predicate(NamedNode(EX + "q")))]
)
CONSTRAINTS = st.builds(
    Constraint,
    st.sampled_from([COMPONENTS[name] for name in ("class", "minCount", "pattern", "sparql")]),
    st.tuples(VALUES.filter(lambda value: value is not None)),
    NODES,
    st.sampled_from(Severity),
    st.tuples(st.builds(Literal, TEXTS)) | st.just(()),
)
FINDINGS = st.builds(
    Finding,
    NODES,
    PATHS,
    VALUES,
    CONSTRAINTS,
    file=st.none() | TEXTS.filter(bool),
    line=st.none() | st.integers(1, 9),
)
REPORTS = st.builds(
    Report,
    st.lists(FINDINGS, max_size=6).map(tuple),
    st.integers(0, 9),
    st.integers(0, 9),
    st.just({}),
    labels=st.fixed_dictionaries(
        {}, optional={NamedNode(EX + "a"): st.tuples(st.builds(Literal, TEXTS))}
    ),
    threshold=st.sampled_from(Severity),
    known=st.none() | st.integers(0, 3),
    gone=st.integers(0, 3),
)


@given(REPORTS, st.sampled_from(LANGUAGES))
def test_every_format_counts_alike(report: Report, lang: str) -> None:
    severities = [finding.severity for finding in report.findings]
    failing = [severity for severity in severities if severity >= report.threshold]
    written = {form: write_report(report, form, lang=lang) for form in REPORT_FORMATS}

    assert [each["severity"] for each in json.loads(written["json"])] == [
        severity.word for severity in severities
    ]
    (run,) = json.loads(written["sarif"])["runs"]
    levels = {"error": 3, "warning": 2, "note": 1}
    assert [levels[each["level"]] for each in run["results"]] == severities
    assert run["invocations"][0]["exitCode"] == int(report.fails()) == int(bool(failing))

    suite = xml(written["junit"]).getElementsByTagName("testsuite")[0]
    cases = suite.getElementsByTagName("testcase")
    assert int(suite.getAttribute("tests")) == len(cases) == len(severities) + 1
    for name, count in (("failure", len(failing)), ("skipped", len(severities) - len(failing))):
        assert len(suite.getElementsByTagName(name)) == count
    assert int(suite.getAttribute("failures")) == len(failing)
    assert int(suite.getAttribute("skipped")) == len(severities) - len(failing)

    commands = {"error": 3, "warning": 2, "notice": 1}
    lines = [line for line in written["github"].split("\n") if line.startswith("::")]
    assert [commands[re.split("[: ]", line)[2]] for line in lines] == severities

    assert len(
        re.findall(r"^  [^:\n]+: \d+ \([0-9a-f]{12}\)$", written["text"], re.MULTILINE)
    ) == len(severities)
    assert written["turtle"].count("a sh:ValidationResult") == len(severities)
    assert ("sh:conforms true" in written["turtle"]) == (not severities and not report.known)


# --- nothing garbled ---------------------------------------------------------------------------


@given(st.text())
def test_any_text_survives_an_xml_parser(text: str) -> None:
    document = xml(f'<a b="{escaped(text)}">{escaped(text)}</a>')
    held = re.sub("[\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", printable(text))
    (element,) = document.getElementsByTagName("a")
    assert element.getAttribute("b") == held
    assert "".join(str(child.nodeValue) for child in element.childNodes) == held


def unescaped(text: str, *codes: tuple[str, str]) -> str:
    """Undo what GitHub undoes, the percent sign last (actions/runner, ActionCommand.cs)."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), *codes, ("%25", "%")):
        text = text.replace(code, character)
    return text


@given(st.text())
def test_any_text_survives_github(text: str) -> None:
    visible = "\r".join(printable(part) for part in text.split("\r"))
    assert unescaped(in_message(text)) == visible
    assert unescaped(in_property(text), ("%3A", ":"), ("%2C", ",")) == visible
    assert not re.search("[\r\n]", in_message(text))
    assert not re.search("[\r\n:,]", in_property(text))


@given(st.text(min_size=1), st.text())
def test_any_name_and_message_survive_every_format(file: str, message: str) -> None:
    constraint = Constraint(
        COMPONENTS["class"],
        (NamedNode(EX + "C"),),
        NamedNode(EX + "s"),
        Severity.VIOLATION,
    )
    finding = Finding(
        NamedNode(EX + "a"), None, None, constraint, (Literal(message),), file=file, line=2
    )
    report = Report((finding,), 1, 1, {})
    (written,) = json.loads(write_report(report, "json"))
    assert written["file"] == file
    assert written["message"].startswith(message.strip())
    (run,) = json.loads(write_report(report, "sarif"))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == file
    assert place["region"] == {"startLine": 2}
    assert message.strip() in run["results"][0]["message"]["text"]
    case = xml(write_report(report, "junit")).getElementsByTagName("testcase")[1]
    held = re.sub("[\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", printable(file))
    assert case.getAttribute("file") == held
    line = write_report(report, "github").split("\n")[0]
    assert line.startswith(f"::error file={in_property(file)},line=2,title=")


# --- SARIF -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sarif_is_as_its_schema_says(lang: str, wrong: tuple[CityGraph, Report]) -> None:
    folder = os.environ.get("CITYGRAPH_SCHEMAS")
    if not folder:
        pytest.skip("set CITYGRAPH_SCHEMAS to the folder that holds sarif-2.1.0.json")
    schema = json.loads((Path(folder) / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    graph, report = wrong
    for each in (report, Report((), 0, 0, {})):
        log = json.loads(write_report(each, "sarif", lang=lang, prefixes=graph.prefixes))
        assert [error.message for error in validator.iter_errors(log)] == []
        assert list(validator.iter_errors({**log, "version": "2.0.0"}))


def test_a_rule_of_sarif_is_named_once_and_found_by_its_index(
    wrong: tuple[CityGraph, Report],
) -> None:
    graph, report = wrong
    twice = Report((*report.findings, *report.findings), 1, 1, {}, labels=report.labels)
    (run,) = json.loads(write_report(twice, "sarif", prefixes=graph.prefixes))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == [
        "shapes:city-country/Class",
        "shapes:city-country/MaxCount",
        "shapes:goal-pursued/MinCount",
    ]
    assert [rules[each["ruleIndex"]] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]
    prints = [each["partialFingerprints"]["citygraphFinding/v1"] for each in run["results"]]
    assert len(set(prints)) == 6


# --- the same from anywhere --------------------------------------------------------------------


@pytest.mark.parametrize("repository", [True, False])
@pytest.mark.parametrize("form", ["sarif", "junit", "github"])
def test_machines_read_the_same_from_any_working_directory(
    form: str, tmp_path: Path, *, repository: bool
) -> None:
    if repository:
        (tmp_path / ".git").mkdir()
    inner = tmp_path / "cities" / "north"
    inner.mkdir(parents=True)
    shutil.copy(FOLDER / "wrong.ttl", inner)
    names = {
        inner: "wrong.ttl",
        tmp_path: "cities/north/wrong.ttl",
        tmp_path / "cities": "./north/../north/wrong.ttl",
        Path("/"): str(inner / "wrong.ttl"),
    }
    texts = {
        process("validate", name, "-f", form, cwd=folder).stdout.decode()
        for folder, name in names.items()
    }
    (text,) = texts
    named = "cities/north/wrong.ttl" if repository else "wrong.ttl"
    assert {"sarif": f'"uri": "{named}"', "junit": f'file="{named}"'}.get(
        form, f"={named},"
    ) in text


def test_files_of_several_folders_outside_of_a_repository(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        text = (FOLDER / "wrong.ttl").read_text(encoding="utf-8").replace("wrong:", f"{name}:")
        (tmp_path / name / f"{name}.ttl").write_text(text, encoding="utf-8")
    found = process("validate", "a/a.ttl", "b/b.ttl", "-f", "github", cwd=tmp_path).stdout.decode()
    assert set(re.findall(r"file=([^,]*)", found)) == {"a/a.ttl"}
