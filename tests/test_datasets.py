"""Files that name graphs themselves: N-Quads, TriG, and JSON-LD with named graphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from citygraph.errors import DataFileError
from citygraph.evidence import check_evidence
from citygraph.graph import CityGraph
from citygraph.graph.written import read_written
from citygraph.home import find_root, open_home
from citygraph.validation import validate
from citygraph.vocabulary import graph_iri
from tests.documents import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from citygraph.home import Home
    from tests.evidence_city import Folder

FORMATS = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG, ".jsonld": ox.RdfFormat.JSON_LD}
MIXED = """\
@prefix : <http://x/> .
:own :says "007"^^<http://www.w3.org/2001/XMLSchema#integer> .
<https://w3id.org/citygraph/graph/kobe> { _:port :says 1 . }
<http://elsewhere/graph> { :far :knows _:port . }
"""


def dump(path: Path, files: Mapping[str, Path]) -> Path:
    """Write files as one dataset, each under the name of its graph."""
    quads = (
        ox.Quad(each.subject, each.predicate, each.object, ox.NamedNode(iri))
        for iri, file in files.items()
        for each in read_written(file)
    )
    ox.serialize(quads, output=path, format=FORMATS[path.suffix])
    return path


def everything() -> dict[str, Path]:
    """Name all that the installation has, shapes and alignments too."""
    home = open_home()
    return home.graphs() | home.installed


def terms(graph: CityGraph, iri: str) -> list[str]:
    return [str(triple) for triple in graph.triples(iri)]


@pytest.fixture
def mixed(tmp_path: Path, small_home: Home) -> CityGraph:
    """A dataset with three graphs, one of them its own, beside the small ontology."""
    path = tmp_path / "mixed.trig"
    path.write_text(MIXED, encoding="utf-8")
    return CityGraph.load(home=open_home(path, root=small_home.root))


def test_each_graph_is_loaded_under_its_own_name(mixed: CityGraph) -> None:
    own, kobe, far = graph_iri("mixed"), graph_iri("kobe"), "http://elsewhere/graph"
    assert mixed.graphs[-3:] == (own, kobe, far)
    assert {mixed.files[iri].name for iri in (own, kobe, far)} == {"mixed.trig"}
    for iri, text in ((own, "<http://x/own> ?p ?o"), (kobe, "[] ?p 1"), (far, "?s ?p [ ?q 1 ]")):
        seen = mixed.query(f"ASK {{ GRAPH <{iri}> {{ ?s ?p ?o }} {{ {text} }} }}")
        assert seen, iri


def test_a_graphs_triples_are_its_own_as_they_are_written(mixed: CityGraph) -> None:
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    assert terms(mixed, graph_iri("mixed")) == [f'<http://x/own> <http://x/says> "007"^^{integer}']


def test_a_blank_node_has_one_name_in_all_graphs_and_runs(mixed: CityGraph) -> None:
    (said,), (known,) = terms(mixed, graph_iri("kobe")), terms(mixed, "http://elsewhere/graph")
    name = said.partition(" ")[0]
    assert re.fullmatch(r"_:b[0-9a-f]{6}n1", name)
    assert known.endswith(name)
    assert terms(mixed, graph_iri("kobe")) == [said]


def test_graphs_of_cities_are_prefixes(mixed: CityGraph) -> None:
    assert mixed.prefixes["kobe"] == "https://w3id.org/citygraph/id/kobe/"
    assert "graph" not in mixed.prefixes


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_dump_of_everything_is_the_bundled_graph(
    tmp_path: Path, bundled: CityGraph, suffix: str
) -> None:
    graph = CityGraph.load(dump(tmp_path / f"all{suffix}", everything()))
    assert set(graph.graphs) == set(bundled.graphs)
    assert len(graph) == len(bundled)
    for iri in bundled.graphs:
        assert set(terms(graph, iri)) == set(terms(bundled, iri))
    report = validate(graph)
    assert report.conforms
    assert report.focus_nodes == validate(bundled).focus_nodes


def changed(path: Path, old: str, new: str) -> Path:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("subject", "kind", "name"),
    [("ns#City", "owl#Class", "citygraph"), ("shapes/city-country", "ns/shacl#", "city")],
)
def test_an_installed_graph_that_differs_is_refused(
    tmp_path: Path, subject: str, kind: str, name: str
) -> None:
    path = dump(tmp_path / "all.nq", everything())
    lines = path.read_text("utf-8").splitlines(keepends=True)
    start = (
        f"<https://w3id.org/citygraph/{subject}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    )
    (typed,) = [each for each in lines if each.startswith(start) and kind in each]
    path.write_text("".join(each for each in lines if each != typed), encoding="utf-8")
    with pytest.raises(DataFileError) as raised:
        CityGraph.load(path)
    assert str(raised.value) == (
        f"{path}: its graph <{graph_iri(name)}> is not what this installation of citygraph has in "
        f"{name}.ttl; take that graph out of the file, or give it another name if it is your own"
    )


@pytest.mark.parametrize("other", ["tokyo.ttl", "more.trig"])
def test_two_files_that_hold_one_graph_are_refused(tmp_path: Path, other: str) -> None:
    tokyo = ROOT / "data" / "tokyo.ttl"
    named = {graph_iri("tokyo"): tokyo}
    second = dump(tmp_path / "all.nq", named)
    first = tokyo if other == "tokyo.ttl" else dump(tmp_path / other, named)
    with pytest.raises(DataFileError) as raised:
        CityGraph.load(first, second)
    assert str(raised.value) == (
        f"{second} and {first} both hold the graph <{graph_iri('tokyo')}>: "
        "leave one of the two out, or rename the graph"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no triples; expected at least one"),
        ("<http://x/g> { }", "holds no triples; expected at least one"),
        ("_:g { <a:a> <a:b> 1 }", "a blank node names a graph, but has no name that lasts; give "),
        ("<a:a> <a:b> 1", "this is no TriG: "),
        (f"<a:a> <a:b> '{'x' * (1 << 24)}' .", "a single value is longer than 16 MiB"),
    ],
    ids=["nothing", "an empty graph", "a blank name", "no TriG", "too long"],
)
def test_a_dataset_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.trig"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as raised:
        CityGraph.load(path)
    assert re.fullmatch(
        rf"{re.escape(str(path))}(:\d+:\d+)?: {re.escape(said)}.*", str(raised.value)
    )


def test_a_finding_in_a_dataset_has_its_line(tmp_path: Path) -> None:
    path = dump(tmp_path / "all.nq", everything())
    country = (
        "<https://w3id.org/citygraph/id/tokyo/tokyo> <https://w3id.org/citygraph/ns#inCountry> "
    )
    changed(path, f"{country}<https://w3id.org/citygraph/id/japan>", f'{country}"Japan"')
    lines = path.read_text("utf-8").splitlines()
    fact = next(number for number, line in enumerate(lines, 1) if line.startswith(country))
    found = {
        each.component.partition("#")[2]: each for each in validate(CityGraph.load(path)).findings
    }
    assert found.keys() == {
        f"{kind}ConstraintComponent" for kind in ("Class", "ClaimWithoutFact", "FactWithoutClaim")
    }
    assert {each.file for each in found.values()} == {str(path)}
    assert found["ClassConstraintComponent"].line == fact
    assert found["FactWithoutClaimConstraintComponent"].line == fact
    claim = found["ClaimWithoutFactConstraintComponent"]
    assert claim.line is not None
    assert lines[claim.line - 1].startswith(str(claim.focus))
    assert lines[claim.line - 1].endswith(f"<{graph_iri('tokyo.evidence')}> .")


def test_lines_of_graphs_that_are_left_out_do_not_count(tmp_path: Path) -> None:
    """The alignments say something of a term before a graph of the user's in the file does."""
    path = tmp_path / "mine.nq"
    alignments = open_home().alignments
    dump(path, {graph_iri("alignments"): alignments})
    before = path.read_text("utf-8")
    subject = before.partition(" ")[0]
    own = f'{subject} <http://www.w3.org/2004/02/skos/core#prefLabel> "5" <{graph_iri("mine")}> .\n'
    path.write_text(before + own, encoding="utf-8")
    placed = [each for each in validate(CityGraph.load(path)).findings if each.file == str(path)]
    assert placed
    assert {each.line for each in placed} == {before.count("\n") + 1}


def pairs(files: Iterable[Path]) -> list[tuple[str, str | None]]:
    graph = CityGraph.load(*files)
    data = {iri: path for iri, path in graph.files.items() if path in graph.home.data}
    found = check_evidence(graph.home, graphs=data)
    return [(each.kind, None if each.path is None else each.path.value) for each in found]


def test_claims_in_a_dataset_pair_with_facts_in_it(traced: Folder, tmp_path: Path) -> None:
    names = ("osaka", "osaka.evidence", "sources")
    files = {graph_iri(name): traced.path / f"{name}.ttl" for name in names}
    path = dump(tmp_path / "all.nq", files)
    assert pairs([path]) == []
    code = "<https://w3id.org/citygraph/ns#localGovernmentCode> "
    changed(path, f'osaka> {code}"271004"', f'osaka> {code}"271009"')
    assert [kind for kind, _ in pairs([path])] == ["fact-without-claim", "claim-without-fact"]


def test_claims_and_facts_may_be_in_two_files(traced: Folder, tmp_path: Path) -> None:
    files = {graph_iri(f"osaka{end}"): traced.path / f"osaka{end}.ttl" for end in ("", ".evidence")}
    facts = dump(tmp_path / "facts.nq", {graph_iri("osaka"): files[graph_iri("osaka")]})
    claims = dump(tmp_path / "claims.trig", {graph_iri("osaka.evidence"): traced.city.evidence})
    sources = traced.path / "sources.ttl"
    assert pairs([facts, claims, sources]) == []
    assert pairs([facts, sources]) == []
    assert {kind for kind, _ in pairs([facts, claims])} == {
        *("claim-of-unknown-source", "span-outside-text")
    }


def test_a_city_without_claims_is_not_asked_for_them_beside_one_that_has(
    traced: Folder, tmp_path: Path
) -> None:
    names = ("osaka", "osaka.evidence", "sources")
    files = {graph_iri(name): traced.path / f"{name}.ttl" for name in names}
    path = dump(tmp_path / "all.nq", files)
    kobe = '<http://x/kobe> <https://w3id.org/citygraph/ns#officialName> "Kobe"@en'
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{kobe} <{graph_iri('kobe')}> .\n")
    assert pairs([path]) == []


def test_the_small_dump_needs_no_installation_of_ours(tmp_path: Path, small_home: Home) -> None:
    path = dump(tmp_path / "all.nq", open_home(root=small_home.root).graphs())
    graph = CityGraph.load(home=open_home(path, root=small_home.root))
    assert graph.graphs == CityGraph.load(home=small_home).graphs
    assert graph.home.root != find_root()
