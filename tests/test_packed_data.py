"""Packed files are data like any other, and no file becomes more than it should."""

import gzip
import tracemalloc
from codecs import BOM_UTF8
from pathlib import Path

import pyoxigraph as ox
import pytest

from citygraph.answers import Truth
from citygraph.errors import DataFileError
from citygraph.exports import export
from citygraph.graph import CityGraph, contents
from citygraph.graph.declared import declared_prefixes
from citygraph.graph.written import read_written
from citygraph.home import Home, open_home
from citygraph.vocabulary import ONTOLOGY
from tests.command import Run

TURTLE = """\
@prefix ex: <http://x/> .
ex:port
    ex:says "やあ" ;
    ex:knows _:ship .
_:ship ex:says 1 .
"""
TERM = "<http://x/says>"
GRAPH = "https://w3id.org/citygraph/graph/kobe"


def packed(path: Path, content: bytes | str) -> Path:
    path.write_bytes(gzip.compress(content if isinstance(content, bytes) else content.encode()))
    return path


@pytest.mark.parametrize("mark", [b"", BOM_UTF8])
@pytest.mark.parametrize("suffix", [".ttl.gz", ".TTL.GZ"])
def test_a_packed_file_is_the_graph_of_the_file_in_it(
    tmp_path: Path, small_home: Home, mark: bytes, suffix: str
) -> None:
    path = packed(tmp_path / f"kobe{suffix}", mark + TURTLE.encode())
    plain = tmp_path / "plain" / "kobe.ttl"
    plain.parent.mkdir()
    plain.write_text(TURTLE, encoding="utf-8")
    graph, unpacked = (
        CityGraph.load(home=small_home._replace(data=(each,), bundled=False))
        for each in (path, plain)
    )
    assert GRAPH in graph.graphs
    assert [*map(str, graph.triples(GRAPH))] == [*map(str, unpacked.triples(GRAPH))]
    assert len(graph) == len(unpacked)
    assert graph.prefixes["ex"] == declared_prefixes(path)["ex"] == "http://x/"


@pytest.mark.parametrize("suffix", ["nq", "trig", "jsonld", "nt", "ttl", "rdf"])
def test_what_is_exported_packed_can_be_loaded(tmp_path: Path, suffix: str) -> None:
    bundled = CityGraph.load()
    form = {"ttl": "turtle", "rdf": "rdfxml"}.get(suffix, suffix)
    path = tmp_path / f"facts.{suffix}.gz"
    export(bundled, form, path, part="facts")
    loaded = CityGraph.load(path)
    named = f'ASK {{ ?city a <{ONTOLOGY}City> ; ?named "東京"@ja }}'
    assert loaded.query(named) == Truth(value=True)


def test_the_lines_of_findings_are_those_of_the_text(tmp_path: Path, run: Run) -> None:
    source = (open_home().root / "data" / "tokyo.ttl").read_text(encoding="utf-8")
    wrong = source + "\ntokyo:nowhere a cg:City .\n"
    line = wrong.count("\n")
    paths = packed(tmp_path / "nara.ttl.gz", wrong), tmp_path / "nara.ttl"
    paths[1].write_text(wrong, encoding="utf-8")
    found = [run("validate", str(path), "-f", "json").out for path in paths]
    assert f'"line": {line}' in found[0]
    assert found[0].count(f'"line": {line}') == found[1].count(f'"line": {line}')


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(TURTLE.encode())[:-9], "is no whole gzip file"),
        (gzip.compress(TURTLE.encode())[:-5] + bytes(5), "is no whole gzip file"),
        (TURTLE.encode(), "is no whole gzip file: Not a gzipped file"),
        (b"", "holds no triples"),
        (gzip.compress(b""), "holds no triples"),
        (gzip.compress(b"<http://x/a> .\n"), ":1:14: what is packed in it is no Turtle"),
        (
            gzip.compress(b"# one\n<http://x/a> <http://x/b> '\xe5' .\n"),
            ":2: byte 28 of the line (0xE5) is not UTF-8; save the file as UTF-8",
        ),
    ],
    ids=["cut", "other digits", "not packed", "no bytes", "nothing", "no Turtle", "no UTF-8"],
)
def test_what_cannot_be_unpacked_is_named(
    tmp_path: Path, small_home: Home, content: bytes, said: str
) -> None:
    path = tmp_path / "kobe.ttl.gz"
    path.write_bytes(content)
    with pytest.raises(DataFileError) as caught:
        CityGraph.load(home=small_home._replace(data=(path,), bundled=False))
    assert str(caught.value).startswith(f"{path}")
    assert said in str(caught.value)


def test_a_file_that_never_ends_is_left_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "LARGEST", 1_000_000)
    path = packed(tmp_path / "bomb.nt.gz", b"<http://x/a> <http://x/b> <http://x/c> .\n" * 50_000)
    with pytest.raises(DataFileError, match="longer than 1,000,000 bytes when it is unpacked"):
        sum(1 for _ in read_written(path))


def test_a_huge_file_is_never_held_as_a_whole(tmp_path: Path) -> None:
    line = b"<http://x/a> <http://x/b> <http://x/c> .\n"
    path = packed(tmp_path / "long.nt.gz", line * 400_000)
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_written(path)) == 400_000
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_packed_and_a_plain_file_of_one_name_are_one_graph_too_many(tmp_path: Path) -> None:
    plain = tmp_path / "kobe.ttl"
    plain.write_text(TURTLE, encoding="utf-8")
    with pytest.raises(DataFileError, match="would both become the graph"):
        CityGraph.load(plain, packed(tmp_path / "kobe.ttl.gz", TURTLE))


def test_a_packed_file_is_parsed_as_the_syntax_that_its_name_says(tmp_path: Path) -> None:
    path = packed(tmp_path / "kobe.nt.gz", f"<http://x/port> {TERM} <http://x/c> .\n")
    (triple,) = read_written(path)
    assert triple == ox.Triple(
        ox.NamedNode("http://x/port"), ox.NamedNode(TERM[1:-1]), ox.NamedNode("http://x/c")
    )
