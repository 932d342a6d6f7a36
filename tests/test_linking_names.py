"""Names as they are compared and looked up: folded, in other spellings, akin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.linking.names import akin, folded, key, spellings

LANGUAGES = st.sampled_from(["en", "ja", "ko"])
TEXTS = st.text(max_size=12)


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(TEXTS, LANGUAGES)
def test_spellings_have_the_name_and_repeat_nothing(text: str, language: str) -> None:
    found = spellings(text, language)
    assert len(found) == len(set(found))
    assert not text.strip() or text.strip() in found


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Ｗｉ－Ｆｉ", "Wi-Fi", "ja"),
        ("ﾛﾎﾞｯﾄ", "ロボット", "ja"),
        ("화물 연", "화물연", "ko"),
        ("\u1112\u1161\u11ab", "한", "ko"),
        ("Kōtō", "koto", "en"),
        ("The Cities", "city", "en"),
    ],
)
def test_what_is_only_written_another_way_is_the_same(one: str, other: str, language: str) -> None:
    assert key(one, language) == key(other, language)


def test_other_widths_are_looked_up() -> None:
    assert {"ロボット", "ﾛﾎﾞｯﾄ"} <= set(spellings("ロボット", "ja"))
    assert {"auPAY", "ａｕ　ＰＡＹ"} <= set(spellings("au PAY", "ja"))
    assert "5G" in spellings("5G", "en")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("heat island", "urban heat island", True),
        ("expo 2023", "hanami expo 2023", True),  # a shorter form
        ("expo", "expo 2023", False),  # one says which it is
        ("line 1", "line 2", False),
        ("4g", "5g", False),
        ("port", "port of the old town", False),  # one word of five
        ("talmaji county", "dalmaji county", True),
        ("kang do yun", "kang doyoon", True),  # two letters of ten
        ("minato", "minami", False),  # two of six
        ("南区", "港区", False),
        ("港区", "港区役所", True),
        ("東京", "東京タワー", False),  # two of five
        ("2019해솔비치게임", "2019년해솔비치게임", True),
        ("第一小学校", "第二小学校", False),  # one character of five
        ("", "", True),
    ],
)
def test_names_are_akin_or_not(one: str, other: str, *, expected: bool) -> None:
    assert akin(one, other) is akin(other, one) is expected


@given(TEXTS, TEXTS)
def test_being_akin_is_the_same_either_way_round(one: str, other: str) -> None:
    assert akin(one, other) == akin(other, one)


def test_a_long_name_costs_nothing() -> None:
    """What an unknown service sends may be long; its letters are not compared one by one."""
    assert not akin("robot", "robot" * 10**6)
