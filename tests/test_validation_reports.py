"""Reports: the same findings as text, JSON and Turtle, in the language asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from citygraph import vocabulary
from citygraph.errors import InputError
from citygraph.evidence.complaints import KINDS
from citygraph.formats import REPORTS
from citygraph.validation import REPORT_FORMATS, Report, Severity, write_report
from citygraph.validation.checks import Hit
from citygraph.validation.components import COMPONENTS
from citygraph.validation.fingerprints import fingerprints, marks
from citygraph.validation.messages import fill, filled_in
from citygraph.validation.wording import Wording, in_language, read_phrases
from tests.shacl import EX, report
from tests.test_validation_checks import CASES

if TYPE_CHECKING:
    from collections.abc import Iterator

SHAPES = """
ex:town a sh:NodeShape ; sh:targetClass ex:Town ; sh:name "town"@en, "町"@ja, "마을"@ko ;
    sh:property ex:mayor, [ sh:path [ sh:inversePath ( ex:p ex:q ) ] ; sh:minCount 1 ;
        sh:severity sh:Warning ] .
ex:mayor sh:path ex:mayor ; sh:maxCount 1 ; sh:class ex:Person ;
    sh:message "mayor: one person"@en, "町長：一人"@ja ;
    sh:description "Keep one mayor."@en, "町長を一人にする。"@ja .
"""
DATA = """
ex:here a ex:Town ; skos:prefLabel "Here"@en, "ここ"@ja, "여기"@ko ; ex:mayor ex:ann, "Bob" .
ex:ann a ex:Person ; skos:prefLabel "Ann"@en, "アン"@ja .
"""
TEXT = """\
Here (ex:here)
  violation: mayor: one person
  file: town.ttl:9
  path: ex:mayor
  expected: an instance of ex:Person
  found: "Bob"
  to fix: Keep one mayor.
  shape: ex:mayor
  number: 1 (19f0ad843f43)

Here (ex:here)
  violation: mayor: one person
  file: town.ttl:9
  path: ex:mayor
  expected: values of ex:mayor: at most 1
  found: 2: "Bob", Ann (ex:ann)
  to fix: Keep one mayor.
  shape: ex:mayor
  number: 2 (1868576af5bd)

Here (ex:here)
  warning: values of ^(ex:p/ex:q): at least 1
  file: town.ttl:9
  path: ^(ex:p/ex:q)
  expected: values of ^(ex:p/ex:q): at least 1
  found: nothing
  to fix: add what is missing
  shape: _:s1n4
  number: 3 (f303eb909f8d)

violations: 2, warnings: 1, infos: 0
not failing, as less than violation: 1
checked: 1 focus nodes, 3 constraints
"""
PREFIXES = {**vocabulary.PREFIXES, "ex": EX}
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Give a report of three findings about one town."""
    monkeypatch.chdir(tmp_path)
    return report(SHAPES, DATA, Path())


def test_text(found: Report) -> None:
    assert write_report(found, prefixes=PREFIXES) == TEXT


def test_text_speaks_the_language_asked_for(found: Report) -> None:
    japanese = write_report(found, lang="ja", prefixes=PREFIXES)
    assert "ここ (ex:here)\n  違反: 町長：一人\n  ファイル: town.ttl:9\n" in japanese
    assert '  実際: 2件: "Bob", アン (ex:ann)\n  直し方: 町長を一人にする。\n' in japanese
    assert japanese.endswith(
        "違反に満たず不合格にしないもの: 1件\n検査: フォーカスノード 1件、制約 3件\n"
    )


def test_what_is_not_said_in_a_language_is_said_in_english(found: Report) -> None:
    korean = write_report(found, lang="ko", prefixes=PREFIXES)
    assert "여기 (ex:here)\n  위반: mayor: one person\n" in korean
    assert "Ann (ex:ann)\n  고치는 법: Keep one mayor.\n" in korean


def test_json_is_as_its_schema_says(found: Report) -> None:
    document = json.loads((ROOT / "docs" / "schemas" / "validate.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(document)
    validator = jsonschema.Draft202012Validator(document)
    written = json.loads(write_report(found, "json", prefixes=PREFIXES))
    assert list(validator.iter_errors(written)) == []
    assert list(validator.iter_errors([{**written[0], "severity": "bad"}]))
    assert written[0] == {
        "number": 1,
        "fingerprint": fingerprints(map(marks, found.findings))[0],
        "label": "Here (ex:here)",
        "focus": f"{EX}here",
        "path": f"{EX}mayor",
        "value": '"Bob"',
        "value_label": '"Bob"',
        "component": "http://www.w3.org/ns/shacl#ClassConstraintComponent",
        "severity": "violation",
        "message": 'mayor: one person Expected an instance of ex:Person; found "Bob".',
        "shape": f"{EX}mayor",
        "shape_label": "ex:mayor",
        "file": "town.ttl",
        "line": 9,
        "fix": "Keep one mayor.",
    }
    assert written[2]["path"] == f"^(<{EX}p>/<{EX}q>)"
    assert (written[2]["value"], written[2]["shape"]) == (None, "_:s1n4")


def test_turtle_is_the_report_that_shacl_defines(found: Report) -> None:
    text = write_report(found, "turtle", prefixes=PREFIXES)
    assert text == write_report(found, "turtle", lang="ja", prefixes=PREFIXES)
    store = Store()
    store.load(text.encode(), format=RdfFormat.TURTLE)
    rows = store.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?focus ?component ?severity (COUNT(?message) AS ?messages) ?value WHERE {
          ?report a sh:ValidationReport ; sh:conforms false ; sh:result ?result .
          ?result a sh:ValidationResult ; sh:focusNode ?focus ; sh:resultPath ?path ;
            sh:sourceConstraintComponent ?component ; sh:sourceShape ?shape ;
            sh:resultSeverity ?severity .
          OPTIONAL { ?result sh:value ?value } OPTIONAL { ?result sh:resultMessage ?message }
        } GROUP BY ?focus ?component ?severity ?value ORDER BY ?component"""
    )
    shown = [tuple(str(term).rpartition("#")[2] for term in row) for row in rows]  # type: ignore[union-attr]
    assert [row[1:3] for row in shown] == [
        ("ClassConstraintComponent>", "Violation>"),
        ("MaxCountConstraintComponent>", "Violation>"),
        ("MinCountConstraintComponent>", "Warning>"),
    ]
    path = """PREFIX sh: <http://www.w3.org/ns/shacl#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        ASK { ?result sh:resultPath/sh:inversePath/rdf:rest/rdf:first <https://example.org/q> }"""
    assert store.query(path)


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("[ sh:zeroOrMorePath ex:p ]", "sh:zeroOrMorePath ex:p"),
        ("[ sh:oneOrMorePath ex:p ]", "sh:oneOrMorePath ex:p"),
        ("[ sh:alternativePath ( ex:p ex:q ) ]", "sh:alternativePath _:"),
        ("( ex:p ex:q )", "rdf:first ex:p"),
    ],
)
def test_turtle_spells_composed_paths(path: str, inside: str, tmp_path: Path) -> None:
    shapes = f"ex:s sh:targetNode ex:a ; sh:path {path} ; sh:hasValue ex:never ."
    text = write_report(report(shapes, "ex:a a ex:A .", tmp_path), "turtle", prefixes=PREFIXES)
    assert inside in text


def test_turtle_names_the_sparql_constraint_and_no_path_where_there_is_none(tmp_path: Path) -> None:
    shapes = """ex:s sh:targetNode ex:a ; sh:sparql ex:rule .
    ex:rule sh:select "SELECT $this { $this <https://example.org/p> 1 }" ."""
    text = write_report(report(shapes, "ex:a ex:p 1 .", tmp_path), "turtle", prefixes=PREFIXES)
    assert "sh:sourceConstraint ex:rule" in text
    assert "sh:value ex:a" in text
    assert "sh:resultPath" not in text


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_every_format_is_known_and_says_when_nothing_is_wrong(form: str) -> None:
    assert form in REPORTS
    text = write_report(Report((), 3, 4, {}), form)
    said = {
        "text": "no findings\n",
        "json": "[]\n",
        "turtle": "sh:conforms true",
        "sarif": '"results": []',
        "junit": 'tests="1" failures="0" errors="0" skipped="0"',
        "github": "no findings\nchecked: 3 focus nodes, 4 constraints\n",
    }
    assert said[form] in text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(
        InputError, match="no report is written as 'pdf': use text, json, turtle, sarif, j"
    ):
        write_report(Report((), 0, 0, {}), "pdf")


def test_control_characters_cannot_steer_the_terminal(tmp_path: Path) -> None:
    data = 'ex:a a ex:Town ; skos:prefLabel "\\u001B[31m"@en .'
    text = write_report(report(SHAPES, data, tmp_path), prefixes=PREFIXES)
    assert "\\x1b[31m" in text
    assert "\x1b" not in text


def every_phrase(node: object, where: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(node, dict):
        if set(node) & set(vocabulary.LANGUAGES):
            yield where, node
        else:
            for key, inner in node.items():
                yield from every_phrase(inner, f"{where} {key}")


def test_every_phrase_is_there_in_every_language_with_the_same_places() -> None:
    from string import Formatter

    phrases = read_phrases()
    assert {*COMPONENTS, *KINDS, "other", "report"} == set(phrases)
    for where, phrase in every_phrase(phrases):
        assert tuple(phrase) == vocabulary.LANGUAGES, where
        places = {
            lang: {name for _, name, _, _ in Formatter().parse(text) if name}
            for lang, text in phrase.items()
        }
        assert len(set(map(frozenset, places.values()))) == 1, where


@pytest.mark.parametrize("lang", vocabulary.LANGUAGES)
@pytest.mark.parametrize("parameter", CASES)
def test_every_component_is_put_into_words(parameter: str, lang: str, tmp_path: Path) -> None:
    demand, data, _ = CASES[parameter]
    shapes = f"ex:shape sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; {demand} ] ."
    checked = report(shapes, data, tmp_path)
    wording = Wording(checked, lang, PREFIXES)
    for finding in checked.findings:
        words = wording.words(finding)
        assert all((words.focus, words.path, words.expected, words.found, words.fix))
        assert not any("{" in each for each in words)
        assert words.expected in wording.sentences(finding)


def test_the_parameter_of_the_shape_is_what_is_expected(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:languageIn ('en' 'ja') ; sh:in (1 'x') ."
    checked = report(shapes, "ex:a ex:p 'y'@ko .", tmp_path)
    wording = Wording(checked, "en", PREFIXES)
    assert [wording.words(each).expected for each in checked.findings] == [
        'one of 1, "x"',
        "a text in one of the languages en, ja",
    ]


def test_messages_are_filled_in_in_every_language() -> None:
    town = NamedNode(vocabulary.THINGS + "tokyo/tokyo")
    messages = (
        Literal("{$this} ends ({?end}), {?nothing} begins", language="en"),
        Literal("{?this}が終わる ({$end})", language="ja"),
        Literal("plain {?value}"),
    )
    hit = Hit(town, Literal(5), bindings={"end": Literal("2020"), "this": Literal("never")})
    assert fill(messages, hit) == (
        Literal('tokyo:tokyo ends ("2020"), {?nothing} begins', language="en"),
        Literal('tokyo:tokyoが終わる ("2020")', language="ja"),
        Literal('plain "5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    )


def test_what_was_filled_in_is_found_again() -> None:
    message = Literal("{$this} is not {?value}: {?value}!")
    assert filled_in(message, "a is not b: b!") == {"this": "a", "value": "b"}
    assert filled_in(message, "a is not b: c!") == {}


def test_the_choice_of_a_language() -> None:
    texts = [Literal("a", language="en"), Literal("か", language="ja"), Literal("b", language="en")]
    assert in_language(texts, "ja") == "か"
    assert in_language(texts, "ko") == "a"
    assert in_language([Literal("plain"), Literal("x", language="fr")], "ko") == "plain"
    assert in_language([], "ko") == ""


def test_severities_are_ordered_and_named_as_in_shacl() -> None:
    assert sorted(Severity, key=int) == [Severity.INFO, Severity.WARNING, Severity.VIOLATION]
    assert Severity.WARNING.iri == "http://www.w3.org/ns/shacl#Warning"
    with pytest.raises(KeyError):
        Severity.named("fatal")


# --- labels are on one line, whatever stands in them ---------------------------------------------


@pytest.mark.parametrize("lang", vocabulary.LANGUAGES)
def test_a_label_cannot_break_the_heading(tmp_path: Path, lang: str) -> None:
    label = "Up\nviolation: no\tno\u2028\x1b[31m"
    data = f"ex:here a ex:Town ; skos:prefLabel {Literal(label, language='en')} ; ex:mayor 5 ."
    broken = report(SHAPES, data, tmp_path)
    shown = r"Up\nviolation: no\tno\u2028\x1b[31m (ex:here)"
    text = write_report(broken, "text", lang=lang, prefixes=PREFIXES)
    assert text.startswith(f"{shown}\n  ")
    assert {line[:1] for line in text.split("\n\n")[0].splitlines()[1:]} == {" "}
    (first, *_) = json.loads(write_report(broken, "json", lang=lang, prefixes=PREFIXES))
    assert first["label"] == shown
    titles = write_report(broken, "github", lang=lang, prefixes=PREFIXES)
    assert f"title={shown.replace(':', '%3A')}::" in titles


# --- what is wrong with evidence has words of its own --------------------------------------------


@pytest.mark.parametrize("lang", vocabulary.LANGUAGES)
def test_each_kind_of_evidence_finding_says_what_was_expected_and_found(lang: str) -> None:
    phrases = read_phrases()
    said = [(phrases[kind]["expected"][lang], phrases[kind]["found"][lang]) for kind in KINDS]
    assert len({expected for expected, _ in said}) == len(KINDS)
    assert all(expected != found for expected, found in said)
