"""The door of the package, and the Python API behind it."""

import subprocess
import sys
from pathlib import Path

import pytest

import citygraph
from citygraph.errors import UnknownNameError
from citygraph.validation import write_report
from tests.small_city import OSAKA

HEAVY = ("pyoxigraph", "rdflib", "pyshacl", "rich", "pandas", "argparse", "dataclasses")


def test_all_is_what_can_be_seen() -> None:
    assert sorted(citygraph.__all__) == dir(citygraph)
    assert all(getattr(citygraph, name) is not None for name in citygraph.__all__)


def test_nothing_else_stands_in_the_door() -> None:
    program = (
        "import sys; before = set(sys.modules); import citygraph; "
        "print(sorted(name for name in vars(citygraph) if not name.startswith('_'))); "
        f"print([name for name in {HEAVY} if name in set(sys.modules) - before])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    seen, heavy = done.stdout.splitlines()
    assert seen == "['TYPE_CHECKING', 'annotations']"
    assert heavy == "[]"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'citygraph' has no attribute 'nothing'"):
        citygraph.nothing  # noqa: B018 - asking for it is the test


def test_load_ask_show_find(tmp_path: Path) -> None:
    path = tmp_path / "osaka.ttl"
    path.write_text(OSAKA, encoding="utf-8")
    graph = citygraph.load(path)
    answer = citygraph.ask(graph, "SELECT ?c { ?c a cg:City ; skos:prefLabel ?l }", l='"大阪"@ja')
    assert isinstance(answer, citygraph.Answer)
    assert answer.records() == [{"c": "https://w3id.org/citygraph/id/osaka/osaka"}]
    assert citygraph.show(graph, "大阪", lang="ko").label == "오사카"
    assert [match.label for match in citygraph.find(graph, "naniwa", lang="ja")] == ["大阪"]


def test_questions_are_asked_by_name(bundled: citygraph.CityGraph) -> None:
    answers = {}
    for lang in ("en", "ja"):
        answer = citygraph.ask(bundled, "strategic-goals", lang=lang)
        assert isinstance(answer, citygraph.Answer)
        answers[lang] = answer.records()
    assert [row["goal"] for row in answers["en"]] == [row["goal"] for row in answers["ja"]]
    assert [row["goalLabel"] for row in answers["en"]] != [
        row["goalLabel"] for row in answers["ja"]
    ]
    with pytest.raises(UnknownNameError):
        citygraph.ask(bundled, "nothing")


def test_a_question_can_be_passed_on(bundled: citygraph.CityGraph) -> None:
    questions = citygraph.list_questions(bundled)
    goal = next(each for each in questions if each.name == "what-contributes-to-goal")
    answer = citygraph.ask(bundled, goal, goal="tokyo:goal-safe-city", limits=citygraph.Limits())
    assert isinstance(answer, citygraph.Answer)
    assert answer.rows


def test_findings_are_explained_and_compared_behind_the_same_door(tmp_path: Path) -> None:
    path, kept = tmp_path / "osaka.ttl", tmp_path / "known.json"
    path.write_text(OSAKA, encoding="utf-8")
    graph = citygraph.load(path)
    report = citygraph.validate(graph)
    first = citygraph.explain(graph, report, 1)
    assert isinstance(first, citygraph.Explanation)
    assert citygraph.explain(graph, report, first.fingerprint) == first
    kept.write_text(write_report(report, "json"), encoding="utf-8")
    rest = citygraph.without_known(report, citygraph.read_baseline(kept))
    assert (len(rest.findings), rest.known, rest.gone) == (0, len(report.findings), 0)
    with pytest.raises(citygraph.InputError, match="no finding has the number 1"):
        citygraph.explain(graph, rest, 1)


def test_validation_is_behind_the_same_door(bundled: citygraph.CityGraph) -> None:
    report = citygraph.validate(bundled)
    assert isinstance(report, citygraph.Report)
    assert report.conforms
