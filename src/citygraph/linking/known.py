"""What is known of links before a run: what things are, what they are not, and what that is now."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from citygraph.linking.redirects import Found
    from citygraph.linking.subjects import Subject


class Known(NamedTuple):
    """What is known of links before.

    Attributes:
        links: the items that things are known to be, by the thing's IRI.
        rejected: pairs of a thing and an item that were rejected.
        lost: why it is not known what an item has become since, by its IRI.
    """

    links: Mapping[str, frozenset[str]]
    rejected: frozenset[tuple[str, str]]
    lost: Mapping[str, str] = MappingProxyType({})

    def now(self, follow: Callable[[Iterable[str]], Mapping[str, Found]]) -> Known:
        """Add what linked and rejected items have become since: some were merged into others.

        Args:
            follow: follows the redirects of items.

        >>> from citygraph.linking.redirects import Found
        >>> merged = lambda items: {item: Found(item, "Q2") for item in items}
        >>> sorted(Known({}, frozenset({("thing", "Q1")})).now(merged).rejected)
        [('thing', 'Q1'), ('thing', 'Q2')]
        """
        linked = {item for items in self.links.values() for item in items}
        led = follow(linked | {item for _, item in self.rejected})
        moved = {item: each.iri for item, each in led.items() if each.iri is not None}
        return Known(
            {
                thing: items | {moved[item] for item in items & moved.keys()}
                for thing, items in self.links.items()
            },
            self.rejected
            | {(thing, moved[item]) for thing, item in self.rejected if item in moved},
            {item: each.why for item, each in led.items() if each.why is not None},
        )

    def about(self, subject: Subject) -> Mapping[str, frozenset[str]]:
        """Give the items that the places and countries of a thing are known to be."""
        around = sorted({each.iri for each in (*subject.countries, *subject.places)})
        return {iri: self.links[iri] for iri in around if iri in self.links}

    def doubt(self, subject: Subject) -> str | None:
        """Say why a thing cannot be judged: what an item has become that matters for it is lost."""
        needed = {item for items in self.about(subject).values() for item in items}
        needed |= {item for thing, item in self.rejected if thing == subject.iri}
        return next((self.lost[item] for item in sorted(needed & self.lost.keys())), None)
