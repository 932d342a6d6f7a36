"""A graph on a real server: found, asked and read whole, or an error that says what is missing."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import citygraph
from citygraph.answers import Answer, Triples
from citygraph.endpoint import Credentials, Deadline, RemoteGraph
from citygraph.errors import InputError, RemoteError, RemoteTimeoutError
from citygraph.graph import CityGraph
from citygraph.vocabulary import graph_iri
from tests.faulty_server import JSON, NTRIPLES, FaultyServer, Line, hang_up, reply
from tests.servers import Server, Start

SERVERS = ("oxigraph", "virtuoso")
LIMIT = 300
"""The rows after which the small Virtuoso cuts an answer."""
MANY = graph_iri("many")
BLANK = graph_iri("blank")


@pytest.fixture(scope="module", params=SERVERS)
def loaded(request: pytest.FixtureRequest) -> Server:
    """Give each server that holds the bundled graphs."""
    server: Server = request.getfixturevalue(f"loaded_{request.param}")
    return server


@pytest.fixture(params=SERVERS)
def empty(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Give each server that may be written to."""
    server: Server = request.getfixturevalue(f"{request.param}_server")
    yield server
    for name in ("many", "void", "city", "tokyo"):
        server.delete(graph_iri(name))
    server.delete("urn:another")


@pytest.fixture
def cutting(start_virtuoso: Start, tmp_path: Path) -> Server:
    """Give a server that cuts every answer after a few rows and says nothing."""
    return start_virtuoso(tmp_path, max_rows=LIMIT)


def lines(count: int) -> bytes:
    """Write triples of few subjects, so that no part by subject would be small."""
    return b"".join(
        f'<urn:s{i % 3}> <urn:p{i % 7}> "{i} 東京"@ja .\n'.encode() for i in range(count)
    )


# --- finding the graphs ------------------------------------------------------------------------


def test_the_graphs_are_found(loaded: Server, bundled: CityGraph) -> None:
    graph = citygraph.connect(loaded.query_url)
    assert graph.graphs == tuple(bundled.graphs)
    assert graph.prefixes == bundled.prefixes
    assert graph.url == loaded.query_url
    assert not graph.without_ontology
    assert repr(graph) == f"RemoteGraph('{loaded.query_url}', graphs={len(graph.graphs)})"


def test_what_is_no_city_s_is_left_out(empty: Server) -> None:
    for name in ("many", "void", "city", "alignments"):
        empty.put(graph_iri(name), lines(3), "application/n-triples")
    graph = RemoteGraph.open(empty.query_url)
    assert graph.graphs == (MANY,)
    assert graph.without_ontology
    assert "many" in graph.prefixes
    empty.delete(graph_iri("alignments"))


def test_a_server_without_our_graphs_is_no_empty_answer(empty: Server) -> None:
    empty.put("urn:another", lines(3), "application/n-triples")
    with pytest.raises(RemoteError, match=r"holds none of citygraph's graphs .* citygraph push"):
        RemoteGraph.open(empty.query_url)


def test_graphs_can_be_named(empty: Server) -> None:
    empty.put("urn:another", lines(4), "application/n-triples")
    graph = RemoteGraph.open(empty.query_url, graphs=["urn:another", "urn:another"])
    assert graph.graphs == ("urn:another",)
    assert len(list(graph.triples("urn:another"))) == 4
    with pytest.raises(RemoteError, match="holds no graph <urn:nothing>, or it is empty"):
        RemoteGraph.open(empty.query_url, graphs=["urn:another", "urn:nothing"])
    with pytest.raises(InputError, match="--graph no IRI: no IRI"):
        RemoteGraph.open(empty.query_url, graphs=["no IRI"])
    with pytest.raises(InputError, match="no graph is named"):
        RemoteGraph.open(empty.query_url, graphs=[])


# --- asking ------------------------------------------------------------------------------------


def test_a_query_sees_these_graphs_and_no_others(empty: Server) -> None:
    empty.put(MANY, lines(4), "application/n-triples")
    empty.put("urn:another", lines(9), "application/n-triples")
    graph = RemoteGraph.open(empty.query_url)
    count = "SELECT (COUNT(*) AS ?n) { %s }"
    for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"):
        answer = graph.query(count % pattern)
        assert isinstance(answer, Answer)
        assert answer.records() == [{"n": 4}]
    own = graph.query("SELECT ?o FROM <urn:another> { ?s ?p ?o }", (["urn:another"], []))
    assert isinstance(own, Answer)
    assert len(own.rows) == 9


def test_what_does_not_parse_is_explained_as_at_home(loaded: Server) -> None:
    with pytest.raises(citygraph.QuerySyntaxError, match="line 1, column 13: expected a value"):
        citygraph.ask(citygraph.connect(loaded.query_url), "ASK { ?s ?p }")


def test_credentials_are_shown_to_whoever_asks(virtuoso_server: Server) -> None:
    virtuoso_server.put(MANY, lines(2), "application/n-triples")
    assert virtuoso_server.auth is not None
    kind, user, password = virtuoso_server.auth
    url = virtuoso_server.update_url
    graph = RemoteGraph.open(url, graphs=[MANY], credentials=Credentials(kind, user, password))
    assert len(list(graph.triples(MANY))) == 2
    for wrong in (None, Credentials(kind, user, "wrong"), Credentials("basic", user, password)):
        with pytest.raises(RemoteError, match="HTTP status 401"):
            RemoteGraph.open(url, graphs=[MANY], credentials=wrong)
    virtuoso_server.delete(MANY)


# --- whole graphs ------------------------------------------------------------------------------


def test_whole_graphs_are_those_of_the_files(loaded: Server, bundled: CityGraph) -> None:
    graph = RemoteGraph.open(loaded.query_url)
    for iri in graph.graphs:
        assert set(graph.triples(iri)) == set(bundled.triples(iri))
    with pytest.raises(KeyError):
        graph.triples("urn:nothing")


def test_a_server_that_cuts_is_seen_through(cutting: Server) -> None:
    cutting.put(MANY, lines(2000), "application/n-triples")
    graph = RemoteGraph.open(cutting.query_url)
    expected = {quad.triple for quad in ox.parse(lines(2000), ox.RdfFormat.N_TRIPLES)}
    assert set(graph.triples(MANY)) == expected
    with pytest.raises(RemoteError, match="gave 300 of 2,000 rows without saying so"):
        graph.query("SELECT ?s ?o { ?s ?p ?o }")
    with pytest.raises(RemoteError, match="gave 300 of 2,000 solutions without saying so"):
        graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    with pytest.raises(RemoteError, match="gave 300 of 2,000 solutions without saying so"):
        graph.query("CONSTRUCT { ?s ?p ?o . ?s a ?p } WHERE { ?s ?p ?o }")
    few = graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 290")
    assert isinstance(few, Triples)
    assert len(few.triples) == 290


def test_blank_nodes_are_not_torn_apart(cutting: Server) -> None:
    blank = b"".join(b'_:b%d <urn:p> "x" .\n' % i for i in range(3))
    cutting.put(BLANK, lines(400) + blank, "application/n-triples")
    graph = RemoteGraph.open(cutting.query_url)
    with pytest.raises(RemoteError, match=r"gave 30\d of 403 triples .* has blank nodes"):
        list(graph.triples(BLANK))
    cutting.put(BLANK, blank, "application/n-triples")
    assert len(list(graph.triples(BLANK))) == 3


def counted(number: int) -> bytes:
    return b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":%s}]}}' % (
        b'{"type":"literal","value":"%d"}' % number
    )


class TestReadingWhatChanges:
    """A graph that is another one after the reading than before."""

    def opened(self, server: FaultyServer, *counts: int) -> RemoteGraph:
        left = list(counts)

        def act(line: Line) -> None:
            if "COUNT" in line.heard.target:
                reply(counted(left.pop(0)))(line)
            elif "isBlank" in line.heard.target:
                reply(b'{"head":{},"boolean":false}')(line)
            elif "CONSTRUCT" in line.heard.target:
                reply(lines(5), NTRIPLES)(line)
            else:
                reply(b'{"head":{},"boolean":true}', JSON)(line)

        return RemoteGraph.open(server.play(act), graphs=["urn:g"])

    def test_while_nothing_changes(self, faulty_server: FaultyServer) -> None:
        assert len(list(self.opened(faulty_server, 5, 5).triples("urn:g"))) == 5

    @pytest.mark.parametrize("counts", [(4, 5), (5, 6), (5, 4)])
    def test_a_change_is_seen(self, counts: tuple[int, int], faulty_server: FaultyServer) -> None:
        with pytest.raises(RemoteError, match="the graph was changed while it was read"):
            list(self.opened(faulty_server, *counts).triples("urn:g"))

    def test_a_server_that_always_cuts_is_given_up(self, faulty_server: FaultyServer) -> None:
        with pytest.raises(RemoteError, match="gives 5 triples at once, however few are asked"):
            list(self.opened(faulty_server, 7, 7).triples("urn:g"))

    def test_an_empty_download_is_not_read_in_parts(self, faulty_server: FaultyServer) -> None:
        url = faulty_server.play(
            reply(b'{"head":{},"boolean":true}'), reply(counted(9)), reply(b"", NTRIPLES),
            reply(counted(9)),
        )  # fmt: skip
        with pytest.raises(RemoteError, match="9 triples were counted and 0 came"):
            list(RemoteGraph.open(url, graphs=["urn:g"]).triples("urn:g"))

    def test_a_number_that_is_none(self, faulty_server: FaultyServer) -> None:
        body = counted(5).replace(b'"5"', b'"five"')
        url = faulty_server.play(reply(b'{"head":{},"boolean":true}'), reply(body))
        with pytest.raises(RemoteError, match="asked for a number, and the answer has none"):
            list(RemoteGraph.open(url, graphs=["urn:g"]).triples("urn:g"))


def test_a_deadline_holds_for_opening_too(faulty_server: FaultyServer) -> None:
    with pytest.raises(RemoteTimeoutError, match="within 0 s"):
        RemoteGraph.open(faulty_server.play(hang_up), deadline=Deadline(0))
    assert faulty_server.heard == []


def test_a_server_that_runs_out_of_time(loaded_oxigraph: Server, start_oxigraph: Start) -> None:
    """The real thing: what the server says in the middle of its answer."""
    server = start_oxigraph(loaded_oxigraph.folder.parent / "hasty", timeout=1)
    server.put(MANY, lines(500), "application/n-triples")
    graph = RemoteGraph.open(server.query_url)
    slow = "{ ?a ?p ?x . ?b ?q ?y . ?c ?r ?z FILTER(CONCAT(?x, ?y, ?z) = 'no') }"
    for form in ("ASK", "SELECT ?x WHERE", "CONSTRUCT { ?a ?p ?x } WHERE"):
        with pytest.raises(RemoteTimeoutError, match="time was up"):
            graph.query(f"{form} {slow}")
