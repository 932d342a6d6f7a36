"""Tables of odd values: nothing is lost, nothing is changed, and what cannot be kept is said."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from hypothesis import assume, given

from citygraph.answers import Answer
from citygraph.errors import InputError
from citygraph.exports import FOLDERS
from citygraph.exports.appending import Appending
from citygraph.exports.csv_tables import write_csv
from citygraph.exports.parquet_tables import write_parquet
from citygraph.exports.sorted_triples import GENID
from citygraph.exports.titles import titles
from citygraph.vocabulary import PREFIXES
from tests import csvw_reader, parquet_reader
from tests.exported import EXAMPLE, TYPE, FewTriples, says, selection, thing
from tests.literals import graphs
from tests.rfc4180 import rows

LABEL = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
INTEGER = ox.NamedNode(PREFIXES["xsd"] + "integer")


@given(graphs)
def test_csv_gives_back_what_was_written(triples: list[ox.Triple]) -> None:
    with TemporaryDirectory() as folder:
        remarks = write_csv(selection(triples), Path(folder))
        others = csvw_reader.other_literals(Path(folder))
        converted = csvw_reader.triples(Path(folder))
    assert converted | others == {*triples}
    assert not converted & others
    assert bool(others) == any(f"{len(others)} literal" in each for each in remarks)


@given(graphs)
def test_parquet_gives_back_what_was_written(triples: list[ox.Triple]) -> None:
    with TemporaryDirectory() as folder:
        write_parquet(selection(triples), Path(folder))
        assert parquet_reader.triples(Path(folder)) == {*triples}


@pytest.mark.parametrize("code", [0, 1, 8, 11, 12, 14, 31])
def test_csv_refuses_control_characters_by_the_name_of_the_literal(
    code: int, tmp_path: Path
) -> None:
    triple = says("a", "p", ox.Literal(f"a{chr(code)}b"))
    with pytest.raises(InputError) as caught:
        write_csv(selection([triple]), tmp_path)
    told = str(caught.value)
    assert told.startswith(f"{EXAMPLE}a {EXAMPLE}p 'a\\x{code:02x}b': ")
    assert f"U+{code:04X}" in told
    assert told.endswith("CSV cannot carry; change it, or export as  nt")


def test_parquet_keeps_control_characters(tmp_path: Path) -> None:
    triple = says("a", "p", ox.Literal("".join(map(chr, range(32)))))
    write_parquet(selection([triple]), tmp_path)
    assert parquet_reader.triples(tmp_path) == {triple}


def test_a_triple_about_a_triple_and_a_direction_are_refused(tmp_path: Path) -> None:
    inner = says("a", "p", "b")
    about = ox.Triple(thing("c"), thing("q"), inner)
    with pytest.raises(InputError, match="a triple about a triple"):
        write_csv(selection([about]), tmp_path)
    directed = ox.Literal("שלום", language="he", direction=ox.BaseDirection.RTL)
    with pytest.raises(InputError, match="a text with a direction"):
        write_csv(selection([says("a", "p", directed)]), tmp_path)


@pytest.mark.parametrize("form", ["csv", "parquet", "neo4j", "neptune"])
def test_nothing_makes_no_tables(form: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to export: the chosen graphs hold no triple"):
        FOLDERS[form](selection([]), tmp_path)
    assert not [*tmp_path.iterdir()]


def test_an_iri_stands_for_a_blank_node_and_this_is_said(tmp_path: Path) -> None:
    blank = ox.BlankNode("b1")
    chosen = selection([says("a", "p", blank), ox.Triple(blank, TYPE, thing("City"))])
    remarks = write_csv(chosen, tmp_path)
    assert remarks == (
        f"2 triples have a blank node, for which an IRI stands that begins with {GENID}",
    )
    stands = ox.NamedNode(GENID + "b1")
    assert csvw_reader.triples(tmp_path) == {
        says("a", "p", stands),
        ox.Triple(stands, TYPE, thing("City")),
    }


def test_iris_that_a_converter_would_change_are_counted(tmp_path: Path) -> None:
    remarks = write_csv(selection([says("東京", "p", "a/../b"), says("a", "p", "b")]), tmp_path)
    assert [each.split(" ", 1)[0] for each in remarks] == ["2"]
    cells = {cell for name in tmp_path.glob("*.csv") for row in rows(name) for cell in row}
    assert cells >= {EXAMPLE + "東京", EXAMPLE + "a/../b"}


def test_cells_that_look_like_formulas_are_kept_and_counted(tmp_path: Path) -> None:
    formulas = [says("a", "p", ox.Literal(text)) for text in ("=1+1",)]
    numbers = [says("a", "n", ox.Literal("-1", datatype=INTEGER))]
    remarks = write_csv(selection([*formulas, *numbers]), tmp_path)
    assert [each.split(" of text ")[0] for each in remarks] == ["1 cell"]
    assert csvw_reader.triples(tmp_path) == {*formulas, *numbers}


def test_remarks_stand_in_the_metadata_too(tmp_path: Path) -> None:
    remarks = write_csv(selection([says("a", "p", ox.Literal(""))]), tmp_path)
    assert remarks[0].startswith("1 literal can be in no column")
    group = json.loads((tmp_path / "csv-metadata.json").read_text(encoding="utf-8"))
    assert group["notes"] == [{"remark": each} for each in remarks]


def test_a_separator_is_chosen_that_no_value_contains(tmp_path: Path) -> None:
    triples = [says("a", "p", ox.Literal(text)) for text in ("a|b", "c<1>d", "<2>", "x<", "3>")]
    write_csv(selection(triples), tmp_path)
    group = json.loads((tmp_path / "csv-metadata.json").read_text(encoding="utf-8"))
    (table,) = group["tables"]
    assert [each.get("separator") for each in table["tableSchema"]["columns"]] == [None, "<3>"]
    assert csvw_reader.triples(tmp_path) == {*triples}


def test_columns_have_types_where_these_keep_every_literal(tmp_path: Path) -> None:
    numbers = [says(name, "n", ox.Literal(name, datatype=INTEGER)) for name in ("1", "20")]
    padded = [says(name, "m", ox.Literal(name, datatype=INTEGER)) for name in ("1", "020")]
    write_parquet(selection([*numbers, *padded]), tmp_path)
    schema = pq.read_schema(tmp_path / "untyped.parquet")
    assert [str(field.type) for field in schema] == ["string", "string", "int64"]
    assert schema.names[0] == "id"
    assert parquet_reader.triples(tmp_path) == {*numbers, *padded}


def test_files_are_written_piece_by_piece(tmp_path: Path) -> None:
    with Appending(tmp_path, enough=10) as files:
        for number in range(9):
            files.add(f"{number % 2}.txt", b"%d" % number)
        files.add("0.txt", b"much more than is held")
        assert (tmp_path / "1.txt").read_bytes() == b"1357"
    assert (tmp_path / "0.txt").read_bytes() == b"02468much more than is held"


def test_nothing_more_is_written_after_a_fault(tmp_path: Path) -> None:
    files = Appending(tmp_path)
    files.add("a.txt", b"half")
    files.__exit__(KeyError, KeyError(), None)
    assert not [*tmp_path.iterdir()]


def test_titles_are_those_of_the_three_languages() -> None:
    labels = ("Ville", "fr"), ("City", "en"), ("Big city", "en"), ("都市", "ja")
    rows_of_labels = [(thing("City"), ox.Literal(text, language=lang)) for text, lang in labels]

    class Labelled(FewTriples):
        def query(self, *_: object, **__: object) -> Answer:
            return Answer(("term", "label"), (*rows_of_labels, (thing("City"), ox.Literal("x"))))

    found = titles(Labelled(()), [EXAMPLE + "City", PREFIXES["owl"] + "Class"])
    assert found[EXAMPLE + "City"] == {"en": "Big city", "ja": "都市"}
    assert found[PREFIXES["owl"] + "Class"] == {"en": "class", "ja": "クラス", "ko": "클래스"}


@pytest.mark.parametrize("form", ["csv", "parquet", "neo4j"])
@given(triples=graphs)
def test_the_order_of_triples_and_duplicates_make_no_difference(
    form: str, triples: list[ox.Triple]
) -> None:
    assume(all(each.object.value for each in triples if isinstance(each.object, ox.Literal)))

    def made(order: list[ox.Triple]) -> dict[str, bytes]:
        with TemporaryDirectory() as folder:
            FOLDERS[form](selection(order), Path(folder))
            return {path.name: path.read_bytes() for path in Path(folder).iterdir()}

    assert made(triples[::-1] + triples[:3]) == made(triples)
