"""A triple that several graphs hold stands once in their union: sums and counts are right."""

from collections import Counter
from pathlib import Path

import pytest

from citygraph.answers import Answer
from citygraph.graph import CityGraph
from citygraph.home import open_home
from citygraph.questions import ask, read_question
from citygraph.questions.datasets import named_dataset
from tests.served import serving

PRICES = {"a": "10, 20", "b": "20, 40", "c": "80"}
A, B, C = (f"https://w3id.org/citygraph/graph/{name}" for name in PRICES)
SELECTED = "SELECT (SUM(?price) AS ?sum) (COUNT(*) AS ?count)"
WHERE = "{ ?thing <urn:costs> ?price }"
DATASETS = [
    ([], "150,4"),
    ([A, B], "70,3"),
    ([A, C], "110,3"),
    ([A, A], "30,2"),
    ([B], "60,2"),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("overlapping")
    for name, prices in PRICES.items():
        (folder / f"{name}.ttl").write_text(f"<urn:thing> <urn:costs> {prices} .")
    return [folder / f"{name}.ttl" for name in PRICES]


def test_a_question_counts_once_what_two_files_say(files: list[Path]) -> None:
    found = CityGraph.load(*files).query(f"{SELECTED} {WHERE}")
    assert isinstance(found, Answer)
    assert found.records() == [{"sum": 150, "count": 4}]


def test_a_pair_of_patterns_meets_each_pair_of_triples_once(files: list[Path]) -> None:
    found = CityGraph.load(*files).query(
        "SELECT ?low ?high { <urn:thing> <urn:costs> ?low, ?high FILTER(?low + 20 = ?high) }"
    )
    assert isinstance(found, Answer)
    assert found.records() == [{"low": 20, "high": 40}]


def test_graphs_asked_by_name_keep_what_is_theirs(files: list[Path]) -> None:
    text = "SELECT ?g { GRAPH ?g { ?thing <urn:costs> 20 } } ORDER BY ?g"
    found = CityGraph.load(*files).query(text)
    assert isinstance(found, Answer)
    assert found.records() == [{"g": A}, {"g": B}]


def test_the_server_counts_once_however_the_graphs_are_named(
    files: list[Path], tmp_path: Path
) -> None:
    words = [word for path in files for word in ("--data", path)]
    with serving(tmp_path, *words) as server:
        for graphs, expected in DATASETS:
            clauses = " ".join(f"FROM <{each}>" for each in graphs)
            by_query = {"query": f"{SELECTED} {clauses} {WHERE}"}
            by_request = {"query": f"{SELECTED} {WHERE}", "default-graph-uri": graphs}
            for parameters in (by_query, by_request):
                response = server.get(params=parameters, headers={"Accept": "text/csv"})
                assert response.text.split() == ["sum,count", expected], parameters


def test_no_two_bundled_graphs_share_a_triple() -> None:
    graph = CityGraph.load(home=open_home(), shapes=True)
    quads = graph.engine.quads_for_pattern(None, None, None, None)
    counted = Counter((quad.subject, quad.predicate, quad.object) for quad in quads)
    assert [triple for triple, count in counted.items() if count > 1] == []


def test_a_query_that_names_its_graphs_counts_once_what_they_share(files: list[Path]) -> None:
    graph = CityGraph.load(*files)
    for graphs, expected in DATASETS[1:]:
        clauses = " ".join(f"FROM <{each}>" for each in graphs)
        found = ask(graph, read_question(f"{SELECTED} {clauses} {WHERE}"))
        assert isinstance(found, Answer)
        (record,) = found.records()
        assert f"{record['sum']},{record['count']}" == expected, clauses


def test_the_dataset_of_a_query_is_read_as_it_is_written() -> None:
    text = "PREFIX g: <https://w3id.org/citygraph/graph/> SELECT * FROM g:a FROM NAMED g:a FROM <"
    assert named_dataset(f"{text}{B}> FROM NAMED <{C}> {{}}") == ((A, B), (A, C))


def test_the_last_base_counts_and_is_relative_to_the_one_before() -> None:
    text = "BASE <https://w3id.org/x> # FROM <y>\nBASE </citygraph/graph/> SELECT * FROM <a> {}"
    assert named_dataset(text) == ((A,), ())
    assert named_dataset("ASK FROM <a> {}", "https://w3id.org/citygraph/graph/x") == ((A,), ())
    with pytest.raises(SyntaxError):
        named_dataset("ASK FROM <a> {}")
