"""What a reconciliation service says, taken only if it is built as the specification has it.

Reconciliation Service API 0.2, <https://reconciliation-api.github.io/specs/0.2/>: the manifest
(section 3.1) as far as it is needed, and results (section 4.3) in every part.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from citygraph.endpoint.address import shown
from citygraph.errors import InputError
from citygraph.linking.polite import UnusableError, broken

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = "0.2"
_NEEDED = ("name", "identifierSpace", "schemaSpace")


class Manifest(NamedTuple):
    """What a service says of itself.

    Attributes:
        name: its name.
        identifiers: what the IRIs of its items begin with.
    """

    name: str
    identifiers: str


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

    >>> said = b'{"versions": ["0.2"], "name": "n", "identifierSpace": "i", "schemaSpace": "s"}'
    >>> read_manifest("https://example.org", said)
    Manifest(name='n', identifiers='i')
    """
    said = _object(url, body)
    for name in _NEEDED:
        if not isinstance(said.get(name), str):
            raise UnusableError(
                f"{shown(url)}: this is no manifest of a reconciliation service: {name}: expected "
                "a text"
            )
    versions = said.get("versions")
    if not isinstance(versions, list) or not all(isinstance(each, str) for each in versions):
        raise UnusableError(
            f"{shown(url)}: this is no manifest of a reconciliation service: versions: expected a "
            "list of texts"
        )
    if VERSION not in versions:
        raise InputError(
            f"{shown(url)}: speaks the versions {ascii(versions)[:80]} of the Reconciliation API, "
            f"and not {VERSION}; give another service"
        )
    return Manifest(str(said["name"]), str(said["identifierSpace"]))


def read_results(url: str, body: bytes, asked: frozenset[str]) -> dict[str, tuple[Result, ...]]:
    """Read the results of a batch (section 4.3).

    Args:
        url: where they are from.
        body: what came.
        asked: the names of the queries, all of which have to be answered.

    Raises:
        RemoteError: it is no answer to the batch.

    >>> said = b'{"q0": {"result": [{"id": "Q1", "name": "a", "score": 1}]}}'
    >>> read_results("https://example.org", said, frozenset({"q0"}))["q0"][0].name
    'a'
    """
    said = _object(url, body)
    if said.keys() != asked:
        other = sorted(asked - said.keys()) or sorted(said.keys() - asked)
        raise UnusableError(
            f"{shown(url)}: the answer does not belong to the batch (look at {other[0][:40]!a})"
        )
    try:
        return {name: _results(name, each) for name, each in said.items()}
    except _WrongError as error:
        raise UnusableError(f"{shown(url)}: the answer is not as specified: {error}") from None


class _WrongError(ValueError):
    """A part that is not as specified; the message says which, and what it should be."""


def _results(name: str, said: object) -> tuple[Result, ...]:
    listed = said.get("result") if isinstance(said, dict) else None
    if not isinstance(listed, list):
        raise _WrongError(f"{name}: result: expected a list")
    return tuple(_result(f"{name}: result {number}", each) for number, each in enumerate(listed, 1))


def _result(place: str, said: object) -> Result:
    if not isinstance(said, dict):
        raise _WrongError(f"{place}: expected an object")
    texts = {each: _text(place, said, each) for each in ("id", "name")}
    if not _is_number(said.get("score")):
        raise _WrongError(f"{place}: score: expected a number")
    if not isinstance(said.get("match", False), bool):
        raise _WrongError(f"{place}: match: expected true or false")
    for number, each in enumerate(_list(place, said, "features"), 1):
        _check_feature(f"{place}: feature {number}", each)
    types = tuple(
        _type(f"{place}: type {number}", each)
        for number, each in enumerate(_list(place, said, "type"), 1)
    )
    return Result(
        texts["id"], texts["name"], _text(place, {"description": "", **said}, "description"), types
    )


def _type(place: str, said: object) -> tuple[str, str]:
    if isinstance(said, str):
        return said, ""
    if not isinstance(said, dict):
        raise _WrongError(f"{place}: expected a text, or an object with an id")
    return _text(place, said, "id"), _text(place, {"name": "", **said}, "name")


def _check_feature(place: str, said: object) -> None:
    if not isinstance(said, dict):
        raise _WrongError(f"{place}: expected an object")
    _text(place, {"id": "", **said}, "id")
    value = said.get("value", 0)
    if not (_is_number(value) or isinstance(value, bool)):
        raise _WrongError(f"{place}: value: expected a number, or true or false")


def _text(place: str, said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str):
        raise _WrongError(f"{place}: {name}: expected a text")
    return value


def _list(place: str, said: Mapping[str, object], name: str) -> list[object]:
    value = said.get(name, [])
    if not isinstance(value, list):
        raise _WrongError(f"{place}: {name}: expected a list")
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _object(url: str, body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body.decode())  # UTF-8 alone: RFC 8259, section 8.1
    except (ValueError, RecursionError) as error:
        raise broken(url, error, body) from None
    if not isinstance(said, dict):
        raise UnusableError(f"{shown(url)}: the answer is no object of JSON")
    return said
