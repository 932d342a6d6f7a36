"""A collection of items to link to: where it is asked, how its names look, and what it allows."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError
from citygraph.linking.configuration import read_toml
from citygraph.vocabulary import ONTOLOGY, PREFIXES, THINGS, VOCABULARY, expand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ROLES = ("type", "above", "country", "place", "within", "site", "begin", "end", "point")
"""What a statement of an item can say that matters here."""
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
_TEXTS = ("title", "sparql", "reconciliation", "page", "direct", "item", "contact")
_LISTS = ("languages", "any_language")
_TABLES = ("limits", "properties", "identifiers", "classes")
_NEEDED = ("title", "page", "direct", "item", "languages", "properties")
_STARTS = re.compile(r"https?://[^\s<>\"{}|^`\\]+[/#]")
_OWN = (ONTOLOGY, VOCABULARY, THINGS)
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_\-]*")


class Limits(NamedTuple):
    """What one run may ask of a service.

    Attributes:
        requests: how many requests.
        batch: the names or items in one query, at first.
        timeout: the seconds of one query.
        pause: the seconds between two requests.
        patience: the longest wait that a server may ask for.
        bytes: the longest answer.
    """

    requests: int = 400
    batch: int = 60
    timeout: float = 60
    pause: float = 0.5
    patience: float = 600
    bytes: int = 32 * 1024 * 1024


class Wikibase(NamedTuple):
    """A Wikibase, or anything of its shape.

    Attributes:
        title: what it is called.
        page: what the IRIs of items begin with.
        direct: what the IRIs of properties begin with that give an item's best values.
        item: the pattern of an item's name.
        languages: the languages of its labels that are compared.
        properties: the names of properties by what they say: see `ROLES`.
        sparql: its SPARQL endpoint; empty if there is none.
        reconciliation: its reconciliation service; empty if there is none.
        any_language: the tags of labels that hold for every language.
        identifiers: our property of a code, and theirs of the same code.
        classes: our class, and the IRIs of theirs that are known to agree.
        contact: whom the service may write to.
        limits: what one run may ask.
    """

    title: str
    page: str
    direct: str
    item: str
    languages: tuple[str, ...]
    properties: Mapping[str, tuple[str, ...]]
    sparql: str = ""
    reconciliation: str = ""
    any_language: tuple[str, ...] = ()
    identifiers: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    classes: Mapping[str, frozenset[str]] = MappingProxyType({})
    contact: str = ""
    limits: Limits = Limits()

    def name_of(self, iri: str) -> str | None:
        """Give the name of an item, such as Q1, by its IRI; `None` if it is no item's.

        An address that differs only in `http` or `https` is the same item.
        """
        for start in (self.page, _other_scheme(self.page)):
            if iri.startswith(start) and re.fullmatch(self.item, iri[len(start) :]):
                return iri[len(start) :]
        return None

    def iri_of(self, name: str) -> str:
        """Give the IRI of an item by its name."""
        return self.page + name


def _other_scheme(iri: str) -> str:
    scheme, _, rest = iri.partition("://")
    return f"{'http' if scheme == 'https' else 'https'}://{rest}"


def read_wikibase(path: str | Path) -> Wikibase:
    """Read how a collection is asked, from TOML.

    Args:
        path: the file.

    Raises:
        InputError: the file cannot be read, or something in it is not as it should be.
    """
    return _Reading(str(path), read_toml(path)).wikibase()


class _Reading:
    """The reading of one file, which names it in every complaint."""

    def __init__(self, path: str, said: dict[str, object]) -> None:
        self._path = path
        self._said = said

    def wikibase(self) -> Wikibase:
        known = {*_TEXTS, *_LISTS, *_TABLES}
        for name in self._said:
            if name not in known:
                raise self._wrong(name, f"not known here; expected {', '.join(sorted(known))}")
        for name in _NEEDED:
            if name not in self._said:
                raise self._wrong(name, "missing")
        texts = {name: self._text(name) for name in _TEXTS if name in self._said}
        return Wikibase(
            **texts,
            languages=self._languages("languages"),
            any_language=self._languages("any_language"),
            properties=self._properties(),
            identifiers=MappingProxyType(
                {_ours(k): v for k, v in self._names("identifiers", _LOCAL.pattern).items()}
            ),
            classes=MappingProxyType(
                {
                    _ours(k): frozenset(texts["page"] + each for each in v)
                    for k, v in self._names("classes", texts["item"]).items()
                }
            ),
            limits=self._limits(),
        )

    def _text(self, name: str) -> str:
        value = self._said[name]
        if not isinstance(value, str):
            raise self._wrong(name, "expected a text")
        if name in ("page", "direct") and not _STARTS.fullmatch(value):
            raise self._wrong(name, "expected the beginning of an IRI, which ends in / or #")
        if name == "page" and any(
            each.startswith(value) or value.startswith(each) for each in _OWN
        ):
            raise self._wrong(name, "is our own; links lead to what another collection has")
        if name == "item":
            try:
                re.compile(value)
            except re.error as error:
                raise self._wrong(name, f"no pattern: {error}") from None
        return value

    def _languages(self, name: str) -> tuple[str, ...]:
        value = self._said.get(name, [])
        if not isinstance(value, list) or not all(
            isinstance(each, str) and _LANGUAGE.fullmatch(each) for each in value
        ):
            raise self._wrong(name, 'expected language tags in small letters, such as ["en", "ja"]')
        return tuple(value)

    def _table(self, name: str) -> dict[str, object]:
        value = self._said.get(name, {})
        if not isinstance(value, dict):
            raise self._wrong(name, "expected a table")
        return value

    def _names(self, table: str, pattern: str) -> dict[str, tuple[str, ...]]:
        found = {}
        for key, value in self._table(table).items():
            if not isinstance(value, list) or not all(
                isinstance(each, str) and re.fullmatch(pattern, each) for each in value
            ):
                raise self._wrong(f"{table}.{key}", f"expected a list of names like {pattern}")
            found[key] = tuple(value)
        return found

    def _properties(self) -> Mapping[str, tuple[str, ...]]:
        found = self._names("properties", _LOCAL.pattern)
        for role in found:
            if role not in ROLES:
                raise self._wrong(
                    f"properties.{role}", f"not known here; expected {', '.join(ROLES)}"
                )
        for role in ("type", "above"):
            if not found.get(role):
                raise self._wrong(f"properties.{role}", "missing: types decide what is accepted")
        return MappingProxyType({role: found.get(role, ()) for role in ROLES})

    def _limits(self) -> Limits:
        given = self._table("limits")
        for name, value in given.items():
            if name not in Limits._fields:
                expected = ", ".join(Limits._fields)
                raise self._wrong(f"limits.{name}", f"not known here; expected {expected}")
            whole = name in ("requests", "batch", "bytes")
            least = 1 if whole else 0
            kinds = int if whole else (int, float)
            if isinstance(value, bool) or not isinstance(value, kinds) or value < least:
                raise self._wrong(f"limits.{name}", f"expected a number of at least {least}")
        return Limits(**given)  # type: ignore[arg-type]

    def _wrong(self, name: str, what: str) -> InputError:
        return InputError(f"{self._path}: {name}: {what}")


def _ours(name: str) -> str:
    return expand(name, PREFIXES)
