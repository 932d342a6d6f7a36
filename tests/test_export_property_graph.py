"""Property graphs for Neo4j and Neptune: read back by a strict reader, nothing is lost."""

import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import given

from citygraph.errors import InputError
from citygraph.exports import FOLDERS, Selection, select
from citygraph.exports.neo4j import write_neo4j
from citygraph.exports.neptune import write_neptune
from citygraph.graph import CityGraph
from citygraph.vocabulary import PREFIXES
from tests import property_graph_reader as reader
from tests.exported import EXAMPLE, TYPE, all_triples, says, selection, thing
from tests.literals import graphs
from tests.property_graph_reader import Loaded
from tests.rfc4180 import rows

READERS: dict[str, Callable[[Path], Loaded]] = {"neo4j": reader.neo4j, "neptune": reader.neptune}
XSD = PREFIXES["xsd"]
STATEMENT = [PREFIXES["rdf"] + part for part in ("subject", "predicate", "object")]
TYPES = {
    "neo4j": {
        "integer": "long",
        "decimal": "double",
        "boolean": "boolean",
        "date": "date",
        "dateTime": "datetime",
    },
    "neptune": {
        "integer": "Long",
        "decimal": "Double",
        "boolean": "Bool",
        "date": "Date",
        "dateTime": "Date",
    },
}
both = pytest.mark.parametrize("form", [*READERS])


@pytest.fixture(scope="module")
def everything(bundled: CityGraph) -> Selection:
    return select(bundled)


@pytest.fixture(scope="module", params=[*READERS])
def loaded(
    request: pytest.FixtureRequest, everything: Selection, tmp_path_factory: pytest.TempPathFactory
) -> Loaded:
    folder = tmp_path_factory.mktemp(request.param)
    assert FOLDERS[request.param](everything, folder) == ()
    return READERS[request.param](folder)


def test_the_bundled_graph_comes_back(loaded: Loaded, everything: Selection) -> None:
    assert loaded.triples() == all_triples(everything)


def test_labels_count_as_classes_do(loaded: Loaded, everything: Selection) -> None:
    names = loaded.mapping["labels"]["names"]
    counted = Counter(
        triple.object for triple in all_triples(everything) if triple.predicate == TYPE
    )
    shown = Counter(label for labels, _ in loaded.nodes.values() for label in labels)
    assert shown.pop("Resource") == len(loaded.nodes)
    assert {ox.NamedNode(names[label]): count for label, count in shown.items()} == counted
    assert {"City", "Goal", "Claim", "skos_Concept"} <= {*names}


def test_a_link_names_the_claims_about_it(loaded: Loaded, everything: Selection) -> None:
    parts: dict[str, dict[str, str]] = {}
    for triple in all_triples(everything):
        if triple.predicate.value in STATEMENT and isinstance(triple.object, ox.NamedNode):
            about = parts.setdefault(str(triple.subject)[1:-1], {})
            about[triple.predicate.value] = triple.object.value
    names = loaded.mapping["relationshipTypes"]
    expected: dict[tuple[str, ...], set[str]] = {}
    for claim, about in parts.items():
        if len(about) == len(STATEMENT):
            expected.setdefault(tuple(about[part] for part in STATEMENT), set()).add(claim)
    links = {
        (start, names[kind], end): claims for (start, kind, end), claims in loaded.links.items()
    }
    assert {link: {*claims} for link, claims in links.items() if claims} == {
        link: claims for link, claims in expected.items() if link in links
    }
    assert sum(len(claims) for claims in links.values()) > 200


def test_what_is_linked_but_not_described_is_a_node(loaded: Loaded, everything: Selection) -> None:
    described = {str(triple.subject)[1:-1] for triple in all_triples(everything)}
    bare = {iri for iri, (labels, _) in loaded.nodes.items() if labels == {"Resource"}}
    assert bare == loaded.nodes.keys() - described
    assert len(bare) > 10


def test_labels_and_values_have_the_types_of_the_database(loaded: Loaded) -> None:
    labels, values = loaded.nodes["https://w3id.org/citygraph/id/tokyo/goal-city-dx"]
    assert labels == {"Resource", "Goal"}
    assert values["officialOrder"] == [("2", 2)]
    assert {"label_en", "label_ja", "label_ko"} <= {*values}


@both
@given(triples=graphs)
def test_odd_graphs_come_back_or_are_refused(form: str, triples: list[ox.Triple]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        if any(is_refusable(each.object) for each in triples):
            with suppress(InputError):
                FOLDERS[form](selection(triples), folder)
                assert READERS[form](folder).triples() == {*triples}
        else:
            FOLDERS[form](selection(triples), folder)
            assert READERS[form](folder).triples() == {*triples}


def is_refusable(term: object) -> bool:
    text = term.value if isinstance(term, ox.Literal) else "text"
    return not text or text.endswith("\\") or "\\;" in text


@pytest.mark.parametrize(
    ("form", "texts", "why"),
    [
        ("neo4j", ["", "b"], "is empty in a list, which Neo4j's importer cannot carry"),
        ("neo4j", ["a\x1fb"], "holds the control character U+001F, which Neo4j's importer"),
        ("neptune", [""], "is empty, which Neptune's loader cannot carry"),
        ("neptune", ["a\\", "b"], "has a backslash before what parts the values of a list"),
        ("neptune", ["a\\;b", "b"], "has a backslash before what parts the values of a list"),
        ("neptune", ["a\0"], "holds the control character U+0000, which Neptune's loader"),
    ],
)
def test_what_a_database_cannot_carry_is_refused_by_name(
    form: str, texts: list[str], why: str, tmp_path: Path
) -> None:
    triples = [says("a", "p", ox.Literal(text)) for text in texts]
    with pytest.raises(InputError) as caught:
        FOLDERS[form](selection(triples), tmp_path)
    assert str(caught.value).startswith(f"{EXAMPLE}a {EXAMPLE}p ")
    assert why in str(caught.value)


def test_one_empty_text_is_a_text_to_neo4j(tmp_path: Path) -> None:
    triples = [says("a", "p", ox.Literal("")), says("b", "q", ox.Literal("x"))]
    write_neo4j(selection(triples), tmp_path)
    assert reader.neo4j(tmp_path).triples() == {*triples}


def test_semicolons_in_lists_are_escaped_for_neptune(tmp_path: Path) -> None:
    triples = [says("a", "p", ox.Literal(text)) for text in ("x;y", "z")]
    write_neptune(selection(triples), tmp_path)
    header, row = rows(tmp_path / "nodes-of-no-class.csv")
    assert header[2].endswith(":String[]")  # type: ignore[union-attr]
    assert row[2] == "x\\;y;z"


@both
@pytest.mark.parametrize(
    ("datatype", "kept", "changed"),
    [
        ("integer", "20", "020"),
        ("decimal", "0.5", "0.50"),
        ("decimal", "0.5", "0.1000000000000000055"),
        ("boolean", "true", "1"),
        ("date", "2020-02-07", "2020-02-07Z"),
        ("dateTime", "2020-02-07T08:00:00Z", "2020-02-07T08:00:00.50Z"),
    ],
)
def test_a_value_has_a_type_only_if_that_keeps_it(
    form: str, datatype: str, kept: str, changed: str, tmp_path: Path
) -> None:
    typed = header_of_values(form, datatype, (kept,), tmp_path / "kept")
    assert typed.partition(":")[2].removesuffix("(single)") == TYPES[form][datatype]
    text = header_of_values(form, datatype, (kept, changed), tmp_path / "changed")
    assert text.partition(":")[2].removesuffix("(single)").casefold() == "string"


def header_of_values(form: str, datatype: str, texts: tuple[str, ...], folder: Path) -> str:
    """Export a value for each of some things, check that all come back, and give the header."""
    folder.mkdir()
    literals = [ox.Literal(each, datatype=ox.NamedNode(XSD + datatype)) for each in texts]
    triples = [says(f"thing{number}", "p", each) for number, each in enumerate(literals)]
    FOLDERS[form](selection(triples), folder)
    assert READERS[form](folder).triples() == {*triples}
    return str(next(rows(folder / "nodes-of-no-class.csv"))[2])


@both
def test_names_of_files_stay_short_and_apart(form: str, tmp_path: Path) -> None:
    kinds = [thing(f"{'x' * 70}{n}") for n in range(9)]
    triples = [ox.Triple(thing("a"), TYPE, kind) for kind in kinds]
    triples += [ox.Triple(thing("b"), TYPE, kind) for kind in kinds[1:]]
    FOLDERS[form](selection(triples), tmp_path)
    assert max(len(path.name) for path in tmp_path.iterdir()) < 150
    assert READERS[form](tmp_path).triples() == {*triples}


@both
def test_the_mapping_names_everything(form: str, tmp_path: Path) -> None:
    triples = [
        ox.Triple(thing("a"), TYPE, thing("City")),
        says("a", "p", "b"),
        says("a", "q", ox.Literal("東京", language="ja")),
    ]
    FOLDERS[form](selection(triples), tmp_path)
    mapping = json.loads((tmp_path / "mapping.json").read_text(encoding="utf-8"))
    assert [*mapping["labels"]["names"].values()] == [EXAMPLE + "City"]
    assert [*mapping["relationshipTypes"].values()] == [EXAMPLE + "p"]
    assert [*mapping["properties"].values()] == [
        {"iri": EXAMPLE + "q", "language": "ja", "several": False}
    ]
    assert sum(mapping["nodes"].values()) == 2
    assert mapping["relationships"] == {"relationships.csv": 1}
