"""The embedded store: files as named graphs, faults located, a deadline, and rdflib."""

import json
import re
import subprocess
import sys
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from citygraph.answers import Answer, Triples, Truth
from citygraph.errors import DataFileError, InputError, RemoteError
from citygraph.graph import CityGraph
from citygraph.graph.conversion import rdflib_term, to_rdflib
from citygraph.graph.deadline import seconds, within
from citygraph.graph.written import read_written
from citygraph.home import Home, open_home

GRAPH = "https://w3id.org/citygraph/graph/"
RDF_XML = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">
  <rdf:Description rdf:about="http://x/a"><x:b rdf:resource="http://x/c"/></rdf:Description>
</rdf:RDF>"""
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_each_file_is_a_named_graph(small_graph: CityGraph) -> None:
    assert small_graph.graphs == (GRAPH + "citygraph", GRAPH + "colours", GRAPH + "osaka")
    found = small_graph.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
    assert isinstance(found, Answer)
    assert [row["g"] for row in found.records()] == sorted(small_graph.graphs)


def test_questions_see_the_union(small_graph: CityGraph) -> None:
    text = "ASK { ?city a ?class . ?class a <http://www.w3.org/2002/07/owl#Class> }"
    assert small_graph.query(text) == Truth(value=True)


def test_a_query_may_name_its_own_dataset(small_graph: CityGraph) -> None:
    text = "SELECT (COUNT(*) AS ?n) FROM <%scolours> { ?s ?p ?o }"
    found = small_graph.query(text % GRAPH, ([f"{GRAPH}colours"], []))
    assert isinstance(found, Answer)
    assert found.records() == [{"n": 1}]


def test_triples_come_once_and_in_order(small_graph: CityGraph) -> None:
    text = "CONSTRUCT { ?class a ?class } WHERE { ?thing a ?class }"
    found = small_graph.query(text)
    assert isinstance(found, Triples)
    assert list(found.triples) == sorted(set(found.triples), key=str)


def test_a_stem_is_a_prefix(small_graph: CityGraph) -> None:
    assert small_graph.prefixes["osaka"] == "https://w3id.org/citygraph/id/osaka/"


def loaded(home: Home, **files: str) -> CityGraph:
    folder = home.root / "mine"
    folder.mkdir()
    for stem, text in files.items():
        (folder / f"{stem}.ttl").write_text(text, encoding="utf-8")
    paths = [folder / f"{stem}.ttl" for stem in files]
    return CityGraph.load(home=open_home(*paths, root=home.root))


def test_prefixes_of_ones_own_files_are_understood(small_home: Home) -> None:
    graph = loaded(
        small_home,
        kobe="@prefix kobe: <http://kobe/> . @prefix : <http://none/> . kobe:a kobe:b 1 .",
        nara="@prefix n: <http://nara/> . @prefix cg: <http://mine/> . n:a n:b 1 .",
    )
    assert graph.prefixes["kobe"] == "http://kobe/"
    assert graph.prefixes["nara"] == "https://w3id.org/citygraph/id/nara/"
    assert graph.prefixes["n"] == "http://nara/"
    assert graph.prefixes["cg"] == "https://w3id.org/citygraph/ns#"
    assert "" not in graph.prefixes


def test_a_prefix_on_which_files_differ_is_nobodys(small_home: Home) -> None:
    graph = loaded(
        small_home,
        kobe="@prefix x: <http://kobe/> . x:a x:b 1 .",
        nara="@prefix x: <http://nara/> . x:a x:b 1 .",
    )
    assert "x" not in graph.prefixes


@pytest.mark.parametrize("suffix", ["ttl", "nt"])
def test_a_byte_order_mark_does_no_harm(small_home: Home, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"kobe.{suffix}"
    path.write_text("<http://x/a> <http://x/b> <http://x/c> .\n", encoding="utf-8-sig")
    graph = CityGraph.load(home=open_home(path, root=small_home.root))
    assert graph.query(f"ASK {{ GRAPH <{GRAPH}kobe> {{ <http://x/a> ?p ?o }} }}")
    path.write_text("<http://x/a> <http://x/b> <http://x/c> .\noops\n", encoding="utf-8-sig")
    with pytest.raises(DataFileError, match=rf"kobe\.{suffix}:2:"):
        CityGraph.load(home=open_home(path, root=small_home.root))


def test_a_value_that_is_too_long_is_bad_input(small_home: Home, tmp_path: Path) -> None:
    path = tmp_path / "kobe.ttl"
    path.write_text(f"<http://x/a> <http://x/b> '{'x' * (1 << 24)}' .", encoding="utf-8")
    with pytest.raises(DataFileError) as raised:
        CityGraph.load(home=open_home(path, root=small_home.root))
    assert str(raised.value).startswith(f"{path}: a single value is longer than 16 MiB")


def test_a_file_may_have_any_name(small_home: Home, tmp_path: Path) -> None:
    path = tmp_path / "my city #1.ttl"
    path.write_text("<http://x/a> <http://x/b> 1 .", encoding="utf-8")
    graph = CityGraph.load(home=open_home(path, root=small_home.root))
    assert graph.query(f"ASK {{ GRAPH <{GRAPH}my%20city%20%231> {{ ?s ?p ?o }} }}")


def test_the_number_of_triples(small_graph: CityGraph) -> None:
    assert len(small_graph) == len(small_graph.to_rdflib())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"<http://x/a> <http://x/b> .\n", ":1:27: this is no Turtle: "),
        (
            b"\n\nex:a ex:b ex:c .\n",
            ":3:1: this is no Turtle: The prefix ex: has not been declared",
        ),
        (b"<http://x/a> <http://x/b> 'x\n", ":1:27: this is no Turtle: "),
        (b"", ": holds no triples; expected at least one"),
        (b"@prefix x: <http://x/> .\n", ": holds no triples; expected at least one"),
        (
            b'<http://x/a> <http://x/b> "\xe5\x9f\n\xff" .\n',
            ":1: byte 28 of the line (0xE5) is not UTF-8; save the file as UTF-8",
        ),
        (
            "<http://x/a> <http://x/b> '大阪' .\n".encode("shift_jis"),
            ":1: byte 28 of the line (0x91) is not UTF-8; save the file as UTF-8",
        ),
    ],
)
def test_a_bad_turtle_file(small_home: Home, tmp_path: Path, text: bytes, message: str) -> None:
    path = tmp_path / "kobe.ttl"
    path.write_bytes(text)
    with pytest.raises(DataFileError) as raised:
        CityGraph.load(home=open_home(path, root=small_home.root))
    assert str(raised.value).startswith(f"{path}{message}")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kobe.nt", "<http://x/a> <http://x/b> <http://x/c> .\n"),
        ("kobe.jsonld", '{"@id": "http://x/a", "http://x/b": {"@id": "http://x/c"}}'),
        (
            "kobe.rdf",
            RDF_XML,
        ),
    ],
)
def test_other_formats_are_loaded_by_suffix(
    small_home: Home, tmp_path: Path, name: str, text: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    graph = CityGraph.load(home=open_home(path, root=small_home.root))
    inside = f"ASK {{ GRAPH <{GRAPH}kobe> {{ <http://x/a> <http://x/b> <http://x/c> }} }}"
    assert graph.query(inside)


def test_json_ld_that_needs_the_network(small_home: Home, tmp_path: Path) -> None:
    path = tmp_path / "kobe.jsonld"
    document = {"@context": "http://example.org/context", "@id": "http://x/a"}
    path.write_text(json.dumps(document), encoding="utf-8")
    message = "this is no JSON-LD: its @context is on another machine, which is never called; "
    with pytest.raises(DataFileError, match=f"^{re.escape(str(path))}: {re.escape(message)}"):
        CityGraph.load(home=open_home(path, root=small_home.root))


def test_an_unreadable_file(small_home: Home, tmp_path: Path) -> None:
    path = tmp_path / "kobe.ttl"
    path.symlink_to(tmp_path / "gone.ttl")
    home = Home(small_home.root, (path,), bundled=False)
    with pytest.raises(DataFileError, match="cannot be read: No such file or directory"):
        CityGraph.load(home=home)


def test_a_folder_must_describe_a_city(small_home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "x.ttl").write_text("<http://x/a> <http://x/b> 1 .\n", encoding="utf-8")
    with pytest.raises(DataFileError) as raised:
        CityGraph.load(home=open_home(folder, root=small_home.root))
    assert str(raised.value) == (
        f"{folder}: no *.ttl in this folder describes a city; expected at least one subject with  "
        "a cg:City  (prefix cg: <https://w3id.org/citygraph/ns#>)"
    )


def test_a_folder_with_a_city_is_loaded(small_home: Home) -> None:
    opened = open_home(small_home.root / "data", root=small_home.root)
    assert GRAPH + "osaka" in CityGraph.load(home=opened).graphs


def test_a_query_that_does_not_parse_is_the_engines_error(small_graph: CityGraph) -> None:
    with pytest.raises(SyntaxError):
        small_graph.query("SELECT")


def test_an_unknown_function_is_bad_input(small_graph: CityGraph) -> None:
    with pytest.raises(InputError, match="the query cannot be answered: The custom function"):
        small_graph.query("SELECT * { FILTER(<http://x/f>(1)) }")


def test_an_address_that_does_not_answer_is_a_remote_failure(small_graph: CityGraph) -> None:
    with pytest.raises(RemoteError, match=r"^SERVICE failed: "):
        small_graph.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")


def test_the_deadline_holds() -> None:
    """It is asked in a process of its own, in which the engine goes on until the process ends."""
    program = f"""
import time
from citygraph.errors import DeadlineError
from citygraph.graph import CityGraph
graph, begun = CityGraph.load(), time.monotonic()
try:
    graph.query({SLOW!r}, timeout=0.2)
except DeadlineError as error:
    print(error, time.monotonic() - begun < 2)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == (
        "no answer within 0.2 s; ask for less (LIMIT), or allow more with --timeout True\n"
    )


def test_work_is_done_in_another_thread_and_its_errors_come_back() -> None:
    assert within(None, threading.current_thread) is not threading.current_thread()
    with pytest.raises(KeyError):
        within(5, dict[str, int]().popitem)


@pytest.mark.parametrize(
    ("text", "length"), [("30s", 30), ("500ms", 0.5), ("2m", 120), ("1h", 3600), (" 1.5 ", 1.5)]
)
def test_durations(text: str, length: float) -> None:
    assert seconds(text) == length


@pytest.mark.parametrize("text", ["", "0s", "s", "1 day", "-1s", "1.2345s", "inf", "nan"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(InputError) as raised:
        seconds(text)
    assert str(raised.value) == (f"'{text}' is no duration; write for example 30s, 500ms, 2m or 1h")


def test_the_rdflib_graph_is_the_same_graph(small_graph: CityGraph) -> None:
    parsed = rdflib.Graph()
    for path in small_graph.files.values():
        parsed.parse(path, format="turtle")
    assert isomorphic(small_graph.to_rdflib(), parsed)
    assert (
        str(
            small_graph.to_rdflib().namespace_manager.compute_qname(
                "https://w3id.org/citygraph/id/osaka/osaka"
            )[0]
        )
        == "osaka"
    )


def test_blank_nodes_keep_their_identity() -> None:
    engine = ox.Store()
    engine.load(b"<http://x/a> <http://x/b> [ <http://x/c> [] ] .", ox.RdfFormat.TURTLE)
    graph = to_rdflib(engine.quads_for_pattern(None, None, None, None), {})
    assert len(graph) == 2
    assert len({*graph.subjects(), *graph.objects()}) == 3


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (ox.NamedNode("http://x/a"), rdflib.URIRef("http://x/a")),
        (ox.BlankNode("b"), rdflib.BNode("b")),
        (ox.Literal("x"), rdflib.Literal("x")),
        (ox.Literal("x", language="ja"), rdflib.Literal("x", lang="ja")),
        (ox.Literal(5), rdflib.Literal("5", datatype=rdflib.XSD.integer)),
    ],
)
def test_terms_are_rdflibs(term: ox.Literal, expected: rdflib.Literal) -> None:
    converted = rdflib_term(term)
    assert converted == expected
    assert type(converted) is type(expected)


def test_rdflib_knows_no_triple_terms() -> None:
    triple = ox.Triple(ox.NamedNode("http://x/a"), ox.NamedNode("http://x/b"), ox.Literal("c"))
    with pytest.raises(ValueError, match="rdflib knows no triple terms"):
        rdflib_term(triple)


def test_triples_are_read_as_the_file_has_them(tmp_path: Path) -> None:
    path = tmp_path / "osaka.ttl"
    path.write_text(
        '<a:a> <a:b> "007"^^<http://www.w3.org/2001/XMLSchema#integer> , [] .\n', "utf-8"
    )
    graph = CityGraph.load(path)
    iri = "https://w3id.org/citygraph/graph/osaka"
    assert [str(triple.object) for triple in graph.triples(iri)] == [
        '"007"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "_:bbc6910n1",
    ]


def test_blank_nodes_inside_triple_terms_are_renamed_too(tmp_path: Path) -> None:
    path = tmp_path / "osaka.nt"
    path.write_text("_:x <a:says> <<( _:x <a:b> <a:c> )>> .\n", encoding="utf-8")
    (triple,) = read_written(path, "t")
    assert str(triple) == "_:tn1 <a:says> <<( _:tn1 <a:b> <a:c> )>>"


def test_a_file_that_goes_away_is_named(tmp_path: Path) -> None:
    gone = tmp_path / "gone.ttl"
    with pytest.raises(DataFileError, match=r"gone\.ttl: cannot be read: No such file"):
        list(read_written(gone))
