"""Only what answers a question is kept; what was kept and cannot be read is asked for again."""

import json
from pathlib import Path

import pytest

from citygraph.errors import InputError
from citygraph.home import find_root
from citygraph.linking.cache import Cache
from citygraph.linking.polite import UnusableError
from citygraph.linking.wikibase import Wikibase, read_wikibase
from tests.faulty_server import FaultyServer
from tests.harbour import THEIRS
from tests.sparql_answers import asking, rows
from tests.triple_stores import Server

ITEM = THEIRS + "160"


@pytest.fixture
def wikibase() -> Wikibase:
    return read_wikibase(find_root() / "mappings" / "wikidata.toml")


def test_an_answer_about_something_else_is_not_kept(
    faulty_server: FaultyServer, tmp_path: Path, wikibase: Wikibase
) -> None:
    land = THEIRS + "100"
    url = faulty_server.play(rows({"place": THEIRS + "999", "country": land}))
    with pytest.raises(UnusableError, match="does not speak of what was asked"):
        asking(url, wikibase, tmp_path).countries_of([ITEM])
    faulty_server.play(rows({"place": ITEM, "country": land}))
    for offline in (False, True):  # the right one is
        found = asking(url, wikibase, tmp_path, offline=offline).countries_of([ITEM])
        assert found == {ITEM: frozenset({land})}


def test_an_endpoint_that_was_filled_since_is_asked_again(
    faulty_server: FaultyServer, tmp_path: Path, wikibase: Wikibase
) -> None:
    url = faulty_server.play(rows(head=("item",)))
    secret = f"{url}?key=secret"
    with pytest.raises(InputError) as error:
        asking(secret, wikibase, tmp_path).check_shape()
    assert str(error.value) == (
        f"{url}: no item there has a type by <http://www.wikidata.org/prop/direct/P31>: check the "
        "address, and page, direct and properties.type in the configuration"
    )
    faulty_server.play(rows({"item": ITEM}))
    asking(secret, wikibase, tmp_path).check_shape()


def test_what_was_kept_and_cannot_be_read_is_asked_for_again(
    faulty_server: FaultyServer, tmp_path: Path, wikibase: Wikibase
) -> None:
    url = faulty_server.play(rows({"place": ITEM, "country": THEIRS + "100"}))
    asking(url, wikibase, tmp_path).countries_of([ITEM])
    (path,) = tmp_path.glob("answers/*/*.json")
    kept = json.loads(path.read_text(encoding="utf-8"))
    Cache(tmp_path).keep(url, kept["question"], b"{}")  # as of a version that read it otherwise
    with pytest.raises(UnusableError, match="the answer cannot be used"):
        asking(url, wikibase, tmp_path, offline=True).countries_of([ITEM])
    asking(url, wikibase, tmp_path).countries_of([ITEM])
    assert json.loads(path.read_text(encoding="utf-8"))["body"] == kept["body"]


def test_where_no_property_of_countries_is_configured_none_is_asked_for(
    harbour: Server, tmp_path: Path, wikibase: Wikibase
) -> None:
    bare = {**wikibase.properties, "country": (), "within": ()}
    made = asking(harbour.query_url, wikibase._replace(properties=bare), tmp_path)
    assert made.countries_of([ITEM]) == {ITEM: frozenset()}
    assert made.above("within", [ITEM])[ITEM][0] == {ITEM}
