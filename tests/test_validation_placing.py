"""The file and line of a finding: where the value stands in its triple, else the subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citygraph.graph import CityGraph
from citygraph.home import Home, find_root
from citygraph.validation import validate
from tests.shacl import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.validation import Report

# The third line is the first behind the head.
HEAD = "@prefix ex: <https://example.org/> . @prefix rdf: <urn:rdf:> .\n\n"


def check(shapes: str, folder: Path, *texts: str, engine: str = "citygraph") -> Report:
    """Check files that begin at their third line."""
    shape_file = folder / "shapes.ttl"
    shape_file.write_text(PREFIXES + shapes, encoding="utf-8")
    files = []
    for number, text in enumerate(texts):
        files.append(folder / f"file{number}.ttl")
        files[-1].write_text(HEAD + text, encoding="utf-8")
    home = Home(find_root(), tuple(files), bundled=False)
    return validate(CityGraph.load(home=home), shapes=[shape_file], engine=engine)


DATA = """\
ex:a a ex:C ;
  ex:p ex:b ,
    ex:c ;
  ex:q "one" ,
    "two"@en .
ex:b
  ex:p ex:d ;
  ex:r ex:a .
ex:c ex:p
  ex:d .
"""


@pytest.mark.parametrize("engine", ["citygraph", "pyshacl"])
@pytest.mark.parametrize(
    ("demand", "line"),
    [
        ("sh:path ex:missing ; sh:minCount 1", 3),
        ("sh:path ex:p ; sh:maxCount 1", 3),
        ("sh:path ex:p ; sh:in (ex:b)", 5),
        ("sh:path ex:q ; sh:languageIn ('en')", 6),
        ("sh:path ex:q ; sh:datatype rdf:langString", 6),
        ("sh:path ex:p ; sh:disjoint ex:p", 4),
        ("sh:path ex:missing ; sh:equals ex:q", 6),
        ("sh:path [ sh:inversePath ex:r ] ; sh:nodeKind sh:Literal", 8),
        ("sh:path ( ex:p ex:p ) ; sh:nodeKind sh:Literal", 9),
        ("sh:path ( ex:p ex:r ) ; sh:nodeKind sh:Literal", 10),
        ("sh:path [ sh:inversePath ( ex:r ex:missing ) ] ; sh:minCount 1", 3),
        ("sh:path ( [ sh:inversePath ex:r ] ex:p ) ; sh:nodeKind sh:Literal", 9),
        ("sh:path [ sh:alternativePath ( ex:z ex:q ) ] ; sh:in ('one')", 7),
        ("sh:path [ sh:oneOrMorePath ex:p ] ; sh:in (ex:b ex:c)", 9),
        ("sh:path [ sh:zeroOrMorePath ex:p ] ; sh:in (ex:b ex:c ex:d)", 3),
        ("sh:path [ sh:zeroOrOnePath ex:p ] ; sh:in (ex:a ex:b)", 5),
        ("sh:nodeKind sh:Literal", 3),
        ("sh:closed true ; sh:ignoredProperties (ex:p rdf:type)", 6),
        ("sh:sparql [ sh:select 'SELECT $this ?value { $this <urn:q>|!<urn:q> ?value }' ]", 3),
    ],
)
def test_the_line_is_that_of_the_value(demand: str, line: int, engine: str, tmp_path: Path) -> None:
    checked = check(f"ex:s sh:targetNode ex:a ; {demand} .", tmp_path, DATA, engine=engine)
    assert checked.findings
    assert min(each.line or 0 for each in checked.findings) == line
    assert {each.file for each in checked.findings} == {str(tmp_path / "file0.ttl")}


def test_the_end_of_an_inverted_sequence_is_found(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetNode ex:d ; sh:path [ sh:inversePath ( ex:p ex:p ) ] ; sh:in (1) ."
    (finding,) = check(shapes, tmp_path, DATA + "ex:d ex:z 1 .").findings
    assert (str(finding.value), finding.line) == ("<https://example.org/a>", 3)


def test_the_file_is_the_one_that_holds_the_value(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:in (1) ; sh:maxCount 1 ."
    checked = check(shapes, tmp_path, "ex:a ex:p 1 .", "\nex:b ex:p 3 .\nex:a ex:p\n1, 2 .")
    assert [(each.file, each.line) for each in checked.findings] == [
        (str(tmp_path / "file0.ttl"), 3),
        (str(tmp_path / "file1.ttl"), 6),
    ]


def test_a_triple_in_two_files_is_shown_in_the_first(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:path ex:p ; sh:in (1) ."
    (finding,) = check(shapes, tmp_path, "\n\nex:a ex:p 2 .", "ex:a ex:p 2 .").findings
    assert (finding.file, finding.line) == (str(tmp_path / "file0.ttl"), 5)


def test_blank_nodes_are_found_too(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetObjectsOf ex:p ; sh:path ex:q ; sh:in (1) ; sh:maxCount 0 ."
    checked = check(shapes, tmp_path, "ex:a ex:p [ ex:q 1 ] ,\n[ ex:q\n2 ] .")
    assert sorted(each.line or 0 for each in checked.findings) == [3, 4, 5]


def test_values_that_no_file_holds_have_the_line_of_the_subject(tmp_path: Path) -> None:
    query = "SELECT $this (1 + 1 AS ?value) { $this ?p ?o }"
    shapes = f"ex:s sh:targetNode ex:a ; sh:sparql [ sh:select '{query}' ] ."
    (finding,) = check(shapes, tmp_path, "ex:b ex:p 1 .\nex:a ex:p 1 .").findings
    assert (finding.file, finding.line) == (str(tmp_path / "file0.ttl"), 4)


def test_other_syntaxes_name_the_file_alone(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        PREFIXES + "ex:s sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:maxCount 0 .",
        encoding="utf-8",
    )
    path = tmp_path / "some.jsonld"
    path.write_text(
        '{"@id": "https://example.org/a", "https://example.org/p": "x"}', encoding="utf-8"
    )
    graph = CityGraph.load(home=Home(find_root(), (path,), bundled=False))
    (finding,) = validate(graph, shapes=[tmp_path / "shapes.ttl"]).findings
    assert (finding.file, finding.line) == (str(path), None)
