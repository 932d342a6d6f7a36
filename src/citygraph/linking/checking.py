"""A check of mapping tables: by our graph, by each other, and by the triples made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.errors import InputError
from citygraph.linking.files import TABLE, LinkedCity, linked_cities, read_labels
from citygraph.linking.findings import Checked, Finding
from citygraph.linking.mappings import read_mappings
from citygraph.linking.table_checks import check_across, check_graph, check_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from citygraph.home import Home
    from citygraph.linking.link import Link


def check_links(home: Home, table: Path | None = None) -> Checked:
    """Check mapping tables without asking anybody.

    Args:
        home: our files; the tables of all its cities are checked, with the triples made of them.
        table: the one table to check, whose triples nobody keeps.

    Raises:
        DataFileError: a table is not written as it has to be: file, line, remedy.
        InputError: there is no table.

    >>> from citygraph.home import open_home
    >>> check_links(open_home()).findings
    ()
    """
    labels = read_labels(home)
    if table is not None:
        links = read_mappings(table).links
        return Checked(check_rows(links, labels), len(links))
    found: list[Finding] = []
    every: list[Link] = []
    for city in checked_cities(home):
        links = read_mappings(city.mappings).links
        every += links
        found += (*check_rows(links, labels), *check_graph(city, links))
    return Checked((*found, *check_across(every)), len(every))


def stale_links(home: Home) -> tuple[Finding, ...]:
    """Find the graphs of links that are not what is made of their mapping tables.

    Raises:
        DataFileError: a table is not written as it has to be, or a graph is no Turtle.

    >>> from citygraph.home import open_home
    >>> stale_links(open_home())
    ()
    """
    kept = (city for city in linked_cities(home) if city.mappings.is_file())
    return tuple(
        finding
        for city in kept
        for finding in check_graph(city, read_mappings(city.mappings).links)
    )


def checked_cities(home: Home) -> Sequence[LinkedCity]:
    """Find the cities that have a mapping table.

    Raises:
        InputError: there is none.
    """
    found = [city for city in linked_cities(home) if city.mappings.is_file()]
    if not found:
        raise InputError(
            f"there is no <city>{TABLE} beside the facts of a city, nor in a folder mappings "
            "beside theirs, so there are no links"
        )
    return found
