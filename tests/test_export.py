"""Exports of the bundled graph: what they hold, where they go, and how they fail."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

import citygraph
from citygraph import formats
from citygraph.errors import InputError
from citygraph.exports import FILES, FOLDERS, PARTS, parts, select
from citygraph.graph import CityGraph
from citygraph.vocabulary import GRAPHS
from tests.command import TOOL, Done, Run, process
from tests.rdf_graphs import by_oxigraph, by_rdflib, canonical

ONE_GRAPH = ["turtle", "nt", "jsonld", "rdfxml"]


def union(graph: CityGraph, part: str = "all") -> frozenset[str]:
    chosen = select(graph, part)
    return canonical(triple for iri in chosen.iris for triple in chosen.triples(iri))


def content(graph: CityGraph, form: str, part: str = "all") -> bytes:
    return b"".join(FILES[form](select(graph, part)))


# --- what they hold ------------------------------------------------------------------------------


def test_every_format_of_the_registry_has_one_writer() -> None:
    assert {*FILES, *FOLDERS} == set(formats.EXPORTS)
    assert not set(FILES) & set(FOLDERS)


@pytest.mark.parametrize("form", ONE_GRAPH)
def test_the_bundled_graph_is_read_back_by_two_parsers(form: str, bundled: CityGraph) -> None:
    written = content(bundled, form)
    assert by_oxigraph(written, form) == union(bundled)
    assert by_rdflib(written, form) == union(bundled)


@pytest.mark.parametrize("form", ["trig", "nq"])
@pytest.mark.parametrize("part", ["all", "shapes"])
def test_datasets_keep_the_named_graphs(form: str, part: str, bundled: CityGraph) -> None:
    media_type = formats.EXPORTS[form].media_type
    data = ox.Dataset(
        ox.parse(content(bundled, form, part), format=ox.RdfFormat.from_media_type(media_type))
    )
    chosen = select(bundled, part)
    assert {str(each.graph_name) for each in data} == {f"<{iri}>" for iri in chosen.iris}
    for iri in chosen.iris:
        own = (each.triple for each in data.quads_for_graph_name(ox.NamedNode(iri)))
        assert canonical(own) == canonical(chosen.triples(iri))


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_what_its_files_hold(part: str, bundled: CityGraph) -> None:
    home = bundled.home
    files = {
        "facts": [path for path in home.data if "." not in path.stem],
        "ontology": home.ontology,
        "evidence": [path for path in home.data if path.stem.endswith(".evidence")],
        "links": [home.alignments, *(path for path in home.data if path.stem.endswith(".links"))],
        "shapes": home.shapes,
    }[part]
    assert select(bundled, part).iris == tuple(sorted(GRAPHS + path.stem for path in files))


def test_all_is_everything_but_the_shapes(bundled: CityGraph) -> None:
    shapes = set(select(bundled, "shapes").iris)
    everything = set(select(bundled).iris)
    assert not shapes & everything
    assert everything == {
        iri for part in set(PARTS) - {"shapes"} for iri in select(bundled, part).iris
    }
    assert not any(iri.endswith("void") for iri in everything)


def test_a_file_named_like_a_shape_is_facts_all_the_same(tmp_path: Path, osaka: str) -> None:
    path = tmp_path / "city.ttl"
    path.write_text(Path(osaka).read_text(encoding="utf-8"), encoding="utf-8")
    graph = CityGraph.load(path)
    assert select(graph, "facts").iris == (GRAPHS + "city",)
    assert parts.graphs_by_part(graph)["shapes"]


def test_a_part_that_is_not_there_is_named(osaka: str) -> None:
    with pytest.raises(InputError) as raised:
        select(CityGraph.load(osaka), "evidence")
    assert str(raised.value) == (
        "--part evidence: nothing to export; this graph has only facts, ontology, links, shapes"
    )


def test_turtle_is_tidy(bundled: CityGraph, tmp_path: Path) -> None:
    path = tmp_path / "facts.ttl"
    path.write_bytes(content(bundled, "turtle", "facts"))
    tidy = Path(sys.executable).with_name("turtlefmt")
    done = subprocess.run([tidy, "--check", path], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_only_prefixes_that_are_used_are_declared(bundled: CityGraph) -> None:
    lines = content(bundled, "turtle", "links").decode().splitlines()
    declared = [line.split()[1] for line in lines if line.startswith("@prefix")]
    assert declared == sorted(declared)
    body = "\n".join(line for line in lines if not line.startswith("@prefix"))
    assert declared
    assert [name for name in declared if name not in body] == []


# --- the same bytes ------------------------------------------------------------------------------


def test_bytes_depend_neither_on_the_hash_seed_nor_on_the_order_of_files(
    tmp_path: Path, osaka: str
) -> None:
    kyoto = tmp_path / "kyoto.ttl"
    kyoto.write_text("<urn:kyoto> a [ a <urn:x> ] , [ a <urn:y> ] .", encoding="utf-8")
    written = set()
    for seed, order in (("1", (osaka, kyoto)), ("2", (kyoto, osaka))):
        data = [word for path in order for word in ("--data", str(path))]
        for form in FILES:
            done = process("export", "-f", form, *data, env={**os.environ, "PYTHONHASHSEED": seed})
            assert done.returncode == 0, done.stderr
            written.add((form, done.stdout))
    assert len(written) == len(FILES)


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.ttl").write_text(f"[] a <urn:{name}> .", encoding="utf-8")
    graph = CityGraph.load(tmp_path / "one.ttl", tmp_path / "two.ttl")
    lines = content(graph, "nt", "facts").decode().splitlines()
    assert len({line.split()[0] for line in lines}) == 2


# --- where they go -------------------------------------------------------------------------------


def test_gzip_holds_neither_a_time_nor_a_name(run: Run, tmp_path: Path, bundled: CityGraph) -> None:
    path = tmp_path / "facts.nt.gz"
    assert run("export", "--part", "facts", "-o", str(path)) == Done(0, "", "")
    packed = path.read_bytes()
    assert gzip.decompress(packed) == content(bundled, "nt", "facts")
    assert packed[3:8] == bytes(5), "flags and time"
    (tmp_path / "again").mkdir()
    run("export", "--part", "facts", "-o", str(tmp_path / "again" / "other.nt.gz"))
    assert (tmp_path / "again" / "other.nt.gz").read_bytes() == packed


@pytest.mark.parametrize(
    ("name", "form"),
    [("x.ttl", "turtle"), ("x.TRIG", "trig"), ("x.nq.gz", "nq"), ("x.owl", "rdfxml")],
)
def test_the_suffix_names_the_format(
    name: str, form: str, run: Run, tmp_path: Path, bundled: CityGraph
) -> None:
    assert run("export", "--part", "links", "-o", str(tmp_path / name)).code == 0
    read = (tmp_path / name).read_bytes()
    assert (gzip.decompress(read) if name.endswith("gz") else read) == content(
        bundled, form, "links"
    )


def test_stdout_gets_turtle_if_nothing_is_said(run: Run, bundled: CityGraph) -> None:
    assert run("export", "--part", "links").out.encode() == content(bundled, "turtle", "links")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-f", "docx"], "--format docx: expected one of turtle, trig, nt, nq, jsonld, rdfxml"),
        (["--part", "some"], "--part some: expected one of facts, ontology, evidence, links, sha"),
        (["-o", "{}/x"], "--output {}/x: no suffix tells the format (known are .ttl, .trig, .nt"),
        (["-o", "{}/x.docx.gz"], "--output {}/x.docx.gz: no suffix tells the format (known are"),
        (["-o", "{}/City.csv"], "--output {}/City.csv: csv is written as a folder, with one table"),
        (["-o", "{}/City.parquet"], "--output {}/City.parquet: parquet is written as a folder"),
        (["-f", "csv"], "--format csv is a folder of files: name it with  --output FOLDER"),
        (["-o", "{}/none/x.nt"], "{}/none/x.nt: cannot be written: No such file or directory"),
        (["--describe", "-f", "nt"], "--format nt: --describe writes turtle"),
    ],
)
def test_wrong_usage_is_named(words: list[str], message: str, run: Run, tmp_path: Path) -> None:
    done = run("export", *(word.format(tmp_path) for word in words))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"citygraph: {message.format(tmp_path)}")
    assert list(tmp_path.iterdir()) == []


def test_the_python_api_writes_the_same(tmp_path: Path, bundled: CityGraph) -> None:
    assert citygraph.export(bundled, "jsonld", tmp_path / "x.json", part="facts") == ()
    assert (tmp_path / "x.json").read_bytes() == content(bundled, "jsonld", "facts")


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    done = subprocess.run(
        ["/bin/bash", "-c", f"set -o pipefail; {TOOL} export -f nt | head -n 1"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only Linux has a disk that is always full"
)
def test_a_full_disk_is_a_fault_of_the_machine(run: Run) -> None:
    done = run("export", "-f", "nt", "-o", "/dev/full")
    assert done.code == 4
    assert done.err == "citygraph: /dev/full: cannot be written: No space left on device\n"
