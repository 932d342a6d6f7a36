"""Which kinds of item a thing may be linked to: words for their classes, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError
from citygraph.linking.configuration import read_toml
from citygraph.linking.names import folded
from citygraph.vocabulary import LANGUAGES, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from citygraph.linking.wikibase import Wikibase

Words = frozenset[tuple[str, str]]
"""Words, each behind its language, folded so that they can be compared."""
_NONE: Words = frozenset()


class Kind(NamedTuple):
    """What the items are like that a thing may be linked to.

    Attributes:
        words: names of their classes.
        never: names of classes that rule an item out.
        classes: the IRIs of classes there that are known to agree.
    """

    words: Words = _NONE
    never: Words = _NONE
    classes: frozenset[str] = frozenset()

    def joined(self, other: Kind) -> Kind:
        """Give the kind of what is of both kinds: either's classes will do."""
        return Kind(
            self.words | other.words, self.never | other.never, self.classes | other.classes
        )


class Kinds(NamedTuple):
    """The kinds of all things that are looked up.

    Attributes:
        by_class: the kind of each class of ours, and of each scheme of concepts.
        never: what no thing is.
    """

    by_class: Mapping[str, Kind]
    never: Words

    def looked_up(self, wikibase: Wikibase) -> frozenset[str]:
        """Give the classes and schemes whose things are looked up."""
        return frozenset(self.by_class) | frozenset(wikibase.classes)

    def of(self, classes: Iterable[str], wikibase: Wikibase) -> Kind | None:
        """Give the kind of a thing by its classes and schemes; `None` if it is of none.

        Args:
            classes: the IRIs of its classes, of those above them, and of its schemes.
            wikibase: what it is to be linked to.
        """
        kind = None
        for iri in sorted(set(classes) & self.looked_up(wikibase)):
            found = self.by_class.get(iri, Kind())._replace(
                classes=wikibase.classes.get(iri, frozenset())
            )
            kind = found if kind is None else kind.joined(found)
        return None if kind is None else kind._replace(never=(kind.never | self.never) - kind.words)


def read_kinds(path: str | Path) -> Kinds:
    """Read the kinds, from TOML.

    Args:
        path: the file.

    Raises:
        InputError: the file cannot be read, or something in it is not as it should be.
    """
    said = read_toml(path)
    if said.keys() - {"everything", "kinds"}:
        unknown = min(said.keys() - {"everything", "kinds"})
        raise InputError(f"{path}: {unknown}: not known here; expected everything and kinds")
    kinds = said.get("kinds", {})
    if not isinstance(kinds, dict) or not kinds:
        raise InputError(f'{path}: kinds: expected tables such as [kinds."cg:City"]')
    made = {expand(name): _kind(f"{path}: kinds.{name}", table) for name, table in kinds.items()}
    everything = _kind(f"{path}: everything", said.get("everything", {}))
    return Kinds(made, everything.never)


def _kind(place: str, table: object) -> Kind:
    if not isinstance(table, dict) or table.keys() - {"words", "never"}:
        raise InputError(f"{place}: expected words and never, each with a list for each language")
    return Kind(
        _words(f"{place}.words", table.get("words", {})),
        _words(f"{place}.never", table.get("never", {})),
    )


def _words(place: str, table: object) -> Words:
    if not isinstance(table, dict) or table.keys() - set(LANGUAGES):
        raise InputError(f"{place}: expected lists for {', '.join(LANGUAGES)}")
    found = set()
    for language, words in table.items():
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
            raise InputError(f"{place}.{language}: expected a list of words")
        found |= {(language, folded(word)) for word in words}
    return frozenset(found)


def agrees(label: str, language: str, words: Words) -> bool:
    """Say whether the name of a class is one of the words, or a narrower one made of it.

    English puts what narrows before the word, or behind it with "of", "in" or "for"; Japanese and
    Korean put it before.

    >>> words = frozenset({("en", "city"), ("ja", "都市"), ("ko", "도시")})
    >>> agrees("big city", "en", words), agrees("city of Japan", "en", words)
    (True, True)
    >>> agrees("政令指定都市", "ja", words), agrees("city hall", "en", words)
    (True, False)
    """
    name = folded(label)
    return any(
        name == word or _narrower(name, word, language) for tag, word in words if tag == language
    )


def _narrower(name: str, word: str, language: str) -> bool:
    if language == "ja":
        return len(word) > 1 and name.endswith(word)
    if language == "ko":
        return name.endswith(" " + word) or (len(word) > 1 and name.endswith(word))
    joints = (f"{word} of ", f"{word} in ", f"{word} for ")
    head = name
    for joint in (" of ", " in ", " for "):
        head = head.partition(joint)[0]
    return name.startswith(joints) or head.endswith(" " + word)
