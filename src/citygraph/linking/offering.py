"""What of ours an item could be told, and where it is from: facts with a source on the web."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from citygraph.errors import InputError
from citygraph.linking.configuration import read_toml
from citygraph.linking.link import EXACT
from citygraph.linking.quickstatements import Statement, as_line, day, quantity, stated_day, text
from citygraph.linking.values import our_values
from citygraph.questions.binding import declare_prefixes
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from citygraph.graph import Store
    from citygraph.linking.link import Link
    from citygraph.linking.quickstatements import Pairs
    from citygraph.linking.tolerances import Compared
    from citygraph.linking.wikibase import Wikibase

    Items = Mapping[str, Collection[str]]

_KEYS = frozenset({"values", "dated", "never", "reference"})
_REFERENCE = re.compile(r"S[1-9]\d*")
_PARTS = ("url", "title", "published", "retrieved")
_NUMBER = PREFIXES["qudt"] + "numericValue"
_SOURCES = """
SELECT DISTINCT ?node ?property ?value ?source ?url ?title ?issued WHERE {{
  VALUES ?node {{ {nodes} }}
  VALUES ?property {{ {properties} }}
  ?claim rdf:subject ?node ; rdf:predicate ?property ; rdf:object ?value ;
    prov:wasDerivedFrom ?source .
  FILTER NOT EXISTS {{ ?claim cg:claimStatus cgv:inferred }}
  ?source schema:url ?url .
  OPTIONAL {{ ?source dcterms:title ?title }}
  OPTIONAL {{ ?source dcterms:issued ?issued }}
}}"""
_DAY = 10


class Offered(NamedTuple):
    """What may be offered, and how.

    Attributes:
        values: the names of the values of `values.toml`.
        dated: those that are only offered with a day.
        never: what makes an address no reference.
        reference: the names of the parts of a reference, as QuickStatements has them.
    """

    values: tuple[str, ...]
    dated: frozenset[str]
    never: tuple[str, ...]
    reference: Mapping[str, str]


class Source(NamedTuple):
    """Where a fact is from.

    Attributes:
        url: the address.
        title: its title; empty if it is not known.
        language: the language of the title.
        published: the day on which it was published; empty if it is not known.
    """

    url: str
    title: str = ""
    language: str = ""
    published: str = ""


def read_offered(path: Path, compared: Iterable[Compared]) -> Offered:
    """Read what may be offered, from TOML.

    Args:
        path: the file.
        compared: the values there are; only numbers can be offered.

    Raises:
        InputError: the file cannot be read, or something in it is not as it should be.
    """
    said = read_toml(path)
    if said.keys() != _KEYS:
        raise InputError(f"{path}: expected exactly {', '.join(sorted(_KEYS))}")
    reference = said["reference"]
    if not isinstance(reference, dict) or set(reference) != set(_PARTS):
        raise InputError(f"{path}: reference: expected exactly {', '.join(_PARTS)}")
    for part, name in reference.items():
        if not _REFERENCE.fullmatch(str(name)):
            raise InputError(f"{path}: reference.{part}: expected S and a number, such as S854")
    values, dated, never = (
        _texts(f"{path}: {name}", said[name]) for name in ("values", "dated", "never")
    )
    numbers = {each.name for each in compared if each.kind == "number"}
    for name, known in (("values", numbers), ("dated", set(values))):
        for each in _texts(f"{path}: {name}", said[name]):
            if each not in known:
                raise InputError(
                    f"{path}: {name}: '{each}' cannot be offered; expected some of "
                    f"{', '.join(sorted(known))}"
                )
    return Offered(values, frozenset(dated), never, reference)


def _texts(place: str, said: object) -> tuple[str, ...]:
    if not isinstance(said, list) or not all(isinstance(each, str) and each for each in said):
        raise InputError(f"{place}: expected a list of texts")
    return tuple(said)


def statements(  # noqa: PLR0913 - each is one thing to know of an offer
    links: Iterable[Link],
    store: Store,
    wikibase: Wikibase,
    compared: Sequence[Compared],
    offered: Offered,
    *,
    retrieved: str,
) -> tuple[Statement, ...]:
    """Give the statements that can be offered, in the order of items and properties.

    Only of items that are exactly a thing of ours by a row that counts; only what is not rounded,
    has a source on the web, and is not drawn from the collection or from what is written with it;
    only in units that the collection has. What held for a time that is neither a day, a month nor
    a year has no day that could be stated.

    Args:
        links: the rows.
        store: our graph, evidence included.
        wikibase: the collection.
        compared: how values of ours are found.
        offered: what may be offered.
        retrieved: the day on which somebody last saw that the sources say so.

    Raises:
        InputError: the day is none.
    """
    seen = day(retrieved)
    items: dict[str, set[str]] = {}
    for link in links:
        name = wikibase.name_of(link.object)
        if link.accepted and link.predicate == EXACT and name is not None:
            items.setdefault(link.subject, set()).add(name)
    found: list[Statement] = []
    for each in compared:
        if each.name in offered.values:
            found += _numbers(store, each, items, offered, seen)
    found += _codes(store, wikibase, items, offered, seen)
    return tuple(sorted(set(found)))


def as_quickstatements(offers: Iterable[Statement]) -> str:
    """Write statements as QuickStatements takes them."""
    return "".join(f"{as_line(each)}\n" for each in offers)


def _numbers(
    store: Store, compared: Compared, items: Items, offered: Offered, seen: str
) -> Iterator[Statement]:
    values = {
        thing: [each for each in said if not each.about and each.node]
        for thing, said in our_values(store, compared, items).items()
    }
    nodes = [each.node for said in values.values() for each in said]
    sources = _sources(store, nodes, [_NUMBER], offered)
    for thing, said in values.items():
        for value in said:
            references = sources.get((value.node, _NUMBER, value.text), ())
            if not references or (compared.units and value.unit not in compared.units):
                continue
            when = stated_day(value.since, value.until) if compared.dated else ""
            if not when and compared.name in offered.dated:
                continue
            for item in items[thing]:
                yield Statement(
                    item,
                    compared.theirs,
                    quantity(value.text, compared.units.get(value.unit, "")),
                    ((compared.dated, when),) if when else (),
                    tuple(_reference(each, offered, seen) for each in references),
                )


def _codes(
    store: Store, wikibase: Wikibase, items: Items, offered: Offered, seen: str
) -> Iterator[Statement]:
    sources = _sources(store, items, list(wikibase.identifiers), offered)
    for (thing, property_, value), references in sources.items():
        for item, theirs in product(items[thing], wikibase.identifiers[property_]):
            yield Statement(
                item,
                theirs,
                text(value),
                (),
                tuple(_reference(each, offered, seen) for each in references),
            )


def _reference(source: Source, offered: Offered, seen: str) -> Pairs:
    parts = offered.reference
    said = [(parts["url"], text(source.url))]
    if source.title and source.language:
        said.append((parts["title"], text(source.title, source.language)))
    if source.published:
        said.append((parts["published"], day(source.published)))
    return (*said, (parts["retrieved"], seen))


def _sources(
    store: Store, nodes: Iterable[str], properties: Iterable[str], offered: Offered
) -> dict[tuple[str, str, str], tuple[Source, ...]]:
    """Find the sources of facts, each by its subject, property and value."""
    wanted = " ".join(str(NamedNode(each)) for each in sorted(set(nodes)))
    known = " ".join(str(NamedNode(each)) for each in sorted(set(properties)))
    if not wanted or not known:
        return {}
    query = _SOURCES.format(nodes=wanted, properties=known)
    found: dict[tuple[str, str, str], dict[str, Source]] = {}
    answer = store.query(declare_prefixes(query, {**PREFIXES, **store.prefixes}))
    for node, property_, value, _, url, title, issued in getattr(answer, "rows", ()):
        if any(part in url.value for part in offered.never):
            continue
        said = Source(
            url.value,
            getattr(title, "value", ""),
            (title.language or "") if isinstance(title, Literal) else "",
            published if len(published := str(getattr(issued, "value", ""))) == _DAY else "",
        )
        by_url = found.setdefault((node.value, property_.value, value.value), {})
        by_url[said.url] = min(by_url.get(said.url, said), said)
    return {fact: tuple(by_url[url] for url in sorted(by_url)) for fact, by_url in found.items()}
