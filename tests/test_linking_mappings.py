"""Mapping tables: what is read and written, and that every fault is named by file and line."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.errors import DataFileError
from citygraph.linking import STATES, Link, as_text, read_mappings, write_mappings
from citygraph.linking.slots import WITH_CARDINALITY
from citygraph.vocabulary import PREFIXES
from tests.mapping_table import HEADER, line, table

FIRST_ROW = HEADER.count("\n") + 2
"""The line of the first row."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "osaka.sssom.tsv"


def read(path: Path, text: str) -> tuple[Link, ...]:
    path.write_text(text, encoding="utf-8")
    return read_mappings(path).links


def counted(row: str, cardinality: str) -> str:
    """Write a row with the column that says how many are how many."""
    cells = row.split("\t")
    cells.insert(WITH_CARDINALITY.index("mapping_cardinality"), cardinality)
    return "\t".join(cells)


def fault(path: Path, text: str) -> str:
    with pytest.raises(DataFileError) as caught:
        read(path, text)
    return str(caught.value)


def test_a_row_is_read_whole(path: Path) -> None:
    (link,) = read(path, table())
    assert link == Link(
        subject="https://w3id.org/citygraph/id/osaka/osaka",
        subject_label="Osaka",
        predicate=PREFIXES["skos"] + "exactMatch",
        object="http://www.wikidata.org/entity/Q90001",
        object_label="Osaka",
        justification="semapv:ManualMappingCuration",
        author="The Osaka team",
        date=date(2026, 11, 22),
        confidence=Decimal("0.9"),
        see_also=("https://example.org/a", "https://example.org/b"),
        comment="Both sources agree.",
        state="documented",
        path=path,
        line=FIRST_ROW,
    )
    assert link.accepted
    assert link.place == f"{path}:{FIRST_ROW}"
    assert replace(link, path=None).place == "a row that is in no file yet"


@pytest.mark.parametrize("state", STATES)
def test_only_what_was_reviewed_and_is_so_counts(path: Path, state: str) -> None:
    modifier = "Not" if state == "rejected" else ""
    cells = {"reviewer_label": "A", "mapping_tool": "t", "predicate_modifier": modifier}
    (link,) = read(path, table(line(ext_review_state=state, **cells)))
    assert link.accepted is (state in {"documented", "checked"})


def test_a_row_that_says_not_never_counts(path: Path) -> None:
    (link,) = read(path, table(line(predicate_modifier="Not")))
    assert (link.negated, link.accepted) == (True, False)


def test_what_a_spreadsheet_leaves_behind_is_no_fault(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + table().replace("\n", "\r\n").encode())
    assert len(read_mappings(path).links) == 1


def test_an_empty_table_has_no_rows(path: Path) -> None:
    assert read(path, table("")) == ()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"subject_id": ""}, "subject_id is empty; every row needs it"),
        ({"subject_label": ""}, "subject_label is empty"),
        ({"object_id": ""}, "object_id is empty"),
        ({"comment": "Both. "}, "comment 'Both. ' begins or ends with a blank"),
        ({"subject_id": "oska:osaka"}, "unknown prefix 'oska:'"),
        ({"subject_source": "x:y"}, "unknown prefix 'x:'"),
        ({"object_id": "osaka:bay"}, "'osaka:bay' is our own"),
        ({"object_id": "wd:P31"}, "'wd:P31' is no item of Wikidata; expected wd:Q and a number"),
        ({"object_id": "wd:Q0"}, "'wd:Q0' is no item"),
        ({"object_id": "wd:Q1 "}, "begins or ends with a blank"),
        ({"predicate_id": "owl:sameAs"}, "predicate_id is 'owl:sameAs'; expected one of skos:"),
        ({"predicate_modifier": "not"}, "predicate_modifier is 'not'; expected one of nothing, No"),
        ({"mapping_justification": "semapv:Guess"}, "mapping_justification is 'semapv:Guess'"),
        ({"ext_review_state": "done"}, "ext_review_state is 'done'; expected one of proposed, do"),
        ({"confidence": "1.1"}, "confidence is '1.1'; expected a number from 0 to 1"),
        ({"confidence": "high"}, "confidence is 'high'"),
        ({"mapping_date": "22.11.2026"}, "mapping_date is '22.11.2026'; expected a day such as"),
        ({"mapping_date": "2026-02-30"}, "mapping_date is '2026-02-30'; expected a day such as"),
        ({"mapping_date": ""}, "mapping_date is ''"),
        ({"see_also": "example.org"}, "see_also has 'example.org'; expected addresses"),
        ({"see_also": "https://a.org|"}, "see_also has ''; expected addresses"),
        ({"see_also": ""}, "a documented row needs its evidence"),
        ({"comment": ""}, "a documented row needs its evidence"),
        ({"object_label": ""}, "a row that is documented needs object_label"),
        ({"ext_review_state": "checked"}, "a checked row needs reviewer_label"),
        ({"ext_review_state": "proposed"}, "a proposed row needs mapping_tool"),
        ({"ext_review_state": "rejected"}, "a rejected row says Not"),
        (
            {"ext_review_state": "unsure", "predicate_modifier": "Not"},
            "a row that says Not is documented, checked or rejected, and this is unsure",
        ),
    ],
    ids=str,
)
def test_a_bad_cell_is_named(path: Path, cells: dict[str, str], said: str) -> None:
    words = fault(path, table(line(**cells)))
    assert words.startswith(f"{path}:{FIRST_ROW}: ")
    assert said in words


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ({}, "links the same two by the same property"),
        ({"predicate_modifier": "Not"}, "links the same two by the same property"),
        ({"predicate_id": "skos:closeMatch"}, "says in another way how near the same two are"),
    ],
    ids=str,
)
def test_rows_at_odds_are_named_with_each_other(
    path: Path, second: dict[str, str], said: str
) -> None:
    words = fault(path, table(line(), line(**second)))
    assert words == f"{path}:{FIRST_ROW + 1}: {said}, as {path}:{FIRST_ROW} does; keep one"


MANY = (
    ({"object_id": "wd:Q2"}, "1:n", "gives the same thing an exact match in the same collection"),
    ({"subject_id": "osaka:bay"}, "n:1", "gives another thing the same exact match"),
)
"""What makes a second exact match of the same thing or item, and what says that it is meant so."""


@pytest.mark.parametrize(("second", "meant", "said"), MANY, ids=str)
def test_two_exact_matches_are_at_odds_unless_each_says_that_it_is_meant(
    path: Path, second: dict[str, str], meant: str, said: str
) -> None:
    """SSSOM's mapping_cardinality: the thing's side stands before the colon, the item's behind."""
    remedy = f"keep one, or write {meant} into mapping_cardinality of each that is meant so"
    both = f"{path}:{FIRST_ROW + 1}: {said}, as {path}:{FIRST_ROW} does; {remedy}"
    assert fault(path, table(line(), line(**second))) == both
    for first, other in (("", meant), (meant, ""), (meant, "1:1"), (meant[::-1], meant[::-1])):
        rows = (counted(line(), first), counted(line(**second), other))
        assert fault(path, table(*rows, columns=WITH_CARDINALITY)) == both
    for first, other in ((meant, meant), (meant, "n:n"), ("n:n", "n:n")):
        rows = (counted(line(), first), counted(line(**second), other))
        links = read(path, table(*rows, columns=WITH_CARDINALITY))
        assert [link.cardinality for link in links] == [first, other]
        assert all(link.accepted for link in links)


def test_a_cardinality_is_one_of_four_and_its_column_stays(path: Path) -> None:
    bad = table(counted(line(), "2:1"), columns=WITH_CARDINALITY)
    assert "mapping_cardinality is '2:1'; expected one of nothing, 1:1, 1:n, n:1, n:n" in fault(
        path, bad
    )
    for text in (table(counted(line(), ""), columns=WITH_CARDINALITY), table()):
        read(path, text)
        write_mappings(path, read_mappings(path))
        assert path.read_text(encoding="utf-8") == text
    mappings = read_mappings(path)
    stated = replace(mappings.links[0], cardinality="1:1")
    write_mappings(path, mappings._replace(links=(stated,)))
    assert path.read_text(encoding="utf-8") == table(
        counted(line(), "1:1"), columns=WITH_CARDINALITY
    )


def test_what_was_rejected_may_stand_beside_what_holds(path: Path) -> None:
    other = line(object_id="wd:Q2", predicate_modifier="Not", ext_review_state="rejected")
    unsure = line(object_id="wd:Q3", ext_review_state="unsure")
    assert len(read(path, table(line(), other, unsure))) == 3


@pytest.mark.parametrize(
    ("text", "number", "said"),
    [
        (table(header=""), 1, "the metadata has no curie_map"),
        (table(header=HEADER.replace("#license", "#licence")), 1, "the metadata has no license"),
        (table(header=HEADER.replace('"https://creat', 'CC0 "')), 8, "license is CC0 "),
        (table(header=HEADER.replace('"https://creat', '"')), 8, "expected the address of one"),
        (table(header=HEADER + "license: x\n"), FIRST_ROW - 1, "the columns below the metadata"),
        (table(header=HEADER + "#\n"), FIRST_ROW - 1, "'#' is no metadata of SSSOM"),
        (table(header=HEADER + "#license: x\n"), FIRST_ROW - 1, "license stands twice; keep one"),
        (table(header=HEADER.replace("ext_review", "ext_x")), 9, "does not declare ext_review_sta"),
        (table(header=HEADER.replace('"http://www.wiki', "'http://www.wiki")), 6, "a prefix and"),
        (table(header=HEADER.replace("wikidata.org/entity", "w.org")), 6, "wd: is http://www.wik"),
        (table(header=HEADER.replace("#  osaka:", "#  id:")), 3, "the prefix id stands twice"),
        (
            table(header=HEADER.replace("#  osaka", "#  x").replace("#  skos", "#  x")),
            5,
            "x stands",
        ),
        (table(columns=("subject_id",)), FIRST_ROW - 1, "the columns below the metadata are subj"),
        (HEADER, FIRST_ROW - 1, "the columns below the metadata"),
        (table(line().replace("\t", "", 1)), FIRST_ROW, "17 columns, expected 18"),
        (table(line() + "\n"), FIRST_ROW + 1, "1 columns, expected 18; an empty cell needs its"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_a_bad_file_is_named(path: Path, text: str, number: int, said: str) -> None:
    words = fault(path, text)
    assert words.startswith(f"{path}:{number}: ")
    assert said in words


def test_what_is_written_is_what_was_read_in_order(path: Path) -> None:
    first, second = line(), line(object_id="wd:Q2", ext_review_state="unsure")
    read(path, table(second, first))
    write_mappings(path, read_mappings(path))
    assert path.read_text(encoding="utf-8") == table(*sorted([first, second]))
    before = path.read_bytes()
    write_mappings(path, read_mappings(path))
    assert path.read_bytes() == before


def test_a_cell_cannot_hold_what_parts_cells(path: Path) -> None:
    path.write_text(table(), encoding="utf-8")
    mappings = read_mappings(path)
    bad = replace(mappings.links[0], comment="a\tb")
    with pytest.raises(DataFileError, match=re.escape("comment of osaka:osaka holds a tab")):
        write_mappings(path, mappings._replace(links=(bad,)))
    with pytest.raises(DataFileError, match="links the same two"):
        write_mappings(path, mappings._replace(links=mappings.links * 2))
    assert path.read_text(encoding="utf-8") == table()


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)


@given(label=WORDS, comment=WORDS, items=st.sets(st.integers(1, 10**9), min_size=1, max_size=6))
def test_any_words_survive_a_round_trip(
    tmp_path_factory: pytest.TempPathFactory, label: str, comment: str, items: set[int]
) -> None:
    path = tmp_path_factory.mktemp("table") / "osaka.sssom.tsv"
    rows = [
        line(
            object_id=f"wd:Q{item}", object_label=label, comment=comment, ext_review_state="unsure"
        )
        for item in items
    ]
    path.write_text(table(*rows), encoding="utf-8")
    mappings = read_mappings(path)
    text = as_text(mappings)
    path.write_text(text, encoding="utf-8")
    assert as_text(read_mappings(path)) == text
    assert {link.object_label for link in mappings.links} == {label}
