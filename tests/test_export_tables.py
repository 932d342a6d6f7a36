"""The bundled graph as CSV tables: complete, described, and the same bytes every time."""

import json
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import csvw
import pytest

from citygraph.answers import Answer
from citygraph.errors import DeadlineError, FaultError, InputError
from citygraph.exports import FOLDERS, Selection, export, select
from citygraph.graph import CityGraph
from citygraph.vocabulary import LANGUAGES, PREFIXES
from tests import csvw_reader, rfc4180
from tests.command import Run
from tests.exported import TYPE, all_triples


@pytest.fixture(scope="module")
def everything(bundled: CityGraph) -> Selection:
    return select(bundled)


@pytest.fixture(scope="module")
def folder(everything: Selection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tables")
    assert FOLDERS["csv"](everything, made) == ()
    return made


@pytest.fixture(scope="module")
def group(folder: Path) -> dict[str, Any]:
    metadata = (folder / "csv-metadata.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(metadata))


def test_converting_the_tables_gives_back_every_triple(folder: Path, everything: Selection) -> None:
    assert csvw_reader.triples(folder) == all_triples(everything)


def test_another_reader_of_csvw_accepts_tables_and_metadata(
    folder: Path, group: dict[str, Any]
) -> None:
    schemas = {table["url"]: table["tableSchema"] for table in group["tables"]}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tables = csvw.TableGroup.from_file(folder / "csv-metadata.json")
        assert {str(table.url) for table in tables.tables} == {*schemas}
        for table in tables.tables:
            columns = schemas[str(table.url)]["columns"]
            records = csvw_reader.records(folder / str(table.url), schemas[str(table.url)])
            for theirs, ours in zip(table.iterdicts(strict=True), records, strict=True):
                read = {name: as_texts(value) for name, value in theirs.items()}
                virtual = {
                    each["name"]: [each["valueUrl"]] for each in columns if each.get("virtual")
                }
                assert read == ours | virtual
        assert tables.check_referential_integrity()


def as_texts(value: object) -> list[str]:
    """Write what the library makes of a cell as the texts in it."""
    if value is None:
        return []
    if isinstance(value, list):
        return [each for one in value for each in as_texts(one)]
    if isinstance(value, datetime):  # which it makes of dates too
        return [value.date().isoformat()]
    return [value.unsplit() if hasattr(value, "unsplit") else str(value)]


def test_every_class_has_as_many_rows_as_sparql_counts(folder: Path, everything: Selection) -> None:
    counted = Counter(
        str(triple.object) for triple in all_triples(everything) if triple.predicate == TYPE
    )
    shown = {}
    for table in json.loads((folder / "csv-metadata.json").read_text())["tables"]:
        for column in table["tableSchema"]["columns"]:
            if column.get("virtual"):
                rows = sum(1 for _ in rfc4180.rows(folder / table["url"])) - 1
                shown[f"<{column['valueUrl']}>"] = rows
    assert shown == counted


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("City", "cg:City"),
        ("Goal", "cg:Goal"),
        ("Claim", "cg:Claim"),
        ("BudgetAllocation", "cg:BudgetAllocation"),
        ("skos_Concept", "skos:Concept"),
        ("org_Organization", "org:Organization"),
    ],
)
def test_a_file_is_called_after_its_class(
    folder: Path, bundled: CityGraph, name: str, kind: str
) -> None:
    prefix, _, local = kind.partition(":")
    answer = bundled.query(
        f"SELECT (COUNT(DISTINCT ?thing) AS ?n) {{ ?thing a <{PREFIXES[prefix]}{local}> }}"
    )
    assert isinstance(answer, Answer)
    assert answer.records() == [{"n": sum(1 for _ in rfc4180.rows(folder / f"{name}.csv")) - 1}]


def test_every_column_and_table_has_a_title_in_three_languages(group: dict[str, Any]) -> None:
    for table in group["tables"]:
        assert [each["@language"] for each in table["dc:title"]] == [*LANGUAGES], table["url"]
        for column in table["tableSchema"]["columns"]:
            if not column.get("virtual"):
                assert {*column["titles"]} == {*LANGUAGES, "und"}, (table["url"], column["name"])


def test_the_title_of_a_text_names_its_language(group: dict[str, Any]) -> None:
    for table in group["tables"]:
        for column in table["tableSchema"]["columns"]:
            if "lang" in column:
                assert all(
                    column["titles"][lang].endswith(f" ({column['lang']})") for lang in LANGUAGES
                )


def test_links_lead_to_rows(folder: Path, group: dict[str, Any]) -> None:
    schemas = {table["url"]: table["tableSchema"] for table in group["tables"]}
    ids = {
        url: {record["id"][0] for record in csvw_reader.records(folder / url, schema)}
        for url, schema in schemas.items()
    }
    led = 0
    for url, schema in schemas.items():
        for key in schema.get("foreignKeys", ()):
            there = ids[key["reference"]["resource"]]
            for record in csvw_reader.records(folder / url, schema):
                assert {*record[key["columnReference"]]} <= there
                led += len(record[key["columnReference"]])
    assert led > 1000
    assert {
        "columnReference": "fiscalYear",
        "reference": {"resource": "FiscalYear.csv", "columnReference": "id"},
    } in schemas["BudgetAllocation.csv"]["foreignKeys"]


def test_primary_keys_are_unique_and_rows_sorted_by_them(
    folder: Path, group: dict[str, Any]
) -> None:
    for table in group["tables"]:
        schema = table["tableSchema"]
        names = [schema["primaryKey"]] if schema["primaryKey"] == "id" else schema["primaryKey"]
        records = csvw_reader.records(folder / table["url"], schema)
        keys = [tuple(record[name][0] for name in names) for record in records]
        assert len({*keys}) == len(keys)
        subjects = [f"<{key[0]}>" for key in keys]  # as N-Triples sort them
        assert subjects == sorted(subjects)


def test_the_ways_a_multiple_value_is_kept(folder: Path, group: dict[str, Any]) -> None:
    goals = next(each for each in group["tables"] if each["url"] == "Goal.csv")["tableSchema"]
    columns = {each["name"]: each for each in goals["columns"]}
    assert columns["skos_altLabel_en"]["separator"] == "|"
    assert columns["hasSubGoal"]["separator"] == " "
    assert columns["hasSubGoal"]["suppressOutput"] is True
    linked = {tuple(row) for row in rfc4180.rows(folder / "links.csv")}
    for record in csvw_reader.records(folder / "Goal.csv", goals):
        for value in record["hasSubGoal"]:
            assert (record["id"][0], columns["hasSubGoal"]["propertyUrl"], value) in linked


@pytest.mark.parametrize("form", ["csv", "neo4j", "neptune", "parquet"])
def test_the_same_bytes_whatever_the_hash_seed(form: str, tmp_path: Path) -> None:
    def made(seed: int) -> dict[str, bytes]:
        folder = tmp_path / str(seed)
        code = (
            "from citygraph.exports import export; from citygraph.graph import CityGraph; "
            f"export(CityGraph.load(), {form!r}, {str(folder)!r}, part='facts')"
        )
        subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONHASHSEED": str(seed)})
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    first = made(1)
    assert len(first) > 20
    assert made(2) == first


def test_a_part_has_only_its_own_tables(bundled: CityGraph, tmp_path: Path) -> None:
    assert export(bundled, "csv", tmp_path / "evidence", part="evidence") == ()
    assert {path.stem for path in (tmp_path / "evidence").iterdir()} == {
        "Claim",
        "csv-metadata",
        "links",
        "oa_SpecificResource",
        "oa_TextPositionSelector",
    }


def test_stdout_and_names_of_single_files_are_refused(run: Run, tmp_path: Path) -> None:
    done = run("export", "-f", "csv")
    assert done.code == 2
    assert "--format csv is a folder of files: name it with  --output FOLDER" in done.err
    done = run("export", "-f", "csv", "-o", str(tmp_path / "City.csv"))
    assert done.code == 2
    assert "City.csv: csv is a folder of files; name it without .csv" in done.err
    assert not [*tmp_path.iterdir()]


def test_the_command_line_writes_a_folder(run: Run, tmp_path: Path, osaka: str) -> None:
    folder = tmp_path / "tables"
    for _ in range(2):  # its own folder is replaced
        done = run("export", "--data", osaka, "-f", "csv", "--part", "facts", "-o", str(folder))
        assert (done.code, done.out) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == [
        "City.csv",
        "csv-metadata.json",
        "links.csv",
        "untyped.csv",
    ]


def test_a_folder_with_other_files_is_left_alone(bundled: CityGraph, tmp_path: Path) -> None:
    own = tmp_path / "tables" / "notes.txt"
    own.parent.mkdir()
    own.write_text("mine")
    with pytest.raises(InputError, match=r"notes\.txt"):
        export(bundled, "csv", own.parent, part="facts")
    assert [*tmp_path.iterdir()] == [own.parent]
    assert own.read_text() == "mine"


@pytest.mark.parametrize("form", ["csv", "parquet", "neo4j", "neptune"])
def test_a_full_disk_for_temporary_files_is_named_as_such(
    form: str, bundled: CityGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> Iterator[bytes]:
        yield b"<https://example.org/a>"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("citygraph.canonical.sorted_lines", full)
    with pytest.raises(FaultError, match=r"temporary files .* No space left on device; .* TMPDIR"):
        export(bundled, form, tmp_path / "tables", part="facts")
    assert not [*tmp_path.iterdir()]


def test_a_timeout_stays_a_timeout(
    bundled: CityGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(_: object) -> Iterator[bytes]:
        yield b"<https://example.org/a>"
        raise DeadlineError("no answer within 1s")

    monkeypatch.setattr("citygraph.canonical.sorted_lines", late)
    with pytest.raises(DeadlineError, match="no answer within 1s"):
        export(bundled, "csv", tmp_path / "tables", part="facts")


def test_a_full_disk_leaves_nothing_and_is_no_fault_of_the_input(
    bundled: CityGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(FaultError, match="No space left on device"):
        export(bundled, "csv", tmp_path / "tables", part="facts")
    assert not [*tmp_path.iterdir()]
