"""Lines on a terminal: nothing too wide, nothing lost, nothing broken where it may not be."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from citygraph.validation import Look, Severity
from citygraph.validation.text_report import drawn_lines
from citygraph.validation.wrapping import columns, wrapped

MIXED = st.text(st.sampled_from("ab東京市、。「」（）ー가나 다 .-:"), max_size=60)


@given(MIXED, st.integers(6, 40))
def test_every_line_fits_and_no_character_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width, "  ").split("\n")
    assert all(columns(line) <= width for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


@given(st.lists(st.sampled_from(("東", "は、", "「京」", "市。", "データ", "（県）")), min_size=1))
def test_marks_stay_where_japanese_puts_them(pieces: list[str]) -> None:
    text = "".join(pieces)
    lines = wrapped(text, 10).split("\n")
    assert "".join(lines) == text
    assert not any(line[0] in "、。」）ー" for line in lines)
    assert not any(line[-1] in "「（" for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("期待: 値が三つ以上ある。", 22, ["期待: 値が三つ以上あ", "  る。"]),
        ("実際: 「東京都」と（県）", 16, ["実際: 「東京都」", "  と（県）"]),
        ("위반: 값은 정확히 하나이고 나라여야 한다.", 20,
         ["위반: 값은 정확히", "  하나이고 나라여야", "  한다."]),
        ("expected: at least 1 of skos:prefLabel", 24,
         ["expected: at least 1 of", "  skos:prefLabel"]),
        ("found: " + "x" * 30, 20, ["found:", "  " + "x" * 18, "  " + "x" * 12]),
        ("", 20, [""]),
    ],
)  # fmt: skip
def test_where_lines_break(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width, "  ").split("\n") == lines


def test_nothing_is_broken_where_nothing_limits() -> None:
    assert wrapped("a " * 300, None) == "a " * 300


@given(st.text(st.characters(categories=("L", "N", "P", "Zs", "Mn")), max_size=20))
def test_columns_are_those_of_other_programs(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    plain = "".join(each for each in composed if each.isascii() or "\u3041" <= each <= "\ud7a3")
    assert columns(plain) == cell_len(plain)


def test_colours_are_for_terminals_alone() -> None:
    lines = ["Town", "  violation: no mayor: none", "  found: nothing"]
    assert drawn_lines(lines, Severity.VIOLATION) == "\n".join(lines)
    coloured = drawn_lines(lines, Severity.VIOLATION, Look(80, colour=True))
    assert coloured.split("\n") == [
        "\x1b[1mTown\x1b[0m",
        "\x1b[31m  violation:\x1b[0m no mayor: none",
        "  found: nothing",
    ]
    assert re.sub(r"\x1b\[\d+m", "", coloured) == "\n".join(lines)
