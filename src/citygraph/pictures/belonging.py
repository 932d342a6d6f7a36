"""What belongs to a city: what facts connect with it, and what bears its name.

Facts lead from a city to its strategies, initiatives, agencies and areas, and from those to who
holds an office, what is budgeted and what is provided. Some things, such as a service of which it
is only known since when it runs, are tied to a city by their name alone: an IRI that begins like
the city's, as long as no other city's begins so too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.pictures.facts import Facts, city_names, facts_from, facts_named, facts_to
from citygraph.vocabulary import THINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.graph import Store
    from citygraph.pictures.facts import Fact

_OF_CITY = ("cg:inCity", "cg:jurisdiction", "cg:targetArea")
_TO_THOSE = (
    "cg:budgetFor",
    "cg:carriesOut",
    "cg:implements",
    "cg:responsibleFor",
    "cg:supports",
    "org:postIn",
    "org:unitOf",
)
_FROM_THOSE = ("cg:builds", "cg:hasGoal", "cg:provides")
_TO_THESE = ("cg:budgetFor", "cg:contributesTo", "org:postIn")


def facts_of_city(store: Store, city: str, properties: Iterable[str]) -> tuple[Fact, ...]:
    """Read what is said of all that belongs to a city.

    Args:
        store: what is asked: eight queries at most.
        city: the IRI of the city.
        properties: the CURIEs of what is read.
    """
    wanted = tuple(properties)
    first = {fact.subject for fact in facts_to(store, [city], _OF_CITY)}
    second = {fact.subject for fact in facts_to(store, first, _TO_THOSE)}
    second |= {f.value for f in facts_from(store, first, _FROM_THOSE) if f.is_link}
    third = {fact.subject for fact in facts_to(store, second, _TO_THESE)}
    connected = first | second | third
    elsewhere = Facts(facts_from(store, connected, _OF_CITY[:2]))
    own = {
        thing
        for thing in connected
        if city in (places := elsewhere.values(thing, *_OF_CITY[:2])) or not places
    }
    found = dict.fromkeys(facts_from(store, own, wanted))
    if space := namespace(city, city_names(store)):
        found |= dict.fromkeys(facts_named(store, space, wanted))
    return tuple(sorted(found))


def namespace(city: str, cities: Iterable[str]) -> str:
    """Give what the names of a city's things begin with; empty if it says nothing.

    >>> namespace("urn:x/id/tokyo/tokyo", ["urn:x/id/tokyo/tokyo", "urn:x/id/osaka/osaka"])
    'urn:x/id/tokyo/'
    >>> namespace("urn:x/tokyo", ["urn:x/tokyo", "urn:x/osaka"])
    ''
    """
    space = city[: max(city.rfind("/"), city.rfind("#")) + 1]
    shared = any(other.startswith(space) for other in cities if other != city)
    return "" if shared or space == THINGS or space.endswith("://") else space
