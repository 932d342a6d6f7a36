"""Features and scores: bounded, symmetric, monotone, and no item in the rules."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.errors import InputError
from citygraph.home import find_root
from citygraph.linking import features, kinds, names, scoring
from citygraph.linking.features import (
    AKIN,
    LABEL_AND_ALIAS,
    ONLY_ALIAS,
    Feature,
    compare,
    names_agree,
    types_agree,
)
from citygraph.linking.items import Item, Surroundings
from citygraph.linking.kinds import Kind, agrees, read_kinds
from citygraph.linking.scoring import NAME_WEIGHT, WEIGHTS, Scored, judge, objection, score
from citygraph.linking.subjects import Around, Period, Subject
from citygraph.linking.wikibase import Limits, Wikibase, read_wikibase

MAPPINGS = find_root() / "mappings"
WORDS = st.frozensets(
    st.sampled_from(["robot", "bot", "big robot", "robot big", "cart"]), max_size=3
)
NAMES = st.tuples(WORDS, WORDS)
ALL = ["name-en", "name-ja", "name-ko", *WEIGHTS]
VALUES = st.one_of(st.none(), st.floats(0, 1))
FEATURES = st.lists(VALUES, min_size=len(ALL), max_size=len(ALL)).map(
    lambda values: [Feature(name, value) for name, value in zip(ALL, values, strict=True)]
)


@given(NAMES, NAMES)
def test_names_agree_either_way_round_but_for_whose_other_name_it_is(
    one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]
) -> None:
    said, turned = names_agree(one, other), names_agree(other, one)
    assert said is None or 0 <= said <= 1
    assert said == turned or {said, turned} == {LABEL_AND_ALIAS, ONLY_ALIAS}


@pytest.mark.parametrize(
    ("names", "objected"),
    [
        ({"name-en": 1.0, "name-ja": 0.0}, ""),
        ({"name-en": LABEL_AND_ALIAS}, ""),
        ({"name-en": ONLY_ALIAS}, "its name agrees in one language only"),
        ({"name-en": ONLY_ALIAS, "name-ja": 0.0}, "its names agree in too few languages"),
        ({"name-en": 1.0, "name-ja": 0.0, "name-ko": 0.0}, "its names agree in too few languages"),
    ],
)
def test_an_idea_may_be_translated_otherwise_in_half_of_the_languages(
    names: dict[str, float], objected: str
) -> None:
    """Another name of ours may be wider than the thing, so it alone accepts nothing."""
    found = [*(Feature(*each) for each in names.items()), Feature("type", 1.0)]
    assert objection(found, placed=False, alone=True) == objected
    assert objection(found, placed=False, alone=False)
    assert objection(found, placed=True, alone=True)


@given(FEATURES)
def test_scores_are_bounded(of: list[Feature]) -> None:
    assert 0 <= score(of) < 1


@given(FEATURES, st.integers(0, len(ALL) - 1), st.floats(0, 1))
def test_a_feature_that_agrees_better_never_lowers_the_score(
    of: list[Feature], place: int, by: float
) -> None:
    name, value = of[place]
    if value is not None:
        better = [*of]
        better[place] = Feature(name, min(1.0, value + by))
        assert score(better) >= score(of) - 1e-12


@given(FEATURES, st.integers(0, len(ALL) - 1))
def test_what_is_known_to_agree_raises_the_score(of: list[Feature], place: int) -> None:
    unknown, known = [*of], [*of]
    unknown[place] = Feature(of[place].name, None)
    known[place] = Feature(of[place].name, 1.0)
    assert score(known) > score(unknown)


@given(st.permutations(ALL))
def test_the_order_of_features_makes_no_difference(order: list[str]) -> None:
    value = {name: n / len(ALL) for n, name in enumerate(ALL)}
    assert score([Feature(n, value[n]) for n in order]) == pytest.approx(
        score([Feature(n, value[n]) for n in ALL])
    )


def good(**other: float | None) -> tuple[Feature, ...]:
    values: dict[str, float | None] = dict.fromkeys(ALL)
    values |= {"name-en": 1.0, "name-ja": 1.0, "name-ko": 1.0, "type": 1.0}
    values |= {name.replace("_", "-"): value for name, value in other.items()}
    return tuple(Feature(name, value) for name, value in values.items())


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (good(type=None), "its type is not known to agree"),
        (good(site=0.0), "site speaks against it"),
        (good(lasting=0.0), "lasting speaks against it"),
        (good(name_en=0.0, name_ja=0.0), "its names agree in too few languages"),
        (good(name_en=None, name_ja=None), "its name agrees in one language only"),
    ],
)
def test_what_keeps_one_from_being_accepted(of: tuple[Feature, ...], why: str) -> None:
    assert objection(of, placed=False, alone=False) == why
    assert judge([Scored(Item("Q1"), of, score(of))] * 2, placed=False).accepted is None


def test_a_thing_of_a_place_needs_one() -> None:
    assert objection(good(), placed=True, alone=True)
    assert not objection(good(country=1.0), placed=True, alone=True)
    assert not objection(good(name_en=None, name_ja=None, place=1.0), placed=True, alone=False)
    assert not objection(good(name_en=None, name_ja=None), placed=False, alone=True)


HALF = {"name_en": 0.0, "name_ja": None, "name_ko": 1.0}
"""Of two languages in which both have a name, one agrees."""


@pytest.mark.parametrize("fact", ["place", "site", "code"])
def test_half_of_the_languages_are_enough_with_a_fact_and_no_rival(fact: str) -> None:
    of = good(**{**HALF, "country": 1.0, fact: 1.0})
    assert not objection(of, placed=True, alone=True)
    too_few = "its names agree in too few languages"
    assert objection(of, placed=True, alone=False) == too_few
    assert objection(good(**HALF, country=1.0), placed=True, alone=True) == too_few
    none_at_all = good(name_en=0.0, name_ja=0.0, name_ko=0.0, **{fact: 1.0})
    assert objection(none_at_all, placed=True, alone=True) == too_few
    unnamed = good(name_en=None, name_ja=None, name_ko=None, **{fact: 1.0})
    assert objection(unnamed, placed=True, alone=True) == too_few


def test_names_that_are_akin_are_neither_for_nor_against() -> None:
    akin_in_english = good(name_en=AKIN, name_ja=None, name_ko=1.0, country=1.0)
    assert not objection(akin_in_english, placed=True, alone=True)
    one_only = "its name agrees in one language only"
    assert objection(akin_in_english, placed=True, alone=False) == one_only
    only_akin = good(name_en=AKIN, name_ja=AKIN, name_ko=AKIN, place=1.0, code=1.0)
    assert objection(only_akin, placed=True, alone=True) == "its names agree in too few languages"


def test_a_score_that_is_low_is_for_a_person() -> None:
    of = good(name_en=0.0, date=0.0)
    low = [Scored(Item("Q1"), of, 0.5)]
    assert judge(low, placed=False).why == f"its score is below {scoring.LEAST}"
    assert judge([], placed=False).why == "nothing was found"


def test_akin_names_are_half_a_name() -> None:
    ours = (frozenset({"heat island"}), frozenset[str]())
    assert names_agree(ours, (frozenset({"urban heat island"}), frozenset())) == AKIN
    assert names_agree(ours, (frozenset({"urban heat"}), frozenset())) == 0


# --- features -----------------------------------------------------------------------------------

BASE = Wikibase("Made up", "urn:i/", "urn:p/", "Q[0-9]+", ("en", "ja"), {}, any_language=("mul",))
EN = frozenset({("en", "Robot")})


def valued(subject: Subject, item: Item) -> dict[str, float | None]:
    return dict(compare(subject, item, BASE, {}))


def test_a_label_for_all_languages_can_agree_but_not_disagree() -> None:
    subject = Subject("urn:s", Kind(), frozenset({("en", "Robot"), ("ja", "ロボット")}))
    item = Item("Q1", labels=frozenset({("mul", "robot")}))
    assert valued(subject, item)["name-en"] == 1
    assert valued(subject, item)["name-ja"] is None


def test_the_country_of_the_city_only_speaks_against_what_is_elsewhere() -> None:
    """What is named among a city's things may lie abroad, but then a person has to say so."""
    here = Around("urn:here", frozenset({("en", "Here")}))
    subject = Subject("urn:s", Kind(), EN, home=(here,))
    for name, value in (("Here", None), ("There", 0.0)):
        country = Surroundings(frozenset({"urn:i/Q9"}), frozenset({("en", name)}))
        assert valued(subject, Item("Q1", countries=country))["country"] == value
    assert valued(subject, Item("Q1"))["country"] is None


@pytest.mark.parametrize(
    ("theirs", "value"),
    [
        ("1950-04-20T00:00:00Z", 1.0),
        ("1950-01-01T00:00:00Z", 1.0),
        ("1950-04-01T00:00:00Z", 1.0),
        ("1951-01-01T00:00:00Z", 0.0),
        ("long ago", None),
    ],
)
def test_dates_are_compared_as_far_as_they_are_known(theirs: str, value: float | None) -> None:
    subject = Subject("urn:s", Kind(), EN, begins=(Period("1950-04-01", "1950-04-30"),))
    assert valued(subject, Item("Q1", begins=frozenset({theirs})))["date"] == value


def test_what_is_over_is_not_what_goes_on() -> None:
    subject = Subject("urn:s", Kind(), EN)
    over = Item("Q1", ends=frozenset({"1943-07-01"}))
    assert valued(subject, over)["lasting"] == 0
    ended = subject._replace(ends=(Period("1943-07-01", "1943-07-01"),))
    assert valued(ended, over)["lasting"] is None
    assert valued(ended, over)["date"] == 1


def test_a_single_thing_is_no_class_and_a_concept_may_be() -> None:
    kind = Kind(words=frozenset({("en", "machine")}))
    machine = Surroundings(frozenset({"urn:i/Q2"}), frozenset({("en", "machine")}))
    broader = Item("Q1", broader=machine)
    assert valued(Subject("urn:s", kind, EN), broader)["type"] == 0
    assert valued(Subject("urn:s", kind, EN, concept=True), broader)["type"] == 1


def test_a_class_that_rules_out_wins() -> None:
    both = Surroundings(frozenset({"urn:1"}), frozenset({("en", "drama film"), ("en", "machine")}))
    kind = Kind(frozenset({("en", "machine")}), frozenset({("en", "film")}))
    assert types_agree(kind, both) == 0
    assert types_agree(kind._replace(never=frozenset()), both) == 1
    assert types_agree(kind, Surroundings()) is None
    assert types_agree(Kind(classes=frozenset({"urn:1"})), both) == 1
    assert types_agree(Kind(classes=frozenset({"urn:2"})), both) == 0


def test_codes_and_pages_are_compared() -> None:
    subject = Subject(
        "urn:s",
        Kind(),
        EN,
        sites=frozenset({"https://www.a.example/"}),
        codes={"c": frozenset({"1"})},
    )
    same = Item("Q1", sites=frozenset({"http://a.example"}), codes={"c": frozenset({"1", "2"})})
    assert (valued(subject, same)["site"], valued(subject, same)["code"]) == (1, 1)
    other = Item("Q1", sites=frozenset({"http://b.example"}), codes={"c": frozenset({"2"})})
    assert (valued(subject, other)["site"], valued(subject, other)["code"]) == (0, 0)


# --- what is configured -------------------------------------------------------------------------


def test_the_rules_name_no_item() -> None:
    for module in (features, kinds, names, scoring):
        text = Path(str(module.__file__)).read_text(encoding="utf-8")
        assert not re.search(r"\b[QP][1-9][0-9]+\b", text), module.__name__
    assert not re.search(r"\bQ[1-9]", (MAPPINGS / "kinds.toml").read_text(encoding="utf-8"))


def test_narrower_words_agree() -> None:
    words = frozenset({("en", "city"), ("ja", "都市"), ("ko", "도시"), ("ja", "市")})
    for label, language in (
        ("capital city of a country", "en"),
        ("大都市", "ja"),
        ("큰 도시", "ko"),
    ):
        assert agrees(label, language, words)
    for label, language in (("cityscape", "en"), ("都市計画", "ja"), ("朝市", "ja")):
        assert not agrees(label, language, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "no TOML"),
        ("other = 1", "not known here"),
        ("kinds = 1", "expected tables"),
        ('[kinds."cg:City"]\nx = 1', "expected words and never"),
        ('[kinds."cg:City"]\nwords = 1', "expected lists for"),
        ('[kinds."cg:City"]\nwords.fr = []', "expected lists for"),
        ('[kinds."cg:City"]\nwords.en = [""]', "expected a list of words"),
    ],
)
def test_kinds_that_are_wrong_are_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "kinds.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_kinds(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_kinds(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "Wikidata"', "", "title: missing"),
        ('title = "Wikidata"', "title = 1", "title: expected a text"),
        ('title = "Wikidata"', 'title = "x"\nother = 1', "other: not known here"),
        ('"Q[1-9][0-9]*"', '"Q["', "item: no pattern"),
        ("http://www.wikidata.org/entity/", "wikidata", "page: expected the beginning"),
        ("http://www.wikidata.org/entity/", "https://w3id.org/citygraph/", "page: is our own"),
        (
            "http://www.wikidata.org/entity/",
            "https://w3id.org/citygraph/id/x/",
            "page: is our own",
        ),
        ('["mul"]', '"mul"', "any_language: expected language tags"),
        ("[limits]", "[limits]\nother = 1", "limits.other: not known here"),
        ("batch = 60", "batch = 0", "limits.batch: expected a number of at least 1"),
        ("timeout = 60", "timeout = true", "limits.timeout"),
        ('type = ["P31"]', "", "properties.type: missing"),
        ('type = ["P31"]', 'type = ["a b"]', "properties.type: expected a list"),
        ('type = ["P31"]', 'type = ["P31"]\nother = []', "properties.other: not known here"),
        ('"Q515"', '"X515"', "expected a list of names like"),
        ('"cg:corporateNumber"', '"no:corporateNumber"', "unknown prefix"),
    ],
)
def test_a_configuration_that_is_wrong_is_named(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (MAPPINGS / "wikidata.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "other.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_wikibase(path)


def test_a_configuration_that_is_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_wikibase(tmp_path)
    (tmp_path / "x").write_text("[", encoding="utf-8")
    with pytest.raises(InputError, match="is no TOML"):
        read_wikibase(tmp_path / "x")
    (tmp_path / "x").write_text('limits = 1\ntitle="x"\npage="urn:x"', encoding="utf-8")
    with pytest.raises(InputError):
        read_wikibase(tmp_path / "x")


def test_the_installed_configuration_is_read() -> None:
    base = read_wikibase(MAPPINGS / "wikidata.toml")
    assert base.name_of("https://www.wikidata.org/entity/Q42") == "Q42"
    assert base.name_of("http://www.wikidata.org/entity/P31") is None
    assert base.limits.requests == Limits().requests
    assert WEIGHTS["type"] > NAME_WEIGHT
