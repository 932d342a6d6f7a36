"""The timeline: what belongs to a city, and dates that are never more exact than their source."""

import re
from pathlib import Path

import pytest

from citygraph.pictures import draw
from citygraph.pictures.belonging import facts_of_city, namespace
from citygraph.pictures.dates import in_words
from citygraph.pictures.events import timeline
from citygraph.pictures.palette import KINDS
from tests.drawn_cities import KNOT, OSAKA, TOKYO, drawn, graph, loaded

TOWN = "https://w3id.org/citygraph/id/town/town"
PHASES = "phases of a roadmap; no dates are stated"
BAR = re.compile(rf'<g class="mark-rect role-mark"[^>]*><path d="[^"]*" fill="{KINDS["strategy"]}"')
POINT = re.compile(rf'fill="{KINDS["goal"]}"')


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        pytest.param("2020-02-07", "2020-02-07", ("7 February 2020", "2020年2月7日"), id="a day"),
        pytest.param("2020-02-01", "2020-02-29", ("February 2020", "2020年2月"), id="a month"),
        pytest.param("2020-01-01", "2020-12-31", ("2020", "2020年"), id="a year"),
        pytest.param(
            "2020-04-01",
            "2021-03-31",
            ("April 2020 to March 2021", "2020年4月～2021年3月"),
            id="months",
        ),
        pytest.param(
            "2020-02-01",
            "2020-02-28",
            ("1 February 2020 to 28 February 2020", "2020年2月1日～2020年2月28日"),
            id="a month but for its last day is none",
        ),
        pytest.param(
            "9999-01-01", "9999-12-31", ("9999", "9999年"), id="the last year that there is"
        ),
    ],
)
def test_a_time_is_written_as_exactly_as_it_is_known(
    earliest: str, latest: str, words: tuple[str, str]
) -> None:
    assert (in_words(earliest, latest, "en"), in_words(earliest, latest, "ja")) == words


def test_a_day_is_a_point_and_all_else_is_a_bar() -> None:
    events = timeline(graph("tokyo"), TOKYO, "en").events
    days = [event for event in events if event.span.is_day]
    svg = drawn("timeline", "tokyo").svg
    legend = 1
    assert (len(days), len(events)) == (10, 20)
    assert len(POINT.findall(svg)) == len(days) + legend
    assert len(BAR.findall(svg)) == len(events) - len(days) + legend


def test_the_timeline_of_the_second_city_says_all_that_is_known_of_it() -> None:
    assert [detail.text for detail in drawn("timeline", "osaka", "ko").details] == [
        "2019년 4월~2020년 3월: 수로 기금 (설치)",
        "2020년 2월: 물 계획 (결정)",
        "2020년 5월: 침수 감시 (시작)",
    ]


def test_an_office_is_named_with_who_holds_it() -> None:
    first = drawn("timeline", "tokyo", "en").details[0]
    assert first.text == "2016: Governor of Tokyo: Koike Yuriko (in office since then)"


def test_phases_without_dates_are_listed_in_their_order() -> None:
    details = drawn("timeline", "tokyo", "en").details
    assert [(each.depth, each.text) for each in details[-3:]] == [
        (
            0,
            f"Roadmap to all of Tokyo: {PHASES}",
        ),
        (1, "1. Pilot phase (Five pilot areas)"),
        (1, "2. City-wide phase (Tokyo)"),
    ]


def test_phases_with_dates_are_events_too() -> None:
    found = timeline(graph("knot"), KNOT, "en")
    assert [(event.label, event.span.text) for event in found.events][-1] == (
        "End",
        "5 March 2024 to 9 July 2025",
    )
    (road,) = found.roadmaps
    assert road.is_dated
    assert "Road: phases of a roadmap" in [each.text for each in drawn("timeline", "knot").details]
    assert [(phase.order, phase.label) for phase in road.phases] == [
        ("1", "Begin"),
        ("2", "End"),
        ("", "Some time"),
    ]


def test_a_city_of_phases_alone_has_a_timeline(tmp_path: Path) -> None:
    town = loaded(
        tmp_path,
        """
        town:town a cg:City . town:road a cg:Roadmap ; cg:targetArea town:town ;
            cg:hasPhase town:one .
        """,
    )
    picture = draw(town, "timeline", TOWN, "ja")
    assert (
        picture.description
        == "town:townのロードマップの段階です。日付は知られていません。出典の記録はありません。"
    )


def test_times_that_cannot_be_read_are_no_events(tmp_path: Path) -> None:
    town = loaded(
        tmp_path,
        """
        town:town a cg:City . town:a cg:inCity town:town ;
            cg:startedOn town:backwards , town:open , town:unreal , town:none , "2020" .
        town:backwards cg:earliest "2020-02-02"^^xsd:date ; cg:latest "2020-02-01"^^xsd:date .
        town:open cg:earliest "2020-02-02"^^xsd:date .
        town:unreal cg:earliest "2020-02-30" ; cg:latest "2020-02-30" .
        """,
    )
    with pytest.raises(ValueError, match="has nothing for the picture timeline"):
        draw(town, "timeline", TOWN)


# --- what belongs to a city ---------------------------------------------------------------------


def test_each_city_has_its_own_events_only() -> None:
    both = graph("tokyo", "osaka", "knot")
    for city, space in ((TOKYO, "/tokyo/"), (OSAKA, "/osaka/"), (KNOT, "/knot/")):
        found = timeline(both, city, "en").events
        assert found
        assert all(space in event.iri for event in found)


def test_what_is_tied_to_a_city_by_its_name_alone_belongs_to_it() -> None:
    labels = [event.label for event in timeline(graph("tokyo"), TOKYO, "en").events]
    assert "Water bill payment by app" in labels
    assert "LINE Pay" not in labels


def test_what_is_in_another_city_is_not_taken_for_this_one(tmp_path: Path) -> None:
    facts = """
        town:town a cg:City . town:other a cg:City .
        town:plan cg:inCity town:town . town:work cg:carriesOut town:plan ; cg:inCity town:other .
        town:plan cg:startedOn town:day . town:work cg:startedOn town:day .
        """
    found = facts_of_city(loaded(tmp_path, facts), TOWN, ["cg:startedOn"])
    assert [fact.subject.rpartition("/")[2] for fact in found] == ["plan"]


@pytest.mark.parametrize(
    ("city", "others", "space"),
    [
        ("https://x.org/id/a/a", ["https://x.org/id/b/b"], "https://x.org/id/a/"),
        ("https://x.org/a#city", [], "https://x.org/a#"),
        ("https://x.org/a", ["https://x.org/b"], ""),
        ("https://a", [], ""),
        ("https://w3id.org/citygraph/id/town", [], ""),
        ("urn:town", [], ""),
    ],
)
def test_a_name_says_to_which_city_things_belong_unless_two_share_it(
    city: str, others: list[str], space: str
) -> None:
    assert namespace(city, [city, *others]) == space
