"""The Python API of links: the jobs of `citygraph link` as functions that return values."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph import things
from citygraph.errors import InputError
from citygraph.linking import checking, exporting, making
from citygraph.linking.files import linked_cities
from citygraph.linking.item_checks import Asked, check_items
from citygraph.linking.mappings import read_mappings
from citygraph.linking.opening import CONTACT, usual_cache
from citygraph.linking.recording import named, record_checked, refuse_package

if TYPE_CHECKING:
    from os import PathLike

    from citygraph.graph import CityGraph
    from citygraph.linking import Link, LinkCheck, Made


def links(
    graph: CityGraph, thing: str | None = None, *, table: str | PathLike[str] | None = None
) -> tuple[Link, ...]:
    """Read which things are which items elsewhere: every row of the mapping tables.

    What was rejected and what nobody has reviewed is there too: a row that counts is `accepted`.
    Where it was seen stands in `see_also`, why it is so in `comment`.

    Args:
        graph: the graph whose cities' tables are read; a city without a table has no rows.
        thing: a CURIE, an IRI or a label in any language; if not given, all things.
        table: the one table to read.

    Raises:
        DataFileError: a table is not written as it has to be: file, line, remedy.
        UnknownNameError: nothing is said about the thing.
        AmbiguousNameError: the label fits several things.

    >>> import citygraph
    >>> tokyo = [link for link in links(citygraph.load(), "tokyo:tokyo") if link.accepted]
    >>> [(link.object, link.state) for link in tokyo]
    [('http://www.wikidata.org/entity/Q1490', 'documented')]
    """
    paths = (
        [city.mappings for city in linked_cities(graph.home) if city.mappings.is_file()]
        if table is None
        else [Path(table)]
    )
    iri = None if thing is None else things.resolve(graph, thing)
    rows = (row for path in paths for row in read_mappings(path).links)
    return tuple(row for row in rows if iri in (None, row.subject))


def check_links(  # noqa: PLR0913 - each is one thing to say of a check
    graph: CityGraph,
    *,
    table: str | PathLike[str] | None = None,
    endpoint: str | None = None,
    contact: str = "",
    cache: str | PathLike[str] | None = None,
    reviewer: str | None = None,
) -> LinkCheck:
    """Check that links hold: by the tables and, if an endpoint is named, by the items.

    Args:
        graph: the graph that is linked.
        table: the one table to check, in place of those of its cities.
        endpoint: the address of a SPARQL endpoint that is asked about the items. Nothing is asked
            of the network without one.
        contact: whom it may write to; CITYGRAPH_CONTACT of the environment if not given.
        cache: the folder of answers; the user's own if not given.
        reviewer: who has it checked, if that is to be recorded: documented rows that agree in all
            become checked in their table. The items are then asked about anew; if one of them
            cannot be, nothing is recorded.

    Returns:
        What was found, row by row, and what was `recorded`; `not_asked` items are neither right
        nor wrong.

    Raises:
        DataFileError: a table is not written as it has to be: file, line, remedy.
        InputError: there is no table, nobody is named whom the endpoint may write to, or something
            is to be recorded and nobody asked, or into a table that cannot be changed.
        RemoteError: the endpoint gives no answer to the first question.

    >>> import citygraph
    >>> check_links(citygraph.load()).findings
    ()
    """
    path = None if table is None else Path(table)
    if endpoint is None:
        if reviewer is not None:
            raise InputError("a row is checked by its item; name the endpoint to ask about it")
        return checking.check_links(graph.home, path)
    if reviewer is not None:
        named(reviewer)
        refuse_package(
            [path] if path else [city.mappings for city in checking.checked_cities(graph.home)]
        )
    asked = Asked(
        cache=usual_cache() if cache is None else Path(cache),
        sparql=endpoint,
        contact=contact or os.environ.get(CONTACT, ""),
        refresh=reviewer is not None,  # what is recorded bears the day of today
    )
    checked, _ = check_items(graph.home, graph, asked, path)
    if reviewer is None:
        return checked
    return record_checked(checked, reviewer, datetime.now(UTC).date())


def make_links(graph: CityGraph, *, write: bool = False) -> tuple[Made, ...]:
    """Make the graphs of links, `<city>.links.ttl`, anew out of the mapping tables.

    Args:
        graph: the graph whose cities keep tables.
        write: write those that are not what their tables give; a graph that is loaded stays as
            it was, load it again.

    Returns:
        Each graph as its table gives it: its path, its text in Turtle, and whether the file was
        `current`.

    Raises:
        DataFileError: a table cannot be used, or names something that the graph does not know, or
            by another label: file, line, remedy.
        InputError: no city keeps a table, or the data to be written are those of the installed
            package.

    >>> import citygraph
    >>> [(made.path.name, made.current) for made in make_links(citygraph.load())]
    [('tokyo.links.ttl', True)]
    """
    return making.renew_links(graph.home) if write else making.make_links(graph.home)


def export_links(
    graph: CityGraph,
    form: str,
    *,
    table: str | PathLike[str] | None = None,
    retrieved: str | None = None,
) -> str:
    """Write links for other tools; nothing is ever sent anywhere.

    Args:
        graph: the graph that is linked, evidence included.
        form: `quickstatements`, `openrefine` (CSV) or `linkset` (N-Triples with VoID).
        table: the one table to take the links from.
        retrieved: for `quickstatements`, the day on which somebody last saw that the sources say
            so, such as 2026-11-22: it stands in each reference.

    Raises:
        DataFileError: a table is not written as it has to be.
        InputError: there is no such form or no table, or the day is missing, is none, or is not
            for this form.

    >>> import citygraph
    >>> print(export_links(citygraph.load(), "openrefine").partition(",")[0])
    id
    """
    path = None if table is None else Path(table)
    if form not in exporting.LINK_EXPORTS:
        raise InputError(f"{form}: expected one of {', '.join(exporting.LINK_EXPORTS)}")
    if form == "quickstatements":
        if retrieved is None:
            raise InputError("quickstatements need the day on which the sources were last seen")
        return exporting.export_quickstatements(graph.home, graph, retrieved=retrieved, table=path)
    if retrieved is not None:
        raise InputError(f"{form}: the day is for quickstatements; leave it out")
    if form == "openrefine":
        return exporting.export_openrefine(graph.home, path)
    return exporting.export_linksets(graph.home, path)
