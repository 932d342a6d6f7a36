"""A plugin: three cities with mistakes that others have a part in, and what is found in them."""

from __future__ import annotations

import pytest

from citygraph.graph import CityGraph
from citygraph.validation import Report, validate
from citygraph.vocabulary import graph_iri
from tests.many_cities import CG, SPACE, every_graph, write_dataset

FIRST, SECOND = graph_iri("town-00"), graph_iri("town-01")
TOWN = f"<{SPACE}town-00/tokyo>"


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


@pytest.fixture(scope="session")
def wrong() -> dict[str, str]:
    """Three cities, two of them with mistakes."""
    return spoilt(every_graph(3))


@pytest.fixture(scope="session")
def in_files(wrong: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> CityGraph:
    """The same as one file."""
    folder = tmp_path_factory.mktemp("wrong")
    return CityGraph.load(write_dataset(folder / "all.nq", wrong.items()))


@pytest.fixture(scope="session")
def found(in_files: CityGraph) -> Report:
    """What is found in the file."""
    report = validate(in_files)
    assert len({each.component for each in report.findings}) > 5
    return report
