"""A property graph for Neo4j, in the files that `neo4j-admin database import` reads.

See https://neo4j.com/docs/operations-manual/current/import/ for the headers. Values of a list are
parted by the unit separator, a control character that no text may hold, because the importer has no
way to escape what parts them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.exports.cells import Carrier
from citygraph.exports.property_graph import RELATIONSHIPS, Dialect, write_property_graph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from citygraph.exports.parts import Selection
    from citygraph.exports.property_graph import Link
    from citygraph.exports.property_names import Property
    from citygraph.exports.sorted_triples import Subject

DELIMITER = "\x1f"
_TYPES = MappingProxyType(
    {
        "long": "long",
        "double": "double",
        "boolean": "boolean",
        "date": "date",
        "moment": "localdatetime",
        "instant": "datetime",
    }
)
ARGUMENTS = "neo4j-admin.args"
_OPTIONS = ("--id-type=string", "--array-delimiter=U+001F", "--multiline-fields=true")


def write_neo4j(selection: Selection, folder: Path) -> tuple[str, ...]:
    """Write nodes, relationships, `mapping.json` and `neo4j-admin.args` into an empty folder.

    Returns:
        What a reader should know about the export.

    Raises:
        InputError: a text holds a control character, or is empty in a list.
    """
    carrier = Carrier("Neo4j's importer", selection.prefixes)

    def check(subject: Subject, column: Property, texts: Sequence[str]) -> None:
        if column.several and "" in texts:
            carrier.refuse("is empty in a list", subject.iri, column.key, "")

    dialect = Dialect(
        carrier=carrier,
        nodes=_header,
        links=(":START_ID", ":END_ID", ":TYPE", "claims:string[]"),
        link=_link,
        several=DELIMITER.join,
        check=check,
        native=_TYPES,
        described={"command": f"neo4j-admin database import full @{ARGUMENTS} citygraph"},
        beside=_arguments,
    )
    return write_property_graph(selection, folder, dialect)


def _arguments(nodes: Sequence[str]) -> Mapping[str, str]:
    """Name each file to the importer by itself, as each has a header of its own."""
    files = (*(f"--nodes={name}" for name in nodes), f"--relationships={RELATIONSHIPS}")
    return {ARGUMENTS: "".join(f"{each}\n" for each in (*_OPTIONS, *files))}


def _header(columns: Sequence[Property]) -> Sequence[str]:
    lists = {True: "[]", False: ""}
    named = (f"{each.name}:{each.type or 'string'}{lists[each.several]}" for each in columns)
    return ("iri:ID", ":LABEL", *named)


def _link(link: Link, claims: Sequence[str]) -> Sequence[str | None]:
    start, kind, end = link
    return (start, end, kind, DELIMITER.join(claims) or None)
