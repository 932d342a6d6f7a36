"""What a subject is, by its types: a thing, a term of an ontology, a shape, or evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from citygraph.vocabulary import ONTOLOGY, PREFIXES, SHAPES, VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from citygraph.differences.model import Kind

_OWL, _RDF, _RDFS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"]
_OA, _SH, _SKOS = PREFIXES["oa"], PREFIXES["sh"], PREFIXES["skos"]

EvidenceKind: TypeAlias = Literal["claim", "passage"]

TYPE = _RDF + "type"
CLAIM = ONTOLOGY + "Claim"

_EVIDENCE: Mapping[str, EvidenceKind] = {
    CLAIM: "claim",
    _OA + "SpecificResource": "passage",
    _OA + "TextPositionSelector": "passage",
}
_TERMS: Mapping[str, Kind] = {
    _OWL + "Class": "class",
    _RDFS + "Class": "class",
    _RDFS + "Datatype": "class",
    _OWL + "ObjectProperty": "property",
    _OWL + "DatatypeProperty": "property",
    _OWL + "AnnotationProperty": "property",
    _RDF + "Property": "property",
    _OWL + "Ontology": "ontology",
    _SKOS + "ConceptScheme": "concept",
    _SKOS + "Concept": "concept",
}
_ONE_OF_MANY = frozenset({_OWL + "NamedIndividual"})
"""Types that say nothing of what a thing is."""


def evidence_kind(types: Collection[str]) -> EvidenceKind | None:
    """Say which part of the evidence a subject with these types is, if it is any."""
    return next((_EVIDENCE[each] for each in sorted(types) if each in _EVIDENCE), None)


def kind_of(iri: str, types: Collection[str]) -> Kind:
    """Say what a subject with this IRI and these types is.

    >>> kind_of("urn:x", [PREFIXES["owl"] + "Class"]), kind_of("urn:x", [])
    ('class', 'thing')
    """
    if iri.startswith(SHAPES) or any(each.startswith(_SH) for each in types):
        return "shape"
    for each, kind in _TERMS.items():
        if each in types:
            return kind
    if iri.startswith(VOCABULARY):
        return "concept"
    if iri.startswith(ONTOLOGY):  # without a type: classes begin with a capital
        return "class" if iri[len(ONTOLOGY) :][:1].isupper() else "property"
    return "thing"


def group_of(types: Collection[str]) -> str:
    """Choose the class under which a thing is listed: one of this ontology before any other."""
    telling = sorted(set(types) - _ONE_OF_MANY)
    own = [each for each in telling if each.startswith(ONTOLOGY)]
    return next(iter([*own, *telling]), "")
