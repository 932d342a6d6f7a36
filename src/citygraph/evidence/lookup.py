"""Claims as a store holds them, embedded or remote, asked for in SPARQL.

One query brings the claims with their spans, texts and sources, however many they are; a second one
tells which of their triples are facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from citygraph.answers import Answer, Triples
from citygraph.evidence.spans import Span, Stretch
from citygraph.evidence.texts import pinned_texts
from citygraph.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import NamedNode, Triple

    from citygraph.evidence.terms import Term
    from citygraph.evidence.texts import PinnedText
    from citygraph.graph import Store

    Properties = Mapping[str, list[Term]]

_PROLOGUE = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("cg", "oa", "prov", "rdf", "skos")
)
EVERY_CLAIM = "?claim a cg:Claim ."
"""The condition that every claim meets."""
# A value without a name of its own, such as the result of an observation, is part of the thing.
_ABOUT = """
VALUES ?thing { %s }
{ ?claim rdf:subject ?thing }
UNION
{ ?claim rdf:object ?thing }
UNION
{
  ?whole rdf:subject ?thing ; rdf:object ?part .
  ?claim rdf:subject ?part .
  FILTER NOT EXISTS { ?part skos:prefLabel ?name }
}"""
# Four plain branches: of a sub-select that brings the neighbours, one engine loses most rows.
_NEAR = """
{ VALUES ?thing { %(things)s } ?claim rdf:subject ?thing }
UNION
{
  VALUES ?thing { %(things)s }
  ?about rdf:object ?thing ; rdf:subject ?near .
  ?claim rdf:subject ?near .
}
UNION
{
  VALUES ?thing { %(things)s }
  ?whole rdf:subject ?thing ; rdf:object ?part .
  ?claim rdf:subject ?part .
  FILTER NOT EXISTS { ?part skos:prefLabel ?name }
}
UNION
{
  VALUES ?thing { %(things)s }
  ?about rdf:object ?thing ; rdf:subject ?near .
  ?whole rdf:subject ?near ; rdf:object ?part .
  ?claim rdf:subject ?part .
  FILTER NOT EXISTS { ?part skos:prefLabel ?name }
}"""
_EVIDENCE = """
CONSTRUCT { ?node ?property ?value } WHERE {
  { SELECT DISTINCT ?claim WHERE { %s } }
  { ?claim ?property ?value . BIND(?claim AS ?node) }
  UNION
  { ?claim prov:wasDerivedFrom ?node . ?node ?property ?value }
  UNION
  { ?claim prov:wasDerivedFrom/(oa:hasSelector|oa:hasSource) ?node . ?node ?property ?value }
  UNION
  { ?claim prov:wasDerivedFrom/oa:hasSource/cg:textOf ?node . ?node ?property ?value }
}"""
_FACTS = """
CONSTRUCT { ?subject ?predicate ?object } WHERE {
  { SELECT DISTINCT ?claim WHERE { %s } }
  ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
  ?subject ?predicate ?object .
}"""
_FACTS_OF = """
CONSTRUCT { ?thing ?property ?value } WHERE {
  VALUES ?thing { %s }
  ?thing ?property ?value .
}"""
_FACTS_OF_ALL = """
CONSTRUCT { ?thing ?property ?value } WHERE {
  { SELECT DISTINCT ?thing WHERE { ?claim rdf:subject ?thing } }
  ?thing ?property ?value .
}"""


class StoredClaim(NamedTuple):
    """One claim of a store.

    Attributes:
        iri: its name.
        triple: what is claimed.
        asserted: whether that is a fact of the graph.
        source: the IRI of the source: of the page, where the claim points to its pinned text.
        status: the IRI of its status.
        rule: the IRI of the rule by which it was inferred; empty if it was not.
        precision: the IRI of what hedges it; empty if nothing does.
        rows: the rows of the page's inventory in which it stands.
        spans: where the words stand; empty if the source has no pinned text.
        contradicts: the IRIs of the claims that say otherwise.
        notes: why the graph follows it, by language; empty if nothing contradicts it or it is not
            followed.
    """

    iri: str
    triple: Triple
    asserted: bool
    source: str
    status: str
    rule: str
    precision: str
    rows: tuple[str, ...]
    spans: tuple[Span, ...]
    contradicts: tuple[str, ...]
    notes: Mapping[str, str]


class Evidence(NamedTuple):
    """Claims, with what they point to.

    Attributes:
        claims: the claims, in the order of their names.
        digests: the digest of each span's passage.
        texts: the pinned texts, by the IRI of the text.
        sources: what is said of each source, by its IRI.
        notes: what is said of how to read each text, by the IRI of the text.
    """

    claims: tuple[StoredClaim, ...]
    digests: Mapping[Span, str]
    texts: Mapping[str, PinnedText]
    sources: Mapping[str, Properties]
    notes: Mapping[str, Sequence[Term]]


def claims_about(things: Iterable[str]) -> str:
    """Write the condition that the claims about some things meet, and those that contradict them.

    A claim is about a thing if the thing is its subject or its object, or if its subject is a value
    of the thing that has no name of its own.
    """
    return _with_others(_ABOUT % _values(things))


def claims_near(things: Iterable[str]) -> str:
    """Write the condition that the claims about some things and their neighbours meet.

    A neighbour is whatever has one of the things as the value of a claimed triple: the observation
    of a city, the allocation for a programme. Claims that contradict one of these come too.
    """
    return _with_others(_NEAR % {"things": _values(things)})


def facts_of(store: Store, things: Iterable[str] | None = None) -> tuple[Triple, ...]:
    """List the facts about some things, or about all of which there are claims, with one query.

    Args:
        store: where to look.
        things: the IRIs of the things; if not given, every thing that is the subject of a claim.
    """
    if things is None:
        return _triples(store, _FACTS_OF_ALL)
    return _triples(store, _FACTS_OF % _values(things))


def look_up(store: Store, condition: str = EVERY_CLAIM) -> Evidence:
    """Look up the claims that meet a condition on `?claim`, with two queries.

    Args:
        store: where to look.
        condition: a group graph pattern; see `claims_about`.

    Raises:
        DataFileError: a pinned text is not described as it has to be.

    >>> from citygraph.graph import CityGraph
    >>> fund = "https://w3id.org/citygraph/id/tokyo/promotion-fund"
    >>> found = look_up(CityGraph.load(), claims_about([fund]))
    >>> sorted({claim.triple.object.value[-4:] for claim in found.claims if claim.contradicts})
    ['2019', '2020']
    """
    said = _triples(store, _EVIDENCE % condition)
    facts = set(_triples(store, _FACTS % condition))
    nodes: dict[str, dict[str, list[Term]]] = {}
    for each in said:
        node = nodes.setdefault(_iri(each.subject), {})
        node.setdefault(each.predicate.value, []).append(each.object)
    of_texts = (each for each in said if ONTOLOGY + "textOf" in nodes[_iri(each.subject)])
    texts = {_iri(text.node): text for text in pinned_texts(of_texts).values()}
    passages = {iri: _span(properties, nodes) for iri, properties in nodes.items()}
    spans = {iri: span for iri, span in passages.items() if span}
    claims = [
        claim
        for iri, properties in nodes.items()
        if (claim := _claim(iri, properties, spans, texts, facts))
    ]
    return Evidence(
        tuple(sorted(claims)),
        dict(spans.values()),
        texts,
        {iri: nodes.get(iri, {}) for iri in {claim.source for claim in claims}},
        {iri: nodes[iri].get(PREFIXES["skos"] + "scopeNote", []) for iri in texts},
    )


def look_up_about(store: Store, things: Iterable[str]) -> Evidence:
    """Look up the claims about some things and those that contradict them, with three queries.

    The claims are found first and then asked for by name: an engine that meets the whole condition
    at once may go through all that is said of any claim, which takes many times as long.

    Raises:
        DataFileError: a pinned text is not described as it has to be.

    >>> from citygraph.graph import CityGraph
    >>> fund = "https://w3id.org/citygraph/id/tokyo/promotion-fund"
    >>> graph = CityGraph.load()
    >>> look_up_about(graph, [fund]) == look_up(graph, claims_about([fund]))
    True
    """
    from pyoxigraph import NamedNode

    condition = claims_about(things)
    answer = store.query(f"{_PROLOGUE}SELECT DISTINCT ?claim WHERE {{ {condition} }}")
    rows = answer.rows if isinstance(answer, Answer) else ()
    found = sorted(str(each) for (each,) in rows if isinstance(each, NamedNode))
    if not found:
        return Evidence((), {}, {}, {}, {})
    return look_up(store, f"VALUES ?claim {{ {' '.join(found)} }}")


def _values(things: Iterable[str]) -> str:
    from pyoxigraph import NamedNode

    return " ".join(str(NamedNode(thing)) for thing in sorted(set(things)))


def _with_others(condition: str) -> str:
    one = condition.replace("?claim", "?one")
    return (
        f"{{ {condition} }} UNION {{ {{ SELECT DISTINCT ?one WHERE {{ {one} }} }} "
        "{ ?one cg:contradicts ?claim } UNION { ?claim cg:contradicts ?one } }"
    )


def _triples(store: Store, text: str) -> tuple[Triple, ...]:
    answer = store.query(_PROLOGUE + text)
    return answer.triples if isinstance(answer, Triples) else ()


def _claim(
    iri: str,
    said: Properties,
    spans: Mapping[str, tuple[Span, str]],
    texts: Mapping[str, PinnedText],
    facts: set[Triple],
) -> StoredClaim | None:
    """Read a claim; one that lacks a part, or has another thing there, is left to the shapes."""
    from pyoxigraph import Literal, NamedNode, Triple

    parts = [said.get(PREFIXES["rdf"] + name, []) for name in ("subject", "predicate", "object")]
    grounds = _names(said, PREFIXES["prov"] + "wasDerivedFrom")
    status = _names(said, ONTOLOGY + "claimStatus")
    if not all(len(part) == 1 for part in parts) or not grounds or not status:
        return None
    (subject,), (predicate,), (value,) = parts
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
        return None
    triple = Triple(cast("NamedNode", subject), predicate, value)
    own = sorted((spans[each][0] for each in grounds if each in spans), key=lambda one: one.stretch)
    text = texts.get(_iri(own[0].text)) if own else None
    return StoredClaim(
        iri,
        triple,
        triple in facts,
        _iri(text.source) if text else grounds[0],
        status[0],
        next(iter(_names(said, ONTOLOGY + "inferredBy")), ""),
        next(iter(_names(said, ONTOLOGY + "precision")), ""),
        tuple(sorted(map(_iri, said.get(PREFIXES["dcterms"] + "identifier", [])))),
        tuple(own),
        tuple(sorted(map(_iri, said.get(ONTOLOGY + "contradicts", [])))),
        {
            note.language or "": note.value
            for note in said.get(PREFIXES["skos"] + "editorialNote", [])
            if isinstance(note, Literal)
        },
    )


def _span(said: Properties, nodes: Mapping[str, Properties]) -> tuple[Span, str] | None:
    """Read a span and its digest; a node that lacks a part is left to the shapes."""
    oa = PREFIXES["oa"]
    offsets = nodes.get(_first(said, oa + "hasSelector"), {})
    start, end = _first(offsets, oa + "start"), _first(offsets, oa + "end")
    sha256 = _first(said, ONTOLOGY + "textSha256")
    text = said.get(oa + "hasSource", [])
    if not (text and sha256 and start.isdecimal() and end.isdecimal()):
        return None
    return Span(cast("NamedNode", text[0]), Stretch(int(start), int(end))), sha256


def _names(said: Properties, name: str) -> list[str]:
    """Give the IRIs among the values of a property, in order."""
    from pyoxigraph import NamedNode

    return sorted(term.value for term in said.get(name, []) if isinstance(term, NamedNode))


def _first(said: Properties, name: str) -> str:
    return min(map(_iri, said.get(name, [])), default="")


def _iri(term: Term) -> str:
    return str(getattr(term, "value", term))
