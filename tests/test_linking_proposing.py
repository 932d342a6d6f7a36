"""Looking a made-up city up in a made-up Wikibase on a real server."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from citygraph.errors import InputError
from citygraph.home import find_root
from citygraph.linking.asking import Asking
from citygraph.linking.batches import Batches
from citygraph.linking.cache import Cache
from citygraph.linking.opening import known_links
from citygraph.linking.outcomes import Outcome, Progress
from citygraph.linking.polite import NotKeptError, Polite, UnusableError
from citygraph.linking.redirects import follow
from citygraph.linking.rows import Rows
from citygraph.linking.wikibase import read_wikibase
from tests.faulty_server import FaultyServer, busy, hang_up, reply
from tests.harbour import OURS, THEIRS, harbour_run, outcomes, rest, row
from tests.triple_stores import Server

if TYPE_CHECKING:
    from collections.abc import Callable

GOLD = {
    "agency": "130",
    "city": "110",
    "kites": "140",
    "land": "100",
    "mayor": "131",
    "moved": "160",
    "north": "120",
    "person": "132",
}
WIKIDATA = find_root() / "mappings" / "wikidata.toml"


def test_what_is_accepted_is_right_and_complete(harbour: Server, tmp_path: Path) -> None:
    found = outcomes(harbour_run(harbour.query_url, tmp_path))
    accepted = {
        thing: each.accepted.item.removeprefix(THEIRS)
        for thing, each in found.items()
        if each.accepted
    }
    assert accepted == GOLD
    assert found["gulls"].state == "none"
    assert found["gulls"].candidates == ()


def test_two_that_fit_alike_are_for_a_person(harbour: Server, tmp_path: Path) -> None:
    found = outcomes(harbour_run(harbour.query_url, tmp_path))["tide"]
    assert found.state == "matched"
    assert found.why == "it is less than 0.05 ahead of the next"
    assert {each.verdict for each in found.candidates} == {"doubted"}
    assert len(found.candidates) == 2


@pytest.mark.parametrize(
    ("thing", "item", "feature"),
    [
        ("city", "111", "type"),
        ("city", "112", "country"),
        ("city", "113", "type"),
        ("north", "122", "place"),
        ("person", "133", "country"),
    ],
)
def test_what_only_bears_the_name_is_ruled_out(
    harbour: Server, tmp_path: Path, thing: str, item: str, feature: str
) -> None:
    found = outcomes(harbour_run(harbour.query_url, tmp_path))[thing]
    (trap,) = (each for each in found.candidates if each.item == THEIRS + item)
    assert trap.verdict == "ruled out"
    assert trap.features[feature] == 0
    assert trap.score < found.candidates[0].score


def test_a_misleading_label_is_for_a_person(harbour: Server, tmp_path: Path) -> None:
    found = outcomes(harbour_run(harbour.query_url, tmp_path))["kites"]
    (misleading,) = (each for each in found.candidates if each.item == THEIRS + "141")
    assert misleading.verdict == "doubted"
    assert misleading.features["name-ja"] == 0


def test_what_was_rejected_does_not_return(harbour: Server, tmp_path: Path) -> None:
    no = row("city", "110", "rejected")
    found = outcomes(harbour_run(harbour.query_url, tmp_path, no))["city"]
    assert all(each.item != no.object for each in found.candidates)
    assert found.accepted is None


def test_what_was_rejected_since_is_looked_up_again(harbour: Server, tmp_path: Path) -> None:
    assert outcomes(harbour_run(harbour.query_url, tmp_path))["city"].accepted
    no = row("city", "110", "rejected")
    assert outcomes(harbour_run(harbour.query_url, tmp_path, no))["city"].accepted is None


def test_what_is_linked_is_not_looked_up_and_helps_the_others(
    harbour: Server, tmp_path: Path
) -> None:
    linked = row("city", "110", "checked")
    run = harbour_run(harbour.query_url, tmp_path, linked)
    found = outcomes(run)
    assert run.linked == 1
    assert "city" not in found
    assert found["north"].accepted


def test_a_place_that_is_linked_is_compared_by_its_item(harbour: Server, tmp_path: Path) -> None:
    wrong = row("city", "123", "checked")  # the names would have agreed
    found = outcomes(harbour_run(harbour.query_url, tmp_path, wrong))["north"]
    assert found.accepted is not None
    assert found.accepted.item == THEIRS + "122"


def test_links_that_were_redirected_are_followed(harbour: Server, tmp_path: Path) -> None:
    moved = row("moved", "162", "checked")
    assert outcomes(harbour_run(harbour.query_url, tmp_path, moved))["north"].accepted


def test_rows_say_what_is_known() -> None:
    rows = [
        row("a", "1", "checked"),
        row("b", "2", "rejected"),
        row("c", "3", "unsure"),
        row("d", "4", "proposed"),
    ]
    known = known_links(rows)
    assert known.links == {OURS + "a": {THEIRS + "1"}, OURS + "c": frozenset()}
    assert known.rejected == {(OURS + "b", THEIRS + "2")}


# --- redirects --------------------------------------------------------------------------------


@pytest.fixture
def polite(harbour: Server, tmp_path: Path) -> Polite:
    limits = read_wikibase(WIKIDATA).limits
    return Polite(
        harbour.query_url,
        contact="nobody@example.org",
        limits=limits,
        cache=Cache(tmp_path),
        rest=rest,
    )


def test_redirects_are_followed_with_a_guard(polite: Polite) -> None:
    asking = Asking(Rows(polite), read_wikibase(WIKIDATA))
    names = ("160", "161", "162", "163", "165", "169")
    found = follow((THEIRS + each for each in names), asking, Batches(polite))
    by_name = {iri.removeprefix(THEIRS): each for iri, each in found.items()}
    assert {name: each.iri for name, each in by_name.items()} == {
        "160": THEIRS + "160",
        "161": THEIRS + "160",
        "162": THEIRS + "160",
        "163": None,
        "165": None,
        "169": None,
    }
    assert by_name["162"].passed == (THEIRS + "162", THEIRS + "161")
    assert {name for name, each in by_name.items() if each.gone} == {"165", "169"}
    assert "in a circle" in str(by_name["163"].why)


# --- states, and going on -----------------------------------------------------------------------


def test_after_an_error_nothing_is_none(faulty_server: FaultyServer, tmp_path: Path) -> None:
    for act in (
        busy(),
        hang_up,
        reply(b"<html>", "text/html"),
        reply(b'{"head"', "application/json"),
        reply(b"", "text/plain", status=404),
    ):
        url = faulty_server.play(act)
        run = harbour_run(url, tmp_path)
        found = outcomes(run)
        assert {each.state for each in found.values()} == {"not asked"}
        assert all(each.why for each in found.values())
        assert (
            not (tmp_path / "state.json").exists()
            or json.loads((tmp_path / "state.json").read_text(encoding="utf-8"))["outcomes"] == []
        )


def test_a_run_that_was_cut_short_goes_on_and_asks_nothing_twice(
    harbour: Server, tmp_path: Path
) -> None:
    full = harbour_run(harbour.query_url, tmp_path / "full")
    (tmp_path / "full").mkdir()
    expected = outcomes(full)
    (needed,) = (each.requests for each in full.spent)
    (tmp_path / "cut").mkdir()
    states = []
    spent = 0
    found: dict[str, Outcome] = {}
    for _ in range(needed):
        run = harbour_run(harbour.query_url, tmp_path / "cut", budget=1)
        found = outcomes(run)
        spent += run.spent[0].requests
        states.append({each.state for each in found.values()})
    assert states[0] == {"not asked"}
    assert found == expected
    assert spent == needed


def test_what_is_known_is_not_asked_again_even_without_the_cache(
    harbour: Server, tmp_path: Path
) -> None:
    before = outcomes(harbour_run(harbour.query_url, tmp_path))
    run = harbour_run(harbour.query_url, tmp_path, cache=tmp_path / "other")
    assert outcomes(run) == before
    assert run.spent[0].requests == 0


def test_offline_works_from_the_cache_and_fails_loudly(harbour: Server, tmp_path: Path) -> None:
    before = outcomes(harbour_run(harbour.query_url, tmp_path))
    (tmp_path / "state.json").unlink()
    offline = harbour_run(harbour.query_url, tmp_path, offline=True, contact="")
    assert outcomes(offline) == before
    assert offline.spent[0].requests == 0
    (tmp_path / "state.json").unlink()
    other = tmp_path / "other"
    with pytest.raises(NotKeptError) as error:
        outcomes(harbour_run(harbour.query_url, tmp_path, offline=True, cache=other))
    assert str(error.value) == (
        f"{harbour.query_url}: offline, and the cache {other} has no answer to what is asked "
        "(SELECT ?item WHERE { ?item <http://www.wikidata.org/prop/direct/P31> ?class } LIMIT 1 …);"
        " run the command once without --offline"
    )
    assert not (tmp_path / "state.json").exists(), "what was not asked is not remembered"


@pytest.mark.parametrize(
    ("content", "words"),
    [("{", "no state"), ("[]", "no state"), ('{"format": 1, "outcomes": [{}]}', "no state")],
)
def test_a_state_that_is_none_is_named(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        Progress(path)


def test_a_state_of_another_format_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text('{"format": 0}', encoding="utf-8")
    assert Progress(path).find("x", "y") is None
    with pytest.raises(InputError, match="cannot be read"):
        Progress(tmp_path)


def test_an_endpoint_that_holds_something_else_is_refused(
    oxigraph_server: Server, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="no item there has a type"):
        outcomes(harbour_run(oxigraph_server.query_url, tmp_path))


def test_an_answer_about_something_else_is_no_answer(
    faulty_server: FaultyServer, tmp_path: Path
) -> None:
    """Each question refuses an answer that speaks of what was not asked, or not of all of it."""
    base = read_wikibase(WIKIDATA)

    def asked(*names: str) -> Asking:
        term = {"type": "uri", "value": THEIRS + "999"}
        body = {
            "head": {"vars": list(names)},
            "results": {"bindings": [dict.fromkeys(names, term)]},
        }
        url = faulty_server.play(reply(json.dumps(body).encode()))
        service = Polite(
            url,
            contact="nobody@example.org",
            limits=base.limits._replace(pause=0),
            cache=Cache(tmp_path),
            refresh=True,
        )
        return Asking(Rows(service), base)

    one = THEIRS + "1"
    name = ox.Literal("x", language="en")
    questions: list[tuple[tuple[str, ...], Callable[[Asking], object]]] = [
        (("name", "item"), lambda asking: asking.named([name])),
        (("property", "value", "item"), lambda asking: asking.stating([("P1", name)])),
        (("item", "target", "statements"), lambda asking: asking.whereabouts([one])),
        (("item", "role", "value"), lambda asking: asking.told([one])),
        (("start", "up", "label"), lambda asking: asking.above("above", [one])),
        (("place", "country"), lambda asking: asking.countries_of([one])),
    ]
    for names, question in questions:
        with pytest.raises(UnusableError, match="does not speak of what was asked"):
            question(asked(*names))
