"""What has become of items, asked of a real server that plays a Wikibase; all of it is made up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from citygraph.graph import CityGraph
from citygraph.linking import drift as drifting
from citygraph.linking.drift import Linked, Service, find_drift
from citygraph.linking.findings import Finding
from citygraph.linking.redirects import Found
from citygraph.linking.values import our_values
from citygraph.linking.wikibase import Limits, Wikibase, read_wikibase
from tests.drifting_items import EXPECTED, MADE_UP, MAPPINGS, OURS, WD, link, service
from tests.servers import Server, serve_oxigraph
from tests.wikibase_rdf import turtle
from tests.wikibase_slices import FOLDER, Slice, full

SLICE = Slice(FOLDER / "tokyo")
SAME = {
    "fine": None,
    "redirected": "redirected",
    "redirect-loop": "redirect-broken",
    "gone": "gone",
    "label-drift": "label-drifted",
    "type-drift": "type-drifted",
}
"""What an older link has become, by the slice's word and by ours."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve_oxigraph(tmp_path_factory.mktemp("wikibase"), union=True) as running:
        running.put("urn:slice", SLICE.turtle() + b"\n" + turtle(MADE_UP))
        yield running


@pytest.fixture
def wikibase(server: Server) -> Wikibase:
    limits = Limits(requests=100, batch=4, timeout=20, pause=0)
    told = read_wikibase(MAPPINGS / "wikidata.toml")
    return told._replace(sparql=server.query_url, limits=limits)


@pytest.fixture
def asked(wikibase: Wikibase, tmp_path: Path) -> Service:
    return service(wikibase, tmp_path)


@pytest.fixture
def osaka(tmp_path: Path) -> CityGraph:
    path = tmp_path / "osaka.ttl"
    path.write_text(OURS, encoding="utf-8")
    return CityGraph.load(str(path))


def drift(osaka: CityGraph, wikibase: Wikibase, folder: Path, *links: Linked) -> list[Finding]:
    person = link("osaka:a-person", "Q9300", "A Person", line=99)
    return list(find_drift([*links, person], osaka, service(wikibase, folder), EXPECTED).findings)


def test_older_links_are_found_to_have_become_what_they_are(
    bundled: CityGraph, wikibase: Wikibase, tmp_path: Path
) -> None:
    links = [
        link(old.thing, old.item, old.label, exact=False, line=n)
        for n, old in enumerate(SLICE.links)
    ]
    found = find_drift(links, bundled, service(wikibase, tmp_path), EXPECTED).findings
    by_line: dict[int, list[Finding]] = {}
    for each in found:
        by_line.setdefault(each.place.line, []).append(each)
    for n, old in enumerate(SLICE.links):
        codes = {each.code for each in by_line.get(n, [])}
        assert (SAME[old.finding] in codes) if SAME[old.finding] else not codes, (old, codes)
        for each in by_line.get(n, []):
            if each.code == "redirected":
                assert each.said["target"] == old.now
                assert old.item in each.said["steps"]


def test_values_that_agree_are_no_finding(
    osaka: CityGraph, wikibase: Wikibase, tmp_path: Path
) -> None:
    assert drift(osaka, wikibase, tmp_path, link("osaka:osaka", "Q9100", "Osaka")) == []


@pytest.mark.parametrize(
    ("item", "name", "expected"),
    [
        (
            "Q9101",
            "population",
            ("2750000", "2020-10-01", "3200000", "2020-10-01", "14.1 %", "10 %"),
        ),
        ("Q9102", "area", ("225.3 KiloM2", "", "225 Q35852", "", "99.0 %", "1 %")),
        (
            "Q9103",
            "coordinates",
            ("Point(135.5 34.69)", "", "Point(135.77 35.01)", "", "43.3 km", "20 km"),
        ),
        (
            "Q9104",
            "inception",
            ("1889-01-01", "1889-01-01/1889-12-31", "1956-09-01", "", "24,350 days", "366 days"),
        ),
        ("Q9105", "head-of-government", (None, "", "Q9301", "2023-10-01", "", "")),
    ],
)
def test_values_that_do_not_agree_are_told_with_both_values_and_their_days(
    osaka: CityGraph, asked: Service, item: str, name: str, expected: tuple[str | None, ...]
) -> None:
    links = [link("osaka:osaka", item, "Osaka"), link("osaka:a-person", "Q9300", line=2)]
    (found,) = find_drift(links, osaka, asked, EXPECTED).findings
    keys = ("ours", "our_day", "theirs", "their_day", "apart", "tolerance")
    said = tuple(found.said[key].removeprefix("+") for key in keys)
    assert found.said["name"] == name
    assert said == (expected[0] or full("osaka:a-person"), *expected[1:])
    assert found.code == ("value-differs" if expected[4] else "value-is-another")
    assert found.words("ko")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "24,350 days apart, 366 days allowed"),
        ("ja", "差24,350日、許容366日"),
        ("ko", "차이 24,350일, 허용 366일"),
    ],
)
def test_days_are_said_in_each_language(
    osaka: CityGraph, asked: Service, lang: str, words: str
) -> None:
    links = [link("osaka:osaka", "Q9104", "Osaka")]
    (found,) = find_drift(links, osaka, asked, EXPECTED).findings
    assert found.words(lang).endswith((words, f"{words}。"))


def test_whoever_holds_another_post_is_no_head_of_government(
    osaka: CityGraph, wikibase: Wikibase, tmp_path: Path
) -> None:
    """Theirs is the one who is the vice mayor here: that both are linked is no agreement."""
    links = (
        link("osaka:osaka", "Q9105", "Osaka"),
        link("osaka:another", "Q9301", "Another", line=2),
    )
    (found,) = drift(osaka, wikibase, tmp_path, *links)
    assert (found.code, found.said["name"]) == ("value-is-another", "head-of-government")
    assert (found.said["ours"], found.said["theirs"]) == (full("osaka:a-person"), "Q9301")


@pytest.mark.parametrize(
    ("title", "is_head"),
    [
        ("Mayor", True),
        ("Lord Mayor of Osaka", True),
        ("governor of Osaka", True),
        ("First Minister of the Isles", True),
        ("Vice Governor of Osaka", False),
        ("Deputy Mayor of Osaka", False),
        ("Mayor's Secretary", False),
        ("Former Mayor of Osaka", False),
        ("Head of the Mayor of Osaka's office", False),
    ],
)
def test_the_post_of_the_head_is_told_by_its_title(
    tmp_path: Path, title: str, *, is_head: bool
) -> None:
    path = tmp_path / "osaka.ttl"
    path.write_text(OURS.replace("Mayor of Osaka", title), encoding="utf-8")
    (compared,) = (each for each in EXPECTED.compared if each.name == "head-of-government")
    city = full("osaka:osaka")
    found = our_values(CityGraph.load(str(path)), compared, [city]).get(city, ())
    assert (full("osaka:a-person") in {each.text for each in found}) is is_head


def test_only_what_agrees_in_all_that_was_compared_is_said_to_agree(
    osaka: CityGraph, wikibase: Wikibase, tmp_path: Path
) -> None:
    links = [
        link("osaka:osaka", "Q9100", "Osaka", line=1),
        link("osaka:osaka", "Q9101", "Osaka", line=2),  # another value
        link("osaka:osaka", "Q9100", "Nagoya", line=3),  # another label
        link("osaka:osaka", "Q9107", "Osaka", line=4),  # a redirect
        link("osaka:osaka", "Q9100", "", line=5),  # no label was kept
        link("osaka:osaka", "Q9300", "A Person", exact=False, line=6),  # another type
        link("osaka:office", "Q9100", "Osaka", exact=False, line=7),  # of no kind that is known
        link("osaka:osaka", "Q9999", "Osaka", line=8),  # gone
    ]
    drift = find_drift(links, osaka, service(wikibase, tmp_path), EXPECTED)
    assert {place.line for place in drift.agreed} == {1}


def test_a_unit_that_nobody_knows_is_no_other_value(
    osaka: CityGraph, wikibase: Wikibase, tmp_path: Path
) -> None:
    (found,) = drift(osaka, wikibase, tmp_path, link("osaka:osaka", "Q9108", "Osaka"))
    assert found.code == "value-not-compared"
    assert found.words("en") == (
        "area: 225.3 KiloM2 here (no date) cannot be compared with 225 Q515 there (no date)"
    )
    assert "values.toml" in found.remedy("ja")


def test_values_are_compared_where_a_redirect_leads_to(
    osaka: CityGraph, wikibase: Wikibase, tmp_path: Path
) -> None:
    found = drift(osaka, wikibase, tmp_path, link("osaka:osaka", "Q9107", "Osaka"))
    assert [each.code for each in found] == ["redirected", "value-differs"]


def test_a_failure_on_the_way_that_speaks_of_a_redirect_is_no_broken_one(
    osaka: CityGraph, asked: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = Found(WD + "Q9107", None, (WD + "Q9107",), why="http://x: redirects to itself")
    monkeypatch.setattr(drifting, "follow", lambda *_: {lost.asked: lost})
    found = find_drift([link("osaka:osaka", "Q9107", "Osaka")], osaka, asked, EXPECTED).findings
    assert [each.code for each in found] == ["not-asked"]


def test_values_that_nobody_knows_and_deprecated_ones_are_not_compared(
    osaka: CityGraph, wikibase: Wikibase, tmp_path: Path
) -> None:
    assert drift(osaka, wikibase, tmp_path, link("osaka:osaka", "Q9106", "Osaka")) == []


def test_values_are_only_compared_of_what_is_the_same(
    osaka: CityGraph, wikibase: Wikibase, tmp_path: Path
) -> None:
    near = link("osaka:osaka", "Q9104", "Osaka", exact=False)
    assert drift(osaka, wikibase, tmp_path, near) == []


def test_an_item_that_could_not_be_asked_about_is_never_fine(
    osaka: CityGraph, wikibase: Wikibase, tmp_path: Path
) -> None:
    links = [link("osaka:osaka", "Q9100", "Osaka"), link("osaka:gone", "Q9999", line=2)]
    codes: set[tuple[int, str]] = set()
    for budget in range(1, 20):
        some = wikibase._replace(limits=wikibase.limits._replace(requests=budget))
        folder = tmp_path / str(budget)
        here = service(some, folder)
        found = find_drift(links, osaka, here, EXPECTED).findings
        codes = {(each.place.line, each.code) for each in found}
        if (2, "gone") not in codes:
            assert (2, "not-asked") in codes
        if (1, "not-asked") not in codes:
            assert here.rows.service.spent.requests == budget
            break
    else:
        pytest.fail("no budget was enough")
    assert codes == {(2, "gone")}


def test_offline_nothing_is_asked_and_what_is_kept_is_enough(
    osaka: CityGraph, wikibase: Wikibase, tmp_path: Path
) -> None:
    links = [link("osaka:osaka", "Q9101", "Osaka")]
    offline = service(wikibase, tmp_path, offline=True)
    (found,) = find_drift(links, osaka, offline, EXPECTED).findings
    assert found.code == "not-asked"
    assert "offline" in found.said["reason"]
    live = find_drift(links, osaka, service(wikibase, tmp_path), EXPECTED).findings
    again = service(wikibase, tmp_path, offline=True)
    kept = find_drift(links, osaka, again, EXPECTED).findings
    assert [each.code for each in live] == ["value-differs"]
    assert kept == live
