"""What is known before a run: links and rejections, also of items that have been merged since."""

from pathlib import Path

import pytest

from citygraph.linking import outcomes as kept
from tests.faulty_server import FaultyServer
from tests.harbour import THEIRS, harbour_run, outcomes, row
from tests.reconciling_service import CITY, service
from tests.triple_stores import Server


@pytest.mark.parametrize("item", ["160", "161", "162"])
def test_what_was_rejected_does_not_return_when_it_was_merged_into_another(
    harbour: Server, tmp_path: Path, item: str
) -> None:
    found = outcomes(harbour_run(harbour.query_url, tmp_path, row("moved", item, "rejected")))
    assert found["moved"].state == "none"
    assert found["moved"].why == "only what was rejected before was found"
    assert found["moved"].candidates == ()


def test_what_was_rejected_by_its_old_name_since_is_looked_up_again(
    faulty_server: FaultyServer, harbour: Server, tmp_path: Path
) -> None:
    """It was proposed by its new name, and is remembered so."""
    url = faulty_server.play(service(CITY))
    asked = {"sparql": harbour.query_url, "reconcile": url}
    before = outcomes(harbour_run("", tmp_path, **asked))["moved"]
    assert before.accepted is not None
    assert before.accepted.formerly == (THEIRS + "162", THEIRS + "161")
    no = row("moved", "162", "rejected")
    assert outcomes(harbour_run("", tmp_path, no, **asked))["moved"].candidates == ()


def test_a_linked_place_that_is_lost_leaves_open_what_belongs_to_it(
    harbour: Server, tmp_path: Path
) -> None:
    """Else nothing would be in the place, and a failure would look like an answer."""
    found = outcomes(harbour_run(harbour.query_url, tmp_path, row("city", "163", "checked")))
    assert found["north"].state == "not asked"
    assert found["north"].why == f"{THEIRS}163 redirects in a circle"
    assert found["land"].accepted is not None


def test_a_rejected_item_that_is_lost_leaves_its_thing_open(
    harbour: Server, tmp_path: Path
) -> None:
    found = outcomes(harbour_run(harbour.query_url, tmp_path, row("land", "163", "rejected")))
    assert [thing for thing, each in found.items() if each.state == "not asked"] == ["land"]


def test_what_belongs_to_a_place_is_looked_up_again_when_the_place_is_linked(
    harbour: Server, tmp_path: Path
) -> None:
    before = outcomes(harbour_run(harbour.query_url, tmp_path))
    assert before["north"].accepted is not None
    assert before["north"].accepted.item == THEIRS + "120"
    other = row("city", "123", "checked")
    after = outcomes(harbour_run(harbour.query_url, tmp_path, other))
    assert after["north"].accepted is not None
    assert after["north"].accepted.item == THEIRS + "122"
    assert after["land"] == before["land"]


def test_other_rules_remember_nothing(
    harbour: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes(harbour_run(harbour.query_url, tmp_path))
    same = harbour_run(harbour.query_url, tmp_path, cache=tmp_path / "empty")
    outcomes(same)
    assert same.spent[0].requests == 0
    monkeypatch.setattr(kept, "MARGIN", 0.5)
    changed = harbour_run(harbour.query_url, tmp_path, cache=tmp_path / "empty")
    outcomes(changed)
    assert changed.spent[0].requests > 0
