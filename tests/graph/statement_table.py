"""The table of statements, and what must hold of it beyond what its reader demands, rule by rule.

data/tokyo.statements.tsv is kept by hand: one line says that one source gives one triple. Each
rule yields a line of words for everything that breaks it.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from citygraph.evidence.cities import City
from citygraph.evidence.disagreements import Disagreement, read_disagreements
from citygraph.evidence.exemptions import needs_claim
from citygraph.evidence.statements import Statement, read_statements
from citygraph.evidence.terms import short, told
from citygraph.vocabulary import PREFIXES, VOCABULARY

ROOT = Path(__file__).resolve().parents[2]
TOKYO = City(ROOT / "data" / "tokyo.ttl")
FACTS = (ROOT / "data" / "sources.ttl", TOKYO.facts)

PAGE = "sources:scir2022-tokyo"
ROWS = tuple(f"S{n:02}" for n in range(1, 91))


def read_table() -> tuple[Statement, ...]:
    return read_statements(TOKYO.statements, PREFIXES)


def read_contradicted() -> tuple[Disagreement, ...]:
    return read_disagreements(TOKYO.disagreements, PREFIXES)


def read_facts(paths: Iterable[Path] = FACTS) -> frozenset[ox.Triple]:
    return frozenset(quad.triple for path in paths for quad in ox.parse(path=path))


def of_line(statement: Statement) -> str:
    """Name a line by its row, or by its source if it has none, and what it says."""
    return f"{statement.row or short(statement.source)}: {told(statement.triple)}"


# --- the rules -----------------------------------------------------------------------------------


def each_row_has_a_line(table: Iterable[Statement]) -> Iterator[str]:
    given = {statement.row for statement in table}
    yield from (f"{row} has no line" for row in ROWS if row not in given)
    yield from (f"{row!r} is no row" for row in sorted(given - {*ROWS, ""}))


def each_line_says_where_it_is_from(table: Iterable[Statement]) -> Iterator[str]:
    """A row of the page is stated there or inferred from it; the rest is from somewhere else."""
    for statement in table:
        source = short(statement.source)
        of_page = (bool(statement.row), source == PAGE, statement.status != "external")
        if len(set(of_page)) != 1:
            yield f"{of_line(statement)}: {statement.status} by {source}"


def lines_are_in_order(table: Iterable[Statement]) -> Iterator[str]:
    """The page by row; then the other sources, by source, subject and predicate."""

    def place(statement: Statement) -> tuple[bool, tuple[str, ...]]:
        if statement.row:
            return False, (statement.row,)
        triple = statement.triple
        about = (statement.source, triple.subject, triple.predicate)
        return True, tuple(short(term) for term in about)

    for one, other in pairwise(table):
        if place(other) < place(one):
            yield f"{of_line(other)} comes before {of_line(one)}"


def names_are_known(
    table: Iterable[Statement], facts: frozenset[ox.Triple], terms: frozenset[str]
) -> Iterator[str]:
    """Sources and things stand in the data; terms, hedges and rules in ontology and schemes."""
    things = {short(triple.subject) for triple in facts}
    for statement in table:
        triple = statement.triple
        nodes = {statement.source, triple.subject, triple.predicate, triple.object}
        nodes |= {each for each in (statement.hedge, statement.rule) if each}
        nodes |= {ox.NamedNode(VOCABULARY + statement.status)}
        for name in sorted(short(each) for each in nodes if isinstance(each, ox.NamedNode)):
            prefix, colon, _ = name.partition(":")
            known = terms if prefix in {"cg", "cgv"} else things
            if colon and prefix in {"cg", "cgv", "id", "sources", "tokyo"} and name not in known:
                yield f"{of_line(statement)}: unknown name {name}"


def each_line_is_a_fact(
    table: Iterable[Statement],
    facts: frozenset[ox.Triple],
    disagreements: Iterable[Disagreement] = (),
) -> Iterator[str]:
    """Only what contradicts a fact may be said by a source and be no fact itself."""
    contradicting = {each.second for each in disagreements if each.first in facts}
    contradicting |= {each.first for each in disagreements if each.second in facts}
    for statement in table:
        if statement.triple not in facts | contradicting:
            yield f"{of_line(statement)}: not in the graph"


def each_fact_has_a_line(table: Iterable[Statement], facts: frozenset[ox.Triple]) -> Iterator[str]:
    lines = {statement.triple for statement in table}
    for triple in facts - lines:
        if needs_claim(triple):
            yield f"{told(triple)}: no line says where it is from"
