"""What is asked of the ontology, rule by rule: whole, in three languages, in OWL 2 RL, no pitfalls.

Each rule takes the ontology's graph and yields a line of words for everything that breaks it. The
grammar is that of https://www.w3.org/TR/owl2-profiles/#OWL_2_RL, held to the constructs in use; the
pitfalls (P..) are those of the OOPS! catalogue that a machine can see.
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator
from itertools import combinations

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD
from rdflib.term import Node

from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES, expand
from tests.graph.skos_rules import FOREIGN_SCRIPT, SENTENCE_END, texts

Rule = Callable[[Graph], Iterator[str]]

CG = Namespace(ONTOLOGY)
A_UNIT = URIRef(expand("qudt:Unit"))
HEADER = URIRef(ONTOLOGY.removesuffix("#"))
CC_BY = URIRef("https://creativecommons.org/licenses/by/4.0/")

MISSION_NOUNS = (CG.Agency, CG.City, CG.Goal, CG.Service, CG.Strategy)

PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
KINDS = (OWL.Class, *PROPERTIES)
ANY_PROPERTY = frozenset({OWL.ObjectProperty, OWL.DatatypeProperty})
CHARACTERISTICS: dict[Node, frozenset[URIRef]] = {
    OWL.AsymmetricProperty: frozenset({OWL.ObjectProperty}),
    OWL.FunctionalProperty: ANY_PROPERTY,
    OWL.IrreflexiveProperty: frozenset({OWL.ObjectProperty}),
    OWL.SymmetricProperty: frozenset({OWL.ObjectProperty}),
}
"""What a property may be called beside its kind, and of which kind it then has to be."""

DATATYPES = {RDF.PlainLiteral, RDFS.Literal, XSD.anyURI, XSD.decimal, XSD.integer, XSD.string}
"""The datatypes of OWL 2 RL that every store keeps as they are written: no xsd:date among them."""

NOTES = (SKOS.scopeNote, SKOS.example)
ANNOTATIONS = {SKOS.prefLabel, SKOS.definition, *NOTES, RDFS.isDefinedBy}


def declared(graph: Graph, kind: Node) -> list[URIRef]:
    return sorted(each for each in graph.subjects(RDF.type, kind) if isinstance(each, URIRef))


def terms(graph: Graph) -> list[URIRef]:
    return sorted({term for kind in KINDS for term in declared(graph, kind)})


def is_own(term: Node) -> bool:
    return isinstance(term, URIRef) and term.startswith(ONTOLOGY)


def is_unit(term: Node) -> bool:
    return isinstance(term, URIRef) and term.startswith(PREFIXES["unit"])


def units(graph: Graph) -> list[URIRef]:
    return sorted({each for each in graph.subjects() if isinstance(each, URIRef) and is_unit(each)})


def own_terms(graph: Graph) -> list[URIRef]:
    return [term for term in terms(graph) if is_own(term)]


def own_classes(graph: Graph) -> list[URIRef]:
    return [term for term in declared(graph, OWL.Class) if is_own(term)]


def superclasses(graph: Graph, cls: Node) -> set[Node]:
    """Follow rdfs:subClassOf upwards; a class is among the result only if it is in a circle."""
    found: set[Node] = set()
    ahead = [cls]
    while ahead:
        new = set(graph.objects(ahead.pop(), RDFS.subClassOf)) - found
        found |= new
        ahead.extend(new)
    return found


def excluded(graph: Graph, one: Node, other: Node) -> bool:
    """Whether two classes are disjoint by what is said of them or of classes above them."""
    ups = ({one, *superclasses(graph, one)}, {other, *superclasses(graph, other)})
    return any(
        (a, OWL.disjointWith, b) in graph or (b, OWL.disjointWith, a) in graph
        for a in ups[0]
        for b in ups[1]
    )


def languages(graph: Graph, thing: Node, prop: URIRef) -> list[str]:
    return sorted(str(text.language) for text in texts(graph, thing, prop))


# --- the header ----------------------------------------------------------------------------------


def the_header_is_whole(graph: Graph) -> Iterator[str]:
    """One owl:Ontology, whose IRI is that of every term with the fragment cut off."""
    if list(graph.subjects(RDF.type, OWL.Ontology)) != [HEADER]:
        yield f"{HEADER} is not the one owl:Ontology"
    for prop in (DCTERMS.title, DCTERMS.description):
        if (given := languages(graph, HEADER, prop)) != sorted(LANGUAGES):
            yield f"{prop} in {given}"
    version = ", ".join(sorted(map(str, graph.objects(HEADER, OWL.versionInfo))))
    expected: dict[URIRef, Node | None] = {
        DCTERMS.license: CC_BY,
        OWL.versionIRI: URIRef(f"{HEADER}/{version}"),
        VANN.preferredNamespacePrefix: Literal("cg"),
        VANN.preferredNamespaceUri: Literal(ONTOLOGY),
    }
    for prop, value in expected.items():
        if (found := list(graph.objects(HEADER, prop))) != [value]:
            yield f"{prop} is {found}, not {value}"
    for created in list(graph.objects(HEADER, DCTERMS.created)) or [HEADER]:
        if not isinstance(created, Literal) or created.datatype != XSD.date:
            yield f"dcterms:created is {created!r}"
    for creator in list(graph.objects(HEADER, DCTERMS.creator)) or [HEADER]:
        if languages(graph, creator, SKOS.prefLabel) != sorted(LANGUAGES):
            yield f"{creator} is no creator with a label in every language"


# --- words ---------------------------------------------------------------------------------------


def own_terms_speak_three_languages(graph: Graph) -> Iterator[str]:
    """One label and one definition per language, an example per class; notes in all or in none."""
    classes = set(own_classes(graph))
    for term in own_terms(graph):
        needed = {SKOS.prefLabel, SKOS.definition, *([SKOS.example] if term in classes else [])}
        for prop in (SKOS.prefLabel, SKOS.definition, *NOTES):
            given = languages(graph, term, prop)
            if given != sorted(LANGUAGES) and (given or prop in needed):
                yield f"{term} {prop} in {given}"
        if list(graph.objects(term, RDFS.isDefinedBy)) != [HEADER]:
            yield f"{term} is not defined by {HEADER}"


def texts_are_in_their_language(graph: Graph) -> Iterator[str]:
    """The script is the language's; a definition is one sentence, and a note ends as one (P36)."""
    for term in terms(graph):
        for prop in (SKOS.prefLabel, SKOS.definition, *NOTES):
            for text in texts(graph, term, prop):
                language = str(text.language)
                if re.search(FOREIGN_SCRIPT.get(language, ""), text) or str(text) != text.strip():
                    yield f"{term} {text!r}"
                end = SENTENCE_END.get(language, "")
                ends = re.findall(rf"{re.escape(end)}(?=\s|$)|。", text)
                if prop != SKOS.prefLabel and not text.endswith(end):
                    yield f"{term} {text!r} does not end"
                if prop == SKOS.definition and ends != [end]:
                    yield f"{term} is defined in other than one sentence: {text!r}"


def labels_are_unique(graph: Graph) -> Iterator[str]:
    """Nobody who searches by a term's name in a language gets two answers (P32)."""
    named: dict[tuple[str, str | None], set[URIRef]] = {}
    for term in terms(graph):
        for label in texts(graph, term, SKOS.prefLabel):
            named.setdefault((label.casefold(), label.language), set()).add(term)
    yield from (f"{name} names {sorted(both)}" for name, both in named.items() if len(both) > 1)


def definitions_do_not_turn_in_circles(graph: Graph) -> Iterator[str]:
    """What a class is, is said without its own name, and each definition defines one term (P24)."""
    for cls in own_classes(graph):
        for text in texts(graph, cls, SKOS.definition):
            for label in texts(graph, cls, SKOS.prefLabel):
                word = rf"\b{re.escape(label.casefold())}\b" if label.language == "en" else label
                if label.language == text.language and len(re.findall(word, text.casefold())) > 1:
                    yield f"{cls} is defined by itself: {text!r}"
    defined = Counter(text for term in terms(graph) for text in texts(graph, term, SKOS.definition))
    yield from (f"{text!r} defines several terms" for text, n in defined.items() if n > 1)


def names_have_their_case(graph: Graph) -> Iterator[str]:
    """Classes in PascalCase, properties in camelCase (P22)."""
    for term in own_terms(graph):
        first = "[A-Z]" if (term, RDF.type, OWL.Class) in graph else "[a-z]"
        if not re.fullmatch(rf"{first}[A-Za-z0-9]*", term.removeprefix(ONTOLOGY)):
            yield f"{term} is not written as its kind is"


# --- declarations --------------------------------------------------------------------------------


def each_term_is_of_one_kind(graph: Graph) -> Iterator[str]:
    """A class is no property and a property has one kind, as OWL 2 DL asks; no term is unclear."""
    for term in terms(graph):
        kinds = [kind for kind in KINDS if (term, RDF.type, kind) in graph]
        if len(kinds) != 1:
            yield f"{term} is {kinds}"
    known = set(terms(graph)) | set(graph.subjects(RDF.type, OWL.Ontology))
    for subject, kind in graph.subject_objects(RDF.type):
        if kind in CHARACTERISTICS:
            if not any((subject, RDF.type, fit) in graph for fit in CHARACTERISTICS[kind]):
                yield f"{subject} cannot be {kind}"
        elif is_own(subject) and subject not in known:
            yield f"{subject} is {kind} and no term"


def borrowed_terms_are_not_redefined(graph: Graph) -> Iterator[str]:
    """Declared and labelled, once per language; nothing else is said of another's term."""
    for term in terms(graph):
        if is_own(term):
            continue
        said = set(graph.predicates(term))
        if said != {RDF.type, SKOS.prefLabel} or len(list(graph.objects(term, RDF.type))) != 1:
            yield f"{term} says {said}"
        if languages(graph, term, SKOS.prefLabel) != sorted(LANGUAGES):
            yield f"{term} lacks a label"


def borrowed_units_are_not_redefined(graph: Graph) -> Iterator[str]:
    """A unit has its name in each language and is a unit; all else its own vocabulary says."""
    for unit in units(graph):
        said = set(graph.predicates(unit))
        if said != {RDF.type, SKOS.prefLabel} or set(graph.objects(unit, RDF.type)) != {A_UNIT}:
            yield f"{unit} says {said}"
        if languages(graph, unit, SKOS.prefLabel) != sorted(LANGUAGES):
            yield f"{unit} lacks a label"


# --- axioms --------------------------------------------------------------------------------------


def allowed_values(graph: Graph, subject: Node, predicate: Node) -> Container[Node] | None:
    """Say what an axiom with this subject and predicate may end in; None where it is no axiom."""
    classes = declared(graph, OWL.Class)
    if predicate in {RDFS.subClassOf, OWL.disjointWith}:
        return classes if subject in classes else ()
    if predicate == RDFS.domain:
        return classes
    if predicate == RDFS.range:
        return classes if (subject, RDF.type, OWL.ObjectProperty) in graph else DATATYPES
    if predicate == RDF.type:
        return {A_UNIT} if is_unit(subject) else {*KINDS, *CHARACTERISTICS}
    return None


def only_owl_2_rl(graph: Graph) -> Iterator[str]:
    """Declarations, annotations and axioms between named classes; no blank node, nothing imported.

    OWL 2 RL lets a named class other than owl:Thing stand wherever a class may stand.
    """
    about = {HEADER, *graph.objects(HEADER, DCTERMS.creator)}
    for subject, predicate, value in graph:
        said = f"{subject} {predicate} {value}"
        if not isinstance(subject, URIRef) or not isinstance(value, (URIRef, Literal)):
            yield f"{said} has a blank node"
        elif subject not in about and predicate not in ANNOTATIONS:
            allowed = allowed_values(graph, subject, predicate)
            if allowed is None:
                yield f"{said} is no construct in use here"
            elif value not in allowed:
                yield f"{said} goes beyond OWL 2 RL"


def hierarchy_is_acyclic(graph: Graph) -> Iterator[str]:
    """No class is below itself (P6)."""
    for cls in declared(graph, OWL.Class):
        if cls in superclasses(graph, cls):
            yield f"{cls} is below itself"


def every_class_can_have_members(graph: Graph) -> Iterator[str]:
    """No class is disjoint with itself or with what it is below, nor below two that exclude."""
    for cls in own_classes(graph):
        if excluded(graph, cls, cls):
            yield f"{cls} can have no members"


def disjointness_is_said_once(graph: Graph) -> Iterator[str]:
    """Said of the class that comes first, so that a reader knows where to look."""
    for one, other in graph.subject_objects(OWL.disjointWith):
        if is_own(other) and not str(one) < str(other):
            yield f"{one} is said to exclude {other}, which comes first"


def mission_nouns_exclude_each_other(graph: Graph) -> Iterator[str]:
    for one, other in combinations(MISSION_NOUNS, 2):
        if not excluded(graph, one, other):
            yield f"{one} and {other} may have members in common"


def every_class_is_connected(graph: Graph) -> Iterator[str]:
    """Each is below another, or a domain or range: no island (P4)."""
    for cls in own_classes(graph):
        below = [*graph.objects(cls, RDFS.subClassOf), *graph.subjects(RDFS.subClassOf, cls)]
        related = [*graph.subjects(RDFS.domain, cls), *graph.subjects(RDFS.range, cls)]
        if not below and not related:
            yield f"{cls} is connected with nothing"


def domains_and_ranges_are_single(graph: Graph) -> Iterator[str]:
    """Two domains would mean both at once, which nobody expects (P19)."""
    for prop in {subject for kind in PROPERTIES for subject in declared(graph, kind)}:
        for side in (RDFS.domain, RDFS.range):
            if len(list(graph.objects(prop, side))) > 1:
                yield f"{prop} has several values of {side}"


def characteristics_go_together(graph: Graph) -> Iterator[str]:
    """What runs one way only relates nothing to itself, and says both."""
    for prop in graph.subjects(RDF.type, OWL.AsymmetricProperty):
        if (prop, RDF.type, OWL.IrreflexiveProperty) not in graph:
            yield f"{prop} is asymmetric and so irreflexive, but does not say so"


RULES: tuple[Rule, ...] = (
    the_header_is_whole,
    own_terms_speak_three_languages,
    texts_are_in_their_language,
    labels_are_unique,
    definitions_do_not_turn_in_circles,
    names_have_their_case,
    each_term_is_of_one_kind,
    borrowed_terms_are_not_redefined,
    borrowed_units_are_not_redefined,
    only_owl_2_rl,
    hierarchy_is_acyclic,
    every_class_can_have_members,
    disjointness_is_said_once,
    mission_nouns_exclude_each_other,
    every_class_is_connected,
    domains_and_ranges_are_single,
    characteristics_go_together,
)
