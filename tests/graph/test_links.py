"""The links of Tokyo: which things are which items of Wikidata, and which are not."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from citygraph.evidence.terms import short
from citygraph.graph.written import read_written
from citygraph.home import open_home
from citygraph.linking import (
    MATCHES,
    as_text,
    link_triples,
    make_links,
    read_mappings,
    write_mappings,
)
from citygraph.linking.files import read_labels
from citygraph.linking.making import faults_of_subjects
from citygraph.vocabulary import PREFIXES, compact
from tests.programs import find_program

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "mappings" / "tokyo.sssom.tsv"
TABLES = sorted(TABLE.parent.glob("*.sssom.tsv"))
TWICE = "twice.sssom.tsv"
GRAPH = ROOT / "data" / "tokyo.links.ttl"
LINKS = read_mappings(TABLE).links
SSSOM_REMEDY = (
    "uv venv .venv-sssom && uv pip install --python .venv-sssom -r tests/sssom/requirements.txt"
)
ACCEPTED = [link for link in LINKS if link.accepted]
DENIED = [link for link in LINKS if link.negated]


def test_the_table_is_written_as_the_tool_writes_it() -> None:
    assert as_text(read_mappings(TABLE)) == TABLE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """Let SSSOM's own library read the tables, and give the columns and rows that it has read.

    One of them states two items of one thing, as is done where that is meant. The library takes
    long to load, so one process reads them all.
    """
    python = find_program("python", SSSOM_REMEDY, folder=ROOT / ".venv-sssom" / "bin")
    folder = tmp_path_factory.mktemp("sssom")
    mappings = read_mappings(TABLE)
    (tokyo,) = [link for link in ACCEPTED if compact(link.subject) == "tokyo:tokyo"]
    twin = replace(tokyo, object=PREFIXES["wd"] + "Q1", cardinality="1:n")
    twice = folder / TWICE
    write_mappings(twice, mappings._replace(links=(replace(tokyo, cardinality="1:n"), twin)))
    tables = [*TABLES, twice]
    script = ROOT / "tests" / "sssom" / "take.py"
    done = subprocess.run(
        [python, script, folder, *tables], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {table.name: rows_of(folder / f"{table.name}.parsed") for table in tables}


@pytest.mark.parametrize("table", TABLES, ids=lambda it: it.name)
def test_sssom_s_own_library_takes_each_row(table: Path, taken: Mapping[str, list[str]]) -> None:
    written = rows_of(table)
    assert len(written) > 1
    assert len(taken[table.name]) == len(written)


def test_sssom_s_own_library_takes_the_cardinality(taken: Mapping[str, list[str]]) -> None:
    columns, *rows = (line.split("\t") for line in taken[TWICE])
    column = columns.index("mapping_cardinality")
    assert [row[column] for row in rows] == ["1:n", "1:n"]


def rows_of(table: Path) -> list[str]:
    """Give the columns and the rows of a table, below its metadata."""
    lines = table.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_the_graph_is_what_the_table_gives() -> None:
    assert [made.current for made in make_links(open_home())] == [True]
    assert set(read_written(GRAPH)) == set(link_triples(LINKS))


def test_each_subject_is_known_by_its_label() -> None:
    assert list(faults_of_subjects(LINKS, read_labels(open_home()))) == []


def test_the_graph_says_how_near_and_nothing_else() -> None:
    predicates = Counter(short(triple.predicate) for triple in read_written(GRAPH))
    assert set(predicates) <= set(MATCHES)
    assert predicates["skos:exactMatch"] > len(ACCEPTED) / 2
    for triple in read_written(GRAPH):
        assert isinstance(triple.object, ox.NamedNode)
        assert re.fullmatch(r"http://www\.wikidata\.org/entity/Q[1-9][0-9]*", triple.object.value)


def test_each_row_that_counts_has_evidence_with_an_address() -> None:
    assert len(ACCEPTED) >= 25
    for link in ACCEPTED:
        assert link.see_also, link.place
        assert all(address.startswith("https://") for address in link.see_also), link.place
        assert "wikidata.org/wiki/Q" not in " ".join(link.see_also), link.place
        assert link.comment.endswith("."), link.place
        assert link.confidence is not None


def test_what_nobody_could_verify_gives_no_triple() -> None:
    unverified = {link.subject for link in LINKS if link.state == "unverified"}
    linked = {str(triple.subject)[1:-1] for triple in read_written(GRAPH)}
    assert unverified
    assert unverified & linked == set()


@pytest.mark.parametrize(
    ("subject", "item"),
    [
        ("tokyo:metropolitan-government", "wd:Q190088"),
        ("tokyo:metropolitan-government", "wd:Q1490"),
        ("tokyo:metropolitan-government", "wd:Q20900820"),
        ("tokyo:metropolitan-government", "wd:Q1377135"),
        ("tokyo:metropolitan-government", "wd:Q6131931"),
        ("cgv:robots", "wd:Q170978"),
        ("cgv:telemedicine", "wd:Q4930"),
        ("tokyo:nishi-shinjuku", "wd:Q179645"),
    ],
)
def test_each_trap_is_remembered_as_a_row_that_says_not(subject: str, item: str) -> None:
    assert (subject, item) in {(compact(row.subject), compact(row.object)) for row in DENIED}
    said = {(short(triple.subject), short(triple.object)) for triple in read_written(GRAPH)}
    assert (subject, item) not in said


def test_a_person_who_looks_at_tokyo_sees_its_item() -> None:
    (tokyo,) = [link for link in ACCEPTED if compact(link.subject) == "tokyo:tokyo"]
    assert tokyo.object == PREFIXES["wd"] + "Q1490"
