"""What an item says of itself, as far as it matters for a link."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Names = frozenset[tuple[str, str]]
"""Names, each behind its language."""
_NONE: Names = frozenset()


class Surroundings(NamedTuple):
    """Some other things and what is above them: classes, or places.

    Attributes:
        iris: their IRIs.
        names: their labels.
    """

    iris: frozenset[str] = frozenset()
    names: Names = _NONE

    def joined(self, other: Surroundings) -> Surroundings:
        """Give both together."""
        return Surroundings(self.iris | other.iris, self.names | other.names)


NOTHING = Surroundings()


class Item(NamedTuple):
    """An item of the other collection.

    Attributes:
        name: its name there, such as Q1.
        labels: its labels.
        aliases: its other names.
        descriptions: how it is described, for people.
        types: the classes that it is an instance of, and all above them.
        broader: the classes that it is itself a kind of, and all above them.
        countries: its countries.
        places: where it is, and what that lies in.
        sites: the addresses of its official pages.
        begins: when it came into being, as dates.
        ends: when it ceased to be.
        points: when it took place.
        codes: its codes, by our property of the same code.
        formerly: the names of redirects that led to it.
    """

    name: str
    labels: Names = _NONE
    aliases: Names = _NONE
    descriptions: Names = _NONE
    types: Surroundings = NOTHING
    broader: Surroundings = NOTHING
    countries: Surroundings = NOTHING
    places: Surroundings = NOTHING
    sites: frozenset[str] = frozenset()
    begins: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    codes: Mapping[str, frozenset[str]] = MappingProxyType({})
    formerly: tuple[str, ...] = ()

    def joined(self, other: Item) -> Item:
        """Give what two answers say of the same item together."""
        return self._replace(
            labels=self.labels | other.labels,
            descriptions=self.descriptions | other.descriptions,
            types=self.types.joined(other.types),
        )

    def label(self, languages: tuple[str, ...]) -> str:
        """Give its label in the first of these languages that it has one in, else its name."""
        return _first(self.labels, languages) or self.name

    def description(self, languages: tuple[str, ...]) -> str:
        """Give its description in the first of these languages that it has one in, else nothing."""
        return _first(self.descriptions, languages)


def _first(names: Names, languages: tuple[str, ...]) -> str:
    by_language = dict(sorted(names, reverse=True))
    order = (*languages, *sorted(by_language))
    return next((by_language[each] for each in order if each in by_language), "")
