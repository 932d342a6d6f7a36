"""Items with all that matters of them, put together from several answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from citygraph.linking.asking import Told
from citygraph.linking.items import NOTHING, Item, Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citygraph.linking.asking import Asking
    from citygraph.linking.batches import Batches
    from citygraph.linking.wikibase import Wikibase


def describe(
    iris: Iterable[str], wikibase: Wikibase, asking: Asking, batches: Batches
) -> tuple[dict[str, Item], dict[str, str]]:
    """Describe items, with the classes and places above them.

    Args:
        iris: their IRIs; none is a redirect.
        wikibase: what they are of.
        asking: who answers.
        batches: how much is asked at once.

    Returns:
        The items by their IRIs, and why others could not be described.

    Raises:
        StoppedError: nothing more is to be asked.
    """
    failed: dict[str, str] = {}
    told: dict[str, list[Told]] = {}
    for batch in batches.run("items", sorted(set(iris)), asking.told):
        if batch.answer is None:
            failed |= dict.fromkeys(batch.items, str(batch.why))
            continue
        told |= {iri: [] for iri in batch.items}
        for each in batch.answer:
            told[each.item].append(each)
    failed |= _add_countries(told, asking, batches)
    classes = _Above("above", _values(told, ("type", "above")), asking, batches)
    places = _Above("within", _values(told, ("place", "country")), asking, batches)
    items = {}
    for iri, said in told.items():
        starts = _values({iri: said}, ("type", "above", "place", "country"))
        unknown = [
            above.failed[each]
            for above in (classes, places)
            for each in starts
            if each in above.failed
        ]
        if unknown:
            failed[iri] = unknown[0]
        if iri not in failed:
            items[iri] = _item(str(wikibase.name_of(iri)), said, classes, places)
    return items, failed


def _add_countries(
    told: Mapping[str, list[Told]], asking: Asking, batches: Batches
) -> dict[str, str]:
    """Add the countries of items that state none, but a place whose country is known.

    Returns:
        Why they are not known for some.
    """
    without = {iri: said for iri, said in told.items() if not _values({iri: said}, ("country",))}
    countries: dict[str, frozenset[str]] = {}
    unknown: dict[str, str] = {}
    for batch in batches.run("countries", _values(without, ("place",)), asking.countries_of):
        countries |= batch.answer or {}
        if batch.why is not None:
            unknown |= dict.fromkeys(batch.items, batch.why)
    failed = {}
    for iri, said in without.items():
        for place in _values({iri: said}, ("place",)):
            said += [
                Told(iri, "country", NamedNode(each)) for each in sorted(countries.get(place, ()))
            ]
            if place in unknown:
                failed[iri] = unknown[place]
    return failed


class _Above:
    """What is above classes or places."""

    def __init__(self, role: str, starts: Sequence[str], asking: Asking, batches: Batches) -> None:
        self.failed: dict[str, str] = {}
        self._found: dict[str, Surroundings] = {}

        def ask(some: Sequence[str]) -> dict[str, Surroundings]:
            return {iri: Surroundings(*each) for iri, each in asking.above(role, some).items()}

        for batch in batches.run(role, starts, ask):
            self._found |= batch.answer or {}
            if batch.why is not None:
                self.failed |= dict.fromkeys(batch.items, batch.why)

    def of(self, starts: Iterable[str]) -> Surroundings:
        made = NOTHING
        for start in starts:
            made = made.joined(self._found[start])
        return made


def _values(told: Mapping[str, Sequence[Told]], roles: Sequence[str]) -> list[str]:
    """List the things that stand behind some roles; a text in their place says nothing."""
    return sorted(
        {
            each.value.value
            for said in told.values()
            for each in said
            if each.role in roles and isinstance(each.value, NamedNode)
        }
    )


def _item(name: str, told: Sequence[Told], classes: _Above, places: _Above) -> Item:
    def values(*roles: str) -> frozenset[str]:
        return frozenset(each.value.value for each in told if each.role in roles)

    def names(role: str) -> frozenset[tuple[str, str]]:
        return frozenset(
            (str(getattr(each.value, "language", "") or "").lower(), each.value.value)
            for each in told
            if each.role == role
        )

    def things(*roles: str) -> list[str]:
        return _values({name: told}, roles)

    codes = {each.role for each in told if ":" in each.role}
    return Item(
        name,
        labels=names("label"),
        aliases=names("alias"),
        descriptions=names("description"),
        types=classes.of(things("type")),
        broader=classes.of(things("above")),
        countries=places.of(things("country")),
        places=places.of(things("place")),
        sites=values("site"),
        begins=values("begin"),
        ends=values("end"),
        points=values("point"),
        codes={role: values(role) for role in sorted(codes)},
    )
