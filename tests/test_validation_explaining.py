"""One finding explained: what the shape itself demands, and where it says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from citygraph.errors import InputError
from citygraph.validation.explaining import explain, write_explanation
from citygraph.validation.fingerprints import fingerprints, marks
from citygraph.validation.wording import Wording
from tests.documents import ROOT
from tests.shacl import EX, report
from tests.test_validation_reports import DATA, PREFIXES, SHAPES

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.validation.explaining import Explanation

ENGLISH = """\
Here (ex:here)
  violation: mayor: one person
  file: FILE:9
  path: ex:mayor
  expected: values of ex:mayor: at most 1
  found: 2: "Bob", Ann (ex:ann)
  to fix: Keep one mayor.
  shape: ex:mayor
  declared in: shapes/town.ttl:12
  component: sh:MaxCountConstraintComponent
  parameter: sh:maxCount 1 (shapes/town.ttl:12)
  number: 2 (1868576af5bd)
"""
KOREAN = """\
여기 (ex:here)
  위반: mayor: one person
  파일: FILE:9
  경로: ex:mayor
  기대: ex:mayor의 값이 1개 이하
  실제: 2개: "Bob", Ann (ex:ann)
  고치는 법: Keep one mayor.
  셰이프: ex:mayor
  선언 위치: shapes/town.ttl:12
  제약 종류: sh:MaxCountConstraintComponent
  매개변수: sh:maxCount 1 (shapes/town.ttl:12)
  번호: 2 (1868576af5bd)
"""


def explained(name: str, folder: Path, shapes: str = SHAPES, data: str = DATA) -> Explanation:
    found = report(shapes, data, folder)
    return explain(found, name, {"shapes/town.ttl": folder / "shapes.ttl"})


@pytest.mark.parametrize(("lang", "text"), [("en", ENGLISH), ("ko", KOREAN)])
@pytest.mark.parametrize("name", ["2", "1868576af5bd", "186857"])
def test_the_whole_text(name: str, lang: str, text: str, tmp_path: Path) -> None:
    wording = Wording(report(SHAPES, DATA, tmp_path), lang, PREFIXES)
    written = write_explanation(explained(name, tmp_path), wording)
    assert written == text.replace("FILE", str(tmp_path / "town.ttl"))


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_json_is_as_its_schema_says(lang: str, tmp_path: Path) -> None:
    schema = json.loads((ROOT / "docs/schemas/explanation.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    findings = json.loads((ROOT / "docs/schemas/validate.json").read_text(encoding="utf-8"))
    schema["properties"]["finding"] = findings["items"]
    wording = Wording(report(SHAPES, DATA, tmp_path), lang, PREFIXES)
    written = json.loads(write_explanation(explained("2", tmp_path), wording, "json"))
    jsonschema.Draft202012Validator(schema).validate(written)
    assert written["parameters"] == [
        {
            "name": "http://www.w3.org/ns/shacl#maxCount",
            "values": ['"1"^^<http://www.w3.org/2001/XMLSchema#integer>'],
            "line": 12,
        }
    ]
    assert (written["shape_file"], written["shape_line"]) == ("shapes/town.ttl", 12)
    assert written["finding"]["shape"] == f"{EX}mayor"


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_the_parameter_is_read_from_the_shape(limit: int, tmp_path: Path) -> None:
    shapes = f"ex:s sh:targetNode ex:a ;\n sh:path ex:p ;\n sh:maxCount {limit} ."
    data = f"ex:a ex:p {', '.join(map(str, range(limit + 1)))} ."
    (parameter,) = explained("1", tmp_path, shapes, data).parameters
    assert [term.value for term in parameter.values] == [str(limit)]
    assert parameter.line == 10


@pytest.mark.parametrize(
    ("demand", "parameters"),
    [
        ("sh:class ex:C , ex:D", [("class", "<https://example.org/C>")]),
        ("sh:pattern '^x' ; sh:flags 'i'", [("pattern", '"^x"'), ("flags", '"i"')]),
        ("sh:in ('x' 'y')", [("in", '"x" "y"')]),
        (
            "sh:qualifiedValueShape ex:q ; sh:qualifiedMinCount 2",
            [
                ("qualifiedMinCount", '"2"^^<http://www.w3.org/2001/XMLSchema#integer>'),
                ("qualifiedValueShape", "<https://example.org/q>"),
            ],
        ),
        ("sh:or ( ex:q ex:r )", [("or", "<https://example.org/q> <https://example.org/r>")]),
        (
            "sh:sparql [ sh:select 'SELECT $this { $this ?p ?o }' ]",
            [("select", '"SELECT $this { $this ?p ?o }"')],
        ),
    ],
)
def test_every_kind_of_parameter(
    demand: str, parameters: list[tuple[str, str]], tmp_path: Path
) -> None:
    shapes = f"ex:s sh:targetNode ex:a ; sh:path ex:p ; {demand} .\n"
    shapes += "ex:q a sh:NodeShape ; sh:class ex:Q . ex:r a sh:NodeShape ; sh:class ex:R ."
    found = explained("1", tmp_path, shapes, "ex:a ex:p 'z' .").parameters
    assert [
        (str(each.name).strip("<>").rpartition("#")[2], " ".join(map(str, each.values)))
        for each in found
    ] == parameters
    assert {each.line for each in found} == {8}


def test_the_properties_that_a_closed_shape_ignores(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:closed true ;\n sh:ignoredProperties (ex:q ex:r) ."
    closed, ignored = explained("1", tmp_path, shapes, "ex:a ex:p 1 .").parameters
    assert (closed.line, ignored.line) == (8, 9)
    assert [str(each) for each in ignored.values] == [f"<{EX}q>", f"<{EX}r>"]


def test_a_shape_whose_file_has_no_lines(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:class ex:C ."
    found = report(shapes, "ex:a ex:p 1 .", tmp_path)
    (tmp_path / "empty.ttl").write_text("# nothing", encoding="utf-8")
    about = explain(found, "1", {"shapes/empty.ttl": tmp_path / "empty.ttl"})
    assert (about.file, about.line, about.parameters) == (None, None, ())
    assert "declared" not in write_explanation(about, Wording(found, "en", PREFIXES))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("0", "no finding has the number 0: the report holds 3"),
        ("4", "no finding has the number 4: the report holds 3"),
        ("x", "'x' names no finding: give its number in the report, or six characters or more"),
        ("abcde", "'abcde' names no finding: give its number"),
        ("000000", "no finding has a fingerprint that begins with 000000"),
    ],
)
def test_what_names_no_finding(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        explained(name, tmp_path)


def test_a_fingerprint_is_known_by_its_beginning(tmp_path: Path) -> None:
    found = report(SHAPES, DATA, tmp_path)
    for number, each in enumerate(fingerprints(map(marks, found.findings)), 1):
        assert explained(each, tmp_path).number == number


def test_an_explanation_has_two_formats(tmp_path: Path) -> None:
    wording = Wording(report(SHAPES, DATA, tmp_path), "en", PREFIXES)
    with pytest.raises(InputError, match="no explanation is written as 'sarif': use text, json"):
        write_explanation(explained("1", tmp_path), wording, "sarif")
