"""The table of statements as values, and what must hold of it, rule by rule.

data/tokyo.statements.tsv is kept by hand: one line says that one source states one triple. Each
rule yields a line of words for everything that breaks it.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from citygraph.vocabulary import PREFIXES, compact

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "data" / "tokyo.statements.tsv"
FACTS = (ROOT / "data" / "sources.ttl", ROOT / "data" / "tokyo.ttl")

PAGE = "sources:scir2022-tokyo"
ROWS = tuple(f"S{n:02}" for n in range(1, 91))
STATUSES = ("stated", "inferred", "external")

WORDS = ("rdf:type", "skos:altLabel", "skos:definition", "skos:editorialNote", "skos:prefLabel")
"""Ours, not a source's; a label is in the table all the same where a source gives the name."""

STRUCTURAL = (
    "skos:scopeNote",  # how we read a source
    "cg:dateText",  # the calendar needs no source …
    "cg:earliest",
    "cg:latest",
    "time:hasBeginning",
    "time:hasEnd",
    "time:inXSDDate",
    "cg:byteCount",  # … nor what is measured on the text itself …
    "cg:charCount",
    "cg:offsetUnit",
    "cg:textOf",
    "cg:textSha256",
    "cg:sourceKind",  # … nor where a source is found
    "schema:url",
)
"""The predicates whose triples need no line: this list and no other place decides it."""

_HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of the table, as written."""

    row: str
    source: str
    subject: str
    predicate: str
    object: str
    status: str
    hedge: str

    def __str__(self) -> str:
        return f"{self.row or self.source}: {self.subject} {self.predicate} {self.object}"

    def triple(self) -> ox.Triple:
        """Read subject, predicate and object as Turtle."""
        turtle = f"{_HEADER}{self.subject} {self.predicate} {self.object} ."
        try:
            (quad,) = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
        except (SyntaxError, ValueError) as error:
            raise ValueError(f"{self}: not one triple: {error}") from error
        triple: ox.Triple = quad.triple
        return triple


def read_table(path: Path = TABLE) -> tuple[Statement, ...]:
    """Read the table; a line with too few or too many columns is an error that names it."""
    columns = [field.name for field in fields(Statement)]
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, line in enumerate(lines, start=1):
        if len(line) != len(columns):
            raise ValueError(f"{path.name}:{number}: {len(line)} columns, not {len(columns)}")
    if lines[0] != columns:
        raise ValueError(f"{path.name}:1: the columns are {lines[0]}, not {columns}")
    return tuple(Statement(*line) for line in lines[1:])


def read_facts(paths: Iterable[Path] = FACTS) -> frozenset[ox.Triple]:
    return frozenset(quad.triple for path in paths for quad in ox.parse(path=path))


def short(term: Term) -> str:
    return compact(term.value) if isinstance(term, ox.NamedNode) else str(term)


# --- the rules -----------------------------------------------------------------------------------


def each_row_has_a_line(table: Iterable[Statement]) -> Iterator[str]:
    given = {statement.row for statement in table}
    yield from (f"{row} has no line" for row in ROWS if row not in given)
    yield from (f"{row!r} is no row" for row in sorted(given - {*ROWS, ""}))


def each_line_says_where_it_is_from(table: Iterable[Statement]) -> Iterator[str]:
    """A row of the page is stated there or inferred from it; the rest is from somewhere else."""
    for statement in table:
        of_page = (bool(statement.row), statement.source == PAGE, statement.status != STATUSES[-1])
        if statement.status not in STATUSES:
            yield f"{statement}: unknown status {statement.status!r}"
        elif len(set(of_page)) != 1:
            yield f"{statement}: {statement.status} by {statement.source}"


def no_source_says_it_twice(table: Iterable[Statement]) -> Iterator[str]:
    counted = Counter(astuple(statement)[1:5] for statement in table)
    yield from (f"{' '.join(key)} stands {n} times" for key, n in counted.items() if n > 1)


def lines_are_in_order(table: Iterable[Statement]) -> Iterator[str]:
    """The page by row; then the other sources, by source, subject and predicate."""

    def place(statement: Statement) -> tuple[bool, tuple[str, ...]]:
        if statement.row:
            return False, (statement.row,)
        return True, (statement.source, statement.subject, statement.predicate)

    for one, other in pairwise(table):
        if place(other) < place(one):
            yield f"{other} comes before {one}"


def names_are_known(
    table: Iterable[Statement], facts: frozenset[ox.Triple], terms: frozenset[str]
) -> Iterator[str]:
    """Sources and things stand in the data; terms, statuses and hedges in ontology and schemes."""
    things = {short(triple.subject) for triple in facts}
    for statement in table:
        triple = statement.triple()
        names = {statement.source, f"cgv:{statement.status}", statement.hedge or "cgv:stated"}
        names |= {short(each) for each in (triple.subject, triple.predicate, triple.object)}
        for name in sorted(names):
            prefix, colon, _ = name.partition(":")
            known = terms if prefix in {"cg", "cgv"} else things
            if colon and prefix in {"cg", "cgv", "id", "sources", "tokyo"} and name not in known:
                yield f"{statement}: unknown name {name}"


def each_line_is_a_fact(table: Iterable[Statement], facts: frozenset[ox.Triple]) -> Iterator[str]:
    yield from (f"{each}: not in the graph" for each in table if each.triple() not in facts)


def each_fact_has_a_line(table: Iterable[Statement], facts: frozenset[ox.Triple]) -> Iterator[str]:
    lines = {statement.triple() for statement in table}
    for triple in facts - lines:
        if short(triple.predicate) not in {*WORDS, *STRUCTURAL}:
            told = " ".join(map(short, (triple.subject, triple.predicate, triple.object)))
            yield f"{told}: no line says where it is from"
