"""What a careful person can see in a slice: shared names, agreeing classes, countries, places.

This is the yardstick of the made-up material, not of the program: it knows the whole slice, it has
no scores, and it is blind to what takes a finer eye.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.answers import Answer
from citygraph.vocabulary import LANGUAGES, PREFIXES
from tests.wikibase_slices import NONE

if TYPE_CHECKING:
    from citygraph.graph import CityGraph
    from tests.wikibase_slices import Slice

CONCEPT = PREFIXES["skos"] + "Concept"
SORTS = "{ ?thing a|skos:inScheme ?found }"
OUR_LABELS = "{ ?thing skos:prefLabel ?found }"
OUR_NAMES = "{ ?thing skos:prefLabel|skos:altLabel ?found }"
_CITY = "(^org:heldBy?/org:postIn)?/(cg:inCity|cg:jurisdiction)"
OUR_CITY = f"{{ ?thing {_CITY} ?found }}"
OUR_COUNTRY = f"{{ ?thing ({_CITY})?/cg:inCountry ?found }}"
PLACE_OF = ("P131", "P159", "P276", "P1001")
COUNTRY_OF = ("P17", "P27")


def folded(text: str) -> str:
    """Fold what is written in several ways: width, composition, case, spaces, accents, plural."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFC", re.sub(r"(?<=[a-z])[\u0300-\u036f]+", "", apart))
    bare = re.sub(r"[\s\u2010-\u2015-]+", "", plain)
    return re.sub(r"(?<=[a-z])(?:ies|y)$", "i", bare).removesuffix("s")


class Judge:
    """Looks at a slice and at our graph at once."""

    def __init__(self, graph: CityGraph, of: Slice) -> None:
        self.graph, self.slice = graph, of
        self.item_of = {line.iri: line.item for line in of.gold if line.item != NONE}

    def _pairs(self, where: str) -> dict[str, list[ox.NamedNode | ox.Literal]]:
        named = "".join(f"PREFIX {short}: <{long}>\n" for short, long in PREFIXES.items())
        answer = self.graph.query(f"{named}SELECT DISTINCT ?thing ?found WHERE {where}")
        assert isinstance(answer, Answer)
        found = defaultdict(list)
        for thing, other in answer.rows:
            if isinstance(thing, ox.NamedNode) and isinstance(other, ox.NamedNode | ox.Literal):
                found[thing.value].append(other)
        return found

    @cached_property
    def sorts(self) -> dict[str, set[str]]:
        """The classes and the schemes of each thing of ours."""
        return {thing: {each.value for each in all_} for thing, all_ in self._pairs(SORTS).items()}

    @cached_property
    def labels(self) -> dict[str, set[tuple[str, str]]]:
        """The preferred names of each thing of ours, with their languages."""
        return self._texts(OUR_LABELS)

    @cached_property
    def names(self) -> dict[str, set[tuple[str, str]]]:
        """All names of each thing of ours, with their languages."""
        return self._texts(OUR_NAMES)

    def _texts(self, where: str) -> dict[str, set[tuple[str, str]]]:
        return {
            thing: {(one.value, one.language or "") for one in all_ if isinstance(one, ox.Literal)}
            for thing, all_ in self._pairs(where).items()
        }

    @cached_property
    def _where(self) -> dict[str, dict[str, set[str]]]:
        """The items of our cities and countries, for each thing that lies in one."""
        return {
            part: {
                thing: {self.item_of[one.value] for one in all_ if one.value in self.item_of}
                for thing, all_ in self._pairs(query).items()
            }
            for part, query in (("city", OUR_CITY), ("country", OUR_COUNTRY))
        }

    def sharing(self, thing: str, *, exactly: bool = False) -> set[str]:
        """Find the items that share a name with a thing, in the same language."""
        fold = str if exactly else folded
        ours = {(fold(text), language) for text, language in self.names[thing]}
        return {
            item
            for item in self.slice.items
            for text, language in self.slice.names(item)
            for one in (LANGUAGES if language == "mul" else (language,))
            if (fold(text), one) in ours
        }

    def agrees_in_class(self, thing: str, item: str) -> bool:
        """Say whether the classes agree; a single thing has to be an instance."""
        wanted = {one for sort in self.sorts[thing] for one in self.slice.kinds.get(sort, ())}
        classes = set(self.slice.values(item, "P31"))
        if CONCEPT in self.sorts[thing]:
            classes |= set(self.slice.values(item, "P279"))
        known = classes & self.slice.items.keys()
        return any(wanted & self.slice.reached(each, "P279") for each in known)

    def is_elsewhere(self, thing: str, item: str) -> str:
        """Say in which respect an item lies elsewhere: "country", "place", or "" for neither."""
        places = self.slice.reached(item, *PLACE_OF)
        told = ((place, property_) for place in places for property_ in COUNTRY_OF)
        countries = {one for each in told for one in self.slice.values(*each)}
        ours = self._where["country"].get(thing, set())
        if ours and countries and not ours & countries:
            return "country"
        city = self._where["city"].get(thing, set())
        return "place" if city and len(places) > 1 and not city & places else ""

    def fitting(self, thing: str) -> set[str]:
        """Find the items that nothing speaks against."""
        return {
            item
            for item in self.sharing(thing)
            if self.agrees_in_class(thing, item) and not self.is_elsewhere(thing, item)
        }
