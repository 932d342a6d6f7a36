"""When a graph is replaced: servers that are killed just then, full disks, large graphs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from threading import Timer
from time import monotonic

import pytest

from citygraph.pushing import push_graphs, read_receipt
from citygraph.pushing.states import PushError
from tests import pushed_city as city
from tests.cutting_proxy import CuttingProxy, Fault, cutting_proxy, place
from tests.servers import Server, serve_oxigraph, serve_virtuoso

TRIES = 2
FACTS = 3_000


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    serve = serve_oxigraph if request.param == "oxigraph" else serve_virtuoso
    with serve(tmp_path / "server") as running:
        yield running


def number_of(proxy: CuttingProxy, words: bytes) -> int:
    """The number of the last request whose body has these words."""
    return max(number for number, sent in enumerate(proxy.sent) if words in sent.body)


def test_a_server_that_is_killed_while_it_replaces_a_graph(server: Server, tmp_path: Path) -> None:
    old = city.write_city(tmp_path / "old", "old", facts=FACTS)
    new = city.write_city(tmp_path / "new", "new", facts=FACTS)
    either = [city.triples_of(source, city.FACTS) for source in (old, new)]
    random = Random("swap")  # noqa: S311 - no secret
    with cutting_proxy(server.query_url) as proxy:
        for graph in city.GRAPHS:
            city.put(server, graph, city.triples_of(old, graph))
        city.push_city(new, proxy.url, server, tmp_path / "counted.json")
        copying = number_of(proxy, b"COPY")
        began = monotonic()
        target = city.session(
            read_receipt(tmp_path / "counted.json"), city.base(server), server
        ).target
        target.remote.copy(city.FACTS, "urn:copied")
        took = monotonic() - began
        for number in range(TRIES):
            proxy.forget()
            for graph in city.GRAPHS:
                city.put(server, graph, city.triples_of(old, graph))
            killer = Timer(took * random.uniform(0.1, 0.9), server.kill)
            proxy.faults = {copying: Fault(reply_bytes=10**9, act=killer.start)}
            receipt = tmp_path / f"{number}.json"
            with pytest.raises(
                PushError, match=r"harbour>: (being replaced|replaced, not verified)"
            ):
                city.push_city(new, proxy.url, server, receipt)
            killer.join()
            server.start()
            assert city.held(server, city.FACTS) in either
            proxy.faults = {}
            push_graphs(new, city.session(read_receipt(receipt), proxy.url, server))
            assert city.held(server, city.FACTS) == either[1]
            assert city.staged(server) == []


def test_a_server_whose_disk_is_full(tmp_path: Path) -> None:
    """The server may write no file beyond a size, as if the disk ended there."""
    old = city.write_city(tmp_path / "old", "old")
    new = city.write_city(tmp_path / "new", "new", facts=20_000)
    folder = tmp_path / "server"
    with serve_oxigraph(folder) as roomy:
        for graph in city.GRAPHS:
            city.put(roomy, graph, city.triples_of(old, graph))
    receipt = tmp_path / "receipt.json"
    with (
        serve_oxigraph(folder, through=("prlimit", "--fsize=600000")) as cramped,
        cutting_proxy(cramped.query_url) as proxy,
    ):
        with pytest.raises(PushError, match=f"go on with  citygraph push --resume {receipt}"):
            city.push_city(new, proxy.url, cramped, receipt)
        cramped.stop()
        with serve_oxigraph(folder) as roomy:
            proxy.upstream = place(roomy.query_url)
            assert city.held(roomy, city.FACTS) == city.triples_of(old, city.FACTS)
            push_graphs(new, city.session(read_receipt(receipt), proxy.url, roomy))
            for graph in city.GRAPHS:
                assert city.held(roomy, graph) == city.triples_of(new, graph)
            assert city.staged(roomy) == []


def test_a_store_that_cuts_its_answers_is_read_in_parts(tmp_path: Path) -> None:
    source = city.write_city(tmp_path / "city", facts=2_500)
    with serve_virtuoso(tmp_path / "server", max_rows=1_000) as server:
        assert len(city.held(server, city.FACTS)) == 0
        receipt = city.push_city(source, city.base(server), server, tmp_path / "receipt.json")
        assert len(city.held(server, city.FACTS)) < 2_000  # which is what others get
        assert [each.state for each in receipt.graphs] == ["done", "done"]
        again = city.push_city(source, city.base(server), server, tmp_path / "again.json")
        assert [each.state for each in again.graphs] == ["unchanged", "unchanged"]


PUSH = """
import resource, sys
from citygraph.cli import main
code = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.exit(code)
"""


def test_memory_does_not_grow_with_the_graph(tmp_path: Path) -> None:
    """The benchmark does the same with a million facts."""
    peaks = {}
    with serve_oxigraph(tmp_path / "server") as server:
        for facts in (5_000, 40_000):
            city.write_city(tmp_path / str(facts), facts=facts)
            receipt = tmp_path / f"{facts}.json"
            words = ["push", city.base(server), "--store", "oxigraph", "--graph", city.FACTS]
            words += [
                "--data",
                str(tmp_path / str(facts)),
                "--receipt",
                str(tmp_path / f"{facts}.json"),
            ]
            done = subprocess.run(
                [sys.executable, "-c", PUSH, *words], capture_output=True, text=True, check=True
            )
            assert f"{facts + 1:,}" in done.stdout
            peaks[facts] = int(done.stdout.split()[-1])
            assert read_receipt(receipt).graphs[0].triples == facts + 1
    assert peaks[40_000] < 1.3 * peaks[5_000], peaks
