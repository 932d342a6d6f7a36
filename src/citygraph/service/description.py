"""What the endpoint says of itself: SPARQL 1.1 Service Description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from citygraph.answers import write_statements
from citygraph.formats import GRAPHS
from citygraph.service.exchanges import Reply
from citygraph.service.formats_offered import content_type, wanted
from citygraph.service.outside import VARY
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyoxigraph as ox

    from citygraph.service.workshop import Workshop

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_OUTPUT = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "TriG", "N-Triples", "N-Quads", "JSON-LD", "RDF_XML"),
)


def describe(workshop: Workshop, arguments: Mapping[str, Any]) -> Reply:
    """Write the description.

    Args:
        workshop: the graph.
        arguments: `accept`, the header; `endpoint`, by which address the client knows it.
    """
    form = wanted(tuple(GRAPHS.values()), arguments["accept"], None)
    triples = tuple(_triples(workshop, arguments["endpoint"]))
    prefixes = {**PREFIXES, "sd": _SD, "formats": _FORMATS}
    body = write_statements(triples, form.name, prefixes).encode()
    return Reply(200, (("content-type", content_type(form)), ("vary", f"Accept, {VARY}")), body)


def _triples(workshop: Workshop, endpoint: str) -> Iterator[ox.Triple]:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    a = NamedNode(PREFIXES["rdf"] + "type")
    service, dataset, default = NamedNode(endpoint), BlankNode("dataset"), BlankNode("default")

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    yield Triple(service, a, sd("Service"))
    yield Triple(service, sd("endpoint"), service)
    yield Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    for name in _OUTPUT:
        yield Triple(service, sd("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(service, sd("feature"), sd("UnionDefaultGraph"))
    yield Triple(service, sd("defaultDataset"), dataset)
    yield Triple(dataset, a, sd("Dataset"))
    yield Triple(dataset, sd("defaultGraph"), default)
    yield Triple(default, a, sd("Graph"))
    if workshop.about.triples is not None:
        count = Literal(workshop.about.triples)
        yield Triple(default, NamedNode(PREFIXES["void"] + "triples"), count)
    for number, iri in enumerate(workshop.about.graphs):
        named = BlankNode(f"graph{number}")
        yield Triple(dataset, sd("namedGraph"), named)
        yield Triple(named, a, sd("NamedGraph"))
        yield Triple(named, sd("name"), NamedNode(iri))
