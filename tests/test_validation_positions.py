"""Where triples are written: our walk finds what pyoxigraph reads, at the lines where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from citygraph.formats import GRAPHS, of_file
from citygraph.validation import positions
from citygraph.validation.positions import NO_LINES, read_lines, read_stated
from citygraph.validation.reading import parse
from citygraph.validation.turtle_walk import Directive, walk
from tests.shacl import EX

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("data", "ontology", "shapes", "tests", "docs")
WALKED = ("turtle", "trig", "nt", "nq")

HEAD = "@prefix : <https://example.org/> .\nBASE <https://example.org/base/>\n"

TERMS = (
    ":a", ":b.c", ":%41\\-x", ":é·1", "<relative>", "<https://example.org/\\u0041>", "<#part>",
    ":", "p.q:x", "_:x", "_:y.z",
)  # fmt: skip
VALUES = (
    "'it'", '"a\\"b"', '""', "''", '"""two\nlines "" and \' # no comment"""', "'''x''y\\'''z'''",
    '"x"@en', '"x"@ja-JP', "'x'^^:t", '"x" ^^ <t>', '"<>[](){};,."', '"\\u00e9\\n\\\\"',
    "1", "-1.5", "+.5", "1e3", "-1.e-3", ".5E+3", "true", "false",
)  # fmt: skip
GAPS = (" ", "\n", "\t", " # :a :b 'c' .\n", "\r\n", "\n\n  ", "#\n")
HARD = (
    "(1 [ :q 5 ] (2 3) 4) :p 9 .",
    ":s :p ((1 2) (3 4)), () . ((1) 4) :p 9 . () :q (()) . ( [:a (1)] ) :q (()) .",
    ":s :p ([] [:q 1;:r 2]), [ ], [ :x [ :y 'z' ] ] ; ; :q 'v'@en .",
    ":s :p ('x' \"y\" ('z' [:a 'q'] 'v'@en 'w' 'u'^^:t)) , 'a' , [ :a 'x' ] . ('x') :p 'y' .",
    "[ :only :this ] . [ :a 'x' ] :p 'b' . [] a :C .",
    ":s :p 1.:t :p 1.5.:u :p 1e0.",
    "PREFIX : <https://example.net/>\n:a a :B . @prefix : <https://example.com/> . :a a :B .",
    "@version '1.2' . VERSION \"1.2\" :a a :B . base:a base:b prefix:c .",
)
SPARE = "@prefix base: <urn:x:> . @prefix prefix: <urn:y:> . @prefix p.q: <urn:z:> .\n"


def same(text: str, folder: Path, form: str = "turtle") -> int:
    """Compare what the walk finds with what pyoxigraph reads, blank nodes and order included."""
    path = folder / f"some{GRAPHS[form].suffixes[0]}"
    path.write_bytes(text.encode())
    ours = [triple for triple, _ in read_stated(text, "b")]
    assert ours == list(parse(path, "b"))
    return len(ours)


@pytest.mark.parametrize("text", HARD)
def test_hard_turtle(text: str, tmp_path: Path) -> None:
    assert same(HEAD + SPARE + text, tmp_path)
    assert same(HEAD + SPARE + text, tmp_path, "trig")


@pytest.mark.parametrize(
    "text",
    [
        "{ (1 2) :p 1 } GRAPH :g { :s :p (1 2) . [ :a :b ] . [:a :c] :d :e . (1) :p 1 }",
        "[] { :a :b _:x, 'x'^^:y } _:g { _:x a 'u'@en } <x:g> {} { :a :b :c . }",
        "graph <x:g> { :a :b 'c' } :a :b 1, 2 .",
    ],
)
def test_trig(text: str, tmp_path: Path) -> None:
    assert same(HEAD + text, tmp_path, "trig")


def test_n_triples_and_n_quads(tmp_path: Path) -> None:
    text = "<a:b> <a:c> 'x' <a:g> .\n_:a <a:d> _:b _:g .\n<a:b> <a:c> 'x'@en .\n".replace("'", '"')
    assert same(text, tmp_path, "nq") == 3
    assert same('_:a <a:d> "\\t"^^<a:t> .\n_:b <a:d> _:a .', tmp_path, "nt") == 2


def test_every_file_of_the_project() -> None:
    files = [
        path
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix in {".ttl", ".nt", ".nq", ".trig"}
    ]
    assert len(files) > 500
    for path in files:
        assert of_file(path).name in WALKED
        text = path.read_bytes().decode("utf-8")
        assert [triple for triple, _ in read_stated(text, "b")] == list(parse(path, "b")), path


class Author:
    """Writes Turtle with everything that it may hold, white space and comments anywhere."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def chosen(self, *known: str) -> str:
        return self.draw(st.sampled_from(known))

    def joined(self, *parts: str) -> str:
        return "".join(part + self.chosen(*GAPS) for part in parts)

    def several(self, least: int, most: int) -> range:
        return range(self.draw(st.integers(least, most)))

    def term(self, depth: int) -> str:
        kinds = ("list", "brackets") if depth else ()
        kind = self.chosen("name", "value", *kinds)
        if kind == "list":
            return self.list(depth - 1)
        if kind == "brackets":
            return self.joined("[", self.said(depth - 1, least=0), "]")
        return self.chosen(*(TERMS if kind == "name" else VALUES))

    def list(self, depth: int) -> str:
        return self.joined("(", *(self.term(depth) for _ in self.several(0, 3)), ")")

    def said(self, depth: int, least: int = 1) -> str:
        pairs = []
        for _ in self.several(least, 2):
            first, *others = (self.term(depth) for _ in self.several(1, 3))
            verb = self.chosen("a", ":p", "<p>", "p.q:r")
            pairs.append(
                self.joined(verb, first, *(part for each in others for part in (",", each)))
            )
        return self.joined(";").join(pairs)

    def statement(self) -> str:
        kind = self.chosen("name", "list", "brackets", "prefix", "base")
        space = self.chosen("<https://example.org/>", "<https://example.com/>")
        if kind == "prefix":
            return self.chosen(f"@prefix : {space} .\n", f"PreFix\n: {space}\n")
        if kind == "base":
            return self.joined(
                *self.chosen("@base . ", "base ").replace(" ", f" {space} ", 1).split()
            )
        if kind == "list":
            subject = self.list(1)
        elif kind == "brackets":
            subject = f"[{self.said(1)}]"
        else:
            subject = self.chosen(*TERMS)
        return self.joined(subject, self.said(2), ".")


@st.composite
def turtle(draw: st.DrawFn) -> str:
    """Draw a Turtle text."""
    author = Author(draw)
    return HEAD + SPARE + "".join(author.statement() for _ in author.several(1, 4))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turtle())
def test_any_turtle(tmp_path: Path, text: str) -> None:
    same(text, tmp_path)
    same(text, tmp_path, "trig")


@given(st.lists(st.tuples(st.sampled_from(GAPS), st.integers(0, 3)), min_size=1, max_size=20))
def test_every_value_is_found_at_its_own_place(layout: list[tuple[str, int]]) -> None:
    kinds = ("'{}'", '"""{}\n"""', "{}", ":v{}")
    text = HEAD + ":s :p :start"
    places = []
    for number, (gap, kind) in enumerate(layout):
        text += f",{gap}"
        places.append(len(text))
        text += kinds[kind].format(number)
    stated = [each for each in walk(text + " .") if not isinstance(each, Directive)]
    assert [each.value.start for each in stated[1:]] == places


LINED = """\
@prefix ex: <https://example.org/> .

ex:a
  ex:name "first"
     ,
     '''second
     goes on'''@en ;
  ex:list ( 1
    2 ) ;
  ex:part [
    ex:name "inner" ] .
ex:b ex:name "first" .
ex:a ex:name "first" .
"""


def test_the_lines_of_turtle(tmp_path: Path) -> None:
    path = tmp_path / "lined.ttl"
    path.write_text(LINED, encoding="utf-8")
    lines = read_lines(path, "b1")
    name = NamedNode(f"{EX}name")
    a, b = NamedNode(f"{EX}a"), NamedNode(f"{EX}b")
    assert (lines.subjects[a], lines.subjects[b]) == (3, 12)
    assert lines.values[a, name, Literal("first")] == 4
    assert lines.values[a, name, Literal("second\n     goes on", language="en")] == 6
    assert lines.values[b, name, Literal("first")] == 12
    assert lines.owners[b, name, Literal("first")] == 12
    by_text = {str(triple[2]): line for triple, line in lines.values.items()}
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert (by_text[f'"1"{integer}'], by_text[f'"2"{integer}'], by_text['"inner"']) == (8, 9, 11)
    (part,) = (triple[2] for triple in lines.values if triple[1] == NamedNode(f"{EX}part"))
    assert (lines.values[a, NamedNode(f"{EX}part"), part], lines.subjects[part]) == (10, 10)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_kind_of_line_end_and_a_byte_order_mark(end: str, mark: str, tmp_path: Path) -> None:
    path = tmp_path / "ends.nt"
    path.write_bytes((mark + end.join(["<a:a> <a:b> <a:c> .", "", '<a:d> <a:b> "x" .'])).encode())
    lines = read_lines(path, "b1")
    assert lines.subjects == {NamedNode("a:a"): 1, NamedNode("a:d"): 3}


def test_the_lines_of_trig_and_n_quads(tmp_path: Path) -> None:
    trig, quads = tmp_path / "some.trig", tmp_path / "some.nq"
    trig.write_text("PREFIX : <a:>\n:g {\n :a :b\n :c }\n", encoding="utf-8")
    quads.write_text("<a:x> <a:b> <a:c> <a:g> .\n<a:a> <a:b> <a:c> <a:g> .\n", encoding="utf-8")
    triple = NamedNode("a:a"), NamedNode("a:b"), NamedNode("a:c")
    assert (read_lines(trig, "b").owners[triple], read_lines(trig, "b").values[triple]) == (3, 4)
    assert read_lines(quads, "b").values[triple] == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("some.jsonld", '{"@id": "a:a", "a:b": "c"}'),
        (
            "some.rdf",
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>",
        ),
    ],
)
def test_other_formats_have_no_lines(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_lines(tmp_path / name, "b") == NO_LINES


def test_no_line_is_better_than_a_wrong_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "some.nt"
    path.write_text("<a:a> <a:b> <a:c> .", encoding="utf-8")
    assert read_lines(path, "b") != NO_LINES
    monkeypatch.setattr(positions, "read_quads", lambda *_: iter(()))
    assert read_lines(path, "b") == NO_LINES
