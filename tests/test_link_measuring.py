"""Measuring links: precision and recall by hand-made proposals, and the table of scores."""

import pytest

from tests.link_measuring import NOT_LOOKED_UP, Proposal, measure
from tests.wikibase_slices import NONE, Gold, full

GOLD = (
    Gold("tokyo:tokyo", "Q1", "homonym", ""),
    Gold("id:japan", "Q2", "exact", ""),
    Gold("cgv:5g", "Q3", "exact", ""),
    Gold("tokyo:roadmap", NONE, "no-item", ""),
)


def proposal(thing: str, item: str, score: float = 0.9, *, accepted: bool = True) -> Proposal:
    return Proposal(full(thing), item, score, accepted)


ALL_RIGHT = (proposal("tokyo:tokyo", "Q1"), proposal("id:japan", "Q2"), proposal("cgv:5g", "Q3"))


def test_all_right() -> None:
    found = measure(GOLD, ALL_RIGHT)
    assert (found.precision, found.recall) == (1, 1)
    assert [line.verdict for line in found.lines] == ["right"] * 3 + ["rightly none"]


def test_nothing_proposed() -> None:
    found = measure(GOLD, [])
    assert (found.precision, found.recall) == (1, 0)
    assert [line.verdict for line in found.lines] == ["not found"] * 3 + ["rightly none"]


def test_nothing_to_find() -> None:
    assert measure(GOLD[3:], []).recall == 1


def test_what_is_only_proposed_is_missed_and_no_fault() -> None:
    found = measure(GOLD, [*ALL_RIGHT[:2], proposal("cgv:5g", "Q3", accepted=False)])
    assert found.precision == 1
    assert found.recall == pytest.approx(2 / 3)
    assert found.lines[2].verdict == "missed"


@pytest.mark.parametrize("thing", ["tokyo:roadmap", "cgv:5g"])
def test_an_accepted_link_that_is_wrong(thing: str) -> None:
    wrong = proposal(thing, "Q9")
    found = measure(GOLD, [*ALL_RIGHT, wrong])
    assert found.precision == 3 / 4
    assert found.wrong == (wrong,)
    assert [line.gold.thing for line in found.lines if line.verdict == "wrong"] == [thing]


def test_one_right_link_told_twice_counts_once() -> None:
    assert measure(GOLD, [*ALL_RIGHT, *ALL_RIGHT]).right == 3


def test_what_the_gold_list_does_not_name_is_told_apart() -> None:
    stranger = proposal("tokyo:bay-area", "Q9")
    found = measure(GOLD, [*ALL_RIGHT, stranger])
    assert (found.precision, found.unjudged) == (1, (stranger,))


def test_a_gold_list_that_names_a_thing_twice_is_refused() -> None:
    with pytest.raises(AssertionError, match="twice"):
        measure([GOLD[0], GOLD[0]], [])


def test_why_the_right_link_was_not_made_is_told() -> None:
    doubted = proposal("id:japan", "Q2", accepted=False)._replace(why="no place")
    found = measure(GOLD, [ALL_RIGHT[0], doubted], {full("cgv:5g"): "nothing was found"})
    assert [line.why for line in found.lines] == ["", "no place", "nothing was found", ""]
    assert [line.gold.thing for line in found.lacking] == ["id:japan", "cgv:5g"]


def test_what_was_not_looked_up_is_told_apart_from_what_was_not_found() -> None:
    assert {line.why for line in measure(GOLD, [], {}).lacking} == {NOT_LOOKED_UP}


def test_the_table_shows_each_gold_link_hardest_first() -> None:
    candidates = [
        ALL_RIGHT[0]._replace(features="name-en=1.00"),
        ALL_RIGHT[1],
        proposal("tokyo:tokyo", "Q8", 0.8, accepted=False),
        proposal("tokyo:roadmap", "Q9", 0.25, accepted=False),
        proposal("cgv:5g", "Q3", 0.5, accepted=False)._replace(why="its type"),
    ]
    rows = [line.split("\t") for line in measure(GOLD, candidates).table().splitlines()]
    nothing = [""] * 2
    assert rows == [
        [
            *("thing", "expected", "difficulty", "verdict", "score", "best other", "margin"),
            *("features", "why"),
        ],
        ["tokyo:tokyo", "Q1", "homonym", "right", "0.900", "0.800", "0.100", "name-en=1.00", ""],
        ["cgv:5g", "Q3", "exact", "missed", "0.500", "", "0.500", "", "its type"],
        ["id:japan", "Q2", "exact", "right", "0.900", "", "0.900", *nothing],
        ["tokyo:roadmap", NONE, "no-item", "rightly none", "", "0.250", "", *nothing],
    ]
