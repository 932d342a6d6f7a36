"""The door: a picture of a kind, of a city, in a language."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError, NothingToDrawError, UnknownNameError
from citygraph.pictures import budget, map_of_goals, strategy, timeline
from citygraph.pictures.drawn import City, Drawn
from citygraph.pictures.facts import city_names
from citygraph.pictures.picture import Picture
from citygraph.pictures.sources import in_words, signed, sources
from citygraph.pictures.wording import word
from citygraph.vocabulary import LANGUAGES, compact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.graph import Store


class _Kind(NamedTuple):
    make: Callable[[Store, City, str], Drawn | None]
    nothing: str


_KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "strategy": _Kind(strategy.make, strategy.NOTHING),
        "timeline": _Kind(timeline.make, timeline.NOTHING),
        "budget": _Kind(budget.make, budget.NOTHING),
        "map-of-goals": _Kind(map_of_goals.make, map_of_goals.NOTHING),
    }
)
_LISTED = 10
"""How many cities a message names at most."""


def kinds() -> tuple[str, ...]:
    """List the kinds of pictures there are.

    >>> kinds()[0]
    'strategy'
    """
    return tuple(_KINDS)


def draw(store: Store, kind: str, city: str, language: str = LANGUAGES[0]) -> Picture:
    """Draw a picture of a city.

    What is shown is asked of the store in a number of queries that grows with the depth of the
    goals alone, not with their number. The same facts give the same SVG, to the byte.

    Args:
        store: what is asked.
        kind: one of `kinds`.
        city: the IRI of a city; `find_city` finds it by a name.
        language: of all words: en, ja or ko.

    Raises:
        InputError: there is no such kind or language.
        UnknownNameError: the store knows no such city.
        NothingToDrawError: nothing is known of the city that such a picture could show.

    >>> from citygraph.graph import CityGraph
    >>> picture = draw(CityGraph.load(), "strategy", "https://w3id.org/citygraph/id/tokyo/tokyo")
    >>> picture.title, picture.svg[:4]
    ('The strategies of Tokyo', '<svg')
    """
    if kind not in _KINDS:
        raise InputError(f"'{kind}' is no picture: expected one of {', '.join(_KINDS)}")
    if language not in LANGUAGES:
        raise InputError(f"language {language}: expected one of {', '.join(LANGUAGES)}")
    cities = city_names(store)
    if city not in cities:
        raise _unknown(store, compact(city, store.prefixes), cities)
    name = _name(store, city, cities[city], language)
    made = _KINDS[kind].make(store, City(city, name), language)
    if made is None:
        raise NothingToDrawError(
            f"{compact(city, store.prefixes)} has nothing for the picture {kind}: "
            f"{_KINDS[kind].nothing}; nothing is drawn"
        )
    shown = {detail.iri for detail in made.details if detail.iri}
    found = sources(store, shown, language)
    return Picture(
        kind=kind,
        city=city,
        language=language,
        title=made.title,
        description=made.description + word("signs", "space", language) + in_words(found, language),
        canvas=signed(made.canvas, found, language),
        details=made.details,
        sources=found,
        texts=made.texts,
    )


def find_city(store: Store, text: str) -> str:
    """Find the IRI of a city named by a CURIE, an IRI, its local name or a label in any language.

    Raises:
        UnknownNameError: there is no such city; the message names those there are.
        AmbiguousNameError: the label fits several things.
        InputError: nothing is named.

    >>> from citygraph.graph import CityGraph
    >>> find_city(CityGraph.load(), "東京")
    'https://w3id.org/citygraph/id/tokyo/tokyo'
    """
    from citygraph.things import resolve

    cities = city_names(store)
    wanted = text.strip().casefold()
    local = [iri for iri in cities if iri.rpartition("/")[2].casefold() == wanted]
    called = [
        iri for iri, names in cities.items() if wanted in {n.casefold() for n in names.values()}
    ]
    for found in (local, called):
        if len(found) == 1:
            return found[0]
    try:
        iri = resolve(store, text)
    except UnknownNameError as error:
        raise _unknown(store, text, cities) from error
    if iri not in cities:
        raise _unknown(store, text, cities)
    return iri


def _unknown(store: Store, text: str, cities: Mapping[str, Mapping[str, str]]) -> UnknownNameError:
    from difflib import get_close_matches

    known = {
        name.casefold(): iri
        for iri, names in cities.items()
        for name in (*names.values(), iri.rpartition("/")[2], compact(iri, store.prefixes))
    }
    near = dict.fromkeys(known[each] for each in get_close_matches(text.casefold(), known))
    shown = [compact(iri, store.prefixes) for iri in [*near, *(c for c in cities if c not in near)]]
    more = f" and {len(shown) - _LISTED} more" if len(shown) > _LISTED else ""
    hint = f"expected one of {', '.join(shown[:_LISTED])}{more}" if shown else "the graph has none"
    return UnknownNameError(f"'{text}' is no city: {hint}")


def _name(store: Store, city: str, names: Mapping[str, str], language: str) -> str:
    codes = (language, LANGUAGES[0], *sorted(names))
    return next((names[code] for code in codes if code in names), compact(city, store.prefixes))
