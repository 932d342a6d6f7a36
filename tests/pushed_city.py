"""A city of two graphs, facts and evidence, for pushing; it can be made as large as is wanted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox

from citygraph import canonical
from citygraph.pushing import Patience, Receipt, Session, Source, new_receipt, push_graphs
from citygraph.pushing.opening import graphs_in_order, open_target
from citygraph.pushing.source import open_source
from citygraph.vocabulary import graph_iri
from tests.servers import Server

FACTS = graph_iri("harbour")
EVIDENCE = graph_iri("harbour.evidence")
GRAPHS = (EVIDENCE, FACTS)
AT_ONCE = Patience(request=60, waiting=0)
"""No patience: the first failure is the end."""

_CITY = "<https://e.org/harbour> a <https://w3id.org/citygraph/ns#City> .\n"


def lines(tag: str, number: int) -> Iterator[str]:
    for each in range(number):
        yield f'<https://e.org/{tag}/{each}> <https://e.org/name> "{tag} {each} 東京"@ja .\n'


def write_city(folder: Path, tag: str = "new", facts: int = 40, evidence: int = 60) -> Source:
    """Write the files of a city, and open them."""
    folder.mkdir(exist_ok=True)
    with (folder / "harbour.ttl").open("w", encoding="utf-8") as file:
        file.write(_CITY)
        file.writelines(lines(tag, facts))
    with (folder / "harbour.evidence.ttl").open("w", encoding="utf-8") as file:
        file.writelines(lines(f"evidence-{tag}", evidence))
    return open_source(folder)


def base(server: Server) -> str:
    """The address of a server as `citygraph push` takes it."""
    return server.query_url.rsplit("/", 1)[0]


def push_city(
    source: Source, url: str, server: Server, receipt: Path, *, patience: Patience = AT_ONCE
) -> Receipt:
    """Push both graphs of a city."""
    made = new_receipt(url, server.name, graphs_in_order(source, "all", GRAPHS), receipt)
    push_graphs(source, session(made, url, server, patience))
    return made


def session(receipt: Receipt, url: str, server: Server, patience: Patience = AT_ONCE) -> Session:
    """A session of a push to a server, perhaps through a proxy."""
    from citygraph.endpoint import Credentials

    shown = Credentials(*server.auth) if server.auth else None
    target = open_target(url, store=receipt.store, credentials=shown, patience=patience)
    return Session(receipt, target)


def _asked(server: Server, method: str, url: str, **more: Any) -> httpx.Response:  # noqa: ANN401
    """Ask a server by a client that is not ours."""
    shown = httpx.DigestAuth(server.auth.user, server.auth.password) if server.auth else None
    with httpx.Client(auth=shown, trust_env=False, timeout=60, verify=False) as client:  # noqa: S501 - http
        return client.request(method, url, **more)


def held(server: Server, graph: str) -> frozenset[str]:
    """What a server holds in a graph."""
    answer = _asked(
        server,
        "GET",
        server.store_url,
        params={"graph": graph},
        headers={"Accept": "application/n-triples"},
    )
    if answer.status_code == 404:
        return frozenset()
    assert answer.status_code == 200, answer.text
    triples = ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)
    return frozenset(canonical.line(each.triple).decode() for each in triples)


def put(server: Server, graph: str, content: frozenset[str]) -> None:
    """Replace a graph."""
    _asked(
        server,
        "PUT",
        server.store_url,
        params={"graph": graph},
        content="".join(sorted(content)).encode(),
        headers={"Content-Type": "application/n-triples"},
    ).raise_for_status()


def staged(server: Server) -> list[str]:
    """The staging graphs that a server holds."""
    query = (
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } "
        'FILTER(STRSTARTS(STR(?g), "https://w3id.org/citygraph/staging/")) }'
    )
    answer = _asked(
        server,
        "GET",
        server.query_url,
        params={"query": query},
        headers={"Accept": "application/sparql-results+json"},
    )
    return [each["g"]["value"] for each in answer.json()["results"]["bindings"]]


def triples_of(source: Source, graph: str) -> frozenset[str]:
    """The lines of a graph of a source."""
    return frozenset(canonical.line(each).decode() for each in source.triples(graph))


def clear(server: Server) -> None:
    """Remove the graphs of the city, and what was staged."""
    for graph in (*GRAPHS, *staged(server)):
        answer = _asked(server, "DELETE", server.store_url, params={"graph": graph})
        assert answer.is_success or answer.status_code == 404, answer.text
