"""The tree of a city's strategies: what stands where, in which order, and as text."""

import re
from html import unescape
from pathlib import Path

import pytest

from citygraph.pictures import draw
from citygraph.pictures.plans import plans
from tests.dot_reader import read_dot
from tests.drawn_cities import CITIES, KNOT, OSAKA, TOKYO, drawn, graph, loaded

TOWN = "https://w3id.org/citygraph/id/town/town"


def outline(kind: str, city: str, language: str = "en") -> list[str]:
    return [f"{'  ' * each.depth}{each.text}" for each in drawn(kind, city, language).details]


def test_tokyo_has_its_goals_in_the_stated_order_with_the_official_one_beside_it() -> None:
    first = plans(graph("tokyo"), TOKYO, "en")[0]
    assert (first.label, first.event, [span.text for span in first.dates]) == (
        "Smart Tokyo Implementation Strategy",
        "adoptedOn",
        ["February 2020"],
    )
    assert [(goal.stated, goal.official, goal.label) for goal in first.goals] == [
        ("1", "1", "TOKYO Data Highway"),
        ("2", "3", "Digital transformation of city administration"),
        ("3", "2", "Digital transformation of the city"),
    ]


def test_the_tree_of_the_second_city_says_all_that_is_known_of_it() -> None:
    assert outline("strategy", "osaka", "ja") == [
        "戦略：水計画 (決定：2020年2月)",
        "  ビジョン「Society 5.0」に資する",
        "  目標：きれいな水路 (記載の順序：1)",
        "  目標：浸水のない地下室 (記載の順序：2)",
        "    下位目標：早期警報",
        "      サービス：浸水警報",
    ]


def test_what_stands_under_one_strategy_is_only_named_under_the_next() -> None:
    lines = outline("strategy", "tokyo", "ko")
    assert lines[-6:] == [
        "전략: 2020년을 향한 실행 계획 (결정: 2016년 12월)",
        "  위에 나온 것: 세이프 시티, 다이버 시티, 스마트 시티",
        "전략: 도쿄 데이터 하이웨이 기본 전략 (발표: 2019년 8월 29일)",
        "  위에 나온 것: 도쿄 데이터 하이웨이 구축",
        "전략: ‘미래의 도쿄’ 전략 비전 (발표: 2019년 12월)",
        "  비전 ‘스마트 도쿄’에 이바지",
    ]


def test_the_second_city_does_not_change_the_first() -> None:
    alone = draw(graph("tokyo"), "strategy", TOKYO)
    assert alone == drawn("strategy", "tokyo")


def test_goals_that_lead_in_a_circle_are_all_shown_and_each_once() -> None:
    (plan,) = plans(graph("knot"), KNOT, "en")
    names = [goal.iri.rpartition("/")[2] for goal in plan.every_goal]
    assert names == ["b", "c", "a", "e", "f", "g", "d", "bare"]
    assert [goal.iri.rpartition("/")[2] for goal in plan.goals] == ["b", "d", "bare"]
    (again,) = [goal.elsewhere for goal in plan.every_goal if goal.elsewhere]
    assert [iri.rpartition("/")[2] for iri, _ in again] == ["b"]


def test_what_has_no_label_is_called_by_its_name_and_what_has_none_here_by_the_english_one() -> (
    None
):
    lines = outline("strategy", "knot", "ko")
    assert "  목표: knot:bare" in lines
    assert "      하위 목표: Fifth" in lines


def test_an_order_that_is_no_number_comes_last(tmp_path: Path) -> None:
    town = loaded(
        tmp_path,
        """
        town:town a cg:City . town:plan a cg:Strategy ; cg:inCity town:town ;
            cg:hasGoal town:last , town:none , town:tenth , town:second .
        town:last cg:statedOrder "last" . town:none a cg:Goal .
        town:tenth cg:statedOrder 10 . town:second cg:statedOrder 2 .
        """,
    )
    (plan,) = plans(town, TOWN, "en")
    assert [goal.label for goal in plan.goals] == [
        "town:second",
        "town:tenth",
        "town:last",
        "town:none",
    ]


# --- as text -------------------------------------------------------------------------------------

NODE = re.compile(r'  (n\d+)\["([^"]*)"\]:::(\w+)')
ARROW = re.compile(r"  (n\d+) --> (n\d+)")
CLASS = re.compile(r"  classDef (\w+) fill:#\w{6},stroke:#\w{6},stroke-width:2px,color:#000000")


def read_mermaid(text: str) -> tuple[str, dict[str, str], list[tuple[str, str]]]:
    """Read a flowchart: its title, the labels of its nodes, its arrows; all lines must be known."""
    lines = text.splitlines()
    assert lines[0] == lines[2] == "---"
    assert lines[3] == "flowchart LR"
    nodes = {m[1]: m for line in lines[4:] if (m := NODE.fullmatch(line))}
    arrows = [(m[1], m[2]) for line in lines[4:] if (m := ARROW.fullmatch(line))]
    classes = [m[1] for line in lines[4:] if (m := CLASS.fullmatch(line))]
    assert len(nodes) + len(arrows) + len(classes) == len(lines) - 4
    assert {m[3] for m in nodes.values()} == set(classes)
    labels = {name: unescape(re.sub(r"#(\d+);", r"&#\1;", m[2])) for name, m in nodes.items()}
    return lines[1].removeprefix('title: "').removesuffix('"'), labels, arrows


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
@pytest.mark.parametrize("city", CITIES)
def test_mermaid_and_dot_say_the_same(city: str, language: str) -> None:
    picture = drawn("strategy", city, language)
    title, labels, arrows = read_mermaid(picture.text("mermaid"))
    read = read_dot(picture.text("dot"))
    assert title == read.label == picture.title
    assert labels == read.nodes
    assert arrows == read.edges
    assert len(set(arrows)) == len(arrows)
    assert {name for arrow in arrows for name in arrow} <= set(labels)


def test_a_goal_of_two_strategies_has_one_box_and_an_arrow_from_each() -> None:
    read = read_dot(drawn("strategy", "tokyo").text("dot"))
    names = {label: name for name, label in read.nodes.items()}
    safe_city = names["1. Safe City (official order: 1)"]
    above = {read.nodes[start] for start, end in read.edges if end == safe_city}
    assert above == {
        "3. Digital transformation of the city (official order: 2)",
        "Action Plan for 2020",
    }


def test_no_sign_of_a_label_means_anything_to_mermaid_or_graphviz() -> None:
    hostile = """<script>alert("x")</script> & 'quotes' ]]> \\ #quot; %%{init}%% --> | {{a}} `b`"""
    text = drawn("strategy", "knot").text("mermaid")
    assert hostile in read_mermaid(text)[1].values()
    assert hostile in read_dot(drawn("strategy", "knot").text("dot")).nodes.values()
    assert not re.search(r"[<>&'`|{}\\%]", text.replace("-->", ""))


@pytest.mark.parametrize("kind", ["timeline", "budget", "map-of-goals"])
def test_only_the_tree_is_also_a_text(kind: str) -> None:
    with pytest.raises(ValueError, match=rf"^{kind} cannot be written as mermaid; only strategy"):
        drawn(kind, "tokyo").text("mermaid")


def test_of_osaka_the_english_mermaid_is_this() -> None:
    assert OSAKA in drawn("strategy", "osaka").city
    assert drawn("strategy", "osaka").text("mermaid").splitlines()[3:10] == [
        "flowchart LR",
        '  n1["Society 5.0"]:::vision',
        '  n2["Water plan"]:::strategy',
        '  n3["1. Clean canals"]:::goal',
        '  n4["2. Dry cellars"]:::goal',
        '  n5["Early warning"]:::goal',
        '  n6["Flood warning"]:::service',
    ]
