"""The made-up slices side by side: made by different habits, sharing little, full of namesakes."""

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import pytest

from tests.wikibase_numbers import REAL
from tests.wikibase_rdf import KINDS
from tests.wikibase_slices import FOLDER, NONE, Slice

NAMES = ("tokyo", "hanabira", "haesol", "marovik", "belsarai", "lomavai")
SLICES = {name: Slice(FOLDER / name) for name in NAMES}
TOKYO, HANABIRA, HAESOL, MAROVIK, BELSARAI, LOMAVAI = SLICES.values()


def share(name: str, has: Callable[[Mapping[str, Any]], bool]) -> float:
    items = [SLICES[name].items[line.item] for line in SLICES[name].gold if line.item != NONE]
    return sum(map(has, items)) / len(items)


def in_language(language: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda item: language in item["label"]


def has_country(item: Mapping[str, Any]) -> bool:
    return "P17" in item


def test_the_slices_were_made_by_different_habits() -> None:
    assert share("tokyo", in_language("en")) > 0.85
    assert share("hanabira", in_language("en")) < 0.65
    assert share("tokyo", has_country) > 1.5 * share("hanabira", has_country)
    assert share("haesol", in_language("ko")) > 0.85
    assert share("haesol", in_language("ja")) < 0.5 < share("hanabira", in_language("ja"))
    assert share("marovik", in_language("ko")) < 0.4 < share("marovik", in_language("ja")) < 0.7
    assert share("marovik", in_language("mul")) > 0.05
    assert share("belsarai", in_language("en")) > 0.85
    assert share("belsarai", in_language("ko")) < 0.5 < share("belsarai", in_language("ja")) < 0.65
    assert share("belsarai", in_language("mul")) > 0.05
    assert share("lomavai", in_language("en")) > 0.85
    assert 0.25 < share("lomavai", in_language("ko")) < share("lomavai", in_language("ja")) < 0.6
    assert share("lomavai", in_language("mul")) > 0.05


def test_the_slices_share_little() -> None:
    for one, other in combinations(SLICES.values(), 2):
        assert one.items.keys() & other.items.keys() <= REAL.keys()
        assert len({line.thing for line in one.gold} & {line.thing for line in other.gold}) <= 6


# --- what is well known for being taken for something else ---------------------------------------


def bearers(slice_: Slice, text: str, language: str) -> set[str]:
    return {item for item in slice_.items if (text, language) in slice_.names(item)}


def test_many_things_bear_the_name_of_the_city() -> None:
    classes = [set(TOKYO.values(item, "P31")) for item in bearers(TOKYO, "Tokyo", "en")]
    assert len(classes) >= 11
    assert len(set[str]().union(*classes)) >= 10
    assert len(bearers(HANABIRA, "花びら市", "ja")) == 2
    assert len(bearers(HAESOL, "해솔", "ko")) == 8
    assert len(bearers(MAROVIK, "Marovik", "en")) == 8
    assert len(bearers(BELSARAI, "Belsarai", "en")) == 9
    assert len(bearers(LOMAVAI, "Lomavai", "en")) == 9


@pytest.mark.parametrize(
    ("name", "ward", "language", "cities"),
    [
        ("tokyo", "港区", "ja", 3),
        ("hanabira", "港区", "ja", 4),
        ("haesol", "중구", "ko", 4),
        ("marovik", "Old Town", "en", 4),
        ("belsarai", "Old City", "en", 4),
        ("lomavai", "Harbourside", "en", 4),
    ],
)
def test_several_cities_have_a_ward_of_one_name(
    name: str, ward: str, language: str, cities: int
) -> None:
    slice_, wards = SLICES[name], bearers(SLICES[name], ward, language)
    assert len({tuple(slice_.values(item, "P131")) for item in wards}) == cities


def test_names_that_lists_gave_to_the_wrong_item() -> None:
    assert bearers(TOKYO, "東京都", "ja") == {"Q1490", "Q190088"}
    assert "Q190088" not in bearers(TOKYO, "De Stijl", "en")
    assert bearers(TOKYO, "Otemachi", "en") == bearers(TOKYO, "Marunouchi", "en")


def test_every_property_is_used() -> None:
    used = {key for slice_ in SLICES.values() for told in slice_.items.values() for key in told}
    qualifiers = {
        key for slice_ in SLICES.values() for *_, claim in slice_.statements() for key in claim
    }
    assert KINDS.keys() <= used | qualifiers
