"""What can be told of a mapping table without asking anybody: by the graph and by itself.

That each row is well-formed, and that no two say the same or give two exact matches, is what the
reader of the table makes sure of.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from citygraph.errors import DataFileError
from citygraph.linking.files import label_of
from citygraph.linking.findings import Finding, Place
from citygraph.linking.link import EXACT
from citygraph.linking.triples import link_triples, write_links
from citygraph.vocabulary import PREFIXES, city_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from citygraph.linking.files import LinkedCity
    from citygraph.linking.link import Link

_CLOSE = PREFIXES["skos"] + "closeMatch"


def check_rows(
    links: Iterable[Link], labels: Mapping[str, Mapping[str, str]]
) -> tuple[Finding, ...]:
    """Check the rows of a table against our graph and against each other.

    Args:
        links: the rows.
        labels: what everything that can be linked is called; see `files.read_labels`.

    Returns:
        What was found, in the order of the rows.
    """
    links = tuple(links)
    found = [*_unknown(links, labels), *_contradicted(links), *_miscounted(links)]
    return tuple(sorted(found, key=lambda each: (each.place, each.code)))


def check_across(links: Iterable[Link]) -> tuple[Finding, ...]:
    """Check what several tables say against each other: which item a thing exactly is.

    Args:
        links: the rows of all tables.

    Returns:
        What was found, at the row that comes second.
    """
    first: dict[tuple[str, str], Link] = {}
    found = []
    for link in links:
        if not link.accepted or link.predicate != EXACT:
            continue
        other = first.setdefault((link.subject, link.object_source), link)
        meant = {link.cardinality, other.cardinality} <= {"1:n", "n:n"}
        if other.path != link.path and other.object != link.object and not meant:
            said = {"other": other.object, "where": str(place_of(other))}
            found.append(Finding("tables-differ", place_of(link), link.subject, link.object, said))
    return tuple(found)


def check_graph(city: LinkedCity, links: Iterable[Link]) -> tuple[Finding, ...]:
    """Check that the graph of links of a city is what is made of its table.

    Args:
        city: its files; a graph that is not there holds no link.
        links: the rows of its table.

    Raises:
        DataFileError: the graph cannot be read, or is no Turtle.
    """
    links = tuple(links)
    wanted = set(link_triples(links))
    text = _read(city.links)
    try:
        there = {each.triple for each in parse(text, format=RdfFormat.TURTLE)}
    except SyntaxError as error:
        raise DataFileError(f"{city.links}: is no Turtle: {error}") from error
    place, said = Place(str(city.mappings)), {"file": str(city.links)}
    if there != wanted:
        counts = {"missing": str(len(wanted - there)), "extra": str(len(there - wanted))}
        return (Finding("links-stale", place, said={**said, **counts}),)
    made = write_links(city.mappings.name, links, city_prefixes((city.name,)))
    if wanted and text != made.encode():
        return (Finding("links-by-hand", place, said=said),)
    return ()


def place_of(link: Link) -> Place:
    """Say where a row stands."""
    return Place(str(link.path or ""), link.line)


def _unknown(links: Iterable[Link], labels: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    for link in links:
        known = labels.get(link.subject)
        if known is None:
            yield Finding("unknown-thing", place_of(link), link.subject, link.object)
        elif link.subject_label != label_of(known):
            said = {"given": link.subject_label, "known": label_of(known) or "–"}
            yield Finding("label-differs", place_of(link), link.subject, link.object, said)


def _contradicted(links: Iterable[Link]) -> Iterator[Finding]:
    """Find the rows that say what another one rules out; `exactMatch` implies `closeMatch`."""
    by_pair: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        by_pair.setdefault((link.subject, link.object), []).append(link)
    for rows in by_pair.values():
        for ruling in (each for each in rows if each.negated):
            for link in (each for each in rows if not each.negated):
                implied = link.predicate == EXACT and ruling.predicate == _CLOSE
                again = link.state == "proposed" and ruling.state == "rejected"
                if implied or again:
                    said = {"other": str(ruling.line)}
                    yield Finding("contradicted", place_of(link), link.subject, link.object, said)


def _miscounted(links: Iterable[Link]) -> Iterator[Finding]:
    """Find the exact matches whose cardinality is another than the rows give."""
    exact = [link for link in links if link.accepted and link.predicate == EXACT]
    items = Counter((link.subject, link.object_source) for link in exact)
    things = Counter(link.object for link in exact)
    for link in exact:
        here, there = (
            "n" if count > 1 else "1"
            for count in (things[link.object], items[link.subject, link.object_source])
        )
        if link.cardinality not in ("", f"{here}:{there}"):
            said = {"given": link.cardinality, "counted": f"{here}:{there}"}
            yield Finding("miscounted", place_of(link), link.subject, link.object, said)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise DataFileError(f"{path}: cannot be read: {error.strerror}") from error
