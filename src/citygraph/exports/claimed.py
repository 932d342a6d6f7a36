"""Links with the claims that are made about them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from citygraph import canonical
from citygraph.exports.sorted_triples import IRI, TYPE, Key
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.exports.sorted_triples import SortedTriples

_SUBJECT, _PREDICATE, _OBJECT = (
    Key(PREFIXES["rdf"] + part, IRI) for part in ("subject", "predicate", "object")
)


def claims_of_links(source: SortedTriples) -> Iterator[tuple[tuple[str, str, str], list[str]]]:
    """Give each link, and the IRIs of the claims whose subject, predicate and object it is.

    Types are left out: they are labels. Links and claims are sorted on disk and merged, whatever
    the size of the graph.

    >>> from citygraph.exports.parts import select
    >>> from citygraph.exports.sorted_triples import sorted_triples
    >>> from citygraph.graph import CityGraph
    >>> with sorted_triples(select(CityGraph.load())) as source:
    ...     sum(1 for _, claims in claims_of_links(source) if claims) > 200
    True
    """

    def lines() -> Iterator[bytes]:
        for subject in source.subjects():
            for key, texts in subject.values.items():
                if key.kind == IRI:
                    for text in texts:
                        yield f"{subject.iri} {key.predicate} {text} \n".encode()
            parts = [subject.values.get(key, []) for key in (_SUBJECT, _PREDICATE, _OBJECT)]
            if all(len(each) == 1 for each in parts):
                yield f"{' '.join(each[0] for each in parts)} {subject.iri}\n".encode()

    read = (line.decode()[:-1].split(" ") for line in canonical.sorted_lines(lines()))
    for (subject, predicate, target), about in groupby(read, key=lambda each: each[:3]):
        claims = [claim for *_, claim in about]
        if not claims[0] and predicate != TYPE:  # the link itself, before all claims about it
            yield (subject, predicate, target), claims[1:]
