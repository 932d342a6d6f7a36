"""The front page: the cities there are, and what can be done with what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from citygraph.pages.model import Content
from citygraph.pages.questions import FOLDER
from citygraph.pages.values import Shown, linked, named, number
from citygraph.pages.words import say
from citygraph.questions import find_question, names
from citygraph.things.labels import labelled, rows
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Literal, NamedNode

    from citygraph.pages.model import Ground, Request

_SKOS = PREFIXES["skos"]
_CITIES = f"""
SELECT ?city ?label ?country ?countryLabel WHERE {{
  ?city a <{ONTOLOGY}City> FILTER(isIRI(?city))
  OPTIONAL {{ ?city <{_SKOS}prefLabel> ?label FILTER(isLiteral(?label)) }}
  OPTIONAL {{
    ?city <{ONTOLOGY}inCountry> ?country FILTER(isIRI(?country))
    OPTIONAL {{
      ?country <{_SKOS}prefLabel> ?countryLabel .
      FILTER(LANG(?countryLabel) = "%s")
    }}
  }}
}}"""
_COUNTS = f"""
SELECT ?what (COUNT(DISTINCT ?thing) AS ?count) WHERE {{
  VALUES (?class ?what) {{
    (<{ONTOLOGY}Strategy> "strategies") (<{ONTOLOGY}Goal> "goals")
    (<{ONTOLOGY}Initiative> "initiatives") (<{ONTOLOGY}Claim> "claims")
  }}
  ?thing a ?class .
}} GROUP BY ?what"""
_STRATEGIES = f"""
SELECT ?city ?strategy WHERE {{
  ?strategy a <{ONTOLOGY}Strategy> ; <{ONTOLOGY}inCity> ?city .
  FILTER(isIRI(?strategy) && isIRI(?city))
}}"""
_ASKED = (
    "what-is-known-about-each-city",
    "what-contributes-to-goal",
    "what-is-budgeted-for-each-fiscal-year",
    "where-sources-disagree",
)
"""The questions that the front page offers, where the catalogue has them."""
_COUNTED = ("strategies", "goals", "initiatives", "claims")


class Entry(NamedTuple):
    """A city on the front page.

    Attributes:
        name: what it is called.
        others: what it is called in the other languages.
        country: the country it is in; empty if that is not known.
        strategies: its strategies, by their names.
    """

    name: Shown
    others: tuple[Shown, ...]
    country: str
    strategies: tuple[Shown, ...]


class FrontPage:
    """The front page in each language."""

    menu: tuple[tuple[str, str], ...] = (("index", "index"),)

    def covers(self, local: str) -> bool:
        """Say whether it is the front page."""
        return local == "index"

    def paths(self, ground: Ground) -> Iterable[str]:  # noqa: ARG002 - there always is one
        """List it."""
        return ("index",)

    def content(self, request: Request) -> Content:
        """Fill it, with four queries."""
        counted = {
            str(what)[1:-1]: number(cast("Literal", count).value)
            for what, count in rows(request.ground.store, _COUNTS)
        }
        return Content(
            "front.html",
            "citygraph",
            {
                "cities": cities(request),
                "questions": _questions(request),
                "counts": [
                    (counted[each], say(f"front.{each}", request.lang))
                    for each in _COUNTED
                    if each in counted
                ],
            },
            say("frame.about", request.lang),
        )


def cities(request: Request) -> list[Entry]:
    """List the cities with their names, in the order of the names, with three queries."""
    store, lang = request.ground.store, request.lang
    called: dict[str, dict[str, str]] = {}
    countries: dict[str, str] = {}
    for city, label, country, country_name in rows(store, _CITIES % lang):
        iri = cast("NamedNode", city).value
        known = called.setdefault(iri, {})
        if label is not None:
            known.setdefault(cast("Literal", label).language or "", cast("Literal", label).value)
        if country is not None:
            iri_of_country = cast("NamedNode", country).value
            name = compact(iri_of_country, store.prefixes)
            countries[iri] = name if country_name is None else cast("Literal", country_name).value
    found, strategies = [], _strategies(request)
    for iri, known in called.items():
        code = next((each for each in (lang, *LANGUAGES, *sorted(known)) if each in known), None)
        shown = Shown(known[code] if code is not None else compact(iri, store.prefixes))
        foreign = shown._replace(lang="" if code in {lang, None} else code)
        others = tuple(
            Shown(known[each], each) for each in LANGUAGES if each in known and each != code
        )
        own = linked(foreign, iri, request.links)
        found.append(Entry(own, others, countries.get(iri, ""), strategies.get(iri, ())))
    return sorted(found, key=lambda each: each.name.text.casefold())


def _strategies(request: Request) -> Mapping[str, tuple[Shown, ...]]:
    store, lang = request.ground.store, request.lang
    of_cities: dict[str, set[str]] = {}
    for city, strategy in rows(store, _STRATEGIES):
        iri = cast("NamedNode", strategy).value
        of_cities.setdefault(cast("NamedNode", city).value, set()).add(iri)
    known = labelled(store, set().union(*of_cities.values()), lang)
    return {
        city: tuple(
            sorted(
                (
                    linked(named(each, known, store.prefixes, lang), each, request.links)
                    for each in strategies
                ),
                key=lambda shown: (shown.text.casefold(), shown.href),
            )
        )
        for city, strategies in of_cities.items()
    }


def _questions(request: Request) -> list[Shown]:
    folder = request.ground.home.queries
    there = set(names(folder))
    return [
        Shown(
            find_question(folder, name).summary(request.lang),
            href=request.links.local(FOLDER + name),
        )
        for name in _ASKED
        if name in there
    ]
