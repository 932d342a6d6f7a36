"""Making the graphs of links anew from the mapping tables, after one of them was edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import DataFileError, InputError
from citygraph.evidence.rebuilding import refuse_installed
from citygraph.evidence.reporting import REPORT_FORMATS, write_generated
from citygraph.files import write_file
from citygraph.linking.files import TABLE, label_of, linked_cities, read_labels
from citygraph.linking.mappings import read_mappings
from citygraph.linking.triples import link_triples, write_links
from citygraph.vocabulary import PREFIXES, city_prefixes, compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from citygraph.home import Home
    from citygraph.linking.files import LinkedCity
    from citygraph.linking.link import Link

MADE_FORMATS = REPORT_FORMATS
"""The formats in which it is told which graphs of links are as the tables give them."""


class Made(NamedTuple):
    """A graph of links as the table gives it.

    Attributes:
        path: the file where it belongs.
        text: what belongs in it.
        rows: how many rows the table has.
        links: how many of them count and give a triple.
        current: whether the file is so already.
    """

    path: Path
    text: str
    rows: int
    links: int
    current: bool


def make_links(home: Home) -> tuple[Made, ...]:
    """Make the graph of links of every city that keeps a mapping table; nothing is written.

    Raises:
        DataFileError: a table cannot be used, or names something that the graph does not know, or
            by another label: file, line, remedy.
        InputError: no city keeps a mapping table.

    >>> from citygraph.home import open_home
    >>> [made.current for made in make_links(open_home())]
    [True]
    """
    kept = [city for city in linked_cities(home) if city.mappings.is_file()]
    if not kept:
        raise InputError(
            f"{', '.join(sorted({str(path.parent) for path in home.data}))}: no <city>{TABLE} "
            "beside a <city>.ttl, nor in a folder mappings beside theirs, so there is nothing to "
            "make links from"
        )
    labels = read_labels(home)
    return tuple(_made(city, labels) for city in kept)


def renew_links(home: Home) -> tuple[Made, ...]:
    """Make the graphs of links anew, and write those that are not what their tables give.

    Returns:
        The graphs of all cities that keep a table, as they were: those that were stale say so.

    Raises:
        DataFileError: a table cannot be used: file, line, remedy; then nothing is written.
        InputError: no city keeps a mapping table, the data are those of the installed package, or
            a file cannot be written.
    """
    refuse_installed(home)
    made = make_links(home)
    for each in made:
        if not each.current:
            write_file(str(each.path), each.text.encode())
    return made


def faults_of_subjects(
    links: tuple[Link, ...],
    labels: Mapping[str, Mapping[str, str]],
    prefixes: Mapping[str, str] = PREFIXES,
) -> Iterator[tuple[Link, str]]:
    """Find the rows about what the graph does not know, or knows by another label.

    Args:
        links: the rows.
        labels: what everything that can be linked is called; see `read_labels`.
        prefixes: how things are shortened.
    """
    for link in links:
        name = compact(link.subject, prefixes)
        if link.subject not in labels:
            yield link, f"{name} is nothing that the graph knows; correct subject_id"
        elif link.subject_label != (label := label_of(labels[link.subject])):
            words = (
                f"{name} is called '{label}' in English, not '{link.subject_label}'; look whether "
                "the link still holds, and correct subject_label"
            )
            yield link, words


def _made(city: LinkedCity, labels: Mapping[str, Mapping[str, str]]) -> Made:
    links, prefixes = read_mappings(city.mappings).links, city_prefixes((city.name,))
    for link, words in faults_of_subjects(links, labels, prefixes):
        raise DataFileError(f"{link.place}: {words}")
    text = write_links(city.mappings.name, links, prefixes)
    current = city.links.is_file() and city.links.read_bytes() == text.encode()
    return Made(city.links, text, len(links), sum(1 for _ in link_triples(links)), current)


def write_made(
    made: Sequence[Made],
    form: str,
    *,
    written: bool,
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Tell of each graph how many rows its table has, how many count, and its state.

    Args:
        made: the graphs as the tables give them.
        form: one of `MADE_FORMATS`.
        written: whether those that were stale have been written; if not, they still are.
        width: the columns of the terminal.
        colour: whether colours are shown.

    >>> from pathlib import Path
    >>> made = Made(Path("osaka.links.ttl"), "", rows=3, links=2, current=False)
    >>> print(write_made([made], "md", written=False), end="")
    | file | rows | links | state |
    | --- | --- | --- | --- |
    | osaka.links.ttl | 3 | 2 | stale |
    """
    told = [(each.path, (each.rows, each.links), each.current) for each in made]
    columns = ("rows", "links")
    return write_generated(told, columns, form, written=written, width=width, colour=colour)
