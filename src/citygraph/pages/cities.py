"""The page of a city: its strategies as a picture and in words, and all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.pages.addresses import local_name
from citygraph.pages.city_disagreements import disagreements
from citygraph.pages.city_facts import CityFacts
from citygraph.pages.city_plans import plans
from citygraph.pages.city_tables import budget, figures, works
from citygraph.pages.words import say
from citygraph.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.pages.city_plans import Plan
    from citygraph.pages.model import Request

CITY = ONTOLOGY + "City"
"""The class of cities."""


class Drawing(NamedTuple):
    """A picture on the page.

    Attributes:
        src: the link to it.
        alternative: what it shows, in words.
        caption: what stands below it.
    """

    src: str
    alternative: str
    caption: str


def city_values(city: str, name: str, request: Request) -> Mapping[str, object]:
    """Put together what the page of a city shows besides the facts of every thing.

    Args:
        city: its IRI.
        name: what it is called.
        request: what is asked for.
    """
    facts = CityFacts(city, request)
    found = plans(facts)
    return {
        "plans": found,
        "drawing": _drawing(city, name, found, request) if found else None,
        "initiatives": works(facts, "cg:Initiative"),
        "services": works(facts, "cg:Service", "cg:PublicService", "cg:CommercialService"),
        "infrastructure": works(facts, "cg:Infrastructure"),
        "budget": budget(facts),
        "figures": figures(facts),
        "matters": disagreements(facts, request),
    }


def _drawing(city: str, name: str, found: tuple[Plan, ...], request: Request) -> Drawing:
    caption = say("city.picture", request.lang, city=name)
    outlines = " — ".join(plan.outline for plan in found)
    path = f"/pictures/{local_name(city)}/strategy.{request.lang}.svg"
    return Drawing(request.links(path), f"{caption}. {outlines}", caption)
