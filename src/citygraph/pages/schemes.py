"""The concept schemes: their concepts as trees."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from citygraph.pages.addresses import local_name
from citygraph.pages.model import Content
from citygraph.pages.values import Shown, linked, named
from citygraph.pages.words import say
from citygraph.things.labels import labelled, rows
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Literal, NamedNode

    from citygraph.pages.model import Ground, Request

    _Row: TypeAlias = tuple[NamedNode, NamedNode | None, NamedNode | None]
    _Definition: TypeAlias = tuple[NamedNode, Literal]

LOCAL = "schemes"
_SKOS = PREFIXES["skos"]
_CONCEPTS = f"""
SELECT ?scheme ?concept ?broader WHERE {{
  ?scheme a <{_SKOS}ConceptScheme> .
  OPTIONAL {{
    ?concept <{_SKOS}inScheme> ?scheme .
    OPTIONAL {{ ?concept <{_SKOS}broader> ?broader . ?broader <{_SKOS}inScheme> ?scheme }}
  }}
}}"""
_DEFINITIONS = f"""
SELECT ?thing ?definition WHERE {{
  VALUES ?kind {{ <{_SKOS}Concept> <{_SKOS}ConceptScheme> }}
  ?thing a ?kind ; <{_SKOS}definition> ?definition .
  FILTER(LANG(?definition) = "%s")
}}"""


class Branch(NamedTuple):
    """A scheme or a concept, with the concepts below it.

    Attributes:
        anchor: its local name.
        name: what it is called.
        definition: what it means; empty if nothing says so in the language.
        below: the narrower concepts, in the order of their names.
    """

    anchor: str
    name: Shown
    definition: str
    below: tuple[Branch, ...]

    @property
    def size(self) -> int:
        """How many concepts there are below it, at any depth."""
        return sum(1 + each.size for each in self.below)


class SchemesPage:
    """The concept schemes in each language."""

    menu: tuple[tuple[str, str], ...] = (("schemes", LOCAL),)

    def covers(self, local: str) -> bool:
        """Say whether it is the page of schemes."""
        return local == LOCAL

    def paths(self, ground: Ground) -> Iterable[str]:  # noqa: ARG002 - there always is one
        """List it."""
        return (LOCAL,)

    def content(self, request: Request) -> Content:
        """Fill it, with three queries."""
        return Content(
            "schemes.html",
            say("schemes.title", request.lang),
            {"schemes": trees(request)},
            say("schemes.lede", request.lang),
            styles=("/assets/questions.css",),
        )


def trees(request: Request) -> tuple[Branch, ...]:
    """Read all schemes with their concepts, in the order of their names.

    A concept that is broader than itself, over however many steps, stands where it is first met.
    """
    store, lang = request.ground.store, request.lang
    below: defaultdict[str, set[str]] = defaultdict(set)
    schemes: dict[str, set[str]] = {}
    for scheme, concept, broader in cast("tuple[_Row, ...]", rows(store, _CONCEPTS)):
        members = schemes.setdefault(scheme.value, set())
        if concept is not None:
            members.add(concept.value)
            below[broader.value if broader is not None else scheme.value].add(concept.value)
    every = {*schemes, *(concept for members in schemes.values() for concept in members)}
    labels = labelled(store, every, lang) if every else {}
    given = cast("tuple[_Definition, ...]", rows(store, _DEFINITIONS % lang))
    definitions = {thing.value: text.value for thing, text in given}

    def branch(iri: str, members: set[str], above: frozenset[str]) -> Branch:
        inside = (below[iri] & members) - above
        name = linked(named(iri, labels, store.prefixes, lang), iri, request.links)
        found = (branch(each, members, above | {each}) for each in inside)
        return Branch(local_name(iri), name, definitions.get(iri, ""), _sorted(found))

    return _sorted(branch(iri, members, frozenset({iri})) for iri, members in schemes.items())


def _sorted(branches: Iterable[Branch]) -> tuple[Branch, ...]:
    return tuple(sorted(branches, key=lambda each: (each.name.text.casefold(), each.anchor)))
