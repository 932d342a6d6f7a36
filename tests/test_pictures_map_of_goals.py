"""The map of goals: what each goal connects with, by itself and through what contributes to it."""

from pathlib import Path

import pytest

from citygraph.pictures import draw
from citygraph.pictures.canvas import WIDTH, Box, Words
from citygraph.pictures.connections import connections
from citygraph.pictures.palette import PAPER, series
from tests.drawn_cities import KNOT, OSAKA, drawn, graph, loaded

TOWN = "https://w3id.org/citygraph/id/town/town"
PLAN = """
    town:town a cg:City . town:plan a cg:Strategy ; cg:inCity town:town ; cg:hasGoal town:goal .
    town:goal skos:prefLabel "Goal"@en .
    """


def connected(tmp_path: Path, facts: str) -> list[tuple[str, str]]:
    found = connections(loaded(tmp_path, PLAN + facts), TOWN, "en")
    return [(item.group, item.label) for item in found.items]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        pytest.param(
            "town:goal cg:addresses cgv:energy .", [("challenges", "energy issues")], id="by itself"
        ),
        pytest.param(
            "town:work cg:contributesTo town:goal ; cg:usesTechnology cgv:5g .",
            [("technologies", "5G")],
            id="through what contributes",
        ),
        pytest.param(
            """town:work cg:contributesTo town:goal ; cg:provides town:service .
            town:service a cg:PublicService ; cg:deliveredOver town:net ; skos:prefLabel "S"@en .
            town:net cg:usesTechnology cgv:wi-fi .""",
            [("services", "S"), ("technologies", "Wi-Fi")],
            id="through what that provides, and what carries it",
        ),
        pytest.param(
            "town:goal cg:relatedSDG <http://metadata.un.org/sdg/11> .",
            [("sdgs", "11")],
            id="with one of the UN's goals",
        ),
        pytest.param(
            "town:work cg:provides town:service . town:service a cg:Service .",
            [],
            id="not with what contributes nothing",
        ),
    ],
)
def test_a_goal_connects(tmp_path: Path, facts: str, found: list[tuple[str, str]]) -> None:
    assert connected(tmp_path, facts) == found


def test_what_contributes_to_a_sub_goal_is_not_counted_above_it_again() -> None:
    found = connections(graph("tokyo", "osaka"), OSAKA, "en")
    assert [(goal.number, goal.label) for goal in found.goals] == [
        ("1", "Clean canals"),
        ("2", "Dry cellars"),
        ("2.1", "Early warning"),
    ]
    assert [(item.group, item.label, item.goals) for item in found.items] == [
        ("challenges", "tsunamis", (2,)),
        ("services", "Flood warning", (2,)),
        ("services", "PayPay", (2,)),
        ("technologies", "Internet of Things", (2,)),
    ]


def test_the_map_of_the_second_city_in_words() -> None:
    assert [(each.depth, each.text) for each in drawn("map-of-goals", "osaka", "ko").details] == [
        (0, "1 깨끗한 수로"),
        (1, "알려진 연결이 없음"),
        (0, "2 물에 잠기지 않는 지하실"),
        (1, "알려진 연결이 없음"),
        (0, "2.1 조기 경보"),
        (1, "과제: 쓰나미"),
        (1, "서비스: PayPay, 침수 경보"),
        (1, "기술: 사물인터넷"),
    ]


@pytest.mark.parametrize("city", ["tokyo", "osaka", "knot"])
def test_there_is_a_line_for_each_connection_and_a_number_at_both_its_ends(city: str) -> None:
    iri = f"https://w3id.org/citygraph/id/{city}/{city}"
    found = connections(graph("tokyo", "osaka", "knot"), iri, "en")
    svg = drawn("map-of-goals", city).svg
    links = [(item, goal) for item in found.items for goal in item.goals]
    drawn_lines = svg.count('class="mark-path role-mark"')
    assert drawn_lines == len(links) > 0
    for place, goal in enumerate(found.goals):
        ends = sum(place in item.goals for item in found.items)
        assert svg.count(f">{goal.number}</text>") == ends + 1


def test_each_goal_has_a_colour_of_its_own_until_they_run_out() -> None:
    goals = connections(graph("knot"), KNOT, "en").goals
    assert len({series(place) for place, _ in enumerate(goals)}) == len(goals) == 8


def test_goals_that_connect_with_nothing_are_not_drawn(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has nothing for the picture map-of-goals"):
        draw(loaded(tmp_path, PLAN), "map-of-goals", TOWN)


def test_few_things_stand_beside_the_middle_of_many_goals(tmp_path: Path) -> None:
    goals = "".join(
        f"town:plan cg:hasGoal town:g{n} . town:g{n} cg:addresses cgv:energy .\n"
        for n in range(10, 40)
    )
    canvas = draw(loaded(tmp_path, PLAN + goals), "map-of-goals", TOWN).canvas
    (head,) = (m.y for m in canvas.marks if isinstance(m, Words) and m.lines == ("Challenges",))
    boxes = [mark for mark in canvas.marks if isinstance(mark, Box) and mark.fill == PAPER]
    left = [box for box in boxes if box.x < WIDTH / 2]
    (thing,) = (box for box in boxes if box not in left)
    middle = (head + thing.y + thing.height) / 2
    assert abs(middle - (left[0].y + left[-1].y + left[-1].height) / 2) < 8
