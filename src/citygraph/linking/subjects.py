"""The things of a graph that may be linked, with all that helps to tell them from others."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from citygraph.graph import Store
    from citygraph.linking.items import Names
    from citygraph.linking.kinds import Kind, Kinds
    from citygraph.linking.wikibase import Wikibase

_PREFIXES = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n"
    for name in ("cg", "foaf", "org", "rdfs", "schema", "skos", "vcard")
)
_AROUND = "(cg:inCity|cg:jurisdiction|org:unitOf|org:postIn|^org:heldBy|schema:containedInPlace)+"
_CLASSES = """
SELECT DISTINCT ?thing ?kind ?scheme WHERE {
  VALUES ?kind { %s }
  { ?thing a/rdfs:subClassOf* ?kind . }
  UNION
  { ?thing skos:inScheme ?kind . BIND(true AS ?scheme) }
  FILTER(isIRI(?thing))
}"""
_NAMES = """
SELECT DISTINCT ?thing ?rank ?name WHERE {
  VALUES ?thing { %s }
  VALUES (?property ?rank) {
    (skos:prefLabel 1) (rdfs:label 1) (cg:officialName 2) (skos:altLabel 2)
  }
  ?thing ?property ?name .
  FILTER(LANG(?name) != "")
}"""
_FACTS = f"""
SELECT DISTINCT ?thing ?role ?value ?other WHERE {{
  {{
    VALUES ?thing {{ %(things)s }}
    VALUES (?property ?role) {{ %(roles)s }}
    ?thing ?property ?value .
  }} UNION {{
    VALUES ?thing {{ %(things)s }}
    ?thing {_AROUND} ?value . ?value skos:prefLabel ?label .
    FILTER NOT EXISTS {{ ?value a org:Post }}
    FILTER NOT EXISTS {{ ?value a org:Organization }}
    FILTER NOT EXISTS {{ ?value a cg:Agency }}
    BIND("place" AS ?role)
  }} UNION {{
    VALUES ?thing {{ %(things)s }}
    ?thing cg:inCountry ?value . BIND("country" AS ?role)
  }} UNION {{
    VALUES ?thing {{ %(things)s }}
    ?thing {_AROUND} ?around . ?around cg:inCountry ?value . BIND("country" AS ?role)
  }} UNION {{
    VALUES ?thing {{ %(things)s }}
    VALUES (?property ?role) {{
      (cg:establishedOn "begin") (cg:startedOn "begin") (cg:endedOn "end")
    }}
    ?thing ?property ?when . ?when cg:earliest ?value . OPTIONAL {{ ?when cg:latest ?other . }}
  }}
}}"""
_CITIES = """
SELECT ?city ?country WHERE { ?city a cg:City . OPTIONAL { ?city cg:inCountry ?country } }"""
_SITES = ("foaf:homepage", "schema:url", "vcard:hasURL")


class Period(NamedTuple):
    """A time that is known as far as it is: its first and its last possible day."""

    earliest: str
    latest: str


class Around(NamedTuple):
    """A country or a place that something belongs to.

    Attributes:
        iri: our IRI of it.
        names: its names.
    """

    iri: str
    names: Names


class Subject(NamedTuple):
    """A thing of ours that is looked up.

    Attributes:
        iri: its IRI.
        kind: what kind of item it may be linked to.
        labels: its preferred labels.
        aliases: its other names.
        concept: whether it is a concept of a scheme, and no single thing.
        countries: the countries that it belongs to.
        places: the places that it belongs to.
        home: the countries of the city among whose things it is named, if nothing says where it
            belongs; it may lie elsewhere, but then a person has to say so.
        sites: the addresses of its pages.
        begins: when it came into being.
        ends: when it ended.
        codes: its codes, by property.
    """

    iri: str
    kind: Kind
    labels: Names
    aliases: Names = frozenset()
    concept: bool = False
    countries: tuple[Around, ...] = ()
    places: tuple[Around, ...] = ()
    home: tuple[Around, ...] = ()
    sites: frozenset[str] = frozenset()
    begins: tuple[Period, ...] = ()
    ends: tuple[Period, ...] = ()
    codes: Mapping[str, frozenset[str]] = MappingProxyType({})

    def label(self, languages: tuple[str, ...]) -> str:
        """Give its label in the first of these languages that it has one in, else its IRI."""
        by_language = dict(sorted(self.labels, reverse=True))
        return next((by_language[each] for each in languages if each in by_language), self.iri)


def find_subjects(
    store: Store, kinds: Kinds, wikibase: Wikibase, *, only: Collection[str] | None = None
) -> tuple[Subject, ...]:
    """Find the things of a graph that are of a kind that may be linked, in the order of their IRIs.

    Args:
        store: the graph.
        kinds: the kinds that are looked up.
        wikibase: what they are to be linked to.
        only: the IRIs of the things that are wanted, if not all are.
    """
    classes: dict[str, set[str]] = {}
    concepts = set()
    for thing, kind, scheme in _rows(store, _CLASSES % _iris(kinds.looked_up(wikibase))):
        iri = _text(thing)
        if (only is None or iri in only) and not _is_vocabulary(iri):
            classes.setdefault(iri, set()).add(_text(kind))
            if scheme is not None:
                concepts.add(iri)
    names = _names(store, classes)
    facts = _Facts(store, classes, wikibase)
    found = []
    for iri in sorted(classes):
        kind_of = kinds.of(classes[iri], wikibase)
        labels, aliases = names.get(iri, (frozenset(), frozenset()))
        if kind_of is not None and labels:
            subject = Subject(iri, kind_of, labels, aliases, concept=iri in concepts)
            found.append(facts.added_to(subject))
    return tuple(found)


def _is_vocabulary(iri: str) -> bool:
    """Say whether a thing is a word of an ontology and no thing."""
    return iri.startswith((PREFIXES["cg"], PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["skos"]))


class _Facts:
    """What the graph says of things, beside their names."""

    def __init__(self, store: Store, things: Collection[str], wikibase: Wikibase) -> None:
        self._said: dict[str, dict[str, set[tuple[str, str]]]] = {}
        self._codes = wikibase.identifiers.keys()
        told = [(f"<{iri}>", iri) for iri in sorted(self._codes)]
        told += [(name, "site") for name in _SITES]
        roles = " ".join(f"({name} {ox.Literal(role)})" for name, role in told)
        around = set()
        if things:
            for thing, role, value, other in _rows(
                store, _FACTS % {"things": _iris(things), "roles": roles}
            ):
                said = self._said.setdefault(_text(thing), {})
                said.setdefault(_text(role), set()).add((_text(value), _text(other)))
                if _text(role) in ("place", "country"):
                    around.add(_text(value))
        self._homes: dict[str, set[str]] = {}
        for city, country in _rows(store, _CITIES) if things else ():
            self._homes.setdefault(_folder(_text(city)), set()).update(
                filter(None, [_text(country)])
            )
        around.update(*self._homes.values())
        named = _names(store, around)
        self._around = {
            iri: Around(iri, frozenset().union(*named.get(iri, ()))) for iri in sorted(around)
        }

    def added_to(self, subject: Subject) -> Subject:
        """Add what is said of a thing."""
        said = self._said.get(subject.iri, {})

        def values(role: str) -> list[str]:
            return sorted({value for value, _ in said.get(role, ())})

        def periods(role: str) -> tuple[Period, ...]:
            return tuple(Period(a, b or a) for a, b in sorted(said.get(role, ())))

        countries = tuple(self._around[each] for each in values("country"))
        places = tuple(self._around[each] for each in values("place") if each != subject.iri)
        homes = (
            () if subject.concept or countries or places else self._homes.get(_folder(subject.iri))
        )
        return subject._replace(
            countries=countries,
            places=places,
            home=tuple(self._around[each] for each in sorted(homes or ())),
            sites=frozenset(values("site")),
            begins=periods("begin"),
            ends=periods("end"),
            codes={each: frozenset(values(each)) for each in sorted(self._codes) if values(each)},
        )


def _names(store: Store, things: Collection[str]) -> dict[str, tuple[Names, Names]]:
    """Give the preferred labels of things and their other names."""
    if not things:
        return {}
    found: dict[str, tuple[set[tuple[str, str]], set[tuple[str, str]]]] = {}
    for thing, rank, name in _rows(store, _NAMES % _iris(things)):
        if isinstance(name, ox.Literal) and name.language:
            preferred, others = found.setdefault(_text(thing), (set(), set()))
            said = (name.language.lower(), name.value)
            (preferred if _text(rank) == "1" else others).add(said)
    return {iri: (frozenset(a), frozenset(b - a)) for iri, (a, b) in found.items()}


def _folder(iri: str) -> str:
    """Give what the names of a city's things begin with, as its own does."""
    return iri[: iri.rfind("/") + 1]


def _iris(iris: Collection[str]) -> str:
    return " ".join(str(ox.NamedNode(iri)) for iri in sorted(iris))


def _rows(store: Store, text: str) -> Iterator[tuple[object, ...]]:
    from citygraph.answers import Answer

    result = store.query(_PREFIXES + text)
    if isinstance(result, Answer):
        yield from result.rows


def _text(term: object) -> str:
    return str(getattr(term, "value", "") or "")
