"""What the change of a property means for those who use the graph, and for its version number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.differences.model import Effect, Kind, Part, State

_DCTERMS, _OWL, _RDF, _RDFS = (PREFIXES[each] for each in ("dcterms", "owl", "rdf", "rdfs"))
_SH, _SKOS = PREFIXES["sh"], PREFIXES["skos"]
_WORDING = frozenset(
    [
        *(
            _SKOS + name
            for name in (
                *("prefLabel", "altLabel", "hiddenLabel", "definition", "scopeNote", "example"),
                *("note", "editorialNote", "changeNote", "historyNote"),
            )
        ),
        *(_RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")),
        *(_DCTERMS + name for name in ("title", "description", "modified", "created")),
        *(_OWL + name for name in ("versionInfo", "versionIRI", "priorVersion")),
        *(_SH + name for name in ("message", "name", "description", "order", "group")),
    ]
)
"""What is said for people, and changes no answer but its words."""
_MEANING = frozenset(
    [
        _RDF + "type",
        *(_RDFS + name for name in ("domain", "range", "subClassOf", "subPropertyOf")),
        *(
            _OWL + name
            for name in (
                *("equivalentClass", "equivalentProperty", "disjointWith", "inverseOf"),
                *("propertyDisjointWith", "complementOf", "unionOf", "intersectionOf", "oneOf"),
                *("onProperty", "someValuesFrom", "allValuesFrom", "hasValue", "hasKey"),
                *("propertyChainAxiom", "disjointUnionOf", "members"),
            )
        ),
    ]
)
"""What a reasoner concludes from: with another value a term is another term."""
_TERMS = frozenset({"class", "property"})

RULES: Mapping[str, Part] = {
    "removed-term": "major",
    "redefined-term": "major",
    "removed-thing": "major",
    "tightened-shape": "major",
    "added-term": "minor",
    "deprecated-term": "minor",
    "added-thing": "minor",
    "changed-facts": "minor",
    "loosened-shape": "minor",
    "unclear-shape": "minor",
    "added-shape": "minor",
    "links": "minor",
    "wording": "patch",
    "rewritten": "patch",
    "evidence": "patch",
}
"""The rules of the hint at the version number, the gravest first; see `docs/how-to/diff.md`."""


def effect_on(kind: Kind, property_: str) -> Effect:
    """Say what a change of this property of a thing or a term means; shapes are read apart."""
    if property_ in _WORDING:
        return "wording"
    if property_ == _OWL + "deprecated":
        return "deprecated"
    return "redefined" if kind in _TERMS and property_ in _MEANING else "fact"


def rule_for(kind: Kind, state: State, effects: Iterable[Effect], *, rewritten: bool) -> str:
    """Name the gravest rule that a change falls under.

    Args:
        kind: what changed.
        state: whether it was added, removed or changed.
        effects: what the changes of its properties mean; nothing for what is only rewritten.
        rewritten: whether nothing but the writing of values changed.
    """
    if kind == "shape" and state != "changed":
        return {"added": "added-shape", "removed": "loosened-shape"}[state]
    if state != "changed":
        return f"{state}-thing" if kind == "thing" else f"{state}-term"
    if rewritten:
        return "rewritten"
    rules = {
        "redefined": "redefined-term",
        "tightened": "tightened-shape",
        "deprecated": "deprecated-term",
        "fact": "changed-facts",
        "loosened": "loosened-shape",
        "unclear": "unclear-shape",
        "wording": "wording",
    }
    return min((rules[each] for each in effects), key=list(RULES).index)
