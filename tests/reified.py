"""The way back from RDF 1.2 reifiers to claim nodes."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from citygraph.vocabulary import ONTOLOGY, PREFIXES

TYPE, SUBJECT, PREDICATE, OBJECT, REIFIES = (
    ox.NamedNode(PREFIXES["rdf"] + name)
    for name in ("type", "subject", "predicate", "object", "reifies")
)
CLAIM = ox.NamedNode(ONTOLOGY + "Claim")


def unreified(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Say by `rdf:subject`, `rdf:predicate` and `rdf:object` which triple each claim is about."""
    held = list(triples)
    claims = {each.subject for each in held if (each.predicate, each.object) == (TYPE, CLAIM)}
    for each in held:
        about = each.object
        if each.predicate == REIFIES and isinstance(about, ox.Triple) and each.subject in claims:
            yield ox.Triple(each.subject, SUBJECT, about.subject)
            yield ox.Triple(each.subject, PREDICATE, about.predicate)
            yield ox.Triple(each.subject, OBJECT, about.object)
        else:
            yield each
