"""Validation one city at a time: the same findings as of all cities together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citygraph.answers import Truth
from citygraph.errors import InputError, RemoteError
from citygraph.graph import CityGraph
from citygraph.validation import validate
from citygraph.validation.by_city import portions, validate_by_city
from citygraph.vocabulary import graph_iri
from tests.documents import ROOT
from tests.many_cities import CG, SPACE, every_graph, write_dataset
from tests.shacl import PREFIXES
from tests.wrong_cities import FIRST, TOWN, keys, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from citygraph.answers import Result
    from citygraph.home import Home
    from citygraph.validation import Report
    from tests.evidence_city import Folder


class Watched:
    """A graph that says which of its graphs were read whole, and what was asked.

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
        self,
        text: str,
        dataset: tuple[Sequence[str], Sequence[str]] | None = None,
        *,
        timeout: float | None = None,
    ) -> Result:
        """Ask the graph."""
        self.asked.append(text)
        return self._graph.query(text, dataset, timeout=timeout)

    def triples(self, graph: str) -> Iterator[object]:
        """Read a graph."""
        self.read.append(graph)
        return self._graph.triples(graph)


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
    names = ("tokyo", "tokyo.evidence", "tokyo.links")
    assert tokyo.graphs == tuple(map(graph_iri, names))
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
        def query(self, text: str, *_: object, **__: object) -> Result:
            found = super().query(text)
            return Truth(value=True) if "VALUES" in text else found

    with pytest.raises(RemoteError, match="something else than rows"):
        validate_by_city(Odd(in_files))  # type: ignore[arg-type]
