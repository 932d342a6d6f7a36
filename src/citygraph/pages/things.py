"""The page of every thing: what it is called, what it is, and all its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import UnknownNameError
from citygraph.linking.link import MATCHES
from citygraph.pages import places
from citygraph.pages.addresses import local_name
from citygraph.pages.cities import CITY, city_values
from citygraph.pages.facts import Facts, Group
from citygraph.pages.graphs import graph_values
from citygraph.pages.model import Content
from citygraph.pages.parts import claimed_of, written_out
from citygraph.pages.values import NO_LANGUAGE, Shown
from citygraph.pages.words import say
from citygraph.things import show
from citygraph.vocabulary import LANGUAGES, PREFIXES, compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.pages.addresses import Links
    from citygraph.pages.model import Ground, Request
    from citygraph.things import Thing

_SKOS, _RDF = PREFIXES["skos"], PREFIXES["rdf"]
_TYPE, _LABEL, _OTHER = _RDF + "type", _SKOS + "prefLabel", _SKOS + "altLabel"
_DEFINITION, _COMMENT = _SKOS + "definition", PREFIXES["rdfs"] + "comment"
_NOTES = (_SKOS + "scopeNote", _SKOS + "editorialNote", _SKOS + "example")
_MATCHES = frozenset(map(expand, MATCHES))
_HEAD = frozenset({_TYPE, _LABEL, PREFIXES["rdfs"] + "label", _OTHER, _DEFINITION, _COMMENT})


class Portrait(NamedTuple):
    """What stands at the head of the page of a thing.

    Attributes:
        iri: its IRI.
        curie: the IRI, shortened.
        name: what it is called.
        kinds: what it is.
        names: what else it is called, by language: `prefLabel`s first.
        definition: what it is in a sentence.
        notes: how the sources are to be read, with the evidence of that if there is any.
        elsewhere: the same thing in other collections.
        groups: its other facts.
    """

    iri: str
    curie: str
    name: Shown
    kinds: tuple[Shown, ...]
    names: Mapping[str, tuple[Shown, ...]]
    definition: Shown | None
    notes: tuple[Shown, ...]
    elsewhere: tuple[Group, ...]
    groups: tuple[Group, ...]

    @property
    def outward(self) -> tuple[Group, ...]:
        """The facts about the thing."""
        return tuple(each for each in self.groups if not each.inward)

    @property
    def inward(self) -> tuple[Group, ...]:
        """The facts of which it is the value."""
        return tuple(each for each in self.groups if each.inward)


class ThingPages:
    """The pages of things; a city has a richer one."""

    menu: tuple[tuple[str, str], ...] = ()

    def covers(self, local: str) -> bool:
        """Say whether a local path is that of a thing."""
        return places.is_thing(local)

    def paths(self, ground: Ground) -> Iterable[str]:
        """List the local paths of all things that are spoken of."""
        return places.things(ground.store)

    def content(self, request: Request) -> Content:
        """Fill the page of a thing, with four queries; that of a city or a graph takes some more.

        Raises:
            UnknownNameError: nothing is known of such a thing.
        """
        store = request.ground.store
        iri = places.iri_of(request.local)
        thing = show(store, iri, request.lang)
        if not thing.facts and not places.spoken_of(store, iri):
            raise UnknownNameError(f"nothing is said about <{iri}>")
        facts = Facts(store, thing, request.links)
        drawn = portrait(thing, facts, request)
        city = any(str(each.value)[1:-1] == CITY for each in facts.of(_TYPE))
        graph = iri in store.graphs
        template = "city.html" if city else "graph.html" if graph else "thing.html"
        more = city_values(iri, drawn.name.text, request) if city else {}
        if graph and not city:
            drawn = drawn._replace(kinds=(*drawn.kinds, Shown(say("graph.kind", request.lang))))
            more = graph_values(iri, request)
        evidence = _evidence(thing, facts, request.links)
        return Content(
            template,
            drawn.name.text,
            {"thing": drawn, "evidence": evidence, **more},
            drawn.definition.text if drawn.definition else "",
            request.local,
        )


def portrait(thing: Thing, facts: Facts, request: Request) -> Portrait:
    """Put together what the page of a thing shows."""
    rest = [each for each in thing.facts if each.direction == "in" or each.property not in _HEAD]
    notes = [each for each in rest if each.direction == "out" and each.property in _NOTES]
    matches = [each for each in rest if each.direction == "out" and each.property in _MATCHES]
    apart = {id(each) for each in (*notes, *matches)}
    return Portrait(
        thing.iri,
        compact(thing.iri, request.ground.store.prefixes),
        _name(thing, facts),
        tuple(facts.value(each) for each in facts.of(_TYPE)),
        _names(facts),
        _definition(facts, thing.lang),
        _in_language([facts.value(each) for each in notes]),
        facts.groups(matches),
        facts.groups(each for each in rest if id(each) not in apart),
    )


def _evidence(thing: Thing, facts: Facts, links: Links) -> str | None:
    """Link to the evidence of a thing's facts; of a claim, to its place there."""
    about = claimed_of(facts.own_part())
    if about is not None:
        return links.evidence(about, thing.iri)
    claimed = any(each.origins for each in thing.facts)
    return links.evidence(thing.iri) if claimed else None


def _name(thing: Thing, facts: Facts) -> Shown:
    """Name the thing: by its label, else by what it consists of, else by its local name."""
    if thing.iri in thing.labels:
        return facts.name(thing.iri)
    told = written_out(facts.own_part(), thing.lang)
    return told or Shown(local_name(thing.iri) or thing.iri, NO_LANGUAGE)


def _names(facts: Facts) -> Mapping[str, tuple[Shown, ...]]:
    found: dict[str, dict[str, Shown]] = {}
    for kind in (_LABEL, _OTHER):
        for fact in facts.of(kind):
            code = getattr(fact.value, "language", None) or ""
            text = str(getattr(fact.value, "value", ""))
            found.setdefault(code, {}).setdefault(text, Shown(text, code))
    order = {code: place for place, code in enumerate(LANGUAGES)}
    ranked = sorted(found, key=lambda code: (order.get(code, len(order)), code))
    return {code: tuple(found[code].values()) for code in ranked}


def _definition(facts: Facts, lang: str) -> Shown | None:
    given: dict[str, str] = {}
    for kind in (_DEFINITION, _COMMENT):
        for fact in facts.of(kind):
            code = getattr(fact.value, "language", None) or ""
            given.setdefault(code, str(getattr(fact.value, "value", "")))
    code = next((each for each in (lang, *LANGUAGES, *sorted(given)) if each in given), None)
    return None if code is None else Shown(given[code], "" if code == lang else code)


def _in_language(notes: list[Shown]) -> tuple[Shown, ...]:
    """Choose the notes in the language of the page; all of them where there is none."""
    own = tuple(each for each in notes if not each.foreign)
    return own or tuple(notes)
