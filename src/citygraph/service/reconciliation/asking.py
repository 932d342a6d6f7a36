"""What clients send: batches of queries and data extension queries (sections 4.1 and 7.3).

Everything is checked before anything is done: a batch that is not as specified is refused as a
whole, with the place in it, for a query that is passed over looks like one without a match.
"""

from __future__ import annotations

import json
import math
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeAlias

from citygraph.service.faults import UnfitAnswerError

if TYPE_CHECKING:
    from collections.abc import Mapping

BATCH = 50
"""As many queries are answered at once."""
IDS = 500
"""Of as many entities, values are fetched at once."""
_PROPERTIES = 50
_VALUES = 50
_LONGEST = 1000
_DIGITS = 6
_LIMIT = 5
_MOST = 100
_STRICT = ("any", "should", "all")
_QUERY = frozenset({"query", "type", "limit", "properties", "type_strict"})

Value: TypeAlias = "str | float | bool | Named"


class Named(NamedTuple):
    """An entity as a value: by its identifier."""

    id: str


class Wanted(NamedTuple):
    """What a property shall have.

    Attributes:
        pid: the property's identifier.
        values: any of these.
    """

    pid: str
    values: tuple[Value, ...]


class Query(NamedTuple):
    """One query.

    Attributes:
        text: a name or an identifier; empty if only properties are given.
        types: identifiers of classes, without those left blank.
        strict: `any` or `all` of the types are needed; `should` prefers those that have one.
        properties: what shall agree; a blank cell says nothing, and is left out.
        limit: how many candidates are wanted.
    """

    text: str
    types: tuple[str, ...] = ()
    strict: str = "should"
    properties: tuple[Wanted, ...] = ()
    limit: int = _LIMIT


class Fetched(NamedTuple):
    """A property whose values are wanted.

    Attributes:
        pid: its identifier.
        limit: how many values at most; 0 for all.
        language: the language of texts; empty for that of the request, `all` for every one.
    """

    pid: str
    limit: int = 0
    language: str = ""


class Extension(NamedTuple):
    """A data extension query.

    Attributes:
        ids: the entities.
        properties: what is wanted of them.
    """

    ids: tuple[str, ...]
    properties: tuple[Fetched, ...]


def read_batch(text: str) -> dict[str, Query]:
    """Read a batch of queries.

    Raises:
        UnfitAnswerError: it is not as specified (400), or too large (413).

    >>> read_batch('{"q0": {"query": "Tokyo", "type": "ns#City"}}')["q0"].types
    ('ns#City',)
    """
    said = _object(_json(text), "queries")
    if len(said) > BATCH:
        _too_much(f"{len(said)} queries are too many; send at most {BATCH} at once")
    return {name: _query(each, _place("queries", name)) for name, each in said.items()}


def read_extension(text: str) -> Extension:
    """Read a data extension query.

    Raises:
        UnfitAnswerError: it is not as specified (400), or too large (413).

    >>> read_extension('{"ids": ["id/japan"], "properties": [{"id": "ns#capital"}]}').ids
    ('id/japan',)
    """
    said = _object(_json(text), "extend")
    ids = [_text(each, "extend.ids") for each in _list(said.get("ids"), "extend.ids")]
    properties = _list(said.get("properties"), "extend.properties")
    if len(ids) > IDS or len(properties) > _PROPERTIES:
        _too_much(f"ask for at most {IDS} entities and {_PROPERTIES} properties at once")
    return Extension(tuple(dict.fromkeys(ids)), tuple(_fetched(each) for each in properties))


def _query(said: object, place: str) -> Query:
    fields = _object(said, place)
    if unknown := fields.keys() - _QUERY:
        _wrong(
            f"{place}.{min(unknown)[:40]}", f"not known; a query has {', '.join(sorted(_QUERY))}"
        )
    given = fields.get("type", [])
    types = given if isinstance(given, list) else [given]
    properties = _list(fields.get("properties", []), f"{place}.properties")
    if len(types) > _PROPERTIES or len(properties) > _PROPERTIES:
        _too_much(f"{place}: give at most {_PROPERTIES} types and properties")
    wanted = [_wanted(each, f"{place}.properties") for each in properties]
    query = Query(
        text=_text(fields["query"], f"{place}.query").strip() if "query" in fields else "",
        types=tuple(filter(str.strip, [_text(each, f"{place}.type") for each in types])),
        strict=_text(fields.get("type_strict", "should"), f"{place}.type_strict"),
        properties=tuple(each for each in wanted if each.values),
        limit=min(_number(fields.get("limit", _LIMIT), f"{place}.limit", least=1), _MOST),
    )
    if query.strict not in _STRICT:
        _wrong(f"{place}.type_strict", f"expected one of {', '.join(_STRICT)}")
    if not query.text and not properties:
        _wrong(place, "give a query that is not empty, or properties")
    return query


def _wanted(said: object, place: str) -> Wanted:
    fields = _object(said, place)
    if "v" not in fields:
        _wrong(f"{place}.v", "missing")
    given = fields["v"]
    values = given if isinstance(given, list) else [given]
    if len(values) > _VALUES:
        _too_much(f"{place}.v: give at most {_VALUES} values")
    return Wanted(
        _text(fields.get("pid"), f"{place}.pid"),
        tuple(value for each in values if (value := _value(each, f"{place}.v")) != ""),
    )


def _value(said: object, place: str) -> Value:
    if isinstance(said, dict):
        return Named(_text(said.get("id"), f"{place}.id"))
    if isinstance(said, bool):
        return said
    if isinstance(said, int) or (isinstance(said, float) and math.isfinite(said)):
        return said
    return _text(said, place).strip()


def _fetched(said: object) -> Fetched:
    place = "extend.properties"
    fields = _object(said, place)
    settings = _object(fields.get("settings", {}), f"{place}.settings")
    limit = settings.get("limit") or 0
    if isinstance(limit, str) and limit.isdecimal() and len(limit) <= _DIGITS:
        limit = int(limit)  # a form sends what was typed
    return Fetched(
        _text(fields.get("id"), f"{place}.id"),
        _number(limit, f"{place}.settings.limit", least=0),
        _text(settings.get("language", ""), f"{place}.settings.language"),
    )


def _json(text: str) -> object:
    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is no number of JSON")

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a name occurs twice in an object")
        return found

    try:
        said: object = json.loads(text, parse_constant=refuse, object_pairs_hook=once)
    except RecursionError:
        _wrong("", "lists and objects lie too deep within each other")
    except ValueError as error:
        _wrong("", f"this is no JSON: {error}")
    return said


def _object(said: object, place: str) -> Mapping[str, object]:
    if not isinstance(said, dict):
        _wrong(place, "expected an object")
    return said


def _list(said: object, place: str) -> list[object]:
    if not isinstance(said, list):
        _wrong(place, "expected a list")
    return said


def _text(said: object, place: str) -> str:
    if not isinstance(said, str):
        _wrong(place, "expected a text")
    if len(said) > _LONGEST:
        _too_much(f"{place}: a text has at most {_LONGEST} characters here")
    try:
        said.encode()
    except UnicodeEncodeError:
        _wrong(place, "half a character (a surrogate) is no text")
    return said


def _number(said: object, place: str, *, least: int) -> int:
    whole = isinstance(said, int | float) and not isinstance(said, bool) and said == said // 1
    if not whole or not isinstance(said, int | float) or said < least:
        _wrong(place, f"expected a whole number from {least} on")
    return int(said)


def _place(within: str, name: str) -> str:
    return f"{within}.{name[:40]}"


def _wrong(place: str, what: str) -> NoReturn:
    raise UnfitAnswerError(HTTPStatus.BAD_REQUEST, f"{place}: {what}" if place else what)


def _too_much(what: str) -> NoReturn:
    raise UnfitAnswerError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, what)
