"""Pushes that are broken off at random points: each graph is the old one or the new one, always.

The points are requests, counted in a push that goes well. What goes wrong at each is a fault of the
line, of the server or of ourselves; afterwards the push goes on from its receipt and completes.
"""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from threading import Timer
from typing import NamedTuple

import pytest

from citygraph.pushing import Patience, Source, push_graphs, read_receipt, restore_graphs
from citygraph.pushing.states import PushError
from tests import pushed_city as city
from tests.command import TOOL
from tests.cutting_proxy import CuttingProxy, Fault, answer, cutting_proxy
from tests.servers import Server, serve_oxigraph, serve_virtuoso

_ALL = 10**9
POINTS = 4
"""How many points for each of the nine things that go wrong."""
WORDS = (r"/graph/harbour\.evidence>: [a-z]", r"/graph/harbour>: [a-z]")
"""What is said of each graph when a push fails: how far it is."""


class Scene(NamedTuple):
    """A store with an old city, a proxy before it, and a new city to push."""

    server: Server
    proxy: CuttingProxy
    old: Source
    new: Source
    folder: Path

    def begin(self) -> None:
        """Put the old city there, and nothing else."""
        self.proxy.forget()
        city.clear(self.server)
        for graph in city.GRAPHS:
            city.put(self.server, graph, city.triples_of(self.old, graph))

    def push(self, name: str, patience: Patience = city.AT_ONCE) -> None:
        city.push_city(self.new, self.proxy.url, self.server, self.folder / name, patience=patience)

    def requests(self) -> int:
        """How many requests a push takes that goes well."""
        self.begin()
        self.push("counted.json")
        return len(self.proxy.sent)

    def make_sure_that_nothing_is_mixed(self) -> None:
        for graph in city.GRAPHS:
            held = city.held(self.server, graph)
            assert held in (city.triples_of(self.old, graph), city.triples_of(self.new, graph))

    def resume(self, receipt: Path) -> None:
        """Go on, if there is something to go on from, and make sure that all is new."""
        self.proxy.faults = {}
        if receipt.exists():
            session = city.session(read_receipt(receipt), self.proxy.url, self.server)
            push_graphs(self.new, session)
        else:
            self.push(receipt.name)
        for graph in city.GRAPHS:
            assert city.held(self.server, graph) == city.triples_of(self.new, graph)
        assert city.staged(self.server) == []


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    serve = serve_oxigraph if request.param == "oxigraph" else serve_virtuoso
    with serve(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def scene(running: Server, tmp_path: Path) -> Iterator[Scene]:
    old = city.write_city(tmp_path / "old", "old", facts=1_500)
    new = city.write_city(tmp_path / "new", "new", facts=1_200)
    with cutting_proxy(running.query_url) as proxy:
        yield Scene(running, proxy, old, new, tmp_path)


def fault(kind: str, random: Random) -> Fault:
    """Something that goes wrong with a request."""
    return {
        "refused": Fault(),
        "request cut": Fault(request_part=random.uniform(0, 0.99)),
        "answer lost": Fault(reply_bytes=0),
        "answer cut": Fault(reply_bytes=random.randrange(1, 150)),
        "500": Fault(answer("500 Internal Server Error", body="broken")),
        "503": Fault(answer("503 Service Unavailable", "Retry-After: 600")),
        "507": Fault(answer("507 Insufficient Storage", body="disk full")),
    }[kind]


KINDS = ["refused", "request cut", "answer lost", "answer cut", "500", "503", "507"]


def seeded(name: str) -> Random:
    """Chance that is the same in each run."""
    return Random(name)  # noqa: S311 - no secret


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_or_a_server_that_fails_at_random_points(scene: Scene, kind: str) -> None:
    requests, random = scene.requests(), seeded(kind)
    assert requests > POINTS
    for number, point in enumerate(sorted(random.sample(range(requests), POINTS))):
        scene.begin()
        scene.proxy.faults = {point: fault(kind, random)}
        receipt = scene.folder / f"{number}.json"
        with pytest.raises(PushError) as caught:
            scene.push(receipt.name)
        said = str(caught.value)
        assert [bool(re.search(words, said)) for words in WORDS] == [True, True], said
        assert (f"--resume {receipt}" in said) == receipt.exists()
        scene.make_sure_that_nothing_is_mixed()
        scene.resume(receipt)


def test_a_push_that_is_killed_at_random_points(scene: Scene) -> None:
    requests = scene.requests()
    random = seeded("killed")
    for number, point in enumerate(sorted(random.sample(range(requests), POINTS))):
        scene.begin()
        receipt = scene.folder / f"{number}.json"
        words = [TOOL, "push", scene.proxy.url, "--store", scene.server.name]
        words += ["--data", str(scene.folder / "new"), "--receipt", str(receipt)]
        words += [word for graph in city.GRAPHS for word in ("--graph", graph)]
        auth = scene.server.auth
        shown = {"CITYGRAPH_AUTH": f"{auth.kind} {auth.user}:{auth.password}"} if auth else {}
        process = subprocess.Popen(
            words, env={**os.environ, **shown}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        scene.proxy.faults = {
            point: Fault(
                request_part=random.uniform(0, 0.99),
                act=lambda process=process: process.send_signal(signal.SIGKILL),  # type: ignore[misc]
            )
        }
        _, said = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL, said.decode()
        scene.make_sure_that_nothing_is_mixed()
        scene.resume(receipt)


def test_a_server_that_is_killed_at_random_points(scene: Scene) -> None:
    requests = scene.requests()
    random = seeded("server")
    for number, point in enumerate(sorted(random.sample(range(requests), POINTS))):
        scene.begin()

        delay = random.uniform(0, 0.05)  # when it has begun to work on the request
        killer = Timer(delay, scene.server.kill)
        scene.proxy.faults = {point: Fault(reply_bytes=_ALL, act=killer.start)}
        receipt = scene.folder / f"{number}.json"
        with suppress(PushError):  # a push that is quicker than the killer is complete
            scene.push(receipt.name)
        killer.join()
        scene.server.start()
        scene.make_sure_that_nothing_is_mixed()
        scene.resume(receipt)


def test_an_undoing_that_fails_at_random_points(scene: Scene) -> None:
    scene.begin()
    scene.push("pushed.json")
    scene.proxy.forget()
    receipt = scene.folder / "pushed.json"
    text = receipt.read_text()
    restore_graphs(city.session(read_receipt(receipt), scene.proxy.url, scene.server))
    requests = len(scene.proxy.sent)
    random = seeded("undoing")
    for point in sorted(random.sample(range(requests), POINTS)):
        receipt.write_text(text)
        scene.proxy.forget()
        for graph in city.GRAPHS:
            city.put(scene.server, graph, city.triples_of(scene.new, graph))
        scene.proxy.faults = {point: Fault(reply_bytes=0)}
        with pytest.raises(PushError, match=re.escape(f"--rollback {receipt}")):
            restore_graphs(city.session(read_receipt(receipt), scene.proxy.url, scene.server))
        scene.make_sure_that_nothing_is_mixed()
        scene.proxy.faults = {}
        restore_graphs(city.session(read_receipt(receipt), scene.proxy.url, scene.server))
        for graph in city.GRAPHS:
            assert city.held(scene.server, graph) == city.triples_of(scene.old, graph)
        assert city.staged(scene.server) == []


def test_with_patience_a_push_outlives_what_passes(scene: Scene) -> None:
    requests = scene.requests()
    scene.begin()
    busy = answer("503 Service Unavailable", "Retry-After: 0")
    passing = [Fault(busy), Fault(), Fault(reply_bytes=0)]
    writes = [number for number in range(requests) if number % 3 == 1]
    scene.proxy.faults = {number: passing[number % len(passing)] for number in writes}
    scene.push("patient.json", Patience(request=60, waiting=30, first=0.01))
    for graph in city.GRAPHS:
        assert city.held(scene.server, graph) == city.triples_of(scene.new, graph)
    assert city.staged(scene.server) == []
