"""One validation: what is checked, how it is counted, named and ordered, and what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from citygraph.errors import DataFileError, FaultError, InputError
from citygraph.graph import CityGraph
from citygraph.home import Home, find_root
from citygraph.validation import Severity, validate
from citygraph.validation.reading import read_files, read_shape_files
from citygraph.validation.terms import rdf, skos
from citygraph.validation.triples import Triples
from tests.shacl import EX, PREFIXES, report

SHAPES = """
ex:s sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:maxCount 1 ] .
ex:twin sh:targetSubjectsOf ex:q ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
ex:idle sh:targetClass ex:Nowhere ; sh:class ex:C .
"""


@pytest.fixture(scope="module")
def bundled() -> CityGraph:
    """Give the bundled graph."""
    return CityGraph.load()


def test_the_bundled_graph_conforms_and_every_shape_has_a_focus_node(bundled: CityGraph) -> None:
    checked = validate(bundled)
    assert checked.findings == ()
    assert checked.conforms
    assert not checked.fails(Severity.INFO)
    assert checked.idle_shapes == ()
    assert checked.focus_nodes > 400
    assert checked.constraints > 400
    assert checked.focus_by_file["data/tokyo.ttl"] > 100
    assert checked.focus_by_file["ontology/citygraph.ttl"] > 100
    assert checked.engine == "citygraph"


def test_shapes_that_were_loaded_as_graphs_are_not_checked_themselves() -> None:
    with_shapes = CityGraph.load(shapes=True)
    assert not any(name.startswith("shapes/") for name in validate(with_shapes).focus_by_file)


def test_findings_are_counted_once_and_ordered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = "ex:b a ex:C ; ex:q 1 . ex:a a ex:C ; ex:p 1, 2 . ex:c a ex:C ; ex:p 1 ."
    checked = report(SHAPES, data, Path())
    assert [(str(each.focus), each.component.rpartition("#")[2]) for each in checked.findings] == [
        (f"<{EX}a>", "MaxCountConstraintComponent"),
        (f"<{EX}b>", "MinCountConstraintComponent"),
        (f"<{EX}b>", "MinCountConstraintComponent"),
    ]
    assert len({str(each.shape) for each in checked.findings}) == 2
    assert (checked.focus_nodes, checked.constraints) == (3, 4)
    assert checked.idle_shapes == (NamedNode(EX + "idle"),)
    assert checked.focus_by_file["town.ttl"] == 3
    assert {each.file for each in checked.findings} == {"town.ttl"}
    assert [each.line for each in checked.findings] == [8] * 3


def test_severities_decide_what_fails(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetNode ex:a ; sh:severity sh:Warning ; sh:class ex:C ."
    checked = report(shapes, "ex:a ex:p 1 .", tmp_path)
    assert [checked.fails(severity) for severity in Severity] == [True, True, False]
    assert [checked.count(severity) for severity in Severity] == [0, 1, 0]
    assert not checked.conforms


def test_a_node_that_no_file_describes_has_no_file(tmp_path: Path) -> None:
    shapes = "ex:s sh:targetNode ex:absent, ex:a ; sh:class ex:C ."
    (finding,) = report(shapes, "ex:a a ex:C .", tmp_path).findings
    assert finding.file is None


def test_both_engines_agree_on_the_whole_report(tmp_path: Path) -> None:
    data = "ex:b a ex:C ; ex:q 1 . ex:a a ex:C ; ex:p 1, 2 ."
    ours = report(SHAPES, data, tmp_path)
    other = report(SHAPES, data, tmp_path, engine="pyshacl")
    assert {each.key for each in ours.findings} == {each.key for each in other.findings}
    assert (ours.focus_nodes, ours.constraints) == (other.focus_nodes, other.constraints)
    assert other.engine == "pyshacl"


def test_an_unknown_engine_is_refused(bundled: CityGraph) -> None:
    with pytest.raises(InputError, match="no engine 'jena': expected one of citygraph, pyshacl"):
        validate(bundled, engine="jena")


def test_ill_formed_shapes_are_the_fault_of_whoever_gave_them(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the shapes cannot be used: .*sh:minCoutn"):
        report("ex:s sh:targetNode ex:a ; sh:minCoutn 1 .", "ex:a ex:p 1 .", tmp_path)
    broken = tmp_path / "home"
    for folder in ("ontology", "shapes", "data"):
        (broken / folder).mkdir(parents=True)
    city = PREFIXES + "ex:a ex:p 1 ."
    (broken / "ontology" / "citygraph.ttl").write_text(city, encoding="utf-8")
    wrong = PREFIXES + "ex:s sh:targetNode ex:a ; sh:minCoutn 1 ."
    (broken / "shapes" / "city.ttl").write_text(wrong, encoding="utf-8")
    graph = CityGraph.load(home=Home(broken, ()))
    with pytest.raises(FaultError, match=r"the shapes cannot be used: .*sh:minCoutn"):
        validate(graph)
    (broken / "shapes" / "city.ttl").write_text("no Turtle", encoding="utf-8")
    with pytest.raises(FaultError, match=r"the shapes cannot be used: .*city\.ttl:1:"):
        validate(graph)
    (broken / "shapes" / "city.ttl").unlink()
    with pytest.raises(InputError, match=r"ontology/citygraph\.ttl: no focus node"):
        validate(graph)


def test_data_that_no_shape_is_about_is_not_called_good(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"town\.ttl: no focus node: no shape is about anything"):
        report("ex:s sh:targetClass ex:C ; sh:class ex:C .", "ex:a ex:p 1 .", tmp_path)


def test_a_file_that_goes_away_or_bad_after_loading_is_named(tmp_path: Path) -> None:
    path = tmp_path / "town.ttl"
    path.write_text(PREFIXES + "ex:a ex:p 1 .", encoding="utf-8")
    graph = CityGraph.load(home=Home(find_root(), (path,), bundled=False))
    path.write_text(PREFIXES + "ex:a ex:p", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"town\.ttl:\d+:\d+: this is no Turtle"):
        validate(graph)
    path.unlink()
    with pytest.raises(DataFileError, match=r"town\.ttl: cannot be read"):
        validate(graph)


def test_triples_inside_triples_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "reified.nt"
    path.write_text(f"<{EX}r> <{EX}reifies> <<( <{EX}a> <{EX}p> <{EX}b> )>> .", encoding="utf-8")
    with pytest.raises(DataFileError, match="triple inside a triple"):
        read_files({"reified.nt": path})


def test_blank_nodes_of_two_files_stay_apart_and_have_steady_names(tmp_path: Path) -> None:
    paths = {name: tmp_path / name for name in ("one.ttl", "two.ttl")}
    for path in paths.values():
        path.write_text(PREFIXES + "_:x ex:p [ ex:p 1 ] .", encoding="utf-8")
    first, again = read_files(paths), read_files(paths)
    nodes = [str(subject) for subject, _, _ in first.triples]
    assert len(set(nodes)) == 4
    assert nodes == [str(subject) for subject, _, _ in again.triples]
    assert tuple(first.paths) == ("one.ttl", "two.ttl")
    shape_nodes = {str(subject) for subject, _, _ in read_shape_files(paths.values())}
    assert shape_nodes.isdisjoint(nodes)


names = st.sampled_from([NamedNode(EX + name) for name in "abcdef"])
kinds = st.sampled_from([rdf("type"), rdf("first"), skos("broader")])


@given(st.lists(st.tuples(names, kinds, names)))
def test_triples_are_a_set_that_can_be_asked_both_ways(
    some: list[tuple[NamedNode, NamedNode, NamedNode]],
) -> None:
    kept = Triples(some)
    assert set(kept) == set(some)
    assert len(kept) == len(set(some))
    for subject, predicate, value in some:
        assert subject in kept
        assert value in kept.objects(subject, predicate)
        assert subject in kept.subjects(predicate, value)
        assert subject in kept.having(predicate)
        assert value in kept.values(predicate)
    assert NamedNode(EX + "never") not in kept


def test_circles_of_classes_end() -> None:
    top, low, it = (NamedNode(EX + name) for name in ("top", "low", "it"))
    sub = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    kept = Triples([(low, sub, top), (top, sub, low), (it, rdf("type"), low)])
    assert list(kept.instances(top)) == [it]
