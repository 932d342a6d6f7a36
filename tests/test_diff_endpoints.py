"""`citygraph diff` with stores behind an address: real ones, and one that breaks off."""

import pyoxigraph as ox
import pytest

import citygraph
from citygraph.home import open_home
from tests.command import Run
from tests.odd_store import Answered, Asked, odd_store

TOKYO = "https://w3id.org/citygraph/graph/tokyo"


@pytest.mark.parametrize("name", ["loaded_oxigraph", "loaded_virtuoso"])
def test_a_store_says_what_the_installed_files_say(
    run: Run, request: pytest.FixtureRequest, name: str
) -> None:
    url = request.getfixturevalue(name).query_url
    done = run("diff", "bundled", url, "--exit-code")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"no difference: bundled and {url} say the same")
    assert done.out.count("not compared: ") == 2  # the shapes and the ties, which are not there


def copied(store: ox.Store) -> ox.Store:
    made = ox.Store()
    made.extend(store)
    return made


@pytest.fixture(scope="module")
def tokyo() -> ox.Store:
    store = ox.Store()
    path = open_home().root / "data" / "tokyo.ttl"
    store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(TOKYO))
    return store


def test_what_a_store_lost_is_found_with_its_labels(tokyo: ox.Store) -> None:
    store = copied(tokyo)
    thing = ox.NamedNode("https://w3id.org/citygraph/id/tokyo/tokyo")
    code = ox.NamedNode("https://w3id.org/citygraph/ns#isoSubdivisionCode")
    [lost] = store.quads_for_pattern(thing, code, None, None)
    store.remove(lost)
    store.add(ox.Quad(thing, code, ox.Literal("JP-14"), lost.graph_name))
    path = open_home().root / "data" / "tokyo.ttl"
    with odd_store(store) as url:
        found = citygraph.diff(path, url, lang="ko")
    [change] = found.things
    assert (change.label, change.properties[0].label) == ("도쿄", "ISO 행정구역 코드")
    assert found.new.form == "endpoint"


def test_labels_of_what_did_not_change_are_asked_for(tokyo: ox.Store) -> None:
    store = copied(tokyo)
    governor = ox.NamedNode("https://w3id.org/citygraph/id/tokyo/governor")
    held = ox.NamedNode("http://www.w3.org/ns/org#heldBy")
    [lost] = store.quads_for_pattern(governor, held, None, None)
    store.remove(lost)
    with odd_store(tokyo) as old, odd_store(store) as new:
        found = citygraph.diff(old, new)
    [change] = found.things
    assert [each.label for each in change.properties[0].removed] == ["Koike Yuriko"]


def test_a_store_that_fails_is_neither_a_difference_nor_none(run: Run, tokyo: ox.Store) -> None:
    def failing(asked: Asked) -> Answered | None:
        broken = Answered(500, "text/plain", b"out of order")
        return broken if "CONSTRUCT" in asked.query else None

    with odd_store(tokyo, failing) as url:
        done = run("diff", "bundled", url, "--exit-code")
    assert (done.code, done.out) == (3, "")
    assert "out of order" in done.err


def test_a_store_without_our_graphs_is_no_empty_side(run: Run) -> None:
    with odd_store(ox.Store()) as url:
        done = run("diff", url, "bundled")
    assert (done.code, done.out) == (3, "")
    assert "holds none of citygraph's graphs" in done.err


def test_blank_nodes_of_a_store_are_named_by_content(tokyo: ox.Store) -> None:
    store = copied(tokyo)
    text = "<urn:s> <urn:p> [ <urn:q> ( 1 2 ) ] ."
    store.load(text.encode(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(TOKYO))
    again = copied(tokyo)
    again.load(text.encode(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(TOKYO))
    with odd_store(store) as old, odd_store(again) as new:
        assert not citygraph.diff(old, new)
