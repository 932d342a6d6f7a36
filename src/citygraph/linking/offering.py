"""What of ours an item could be told, and where it is from: facts with a source on the web."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from citygraph.errors import InputError
from citygraph.linking.link import EXACT
from citygraph.linking.quickstatements import Statement, as_line, day, quantity, text
from citygraph.linking.values import our_values
from citygraph.questions.binding import declare_prefixes
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from citygraph.graph import Store
    from citygraph.linking.link import Link
    from citygraph.linking.quickstatements import Pairs
    from citygraph.linking.tolerances import Compared
    from citygraph.linking.values import Value
    from citygraph.linking.wikibase import Wikibase

_KEYS = frozenset({"values", "dated", "never", "reference"})
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


def read_offered(path: Path) -> Offered:
    """Read what may be offered, from TOML.

    Raises:
        InputError: the file cannot be read, or something in it is not as it should be.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{path}: is no TOML: {error}") from error
    if said.keys() != _KEYS:
        raise InputError(f"{path}: expected exactly {', '.join(sorted(_KEYS))}")
    reference = said["reference"]
    if not isinstance(reference, dict) or set(reference) != set(_PARTS):
        raise InputError(f"{path}: reference: expected exactly {', '.join(_PARTS)}")
    return Offered(tuple(said["values"]), frozenset(said["dated"]), tuple(said["never"]), reference)


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
    has a source on the web, and is not drawn from the collection or from what is written with it.

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
    items = {
        link.subject: name
        for link in links
        if link.accepted
        and link.predicate == EXACT
        and (name := wikibase.name_of(link.object)) is not None
    }
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
    store: Store, compared: Compared, items: Mapping[str, str], offered: Offered, seen: str
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
            if references and (value.since or compared.name not in offered.dated):
                yield Statement(
                    items[thing],
                    compared.theirs,
                    quantity(value.text, compared.units.get(value.unit, "")),
                    _qualifiers(compared, value),
                    tuple(_reference(each, offered, seen) for each in references),
                )


def _qualifiers(compared: Compared, value: Value) -> Pairs:
    if not (compared.dated and value.since):
        return ()
    return ((compared.dated, day(value.since, value.until)),)


def _codes(
    store: Store, wikibase: Wikibase, items: Mapping[str, str], offered: Offered, seen: str
) -> Iterator[Statement]:
    sources = _sources(store, items, list(wikibase.identifiers), offered)
    for (thing, property_, value), references in sources.items():
        for theirs in wikibase.identifiers[property_]:
            yield Statement(
                items[thing],
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
