"""A client of the W3C Reconciliation Service API, version 0.2.

The manifest is read first; queries go in batches, each with the types and properties that are
known; a result is taken only if it is built as the specification has it (sections 3 and 4).
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
from citygraph.linking.polite import Question, UnusableError, broken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.linking.polite import Polite
    from citygraph.linking.subjects import Subject
    from citygraph.linking.wikibase import Wikibase

VERSION = "0.2"
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


class Manifest(NamedTuple):
    """What a service says of itself.

    Attributes:
        name: its name.
        identifiers: what the IRIs of its items begin with.
    """

    name: str
    identifiers: str


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
        manifest = self._polite.ask(
            Question("manifest", request, _MEDIA), lambda body: read_manifest(url, body)
        )
        ours, theirs = self._wikibase.page, manifest.identifiers
        if ours.partition("://")[2] != theirs.partition("://")[2]:
            raise InputError(
                f"{shown(url)}: its items begin with {ascii(theirs)[1:-1]}, and those of the "
                f"configuration with {ours}; give the service that belongs to it"
            )
        return manifest

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
        results = self._polite.ask(
            Question(f"queries {text}", request, _MEDIA),
            lambda said: read_results(self._polite.url, said, frozenset(named)),
        )
        return {query: self._items(query, results[name]) for name, query in named.items()}

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
        found = {}
        for result in results:
            iri = self._wikibase.iri_of(result.id)
            if self._wikibase.name_of(iri) is None:
                raise UnusableError(
                    f"{shown(self._polite.url)}: {ascii(result.id)[:60]} is no name of an item"
                )
            agrees = key(result.name, query.language) == wanted
            types = frozenset(self._wikibase.iri_of(each) for each, _ in result.types)
            found[iri] = Item(
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
        return found


class Result(NamedTuple):
    """A candidate as the service gives it.

    Attributes:
        id: the name of the item.
        name: its label.
        description: what it is, if the service says it.
        types: its classes: their names, and their labels, which may be empty.
    """

    id: str
    name: str
    description: str
    types: tuple[tuple[str, str], ...]


def read_manifest(url: str, body: bytes) -> Manifest:
    """Read a manifest (section 3.1).

    Raises:
        InputError: the service does not speak version 0.2.
        RemoteError: it is no manifest.
    """
    said = _object(url, body)
    versions, name, space = (said.get(each) for each in ("versions", "name", "identifierSpace"))
    schema = said.get("schemaSpace")
    if not isinstance(name, str) or not isinstance(space, str) or not isinstance(schema, str):
        raise UnusableError(
            f"{shown(url)}: this is no manifest of a reconciliation service: name, identifierSpace "
            "or schemaSpace is missing"
        )
    if not isinstance(versions, list) or VERSION not in versions:
        raise InputError(
            f"{shown(url)}: speaks the versions {ascii(versions)[:80]} of the Reconciliation API, "
            f"and not {VERSION}; give another service"
        )
    return Manifest(name, space)


def read_results(url: str, body: bytes, asked: frozenset[str]) -> dict[str, tuple[Result, ...]]:
    """Read the results of a batch (section 4.3).

    Args:
        url: where they are from.
        body: what came.
        asked: the names of the queries, all of which have to be answered.

    Raises:
        RemoteError: it is no answer to the batch.
    """
    said = _object(url, body)
    if said.keys() != asked:
        missing = sorted(asked - said.keys()) or sorted(said.keys() - asked)
        raise UnusableError(
            f"{shown(url)}: the answer does not belong to the batch (look at {missing[0][:40]!a})"
        )
    return {name: _results(url, name, each) for name, each in said.items()}


def _results(url: str, name: str, said: object) -> tuple[Result, ...]:
    listed = said.get("result") if isinstance(said, dict) else None
    if not isinstance(listed, list):
        raise UnusableError(f"{shown(url)}: the answer to {name} has no list of results")
    made = tuple(_result(each) for each in listed)
    if None in made:
        raise UnusableError(
            f"{shown(url)}: a result of {name} is not as it should be: id, name and score are "
            "needed, each of its kind"
        )
    return tuple(each for each in made if each is not None)


def _result(said: object) -> Result | None:
    if not isinstance(said, dict):
        return None
    id_, name, score = (said.get(each) for each in ("id", "name", "score"))
    description, types = said.get("description", ""), said.get("type", [])
    texts = all(isinstance(each, str) for each in (id_, name, description))
    number = isinstance(score, (int, float)) and not isinstance(score, bool)
    truth = isinstance(said.get("match", False), bool)
    if not (texts and number and truth and isinstance(types, list)):
        return None
    made = tuple(_type(each) for each in types)
    if None in made:
        return None
    return Result(str(id_), str(name), str(description), tuple(each for each in made if each))


def _type(said: object) -> tuple[str, str] | None:
    if isinstance(said, str):
        return said, ""
    if not isinstance(said, dict):
        return None
    id_, name = said.get("id"), said.get("name", "")
    return (id_, name) if isinstance(id_, str) and isinstance(name, str) else None


def _object(url: str, body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise broken(url, error, body) from None
    if not isinstance(said, dict):
        raise UnusableError(f"{shown(url)}: the answer is no object of JSON")
    return said
