"""Pushing to real stores: what arrives, what a second push writes, drift, and undoing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from citygraph.errors import InputError
from citygraph.pushing import (
    Session,
    find_drift,
    graphs_in_order,
    new_receipt,
    open_source,
    open_target,
    push_graphs,
    read_receipt,
    restore_graphs,
)
from citygraph.pushing.states import PushError
from tests import pushed_city as city
from tests.cutting_proxy import CuttingProxy, Fault, answer, cutting_proxy
from tests.servers import Server

KINDS = ["oxigraph", "virtuoso"]


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    found: Server = request.getfixturevalue(f"{request.param}_server")
    city.clear(found)
    yield found
    city.clear(found)


@pytest.fixture
def proxy(server: Server) -> Iterator[CuttingProxy]:
    with cutting_proxy(server.query_url) as found:
        yield found


def test_what_arrives_is_what_was_sent_and_nothing_else(server: Server, tmp_path: Path) -> None:
    source = city.write_city(tmp_path / "city", facts=5_000)
    receipt = city.push_city(source, city.base(server), server, tmp_path / "receipt.json")
    for graph in city.GRAPHS:
        assert city.held(server, graph) == city.triples_of(source, graph)
    assert city.staged(server) == []
    assert [each.state for each in receipt.graphs] == ["done", "done"]
    assert [each.before for each in receipt.graphs] == [None, None]


def test_evidence_is_written_before_facts(
    server: Server, proxy: CuttingProxy, tmp_path: Path
) -> None:
    source = city.write_city(tmp_path / "city")
    receipt = city.push_city(source, proxy.url, server, tmp_path / "receipt.json")
    assert [each.graph for each in receipt.graphs] == [city.EVIDENCE, city.FACTS]
    copies = [each.body.decode() for each in proxy.sent if b"COPY" in each.body]
    assert ["evidence" in each for each in copies] == [True, False]


def test_a_second_push_writes_nothing(server: Server, proxy: CuttingProxy, tmp_path: Path) -> None:
    source = city.write_city(tmp_path / "city")
    city.push_city(source, proxy.url, server, tmp_path / "first.json")
    assert proxy.writes
    proxy.forget()
    again = city.push_city(source, proxy.url, server, tmp_path / "second.json")
    assert proxy.sent
    assert proxy.writes == []
    assert [each.state for each in again.graphs] == ["unchanged", "unchanged"]
    assert not again.path.exists()


def test_drift_is_found_and_nothing_is_written(
    server: Server, proxy: CuttingProxy, tmp_path: Path
) -> None:
    source = city.write_city(tmp_path / "city")
    receipt = city.push_city(source, proxy.url, server, tmp_path / "receipt.json")
    proxy.forget()
    target = city.session(receipt, proxy.url, server).target
    assert [each.equal for each in find_drift(source, city.GRAPHS, target)] == [True, True]
    server.put(city.FACTS, b'<urn:a> <urn:b> "c" .')
    server.delete(city.EVIDENCE)
    found = list(find_drift(source, city.GRAPHS, target))
    assert [(each.state, each.held) for each in found] == [("absent", 0), ("differs", 1)]
    assert found[1].comparison is not None
    assert (found[1].comparison.missing, found[1].comparison.extra) == (41, 1)
    assert proxy.writes == []


def test_what_was_there_comes_back(server: Server, tmp_path: Path) -> None:
    url = city.base(server)
    old = city.write_city(tmp_path / "old", "old", facts=3_000)
    city.push_city(old, url, server, tmp_path / "old.json")
    server.delete(city.EVIDENCE)
    new = city.write_city(tmp_path / "city")
    receipt = city.push_city(new, url, server, tmp_path / "new.json")
    assert city.held(server, city.FACTS) == city.triples_of(new, city.FACTS)
    assert [each.before is None for each in receipt.graphs] == [True, False]
    for _ in range(2):  # the second time there is nothing to do
        restore_graphs(city.session(read_receipt(tmp_path / "new.json"), url, server))
        assert city.held(server, city.FACTS) == city.triples_of(old, city.FACTS)
        assert city.held(server, city.EVIDENCE) == frozenset()
        assert city.staged(server) == []
    states = [each.state for each in read_receipt(tmp_path / "new.json").graphs]
    assert states == ["restored", "restored"]


def test_what_somebody_else_wrote_is_not_undone(server: Server, tmp_path: Path) -> None:
    source = city.write_city(tmp_path / "city")
    receipt = city.push_city(source, city.base(server), server, tmp_path / "receipt.json")
    server.put(city.FACTS, b'<urn:a> <urn:b> "c" .')
    with pytest.raises(PushError, match="somebody else has changed it since it was pushed"):
        restore_graphs(city.session(receipt, city.base(server), server))
    assert city.held(server, city.FACTS) == {'<urn:a> <urn:b> "c" .\n'}


def test_a_kept_graph_that_was_damaged_restores_nothing(server: Server, tmp_path: Path) -> None:
    server.put(city.FACTS, b'<urn:a> <urn:b> "c" .')
    source = city.write_city(tmp_path / "city")
    receipt = city.push_city(source, city.base(server), server, tmp_path / "receipt.json")
    kept = receipt.folder / "1.nt.gz"
    kept.write_bytes(kept.read_bytes()[:-9])
    with pytest.raises(InputError, match=r"1\.nt\.gz: cannot be read"):
        restore_graphs(city.session(receipt, city.base(server), server))
    assert city.held(server, city.FACTS) == city.triples_of(source, city.FACTS)


def test_rewritten_literals_are_listed(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    city.write_city(folder)
    with (folder / "harbour.ttl").open("a", encoding="utf-8") as file:
        file.write("<urn:a> <urn:b> 15800000000, 007, 1.50, 1 .\n")
    source = open_source(folder)
    receipt = city.push_city(source, city.base(server), server, tmp_path / "receipt.json")
    xsd = "http://www.w3.org/2001/XMLSchema#"
    expected = {
        (f'"007"^^<{xsd}integer>', f'"7"^^<{xsd}integer>'),
        (f'"1.50"^^<{xsd}decimal>', f'"1.5"^^<{xsd}decimal>'),
    }
    listed = json.loads((tmp_path / "receipt.json").read_text())["graphs"][1]["rewritten"]
    assert {(each["sent"], each["kept"]) for each in listed} == expected
    assert {each["triples"] for each in listed} == {1}
    assert receipt.graphs[1].stored != receipt.graphs[1].sha256
    again = city.push_city(source, city.base(server), server, tmp_path / "again.json")
    assert [each.state for each in again.graphs] == ["unchanged", "unchanged"]


def test_blank_nodes_are_compared_by_their_place(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    city.write_city(folder)
    with (folder / "harbour.ttl").open("a", encoding="utf-8") as file:
        file.write('<urn:a> <urn:b> [ <urn:c> "1" , " _:x ." ; <urn:d> [ <urn:c> "2" ] ] .\n')
    source, url = open_source(folder), city.base(server)
    receipt = city.push_city(source, url, server, tmp_path / "receipt.json")
    assert [each.state for each in receipt.graphs] == ["done", "done"]
    again = city.push_city(source, url, server, tmp_path / "again.json")
    assert [each.state for each in again.graphs] == ["unchanged", "unchanged"]
    restore_graphs(city.session(receipt, url, server))
    assert city.held(server, city.FACTS) == frozenset()


def test_blank_nodes_cannot_be_sent_by_updates(oxigraph_server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    city.write_city(folder)
    with (folder / "harbour.ttl").open("a", encoding="utf-8") as file:
        file.write("<urn:a> <urn:b> [] .\n")
    source, update = open_source(folder), oxigraph_server.update_url
    target = open_target(
        oxigraph_server.query_url, store="update", update_url=update, patience=city.AT_ONCE
    )
    receipt = new_receipt(update, "update", [city.FACTS], tmp_path / "receipt.json")
    with pytest.raises(InputError, match="a graph with blank nodes cannot be sent by updates"):
        push_graphs(source, Session(receipt, target))
    assert city.held(oxigraph_server, city.FACTS) == frozenset()


def test_budgets_in_yen_stay_integers(server: Server, tmp_path: Path) -> None:
    """Virtuoso makes decimals of large integers, unless they are sent as it likes them."""
    source = open_source()
    graphs = graphs_in_order(source)
    receipt = new_receipt(city.base(server), server.name, graphs, tmp_path / "receipt.json")
    push_graphs(source, city.session(receipt, city.base(server), server))
    assert [each.rewritten for each in receipt.graphs] == [[]] * len(graphs)
    assert [each.stored for each in receipt.graphs] == [each.sha256 for each in receipt.graphs]
    budgets = [line for line in city.held(server, graphs[-1]) if '"15800000000"' in line]
    assert [line.endswith("XMLSchema#integer> .\n") for line in budgets] == [True]
    restore_graphs(city.session(receipt, city.base(server), server))
    assert city.held(server, graphs[-1]) == frozenset()


def test_what_a_store_changes_beyond_its_writing_is_refused(
    virtuoso_server: Server, tmp_path: Path
) -> None:
    city.clear(virtuoso_server)
    virtuoso_server.put(city.FACTS, b'<urn:a> <urn:b> "c" .')
    folder = tmp_path / "city"
    city.write_city(folder)
    with (folder / "harbour.ttl").open("a", encoding="utf-8") as file:
        file.write(
            '<urn:a> <urn:b> "POINT(139.69171234567 35.6895)"'
            "^^<http://www.opengis.net/ont/geosparql#wktLiteral> .\n"
        )
    source = open_source(folder)
    with pytest.raises(PushError, match="did not keep what was sent: 1 triples are missing and 1"):
        city.push_city(source, city.base(virtuoso_server), virtuoso_server, tmp_path / "r.json")
    assert city.held(virtuoso_server, city.FACTS) == {'<urn:a> <urn:b> "c" .\n'}
    assert city.staged(virtuoso_server) == []
    city.clear(virtuoso_server)


@pytest.mark.parametrize("store", ["gsp", "update"])
def test_the_bare_protocols_do(oxigraph_server: Server, tmp_path: Path, store: str) -> None:
    city.clear(oxigraph_server)
    url = oxigraph_server.store_url if store == "gsp" else oxigraph_server.query_url
    update = oxigraph_server.update_url if store == "update" else None
    target = open_target(url, store=store, update_url=update, patience=city.AT_ONCE)
    old = city.write_city(tmp_path / "old", "old", facts=4_100)
    new = city.write_city(tmp_path / "city")
    for name, source in (("old", old), ("new", new)):
        graphs = graphs_in_order(source, "all", city.GRAPHS)
        receipt = new_receipt(url, store, graphs, tmp_path / f"{name}.json")
        push_graphs(source, Session(receipt, target))
        assert city.held(oxigraph_server, city.FACTS) == city.triples_of(source, city.FACTS)
    restore_graphs(Session(read_receipt(tmp_path / "new.json"), target))
    assert city.held(oxigraph_server, city.FACTS) == city.triples_of(old, city.FACTS)
    assert city.staged(oxigraph_server) == []
    city.clear(oxigraph_server)


@pytest.mark.parametrize("undoing", [False, True])
def test_a_put_that_left_a_mixture_is_completed_or_undone(
    oxigraph_server: Server, tmp_path: Path, *, undoing: bool
) -> None:
    """What a PUT that is not atomic leaves is neither old nor new, and is ours to mend."""
    city.clear(oxigraph_server)
    old = frozenset({'<urn:a> <urn:b> "old" .\n'})
    city.put(oxigraph_server, city.FACTS, old)
    source = city.write_city(tmp_path / "city")
    with cutting_proxy(oxigraph_server.query_url) as proxy:
        store = proxy.url + "/store"
        receipt = new_receipt(store, "gsp", [city.FACTS], tmp_path / "receipt.json")
        session = Session(receipt, open_target(store, store="gsp", patience=city.AT_ONCE))
        proxy.faults = {3: Fault(answer("500 Internal Server Error"))}  # the PUT to the target
        with pytest.raises(PushError, match="being replaced"):
            push_graphs(source, session)
        mixture = frozenset([*old, *list(city.triples_of(source, city.FACTS))[:9]])
        city.put(oxigraph_server, city.FACTS, mixture)
        proxy.faults = {}
        if undoing:
            restore_graphs(session)
        else:
            push_graphs(source, session)
    expected = old if undoing else city.triples_of(source, city.FACTS)
    assert city.held(oxigraph_server, city.FACTS) == expected
    assert city.staged(oxigraph_server) == []
    city.clear(oxigraph_server)


def test_no_receipt_holds_a_secret(virtuoso_server: Server, tmp_path: Path) -> None:
    city.clear(virtuoso_server)
    virtuoso_server.put(city.FACTS, b'<urn:a> <urn:b> "c" .')
    source = city.write_city(tmp_path / "city")
    url = f"{city.base(virtuoso_server)}?key=hush"
    city.push_city(source, url, virtuoso_server, tmp_path / "receipt.json")
    text = (tmp_path / "receipt.json").read_text()
    assert virtuoso_server.auth is not None
    for secret in (virtuoso_server.auth.password, virtuoso_server.auth.user, "hush"):
        assert secret not in text
    city.clear(virtuoso_server)
