"""The tables kept by hand: what is read from them, and every fault named by file and line."""

import re

import pytest

from citygraph.errors import DataFileError, InputError
from citygraph.evidence import Stretch
from citygraph.evidence.disagreements import read_disagreements
from citygraph.evidence.spans import read_stretches
from citygraph.evidence.statements import COLUMNS, read_statements
from citygraph.evidence.terms import read_term, short, told
from citygraph.vocabulary import PREFIXES
from tests.evidence_city import DISAGREEMENT, LINES, Folder, disagreements, table

OSAKA = {**PREFIXES, "osaka": "https://w3id.org/citygraph/id/osaka/"}


# --- statements ----------------------------------------------------------------------------------


def test_a_line_is_read_with_its_place(traced: Folder) -> None:
    statements = read_statements(traced.city.statements, OSAKA)
    assert [each.line for each in statements] == list(range(2, 2 + len(LINES)))
    bridges = statements[1]
    assert (bridges.row, bridges.status, bridges.rule) == ("S1", "stated", None)
    assert bridges.stretches == (Stretch(17, 19), Stretch(28, 29))
    assert bridges.hedge is not None
    assert short(bridges.hedge) == "cgv:about"
    assert str(bridges).startswith("osaka.statements.tsv:3: ")
    inferred = statements[4]
    assert inferred.rule is not None
    assert short(inferred.rule) == "cgv:omitted-subject"
    assert inferred.stretches == ()


def test_spreadsheets_may_leave_their_marks(traced: Folder) -> None:
    plain = read_statements(traced.city.statements, OSAKA)
    content = "\ufeff" + table(LINES).replace("\n", "\r\n")
    traced.city.statements.write_bytes(content.encode())
    assert read_statements(traced.city.statements, OSAKA) == plain


@pytest.mark.parametrize(
    ("name", "column", "value", "words"),
    [
        ("name", "status", "guessed", "the status is 'guessed'; expected one of stated, inferred"),
        ("name", "spans", "", "a stated triple needs the span of the words that state it"),
        ("name", "rule", "cgv:omitted-subject", "a rule is for what is inferred, and this is stat"),
        ("in city", "rule", "", "an inferred triple needs the rule by which it is inferred"),
        ("code", "spans", "1-2", "an external source has no pinned text here"),
        ("name", "spans", "5", "'5' is no span: write start-end in code points"),
        ("name", "spans", "5-5", "'5-5' is no span"),
        ("name", "spans", "9-5", "'9-5' is no span"),
        ("name", "spans", "05-9", "'05-9' is no span"),
        (
            "name",
            "spans",
            "0-5 7-9 0-5",
            "span 0-5 stands in this cell twice; remove one of the two",
        ),
        ("name", "predicate", "nobody:knows", "unknown prefix 'nobody:' in 'nobody:knows'"),
        ("name", "subject", "osaka", "'osaka' is neither a CURIE"),
        ("name", "object", '"open', '"open is no literal: write it as in Turtle'),
        ("name", "object", '"a" , "b"', '"a" , "b" is no literal'),
        ("name", "hedge", "roughly", "'roughly' is neither a CURIE"),
    ],
)
def test_a_fault_in_a_line_names_file_line_and_remedy(
    traced: Folder, name: str, column: str, value: str, words: str
) -> None:
    traced.change_line(name, column, value)
    line = 2 + list(LINES).index(name)
    place = re.escape(f"{traced.city.statements}:{line}: {words}")
    with pytest.raises(DataFileError, match=place):
        read_statements(traced.city.statements, OSAKA)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"row\tsource\n", ":1: the columns are row, source; expected row, source, subject"),
        (b"", ":1: the columns are ; expected row"),
        ("\t".join(COLUMNS).encode() + b"\na\tb\n", ":2: 2 columns, expected 9; an empty cell"),
        ("\t".join(COLUMNS).encode() + b"\n\xff\n", ":2: this is not UTF-8; save the table as"),
    ],
)
def test_a_table_of_another_form_is_refused(traced: Folder, content: bytes, words: str) -> None:
    traced.city.statements.write_bytes(content)
    with pytest.raises(DataFileError, match=re.escape(f"{traced.city.statements}{words}")):
        read_statements(traced.city.statements, OSAKA)


def test_a_table_that_is_not_there_is_named(traced: Folder) -> None:
    traced.city.statements.unlink()
    with pytest.raises(DataFileError, match="cannot be read: No such file"):
        read_statements(traced.city.statements, OSAKA)


# --- terms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("cg:City", "<https://w3id.org/citygraph/ns#City>"),
        ("<mailto:a@example.org>", "<mailto:a@example.org>"),
        ('"대학"@ko', '"대학"@ko'),
        ("2193.96", '"2193.96"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("-3", '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ('"2020-02-07"^^xsd:date', '"2020-02-07"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ('"a\\tb"', '"a\\tb"'),
    ],
)
def test_a_term_is_read_as_turtle_writes_it(text: str, written: str) -> None:
    assert read_term(text, PREFIXES) == read_term(written, PREFIXES)


@pytest.mark.parametrize("text", ["1 , 2", '"a"@', '"a" ; <urn:p> "b"', "[]", "_:b", "true"])
def test_what_is_no_single_term_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_term(text, PREFIXES)


def test_several_stretches_stand_in_one_cell() -> None:
    assert read_stretches("") == ()
    assert read_stretches(" 0-1  2-30 ") == (Stretch(0, 1), Stretch(2, 30))


# --- disagreements -------------------------------------------------------------------------------


def test_a_disagreement_is_read_with_its_reason(traced: Folder) -> None:
    (found,) = read_disagreements(traced.city.disagreements, OSAKA)
    assert (found.matter, found.follows) == ("parks", "first")
    assert found.followed == (found.first,)
    assert found.why == {
        "en": "The almanac counts.",
        "ja": "年鑑が数えた。",
        "ko": "연감이 세었다.",
    }
    assert told(found.second, OSAKA).startswith("osaka:parks cg:statedCount")


def test_lines_about_one_matter_share_its_reason(traced: Folder) -> None:
    second = ["parks", *DISAGREEMENT[4:7], *DISAGREEMENT[1:4], "second", "", "", ""]
    content = disagreements(DISAGREEMENT, second)
    traced.city.disagreements.write_text(content, encoding="utf-8")
    one, other = read_disagreements(traced.city.disagreements, OSAKA)
    assert one.why == other.why
    assert one.followed == other.followed


def test_without_a_table_nothing_is_disagreed_on(traced: Folder) -> None:
    traced.city.disagreements.unlink()
    assert read_disagreements(traced.city.disagreements, OSAKA) == ()


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([[*DISAGREEMENT[:7], "neither", *DISAGREEMENT[8:]]], ":2: follows 'neither'; expected"),
        ([[*DISAGREEMENT[:9], "", "이유."]], ":2: the first line of a matter says why, in every"),
        ([DISAGREEMENT, DISAGREEMENT], ":3: why is said on the first line of a matter only"),
        ([[*DISAGREEMENT[:6], "3", *DISAGREEMENT[7:]]], ":2: both sides are the same triple"),
        ([[*DISAGREEMENT[:6], "four", *DISAGREEMENT[7:]]], ":2: 'four' is neither a CURIE"),
    ],
)
def test_a_fault_in_a_disagreement_is_named(
    traced: Folder, lines: list[list[str]], words: str
) -> None:
    traced.city.disagreements.write_text(disagreements(*lines), encoding="utf-8")
    with pytest.raises(DataFileError, match=re.escape(f"{traced.city.disagreements}{words}")):
        read_disagreements(traced.city.disagreements, OSAKA)
