"""Values of ours beside those of items: what agrees, within what is tolerated."""

from pathlib import Path

import pytest

from citygraph.errors import InputError
from citygraph.home import find_root
from citygraph.linking.agreement import disagreements, nearest
from citygraph.linking.tolerances import Compared, read_compared
from citygraph.linking.values import Value

KM2, M2 = "http://example.org/km2", "http://example.org/m2"
POPULATION = Compared("population", {}, "number", "P1", "", 10)
AREA = Compared(
    "area", {}, "number", "P2", "", 1, units={KM2: "Q1", M2: "Q2"}, factors={KM2: 10**6, M2: 1}
)
PLACE = Compared("coordinates", {}, "place", "P3", "", 20)
BEGUN = Compared("inception", {}, "date", "P4", "", 366)
HEAD = Compared("head", {}, "item", "P5", "")


def apart(compared: Compared, ours: Value, *theirs: Value) -> list[str]:
    return [each.apart for each in disagreements(compared, [ours], theirs, items={}, page="x/")]


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ("100", []),
        ("111", []),  # 9.9 % of the larger one
        ("112", ["10.7 %"]),
        ("89", ["11.0 %"]),
        ("-100", ["200.0 %"]),
        ("many", [""]),
        ("NaN", [""]),
    ],
)
def test_numbers_agree_within_a_share_of_the_larger_one(theirs: str, expected: list[str]) -> None:
    assert apart(POPULATION, Value("100"), Value(theirs)) == expected


def test_two_zeros_agree() -> None:
    assert apart(POPULATION, Value("0"), Value("0.0")) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (Value("2.2", KM2), Value("2200000", "x/Q2"), []),
        (Value("2.2", KM2), Value("2.2", "x/Q2"), ["100.0 %"]),
        (Value("2.2", KM2), Value("2.21"), []),  # no unit is named there: ours is taken
        (Value("2.2", KM2), Value("2.2", "x/Q99"), [""]),  # a unit that nobody here knows
        (Value("2.2", "http://example.org/acre"), Value("2.2", "x/Q1"), [""]),
    ],
)
def test_areas_are_compared_in_one_unit(ours: Value, theirs: Value, expected: list[str]) -> None:
    assert apart(AREA, ours, theirs) == expected


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ("Point(139.6922 35.6897)", []),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT ( 139.7 35.7 )", []),
        ("Point(139.559 35.077)", ["69.2 km"]),
        ("Point(35.6897 139.6922)", [""]),
        ("Point(179.99 0)", ["6,042.0 km"]),
        ("LineString(1 2, 3 4)", [""]),
        ("Point(a b)", [""]),
    ],
)
def test_places_agree_within_a_distance(theirs: str, expected: list[str]) -> None:
    found = apart(PLACE, Value("Point(139.6917 35.6895)"), Value(theirs))
    assert [bool(each) for each in found] == [bool(each) for each in expected]
    if expected and expected[0].startswith("69"):
        assert found == expected


def test_the_shortest_way_may_cross_the_date_line() -> None:
    assert apart(PLACE, Value("Point(179.95 0)"), Value("Point(-179.95 0)")) == []


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ("1943-07-01", []),
        ("1944-12-31", []),  # 366 days after the last day that is meant
        ("1945-01-02", ["368 days"]),
        ("1941-12-31", []),
        ("1868", [""]),
        ("1943-02-30", [""]),
    ],
)
def test_dates_agree_with_all_days_that_ours_may_mean(theirs: str, expected: list[str]) -> None:
    ours = Value("1943-01-01", since="1943-01-01", until="1943-12-31")
    assert apart(BEGUN, ours, Value(theirs)) == expected


def test_one_day_is_no_days() -> None:
    strict = BEGUN._replace(tolerance=0)
    ours = Value("1943-01-01")
    assert apart(strict, ours, Value("1943-01-02")) == ["1 day"]
    assert apart(strict, ours, Value("1943-01-03")) == ["2 days"]
    assert [each.stated for each in (strict, BEGUN._replace(tolerance=1))] == ["0 days", "1 day"]


def test_a_date_without_bounds_is_one_day() -> None:
    assert apart(BEGUN, Value("1943-01-01"), Value("1945-01-01")) == ["731 days"]


def test_a_rounded_value_is_left_out_where_there_is_an_exact_one() -> None:
    rounded, exact = Value("50", about=True), Value("100")
    theirs = [Value("100")]
    assert disagreements(POPULATION, [rounded, exact], theirs, items={}) == []
    assert [each.ours for each in disagreements(POPULATION, [rounded], theirs, items={})] == [
        rounded
    ]


def test_where_one_side_says_nothing_nothing_disagrees() -> None:
    assert disagreements(POPULATION, [], [Value("1")], items={}) == []
    assert disagreements(POPULATION, [Value("1")], [], items={}) == []


def test_each_value_is_set_beside_the_nearest_in_time() -> None:
    old = Value("100", since="2000-01-01", until="2000-01-01")
    new = Value("200", since="2020-01-01", until="2020-01-01")
    undated = Value("999")
    mine = Value("101", since="2001-03-01", until="2001-03-31")
    assert nearest(mine, [old, new, undated]) is old
    assert nearest(mine, [undated]) is undated
    assert nearest(Value("1"), [old, new]) is new
    assert disagreements(POPULATION, [mine], [new, old], items={}) == []


def test_a_head_is_the_one_who_holds_it_now() -> None:
    mine = [Value("urn:me", since="2016-01-01", until="2016-12-31"), Value("urn:deputy")]
    before = Value("x/Q1", since="2014-02-11", until="2016-06-21")
    now = Value("x/Q2", since="2016-08-02", until="2016-08-02")
    items = {"urn:me": {"x/Q2"}, "urn:other": {"x/Q1"}}
    assert disagreements(HEAD, mine, [before, now], items=items) == []
    (found,) = disagreements(HEAD, mine, [before, now], items={"urn:me": {"x/Q1"}})
    assert (found.ours.text, found.theirs.text, found.apart) == ("urn:me", "x/Q2", "")
    assert disagreements(HEAD, mine, [before], items={"urn:me": {"x/Q1"}}) == []
    assert disagreements(HEAD, mine, [now], items={}) == [], "nobody is linked: nothing is known"


def test_the_table_of_the_project_is_read() -> None:
    found = {each.name: each for each in read_compared(find_root() / "mappings" / "values.toml")}
    assert {name: each.stated for name, each in found.items()} == {
        "population": "10 %",
        "area": "1 %",
        "coordinates": "20 km",
        "head-of-government": "",
        "inception": "366 days",
    }
    assert found["area"].units["http://qudt.org/vocab/unit/KiloM2"] == "Q712226"
    assert found["population"].label["ja"] == "人口"


GOOD = {
    "label": '{ en = "a", ja = "b", ko = "c" }',
    "kind": '"number"',
    "property": '"P1"',
    "tolerance": '"10 %"',
    "ours": '"?thing <urn:p> ?value"',
}


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"kind": '"colour"'}, "kind: expected one of number, place, item, date"),
        ({"kind": None}, "'kind' is missing"),
        ({"label": '{ en = "a" }'}, "label: expected one in each of en, ja, ko"),
        ({"property": '"P 1"'}, "property: expected the name of a property"),
        ({"dated": '""'}, "dated: expected the name of a property"),
        ({"ours": '"?things <urn:p> ?value"'}, "ours: expected a pattern that binds ?thing"),
        ({"tolerance": '"10"'}, "tolerance: expected a number and %"),
        ({"tolerance": '"10 km"'}, "tolerance: expected a number and %"),
        ({"tolerance": None}, "tolerance: expected a number and %"),
        ({"kind": '"item"'}, "items are the same or not; leave it out"),
        ({"units": '{ "unit:M2" = "Q1" }'}, "units and factors: expected two tables"),
        ({"units": "3"}, "units and factors: expected two tables"),
        ({"factors": "3", "units": '{ "unit:M2" = "Q1" }'}, "units and factors: expected two"),
        ({"colour": "3"}, "'colour' is not known here"),
    ],
)
def test_what_is_wrong_in_the_table_is_named(
    tmp_path: Path, changed: dict[str, str | None], complaint: str
) -> None:
    path = tmp_path / "values.toml"
    lines = {**GOOD, **changed}
    text = "".join(f"{key} = {value}\n" for key, value in lines.items() if value is not None)
    path.write_text(f"[size]\n{text}", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_compared(path)
    assert str(error.value).startswith(f"{path}: size: ")
    assert complaint in str(error.value)


def test_a_table_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "values.toml"
    with pytest.raises(InputError, match="cannot be read"):
        read_compared(path)
    path.write_text("[size", encoding="utf-8")
    with pytest.raises(InputError, match="is no TOML"):
        read_compared(path)
    path.write_text("size = 3", encoding="utf-8")
    with pytest.raises(InputError, match="expected a table whose name"):
        read_compared(path)
