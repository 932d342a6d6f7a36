"""Items of a made-up Wikibase as the RDF that Wikidata makes of such.

The shape is that of <https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format>: best values
as `wdt:`, each statement with its rank and its qualifiers, times with their precision and areas
with their unit, values that are unknown or none, redirects.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MADE_UP = "Synthetic: made up for the tests of citygraph, not taken from Wikidata."

_SITE = "http://www.wikidata.org/"
NAMES: Mapping[str, str] = {
    "data": "https://www.wikidata.org/wiki/Special:EntityData/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "owl": PREFIXES["owl"],
    "p": f"{_SITE}prop/",
    "pq": f"{_SITE}prop/qualifier/",
    "ps": f"{_SITE}prop/statement/",
    "psv": f"{_SITE}prop/statement/value/",
    "rdf": PREFIXES["rdf"],
    "rdfs": PREFIXES["rdfs"],
    "schema": "http://schema.org/",  # as Wikidata has it; ours is with https
    "skos": PREFIXES["skos"],
    "wd": f"{_SITE}entity/",
    "wdno": f"{_SITE}prop/novalue/",
    "wds": f"{_SITE}entity/statement/",
    "wdt": f"{_SITE}prop/direct/",
    "wdv": f"{_SITE}value/",
    "wikibase": "http://wikiba.se/ontology#",
    "xsd": PREFIXES["xsd"],
}
KINDS: Mapping[str, str] = {
    **dict.fromkeys(("P6", "P17", "P27", "P31", "P131", "P159"), "WikibaseItem"),
    **dict.fromkeys(("P276", "P279", "P495", "P1001"), "WikibaseItem"),
    **dict.fromkeys(("P571", "P576", "P580", "P582", "P585"), "Time"),
    **dict.fromkeys(("P1082", "P2046"), "Quantity"),
    "P300": "String",
    "P625": "GlobeCoordinate",
    "P856": "Url",
}
"""The properties used, and the type of their values."""

TEXTS: Mapping[str, str] = {
    "label": "rdfs:label",
    "alias": "skos:altLabel",
    "about": "schema:description",
}
_ROLES = (("directClaim", "wdt"), ("claim", "p"), ("statementProperty", "ps"), ("qualifier", "pq"))
_RANKS = {"preferred": "PreferredRank", "normal": "NormalRank", "deprecated": "DeprecatedRank"}
_PRECISE_TO_THE_DAY, _TO_THE_MONTH, _TO_THE_YEAR = 11, 10, 9


def name(short: str) -> ox.NamedNode:
    """Make an IRI of a name with a prefix: `wd:Q1490`."""
    prefix, _, local = short.partition(":")
    return ox.NamedNode(NAMES[prefix] + local)


def triples(items: Mapping[str, Mapping[str, Any]]) -> Iterator[ox.Triple]:
    """Write items, and the properties that they have."""
    yield ox.Triple(name("wikibase:Dump"), name("rdfs:comment"), ox.Literal(MADE_UP))
    for property_, kind in KINDS.items():
        node = name(f"wd:{property_}")
        yield _typed(node, "wikibase:Property")
        yield ox.Triple(node, name("wikibase:propertyType"), name(f"wikibase:{kind}"))
        for role, prefix in _ROLES:
            yield ox.Triple(node, name(f"wikibase:{role}"), name(f"{prefix}:{property_}"))
    for item, told in items.items():
        yield from _item(item, told)


def turtle(items: Mapping[str, Mapping[str, Any]]) -> bytes:
    written = ox.serialize(triples(items), format=ox.RdfFormat.TURTLE, prefixes=dict(NAMES))
    assert written is not None, "nothing was to be written to"
    return written


def _typed(node: ox.NamedNode, type_: str) -> ox.Triple:
    return ox.Triple(node, name("rdf:type"), name(type_))


def _item(item: str, told: Mapping[str, Any]) -> Iterator[ox.Triple]:
    node, page = name(f"wd:{item}"), name(f"data:{item}")
    if "redirect" in told:
        yield ox.Triple(node, name("owl:sameAs"), name(f"wd:{told['redirect']}"))
        return
    yield _typed(node, "wikibase:Item")
    yield ox.Triple(page, name("schema:about"), node)
    yield ox.Triple(page, name("rdfs:comment"), ox.Literal(MADE_UP))
    for part, predicate in TEXTS.items():
        for language, texts in told.get(part, {}).items():
            for text in [texts] if isinstance(texts, str) else texts:
                yield ox.Triple(node, name(predicate), ox.Literal(text, language=language))
    for property_, claims in told.items():
        if property_ not in TEXTS:
            yield from _statements(item, property_, as_claims(property_, claims))


def as_claims(property_: str, told: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Bring what a table says of a property into one form: claims with `is`, `rank`, qualifiers."""
    many = isinstance(told, list) and KINDS[property_] != "GlobeCoordinate"
    claims = [one if isinstance(one, dict) else {"is": one} for one in (told if many else [told])]
    return [{"rank": "normal", **claim} for claim in claims]


def best_claims(claims: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Choose the preferred ones; if none is, the normal ones; never one that is deprecated."""
    ranked = [claim for claim in claims if claim["rank"] != "deprecated"]
    return [claim for claim in ranked if claim["rank"] == "preferred"] or ranked


def _statements(item: str, property_: str, claims: list[dict[str, Any]]) -> Iterator[ox.Triple]:
    bearer, best = name(f"wd:{item}"), best_claims(claims)
    for number, claim in enumerate(claims, 1):
        local = f"{item}-{property_}-{number}"
        node = name(f"wds:{local}")
        yield ox.Triple(bearer, name(f"p:{property_}"), node)
        yield _typed(node, "wikibase:Statement")
        yield ox.Triple(node, name("wikibase:rank"), name(f"wikibase:{_RANKS[claim['rank']]}"))
        if claim in best:
            yield _typed(node, "wikibase:BestRank")
        if claim["is"] == "novalue":
            yield _typed(node, f"wdno:{property_}")
            if claim in best:
                yield _typed(bearer, f"wdno:{property_}")
            continue
        value = _value(property_, claim["is"], local)
        yield ox.Triple(node, name(f"ps:{property_}"), value)
        if claim in best:
            yield ox.Triple(bearer, name(f"wdt:{property_}"), value)
        yield from _precise(property_, claim, local)
        for qualifier in [key for key in claim if key in KINDS]:
            qualified = _value(qualifier, claim[qualifier], f"{local}-{qualifier}")
            yield ox.Triple(node, name(f"pq:{qualifier}"), qualified)


def _value(property_: str, told: Any, local: str) -> ox.NamedNode | ox.Literal:  # noqa: ANN401
    """Write a value short, as `wdt:`, `ps:` and `pq:` have it."""
    if told == "somevalue":
        return ox.NamedNode(f"{_SITE}.well-known/genid/{local}")
    kind = KINDS[property_]
    if kind in {"WikibaseItem", "Url"}:
        return name(f"wd:{told}") if kind == "WikibaseItem" else ox.NamedNode(told)
    if kind == "Time":
        return ox.Literal(_time(told)[0], datatype=name("xsd:dateTime"))
    if kind == "Quantity":
        return ox.Literal(f"{told:+}", datatype=name("xsd:decimal"))
    if kind == "GlobeCoordinate":
        north, east = told
        return ox.Literal(f"Point({east} {north})", datatype=name("geo:wktLiteral"))
    return ox.Literal(told)


def _time(told: date | int | str) -> tuple[str, int]:
    """Write a day, a month ("2018-10") or a year, and say which it is by Wikibase's number."""
    if isinstance(told, date):
        return f"{told.isoformat()}T00:00:00Z", _PRECISE_TO_THE_DAY
    if isinstance(told, int):
        return f"{told:04}-01-01T00:00:00Z", _TO_THE_YEAR
    return f"{told}-01T00:00:00Z", _TO_THE_MONTH


def _precise(property_: str, claim: dict[str, Any], local: str) -> Iterator[ox.Triple]:
    """Write a time with its precision, and a quantity with its unit, as `psv:` has them."""
    if claim["is"] == "somevalue":
        return
    node = name(f"wdv:{local}")
    if KINDS[property_] == "Time":
        type_, amount, measure = "TimeValue", "timeValue", "timePrecision"
        measured: ox.NamedNode | ox.Literal = ox.Literal(_time(claim["is"])[1])
    elif "unit" in claim:
        type_, amount, measure = "QuantityValue", "quantityAmount", "quantityUnit"
        measured = name(f"wd:{claim['unit']}")
    else:
        return
    yield ox.Triple(name(f"wds:{local}"), name(f"psv:{property_}"), node)
    yield _typed(node, f"wikibase:{type_}")
    yield ox.Triple(node, name(f"wikibase:{amount}"), _value(property_, claim["is"], local))
    yield ox.Triple(node, name(f"wikibase:{measure}"), measured)
