"""Validation of stores: the same findings as in files, one city at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from citygraph.answers import Truth
from citygraph.endpoint import RemoteGraph
from citygraph.errors import InputError, RemoteError
from citygraph.graph import CityGraph
from citygraph.validation import REPORT_FORMATS, validate, without_known, write_report
from citygraph.validation.by_city import portions, validate_by_city
from citygraph.validation.fingerprints import fingerprints_of
from citygraph.vocabulary import city_prefixes, graph_iri
from tests.documents import ROOT, blocks, steps
from tests.many_cities import CG, N_TRIPLES, SPACE, every_graph, put_cities, write_dataset
from tests.shacl import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from citygraph.answers import Result
    from citygraph.home import Home
    from citygraph.validation import Report
    from tests.command import Run
    from tests.evidence_city import Folder
    from tests.goldens_option import Goldens
    from tests.servers import Server, Start

FIRST, SECOND = graph_iri("town-00"), graph_iri("town-01")
PREFIXED = city_prefixes(tuple(f"town-0{number}" for number in range(3)))
TOWN = f"<{SPACE}town-00/tokyo>"


class Watched:
    """A graph that says which graphs were read whole, and how many queries were asked.

    It has no files, so it is validated as a store is.
    """

    def __init__(self, graph: CityGraph) -> None:
        self._graph = graph
        self.read: list[str] = []
        self.asked: list[str] = []

    @property
    def home(self) -> Home:
        """Where the shapes are."""
        return self._graph.home

    @property
    def graphs(self) -> tuple[str, ...]:
        """The graphs of the files."""
        return self._graph.graphs

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Those of the files."""
        return self._graph.prefixes

    def query(
        self, text: str, *, own_dataset: bool = False, timeout: float | None = None
    ) -> Result:
        """Ask the graph."""
        self.asked.append(text)
        return self._graph.query(text, own_dataset=own_dataset, timeout=timeout)

    def triples(self, graph: str) -> Iterator[object]:
        """Read a graph."""
        self.read.append(graph)
        return self._graph.triples(graph)


def keys(report: Report) -> set[tuple[object, ...]]:
    return {(*each.key, str(each.shape)) for each in report.findings}


def same(files: Report, store: Report) -> None:
    """See that two reports say the same, but for places and lines."""
    assert keys(store) == keys(files)
    assert len(store.findings) == len(files.findings)
    assert store.focus_nodes == files.focus_nodes
    assert store.constraints == files.constraints
    assert store.idle_shapes == files.idle_shapes
    assert store.labels == files.labels
    messages = [
        {(each.key, each.messages, each.present) for each in report.findings}
        for report in (files, store)
    ]
    assert messages[0] == messages[1]
    assert {each.line for each in store.findings} <= {None}


def spoilt(graphs: dict[str, str]) -> dict[str, str]:
    """Make mistakes of every kind that other graphs have a part in."""
    first = graphs[FIRST]
    for old, new in (
        (f"{TOWN} <{CG}inCountry> <{SPACE}japan>", f'{TOWN} <{CG}inCountry> "Japan"'),
        (f"<{SPACE}town-00/goal-safe-city> <{CG}hasSubGoal>", f"{TOWN} <{CG}hasSubGoal>"),
        (
            f"{TOWN} <{CG}officialName>",
            f"{TOWN} <{CG}inCity> <{SPACE}town-01/goal-lent> .\n{TOWN} <{CG}officialName>",
        ),
    ):
        assert old in first, old
        first = first.replace(old, new)
    second = graphs[SECOND].replace(f"<{SPACE}japan> <{CG}capital>", f"<{SPACE}japan> <{CG}rank>")
    assert second != graphs[SECOND]
    return graphs | {FIRST: first, SECOND: second}


@pytest.fixture(scope="module")
def wrong() -> dict[str, str]:
    """Three cities, two of them with mistakes."""
    return spoilt(every_graph(3))


@pytest.fixture(scope="module")
def in_files(wrong: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> CityGraph:
    """The same as one file."""
    folder = tmp_path_factory.mktemp("wrong")
    return CityGraph.load(write_dataset(folder / "all.nq", wrong.items()))


@pytest.fixture(scope="module")
def found(in_files: CityGraph) -> Report:
    """What is found in the file."""
    report = validate(in_files)
    assert len({each.component for each in report.findings}) > 5
    return report


# --- a store in this process ---------------------------------------------------------------------


def test_the_bundled_graph_conforms(bundled: CityGraph) -> None:
    same(validate(bundled), validate_by_city(bundled))


def test_cities_that_speak_of_one_another(in_files: CityGraph, found: Report) -> None:
    store = Watched(in_files)
    report = validate(store)  # type: ignore[arg-type]
    same(found, report)
    assert report.remote
    assert sorted(store.read) == sorted(in_files.graphs), "each graph is read once"
    assert {each.file for each in report.findings} <= set(in_files.graphs)


def test_a_finding_names_the_graph_that_holds_the_value(in_files: CityGraph) -> None:
    report = validate_by_city(in_files)
    by_value = {str(each.value): each for each in report.findings if "Class" in each.component}
    assert by_value['"Japan"'].file == FIRST
    claims = [each for each in report.findings if "ClaimWithoutFact" in each.component]
    assert {each.file for each in claims} == {
        graph_iri(f"town-0{number}.evidence") for number in range(3)
    }


OWN_SHAPES = f"""{PREFIXES}
@prefix cg: <{CG}> .
@prefix schema: <https://schema.org/> .
ex:country a sh:NodeShape ; sh:targetClass cg:City ;
    sh:property [ sh:path cg:inCountry ; sh:class schema:Country ] .
ex:goal a sh:NodeShape ; sh:targetClass cg:Goal ;
    sh:property [ sh:path [ sh:inversePath cg:hasSubGoal ] ; sh:maxCount 0 ] .
"""


def test_both_engines_find_the_same_in_a_store(in_files: CityGraph, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(OWN_SHAPES, encoding="utf-8")
    ours, theirs = (
        validate(Watched(in_files), shapes=[shapes], engine=engine)  # type: ignore[arg-type]
        for engine in ("citygraph", "pyshacl")
    )
    assert keys(ours) == keys(theirs) == keys(validate(in_files, shapes=[shapes]))
    assert {str(each.focus) for each in ours.findings} >= {TOWN, f"<{SPACE}town-02/goal-lent>"}
    assert (ours.engine, theirs.engine) == ("citygraph", "pyshacl")


COUNTEREXAMPLES = sorted((ROOT / "tests" / "graph" / "counterexamples").glob("*/*.ttl"))


@pytest.mark.parametrize("case", COUNTEREXAMPLES[::60], ids=lambda path: path.stem)
def test_counterexamples_beside_a_city(case: Path, tmp_path: Path) -> None:
    """A counter-example that becomes the graph of a second city is found wrong as in files."""
    path = tmp_path / "second.ttl"
    path.write_text(case.read_text("utf-8"), encoding="utf-8")
    data = ROOT / "data"
    graph = CityGraph.load(path, *(data / f"{name}.ttl" for name in ("tokyo", "sources")))
    same(validate(graph), validate_by_city(graph))


def test_portions() -> None:
    data = ROOT / "data"
    graph = CityGraph.load(*sorted(data.glob("tokyo*.ttl")), data / "sources.ttl")
    first, tokyo = portions(graph)
    assert tokyo.graphs == (graph_iri("tokyo"), graph_iri("tokyo.evidence"))
    assert graph_iri("sources") in first.graphs
    assert graph_iri("citygraph") in first.graphs


def test_a_store_without_the_ontology_is_checked_with_the_installed_one(
    in_files: CityGraph, found: Report
) -> None:
    class Bare(Watched):
        @property
        def graphs(self) -> tuple[str, ...]:
            return tuple(iri for iri in super().graphs if iri not in in_files.home.installed)

    store = Bare(in_files)
    report = validate_by_city(store)  # type: ignore[arg-type]
    assert keys(report) == keys(found)
    assert set(store.read).isdisjoint(in_files.home.installed)


def test_nothing_to_check_is_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    graph = CityGraph.load(path)

    class Bare(Watched):
        graphs = (graph_iri("x"),)

    with pytest.raises(InputError, match=r"^no focus node: no shape is about anything in these"):
        validate_by_city(Bare(graph))  # type: ignore[arg-type]


def test_shapes_of_ones_own_may_be_wrong(bundled: CityGraph, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(f"{PREFIXES} ex:s a sh:NodeShape ; sh:minCoutn 1 .", encoding="utf-8")
    with pytest.raises(InputError, match=r"^the shapes cannot be used: .*minCoutn"):
        validate_by_city(bundled, shapes=[shapes])


def test_an_unknown_engine(bundled: CityGraph) -> None:
    with pytest.raises(InputError, match="no engine 'jena'"):
        validate_by_city(bundled, engine="jena")


# --- claims and facts of several cities ----------------------------------------------------------

EVIDENCE = f"{CG}claimStatus"


def test_a_fact_may_be_claimed_and_a_claim_borne_out_by_another_city(tmp_path: Path) -> None:
    """The claims of one city about the facts of another, both ways, are in order."""
    graphs = every_graph(2)
    one, two = (graph_iri(f"town-0{number}.evidence") for number in range(2))
    graphs[one], graphs[two] = graphs[two], graphs[one]
    graph = CityGraph.load(write_dataset(tmp_path / "all.nq", graphs.items()))
    files = validate(graph)
    same(files, validate_by_city(graph))
    kinds = [each.component for each in files.findings if "WithoutClaim" in each.component]
    assert len(kinds) < 10, "only what was added for this test has no claim"


def test_facts_about_sources_need_one_citys_claim(tmp_path: Path) -> None:
    graphs = every_graph(2)
    sources = graph_iri("sources")
    new = f'<{SPACE}sources/tokyo-page> <{CG}sectionHeading> "new" .\n'
    graphs[sources] += new
    graph = CityGraph.load(write_dataset(tmp_path / "all.nq", graphs.items()))
    files, store = validate(graph), validate_by_city(graph)
    same(files, store)
    assert sources in {each.file for each in store.findings if "WithoutClaim" in each.component}


def test_a_copy_of_a_text_is_verified_against_the_digests_in_a_store(
    traced: Folder, tmp_path: Path
) -> None:
    graph = CityGraph.load(traced.path)
    same(validate(graph), validate_by_city(graph, source=traced.text))
    copy = tmp_path / "copy.txt"
    copy.write_text(traced.text.read_text("utf-8").replace("21", "22"), encoding="utf-8")
    files, store = validate(graph, source=copy), validate_by_city(graph, source=copy)
    same(files, store)
    files_of = {
        each.component.partition("#")[2]: each.file
        for each in store.findings
        if "shapes/evidence#" in each.component
    }
    assert files_of == {
        "TextOtherConstraintComponent": str(copy),
        "WrongDigestConstraintComponent": graph_iri("osaka.evidence"),
    }


def test_a_copy_where_no_text_is_pinned(traced: Folder) -> None:
    graph = CityGraph.load(traced.city.facts)
    with pytest.raises(InputError, match="no text is pinned in the data"):
        validate_by_city(graph, source=traced.text)


def test_a_store_that_answers_with_something_else_is_no_verdict(in_files: CityGraph) -> None:
    class Odd(Watched):
        def query(self, text: str, **_: object) -> Result:
            found = super().query(text)
            return Truth(value=True) if "VALUES" in text else found

    with pytest.raises(RemoteError, match="something else than rows"):
        validate_by_city(Odd(in_files))  # type: ignore[arg-type]


# --- real servers --------------------------------------------------------------------------------


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
