"""Tracing links: the row of the mapping table is named, in every format and on a server too."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from citygraph.graph import CityGraph
from citygraph.linking import make_links, read_mappings
from citygraph.tracing import MappingRow, trace
from citygraph.vocabulary import PREFIXES, THINGS
from tests.command import Run
from tests.mapping_table import line, put_city, table

KDDI = f"{THINGS}kddi"
ROOT = Path(__file__).resolve().parent.parent
TABLE = "mappings/tokyo.sssom.tsv"
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "trace.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def row() -> MappingRow:
    """Give the row behind the link of KDDI, as the table has it."""
    (link,) = [each for each in read_mappings(ROOT / TABLE).links if each.subject == KDDI]
    return MappingRow(TABLE, link.line, link.state, link.see_also, link.comment)


def test_the_row_stands_behind_the_link(bundled: CityGraph, row: MappingRow) -> None:
    mapped = [fact.statement for fact in trace(bundled, KDDI).facts if fact.statement.mapping]
    assert [(each.mapping, each.testimonies) for each in mapped] == [(row, ())]
    text = (ROOT / TABLE).read_text(encoding="utf-8").splitlines()[row.line - 1]
    assert text.startswith("id:kddi\tKDDI\tskos:exactMatch\t")


def test_every_link_has_its_row(bundled: CityGraph) -> None:
    matches = tuple(f"{PREFIXES['skos']}{name}Match" for name in ("close", "exact", "related"))
    facts = [
        fact.statement for fact in trace(bundled).facts if fact.statement.property.iri in matches
    ]
    assert len(facts) > 5
    assert [each for each in facts if each.mapping is None] == []


def test_other_facts_have_none(bundled: CityGraph) -> None:
    facts = trace(bundled, KDDI).facts
    others = [fact for fact in facts if fact.statement.testimonies]
    assert others
    assert [fact for fact in others if fact.statement.mapping] == []


def test_the_row_is_told_in_every_format(run: Run, row: MappingRow) -> None:
    place = f"{TABLE}:{row.line}"
    for lang, word in (("en", "mapping table"), ("ja", "対応表"), ("ko", "대응표")):
        shown = run("trace", "id:kddi", "-f", "md", "--lang", lang).out
        assert f"| {word} | {place} | documented |" in shown
    (told,) = [
        each
        for each in csv.DictReader(io.StringIO(run("trace", "id:kddi", "-f", "csv").out))
        if each["source"] == TABLE
    ]
    assert (told["rows"], told["status"], told["claim"]) == (str(row.line), "documented", "")
    assert told["url"] == " ".join(row.see_also)
    document = json.loads(run("trace", "id:kddi", "-f", "json").out)
    jsonschema.validate(document, SCHEMA)
    mappings = [each["mapping"] for each in document["sections"][0]["facts"]]
    assert {"line": row.line, "table": TABLE} in [
        {key: each[key] for key in ("line", "table")} for each in mappings if each
    ]


def test_a_user_s_own_table_is_named_as_a_file(tmp_path: Path) -> None:
    path = put_city(tmp_path, table(line()))
    (made,) = make_links(CityGraph.load(str(tmp_path)).home)
    made.path.write_text(made.text, encoding="utf-8")
    facts = trace(CityGraph.load(str(tmp_path)), f"{THINGS}osaka/osaka").facts
    (row,) = [fact.statement.mapping for fact in facts if fact.statement.mapping]
    assert (row.table, row.state) == (str(path), "documented")


def test_a_link_that_no_row_gives_has_none(tmp_path: Path) -> None:
    put_city(tmp_path, table(line(ext_review_state="unsure")))
    text = f"<{THINGS}osaka/osaka> <{PREFIXES['skos']}exactMatch> <{PREFIXES['wd']}Q90001> ."
    (tmp_path / "osaka.links.ttl").write_text(text, encoding="utf-8")
    facts = trace(CityGraph.load(str(tmp_path)), f"{THINGS}osaka/osaka").facts
    matched = [fact for fact in facts if fact.statement.property.iri.endswith("exactMatch")]
    assert [fact.statement.mapping for fact in matched] == [None]
