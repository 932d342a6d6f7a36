"""The items that a thing may be the same as, found by its names, codes and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.linking.batches import NAMES
from citygraph.linking.names import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.linking.asking import Asking
    from citygraph.linking.batches import Batches
    from citygraph.linking.subjects import Subject
    from citygraph.linking.wikibase import Wikibase

    Statement = tuple[str, ox.Literal | ox.NamedNode]


class Candidates:
    """What was found for each thing, and for which of them not all could be asked.

    Attributes:
        items: the IRIs of items, by the IRI of the thing.
        failed: why a thing was not fully asked about, by its IRI.
    """

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self.items: dict[str, set[str]] = {each.iri: set() for each in subjects}
        self.failed: dict[str, str] = {}


def find_candidates(
    subjects: Sequence[Subject], wikibase: Wikibase, asking: Asking, batches: Batches
) -> Candidates:
    """Find the items that bear a name of a thing, its code, or its page.

    Args:
        subjects: the things.
        wikibase: what they are looked up in.
        asking: who answers.
        batches: how much is asked at once.

    Raises:
        StoppedError: nothing more is to be asked.
    """
    found = Candidates(subjects)
    by_name: dict[ox.Literal, list[str]] = {}
    by_statement: dict[Statement, list[str]] = {}
    for subject in subjects:
        for name in names_to_ask(subject, wikibase):
            by_name.setdefault(name, []).append(subject.iri)
        for statement in statements_to_ask(subject, wikibase):
            by_statement.setdefault(statement, []).append(subject.iri)
    for named in batches.run(NAMES, by_name, asking.named):
        for name in named.items:
            _note(
                found,
                by_name[name],
                None if named.answer is None else named.answer[name],
                named.why,
            )
    for said in batches.run("statements", by_statement, asking.stating):
        for each in said.items:
            _note(
                found,
                by_statement[each],
                None if said.answer is None else said.answer[each],
                said.why,
            )
    for iri, items in found.items.items():
        found.items[iri] = {item for item in items if wikibase.name_of(item) is not None}
    return found


def _note(
    found: Candidates, things: Iterable[str], items: frozenset[str] | None, why: str | None
) -> None:
    for thing in things:
        found.items[thing] |= items or frozenset()
        if why is not None:
            found.failed[thing] = why


def names_to_ask(subject: Subject, wikibase: Wikibase) -> tuple[ox.Literal, ...]:
    """List the names of a thing in every spelling, and with every tag, under which it may be found.

    A name in a language that the other side does not compare is not asked for.
    """
    found: dict[ox.Literal, None] = {}
    for language, name in sorted(subject.labels | subject.aliases):
        if language in wikibase.languages:
            for spelling in spellings(name, language):
                tags = (language, *wikibase.any_language) if spelling == name else (language,)
                for tag in tags:
                    found[ox.Literal(spelling, language=tag)] = None
    return tuple(found)


def statements_to_ask(subject: Subject, wikibase: Wikibase) -> tuple[Statement, ...]:
    """List the codes and pages of a thing as an item would state them."""
    found: dict[Statement, None] = {}
    for ours, codes in sorted(subject.codes.items()):
        for name in wikibase.identifiers.get(ours, ()):
            for code in sorted(codes):
                found[name, ox.Literal(code)] = None
    for name in wikibase.properties["site"]:
        for site in sorted(subject.sites):
            for address in same_pages(site):
                try:
                    page = ox.NamedNode(address)
                except ValueError:  # what is no IRI is no page that an item could state
                    continue
                found[name, page] = None
    return tuple(found)


def same_pages(site: str) -> tuple[str, ...]:
    """Give the ways in which the address of a page is written; none if it is no address of one.

    >>> same_pages("https://example.org")
    ('http://example.org', 'http://example.org/', 'https://example.org', 'https://example.org/')
    >>> same_pages("mailto:mayor@example.org")
    ()
    """
    scheme_of, _, rest = site.partition("://")
    rest = rest.rstrip("/")
    if scheme_of.lower() not in ("http", "https") or not rest:
        return ()
    return tuple(f"{scheme}://{rest}{end}" for scheme in ("http", "https") for end in ("", "/"))
