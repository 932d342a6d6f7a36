"""Forms are read as Python's own reader reads them, only faster."""

from urllib.parse import parse_qsl, quote, quote_plus, unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.service.forms import plain, read_form

PIECES = st.sampled_from(
    [
        "%41",
        "%e6%9d%b1",
        "%",
        "%zz",
        "=",
        "==",
        "+",
        " ",
        "&",
        "a",
        "東",
        "%0A",
        "\n",
        "%3D",
        "=\n",
        "_",
        "~",
        "%25",
    ]
)


@given(st.text(), st.sampled_from([quote, quote_plus]))
def test_what_was_quoted_is_found_again(text: str, how: object) -> None:
    assert plain(how(text)) == text  # type: ignore[operator]


@given(st.lists(PIECES).map("".join) | st.text())
def test_whatever_is_sent_is_read_as_by_python(text: str) -> None:
    try:
        expected = unquote_plus(text, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(UnicodeDecodeError):
            plain(text)
        return
    assert plain(text) == expected


@given(st.lists(PIECES).map("".join))
def test_names_and_values_are_those_that_python_finds(text: str) -> None:
    try:
        expected = parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return
    assert list(read_form(text, 1000)) == expected


def test_bytes_that_are_no_utf8_are_refused() -> None:
    with pytest.raises(UnicodeDecodeError):
        read_form("query=%FF", 10)


def test_there_are_only_so_many() -> None:
    assert len(read_form("a=1&" * 10, 10)) == 10
    with pytest.raises(ValueError, match="more than 10 parameters"):
        read_form("a=1&" * 11, 10)
