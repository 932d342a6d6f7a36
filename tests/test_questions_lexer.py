"""SPARQL's terminals."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.questions.lexer import Token, place, readings, tokens

SPARQL = st.text(st.sampled_from(list("<>?$:_@#\"'\\.,;{}()[]|&!=^*+-/aZ09é東 \n")), max_size=40)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?s $t ?城市", ["variable"] * 3),
        ("cg:City a:b.c a:b\\-c :x cg: a:%20b", ["name"] * 6),
        ("<http://x/#a> <>", ["iri"] * 2),
        ("'a' \"b\" '''c'd''' \"\"\"e\"f\n\"\"\" 'it\\'s'", ["string"] * 5),
        ("1 1.5 .5 1e9 1.5e-3", ["number"] * 5),
        ("@en @ja-Hani", ["language"] * 2),
        ("_:b1 _:b.c", ["blank"] * 2),
        ("SELECT true a", ["word"] * 3),
        ("^^ && || <= >= != { }", ["mark"] * 8),
        ("# a comment ?x\n?y", ["variable"]),
        ("\u00a7", ["wrong"]),
        ("'never closed", ["wrong", "word", "word"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokens(text)] == kinds


def test_a_dot_ends_a_triple_and_no_name() -> None:
    assert [token.text for token in tokens("?s a cg:City. 1.")] == [
        "?s",
        "a",
        "cg:City",
        ".",
        "1",
        ".",
    ]


@given(SPARQL | st.text())
def test_reading_never_fails_and_loses_nothing(text: str) -> None:
    read = tokens(text)
    assert all(text[each.start : each.end] == each.text for each in read)
    between = [0, *(edge for each in read for edge in (each.start, each.end)), len(text)]
    skipped = "".join(text[a:b] for a, b in zip(between[::2], between[1::2], strict=True))
    assert re.sub(r"#[^\r\n]*", "", skipped).strip() == ""


@given(SPARQL | st.text())
def test_every_token_is_among_the_readings(text: str) -> None:
    read = tokens(text)
    open_quotes = (number for number, each in enumerate(read) if each.text in ("'", '"'))
    assert set(read[: next(open_quotes, len(read))]) <= set(readings(text))


def test_less_than_is_one_of_the_readings() -> None:
    found = {token.text for token in readings("?a<?b&&?c>?d")}
    assert {"<?b&&?c>", "?b", "&&", "?c", ">", "?d"} <= found


def test_keywords_are_known_whatever_the_case() -> None:
    token = Token("word", "Select", 0, 6)
    assert token.is_word("ASK", "SELECT")
    assert not token.is_word("ASK")
    assert not Token("name", "SELECT:", 0, 7).is_word("SELECT")


@pytest.mark.parametrize(
    ("offset", "expected"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (3, 1)), (6, (3, 2))]
)
def test_place(offset: int, expected: tuple[int, int]) -> None:
    assert place("ab\nc\nd", offset) == expected
