"""Every statement of the page is in the graph, and every fact of the graph says where it is from.

data/tokyo.statements.tsv is the table S01…S90 → the triples that carry it. rows.csv, beside this
file, pins what each row is about and by how many triples, so that no line is dropped unnoticed.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from citygraph.vocabulary import ONTOLOGY, VOCABULARY, compact
from tests.graph.statement_table import (
    FACTS,
    ROOT,
    ROWS,
    STRUCTURAL,
    Statement,
    each_fact_has_a_line,
    each_line_is_a_fact,
    each_line_says_where_it_is_from,
    each_row_has_a_line,
    lines_are_in_order,
    names_are_known,
    no_source_says_it_twice,
    read_facts,
    read_table,
    short,
)

TABLE = read_table()
FACT_SET = read_facts()
SOURCES = sorted({statement.source for statement in TABLE if not statement.row})


def known_terms() -> frozenset[str]:
    files = [ROOT / "ontology" / "citygraph.ttl", *(ROOT / "ontology" / "schemes").glob("*.ttl")]
    iris = {str(quad.subject.value) for path in files for quad in ox.parse(path=path)}
    return frozenset(compact(iri) for iri in iris if iri.startswith((ONTOLOGY, VOCABULARY)))


TERMS = known_terms()


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    for path in FACTS:
        store.bulk_load(path=path)
    return store


def expected_rows() -> Iterator[tuple[str, list[str], int]]:
    path = Path(__file__).with_name("rows.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            yield line["row"], line["subjects"].split(), int(line["triples"])


def of_row(row: str) -> list[Statement]:
    return [statement for statement in TABLE if statement.row == row]


# --- the table and the graph ---------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS)
def test_each_triple_of_a_row_is_found_by_a_query(row: str, store: ox.Store) -> None:
    statements = of_row(row)
    assert statements, f"{row} has no line"
    for statement in statements:
        triple = statement.triple()
        answer = store.query(f"ASK {{ {triple.subject} {triple.predicate} {triple.object} }}")
        assert answer, f"{statement}: not in the graph"


@pytest.mark.parametrize("source", SOURCES)
def test_each_triple_of_another_source_is_found_by_a_query(source: str, store: ox.Store) -> None:
    for statement in TABLE:
        if statement.source == source and not statement.row:
            triple = statement.triple()
            answer = store.query(f"ASK {{ {triple.subject} {triple.predicate} {triple.object} }}")
            assert answer, f"{statement}: not in the graph"


def test_the_rows_are_as_long_as_they_are_pinned() -> None:
    expected = {row: (subjects, count) for row, subjects, count in expected_rows()}
    found: dict[str, tuple[list[str], int]] = {}
    for row in ROWS:
        statements = of_row(row)
        names = {statement.subject.partition(":")[2] for statement in statements}
        found[row] = (sorted(names), len(statements))
    assert found == expected


def test_each_row_has_a_line() -> None:
    assert list(each_row_has_a_line(TABLE)) == []


def test_each_line_says_where_it_is_from() -> None:
    assert list(each_line_says_where_it_is_from(TABLE)) == []


def test_no_source_says_it_twice() -> None:
    assert list(no_source_says_it_twice(TABLE)) == []


def test_lines_are_in_order() -> None:
    assert list(lines_are_in_order(TABLE)) == []


def test_names_are_known() -> None:
    assert list(names_are_known(TABLE, FACT_SET, TERMS)) == []


def test_each_line_is_a_fact_in_just_that_form() -> None:
    assert list(each_line_is_a_fact(TABLE, FACT_SET)) == []


def test_each_fact_has_a_line() -> None:
    assert sorted(each_fact_has_a_line(TABLE, FACT_SET)) == []


def test_no_predicate_is_free_of_sources_without_need() -> None:
    used = {short(triple.predicate) for triple in FACT_SET}
    told = {statement.predicate for statement in TABLE}
    assert sorted(set(STRUCTURAL) - used) == []
    assert sorted(set(STRUCTURAL) & told) == []


def test_each_source_but_the_text_states_something() -> None:
    described = {
        short(triple.subject) for triple in FACT_SET if short(triple.predicate) == "schema:url"
    }
    assert described == {statement.source for statement in TABLE}


def test_what_two_sources_state_differently_stands_side_by_side() -> None:
    """Order of the pillars, nesting of the cities, year of the fund, area: both sides are told."""
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for statement in TABLE:
        sources[f"{statement.subject} {statement.predicate} {statement.object}"].add(
            "the page" if statement.row else "others"
        )
    for page, others in (
        ("tokyo:goal-city-dx cg:statedOrder 3", "tokyo:goal-city-dx cg:officialOrder 2"),
        (
            "tokyo:goal-city-dx cg:hasSubGoal tokyo:goal-safe-city",
            "tokyo:smart-tokyo cg:hasGoal tokyo:goal-safe-city",
        ),
        (
            "tokyo:promotion-fund cg:establishedInFiscalYear id:fy-jp-2020",
            "tokyo:fund-endowment-fy2019 cg:fiscalYear id:fy-jp-2019",
        ),
        (
            "tokyo:area-stated-result qudt:numericValue 2193",
            "tokyo:area-surveyed-result qudt:numericValue 2193.96",
        ),
    ):
        assert "the page" in sources[page], page
        assert sources[others] == {"others"}, others


# --- the rules notice what they are for ----------------------------------------------------------

FIRST = TABLE[0]
LAST = TABLE[-1]
WITHOUT_S01 = tuple(statement for statement in TABLE if statement.row != "S01")


def test_a_missing_row_is_named() -> None:
    assert list(each_row_has_a_line(WITHOUT_S01)) == ["S01 has no line"]


@pytest.mark.parametrize(
    "changed",
    [
        replace(FIRST, status="guessed"),
        replace(FIRST, status="external"),
        replace(FIRST, source=LAST.source),
        replace(LAST, status="stated"),
        replace(LAST, row="S01"),
    ],
    ids=str,
)
def test_a_line_of_unclear_origin_is_named(changed: Statement) -> None:
    (complaint,) = each_line_says_where_it_is_from([changed])
    assert complaint.startswith(f"{changed}: ")


def test_a_line_given_twice_is_named() -> None:
    again = replace(FIRST, row="S02", status="inferred")
    (complaint,) = no_source_says_it_twice([*TABLE, again])
    assert complaint == "sources:scir2022-tokyo id:japan cg:capital tokyo:tokyo stands 2 times"


def test_a_line_out_of_order_is_named() -> None:
    assert list(lines_are_in_order([LAST, FIRST])) == [f"{FIRST} comes before {LAST}"]


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("source", "sources:nobody"),
        ("subject", "tokyo:nothing"),
        ("predicate", "cg:hasNothing"),
        ("object", "id:nowhere"),
        ("object", "cgv:no-concept"),
        ("hedge", "cgv:hardly"),
    ],
)
def test_an_unknown_name_is_named(column: str, name: str) -> None:
    changed = replace(FIRST, **{column: name})
    complaints = list(names_are_known([changed], FACT_SET, TERMS))
    assert complaints == [f"{changed}: unknown name {name}"]


def test_a_triple_that_the_graph_lacks_is_named_with_its_row() -> None:
    changed = replace(FIRST, object="id:kddi")
    (complaint,) = each_line_is_a_fact([changed], FACT_SET)
    assert complaint == "S01: id:japan cg:capital id:kddi: not in the graph"


def test_a_fact_without_a_line_is_named() -> None:
    assert sorted(each_fact_has_a_line(WITHOUT_S01, FACT_SET)) == [
        "id:japan cg:capital tokyo:tokyo: no line says where it is from",
        "tokyo:tokyo cg:inCountry id:japan: no line says where it is from",
    ]


def test_an_object_that_is_no_term_is_named_with_its_row() -> None:
    with pytest.raises(ValueError, match=r"^S01: id:japan cg:capital \"open: not one triple: "):
        replace(FIRST, object='"open').triple()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("row\tsource\n", "broken.tsv:1: 2 columns, not 7"),
        ("row\tsource\tsubject\tobject\tpredicate\tstatus\thedge\n", "broken.tsv:1: the columns"),
    ],
)
def test_a_broken_table_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "broken.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_table(path)
