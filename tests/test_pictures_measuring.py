"""How wide texts are taken to be, and where they are broken."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.pictures.measuring import cleaned, width, wrapped

SIZE = 16


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        pytest.param("Smart Tokyo", 200, ("Smart Tokyo",), id="what fits stays one line"),
        pytest.param(
            "Digital transformation of city administration",
            200,
            ("Digital transformation", "of city administration"),
            id="English breaks at spaces",
        ),
        pytest.param(
            "スマート東京実施戦略", 100, ("スマート東", "京実施戦略"), id="Japanese breaks anywhere"
        ),
        pytest.param(
            "データ、キャッシュ",
            48,
            ("デー", "タ、", "キャッ", "シュ"),
            id="but not before a comma or a small kana",
        ),
        pytest.param("「未来」の", 48, ("「未", "来」の"), id="nor after an opening bracket"),
        pytest.param(
            "도시 행정의 디지털 전환",
            100,
            ("도시 행정의", "디지털 전환"),
            id="Korean breaks at spaces",
        ),
        pytest.param(
            "디지털전환", 48, ("디지털", "전환"), id="a Korean word that is too long is broken"
        ),
        pytest.param("abcdefghij", 48, ("abcd", "efghij"), id="so is any other"),
        pytest.param("well-known", 60, ("well-", "known"), id="a hyphen ends a line"),
        pytest.param("TOKYO Data Highwayの整備", 120, ("TOKYO Data", "Highwayの整備"), id="mixed"),
        pytest.param("", 50, ("",), id="nothing is one empty line"),
    ],
)
def test_a_text_is_broken_as_its_script_demands(
    text: str, room: float, lines: tuple[str, ...]
) -> None:
    assert wrapped(text, room, SIZE) == lines


def test_what_needs_too_many_lines_ends_in_an_ellipsis() -> None:
    assert wrapped("one two three four five", 50, SIZE, most=2) == ("one", "two…")


@given(st.text(max_size=60), st.integers(min_value=40, max_value=400), st.booleans())
def test_every_line_fits_and_no_sign_is_lost(text: str, room: int, bold: bool) -> None:  # noqa: FBT001
    lines = wrapped(text, room, SIZE, bold=bold, most=100)
    assert all(width(line, SIZE, bold=bold) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == cleaned(text).replace(" ", "")


@given(st.text())
def test_what_xml_does_not_allow_is_never_written(text: str) -> None:
    allowed = {"Cc", "Cf", "Cs", "Cn"}
    assert not {unicodedata.category(sign) for sign in cleaned(text)} & allowed


def test_bold_letters_are_wider_and_east_asian_signs_are_squares() -> None:
    assert width("東京", 20) == 40
    assert width("서울", 20) == 40
    assert width("Tokyo", 20, bold=True) > width("Tokyo", 20) > 40
    assert width("e\N{COMBINING ACUTE ACCENT}", 20) == width("e", 20)
