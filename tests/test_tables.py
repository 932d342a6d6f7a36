"""Tables of plain text."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from citygraph import tables
from citygraph.tables import Table, as_csv, as_markdown, as_text, printable

CELLS = st.text(st.characters(exclude_categories=["Cs"]))
WIDE = Table(("city", "名前"), (("tokyo:tokyo", "東京"), ("osaka:osaka", "오사카 大阪 Osaka")))


@given(st.lists(st.tuples(CELLS, CELLS)))
def test_csv_is_read_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    text = as_csv(Table(("a", "b"), tuple(rows)))
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [["a", "b"], *map(list, rows)]


def test_csv_quotes_only_where_it_must() -> None:
    table = Table(("a",), (('say "hi"',), ("1,5",), ("two\nlines",), ("plain",), ("",)))
    assert as_csv(table) == 'a\r\n"say ""hi"""\r\n"1,5"\r\n"two\nlines"\r\nplain\r\n\r\n'


def test_markdown_escapes_every_mark() -> None:
    table = Table(("a",), (("x|y *z* <b> [l](u) `c`\nnext",),))
    assert as_markdown(table).splitlines()[2] == (r"| x\|y \*z\* \<b\> \[l\](u) \`c\`<br>next |")


@pytest.mark.parametrize("width", [20, 31, 60, 200])
def test_every_line_of_a_drawn_table_fits_the_terminal(width: int) -> None:
    lines = as_text(WIDE, width=width).splitlines()
    assert {cell_len(line) for line in lines} == {cell_len(lines[0])}
    assert cell_len(lines[0]) <= width


def test_names_stay_whole_as_long_as_there_is_room() -> None:
    words = "many words that can well run on in the next line of the table"
    table = Table(("name", "text"), (("a-name-of-many-parts-joined", words),))
    assert "│ a-name-of-many-parts-joined │" in as_text(table, width=60)
    assert "│ a-name-of-many-parts-joined │" not in as_text(table, width=30)


NAMES = Table(
    ("thing", "kind", "source"),
    (("tokyo:promotion-fund", "cg:Fund", "sources:report-2022"), ("東京", "", "none")),
)


def test_names_that_would_be_broken_into_bits_are_drawn_in_blocks() -> None:
    assert as_text(NAMES, width=40) == (
        "┌────────┬──────────────────────┐\n"
        "│ thing  │ tokyo:promotion-fund │\n"
        "│ kind   │ cg:Fund              │\n"
        "│ source │ sources:report-2022  │\n"
        "├────────┼──────────────────────┤\n"
        "│ thing  │ 東京                 │\n"
        "│ kind   │                      │\n"
        "│ source │ none                 │\n"
        "└────────┴──────────────────────┘\n"
    )
    assert as_text(NAMES, width=60).startswith("┌──────────────────────┬")
    assert "\x1b[1mkind" in as_text(NAMES, width=40, colour=True)


def test_headers_are_the_last_to_be_broken() -> None:
    columns = ("precisionLabel", "observation", "place")
    table = Table(columns, (("about", "tokyo:population-stated", "tokyo:a-rather-long-name"),))
    drawn = as_text(table, width=57)
    assert "│ precisionLabel │ observation" in drawn
    assert "tokyo:population-stated" not in drawn


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=3), st.integers(16, 90))
def test_every_table_fits(rows: list[tuple[str, str, str]], width: int) -> None:
    lines = as_text(Table(("a", "b", "c"), tuple(rows)), width=width).split("\n")
    assert max(map(cell_len, lines)) <= width


def test_nothing_is_cut_off_in_a_narrow_terminal() -> None:
    drawn = as_text(WIDE, width=24)
    letters = drawn.replace("│", "").replace(" ", "").replace("\n", "")
    assert all(part in letters for part in ("東", "京", "오", "사", "카", "大", "阪"))
    assert "…" not in drawn


def test_without_a_width_a_table_is_as_wide_as_it_needs() -> None:
    drawn = as_text(Table(("a",), (("x" * 300,),)))
    assert "x" * 300 in drawn


def test_a_table_without_rows_has_its_header() -> None:
    assert "question" in as_text(Table(("question",), ()))


def test_colours_only_when_wanted() -> None:
    assert "\x1b[" in as_text(WIDE, colour=True)
    assert "\x1b[" not in as_text(WIDE)


def test_no_text_can_steer_the_terminal() -> None:
    drawn = as_text(Table(("a\x1b]0;t\x07",), (("\x1b[31mred\x9b",),)))
    assert "\x1b" not in drawn
    assert "\x9b" not in drawn
    assert r"\x1b[31mred\x9b" in drawn


def test_no_text_can_turn_the_line_around() -> None:
    assert r"\u202eabc\u2066" in as_text(Table(("a",), (("\u202eabc\u2066",),)))


def test_markup_is_shown_as_it_is() -> None:
    assert "[bold]x[/bold]" in as_text(Table(("a",), (("[bold]x[/bold]",),)))


@given(st.text())
def test_printable_text_has_no_control_characters_but_tab_and_newline(text: str) -> None:
    assert all(each in "\t\n" or ord(each) not in range(32) for each in printable(text))


@pytest.mark.parametrize(
    ("form", "first"), [("csv", "city,名前"), ("md", "| city | 名前 |"), ("table", "┌")]
)
def test_write_takes_the_format_by_name(form: str, first: str) -> None:
    assert tables.write(WIDE, form).startswith(first)
