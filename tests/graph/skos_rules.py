"""What SKOS asks of the concept schemes, and what this project asks beyond it, rule by rule.

Each rule takes a graph and yields a line of words for everything that breaks it. S9, S13, S14 and
S27 are the integrity conditions of the SKOS Reference (https://www.w3.org/TR/skos-reference/).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS
from rdflib.term import Node

from citygraph.vocabulary import LANGUAGES

Rule = Callable[[Graph], Iterator[str]]

CC_BY = URIRef("https://creativecommons.org/licenses/by/4.0/")

WRITTEN = {
    RDF.type,
    SKOS.prefLabel,
    SKOS.altLabel,
    SKOS.definition,
    SKOS.scopeNote,
    SKOS.editorialNote,
    SKOS.inScheme,
    SKOS.hasTopConcept,
    SKOS.topConceptOf,
    SKOS.broader,
    SKOS.related,
    DCTERMS.license,
}
"""All that a scheme may say: nothing that follows from it, no link to other vocabularies."""

SENTENCE_END = {"en": ".", "ja": "。", "ko": "."}
FOREIGN_SCRIPT = {
    "en": r"[^\x00-\x7f]",
    "ja": r"[\uac00-\ud7a3]",
    "ko": r"[\u3040-\u30ff\u4e00-\u9fff]",
}


def subjects(graph: Graph) -> list[URIRef]:
    return sorted({each for each in graph.subjects() if isinstance(each, URIRef)})


def concepts(graph: Graph) -> list[URIRef]:
    return sorted(each for each in subjects(graph) if (each, RDF.type, SKOS.Concept) in graph)


def schemes(graph: Graph) -> list[URIRef]:
    return sorted(each for each in subjects(graph) if (each, RDF.type, SKOS.ConceptScheme) in graph)


def texts(graph: Graph, thing: Node, prop: URIRef) -> list[Literal]:
    return [each for each in graph.objects(thing, prop) if isinstance(each, Literal)]


def ancestors(graph: Graph, concept: URIRef) -> set[URIRef]:
    """Follow skos:broader upwards: what skos:broaderTransitive would lead to."""
    found: set[URIRef] = set()
    ahead = [concept]
    while ahead:
        for each in graph.objects(ahead.pop(), SKOS.broader):
            if isinstance(each, URIRef) and each not in found:
                found.add(each)
                ahead.append(each)
    return found


# --- the rules: each yields what breaks it -------------------------------------------------------


def each_is_a_concept_or_a_scheme(graph: Graph) -> Iterator[str]:
    """S9: skos:ConceptScheme is disjoint with skos:Concept."""
    for thing in subjects(graph):
        kinds = sorted(str(kind) for kind in graph.objects(thing, RDF.type))
        if kinds not in ([str(SKOS.Concept)], [str(SKOS.ConceptScheme)]):
            yield f"{thing} is {kinds}"


def labels_are_disjoint(graph: Graph) -> Iterator[str]:
    """S13: skos:prefLabel, skos:altLabel and skos:hiddenLabel are pairwise disjoint."""
    for thing in subjects(graph):
        counted = Counter(
            label
            for prop in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
            for label in texts(graph, thing, prop)
        )
        yield from (f"{thing} has {label!r} twice" for label, n in counted.items() if n > 1)


def languages_are_complete(graph: Graph) -> Iterator[str]:
    """S14, and more: exactly one label and definition per language; notes in all or in none."""
    for thing in subjects(graph):
        for prop in (SKOS.prefLabel, SKOS.definition, SKOS.scopeNote, SKOS.editorialNote):
            given = sorted(str(each.language) for each in texts(graph, thing, prop))
            needed = prop in {SKOS.prefLabel, SKOS.definition}
            if given != sorted(LANGUAGES) and (given or needed):
                yield f"{thing} {prop} in {given}"
        for label in texts(graph, thing, SKOS.altLabel):
            if label.language not in LANGUAGES:
                yield f"{thing} {label!r}"


def texts_are_in_their_language(graph: Graph) -> Iterator[str]:
    """Labels and definitions use the script of their language; a definition is one sentence."""
    for thing in subjects(graph):
        for prop in (SKOS.prefLabel, SKOS.altLabel, SKOS.definition):
            for text in texts(graph, thing, prop):
                if re.search(FOREIGN_SCRIPT[str(text.language)], text) or str(text) != text.strip():
                    yield f"{thing} {text!r}"
        for text in texts(graph, thing, SKOS.definition):
            end = SENTENCE_END[str(text.language)]
            if re.findall(rf"{re.escape(end)}(?=\s|$)|。", text) != [end] or text[-1] != end:
                yield f"{thing} is defined in other than one sentence: {text!r}"


def hierarchy_and_relations_are_disjoint(graph: Graph) -> Iterator[str]:
    """S27: skos:related is disjoint with skos:broaderTransitive."""
    for one, other in graph.subject_objects(SKOS.related):
        if (other, SKOS.related, one) in graph:
            yield f"{one} and {other} are related in both directions"
        for low, high in ((one, other), (other, one)):
            if isinstance(low, URIRef) and (high == low or high in ancestors(graph, low)):
                yield f"{low} is below {high} and related to it"


def hierarchy_is_acyclic(graph: Graph) -> Iterator[str]:
    for concept in concepts(graph):
        if concept in ancestors(graph, concept):
            yield f"{concept} is broader than itself"


def links_lead_to_concepts(graph: Graph) -> Iterator[str]:
    known = set(concepts(graph))
    for prop in (SKOS.broader, SKOS.related, SKOS.hasTopConcept):
        for thing, linked in graph.subject_objects(prop):
            if linked not in known:
                yield f"{thing} links to {linked}, which is no concept"


def each_concept_is_in_one_scheme(graph: Graph) -> Iterator[str]:
    known = set(schemes(graph))
    for concept in concepts(graph):
        homes = list(graph.objects(concept, SKOS.inScheme))
        if len(homes) != 1 or homes[0] not in known:
            yield f"{concept} is in {homes}"


def top_concepts_agree(graph: Graph) -> Iterator[str]:
    """Said by the scheme, said by the concept, and seen from what is broader: three times the same.

    A top concept may have a broader one in another scheme, as the means of cashless payment do.
    """
    listed = set(graph.subject_objects(SKOS.hasTopConcept))
    said = {(scheme, concept) for concept, scheme in graph.subject_objects(SKOS.topConceptOf)}
    seen = {
        (scheme, concept)
        for concept, scheme in graph.subject_objects(SKOS.inScheme)
        if not any(
            (high, SKOS.inScheme, scheme) in graph for high in graph.objects(concept, SKOS.broader)
        )
    }
    yield from (
        f"{pair} is not agreed on" for pair in (listed | said | seen) - (listed & said & seen)
    )


def names_are_unique_in_a_scheme(graph: Graph) -> Iterator[str]:
    """Nobody who searches by a name in a scheme gets two answers."""
    for scheme in schemes(graph):
        named: dict[tuple[str, str | None], list[str]] = {}
        for concept in graph.subjects(SKOS.inScheme, scheme):
            for prop in (SKOS.prefLabel, SKOS.altLabel):
                for label in texts(graph, concept, prop):
                    named.setdefault((label.casefold(), label.language), []).append(str(concept))
        yield from (f"{name} names {both}" for name, both in named.items() if len(both) > 1)


def only_what_a_scheme_may_say(graph: Graph) -> Iterator[str]:
    """No inverse, nothing derived, no mapping, no blank node; the licence on each scheme."""
    for triple in graph:
        if triple[1] not in WRITTEN or any(isinstance(term, BNode) for term in triple):
            yield f"{triple}"
    for scheme in schemes(graph):
        if list(graph.objects(scheme, DCTERMS.license)) != [CC_BY]:
            yield f"{scheme} is not under CC BY 4.0"


RULES: tuple[Rule, ...] = (
    each_is_a_concept_or_a_scheme,
    labels_are_disjoint,
    languages_are_complete,
    texts_are_in_their_language,
    hierarchy_and_relations_are_disjoint,
    hierarchy_is_acyclic,
    links_lead_to_concepts,
    each_concept_is_in_one_scheme,
    top_concepts_agree,
    names_are_unique_in_a_scheme,
    only_what_a_scheme_may_say,
)
