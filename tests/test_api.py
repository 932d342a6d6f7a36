"""The door of the package, and the Python API behind it."""

import subprocess
import sys
from pathlib import Path

import pytest

import citygraph
from citygraph.errors import UnknownNameError
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


def test_validation_is_behind_the_same_door(bundled: citygraph.CityGraph) -> None:
    report = citygraph.validate(bundled)
    assert isinstance(report, citygraph.Report)
    assert report.conforms
