"""The things that have a name, as the Reconciliation API sees them, read with three queries.

Classes and properties are no entities: they are what entities are sorted by and asked for. Nor are
things whose IRIs lie outside the identifier space, for which clients would make up other IRIs.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph.service.reconciliation.identifiers import SPACE, identifier
from citygraph.things.labels import rows
from citygraph.vocabulary import LANGUAGES, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.graph import Store

_RDF, _RDFS, _SKOS, _OWL = (PREFIXES[name] for name in ("rdf", "rdfs", "skos", "owl"))
_NAMES = (_SKOS + "prefLabel", _RDFS + "label", _SKOS + "altLabel")
_TOLD = (*_NAMES, _SKOS + "definition", _RDFS + "comment")
_TEXTS = f"""
SELECT ?thing ?kind ?text WHERE {{
  VALUES ?kind {{ {" ".join(f"<{iri}>" for iri in _TOLD)} }}
  ?thing ?kind ?text .
}}"""
_TYPES = f"""
SELECT DISTINCT ?thing ?type WHERE {{
  VALUES ?kind {{ {" ".join(f"<{iri}>" for iri in _NAMES)} }}
  ?thing ?kind ?text ; <{_RDF}type> ?type .
}}"""
_BROADER = f"SELECT ?class ?above WHERE {{ ?class <{_RDFS}subClassOf> ?above }}"
_CLASSES = frozenset({_OWL + "Class", _RDFS + "Class"})
_PROPERTIES = frozenset(
    {
        *(_OWL + f"{kind}Property" for kind in ("Object", "Datatype", "Annotation")),
        _RDF + "Property",
    }
)


class Name(NamedTuple):
    """One name of a thing.

    Attributes:
        text: as it is written.
        language: its tag; empty if it has none.
        preferred: whether it is a label, and not one of the others by which the thing is known.
    """

    text: str
    language: str
    preferred: bool


class Entity(NamedTuple):
    """One thing with a name; also a class or a property.

    Attributes:
        iri: its IRI.
        names: its names, labels first.
        texts: what it is, by language.
        types: the IRIs of its classes, sorted.
    """

    iri: str
    names: tuple[Name, ...]
    texts: Mapping[str, str]
    types: tuple[str, ...]

    @property
    def id(self) -> str:
        """The identifier."""
        return identifier(self.iri)

    def name(self, language: str) -> str:
        """Give the label in a language, else in English, else any name."""
        wanted = (language, LANGUAGES[0])
        for code in wanted:
            for each in self.names:
                if each.preferred and each.language == code:
                    return each.text
        return self.names[0].text

    def text(self, language: str) -> str:
        """Say what it is, in a language, else in English, else in any; empty if nothing says so."""
        known = (self.texts.get(code) for code in (language, LANGUAGES[0], *sorted(self.texts)))
        return next(filter(None, known), "")


class Entities(NamedTuple):
    """All that has a name.

    Attributes:
        things: the entities, by IRI: things whose IRIs begin with the identifier space.
        elsewhere: other things with a name, by IRI: they can be values, but not candidates.
        classes: the classes that have a name, by IRI.
        properties: the properties that have a name, by IRI.
        above: the classes above each class, however far, with itself.
    """

    things: Mapping[str, Entity]
    elsewhere: Mapping[str, Entity]
    classes: Mapping[str, Entity]
    properties: Mapping[str, Entity]
    above: Mapping[str, frozenset[str]]

    def known(self, iri: str) -> Entity | None:
        """Give what has this IRI and a name, whatever it is."""
        places = (self.things, self.elsewhere, self.classes, self.properties)
        return next((place[iri] for place in places if iri in place), None)

    def is_a(self, entity: Entity, type_: str) -> bool:
        """Say whether an entity is of a class, or of one below it."""
        return any(type_ in self.above.get(each, (each,)) for each in entity.types)

    def class_name(self, iri: str, language: str) -> str:
        """Name a class; by its CURIE if it has no label."""
        known = self.classes.get(iri)
        return known.name(language) if known else compact(iri)

    def property_name(self, iri: str, language: str) -> str:
        """Name a property; by its CURIE if it has no label."""
        known = self.properties.get(iri)
        return known.name(language) if known else compact(iri)


def read_entities(store: Store) -> Entities:
    """Read all that has a name.

    >>> from citygraph.graph import CityGraph
    >>> found = read_entities(CityGraph.load())
    >>> found.things["https://w3id.org/citygraph/id/tokyo/tokyo"].name("ko")
    '도쿄'
    """
    from pyoxigraph import Literal, NamedNode

    names: defaultdict[str, set[tuple[int, str, str]]] = defaultdict(set)
    texts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for thing, kind, text in rows(store, _TEXTS):
        if isinstance(thing, NamedNode) and isinstance(text, Literal) and text.value.strip():
            place, code = _TOLD.index(str(kind)[1:-1]), text.language or ""
            if place < len(_NAMES):
                names[thing.value].add((place, code, text.value))
            else:
                best = min(text.value, texts[thing.value].get(code, text.value))
                texts[thing.value][code] = best
    types: defaultdict[str, set[str]] = defaultdict(set)
    for thing, type_ in rows(store, _TYPES):
        if isinstance(thing, NamedNode) and isinstance(type_, NamedNode):
            types[thing.value].add(type_.value)
    every = {
        iri: Entity(iri, _ordered(names[iri]), texts.get(iri, {}), tuple(sorted(types[iri])))
        for iri in sorted(names)
    }
    classes = {iri: each for iri, each in every.items() if not _CLASSES.isdisjoint(each.types)}
    properties = {
        iri: each for iri, each in every.items() if not _PROPERTIES.isdisjoint(each.types)
    }
    others = {
        iri: each
        for iri, each in every.items()
        if iri not in classes and iri not in properties and _OWL + "Ontology" not in each.types
    }
    things = {iri: each for iri, each in others.items() if iri.startswith(SPACE)}
    elsewhere = {iri: each for iri, each in others.items() if iri not in things}
    return Entities(things, elsewhere, classes, properties, _above(store))


def _ordered(names: Iterable[tuple[int, str, str]]) -> tuple[Name, ...]:
    other = _NAMES.index(_SKOS + "altLabel")
    return tuple(Name(text, code, place < other) for place, code, text in sorted(names))


def _above(store: Store) -> dict[str, frozenset[str]]:
    direct: defaultdict[str, set[str]] = defaultdict(set)
    for below, above in rows(store, _BROADER):
        direct[str(below)[1:-1]].add(str(above)[1:-1])
    found = {}
    for start in direct:
        seen, left = {start}, [start]
        while left:
            more = direct.get(left.pop(), set()) - seen
            seen |= more
            left += more
        found[start] = frozenset(seen)
    return found
