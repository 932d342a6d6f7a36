"""Answers that are kept: found again, never trusted when damaged, and enough to work offline."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from citygraph.errors import InputError
from citygraph.linking.cache import Cache
from citygraph.linking.polite import NotKeptError
from citygraph.linking.rows import Rows
from citygraph.linking.wikibase import Limits
from tests.faulty_server import FaultyServer, hang_up
from tests.polite_client import QUERY, Opening


def test_what_was_answered_is_not_asked_again(client: Opening, faulty_server: FaultyServer) -> None:
    before = Rows(client()).select(QUERY)
    polite = client(hang_up)
    assert Rows(polite).select(QUERY) == before
    assert polite.spent == (0, Limits().requests, 1)
    assert not faulty_server.heard


def test_refreshing_asks_again(client: Opening, faulty_server: FaultyServer) -> None:
    Rows(client()).select(QUERY)
    Rows(client(refresh=True)).select(QUERY)
    assert len(faulty_server.heard) == 1


def test_offline_answers_from_the_cache_and_fails_loudly_on_a_miss(
    client: Opening, faulty_server: FaultyServer
) -> None:
    Rows(client()).select(QUERY)
    polite = client(offline=True, contact="")
    assert Rows(polite).select(QUERY).rows
    with pytest.raises(NotKeptError, match=r"offline, and the cache .* has no answer"):
        Rows(polite).select("SELECT ?n { VALUES ?n { 2 } }")
    assert not faulty_server.heard


def test_another_service_has_answers_of_its_own(client: Opening, tmp_path: Path) -> None:
    Rows(client()).select(QUERY)
    assert Cache(tmp_path / "cache").find("https://example.org/sparql", QUERY) is None


def test_a_key_in_the_address_is_not_kept_and_tells_services_apart(tmp_path: Path) -> None:
    url = "https://example.org/sparql?key="
    kept = Cache(tmp_path)
    kept.keep(f"{url}secret", "ASK {}", b"{}")
    assert kept.find(f"{url}secret", "ASK {}") is not None
    assert kept.find(f"{url}another", "ASK {}") is None
    (file,) = tmp_path.glob("answers/*/*.json")
    assert "secret" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", ["cut", "edited", "format", "list"])
def test_a_damaged_file_is_no_answer(client: Opening, tmp_path: Path, damage: str) -> None:
    polite = client()
    Rows(polite).select(QUERY)
    (path,) = (tmp_path / "cache" / "answers").rglob("*.json")
    said = json.loads(path.read_text(encoding="utf-8"))
    assert said["asked"].startswith(str(datetime.now(UTC).year))
    assert said["version"]
    path.write_text(
        {
            "cut": path.read_text(encoding="utf-8")[:-9],
            "edited": json.dumps({**said, "body": said["body"] + " "}),
            "format": json.dumps({**said, "format": 0}),
            "list": "[]",
        }[damage],
        encoding="utf-8",
    )
    assert polite.cache.find(polite.url, QUERY) is None


def test_remembered_sizes_that_are_none_are_forgotten(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.remember_sizes("urn:x", {"a": 3, "b": 0})
    assert cache.sizes("urn:x") == {"a": 3}
    (path,) = (tmp_path / "sizes").iterdir()
    path.write_text("[1]", encoding="utf-8")
    assert cache.sizes("urn:x") == {}


def test_a_cache_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="the cache cannot be kept there"):
        Cache(tmp_path / "file").keep("urn:x", "q", b"{}")
