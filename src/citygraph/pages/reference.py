"""The reference of the ontology: each term at an anchor of its own, and what is borrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.pages.model import Content
from citygraph.pages.question_texts import summary
from citygraph.pages.terms import Terms, read_terms, rules, uses, value_of
from citygraph.pages.values import Shown, linked, named
from citygraph.pages.words import say
from citygraph.questions import catalogue
from citygraph.things.labels import labelled
from citygraph.vocabulary import ONTOLOGY, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.pages.model import Ground, Request
    from citygraph.things.labels import Label

LOCAL = "ns"
_SKOS, _RDFS, _OWL = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["owl"]
_PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_RELATIONS = (
    ("parents", _RDFS + "subClassOf"),
    ("parents", _RDFS + "subPropertyOf"),
    ("domain", _RDFS + "domain"),
    ("range", _RDFS + "range"),
    ("disjoint", _OWL + "disjointWith"),
)
"""What ties a term to others, as a name in `[reference]` and the property."""


class Entry(NamedTuple):
    """One term.

    Attributes:
        anchor: its local name, or for a borrowed one its short IRI.
        iri: its IRI.
        curie: the IRI, shortened.
        href: where a borrowed term is explained; empty for our own.
        name: what it is called.
        definitions: what it means.
        notes: how it is used.
        examples: what it is used for.
        relations: the terms it is tied to, by the name of the tie.
        rules: what the shapes ask.
        questions: the questions that use it.
    """

    anchor: str
    iri: str
    curie: str
    href: str
    name: Shown
    definitions: tuple[Shown, ...]
    notes: tuple[Shown, ...]
    examples: tuple[Shown, ...]
    relations: Mapping[str, tuple[Shown, ...]]
    rules: tuple[str, ...]
    questions: tuple[Shown, ...]


class ReferencePage:
    """The reference in each language."""

    menu: tuple[tuple[str, str], ...] = (("reference", LOCAL),)

    def covers(self, local: str) -> bool:
        """Say whether it is the reference."""
        return local == LOCAL

    def paths(self, ground: Ground) -> Iterable[str]:  # noqa: ARG002 - there always is one
        """List it."""
        return (LOCAL,)

    def content(self, request: Request) -> Content:
        """Fill it, with two queries; shapes and questions are read from their files."""
        terms = read_terms(request.ground.store)
        writer = _Writer(request, terms)
        groups = [
            ("classes", [each for each in terms.of_kind("Class") if _own(each)]),
            ("properties", [each for each in terms.of_kind(*_PROPERTIES) if _own(each)]),
            ("borrowed", [each for each in terms.said if not _own(each)]),
        ]
        return Content(
            "reference.html",
            say("reference.title", request.lang),
            {
                "groups": [
                    (name, sorted(map(writer.entry, found), key=lambda each: each.curie))
                    for name, found in groups
                    if found
                ],
                "namespace": ONTOLOGY,
            },
            say("reference.lede", request.lang),
            data=LOCAL,
            styles=("/assets/questions.css",),
        )


class _Writer:
    """What is needed to write down terms; what they are tied to is labelled with one query."""

    def __init__(self, request: Request, terms: Terms) -> None:
        self._request, self._terms, self._lang = request, terms, request.lang
        tied = {
            value_of(value)
            for term in terms.said
            for _, kind in _RELATIONS
            for value in terms.values(term, kind)
        }
        store, home = request.ground.store, request.ground.home
        self._labels: Mapping[str, Label] = labelled(store, tied, self._lang)
        self._rules = rules(home.shapes, self._lang)
        self._uses = uses(home.queries)
        self._summaries = {each.name: summary(each, self._lang) for each in catalogue(home.queries)}

    def entry(self, term: str) -> Entry:
        """Write one term down."""
        prefixes = self._request.ground.store.prefixes
        curie = compact(term, prefixes)
        names = self._texts(term, _SKOS + "prefLabel")
        relations: dict[str, tuple[Shown, ...]] = {}
        for name, kind in _RELATIONS:
            found = map(value_of, self._terms.values(term, kind))
            relations[name] = (*relations.get(name, ()), *map(self._term, found))
        return Entry(
            term.removeprefix(ONTOLOGY) if _own(term) else curie,
            term,
            curie,
            "" if _own(term) else (self._request.links.thing(term) or ""),
            names[0] if names else Shown(curie, "zxx"),
            self._texts(term, _SKOS + "definition"),
            self._texts(term, _SKOS + "scopeNote"),
            self._texts(term, _SKOS + "example"),
            {name: tied for name, tied in relations.items() if tied},
            self._rules.get(term, ()),
            tuple(map(self._question, self._uses.get(term, ()))),
        )

    def _texts(self, term: str, kind: str) -> tuple[Shown, ...]:
        return tuple(
            Shown(text, "" if code == self._lang else code)
            for text, code in self._terms.texts(term, kind, self._lang)
        )

    def _term(self, iri: str) -> Shown:
        prefixes = self._request.ground.store.prefixes
        shown = named(iri, self._labels, prefixes, self._lang)
        return linked(shown, iri, self._request.links)

    def _question(self, name: str) -> Shown:
        href = self._request.links.local(f"questions/{name}")
        return self._summaries[name]._replace(href=href)


def _own(term: str) -> bool:
    return term.startswith(ONTOLOGY)
