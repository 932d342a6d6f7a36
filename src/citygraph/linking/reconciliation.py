"""A client of the W3C Reconciliation Service API, version 0.2.

The manifest is read first; queries go in batches, each with the types and properties that are
known (section 4). What comes is read in `reconciliation_answers`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from citygraph.endpoint import Request
from citygraph.endpoint.address import shown
from citygraph.errors import InputError
from citygraph.linking.items import Item, Surroundings
from citygraph.linking.names import key
from citygraph.linking.polite import Question, UnusableError
from citygraph.linking.reconciliation_answers import read_manifest, read_results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.linking.polite import Polite
    from citygraph.linking.reconciliation_answers import Manifest, Result
    from citygraph.linking.subjects import Subject
    from citygraph.linking.wikibase import Wikibase

_MEDIA = frozenset({"application/json"})
_LIMIT = 10
"""The candidates that are wanted for one name."""


class Query(NamedTuple):
    """One query of a batch.

    Attributes:
        thing: the IRI of the thing that is looked up.
        language: the language of the name.
        text: what is sent, as JSON.
    """

    thing: str
    language: str
    text: str


class Reconciliation:
    """A reconciliation service.

    Args:
        polite: its address.
        wikibase: what its items are of.
    """

    def __init__(self, polite: Polite, wikibase: Wikibase) -> None:
        self._polite = polite
        self._wikibase = wikibase

    def check(self) -> Manifest:
        """Read the manifest.

        Raises:
            InputError: the service speaks another version, or of other items.
            UnusableError: what came is no manifest.
        """
        url = self._polite.url
        request = Request("GET", url, {"Accept": "application/json"})

        def read(body: bytes) -> Manifest:
            manifest = read_manifest(url, body)
            ours, theirs = self._wikibase.page, manifest.identifiers
            if ours.partition("://")[2] != theirs.partition("://")[2]:
                raise InputError(
                    f"{shown(url)}: its items begin with {ascii(theirs)[1:-1]}, and those of the "
                    f"configuration with {ours}; give the service that belongs to it"
                )
            return manifest

        return self._polite.ask(Question("manifest", request, _MEDIA), read)

    def queries(self, subject: Subject) -> list[Query]:
        """Write the queries for a thing: one for each preferred label."""
        types = sorted(filter(None, (self._wikibase.name_of(iri) for iri in subject.kind.classes)))
        properties = self._properties(subject)
        found = []
        for language, label in sorted(subject.labels):
            if language in self._wikibase.languages:
                said: dict[str, object] = {"query": label, "limit": _LIMIT}
                if types:
                    said |= {"type": types, "type_strict": "should"}
                if properties:
                    said["properties"] = properties
                text = json.dumps(said, ensure_ascii=False, sort_keys=True)
                found.append(Query(subject.iri, language, text))
        return found

    def ask(self, queries: Sequence[Query]) -> dict[Query, dict[str, Item]]:
        """Send a batch, and give for each query the items that are proposed, by their IRIs.

        Raises:
            TooMuchError: it was too much at once.
            UnusableError: what came is no answer to this batch.
            StoppedError: nothing more is to be asked.
        """
        named = {f"q{number}": query for number, query in enumerate(queries)}
        parts = (f"{json.dumps(name)}: {query.text}" for name, query in named.items())
        text = f"{{{', '.join(parts)}}}"
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode({"queries": text}).encode()
        request = Request("POST", self._polite.url, headers, body)

        def read(said: bytes) -> dict[Query, dict[str, Item]]:
            results = read_results(self._polite.url, said, frozenset(named))
            return {query: self._items(query, results[name]) for name, query in named.items()}

        return self._polite.ask(Question(f"queries {text}", request, _MEDIA), read)

    def _properties(self, subject: Subject) -> list[dict[str, object]]:
        said: list[dict[str, object]] = [
            {"pid": name, "v": sorted(codes)}
            for ours, codes in sorted(subject.codes.items())
            for name in self._wikibase.identifiers.get(ours, ())
        ]
        if subject.sites:
            pages = sorted(subject.sites)
            said += [{"pid": name, "v": pages} for name in self._wikibase.properties["site"]]
        return said

    def _items(self, query: Query, results: Sequence[Result]) -> dict[str, Item]:
        """Make items of what is said of them: a name counts in the language it agrees in."""
        wanted = key(json.loads(query.text)["query"], query.language)
        found: dict[str, Item] = {}
        for result in results:
            iri = self._wikibase.iri_of(result.id)
            if self._wikibase.name_of(iri) is None:
                raise UnusableError(
                    f"{shown(self._polite.url)}: {ascii(result.id)[:60]} is no name of an item"
                )
            agrees = key(result.name, query.language) == wanted
            types = frozenset(self._wikibase.iri_of(each) for each, _ in result.types)
            item = Item(
                result.id,
                labels=frozenset({(query.language if agrees else "", result.name)}),
                descriptions=frozenset({("", result.description)} if result.description else ()),
                types=Surroundings(
                    types,
                    frozenset(
                        (language, name)
                        for _, name in result.types
                        if name
                        for language in self._wikibase.languages
                    ),
                ),
            )
            found[iri] = found[iri].joined(item) if iri in found else item
        return found
