"""Finding things by a name that is nearly theirs, in any language, without reading all names.

Names are taken apart into pairs of neighbouring letters, which serves words and scripts without
blanks alike; how alike two names are is the share of pairs that they have in common (Dice).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph.linking.names import folded, key
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citygraph.service.reconciliation.entities import Entity

SAME = 1.0
"""The same name, but for width, case and blanks."""
NEARLY_SAME = 0.95
"""The same but for accents, marks between words, the plural or an article."""
ALIKE = 0.9
"""What names that differ reach at most."""
_LEAST = 0.35
"""What is less alike than this is no candidate."""


class Found(NamedTuple):
    """One thing that was found.

    Attributes:
        iri: its IRI.
        likeness: how much its best name is like the one that was looked for, up to 1.
    """

    iri: str
    likeness: float


class Names:
    """The names of many things.

    Args:
        entities: whose names.

    >>> from citygraph.service.reconciliation.entities import Entity, Name
    >>> tokyo = Entity("urn:tokyo", (Name("Tokyo", "en", True), Name("東京", "ja", True)), {}, ())
    >>> names = Names([tokyo])
    >>> names.like("ＴＯＫＹＯ"), names.like("京都")
    ([Found(iri='urn:tokyo', likeness=1.0)], [])
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._owners: list[str] = []
        self._sizes: list[int] = []
        self._pairs: defaultdict[str, list[int]] = defaultdict(list)
        self._folded: defaultdict[str, set[str]] = defaultdict(set)
        self._keys: defaultdict[str, set[str]] = defaultdict(set)
        for entity in entities:
            for text, language in {(name.text, name.language) for name in entity.names}:
                self._folded[folded(text)].add(entity.iri)
                bare = key(text, language)
                self._keys[bare].add(entity.iri)
                pairs = pairs_of(bare)
                for pair in pairs:
                    self._pairs[pair].append(len(self._owners))
                self._owners.append(entity.iri)
                self._sizes.append(len(pairs))

    def same(self, text: str) -> frozenset[str]:
        """List the things that have exactly this name."""
        return frozenset(self._folded.get(folded(text), ()))

    def like(self, text: str) -> list[Found]:
        """List the things with a name like this, those most alike first."""
        best: dict[str, float] = {}
        for bare in {key(text, language) for language in LANGUAGES}:
            for iri, likeness in self._alike(bare):
                best[iri] = max(best.get(iri, 0), likeness)
            best |= dict.fromkeys(self._keys.get(bare, ()), NEARLY_SAME)
        best |= dict.fromkeys(self.same(text), SAME)
        found = (Found(iri, round(likeness, 4)) for iri, likeness in best.items())
        return sorted(found, key=lambda each: (-each.likeness, each.iri))

    def _alike(self, bare: str) -> Iterator[tuple[str, float]]:
        pairs = pairs_of(bare)
        common: Counter[int] = Counter()
        for pair in pairs:
            common.update(self._pairs.get(pair, ()))
        for place, count in common.items():
            likeness = 2 * count / (len(pairs) + self._sizes[place])
            if likeness >= _LEAST:
                yield self._owners[place], likeness * ALIKE


def beginning(entities: Mapping[str, Entity], prefix: str) -> list[Entity]:
    """List what has a name, or a word in a name, that begins so: whole names and labels first."""
    wanted = folded(prefix)
    found = []
    for entity in entities.values():
        ranks = [
            (rank, not name.preferred, len(name.text))
            for name in entity.names
            if (rank := _rank(folded(name.text), wanted)) is not None
        ]
        if wanted in (entity.iri.lower(), entity.id.lower()):
            ranks.append((-1, False, 0))
        if ranks:
            found.append((min(ranks), entity.iri, entity))
    return [entity for _, _, entity in sorted(found, key=lambda each: each[:2])]


def _rank(name: str, wanted: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in name else None


def pairs_of(text: str) -> frozenset[str]:
    """Take a name apart into pairs of neighbouring letters.

    >>> sorted(pairs_of("abc"))
    [' a', 'ab', 'bc', 'c ']
    """
    padded = f" {text} "
    return frozenset(padded[place : place + 2] for place in range(len(padded) - 1)) - {"  "}
