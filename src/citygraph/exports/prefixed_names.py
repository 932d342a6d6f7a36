"""Short names for IRIs, and which of the prefixes an export needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_START = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MORE = _START + "0-9_\\-\u00b7\u0300-\u036f\u203f-\u2040"
_PREFIX = re.compile(rf"[{_START}](?:[{_MORE}.]*[{_MORE}])?")
_LOCAL = re.compile(rf"[{_START}_0-9](?:[{_MORE}.]*[{_MORE}])?")
_REMEMBERED = 10_000


class Names:
    """The short names of IRIs in one export.

    A name is `prefix:local` of Turtle's grammar (`PNAME_LN`) without escapes: every parser of every
    syntax reads it alike. Where that cannot be, an IRI has no short name.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Take the prefixes that may be used."""
        usable = ((name, space) for name, space in prefixes.items() if _PREFIX.fullmatch(name))
        self._spaces = sorted(usable, key=lambda each: (-len(each[1]), each[0]))
        self._known: dict[str, tuple[str, str] | None] = {}
        self.used: set[str] = set()
        """The prefixes that the names given so far need."""

    @property
    def prefixes(self) -> frozenset[str]:
        """All prefixes that may be used."""
        return frozenset(name for name, _ in self._spaces)

    def parts(self, iri: str) -> tuple[str, str] | None:
        """Split an IRI into a prefix and a local name, or into nothing if that cannot be."""
        if iri not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[iri] = self._split(iri)
        return self._known[iri]

    def short(self, iri: str) -> str | None:
        """Give the short name of an IRI, if it has one.

        >>> Names({"ex": "http://example.org/"}).short("http://example.org/x")
        'ex:x'
        """
        split = self.parts(iri)
        return None if split is None else f"{split[0]}:{split[1]}"

    def declared(self) -> dict[str, str]:
        """Give the prefixes that are needed, sorted, with their namespaces."""
        return {name: space for name, space in sorted(self._spaces) if name in self.used}

    def without(self, taken: Collection[str]) -> Names:
        """Give names that do without some prefixes, all others being declared."""
        names = Names({name: space for name, space in self._spaces if name not in taken})
        names.used.update(names.prefixes)
        return names

    def _split(self, iri: str) -> tuple[str, str] | None:
        for name, space in self._spaces:
            if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
                self.used.add(name)
                return name, iri[len(space) :]
        return None
