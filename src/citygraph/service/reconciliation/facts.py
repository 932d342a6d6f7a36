"""Values of properties, of many things at once, with one query."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from citygraph.things.labels import rows
from citygraph.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.answers.model import Term
    from citygraph.graph import Store

Facts: TypeAlias = "Mapping[tuple[str, str], tuple[Term, ...]]"
"""The values by thing and property, in the order of their N-Triples."""

_TYPE = expand("rdf:type")
_SOME = """
SELECT DISTINCT ?thing ?property ?value WHERE {
  VALUES ?thing { %s }
  VALUES ?property { %s }
  ?thing ?property ?value .
}"""
_ALL = """
SELECT DISTINCT ?thing ?property ?value WHERE {
  VALUES ?property { %s }
  ?thing ?property ?value .
}"""
_USED = """
SELECT ?property (COUNT(DISTINCT ?thing) AS ?number) WHERE {
  VALUES ?type { %s }
  ?thing a ?type ; ?property ?value .
}
GROUP BY ?property"""


def facts(store: Store, properties: Iterable[str], things: Iterable[str] | None = None) -> Facts:
    """Fetch the values of properties.

    Args:
        store: where to look.
        properties: the IRIs of the properties; what is no IRI has no values.
        things: the IRIs of the things; if they are not given, all that have one of the properties.
    """
    from pyoxigraph import BlankNode, Literal, NamedNode

    listed = _listed(properties)
    query = _ALL % listed if things is None else _SOME % (_listed(things), listed)
    found: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
    for thing, property_, value in rows(store, query):
        if isinstance(value, BlankNode | Literal | NamedNode):
            found[str(thing)[1:-1], str(property_)[1:-1]].append(value)
    return {pair: tuple(sorted(values, key=str)) for pair, values in found.items()}


def used(store: Store, types: Iterable[str]) -> list[str]:
    """List the properties that things of some classes have, those of most things first.

    That each of them is of its class is known already, so that property comes last.
    """
    from pyoxigraph import Literal

    found = [
        (str(property_)[1:-1] == _TYPE, -int(number.value), str(property_)[1:-1])
        for property_, number in rows(store, _USED % _listed(types))
        if isinstance(number, Literal)
    ]
    return [iri for _, _, iri in sorted(found)]


def _listed(iris: Iterable[str]) -> str:
    from pyoxigraph import NamedNode

    found = []
    for iri in sorted(set(iris)):
        try:
            found.append(str(NamedNode(iri)))
        except ValueError:
            continue
    return " ".join(found)
