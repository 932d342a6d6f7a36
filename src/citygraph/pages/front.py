"""The front page: the cities there are, and what can be done with what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from citygraph.pages.model import Content
from citygraph.pages.values import Shown, linked, number
from citygraph.pages.words import say
from citygraph.things.labels import rows
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

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
_COUNTED = ("strategies", "goals", "initiatives", "claims")


class Entry(NamedTuple):
    """A city on the front page.

    Attributes:
        name: what it is called.
        others: what it is called in the other languages.
        country: the country it is in; empty if that is not known.
    """

    name: Shown
    others: tuple[Shown, ...]
    country: str


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
        """Fill it, with two queries."""
        counted = {
            str(what)[1:-1]: number(cast("Literal", count).value)
            for what, count in rows(request.ground.store, _COUNTS)
        }
        return Content(
            "front.html",
            "citygraph",
            {
                "cities": cities(request),
                "counts": [
                    (counted[each], say(f"front.{each}", request.lang))
                    for each in _COUNTED
                    if each in counted
                ],
            },
            say("frame.about", request.lang),
        )


def cities(request: Request) -> list[Entry]:
    """List the cities with their names, in the order of the names, with one query."""
    store, lang = request.ground.store, request.lang
    names: dict[str, dict[str, str]] = {}
    countries: dict[str, str] = {}
    for city, label, country, called in rows(store, _CITIES % lang):
        iri = cast("NamedNode", city).value
        known = names.setdefault(iri, {})
        if label is not None:
            known.setdefault(cast("Literal", label).language or "", cast("Literal", label).value)
        if country is not None:
            iri_of_country = cast("NamedNode", country).value
            name = compact(iri_of_country, store.prefixes)
            countries[iri] = name if called is None else cast("Literal", called).value
    found = []
    for iri, known in names.items():
        code = next((each for each in (lang, *LANGUAGES, *sorted(known)) if each in known), None)
        shown = Shown(known[code] if code is not None else compact(iri, store.prefixes))
        foreign = shown._replace(lang="" if code in {lang, None} else code)
        others = tuple(
            Shown(known[each], each) for each in LANGUAGES if each in known and each != code
        )
        found.append(Entry(linked(foreign, iri, request.links), others, countries.get(iri, "")))
    return sorted(found, key=lambda each: each.name.text.casefold())
