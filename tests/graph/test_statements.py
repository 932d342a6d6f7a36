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

from citygraph.evidence.exemptions import STRUCTURAL
from citygraph.evidence.statements import Statement
from citygraph.evidence.terms import read_name, short, told
from citygraph.vocabulary import ONTOLOGY, PREFIXES, VOCABULARY, compact
from tests.graph.statement_table import (
    FACTS,
    ROOT,
    ROWS,
    each_fact_has_a_line,
    each_line_is_a_fact,
    each_line_says_where_it_is_from,
    each_row_has_a_line,
    lines_are_in_order,
    names_are_known,
    of_line,
    read_contradicted,
    read_facts,
    read_table,
)

TABLE = read_table()
DISAGREEMENTS = read_contradicted()
FACT_SET = read_facts()
SOURCES = sorted({short(statement.source) for statement in TABLE if not statement.row})
NO_FACT = {each.first for each in DISAGREEMENTS} | {each.second for each in DISAGREEMENTS}
NO_FACT -= FACT_SET


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
        triple = statement.triple
        answer = store.query(f"ASK {{ {triple.subject} {triple.predicate} {triple.object} }}")
        assert answer, f"{of_line(statement)}: not in the graph"


@pytest.mark.parametrize("source", SOURCES)
def test_each_triple_of_another_source_is_found_by_a_query(source: str, store: ox.Store) -> None:
    for statement in TABLE:
        if short(statement.source) == source and statement.triple not in NO_FACT:
            triple = statement.triple
            answer = store.query(f"ASK {{ {triple.subject} {triple.predicate} {triple.object} }}")
            assert answer, f"{of_line(statement)}: not in the graph"


def test_one_line_is_no_fact_because_it_contradicts_one() -> None:
    assert [told(triple) for triple in NO_FACT] == [
        "tokyo:promotion-fund cg:establishedInFiscalYear id:fy-jp-2019"
    ]


def test_the_rows_are_as_long_as_they_are_pinned() -> None:
    expected = {row: (subjects, count) for row, subjects, count in expected_rows()}
    found: dict[str, tuple[list[str], int]] = {}
    for row in ROWS:
        statements = of_row(row)
        names = {short(each.triple.subject).partition(":")[2] for each in statements}
        found[row] = (sorted(names), len(statements))
    assert found == expected


def test_each_row_has_a_line() -> None:
    assert list(each_row_has_a_line(TABLE)) == []


def test_each_line_says_where_it_is_from() -> None:
    assert list(each_line_says_where_it_is_from(TABLE)) == []


def test_lines_are_in_order() -> None:
    assert list(lines_are_in_order(TABLE)) == []


def test_names_are_known() -> None:
    assert list(names_are_known(TABLE, FACT_SET, TERMS)) == []


def test_each_line_is_a_fact_in_just_that_form() -> None:
    assert list(each_line_is_a_fact(TABLE, FACT_SET, DISAGREEMENTS)) == []


def test_each_fact_has_a_line() -> None:
    assert sorted(each_fact_has_a_line(TABLE, FACT_SET)) == []


def test_no_predicate_is_free_of_sources_without_need() -> None:
    used = {short(triple.predicate) for triple in FACT_SET}
    said = {short(statement.triple.predicate) for statement in TABLE}
    assert sorted(set(STRUCTURAL) - used) == []
    assert sorted(set(STRUCTURAL) & said) == []


def test_each_source_but_the_text_states_something() -> None:
    described = {
        short(triple.subject) for triple in FACT_SET if short(triple.predicate) == "schema:url"
    }
    assert described == {short(statement.source) for statement in TABLE}


def test_what_two_sources_state_differently_stands_side_by_side() -> None:
    """Order of the pillars, nesting of the cities, year of the fund, area: both sides are told."""
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for statement in TABLE:
        sources[told(statement.triple)].add("the page" if statement.row else "others")
    for page, others in (
        (
            "tokyo:goal-city-dx cg:statedOrder 3",
            "tokyo:goal-city-dx cg:officialOrder 2",
        ),
        (
            "tokyo:goal-city-dx cg:hasSubGoal tokyo:goal-safe-city",
            "tokyo:smart-tokyo cg:hasGoal tokyo:goal-safe-city",
        ),
        (
            "tokyo:promotion-fund cg:establishedInFiscalYear id:fy-jp-2020",
            "tokyo:promotion-fund cg:establishedInFiscalYear id:fy-jp-2019",
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


def with_part(statement: Statement, part: str, name: str) -> Statement:
    """Change the source, the hedge, the rule or one term of the triple of a line."""
    term, triple = read_name(name, PREFIXES), statement.triple
    changed = {
        "source": replace(statement, source=term),
        "hedge": replace(statement, hedge=term),
        "rule": replace(statement, rule=term),
        "subject": replace(statement, triple=ox.Triple(term, triple.predicate, triple.object)),
        "predicate": replace(statement, triple=ox.Triple(triple.subject, term, triple.object)),
        "object": replace(statement, triple=ox.Triple(triple.subject, triple.predicate, term)),
    }
    return changed[part]


def test_a_missing_row_is_named() -> None:
    assert list(each_row_has_a_line(WITHOUT_S01)) == ["S01 has no line"]


@pytest.mark.parametrize(
    "changed",
    [
        replace(FIRST, status="external"),
        replace(FIRST, source=LAST.source),
        replace(LAST, status="stated"),
        replace(LAST, row="S01"),
    ],
    ids=str,
)
def test_a_line_of_unclear_origin_is_named(changed: Statement) -> None:
    (complaint,) = each_line_says_where_it_is_from([changed])
    assert complaint.startswith(f"{of_line(changed)}: ")


def test_a_line_out_of_order_is_named() -> None:
    expected = f"{of_line(FIRST)} comes before {of_line(LAST)}"
    assert list(lines_are_in_order([LAST, FIRST])) == [expected]


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("source", "sources:nobody"),
        ("subject", "tokyo:nothing"),
        ("predicate", "cg:hasNothing"),
        ("object", "id:nowhere"),
        ("object", "cgv:no-concept"),
        ("hedge", "cgv:hardly"),
        ("rule", "cgv:guesswork"),
    ],
)
def test_an_unknown_name_is_named(part: str, name: str) -> None:
    changed = with_part(FIRST, part, name)
    complaints = list(names_are_known([changed], FACT_SET, TERMS))
    assert complaints == [f"{of_line(changed)}: unknown name {name}"]


def test_a_triple_that_the_graph_lacks_is_named_with_its_row() -> None:
    changed = with_part(FIRST, "object", "id:kddi")
    (complaint,) = each_line_is_a_fact([changed], FACT_SET)
    assert complaint == "S01: id:japan cg:capital id:kddi: not in the graph"


def test_a_line_that_is_no_fact_needs_a_disagreement() -> None:
    (complaint,) = each_line_is_a_fact(TABLE, FACT_SET)
    assert complaint == (
        "sources:assembly-2020-03-05: tokyo:promotion-fund cg:establishedInFiscalYear "
        "id:fy-jp-2019: not in the graph"
    )


def test_a_fact_without_a_line_is_named() -> None:
    assert sorted(each_fact_has_a_line(WITHOUT_S01, FACT_SET)) == [
        "id:japan cg:capital tokyo:tokyo: no line says where it is from",
        "tokyo:tokyo cg:inCountry id:japan: no line says where it is from",
    ]
