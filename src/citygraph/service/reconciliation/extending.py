"""Values of properties for a table that has been matched (section 7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.service.reconciliation.facts import facts, used
from citygraph.service.reconciliation.identifiers import identifier, named
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Literal

    from citygraph.answers.model import Term
    from citygraph.graph import Store
    from citygraph.service.reconciliation.asking import Extension, Fetched
    from citygraph.service.reconciliation.entities import Entities
    from citygraph.service.reconciliation.facts import Facts

_XSD = PREFIXES["xsd"]
_WHOLE = frozenset({_XSD + "integer", _XSD + "int", _XSD + "long", _XSD + "nonNegativeInteger"})
_BROKEN = frozenset({_XSD + "decimal", _XSD + "double", _XSD + "float"})
_EXACT = 2**53
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_STANDS_FOR = (ONTOLOGY + "dateText", PREFIXES["qudt"] + "numericValue")
"""What a value without a name stands for, if it has one of these."""
_ALL = "all"
_PROPOSED = 50

SETTINGS: Sequence[object] = (
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "Maximum number of values per thing; 0 for all",
    },
    {
        "name": "language",
        "label": "Language",
        "type": "select",
        "default": "",
        "help_text": "Language of texts, where they have one",
        "choices": [
            {"value": "", "name": "that of the service"},
            *({"value": code, "name": code} for code in LANGUAGES),
            {"value": _ALL, "name": "all"},
        ],
    },
)
"""What can be set for each property (section 7.1)."""


def extended(
    store: Store, entities: Entities, extension: Extension, language: str
) -> dict[str, object]:
    """Fetch the values, with two queries: the second one looks into values without a name."""
    prefixes = store.prefixes
    iris = {each.pid: named(each.pid, prefixes) for each in extension.properties}
    things = {each: named(each, prefixes) for each in extension.ids}
    found = _readable(store, entities, facts(store, iris.values(), things.values()))
    meta = [{"id": pid, "name": entities.property_name(iri, language)} for pid, iri in iris.items()]
    rows = {
        id_: {
            each.pid: _cells(found.get((thing, iris[each.pid]), ()), each, entities, language)
            for each in extension.properties
        }
        for id_, thing in things.items()
    }
    return {"meta": meta, "rows": rows}


def proposed(
    store: Store, entities: Entities, type_: str, limit: int | None, language: str
) -> dict[str, object]:
    """Propose properties that the things of a class have, those of most things first."""
    above = named(type_, store.prefixes)
    below = (iri for iri, every in entities.above.items() if above in every)
    iris = used(store, {above, *below})[: limit or _PROPOSED]
    properties = [
        {"id": identifier(iri), "name": entities.property_name(iri, language)} for iri in iris
    ]
    said: dict[str, object] = {"properties": properties, "type": type_}
    return said if limit is None else said | {"limit": limit}


def _readable(store: Store, entities: Entities, found: Facts) -> Facts:
    """Put the number or the date that a value stands for in place of a value without a name."""
    import pyoxigraph as ox

    nameless = {
        value.value
        for values in found.values()
        for value in values
        if isinstance(value, ox.NamedNode) and entities.known(value.value) is None
    }
    inside = facts(store, _STANDS_FOR, nameless)
    read = {iri: values[0] for (iri, _), values in inside.items() if len(values) == 1}
    return {
        pair: tuple(read.get(str(value)[1:-1], value) for value in values)
        for pair, values in found.items()
    }


def _cells(
    values: Iterable[Term], wanted: Fetched, entities: Entities, language: str
) -> list[object]:
    kept = _in_language(values, wanted.language or language)
    cells = [_cell(each, entities, language) for each in kept]
    return cells[: wanted.limit] if wanted.limit else cells


def _in_language(values: Iterable[Term], language: str) -> list[Term]:
    """Keep texts of one language where there are some, and all that has no language."""
    every = list(values)
    spoken = {getattr(each, "language", None) for each in every}
    if language == _ALL or language not in spoken:
        return every
    return [each for each in every if getattr(each, "language", None) in (None, language)]


def _cell(value: Term, entities: Entities, language: str) -> object:
    """Write a value as section 7.4 has it.

    What is not in the identifier space is no entity there, so its IRI is a text.
    """
    import pyoxigraph as ox

    if isinstance(value, ox.NamedNode):
        known = entities.things.get(value.value)
        if known:
            return {"id": known.id, "name": known.name(language)}
        return {"str": value.value}
    return _literal(value) if isinstance(value, ox.Literal) else {"str": str(value)}


def _literal(value: Literal) -> object:
    kind, text = value.datatype.value, value.value
    if kind in _WHOLE and re.fullmatch(r"[+-]?[0-9]{1,18}", text) and abs(int(text)) < _EXACT:
        return {"int": int(text)}
    if kind in _BROKEN and re.fullmatch(r"[+-]?[0-9.]+([eE][+-]?[0-9]{1,2})?", text):
        return {"float": float(text)}
    if kind == _XSD + "date" and _DAY.fullmatch(text):
        return {"date": f"{text}T00:00:00Z"}
    if kind == _XSD + "dateTime" and _MOMENT.fullmatch(text):
        return {"date": text}
    return {"str": text}
