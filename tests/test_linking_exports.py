"""Links taken away as link sets and for OpenRefine: complete, and always the same bytes."""

import csv
import io
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from citygraph.errors import InputError
from citygraph.home import find_root, open_home
from citygraph.linking.exporting import export_linksets, export_openrefine
from citygraph.linking.files import read_labels
from citygraph.linking.link import EXACT, Link
from citygraph.linking.linksets import COLUMNS, linkset_lines, openrefine_rows
from citygraph.linking.mappings import Mappings, read_mappings
from citygraph.linking.triples import link_triples
from citygraph.vocabulary import PREFIXES, compact, expand

SKOS, VOID = PREFIXES["skos"], PREFIXES["void"]
TABLE = find_root() / "mappings" / "tokyo.sssom.tsv"
OSAKA = PREFIXES["id"] + "osaka/osaka"
NEW, OSAKA_NAME = PREFIXES["id"] + "osaka/new", compact(OSAKA)
HEADER = read_mappings(TABLE).header
LABELS = {OSAKA: {"en": "Osaka", "ja": "大阪"}}


def row(item: str = "Q90001", **said: object) -> Link:
    usual = {
        "subject": OSAKA,
        "subject_label": "Osaka",
        "predicate": EXACT,
        "object": f"http://www.wikidata.org/entity/{item}",
        "object_label": "Ōsaka, the city",
        "subject_source": "cg:dataset",
        "object_source": "wd:Q2013",
        "justification": "semapv:ManualMappingCuration",
        "date": date(2026, 11, 22),
        "state": "checked",
    }
    return Link(**{**usual, **said})  # type: ignore[arg-type]


def rows(*links: Link) -> Mappings:
    return Mappings(HEADER, links)


def graph(lines: list[bytes]) -> set[ox.Triple]:
    return {each.triple for each in ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES)}


def test_a_link_set_says_what_it_links_and_how_many() -> None:
    near = row("Q90002", predicate=f"{SKOS}closeMatch")
    nearer = row("Q90003", predicate=f"{SKOS}closeMatch", state="documented")
    ruled_out, proposed = row("Q90004", negated=True), row("Q90005", state="proposed")
    lines = linkset_lines("osaka", rows(row(), near, nearer, ruled_out, proposed))
    there = graph(lines)
    links = {each for each in there if each.predicate.value.startswith(SKOS)}
    assert links == set(link_triples([row(), near, nearer]))
    sets = {
        each.subject.value
        for each in there
        if each.object == ox.NamedNode(VOID + "Linkset")
        if isinstance(each.subject, ox.NamedNode)
    }
    start = "https://w3id.org/citygraph/graph/osaka.links#"
    assert sets == {f"{start}closeMatch-Q2013", f"{start}exactMatch-Q2013"}
    said = {
        each.predicate.value.rpartition("#")[2].rpartition("/")[2]: each.object.value
        for each in there
        if each.subject == ox.NamedNode(f"{start}closeMatch-Q2013")
        and not isinstance(each.object, ox.BlankNode | ox.Triple)
    }
    assert said == {
        "type": f"{VOID}Linkset",
        "linkPredicate": f"{SKOS}closeMatch",
        "triples": "2",
        "subjectsTarget": "https://w3id.org/citygraph/ns#dataset",
        "objectsTarget": "http://www.wikidata.org/entity/Q2013",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    held = ox.Triple(
        ox.NamedNode("https://w3id.org/citygraph/graph/osaka.links"),
        ox.NamedNode(f"{VOID}subset"),
        ox.NamedNode(f"{start}closeMatch-Q2013"),
    )
    assert held in there


def test_a_link_set_of_no_named_collections_names_none() -> None:
    lines = linkset_lines("osaka", rows(row(subject_source="", object_source="")))
    assert b"osaka.links#exactMatch>" in b"".join(lines)
    assert b"Target>" not in b"".join(lines)


def test_each_link_set_has_its_own_two_collections() -> None:
    """VoID, 5: a link set has exactly two targets, so sets between others are other sets."""
    other = {"object": "https://example.org/a", "object_source": "cgv:Q2013"}
    links = (
        row(),
        row("Q90002", subject=NEW, subject_source="id:osaka"),
        row(**other),
        row(**{**other, "object": "https://example.org/b", "object_source": "cgv:other"}),
    )
    there = graph(linkset_lines("osaka", rows(*links)))
    targets = {
        each.subject.value.partition("#")[2]: each.object.value.rpartition("/")[2]
        for each in there
        if each.predicate == ox.NamedNode(VOID + "objectsTarget")
        if isinstance(each.subject, ox.NamedNode) and isinstance(each.object, ox.NamedNode)
    }
    assert targets == {
        "exactMatch-Q2013-wd-cg-dataset": "Q2013",
        "exactMatch-Q2013-wd-id-osaka": "Q2013",
        "exactMatch-Q2013-cgv-cg-dataset": "Q2013",
        "exactMatch-other": "other",
    }
    for property_ in ("subjectsTarget", "objectsTarget", "triples", "linkPredicate"):
        subjects = [
            each.subject for each in there if each.predicate == ox.NamedNode(VOID + property_)
        ]
        assert len(subjects) == len(set(subjects)) == len(targets)


def test_link_sets_are_given_under_the_licence_of_their_table() -> None:
    theirs = "https://creativecommons.org/licenses/by/4.0/"
    table = rows(row())._replace(header=HEADER._replace(license=theirs))
    said = {
        each.object
        for each in graph(linkset_lines("osaka", table))
        if each.predicate == ox.NamedNode(PREFIXES["dcterms"] + "license")
    }
    assert said == {ox.NamedNode(theirs)}


@pytest.mark.parametrize("name", ["my links", "a#b", "<x>", ""])
def test_a_name_that_no_iri_can_hold_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="holds what an IRI cannot; give the table a name"):
        linkset_lines(name, rows(row()))


@pytest.mark.parametrize("text", ['=HYPERLINK("https://x.example")', "+1", "-1", "@SUM(A1)"])
def test_no_cell_is_a_formula_for_a_spreadsheet(text: str) -> None:
    """What others wrote elsewhere stands in these cells (CWE-1236)."""
    labels = {OSAKA: {"en": text, "ja": "a=b"}}
    (cells,) = openrefine_rows(
        [row(object_label=text, comment=text, reviewer=text, confidence=Decimal("0.5"))], labels
    )
    made = dict(zip(COLUMNS, cells, strict=True))
    for column in ("label_en", "item_label", "comment", "reviewer"):
        assert made[column] == f"'{text}"
    assert (made["label_ja"], made["confidence"]) == ("a=b", "0.5")


def test_link_sets_are_the_same_bytes_in_any_order() -> None:
    table = read_mappings(TABLE)
    prefixes = {**PREFIXES, **table.header.prefixes}
    forwards = linkset_lines("tokyo", table, prefixes)
    backwards = table._replace(links=table.links[::-1])
    assert forwards == linkset_lines("tokyo", backwards, prefixes)
    assert forwards == sorted(set(forwards))
    assert b"".join(forwards).decode() == export_linksets(open_home())


def test_each_candidate_is_a_row_for_openrefine() -> None:
    checked = row(confidence=Decimal("0.95"), reviewer="A", comment='says "yes", twice')
    proposed = row("Q90002", state="proposed")
    near = row("Q90003", predicate=f"{SKOS}closeMatch")
    stranger = row("Q90004", subject=NEW, state="unsure")
    ruled_out = row("Q90005", negated=True, state="rejected")
    rows = [
        dict(zip(COLUMNS, each, strict=True))
        for each in openrefine_rows([stranger, near, proposed, checked, ruled_out], LABELS)
    ]
    assert [(each["id"], each["item"], each["judgment"]) for each in rows] == [
        (compact(NEW), "Q90004", "none"),
        (OSAKA_NAME, "Q90001", "matched"),
        (OSAKA_NAME, "Q90002", "none"),
        (OSAKA_NAME, "Q90003", "none"),
    ]
    assert (rows[1]["label_en"], rows[1]["label_ja"], rows[1]["label_ko"]) == ("Osaka", "大阪", "")
    assert (rows[1]["confidence"], rows[1]["reviewer"]) == ("0.95", "A")
    assert rows[3]["match"] == "skos:closeMatch"
    assert rows[0]["label_en"] == ""


def test_the_table_for_openrefine_is_csv_that_holds_every_row() -> None:
    written = export_openrefine(open_home())
    rows = list(csv.DictReader(io.StringIO(written)))
    links = [each for each in read_mappings(TABLE).links if not each.negated]
    assert {(each["item_iri"], each["state"]) for each in rows} == {
        (each.object, each.state) for each in links
    }
    assert len(rows) == len(links)
    assert set(rows[0]) == set(COLUMNS)
    tokyo = next(each for each in rows if each["id"] == "tokyo:tokyo")
    assert (tokyo["label_ko"], tokyo["item"], tokyo["judgment"]) == ("도쿄", "Q1490", "matched")
    labels = read_labels(open_home())
    assert all(each["label_en"] == labels_of(labels, each["id"]) for each in rows)


def labels_of(labels: dict[str, dict[str, str]], short: str) -> str:
    return labels[expand(short)]["en"]


def test_one_table_can_be_taken_by_its_path(tmp_path: Path) -> None:
    table = tmp_path / "some.sssom.tsv"
    shutil.copy(TABLE, table)
    home = open_home()
    assert export_openrefine(home, table) == export_openrefine(home)
    assert "graph/some.links#exactMatch" in export_linksets(home, table)


def test_without_a_table_there_is_nothing_to_take_away(osaka: str) -> None:
    with pytest.raises(InputError, match="so there are no links"):
        export_linksets(open_home(osaka))
