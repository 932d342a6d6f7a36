"""The links from Python: rows, checks, graphs and exports as values; all items are made up."""

import csv
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import citygraph
from citygraph.errors import DataFileError, InputError, UnknownNameError
from citygraph.linking import recording
from tests.mapping_table import line, put_city, table
from tests.servers import Server, serve_oxigraph
from tests.wikibase_rdf import turtle
from tests.wikibase_slices import FOLDER, Slice

ITEM: dict[str, dict[str, object]] = {
    "Q90001": {"label": {"en": "Osaka"}, "P31": "Q515"},
    "Q90002": {"label": {"en": "Bay"}, "P31": "Q515"},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve_oxigraph(tmp_path_factory.mktemp("wikibase"), union=True) as running:
        running.put("urn:slice", Slice(FOLDER / "tokyo").turtle() + b"\n" + turtle(ITEM))
        yield running


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "city").mkdir()
    rejected = line(object_id="wd:Q90003", predicate_modifier="Not", ext_review_state="rejected")
    bay = line(subject_id="osaka:bay", subject_label="Bay", object_id="wd:Q90002")
    return put_city(tmp_path / "city", table(line(), rejected, bay))


@pytest.fixture
def graph(path: Path) -> citygraph.CityGraph:
    return citygraph.load(path.parent)


def test_rows_are_read_with_their_state_and_evidence(
    graph: citygraph.CityGraph, path: Path
) -> None:
    assert [link.state for link in citygraph.links(graph)] == [
        *("documented", "rejected", "documented")
    ]
    (bay,) = citygraph.links(graph, "湾")
    assert (bay.object_label, bay.accepted, bay.comment) == ("Osaka", True, "Both sources agree.")
    assert bay.see_also == ("https://example.org/a", "https://example.org/b")
    assert citygraph.links(graph, "osaka:osaka", table=path) == citygraph.links(graph)[:2]
    with pytest.raises(UnknownNameError):
        citygraph.links(graph, "osaka:castle")
    path.write_text(path.read_text(encoding="utf-8").replace("exact", "exakt"), encoding="utf-8")
    with pytest.raises(DataFileError, match="predicate_id is 'skos:exaktMatch'"):
        citygraph.links(graph)


def test_a_city_without_a_table_has_no_rows(osaka: str) -> None:
    graph = citygraph.load(osaka)
    assert citygraph.links(graph) == ()
    with pytest.raises(InputError, match="so there are no links"):
        citygraph.check_links(graph)


def test_tables_are_checked_without_asking_anybody(graph: citygraph.CityGraph, path: Path) -> None:
    (stale,) = citygraph.check_links(graph).findings
    assert (stale.code, str(stale.place)) == ("links-stale", str(path))
    assert isinstance(stale, citygraph.LinkFinding)
    assert citygraph.check_links(graph, table=path).findings == ()
    with pytest.raises(InputError, match="name the endpoint"):
        citygraph.check_links(graph, reviewer="Jane")


def test_items_are_checked_and_rows_recorded(
    graph: citygraph.CityGraph, path: Path, server: Server, tmp_path: Path
) -> None:
    ask = partial(
        citygraph.check_links,
        graph,
        endpoint=server.query_url,
        contact="a@example.org",
        cache=tmp_path / "cache",
    )
    citygraph.make_links(graph, write=True)
    before = path.read_bytes()
    check = ask()
    assert isinstance(check, citygraph.LinkCheck)
    assert (check.items, check.not_asked, check.recorded) == (2, 0, None)
    assert [(each.code, each.thing) for each in check.findings] == [
        ("label-drifted", "https://w3id.org/citygraph/id/osaka/bay")
    ]
    with pytest.raises(InputError, match="bears the name"):
        ask(reviewer=" ")
    assert path.read_bytes() == before
    recorded = ask(reviewer="Jane").recorded
    assert [(link.subject_label, link.state) for link in recorded or ()] == [("Osaka", "checked")]
    assert {link.state for link in citygraph.links(graph, "osaka:osaka")} == {"checked", "rejected"}


def test_nobody_is_asked_without_a_contact_and_no_table_of_the_package_is_changed(
    graph: citygraph.CityGraph, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CITYGRAPH_CONTACT", raising=False)
    with pytest.raises(InputError, match="CITYGRAPH_CONTACT"):
        citygraph.check_links(graph, endpoint="http://127.0.0.1:9/")
    monkeypatch.setattr(recording, "PACKAGE", path.parent)
    with pytest.raises(InputError, match="belongs to the installed package"):
        citygraph.check_links(graph, endpoint="http://127.0.0.1:9/", contact="a@b.c", reviewer="J")


def test_the_graph_of_links_is_made_and_written_only_if_asked_for(
    graph: citygraph.CityGraph, path: Path
) -> None:
    made = citygraph.make_links(graph)
    file = path.with_name("osaka.links.ttl")
    assert [(each.path, each.links, each.current) for each in made] == [(file, 2, False)]
    assert not file.exists()
    citygraph.make_links(graph, write=True)
    assert file.read_text(encoding="utf-8") == made[0].text
    assert citygraph.make_links(graph)[0].current
    assert len(citygraph.load(path.parent)) == len(graph) + 2


def test_links_are_exported_in_each_form(graph: citygraph.CityGraph, path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(citygraph.export_links(graph, "openrefine"))))
    assert [row["item"] for row in rows] == ["Q90002", "Q90001"]
    linkset = citygraph.export_links(graph, "linkset", table=path)
    assert '<http://rdfs.org/ns/void#triples> "2"' in linkset
    assert citygraph.export_links(graph, "quickstatements", retrieved="2026-11-22") == ""


@pytest.mark.parametrize(
    ("form", "retrieved", "said"),
    [
        ("csv", None, "csv: expected one of quickstatements, openrefine, linkset"),
        ("quickstatements", None, "need the day"),
        ("quickstatements", "today", "'today' is no day"),
        ("linkset", "2026-11-22", "the day is for quickstatements"),
    ],
)
def test_what_an_export_needs_is_said(
    graph: citygraph.CityGraph, form: str, retrieved: str | None, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        citygraph.export_links(graph, form, retrieved=retrieved)
