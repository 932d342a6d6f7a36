"""The numbers by which VoID describes a set of triples (W3C Note "Describing Linked Datasets")."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from citygraph.exports import tokens
from citygraph.exports.statements import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.exports.statements import Block


class Counts(NamedTuple):
    """What VoID counts, in the words of its properties.

    Attributes:
        triples: how many different triples there are.
        entities: the subjects that have an IRI.
        subjects: the different subjects.
        objects: the different objects, literals included.
        classes: how many subjects each class has, by its IRI.
        properties: how many triples each property has, by its IRI.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


def count(blocks: Iterable[Block]) -> Counts:
    """Count a set of triples from its subjects, each of which occurs once.

    >>> from citygraph.exports.statements import Block
    >>> count([Block("<urn:s>", [("<urn:p>", ("1", "2"))])]).properties
    Counter({'urn:p': 2})
    """
    entities = subjects = 0
    values_seen: set[str] = set()
    classes: Counter[str] = Counter()
    properties: Counter[str] = Counter()
    for block in blocks:
        subjects += 1
        entities += block.subject.startswith("<")
        for predicate, values in block.values:
            properties[tokens.iri(predicate)] += len(values)
            values_seen.update(values)
            if predicate == TYPE:
                classes.update(tokens.iri(each) for each in values)
    triples = properties.total()
    return Counts(triples, entities, subjects, len(values_seen), classes, properties)
