"""Validation of real servers: the same findings as in files, in every format, in bounded memory."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from citygraph.endpoint import RemoteGraph
from citygraph.validation import REPORT_FORMATS, validate, without_known, write_report
from citygraph.validation.fingerprints import fingerprints_of
from citygraph.vocabulary import city_prefixes, graph_iri
from tests.documents import ROOT, blocks, steps
from tests.many_cities import N_TRIPLES, put_cities
from tests.wrong_cities import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from citygraph.graph import CityGraph
    from citygraph.validation import Report
    from tests.command import Run
    from tests.goldens_option import Goldens
    from tests.servers import Server, Start

PREFIXED = city_prefixes(tuple(f"town-0{number}" for number in range(3)))


@pytest.fixture(params=["oxigraph", "virtuoso"])
def loaded(request: pytest.FixtureRequest) -> Server:
    """Give each of the servers that hold the bundled graph."""
    server: Server = request.getfixturevalue(f"loaded_{request.param}")
    return server


@contextmanager
def filled(server: Server, graphs: Mapping[str, str]) -> Iterator[Server]:
    """Let a server hold these graphs for a while."""
    for iri, text in graphs.items():
        server.put(iri, text.encode(), N_TRIPLES)
    yield server
    for iri in graphs:
        server.delete(iri)


@pytest.fixture(scope="module")
def oxigraph(oxigraph_server: Server, wrong: dict[str, str]) -> Iterator[Server]:
    """Give an Oxigraph with the cities that have mistakes."""
    with filled(oxigraph_server, wrong) as server:
        yield server


@pytest.fixture(scope="module")
def on_server(oxigraph: Server, wrong: dict[str, str]) -> Report:
    """What is found there."""
    return validate(RemoteGraph.open(oxigraph.query_url, graphs=[*wrong]))


def words(server: Server, wrong: Mapping[str, str]) -> list[str]:
    """Name a server and the graphs that are these tests' own on the command line."""
    return [
        *("validate", "--endpoint", server.query_url),
        *(word for iri in wrong for word in ("--graph", iri)),
    ]


def test_the_bundled_graph_conforms_on_a_server(loaded: Server, bundled: CityGraph) -> None:
    same(validate(bundled), validate(RemoteGraph.open(loaded.query_url)))


def test_mistakes_are_found_on_oxigraph_as_in_files(on_server: Report, found: Report) -> None:
    same(found, on_server)


def test_mistakes_are_found_on_virtuoso_as_in_files(
    virtuoso_server: Server, wrong: dict[str, str], found: Report
) -> None:
    with filled(virtuoso_server, wrong) as server:
        same(found, validate(RemoteGraph.open(server.query_url, graphs=[*wrong])))


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_every_format_names_graphs_and_no_lines(
    on_server: Report, found: Report, form: str
) -> None:
    text = write_report(on_server, form)
    marks = {
        "text": "\n  graph: https://",
        "json": '"file": "https://',
        "turtle": "a sh:ValidationResult",
        "sarif": '"uri": "https://w3id.org/citygraph/graph/',
        "junit": "<failure ",
        "github": "%0Agraph: https://",
    }
    assert text.count(marks[form]) == len(found.findings)
    if form == "json":
        assert {each["line"] for each in json.loads(text)} == {None}
    if form == "sarif":
        (run,) = json.loads(text)["runs"]
        places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
        assert {"uriBaseId" in each["artifactLocation"] for each in places} == {False}
    assert " file=" not in text
    assert " line=" not in text


def test_the_command_line_on_a_server(
    run: Run, oxigraph: Server, wrong: dict[str, str], on_server: Report, tmp_path: Path
) -> None:
    kept = tmp_path / "known.json"
    asked = words(oxigraph, wrong)
    done = run(*asked, "-f", "json", "-o", str(kept))
    assert (done.code, done.out) == (1, "")
    assert kept.read_text("utf-8") == write_report(on_server, "json", prefixes=PREFIXED)
    again = run(*asked, "--baseline", str(kept))
    assert again.code == 0
    count = len(on_server.findings)
    assert f"left out: {count}; in the baseline and found no more: 0" in again.out
    (first, *_) = json.loads(kept.read_text("utf-8"))
    explained = run(*asked, "--explain", first["fingerprint"], "--lang", "ja")
    assert explained.code == 0
    assert f"\n  グラフ: {first['file']}\n" in explained.out


def test_a_baseline_of_files_holds_on_a_server(on_server: Report, found: Report) -> None:
    known = frozenset(fingerprints_of(found))
    assert without_known(on_server, known).findings == ()


def test_a_graph_without_focus_nodes_is_named(run: Run, oxigraph: Server) -> None:
    empty, sources = graph_iri("nothing-of-ours"), graph_iri("sources")
    oxigraph.put(empty, b"<urn:a> <urn:b> <urn:c> .", N_TRIPLES)
    done = run(*words(oxigraph, dict.fromkeys((empty, sources), "")))
    oxigraph.delete(empty)
    assert f"{empty}: no focus node: nothing in this graph was checked\n" in done.err
    assert f"{sources}: " not in done.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["mine.ttl"], "--endpoint and files: ask one of them; "),
        (["--data", "mine.ttl"], "--endpoint and --data: ask one of them; "),
        (["--severity", "fatal"], "--severity fatal: expected one of info, warning, violation"),
    ],
)
def test_what_makes_no_sense_with_an_endpoint(
    run: Run, oxigraph_server: Server, more: list[str], said: str
) -> None:
    done = run("validate", "--endpoint", oxigraph_server.query_url, *more)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"citygraph: {said}")


def test_a_server_that_fails_is_no_verdict(run: Run) -> None:
    done = run("validate", "--endpoint", "http://127.0.0.1:1/query")
    assert (done.code, done.out) == (3, "")


HOW_TO = ROOT / "docs" / "how-to" / "check-a-store.md"


def test_the_document_shows_what_is_printed(
    run: Run, oxigraph_server: Server, goldens: Goldens
) -> None:
    (turtle,), (shown,) = blocks(HOW_TO, "turtle"), blocks(HOW_TO, "text")
    (step,) = steps(shown)
    bay = graph_iri("bay")
    oxigraph_server.put(bay, turtle.text.encode())
    asked = step.command.replace("http://127.0.0.1:7878/query", oxigraph_server.query_url)
    done = run(*asked.split()[1:])
    oxigraph_server.delete(bay)
    assert done.code == 1
    text = HOW_TO.read_text("utf-8").replace(shown.text, step.shown + done.out)
    goldens.check(HOW_TO, text)


PROGRAM = """
import resource, sys
from citygraph.endpoint import RemoteGraph
from citygraph.validation import validate
report = validate(RemoteGraph.open(sys.argv[1]))
print(report.focus_nodes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_store(start_oxigraph: Start, tmp_path: Path) -> None:
    """Ten cities take at most a tenth more than two, though they hold five times as much."""
    nodes, peaks = {}, {}
    for count in (2, 10):
        server = start_oxigraph(tmp_path / str(count))
        put_cities(server, count)
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, server.query_url],
            capture_output=True,
            check=True,
            text=True,
        )
        nodes[count], peaks[count] = map(int, done.stdout.split())
        server.stop()
    assert nodes[10] > 3 * nodes[2]
    assert peaks[10] <= 1.1 * peaks[2], peaks
