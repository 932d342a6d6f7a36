"""Tables and property graphs made from a store elsewhere: the same bytes as from the files."""

from pathlib import Path

import pytest

from citygraph.endpoint import RemoteGraph
from citygraph.exports import export
from citygraph.graph import CityGraph


@pytest.fixture(scope="module", params=["loaded_oxigraph", "loaded_virtuoso"])
def remote(request: pytest.FixtureRequest) -> RemoteGraph:
    server = request.getfixturevalue(request.param)
    return RemoteGraph.open(server.query_url)


@pytest.mark.parametrize("form", ["csv", "parquet", "neo4j", "neptune"])
@pytest.mark.parametrize("part", ["facts", "evidence", "ontology"])
def test_a_server_gives_the_same_bytes(
    form: str, part: str, remote: RemoteGraph, bundled: CityGraph, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert export(remote, form, there, part=part) == export(bundled, form, here, part=part)
    assert bytes_of(there) == bytes_of(here)
    assert len(bytes_of(there)) > 2


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
