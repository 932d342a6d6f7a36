"""What a store says of one thing, as whoever dereferences its IRI expects to find it.

That is a concise bounded description, with what points to the thing: its own statements; those of
its values that have no name of their own, such as the quantity that an observation gives; the
statements in which it is the value; the claims behind its facts; and the labels of all these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.answers import Answer, Triples
from citygraph.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

    from citygraph.graph import Store

MOST = 1000
"""As many statements of others about a thing are told with it."""

_DEEP = 2
"""How far values without a name are followed: from a claim over its passage to the position."""
_RDF, _RDFS, _SKOS = (PREFIXES[name] for name in ("rdf", "rdfs", "skos"))
# What hangs together by blank nodes comes with one query: their names hold for one answer.
_OWN = """
CONSTRUCT { %(thing)s ?link ?part . ?part ?property ?value . ?value ?further ?end } WHERE {
  { %(thing)s ?link ?part }
  UNION
  { %(thing)s ?link ?part . ?part ?property ?value FILTER(ISBLANK(?part)) }
  UNION
  {
    %(thing)s ?link ?part .
    ?part ?property ?value .
    ?value ?further ?end
    FILTER(ISBLANK(?part) && ISBLANK(?value))
  }
}"""
_PARTS = """
CONSTRUCT { ?part ?property ?value } WHERE {
  VALUES ?part { %s }
  ?part ?property ?value .
}"""
_OTHERS = f"""
SELECT DISTINCT ?subject ?property WHERE {{
  ?subject ?property %(thing)s .
  FILTER(?property NOT IN (<{_RDF}subject>, <{_RDF}predicate>, <{_RDF}object>))
}}
ORDER BY ?property ?subject
LIMIT {MOST + 1}"""
_CLAIMS = f"""
CONSTRUCT {{ ?claim ?property ?value }} WHERE {{
  VALUES ?thing {{ %s }}
  ?claim <{_RDF}subject> ?thing ; a <{ONTOLOGY}Claim> ; ?property ?value .
}}"""
_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { %(thing)s ?property ?value } }"
_LABELS = f"""
CONSTRUCT {{ ?thing ?property ?label }} WHERE {{
  VALUES ?thing {{ %s }}
  ?thing ?property ?label .
  FILTER(?property IN (<{_SKOS}prefLabel>, <{_RDFS}label>))
}}"""


class Surroundings(NamedTuple):
    """What is told of one thing.

    Attributes:
        iri: the thing.
        triples: the statements, sorted, each once.
        graphs: the named graphs that hold its own statements, sorted.
        whole: whether all that others say of it is told, and not only the first `MOST` statements.
    """

    iri: str
    triples: tuple[ox.Triple, ...]
    graphs: tuple[str, ...]
    whole: bool


def surroundings(store: Store, iri: str) -> Surroundings | None:
    """Collect what is told of a thing, with nine queries however much it is.

    Args:
        store: where to look.
        iri: the thing.

    Returns:
        `None` if nothing is said about it.

    Raises:
        ValueError: it is no absolute IRI.

    >>> from citygraph.graph import CityGraph
    >>> told = surroundings(CityGraph.load(), "https://w3id.org/citygraph/id/tokyo/tokyo")
    >>> told.graphs[0], told.whole
    ('https://w3id.org/citygraph/graph/tokyo', True)
    """
    import pyoxigraph as ox

    thing = ox.NamedNode(iri)
    names = {"thing": str(thing)}
    found = set(_constructed(store, _OWN % names))
    labels: set[ox.Triple] = set()
    known, parts = {thing}, [thing]
    for _ in range(_DEEP):
        values = _iris(each.object for each in found) - known
        labels |= _constructed(store, _LABELS % _listed(values))
        nameless = values - {each.subject for each in labels}
        found |= _constructed(store, _PARTS % _listed(nameless))
        known |= values
        parts += nameless
    others = _rows(store, _OTHERS % names)
    found |= {
        ox.Triple(subject, property_, thing)
        for subject, property_ in others[:MOST]
        if isinstance(subject, ox.NamedNode | ox.BlankNode) and isinstance(property_, ox.NamedNode)
    }
    found |= _constructed(store, _CLAIMS % _listed(parts))
    if not found:
        return None
    graphs = (str(graph)[1:-1] for (graph,) in _rows(store, _GRAPHS % names))
    spoken = _iris(node for each in found for node in each) - known
    found |= labels | _constructed(store, _LABELS % _listed(spoken))
    ordered = tuple(sorted(found, key=str))
    return Surroundings(iri, ordered, tuple(sorted(graphs)), len(others) <= MOST)


def _iris(terms: Iterable[object]) -> set[ox.NamedNode]:
    import pyoxigraph as ox

    return {each for each in terms if isinstance(each, ox.NamedNode)}


def _listed(iris: Iterable[ox.NamedNode]) -> str:
    return " ".join(sorted(map(str, iris)))


def _constructed(store: Store, text: str) -> set[ox.Triple]:
    answer = store.query(text)
    return set(answer.triples) if isinstance(answer, Triples) else set()


def _rows(store: Store, text: str) -> tuple[tuple[object, ...], ...]:
    answer = store.query(text)
    return answer.rows if isinstance(answer, Answer) else ()
