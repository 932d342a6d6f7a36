"""The made-up slices: marked as such, whole, true to their gold lists, and full of traps."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from citygraph.graph import CityGraph
from citygraph.vocabulary import LANGUAGES
from tests.wikibase_judging import CONCEPT, Judge
from tests.wikibase_numbers import MADE_UP, REAL
from tests.wikibase_rdf import KINDS, as_claims
from tests.wikibase_slices import FOLDER, NONE, Gold, Slice, full

NAMES = ("tokyo", "hanabira", "haesol", "marovik", "belsarai")
SLICES = {name: Slice(FOLDER / name) for name in NAMES}
TOKYO, HANABIRA, HAESOL, MAROVIK, BELSARAI = SLICES.values()
LINKS = [(name, line) for name, slice_ in SLICES.items() for line in slice_.gold]
FOUND = [(name, line) for name, line in LINKS if line.item != NONE]
NOTHING = [(name, line) for name, line in LINKS if line.item == NONE]
NEEDS_A_FINER_EYE = {
    "tokyo:tokyo",  # a ward of it that bears its name by mistake
    "tokyo:koike-yuriko",  # two people whose names sound the same
    "tokyo:miyasaka-manabu",
    "haesol:yoon-seojin",  # three syllables, many people
    "cgv:autonomous-driving",  # the car bears the name of the driving
    "cgv:citizens",  # a band is a group of people too
    "cgv:data-file",  # two things that ours is called
}
"""The gold links beside which the judge sees another item that fits; it never is the only one."""


def named(lines: list[tuple[str, Gold]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("slice_name", "line"), lines, ids=[f"{name} {line.thing}" for name, line in lines]
    )


each_slice = pytest.mark.parametrize("name", SLICES)


def city_of(name: str) -> Path:
    return FOLDER / name / "city" / f"{name}.ttl"


@pytest.fixture(scope="module")
def judges(bundled: CityGraph) -> dict[str, Judge]:
    cities = {
        name: bundled if name == "tokyo" else CityGraph.load(str(city_of(name))) for name in SLICES
    }
    return {name: Judge(cities[name], slice_) for name, slice_ in SLICES.items()}


# --- marked, and whole -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(FOLDER.rglob("*")) if path.suffix in {".toml", ".tsv", ".ttl"}],
    ids=lambda path: path.relative_to(FOLDER).as_posix(),
)
def test_every_file_says_at_its_head_that_it_is_made_up(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# SYNTHETIC. ")


@each_slice
def test_every_number_is_plainly_made_up_or_known_to_be_real(name: str) -> None:
    made_up = [item for item in SLICES[name].items if MADE_UP[name].match(item)]
    others = SLICES[name].items.keys() - set(made_up)
    assert others <= REAL.keys()
    for item in others:
        assert SLICES[name].items[item]["label"].get("en", REAL[item]) == REAL[item]
    assert len(made_up) > 3 * len(others)


def test_every_real_number_listed_is_used() -> None:
    assert REAL.keys() <= {item for slice_ in SLICES.values() for item in slice_.items}


def statements(slice_: Slice) -> Iterator[tuple[str, str, dict[str, object]]]:
    for item, told in slice_.items.items():
        for property_, claims in told.items():
            if property_ in KINDS:
                for claim in as_claims(property_, claims):
                    yield item, property_, claim


@each_slice
def test_no_statement_points_to_nothing(name: str) -> None:
    items = SLICES[name].items
    pointed = {
        claim["is"]
        for _, property_, claim in statements(SLICES[name])
        if KINDS[property_] == "WikibaseItem"
    } | {claim["unit"] for *_, claim in statements(SLICES[name]) if "unit" in claim}
    assert pointed - items.keys() <= {"somevalue", "novalue"}
    assert {item for item in pointed & items.keys() if "redirect" in items[str(item)]} == set()


@each_slice
def test_every_key_of_an_item_is_known(name: str) -> None:
    keys = {key for told in SLICES[name].items.values() for key in told}
    assert keys <= KINDS.keys() | {"label", "alias", "about", "redirect"}
    assert {lang for item in SLICES[name].items for _, lang in SLICES[name].names(item)} <= {
        *LANGUAGES,
        *("mul", "de", "zh"),
    }


# --- gold lists: true to our graph and to the items ---------------------------------------------


@pytest.mark.parametrize(
    ("name", "links", "nothing"),
    [
        ("tokyo", 60, 25),
        ("hanabira", 40, 20),
        ("haesol", 60, 20),
        ("marovik", 60, 20),
        ("belsarai", 70, 25),
    ],
)
def test_there_are_enough_cases(name: str, links: int, nothing: int) -> None:
    lines = SLICES[name].gold
    assert len({line.thing for line in lines}) == len(lines)
    assert len({line.item for line in lines} - {NONE}) >= links
    assert sum(line.item == NONE for line in lines) >= nothing
    assert Counter(line.difficulty == "exact" for line in lines)[True] <= len(lines) / 10


@named(LINKS)
def test_every_thing_is_in_our_graph(slice_name: str, line: Gold, judges: dict[str, Judge]) -> None:
    assert line.iri in judges[slice_name].sorts


@named(FOUND)
def test_every_gold_item_is_there_and_fits(
    slice_name: str, line: Gold, judges: dict[str, Judge]
) -> None:
    judge = judges[slice_name]
    assert judge.slice.ends_at(line.item) == line.item
    fitting = judge.fitting(line.iri)
    assert line.item in fitting
    assert (len(fitting) == 1) == (line.thing not in NEEDS_A_FINER_EYE), fitting


@named(NOTHING)
def test_where_nothing_is_to_be_linked_nothing_fits(
    slice_name: str, line: Gold, judges: dict[str, Judge]
) -> None:
    assert judges[slice_name].fitting(line.iri) == set()


def test_every_concept_of_which_an_item_bears_a_name_is_judged(judges: dict[str, Judge]) -> None:
    judge = judges["belsarai"]
    concepts = {thing for thing, sorts in judge.sorts.items() if CONCEPT in sorts}
    with_namesakes = {thing for thing in concepts if judge.sharing(thing)}
    assert with_namesakes <= {line.iri for line in BELSARAI.gold}
    assert {full("cgv:business"), full("cgv:5g")} <= with_namesakes


@named([(name, line) for name, line in FOUND if line.difficulty != "variant-only"])
def test_every_gold_item_can_be_found_by_a_name_as_it_is_written(
    slice_name: str, line: Gold, judges: dict[str, Judge]
) -> None:
    assert line.item in judges[slice_name].sharing(line.iri, exactly=True)


# --- each case is as hard as it says -------------------------------------------------------------


def languages(judge: Judge, line: Gold) -> set[str]:
    return set(judge.slice.items[line.item].get("label", {}))


def texts(judge: Judge, line: Gold) -> list[str]:
    return [text for text, _ in judge.slice.names(line.item)]


def shares(judge: Judge, line: Gold, *, exactly: bool) -> int:
    return len(judge.sharing(line.iri, exactly=exactly))


def other_label(judge: Judge, line: Gold) -> bool:
    labels = judge.slice.items[line.item]["label"].items()
    ours = judge.labels[line.iri]
    return any((text, language) not in ours for language, text in labels)


def on_a_circle(judge: Judge, line: Gold) -> bool:
    above = judge.slice.reached(line.item, "P279") - {line.item}
    return any(
        each in judge.slice.reached(str(up), "P279")
        for each in above
        for up in judge.slice.values(each, "P279")
    )


def other_in_width(text: str) -> bool:
    return unicodedata.normalize("NFKC", text) != unicodedata.normalize("NFC", text)


HARD: Mapping[str, Callable[[Judge, Gold], bool]] = {
    "homonym": lambda judge, line: shares(judge, line, exactly=False) > 1,
    "one-language": lambda judge, line: len(languages(judge, line)) == 1,
    "one-missing": lambda judge, line: not set(LANGUAGES) <= languages(judge, line),
    "mul": lambda judge, line: "mul" in languages(judge, line),
    "nfd": lambda judge, line: any(
        unicodedata.normalize("NFC", text) != text for text in texts(judge, line)
    ),
    "width": lambda judge, line: any(map(other_in_width, texts(judge, line))),
    "variant-only": lambda judge, line: not shares(judge, line, exactly=True),
    "alias-only": other_label,
    "case": other_label,
    "plural": other_label,
    "romanisation": other_label,
    "spacing": other_label,
    "rank": lambda judge, line: any(
        claim["rank"] == "deprecated"
        for claim in as_claims("P31", judge.slice.items[line.item]["P31"])
    ),
    "type-path": lambda judge, line: len(judge.slice.reached(line.item, "P31", "P279")) > 4,
    "type-cycle": on_a_circle,
    "country-by-place": lambda judge, line: "P17" not in judge.slice.items[line.item],
    "exact": lambda judge, line: line.item in judge.sharing(line.iri, exactly=True),
}


@named(FOUND)
def test_a_gold_link_is_hard_as_it_says(
    slice_name: str, line: Gold, judges: dict[str, Judge]
) -> None:
    assert HARD[line.difficulty](judges[slice_name], line)


def objections(judge: Judge, thing: str) -> set[str]:
    return {
        judge.is_elsewhere(thing, item) if judge.agrees_in_class(thing, item) else "class"
        for item in judge.sharing(thing)
    }


REASON = {
    "wrong-type": "class",
    "unknown-type": "class",
    "broader": "class",
    "wrong-country": "country",
    "wrong-place": "place",
}


@named(NOTHING)
def test_a_trap_is_one(slice_name: str, line: Gold, judges: dict[str, Judge]) -> None:
    found = objections(judges[slice_name], line.iri)
    if line.difficulty in {"no-item", "near"}:
        assert found == set(), "something bears the name"
    else:
        assert REASON[line.difficulty] in found


def share(name: str, has: Callable[[Mapping[str, Any]], bool]) -> float:
    items = [SLICES[name].items[line.item] for slice_name, line in FOUND if slice_name == name]
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


@pytest.mark.parametrize(
    ("name", "ward", "language", "cities"),
    [
        ("tokyo", "港区", "ja", 3),
        ("hanabira", "港区", "ja", 4),
        ("haesol", "중구", "ko", 4),
        ("marovik", "Old Town", "en", 4),
        ("belsarai", "Old City", "en", 4),
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
        key for slice_ in SLICES.values() for *_, claim in statements(slice_) for key in claim
    }
    assert KINDS.keys() <= used | qualifiers
