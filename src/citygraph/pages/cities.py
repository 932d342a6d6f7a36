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
    from collections.abc import Iterable, Mapping

    from citygraph.pages.city_plans import Plan
    from citygraph.pages.city_tables import Allocation
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
    draw = _Drawings(city, name, request)
    found, money = plans(facts), budget(facts)
    initiatives = works(facts, "cg:Initiative")
    services = works(facts, "cg:Service", "cg:PublicService", "cg:CommercialService")
    infrastructure = works(facts, "cg:Infrastructure")
    drawn = any(row.purpose and row.amount and row.amount.href for row in money)
    connected = any(each.goals for each in (*initiatives, *services, *infrastructure))
    others = {"timeline": any(each.adopted for each in found), "map-of-goals": connected}
    return {
        "plans": found,
        "drawing": draw.one("strategy", "picture", map(_plan, found)) if found else None,
        "more": [draw.one(kind, kind) for kind, there in others.items() if there],
        "initiatives": initiatives,
        "services": services,
        "infrastructure": infrastructure,
        "budget": money,
        "money": draw.one("budget", "picture-of-budget", map(_row, money)) if drawn else None,
        "figures": figures(facts),
        "matters": disagreements(facts, request),
    }


class _Drawings:
    """Leads to the pictures of a city."""

    def __init__(self, city: str, name: str, request: Request) -> None:
        self._folder, self._name = f"/pictures/{local_name(city)}", name
        self._links, self._lang = request.links, request.lang

    def one(self, kind: str, caption: str, words: Iterable[str] = ()) -> Drawing:
        told = say(f"city.{caption}", self._lang, city=self._name)
        src = self._links(f"{self._folder}/{kind}.{self._lang}.svg")
        return Drawing(src, " — ".join((told, *words)), told)


def _plan(plan: Plan) -> str:
    return plan.outline


def _row(row: Allocation) -> str:
    cells = (row.year, row.purpose, row.amount, row.stage)
    return ": ".join(cell.text for cell in cells if cell)
