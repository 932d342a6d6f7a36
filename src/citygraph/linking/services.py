"""What can be asked for items: a SPARQL endpoint, or a reconciliation service in front of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.linking.asking import Asking
from citygraph.linking.batches import Batches
from citygraph.linking.candidates import Candidates, find_candidates
from citygraph.linking.describing import describe
from citygraph.linking.redirects import Found, follow
from citygraph.linking.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citygraph.linking.items import Item
    from citygraph.linking.polite import Polite
    from citygraph.linking.reconciliation import Reconciliation
    from citygraph.linking.subjects import Subject
    from citygraph.linking.wikibase import Wikibase


class SparqlService:
    """A Wikibase that is asked in SPARQL.

    Args:
        polite: its endpoint.
        wikibase: how its names look.
    """

    complete = True

    def __init__(self, polite: Polite, wikibase: Wikibase) -> None:
        self._wikibase = wikibase
        self._asking = Asking(Rows(polite), wikibase)
        self._batches = Batches(polite)

    def check(self) -> None:
        """Make sure that it holds items of the shape that is configured.

        Raises:
            InputError: it holds none.
        """
        self._asking.check_shape()

    def find(self, subjects: Sequence[Subject]) -> Candidates:
        """Find the items that bear a name, a code or a page of a thing."""
        return find_candidates(subjects, self._wikibase, self._asking, self._batches)

    def follow(self, items: Iterable[str]) -> Mapping[str, Found]:
        """Follow redirects."""
        return follow(items, self._asking, self._batches)

    def describe(self, items: Iterable[str]) -> tuple[Mapping[str, Item], Mapping[str, str]]:
        """Describe items with the classes and places above them."""
        return describe(items, self._wikibase, self._asking, self._batches)


class ReconciledService:
    """A reconciliation service that finds, with the SPARQL endpoint behind it that describes.

    Args:
        reconciliation: what finds.
        polite: its address, asked politely.
        behind: what follows redirects and describes; `None` if there is nothing, and then only
            what the reconciliation service says of an item is known, and nothing is accepted
            without a person.
    """

    def __init__(
        self, reconciliation: Reconciliation, polite: Polite, behind: SparqlService | None
    ) -> None:
        self.complete = behind is not None
        self._reconciliation = reconciliation
        self._batches = Batches(polite)
        self._behind = behind
        self._items: dict[str, Item] = {}

    def check(self) -> None:
        """Read the manifest, and make sure that the service speaks our version of our items.

        Raises:
            InputError: it does not.
        """
        self._reconciliation.check()
        if self._behind is not None:
            self._behind.check()

    def find(self, subjects: Sequence[Subject]) -> Candidates:
        """Find the items that the service takes for a thing."""
        found = Candidates(subjects)
        queries = [query for subject in subjects for query in self._reconciliation.queries(subject)]
        for batch in self._batches.run("queries", queries, self._reconciliation.ask):
            for query in batch.items:
                if batch.answer is None:
                    found.failed[query.thing] = str(batch.why)
                    continue
                for iri, item in batch.answer[query].items():
                    found.items[query.thing].add(iri)
                    before = self._items.get(iri)
                    self._items[iri] = item if before is None else before.joined(item)
        return found

    def follow(self, items: Iterable[str]) -> Mapping[str, Found]:
        """Follow redirects, where something can be asked for them."""
        if self._behind is not None:
            return self._behind.follow(items)
        return {item: Found(item, item) for item in items}

    def describe(self, items: Iterable[str]) -> tuple[Mapping[str, Item], Mapping[str, str]]:
        """Describe items."""
        if self._behind is not None:
            return self._behind.describe(items)
        return {iri: self._items[iri] for iri in items}, {}
