"""A property graph for Amazon Neptune, in the CSV of its bulk loader (the Gremlin format).

See https://docs.aws.amazon.com/neptune/latest/userguide/bulk-load-tutorial-format-gremlin.html:
what is loaded so can be asked in Gremlin and in openCypher. A relationship's property holds one
value, so several claims stand in one text, parted by spaces, which no IRI contains.
"""

from __future__ import annotations

from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.exports.cells import Carrier
from citygraph.exports.property_graph import Dialect, write_property_graph

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from citygraph.exports.parts import Selection
    from citygraph.exports.property_graph import Link
    from citygraph.exports.property_names import Property
    from citygraph.exports.sorted_triples import Subject

_TYPES = MappingProxyType(
    {"long": "Long", "double": "Double", "boolean": "Bool", "date": "Date", "instant": "Date"}
)


def write_neptune(selection: Selection, folder: Path) -> tuple[str, ...]:
    r"""Write nodes, relationships and `mapping.json` into an empty folder.

    Returns:
        What a reader should know about the export.

    Raises:
        InputError: a text holds a control character or is empty, or would be read in another way
            in a list, where `\;` stands for a semicolon.
    """
    carrier = Carrier("Neptune's loader", selection.prefixes)

    def check(subject: Subject, column: Property, texts: Sequence[str]) -> None:
        for text in texts:
            if not text:
                carrier.refuse("is empty", subject.iri, column.key, text)
            if column.several and (text.endswith("\\") or "\\;" in text):
                why = "has a backslash before what parts the values of a list"
                carrier.refuse(why, subject.iri, column.key, text)

    dialect = Dialect(
        carrier=carrier,
        nodes=_header,
        links=("~id", "~from", "~to", "~label", "claims:String"),
        link=_link,
        several=_list,
        check=check,
        native=_TYPES,
        described={"loader": {"format": "csv", "failOnError": "TRUE"}},
        beside=lambda _: {},
    )
    return write_property_graph(selection, folder, dialect)


def _header(columns: Sequence[Property]) -> Sequence[str]:
    kinds = {True: "[]", False: "(single)"}
    named = (f"{each.name}:{each.type or 'String'}{kinds[each.several]}" for each in columns)
    return ("~id", "~label", *named)


def _list(texts: Sequence[str]) -> str:
    return ";".join(text.replace(";", "\\;") for text in texts)


def _link(link: Link, claims: Sequence[str]) -> Sequence[str | None]:
    start, kind, end = link
    digits = sha256(" ".join(link).encode()).hexdigest()[:32]
    return (digits, start, end, kind, " ".join(claims) or None)
