"""Which things have pages, and where a reader who follows an IRI is led."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from citygraph.errors import UnknownNameError
from citygraph.pages.addresses import EVIDENCE, ROOT, local_name, local_path, page_path
from citygraph.things.labels import rows
from citygraph.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.graph import Store

_RDF = PREFIXES["rdf"]
_THINGS = f"""
SELECT DISTINCT ?thing WHERE {{
  {{ ?thing ?property ?value }}
  UNION
  {{
    ?subject ?property ?thing
    FILTER(?property NOT IN (<{_RDF}subject>, <{_RDF}predicate>, <{_RDF}object>))
  }}
  FILTER(STRSTARTS(STR(?thing), "{ROOT}"))
}}"""
_CLAIMED = f"""
SELECT DISTINCT ?thing WHERE {{
  {{ ?claim <{_RDF}subject> ?thing }} UNION {{ ?claim <{_RDF}object> ?thing }}
  FILTER(STRSTARTS(STR(?thing), "{ROOT}"))
}}"""
_CLAIMED_AMONG = f"""
SELECT DISTINCT ?thing WHERE {{
  {{ VALUES ?thing {{ %(things)s }} ?claim <{_RDF}subject> ?thing }}
  UNION
  {{ VALUES ?thing {{ %(things)s }} ?claim <{_RDF}object> ?thing }}
}}"""
_KNOWN = f"""
SELECT ?type ?about WHERE {{
  {{ SELECT ?type WHERE {{ %(thing)s ?property ?value BIND("thing" AS ?type) }} LIMIT 1 }}
  UNION
  {{ SELECT ?type WHERE {{ ?subject ?property %(thing)s BIND("thing" AS ?type) }} LIMIT 1 }}
  UNION
  {{ %(thing)s a <{ONTOLOGY}Claim> ; <{_RDF}subject> ?about BIND("claim" AS ?type) }}
}}"""


def iri_of(local: str) -> str:
    """Give the IRI of the thing at a local path.

    Raises:
        UnknownNameError: that would be no IRI.
    """
    from pyoxigraph import NamedNode

    try:
        return NamedNode(ROOT + local).value
    except ValueError as error:
        raise UnknownNameError(f"{ROOT + local!a} is no IRI") from error


def is_thing(local: str) -> bool:
    """Say whether a local path is that of a thing, rather than of a page of another kind.

    >>> is_thing("voc/robots"), is_thing("search")
    (True, False)
    """
    return local_path(ROOT + local) == local


def spoken_of(store: Store, iri: str) -> bool:
    """Say whether a thing is named at all, if only by a claim, with one query."""
    from pyoxigraph import NamedNode

    term = str(NamedNode(iri))
    return iri in store.graphs or bool(store.query(f"ASK {{ ?any ?property {term} }}"))


def things(store: Store) -> Iterator[str]:
    """List the local paths of all things with a page: all that are spoken of."""
    yield from _locals(store, _THINGS)
    yield from filter(None, map(local_path, store.graphs))


def claimed(store: Store) -> Iterator[str]:
    """List the local paths of all things of whose facts there is evidence."""
    yield from _locals(store, _CLAIMED)


def claimed_among(store: Store, iris: Iterable[str]) -> frozenset[str]:
    """Choose the things of whose facts there is evidence, with one query."""
    from pyoxigraph import NamedNode

    wanted = " ".join(sorted(str(NamedNode(iri)) for iri in set(iris)))
    found = rows(store, _CLAIMED_AMONG % {"things": wanted}) if wanted else ()
    return frozenset(thing.value for (thing,) in found if isinstance(thing, NamedNode))


def address(store: Store, iri: str, lang: str) -> str | None:
    """Give the address that shows a thing; see `Pages.address`."""
    from pyoxigraph import NamedNode

    local = local_path(iri)
    if local is None:
        return None
    if iri in store.graphs:
        return quote(page_path(local, lang))
    found = rows(store, _KNOWN % {"thing": NamedNode(iri)})
    about = next((each for _, each in found if isinstance(each, NamedNode)), None)
    within = local_path(about.value) if about is not None else None
    if within is not None:
        return f"{quote(page_path(EVIDENCE + within, lang))}#{quote(local_name(iri))}"
    return quote(page_path(local, lang)) if found else None


def _locals(store: Store, query: str) -> Iterator[str]:
    from pyoxigraph import NamedNode

    for (thing,) in rows(store, query):
        local = local_path(thing.value) if isinstance(thing, NamedNode) else None
        if local is not None:
            yield local
