"""What needs no evidence: the one list of predicates whose triples need no claim.

Every other triple of a city's facts and of the sources has a claim. The list is part of the model
and is meant to stay short; a triple that it exempts may have a claim all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.vocabulary import expand

if TYPE_CHECKING:
    from pyoxigraph import Triple

WORDS = (
    "rdf:type",  # how this project sorts things …
    "skos:altLabel",  # … and what it calls them; a name that a source gives has a claim too
    "skos:definition",
    "skos:editorialNote",
    "skos:prefLabel",
    "skos:scopeNote",  # how this project reads a source
)
"""The project's own words about things: no source is behind them."""

STRUCTURAL = (
    "cg:dateText",  # the calendar needs no source …
    "cg:earliest",
    "cg:latest",
    "time:hasBeginning",
    "time:hasEnd",
    "time:inXSDDate",
    "cg:byteCount",  # … nor what is measured on the text itself …
    "cg:charCount",
    "cg:offsetUnit",
    "cg:textOf",
    "cg:textSha256",
    "cg:sourceKind",  # … nor where a source is found
    "schema:url",
)
"""What follows from the calendar, from measuring, or from having found a source at all."""

EXEMPT = frozenset(expand(name) for name in (*WORDS, *STRUCTURAL))
"""The IRIs of all of them."""


def needs_claim(triple: Triple) -> bool:
    """Say whether a fact has to have a claim.

    >>> from pyoxigraph import Literal, NamedNode, Triple
    >>> city = NamedNode("https://w3id.org/citygraph/id/osaka/osaka")
    >>> needs_claim(Triple(city, NamedNode(expand("cg:officialName")), Literal("Osaka")))
    True
    >>> needs_claim(Triple(city, NamedNode(expand("skos:prefLabel")), Literal("Osaka")))
    False
    """
    return triple.predicate.value not in EXEMPT
