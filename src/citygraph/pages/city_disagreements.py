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
    from citygraph.pages.city_facts import CityFacts
    from citygraph.pages.model import Request
    from citygraph.pages.parts import Part

    _Triple: TypeAlias = tuple[NamedNode, NamedNode, Term]

_RDF, _SKOS = PREFIXES["rdf"], PREFIXES["skos"]
_SIDES = f"""
SELECT DISTINCT ?claim ?subject ?property ?value ?other ?otherSubject ?otherProperty ?otherValue
  ?note
WHERE {{
  VALUES ?subject {{ %s }}
  ?claim <{_RDF}subject> ?subject ; <{_RDF}predicate> ?property ; <{_RDF}object> ?value .
  {{ ?claim <{ONTOLOGY}contradicts> ?other }} UNION {{ ?other <{ONTOLOGY}contradicts> ?claim }}
  ?other <{_RDF}subject> ?otherSubject ;
    <{_RDF}predicate> ?otherProperty ;
    <{_RDF}object> ?otherValue .
  OPTIONAL {{ ?claim <{_SKOS}editorialNote> ?note }}
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
    """List where sources differ about what belongs to a city, with three queries.

    Statements that contradict one another stand in one matter, however many they are.
    """
    from pyoxigraph import NamedNode

    store = request.ground.store
    asked = " ".join(str(NamedNode(iri)) for iri in sorted({*facts.things, *facts.parts}))
    groups: list[tuple[set[_Triple], dict[str, str]]] = []
    claims: dict[_Triple, str] = {}
    for row in sorted(rows(store, _SIDES % asked), key=str) if asked else ():
        claim, *one = row[:4]
        other, *against = row[4:8]
        pair = {cast("_Triple", tuple(one)), cast("_Triple", tuple(against))}
        for triple, name in ((tuple(one), claim), (tuple(against), other)):
            claims.setdefault(cast("_Triple", triple), cast("NamedNode", name).value)
        note = cast("Literal | None", row[8])
        notes = {} if note is None else {note.language or "": note.value}
        touching = [group for group in groups if group[0] & pair]
        for group in touching:
            pair |= group[0]
            notes = {**group[1], **notes}
            groups.remove(group)
        groups.append((pair, notes))
    tell = _Teller(facts, request, [triple for triples, _ in groups for triple in triples])
    found = [
        Matter(
            tuple(tell.side(triple, claims[triple]) for triple in sorted(triples, key=str)),
            next((notes[code] for code in (request.lang, *LANGUAGES, "") if code in notes), ""),
        )
        for triples, notes in groups
    ]
    return tuple(sorted(found, key=lambda matter: [side.subject.text for side in matter.sides]))


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
