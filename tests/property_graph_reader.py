"""A strict reader of property graphs: what a loader would take from the files, as triples.

It reads the header of each file as the documentation of Neo4j's importer or of Neptune's loader
says, gives each value its type, and fails where a relationship ends nowhere.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from tests.rfc4180 import Row, rows

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_UNIT = "\x1f"
_NEO4J = re.compile(r"(?P<name>\w+):(?P<type>[a-z]+)(?P<list>\[\])?")
_NEPTUNE = re.compile(r"(?P<name>\w+):(?P<type>[A-Za-z]+)(?:(?P<list>\[\])|\(single\))")
_READ: Mapping[str, Callable[[str], object]] = {
    "long": int,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "bool": {"true": True, "false": False}.__getitem__,
    "date": lambda text: (datetime if "T" in text else date).fromisoformat(text),
    "localdatetime": datetime.fromisoformat,
    "datetime": datetime.fromisoformat,
    "string": str,
}


class Loaded(NamedTuple):
    """What is in the database.

    Attributes:
        nodes: the labels and properties of each node.
        links: the ends and the type of each relationship, with its claims.
        mapping: what the names stand for.
    """

    nodes: Mapping[str, tuple[frozenset[str], Mapping[str, list[tuple[str, object]]]]]
    links: Mapping[tuple[str, str, str], list[str]]
    mapping: Mapping[str, Any]

    def triples(self) -> set[ox.Triple]:
        """Turn it back into triples."""
        found = set()
        for node, (labels, values) in self.nodes.items():
            subject = ox.NamedNode(node)
            assert "Resource" in labels
            for label in labels - {"Resource"}:
                kind = ox.NamedNode(self.mapping["labels"]["names"][label])
                found.add(ox.Triple(subject, TYPE, kind))
            for name, held in values.items():
                meaning = self.mapping["properties"][name]
                predicate = ox.NamedNode(meaning["iri"])
                for text, value in held:
                    found.add(ox.Triple(subject, predicate, _literal(text, value, meaning)))
        for start, type_, end in self.links:
            predicate = ox.NamedNode(self.mapping["relationshipTypes"][type_])
            found.add(ox.Triple(ox.NamedNode(start), predicate, ox.NamedNode(end)))
        return found


def neo4j(folder: Path) -> Loaded:
    """Load the files that `neo4j-admin.args` names."""
    words = (folder / "neo4j-admin.args").read_text(encoding="utf-8").splitlines()
    options = [word for word in words if word.startswith("--")]
    assert options == words
    assert "--array-delimiter=U+001F" in options
    assert "--multiline-fields=true" in options
    node_files = [word.removeprefix("--nodes=") for word in words if word.startswith("--nodes=")]
    (link_file,) = (
        word.removeprefix("--relationships=") for word in words if "--relationships=" in word
    )
    return _loaded(
        folder,
        node_files,
        link_file,
        ("iri:ID", ":LABEL"),
        (":START_ID", ":END_ID", ":TYPE", "claims:string[]"),
        _NEO4J,
        lambda cell: cell.split(_UNIT),
        lambda row: ((row[0], row[2], row[1]), (row[3] or "").split(_UNIT)),
    )


def neptune(folder: Path) -> Loaded:
    """Load all files of the folder."""
    names = sorted(path.name for path in folder.glob("*.csv"))
    seen = set()

    def link(row: Row) -> tuple[tuple[Any, Any, Any], list[str]]:
        assert row[0] not in seen, "two relationships have one id"
        seen.add(row[0])
        return (row[1], row[3], row[2]), (row[4] or "").split(" ")

    return _loaded(
        folder,
        [name for name in names if name != "relationships.csv"],
        "relationships.csv",
        ("~id", "~label"),
        ("~id", "~from", "~to", "~label", "claims:String"),
        _NEPTUNE,
        lambda cell: [each.replace("\\;", ";") for each in re.split(r"(?<!\\);", cell)],
        link,
    )


def _loaded(  # noqa: PLR0913, PLR0917 - the two formats differ in all of these
    folder: Path,
    node_files: Sequence[str],
    link_file: str,
    node_header: tuple[str, ...],
    link_header: tuple[str, ...],
    column: re.Pattern[str],
    split: Callable[[str], list[str]],
    link: Callable[[Row], tuple[tuple[Any, Any, Any], list[str]]],
) -> Loaded:
    mapping = json.loads((folder / "mapping.json").read_text(encoding="utf-8"))
    nodes: dict[str, tuple[frozenset[str], Mapping[str, list[tuple[str, object]]]]] = {}
    types: dict[str, str] = {}
    for name in node_files:
        header, *body = rows(folder / name)
        assert tuple(header[:2]) == node_header
        columns = [column.fullmatch(str(each)) for each in header[2:]]
        assert len(body) == mapping["nodes"][name]
        for iri, labels, *cells in body:
            assert iri is not None
            assert iri not in nodes, "two nodes have one id"
            nodes[iri] = frozenset(split(str(labels))), dict(_values(columns, cells, split, types))
    header, *body = rows(folder / link_file)
    assert tuple(header) == link_header
    links = {ends: [claim for claim in claims if claim] for ends, claims in map(link, body)}
    assert len(links) == len(body) == mapping["relationships"][link_file]
    for start, _, end in links:
        assert start in nodes
        assert end in nodes
    for claims in links.values():
        assert nodes.keys() >= {*claims}
    return Loaded(nodes, links, mapping)


def _values(
    columns: Sequence[re.Match[str] | None],
    cells: Sequence[str | None],
    split: Callable[[str], list[str]],
    types: dict[str, str],
) -> Iterator[tuple[str, list[tuple[str, object]]]]:
    for column, cell in zip(columns, cells, strict=True):
        assert column is not None, "a header that the loader would refuse"
        kind = column["type"].casefold()
        assert types.setdefault(column["name"], column[0]) == column[0], "two types of one property"
        if cell is not None:
            texts = split(cell) if column["list"] else [cell]
            yield column["name"], [(text, _READ[kind](text)) for text in texts]


def _literal(text: str, value: object, meaning: Mapping[str, str]) -> ox.Literal:
    """Make a literal of what the database holds: the value where it has a type, else the text."""
    if "language" in meaning:
        return ox.Literal(text, language=meaning["language"])
    return ox.Literal(
        as_text(value, meaning["datatype"]), datatype=ox.NamedNode(meaning["datatype"])
    )


def as_text(value: object, datatype: str) -> str:
    """Write a value as XML Schema's canonical form has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and datatype.endswith("#decimal"):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
