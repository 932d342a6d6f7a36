"""Answers as values, and answers written in every format."""

import csv
import io
import json
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.answers import Answer, Triples, Truth, write
from citygraph.answers.model import python_value
from citygraph.answers.writing import json_term, plain
from citygraph.errors import InputError, MissingExtraError
from citygraph.formats import ANSWERS, GRAPHS

XSD = "http://www.w3.org/2001/XMLSchema#"
CITY = ox.NamedNode("https://w3id.org/citygraph/ns#City")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
TRICKY = Answer(
    ("thing", "text", "open"),
    (
        (CITY, ox.Literal('a "quoted", text\nwith\ttabs\\'), None),
        (ox.BlankNode("b1"), ox.Literal("東京", language="ja"), ox.Literal(2020)),
    ),
)
TRIPLES = Triples(
    (
        ox.Triple(
            CITY, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), ox.Literal("x")
        ),
        ox.Triple(CITY, ox.NamedNode("https://example.org/p"), ox.Literal("é", language="fr")),
    )
)


def literal(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (CITY, "https://w3id.org/citygraph/ns#City"),
        (ox.BlankNode("b"), "_:b"),
        (ox.Literal("text"), "text"),
        (literal("7", "integer"), 7),
        (literal("12.5", "decimal"), Decimal("12.5")),
        (literal("1.5e3", "double"), 1500.0),
        (literal("true", "boolean"), True),
        (literal("2020-02-07", "date"), date(2020, 2, 7)),
        (
            literal("2020-02-07T01:02:03+00:00", "dateTime"),
            datetime(2020, 2, 7, 1, 2, 3, tzinfo=UTC),
        ),
        (literal("-44", "gYear"), "-44"),
        (literal("no number", "integer"), "no number"),
        (literal("no number", "decimal"), "no number"),
    ],
)
def test_terms_become_python_values(term: ox.Literal | None, value: object) -> None:
    assert python_value(term) == value
    assert type(python_value(term)) is type(value)


def test_records_name_the_columns() -> None:
    assert TRICKY.records()[1] == {"thing": "_:b1", "text": "東京", "open": 2020}


def test_a_data_frame_keeps_columns_even_without_rows() -> None:
    frame = Answer(("a", "b"), ()).to_pandas()
    assert list(frame.columns) == ["a", "b"]
    assert len(TRICKY.to_pandas()) == 2


def test_without_pandas_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError) as raised:
        TRICKY.to_pandas()
    assert str(raised.value) == (
        "to_pandas needs pandas, which is not installed: "
        "install it with  pip install 'citygraph[pandas]'"
    )


def test_truths_are_true_or_false() -> None:
    assert Truth(value=True)
    assert not Truth(value=False)


def test_csv_has_plain_texts() -> None:
    rows = list(csv.reader(io.StringIO(write(TRICKY, "csv"), newline="")))
    assert rows[1] == [CITY.value, 'a "quoted", text\nwith\ttabs\\', ""]
    assert rows[2] == ["_:b1", "東京", "2020"]


def test_tsv_has_terms() -> None:
    lines = write(TRICKY, "tsv").splitlines()
    assert lines[0] == "?thing\t?text\t?open"
    assert lines[1] == f'<{CITY.value}>\t"a \\"quoted\\", text\\nwith\\ttabs\\\\"\t'
    assert lines[2] == '_:b1\t"東京"@ja\t2020'


def test_json_is_what_the_specification_says() -> None:
    document = json.loads(write(TRICKY, "json"))
    assert document["head"] == {"vars": ["thing", "text", "open"]}
    assert document["results"]["bindings"][1] == {
        "thing": {"type": "bnode", "value": "b1"},
        "text": {"type": "literal", "value": "東京", "xml:lang": "ja"},
        "open": {"type": "literal", "value": "2020", "datatype": XSD + "integer"},
    }


def test_xml_is_well_formed() -> None:
    tree = ET.fromstring(write(TRICKY, "xml"))  # noqa: S314 - our own text
    names = [each.get("name") for each in tree.iter() if each.tag.endswith("}variable")]
    assert names == ["thing", "text", "open"]


@pytest.mark.parametrize("form", ["json", "tsv", "xml"])
@given(text=TEXTS, language=st.sampled_from([None, "en", "ja"]))
def test_every_text_comes_back(form: str, text: str, language: str | None) -> None:
    answer = Answer(("x",), ((ox.Literal(text, language=language),),))
    try:
        written = write(answer, form)
    except InputError:
        assert form == "xml"
        return
    media_type = ANSWERS[form].media_type
    read = ox.parse_query_results(written, ox.QueryResultsFormat.from_media_type(media_type))
    assert isinstance(read, ox.QuerySolutions)
    if form != "xml" or "\r" not in text:
        assert [row["x"] for row in read] == [answer.rows[0][0]]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csv", "true\r\n"),
        ("json", '{\n "head": {},\n "boolean": true\n}\n'),
        ("md", "| answer |\n| --- |\n| true |\n"),
    ],
)
def test_truths_are_written(form: str, text: str) -> None:
    assert write(Truth(value=True), form) == text


@pytest.mark.parametrize("form", ANSWERS)
def test_every_format_ends_its_last_line(form: str) -> None:
    assert write(TRICKY, form).endswith("\n")
    assert write(Truth(value=False), form).strip()


def test_tables_shorten_what_they_can() -> None:
    drawn = write(TRICKY, "table", prefixes={"cg": "https://w3id.org/citygraph/ns#"})
    assert "│ cg:City" in drawn
    assert "│ 東京" in drawn


@pytest.mark.parametrize("form", GRAPHS)
def test_triples_come_back_from_every_format(form: str) -> None:
    text = write(TRIPLES, form)
    engine = ox.RdfFormat.from_media_type(GRAPHS[form].media_type)
    assert {quad.triple for quad in ox.parse(text, engine)} == set(TRIPLES.triples)


def test_turtle_declares_only_the_prefixes_it_uses() -> None:
    text = write(TRIPLES, "turtle")
    declared = {line.split()[1] for line in text.splitlines() if line.startswith("@prefix")}
    assert declared == {"cg:", "rdfs:"}


@pytest.mark.parametrize("form", ["xml", "rdfxml"])
def test_xml_never_holds_what_xml_forbids(form: str) -> None:
    bell = ox.Literal("a\x07b")
    triples = Triples((ox.Triple(CITY, ox.NamedNode("https://example.org/p"), bell),))
    result = triples if form == "rdfxml" else Answer(("x",), ((bell,),))
    with pytest.raises(InputError) as raised:
        write(result, form)
    assert str(raised.value) == (
        "XML cannot hold the character U+0007 that this answer contains; "
        "choose another format, such as json or nt"
    )


@pytest.mark.parametrize(
    ("result", "form", "message"),
    [
        (TRIPLES, "sql", "format 'sql' does not fit: CONSTRUCT and DESCRIBE take turtle, trig, "),
        (TRICKY, "turtle", "format 'turtle' does not fit: SELECT and ASK take table, csv, tsv, "),
    ],
)
def test_a_format_of_the_other_kind_is_refused(
    result: Answer | Triples, form: str, message: str
) -> None:
    with pytest.raises(InputError) as raised:
        write(result, form)
    assert str(raised.value).startswith(message)


def test_triples_are_rows_in_the_formats_of_answers() -> None:
    lines = write(TRIPLES, "csv").splitlines()
    assert lines[0] == "subject,predicate,object"
    assert lines[1] == f"{CITY.value},http://www.w3.org/2000/01/rdf-schema#label,x"
    assert len(json.loads(write(TRIPLES, "json"))["results"]["bindings"]) == 2
    assert "cg:City" in write(TRIPLES, "table")


def test_triple_terms_are_written_as_json() -> None:
    triple = TRIPLES.triples[0]
    document = json_term(triple)
    assert document["type"] == "triple"
    assert plain(triple) == str(triple)


@pytest.mark.parametrize("form", ["xml", "rdfxml"])
def test_xml_gives_carriage_returns_back(form: str) -> None:
    text = ox.Literal("one\rtwo\r\nthree")
    triple = ox.Triple(ox.NamedNode("a:a"), ox.NamedNode("a:b"), text)
    result = Triples((triple,)) if form == "rdfxml" else Answer(("x",), ((text,),))
    read = [each.text for each in ET.fromstring(write(result, form)).iter() if each.text]  # noqa: S314 - ours
    assert "one\rtwo\r\nthree" in read
