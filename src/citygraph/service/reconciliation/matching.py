"""Candidates for queries: found by name, identifier or values, scored, and matched when certain.

The score is a mean, from 0 to 100: the name counts once, each property that is asked for two
fifths as much. Every part of it is shown as a feature (section 4.2). A candidate is a match only
where nothing is left open: it has exactly the name or the identifier that was looked for, the type
and every property agree, and no other thing fits as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.service.reconciliation.asking import Named
from citygraph.service.reconciliation.comparing import agreement, likeness
from citygraph.service.reconciliation.facts import facts
from citygraph.service.reconciliation.identifiers import identifier, named
from citygraph.service.reconciliation.names import SAME, Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.answers.model import Term
    from citygraph.graph import Store
    from citygraph.service.reconciliation.asking import Query, Value, Wanted
    from citygraph.service.reconciliation.entities import Entities, Entity
    from citygraph.service.reconciliation.facts import Facts
    from citygraph.service.reconciliation.names import Names

_WEIGHT = 0.4
"""What a property counts, where the name counts 1."""
_OTHER_TYPE = 0.5
"""What is left of the score of a thing that has none of the types that it should have."""
_LOOKED_AT = 100
"""As many things with names alike are compared by their properties."""


class Candidate(NamedTuple):
    """One thing, as far as it fits a query.

    Attributes:
        entity: the thing.
        name: how much its name is like the one looked for; `None` if none was.
        fits: whether it has the types that were asked for; `None` if none were.
        properties: how well each property agrees, in the order of the query.
        known_by_id: whether its identifier was looked for.
    """

    entity: Entity
    name: float | None
    fits: bool | None
    properties: tuple[float, ...]
    known_by_id: bool

    @property
    def score(self) -> float:
        """From 0 to 100."""
        own = 0.0 if self.name is None else 1.0
        total = own + _WEIGHT * len(self.properties)
        reached = (self.name or 0) + _WEIGHT * sum(self.properties)
        kept = _OTHER_TYPE if self.fits is False else 1.0
        return round(100 * kept * reached / total, 2)

    @property
    def certain(self) -> bool:
        """Whether nothing speaks against it."""
        agree = all(each == SAME for each in self.properties)
        return self.name == SAME and self.fits is not False and agree


def matched(
    store: Store,
    entities: Entities,
    names: Names,
    batch: Mapping[str, Query],
    language: str,
) -> dict[str, object]:
    """Answer a batch of queries, with at most one query to the store.

    Args:
        store: where the values of properties are.
        entities: all that has a name.
        names: their names.
        batch: the queries by name.
        language: of the names of candidates.
    """
    matching = _Matching(store, entities, names)
    found = {name: matching.found(query) for name, query in batch.items()}
    matching.fetch(batch.values(), found)
    return {
        name: {
            "result": _results(entities, matching.candidates(query, found[name]), query, language)
        }
        for name, query in batch.items()
    }


class _Matching:
    def __init__(self, store: Store, entities: Entities, names: Names) -> None:
        self._store = store
        self._entities = entities
        self._names = names
        self._facts: Facts = {}

    def found(self, query: Query) -> list[Found]:
        """Find things by name or identifier; none for a query by values alone."""
        if not query.text:
            return []
        by_id = self._by_id(query)
        found = ([Found(by_id, SAME)] if by_id else []) + self._names.like(query.text)
        if query.types and query.strict != "should":
            found = [each for each in found if self._fits(each.iri, query)]
        return [each for each in found if each.iri in self._entities.things][:_LOOKED_AT]

    def fetch(self, queries: Iterable[Query], found: Mapping[str, list[Found]]) -> None:
        """Fetch the values of all properties in a batch."""
        asked = list(queries)
        properties = {self._iri(each.pid) for query in asked for each in query.properties}
        if properties:
            open_ended = any(not query.text for query in asked)
            things = {each.iri for every in found.values() for each in every}
            self._facts = facts(self._store, properties, None if open_ended else things)

    def candidates(self, query: Query, found: list[Found]) -> list[Candidate]:
        """Score what was found, the best first."""
        by_id = self._by_id(query)
        if query.text:
            scored = {each.iri: each.likeness for each in reversed(found)}
            candidates = [
                self._candidate(query, iri, name, known_by_id=iri == by_id)
                for iri, name in scored.items()
            ]
        else:
            every = (self._candidate(query, iri, None) for iri in self._having(query))
            candidates = [each for each in every if any(each.properties)]
        return sorted(candidates, key=lambda each: (-each.score, each.entity.iri))

    def _having(self, query: Query) -> list[str]:
        """List the things that have a property of a query, and the types that they need."""
        asked = {self._iri(each.pid) for each in query.properties}
        things = {thing for thing, property_ in self._facts if property_ in asked}
        known = sorted(things & self._entities.things.keys())
        if query.types and query.strict != "should":
            known = [iri for iri in known if self._fits(iri, query)]
        return known

    def _candidate(
        self, query: Query, iri: str, name: float | None, *, known_by_id: bool = False
    ) -> Candidate:
        return Candidate(
            self._entities.things[iri],
            name,
            self._fits(iri, query) if query.types else None,
            tuple(self._agreement(iri, each) for each in query.properties),
            known_by_id,
        )

    def _fits(self, iri: str, query: Query) -> bool:
        entity = self._entities.things.get(iri)
        if entity is None:
            return False
        has = [self._entities.is_a(entity, self._iri(each)) for each in query.types]
        return all(has) if query.strict == "all" else any(has)

    def _by_id(self, query: Query) -> str | None:
        iri = self._iri(query.text)
        return iri if query.text and iri in self._entities.things else None

    def _agreement(self, iri: str, wanted: Wanted) -> float:
        values = self._facts.get((iri, self._iri(wanted.pid)), ())
        each = (self._agrees(value, given) for value in values for given in wanted.values)
        return max(each, default=0.0)

    def _agrees(self, value: Term, given: Value) -> float:
        from pyoxigraph import Literal, NamedNode

        if not isinstance(value, NamedNode) or not isinstance(given, str | Named):
            return agreement(value, given) if isinstance(value, Literal) else 0.0
        if self._iri(given.id if isinstance(given, Named) else given) == value.value:
            return SAME
        if isinstance(given, Named):
            return 0.0
        known = self._entities.known(value.value)
        every = (likeness(each.text, given, each.language) for each in known.names) if known else ()
        return max(every, default=0.0)

    def _iri(self, text: str) -> str:
        return named(text, self._store.prefixes)


def _results(
    entities: Entities, candidates: list[Candidate], query: Query, language: str
) -> list[object]:
    certain = [each for each in candidates if each.certain]
    by_id = [each for each in certain if each.known_by_id]
    sure = by_id or certain
    match = sure[0] if len(sure) == 1 else None
    return [
        {
            "id": each.entity.id,
            "name": each.entity.name(language),
            **({"description": text} if (text := each.entity.text(language)) else {}),
            "type": [
                {"id": identifier(type_), "name": entities.class_name(type_, language)}
                for type_ in each.entity.types
            ],
            "score": each.score,
            "features": _features(each, query),
            "match": each is match,
        }
        for each in candidates[: query.limit]
    ]


def _features(candidate: Candidate, query: Query) -> list[object]:
    named_ = {} if candidate.name is None else {"name": candidate.name}
    typed = {} if candidate.fits is None else {"type": candidate.fits}
    given: dict[str, float] = {}
    for wanted, reached in zip(query.properties, candidate.properties, strict=True):
        label = f"property:{wanted.pid}"
        given[label] = min(reached, given.get(label, reached))
    return [{"id": name, "value": value} for name, value in {**named_, **typed, **given}.items()]
