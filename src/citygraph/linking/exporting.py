"""Links for other tools: QuickStatements, OpenRefine, and readers of link sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import tables
from citygraph.linking.checking import checked_cities
from citygraph.linking.files import TABLE, read_labels
from citygraph.linking.linksets import COLUMNS, linkset_lines, openrefine_rows
from citygraph.linking.mappings import read_mappings
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from citygraph.graph import Store
    from citygraph.home import Home
    from citygraph.linking.mappings import Mappings

LINK_EXPORTS = ("quickstatements", "openrefine", "linkset")
"""What links can be taken away as."""


def export_quickstatements(
    home: Home, store: Store, *, retrieved: str, table: Path | None = None
) -> str:
    """Write what of ours the linked items could be told, as QuickStatements takes it.

    Nothing is sent anywhere: a person looks through the lines and submits them.

    Args:
        home: our files.
        store: our graph, evidence included.
        retrieved: the day on which somebody last saw that the sources say so.
        table: the one table to take the links from.

    Raises:
        DataFileError: a table is not written as it has to be.
        InputError: there is no table, or the day is none.
    """
    from citygraph.linking.offering import as_quickstatements, read_offered, statements
    from citygraph.linking.tolerances import read_compared
    from citygraph.linking.wikibase import read_wikibase

    folder = home.root / "mappings"
    compared = read_compared(folder / "values.toml")
    return as_quickstatements(
        statements(
            [link for _, each in _tables(home, table) for link in each.links],
            store,
            read_wikibase(folder / "wikidata.toml"),
            compared,
            read_offered(folder / "offered.toml", compared),
            retrieved=retrieved,
        )
    )


def export_openrefine(home: Home, table: Path | None = None) -> str:
    """Write what is linked, and to what, as CSV that OpenRefine opens.

    Raises:
        DataFileError: a table is not written as it has to be.
        InputError: there is no table.
    """
    labels = read_labels(home)
    rows = sorted(
        row
        for _, each in _tables(home, table)
        for row in openrefine_rows(each.links, labels, {**PREFIXES, **each.header.prefixes})
    )
    return tables.write(tables.Table(COLUMNS, tuple(rows)), "csv")


def export_linksets(home: Home, table: Path | None = None) -> str:
    """Write the links that count and their description as N-Triples, always the same bytes.

    Raises:
        DataFileError: a table is not written as it has to be.
        InputError: there is no table, or its name cannot be part of an IRI.

    >>> from citygraph.home import open_home
    >>> print(export_linksets(open_home()).splitlines()[-1].split()[1])
    <http://www.w3.org/2004/02/skos/core#exactMatch>
    """
    lines = {
        line
        for name, each in _tables(home, table)
        for line in linkset_lines(name, each, {**PREFIXES, **each.header.prefixes})
    }
    return b"".join(sorted(lines)).decode()


def _tables(home: Home, table: Path | None) -> Sequence[tuple[str, Mappings]]:
    if table is not None:
        return [(table.name.removesuffix(TABLE), read_mappings(table))]
    return [(city.name, read_mappings(city.mappings)) for city in checked_cities(home)]
