"""Exports that go through real stores come back as the same graph, or what was rewritten is known.

Every literal that a store rewrites is listed here: a new one, or one that is rewritten no more,
fails.
"""

import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from citygraph import formats
from citygraph.endpoint import RemoteGraph
from citygraph.exports import FILES, Selection, select
from citygraph.graph import CityGraph
from citygraph.vocabulary import graph_iri
from tests.command import Run
from tests.rdf_graphs import (
    RDFLIB_NAMES,
    XSD,
    Held,
    by_oxigraph,
    canonical,
    exported,
    from_rdflib,
)
from tests.reified import unreified
from tests.servers import Server, Start

THERE = graph_iri("round-trip")
INTEGER, DECIMAL = ox.NamedNode(XSD + "integer"), ox.NamedNode(XSD + "decimal")
NAME = ox.NamedNode("urn:name")
OXIGRAPH_READS = ["turtle", "nt", "jsonld", "rdfxml", "rdf12"]
VIRTUOSO_READS = ["turtle", "nt", "rdfxml"]
DATASETS = ["trig", "nq"]


def union(graph: CityGraph) -> list[ox.Triple]:
    chosen = select(graph)
    return [triple for iri in chosen.iris for triple in chosen.triples(iri)]


def content(graph: CityGraph, form: str) -> bytes:
    return b"".join(FILES[form](select(graph)))


def fetched(server: Server) -> Selection:
    """Open the graph on a server, as `--graph` does."""
    return select(RemoteGraph.open(server.query_url, graphs=[THERE]), "facts")


def put(server: Server, form: str, written: bytes) -> None:
    server.put(THERE, written, formats.EXPORTS[form].media_type)


@pytest.mark.parametrize("form", RDFLIB_NAMES)
def test_rdflib_gives_back_what_it_was_given(form: str, bundled: CityGraph) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's JSON-LD parser gives it
        graph = rdflib.Graph().parse(data=content(bundled, form), format=RDFLIB_NAMES[form])
    selection = select(Held({THERE: from_rdflib(graph)}), "facts")
    assert b"".join(FILES[form](selection)) == content(bundled, form)


@pytest.mark.parametrize("form", OXIGRAPH_READS)
def test_oxigraph_gives_back_what_it_was_given(
    form: str, bundled: CityGraph, oxigraph_server: Server
) -> None:
    written = content(bundled, form)
    put(oxigraph_server, form, written)
    try:
        if form == "rdf12":  # from there come reifiers, not the claims they were made from
            selection = fetched(oxigraph_server)
            assert canonical(unreified(selection.triples(THERE))) == canonical(union(bundled))
        else:
            assert b"".join(FILES[form](fetched(oxigraph_server))) == written
    finally:
        oxigraph_server.delete(THERE)


@pytest.mark.parametrize("form", VIRTUOSO_READS)
def test_virtuoso_gives_back_all_but_long_integers(
    form: str, bundled: CityGraph, virtuoso_server: Server
) -> None:
    """A quoted integer beyond 32 bits becomes a decimal, while a bare one in Turtle stays."""
    written = content(bundled, form)
    put(virtuoso_server, form, written)
    try:
        back = set(fetched(virtuoso_server).triples(THERE))
    finally:
        virtuoso_server.delete(THERE)
    lost = set(union(bundled)) - back
    assert back - set(union(bundled)) == {as_decimal(each) for each in lost}
    assert {each.object for each in lost} == (set() if form == "turtle" else long_integers(bundled))


def as_decimal(triple: ox.Triple) -> ox.Triple:
    value = ox.Literal(str(getattr(triple.object, "value", "")), datatype=DECIMAL)
    return ox.Triple(triple.subject, triple.predicate, value)


def long_integers(graph: CityGraph) -> set[object]:
    """Find the integers that need more than 32 bits: the budgets in yen."""
    values = {each.object for each in union(graph) if isinstance(each.object, ox.Literal)}
    found = {each for each in values if each.datatype == INTEGER and int(each.value) >= 2**31}
    assert found
    return {*found}


@pytest.mark.parametrize("form", DATASETS)
def test_a_dataset_goes_round_whole(
    form: str, bundled: CityGraph, start_oxigraph: Start, tmp_path: Path
) -> None:
    server = start_oxigraph(tmp_path)
    written = content(bundled, form)
    with server.client() as client:
        kind = {"Content-Type": formats.EXPORTS[form].media_type}
        sent = client.put(server.store_url, content=written, headers=kind)
    assert sent.is_success, sent.text
    remote = RemoteGraph.open(server.query_url)
    assert b"".join(FILES[form](select(remote))) == written


@pytest.mark.parametrize("server", ["loaded_oxigraph", "loaded_virtuoso"])
@pytest.mark.parametrize("part", ["facts", "ontology", "evidence"])
@pytest.mark.parametrize("form", FILES)
def test_a_server_gives_the_bytes_that_the_files_give(
    server: str, part: str, form: str, bundled: CityGraph, request: pytest.FixtureRequest
) -> None:
    loaded: Server = request.getfixturevalue(server)
    remote = RemoteGraph.open(loaded.query_url)
    assert b"".join(FILES[form](select(remote, part))) == b"".join(
        FILES[form](select(bundled, part))
    )


def test_the_command_line_exports_an_endpoint(
    run: Run, bundled: CityGraph, loaded_oxigraph: Server
) -> None:
    url = loaded_oxigraph.query_url
    done = run("export", "--endpoint", url, "--part", "facts")
    assert done.code == 0, done.err
    assert done.out.encode() == b"".join(FILES["turtle"](select(bundled, "facts")))
    absent = run("export", "--endpoint", url, "--part", "shapes")
    assert (absent.code, absent.out) == (2, "")
    assert absent.err == (
        "citygraph: --part shapes: nothing to export; this graph has only facts, ontology, "
        "evidence, links\n"
    )
    described = run("export", "--endpoint", url, "--describe")
    assert (described.code, described.out) == (2, "")


def test_graphs_that_are_named_are_all_that_is_exported(
    run: Run, bundled: CityGraph, loaded_oxigraph: Server
) -> None:
    graph = graph_iri("themes")
    done = run("export", "-f", "nt", "--endpoint", loaded_oxigraph.query_url, "--graph", graph)
    assert done.code == 0
    assert by_oxigraph(done.out.encode(), "nt") == canonical(bundled.triples(graph))


# --- literals that stores rewrite ----------------------------------------------------------------

ODD = {
    "padded-integer": ox.Literal("007", datatype=INTEGER),
    "long-integer": ox.Literal("15800000000", datatype=INTEGER),
    "unsigned-integer": ox.Literal("5", datatype=ox.NamedNode(XSD + "nonNegativeInteger")),
    "trailing-zero": ox.Literal("12.50", datatype=DECIMAL),
    "truth": ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean")),
    "tag-of-a-script": ox.Literal("東京", language="ja-Hani"),
    "marks": ox.Literal('\t\n\r\\" 😀'),
    "long-text": ox.Literal("長い" * 5000, language="ja"),
}
REWRITTEN = {
    "oxigraph_server": {
        "padded-integer": ox.Literal("7", datatype=INTEGER),
        "unsigned-integer": ox.Literal("5", datatype=INTEGER),
        "trailing-zero": ox.Literal("12.5", datatype=DECIMAL),
    },
    "virtuoso_server": {
        "padded-integer": ox.Literal("7", datatype=INTEGER),
        "long-integer": ox.Literal("15800000000", datatype=DECIMAL),
        "trailing-zero": ox.Literal("12.5", datatype=DECIMAL),
    },
}
"""What each store makes of those that it does not keep."""


@pytest.mark.parametrize("server", REWRITTEN)
def test_what_a_store_rewrites_is_known(server: str, request: pytest.FixtureRequest) -> None:
    live: Server = request.getfixturevalue(server)
    graph = [ox.Triple(ox.NamedNode(f"urn:{name}"), NAME, value) for name, value in ODD.items()]
    put(live, "nt", exported("nt", graph))
    try:
        back = {str(each.subject)[5:-1]: each.object for each in fetched(live).triples(THERE)}
    finally:
        live.delete(THERE)
    assert back.keys() == ODD.keys()
    rewritten = {name: value for name, value in back.items() if value != ODD[name]}
    assert rewritten == REWRITTEN[server]
