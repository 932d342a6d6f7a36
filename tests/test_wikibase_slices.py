"""The made-up slices: marked as such, whole, true to their gold lists, and as hard as they say."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from citygraph.graph import CityGraph
from citygraph.vocabulary import LANGUAGES
from tests.wikibase_judging import CONCEPT, Judge
from tests.wikibase_numbers import MADE_UP, REAL
from tests.wikibase_rdf import KINDS, as_claims
from tests.wikibase_slices import FOLDER, NONE, Gold, Slice, full

NAMES = ("tokyo", "hanabira", "haesol", "marovik", "belsarai", "lomavai")
SLICES = {name: Slice(FOLDER / name) for name in NAMES}
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


@each_slice
def test_no_statement_points_to_nothing(name: str) -> None:
    items = SLICES[name].items
    pointed = {
        claim["is"]
        for _, property_, claim in SLICES[name].statements()
        if KINDS[property_] == "WikibaseItem"
    } | {claim["unit"] for *_, claim in SLICES[name].statements() if "unit" in claim}
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
        ("lomavai", 80, 25),
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


@pytest.mark.parametrize(
    ("name", "namesakes"),
    [
        ("belsarai", {"cgv:business", "cgv:5g"}),
        ("lomavai", {"cgv:business", "cgv:energy", "cgv:tsunamis", "cgv:tourism"}),
    ],
)
def test_every_concept_of_which_an_item_bears_a_name_is_judged(
    name: str, namesakes: set[str], judges: dict[str, Judge]
) -> None:
    judge = judges[name]
    concepts = {thing for thing, sorts in judge.sorts.items() if CONCEPT in sorts}
    with_namesakes = {thing for thing in concepts if judge.sharing(thing)}
    assert with_namesakes <= {line.iri for line in SLICES[name].gold}
    assert {full(thing) for thing in namesakes} <= with_namesakes


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
