"""The bundled graph as Parquet tables: complete, with types, and the same model as the CSV."""

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest

from citygraph.errors import MissingExtraError
from citygraph.exports import FOLDERS, Selection, export, select
from citygraph.exports.parquet_tables import write_parquet
from citygraph.exports.sorted_triples import GENID
from citygraph.graph import CityGraph
from citygraph.vocabulary import LANGUAGES
from tests import parquet_reader
from tests.command import Run
from tests.exported import TYPE, all_triples, says, selection, thing
from tests.rfc4180 import rows


@pytest.fixture(scope="module")
def everything(bundled: CityGraph) -> Selection:
    return select(bundled)


@pytest.fixture(scope="module")
def folder(everything: Selection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("parquet")
    assert write_parquet(everything, made) == ()
    return made


def test_the_bundled_graph_comes_back(folder: Path, everything: Selection) -> None:
    assert parquet_reader.triples(folder) == all_triples(everything)


def test_tables_columns_and_rows_are_those_of_the_csv(
    folder: Path, everything: Selection, tmp_path: Path
) -> None:
    FOLDERS["csv"](everything, tmp_path)
    (tmp_path / "links.csv").unlink()  # lists hold what it repeats
    (tmp_path / "csv-metadata.json").unlink()
    names = sorted(path.stem for path in tmp_path.iterdir())
    assert names == sorted(path.stem for path in folder.iterdir())
    for name in names:
        header, *body = rows(tmp_path / f"{name}.csv")
        table = pq.read_table(folder / f"{name}.parquet")
        assert table.schema.names == header
        assert table["id"].to_pylist() == [row[0] for row in body]


def test_columns_have_types(folder: Path) -> None:
    expected = {
        ("Goal", "officialOrder"): pa.int64(),
        ("Goal", "hasSubGoal"): pa.list_(pa.string()),
        ("qudt_QuantityValue", "qudt_numericValue_decimal"): pa.decimal128(38, 18),
        ("time_ProperInterval", "earliest"): pa.date32(),
        ("City", "label_ja"): pa.string(),
    }
    for (table, column), kind in expected.items():
        field = pq.read_schema(folder / f"{table}.parquet").field(column)
        assert field.type.equals(kind) or (pa.types.is_list(kind) and field.type == kind), column


def test_every_table_and_column_says_what_it_means(folder: Path) -> None:
    for path in folder.iterdir():
        schema = pq.read_schema(path)
        assert schema.metadata[b"class"].startswith(b"http")
        for described in (schema.metadata, *(field.metadata for field in schema)):
            assert {*json.loads(described[b"titles"])} == {*LANGUAGES}, path
        for field in list(schema)[1:]:
            assert field.metadata[b"property"].startswith(b"http")
            assert (b"language" in field.metadata) != (b"datatype" in field.metadata)


def test_moments_are_kept_with_and_without_a_zone(tmp_path: Path) -> None:
    moment = ox.NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
    triples = [
        says("a", "local", ox.Literal("2020-02-07T08:00:00", datatype=moment)),
        says("a", "utc", ox.Literal("2020-02-07T08:00:00Z", datatype=moment)),
        says("a", "tokyo", ox.Literal("2020-02-07T08:00:00+09:00", datatype=moment)),
    ]
    write_parquet(selection(triples), tmp_path)
    types = {str(field.type) for field in pq.read_schema(tmp_path / "untyped.parquet")}
    assert types == {"string", "timestamp[ms]", "timestamp[ms, tz=UTC]"}
    assert parquet_reader.triples(tmp_path) == {*triples}


@pytest.mark.parametrize("more", [0, 1])
def test_long_tables_are_written_in_pieces(more: int, tmp_path: Path) -> None:
    kind = thing("Sensor")
    triples = [ox.Triple(thing(str(number)), TYPE, kind) for number in range(20_000 + more)]
    write_parquet(selection(triples), tmp_path)
    (path,) = tmp_path.iterdir()
    assert pq.read_metadata(path).num_row_groups == 2 + more
    assert pq.read_metadata(path).num_rows == 20_000 + more


def test_notes_stand_in_the_metadata_of_each_file(tmp_path: Path) -> None:
    chosen = selection([says("a", "p", ox.BlankNode("b")), says("a", "q", ox.Literal(""))])
    notes = write_parquet(chosen, tmp_path)
    assert notes[0].startswith("1 triple has a blank node")
    assert notes[1].startswith("1 literal can be in no column")
    for name in ("untyped", "other_literals"):
        metadata = pq.read_metadata(tmp_path / f"{name}.parquet").metadata
        assert json.loads(metadata[b"notes"]) == [*notes]
    assert says("a", "p", ox.NamedNode(GENID + "b")) in parquet_reader.triples(tmp_path)


def test_without_pyarrow_the_message_says_how_to_install_it(
    run: Run, bundled: CityGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'citygraph\[parquet\]'"):
        export(bundled, "parquet", tmp_path / "tables", part="facts")
    done = run("export", "-f", "parquet", "-o", str(tmp_path / "tables"))
    assert done.code == 4
    assert "pip install 'citygraph[parquet]'" in done.err
    assert not [*tmp_path.iterdir()]
