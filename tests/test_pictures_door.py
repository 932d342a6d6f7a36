"""The door of the pictures: what may be asked for, and of which city."""

from pathlib import Path

import pytest

from citygraph.errors import InputError, NothingToDrawError, UnknownNameError
from citygraph.pictures import draw, find_city, kinds
from tests.drawn_cities import KNOT, OSAKA, TOKYO, graph, loaded

TOWN = "https://w3id.org/citygraph/id/town/town"


def test_there_are_four_kinds() -> None:
    assert kinds() == ("strategy", "timeline", "budget", "map-of-goals")


@pytest.mark.parametrize(
    ("kind", "city", "language", "error", "message"),
    [
        ("map", TOKYO, "en", InputError, "'map' is no picture: expected one of strategy, "),
        ("budget", TOKYO, "fr", InputError, "language fr: expected one of en, ja, ko"),
        (
            "budget",
            TOKYO + "-goal",
            "en",
            UnknownNameError,
            "'tokyo:tokyo-goal' is no city: expected one of tokyo:tokyo",
        ),
        ("budget", "urn:nothing", "en", UnknownNameError, "'urn:nothing' is no city: expected "),
    ],
)
def test_what_cannot_be_asked_for(
    kind: str, city: str, language: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as raised:
        draw(graph("tokyo"), kind, city, language)
    assert str(raised.value).startswith(message)


def test_a_graph_without_cities_says_so(tmp_path: Path) -> None:
    nothing = loaded(tmp_path, "town:plan a cg:Strategy .")
    with pytest.raises(UnknownNameError, match=r"^'tokyo' is no city: the graph has none$"):
        find_city(nothing, "tokyo")


@pytest.mark.parametrize(
    ("text", "city"), [("osaka", OSAKA), ("매듭", KNOT), ("KNOT", KNOT), ("東京都", TOKYO)]
)
def test_a_city_is_found_by_a_name(text: str, city: str) -> None:
    assert find_city(graph("tokyo", "osaka", "knot"), text) == city


def test_a_city_without_a_label_is_called_by_its_name(tmp_path: Path) -> None:
    town = loaded(tmp_path, "town:town a cg:City . town:plan a cg:Strategy ; cg:inCity town:town .")
    picture = draw(town, "strategy", TOWN, "ja")
    assert picture.title == "town:townの戦略"
    assert [detail.text for detail in picture.details] == ["戦略：town:plan"]


def test_a_growth_whose_year_before_is_not_known_is_told_too(tmp_path: Path) -> None:
    town = loaded(
        tmp_path,
        """
        town:town a cg:City . town:work cg:inCity town:town .
        town:money cg:budgetFor town:work ; cg:fiscalYear town:year ; cg:amount town:q .
        town:q qudt:numericValue 5 ; qudt:unit unit:CCY_USD . town:year a cg:FiscalYear .
        town:grew sosa:hasFeatureOfInterest town:money ; sosa:hasResult town:twice ;
            sosa:observedProperty cgv:growth-over-previous-year .
        town:grew-not sosa:hasFeatureOfInterest town:money ; sosa:observedProperty cgv:population .
        town:twice qudt:numericValue 2 .
        """,
    )
    assert [detail.text for detail in draw(town, "budget", TOWN).details] == [
        "town:work",
        "town:year: 5 US dollars",
        "town:year over the year before: stated: 2 times",
    ]


def test_nothing_to_draw_is_wrong_input() -> None:
    assert issubclass(NothingToDrawError, InputError)


@pytest.mark.parametrize("kind", ["strategy", "map-of-goals"])
@pytest.mark.parametrize(("depth", "fits"), [(90, True), (120, False)])
def test_goals_that_go_on_without_end_are_refused_before_they_are_drawn(
    tmp_path: Path,
    kind: str,
    depth: int,
    fits: bool,  # noqa: FBT001
) -> None:
    chain = "".join(f"town:g{n} cg:hasSubGoal town:g{n + 1} .\n" for n in range(depth))
    facts = f"""
        town:town a cg:City . town:plan a cg:Strategy ; cg:inCity town:town ; cg:hasGoal town:g0 .
        town:g0 cg:addresses cgv:energy .
        {chain}"""
    town = loaded(tmp_path, facts)
    if fits:
        assert len(draw(town, kind, TOWN).details) > depth
    else:
        with pytest.raises(InputError, match=r"is more than 100 steps of cg:hasSubGoal away"):
            draw(town, kind, TOWN)
