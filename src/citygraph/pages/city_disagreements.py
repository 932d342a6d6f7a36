"""Where sources say different things of a city, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from citygraph.pages.addresses import local_path
from citygraph.pages.parts import read_parts, written_out
from citygraph.pages.values import Shown, linked, literal, named
from citygraph.things.labels import labelled, rows
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Literal, NamedNode

    from citygraph.answers.model import Term
    from citygraph.graph import Store
    from citygraph.pages.city_facts import CityFacts
    from citygraph.pages.model import Request
    from citygraph.pages.parts import Part

    _Triple: TypeAlias = tuple[NamedNode, NamedNode, Term]

_RDF, _SKOS = PREFIXES["rdf"], PREFIXES["skos"]
_PAIRS = f"""
SELECT DISTINCT ?claim ?other WHERE {{
  ?claim <{ONTOLOGY}contradicts> ?other FILTER(isIRI(?claim) && isIRI(?other))
}}"""
_CLAIMS = f"""
SELECT ?claim ?subject ?property ?value ?note WHERE {{
  VALUES ?claim {{ %s }}
  ?claim <{_RDF}subject> ?subject ; <{_RDF}predicate> ?property ; <{_RDF}object> ?value .
  FILTER(isIRI(?subject) && isIRI(?property))
  OPTIONAL {{ ?claim <{_SKOS}editorialNote> ?note FILTER(isLiteral(?note)) }}
}}"""


class Side(NamedTuple):
    """What one side says.

    Attributes:
        subject: what it is about.
        name: the property; `None` for the value that a figure or an amount itself has.
        value: the value.
        evidence: the way to who says so.
    """

    subject: Shown
    name: Shown | None
    value: Shown
    evidence: str


class Matter(NamedTuple):
    """One thing about which sources differ.

    Attributes:
        sides: what they say.
        why: why the graph follows a side, or keeps both.
    """

    sides: tuple[Side, ...]
    why: str


def disagreements(facts: CityFacts, request: Request) -> tuple[Matter, ...]:
    """List where sources differ about what belongs to a city, with four queries.

    Statements that contradict one another, or for which the same reason is given, stand in one
    matter, however many they are.
    """
    store = request.ground.store
    pairs = cast("list[tuple[NamedNode, NamedNode]]", sorted(rows(store, _PAIRS), key=str))
    claims = _claims(store, {claim for pair in pairs for claim in pair})
    ours = {*facts.things, *facts.parts}
    matters: list[_Matter] = []
    for pair in pairs:
        sides = [claims[each.value] for each in pair if each.value in claims]
        if len(sides) == len(pair) and any(side.triple[0].value in ours for side in sides):
            _add(matters, sides)
    tell = _Teller(facts, request, [triple for matter in matters for triple in matter.claims])
    found = [
        Matter(
            tuple(tell.side(*each) for each in sorted(matter.claims.items(), key=str)),
            next(
                (matter.why[each] for each in (request.lang, *LANGUAGES, "") if each in matter.why),
                "",
            ),
        )
        for matter in matters
    ]
    return tuple(sorted(found, key=lambda matter: [side.subject.text for side in matter.sides]))


class _Claim(NamedTuple):
    iri: str
    triple: _Triple
    why: dict[str, str]


class _Matter(NamedTuple):
    claims: dict[_Triple, str]
    why: dict[str, str]


def _claims(store: Store, wanted: set[NamedNode]) -> Mapping[str, _Claim]:
    if not wanted:
        return {}
    found: dict[str, _Claim] = {}
    asked = " ".join(sorted(map(str, wanted)))
    for claim, subject, kind, value, note in rows(store, _CLAIMS % asked):
        triple = cast("_Triple", (subject, kind, value))
        iri = cast("NamedNode", claim).value
        why = found.setdefault(iri, _Claim(iri, triple, {})).why
        if note is not None:
            said = cast("Literal", note)
            why[said.language or ""] = said.value
    return found


def _add(matters: list[_Matter], sides: list[_Claim]) -> None:
    """Add two sides to the matter that they touch; where they touch several, these become one."""
    claims = {side.triple: side.iri for side in sides}
    why = {code: words for side in sides for code, words in side.why.items()}
    touching = [
        matter
        for matter in matters
        if matter.claims.keys() & claims.keys() or (why and matter.why == why)
    ]
    for matter in touching:
        claims = {**claims, **matter.claims}
        why = {**why, **matter.why}
        matters.remove(matter)
    matters.append(_Matter(claims, why))


class _Teller:
    """Names what statements are made of."""

    def __init__(self, facts: CityFacts, request: Request, triples: Iterable[_Triple]) -> None:
        store, self._facts = request.ground.store, facts
        self._lang, self._links, self._prefixes = request.lang, request.links, store.prefixes
        ends = {iri for triple in triples for iri in map(_iri, triple) if iri}
        self._labels = labelled(store, ends, request.lang) if ends else {}
        nameless = [iri for iri in ends if iri not in self._labels and local_path(iri)]
        self._parts: Mapping[str, Part] = read_parts(store, nameless, request.lang)

    def side(self, triple: _Triple, claim: str) -> Side:
        """Show one side; of a value without a name, what has it."""
        subject, kind, value = triple
        about = self._links.evidence(subject.value, claim)
        whole = self._facts.whole(subject.value)
        if whole is not None:
            return Side(self._facts.named(whole), None, self._named(subject), about or "")
        return Side(self._named(subject), self._named(kind), self._named(value), about or "")

    def _named(self, term: Term) -> Shown:
        iri = _iri(term)
        if not iri:
            return literal(term, self._lang)
        shown = named(iri, self._labels, self._prefixes, self._lang)
        part = self._parts.get(iri)
        told = written_out(part, self._lang) if part else None
        return linked(told or shown, iri, self._links)


def _iri(term: Term) -> str:
    from pyoxigraph import NamedNode

    return term.value if isinstance(term, NamedNode) else ""
