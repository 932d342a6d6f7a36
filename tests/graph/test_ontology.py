"""The ontology keeps its rules, each rule finds its fault, and its terms are the ones in use."""

import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import (
    DCAT,
    DCTERMS,
    ORG,
    OWL,
    PROV,
    RDF,
    SDO,
    SKOS,
    SOSA,
    TIME,
    VANN,
    DefinedNamespace,
)

from citygraph.home import open_home
from citygraph.vocabulary import ONTOLOGY, compact, expand
from tests.graph.ontology_rules import (
    A_UNIT,
    CG,
    HEADER,
    KINDS,
    PROPERTIES,
    RULES,
    Rule,
    declared,
    is_own,
    own_terms,
    terms,
    units,
)

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "ontology" / "citygraph.ttl"
TURTLEFMT = Path(sys.executable).with_name("turtlefmt")

SECTIONS = (
    "Classes",
    "Object properties",
    "Datatype properties",
    "Borrowed classes",
    "Borrowed object properties",
    "Borrowed datatype properties",
    "Borrowed annotation properties",
    "Borrowed units",
)

NOT_YET_IN_DATA = {
    CG.relatedSDG: "no source read so far names one",
}
"""The terms that no fact uses, each with the reason why it is there."""

FOR_AXIOMS_ONLY = {
    PROV.Agent: "the range of cg:establishedBy and cg:presentedBy",
    A_UNIT: "what the units are that have a name here",
    SKOS.broadMatch: "what the shapes let a link say, though none says it yet",
}
"""The borrowed terms that are used by the ontology or the shapes alone."""


@pytest.fixture(scope="module")
def ontology() -> Graph:
    """Give the ontology; a test that changes it works on a copy."""
    return Graph().parse(FILE)


@pytest.fixture(scope="module")
def facts() -> Graph:
    """Give what is said with the ontology's words: the data and the concept schemes."""
    together = Graph()
    home = open_home()
    for path in (*home.data, *home.ontology[1:]):
        together.parse(path)
    assert len(together) > 1000
    return together


def copy(graph: Graph) -> Graph:
    another = Graph()
    another += graph
    return another


# --- the rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_ontology_keeps_the_rule(rule: Rule, ontology: Graph) -> None:
    assert list(rule(ontology)) == []


NEW = "cg:New a owl:Class ; rdfs:subClassOf cg:Service ; rdfs:isDefinedBy <{header}> ; "

FAULTS = {
    "a second header": ("the_header_is_whole", "<urn:x> a owl:Ontology ."),
    "a second title": ("the_header_is_whole", '<{header}> dcterms:title "Ontology"@en .'),
    "a second version": ("the_header_is_whole", '<{header}> owl:versionInfo "0.2.0" .'),
    "a year for a date": ("the_header_is_whole", '<{header}> dcterms:created "2026" .'),
    "a nameless creator": ("the_header_is_whole", "<{header}> dcterms:creator id:nobody ."),
    "a class without words": ("own_terms_speak_three_languages", NEW),
    "a second label in a language": (
        "own_terms_speak_three_languages",
        'cg:City skos:prefLabel "Town"@en .',
    ),
    "an example in one language only": (
        "own_terms_speak_three_languages",
        'cg:inCity skos:example "Tokyo."@en .',
    ),
    "a term of another ontology": (
        "own_terms_speak_three_languages",
        "cg:City rdfs:isDefinedBy <urn:x> .",
    ),
    "a Korean label under Japanese": (
        "texts_are_in_their_language",
        'cg:City skos:prefLabel "도시"@ja .',
    ),
    "a definition of two sentences": (
        "texts_are_in_their_language",
        'cg:City skos:definition "A place. It has people."@en .',
    ),
    "a note that stops short": (
        "texts_are_in_their_language",
        'cg:City skos:scopeNote "地域を指し"@ja .',
    ),
    "two terms of one name": ("labels_are_unique", 'cg:Fund skos:prefLabel "GOAL"@en .'),
    "a class defined by its name": (
        "definitions_do_not_turn_in_circles",
        'cg:City skos:definition "A city is any city that calls itself so."@en .',
    ),
    "one definition for two": (
        "definitions_do_not_turn_in_circles",
        'cg:Fund skos:definition "Money."@en . cg:Goal skos:definition "Money."@en .',
    ),
    "a class in lower case": ("names_have_their_case", "cg:town a owl:Class ."),
    "a property with a hyphen": ("names_have_their_case", "cg:in-town a owl:ObjectProperty ."),
    "a property of two kinds": ("each_term_is_of_one_kind", "cg:inCity a owl:DatatypeProperty ."),
    "a class that is a property": ("each_term_is_of_one_kind", "cg:City a owl:ObjectProperty ."),
    "an irreflexive number": ("each_term_is_of_one_kind", "cg:rank a owl:IrreflexiveProperty ."),
    "a fact in our namespace": ("each_term_is_of_one_kind", "cg:Osaka a cg:City ."),
    "another's class put below ours": (
        "borrowed_terms_are_not_redefined",
        "schema:Event rdfs:subClassOf cg:Initiative .",
    ),
    "a borrowed term without words": (
        "borrowed_terms_are_not_redefined",
        "org:Role a owl:Class .",
    ),
    "a unit that is redefined": (
        "borrowed_units_are_not_redefined",
        "unit:HA a owl:Class .",
    ),
    "a unit without a name in Japanese and Korean": (
        "borrowed_units_are_not_redefined",
        'unit:M2 a qudt:Unit ; skos:prefLabel "square metre"@en .',
    ),
    "a borrowed property called functional": (
        "borrowed_terms_are_not_redefined",
        "org:unitOf a owl:FunctionalProperty .",
    ),
    "a blank node": ("only_owl_2_rl", "cg:City rdfs:subClassOf [ a owl:Class ] ."),
    "an import": ("only_owl_2_rl", "<urn:x> owl:imports <urn:y> ."),
    "an inverse": ("only_owl_2_rl", "cg:builds owl:inverseOf cg:inCity ."),
    "the same thing twice": ("only_owl_2_rl", "cg:City owl:sameAs schema:City ."),
    "a transitive property": ("only_owl_2_rl", "cg:inCity a owl:TransitiveProperty ."),
    "a subclass of everything": ("only_owl_2_rl", "cg:City rdfs:subClassOf owl:Thing ."),
    "a domain that nobody declared": ("only_owl_2_rl", "cg:inCity rdfs:domain cg:Town ."),
    "a range outside the datatype map": ("only_owl_2_rl", "cg:latest rdfs:range xsd:date ."),
    "a class as the range of a number": ("only_owl_2_rl", "cg:rank rdfs:range cg:City ."),
    "a label by hand": ("only_owl_2_rl", 'cg:City rdfs:label "City"@en .'),
    "a circle of two": ("hierarchy_is_acyclic", "cg:Service rdfs:subClassOf cg:PublicService ."),
    "a class below what it excludes": (
        "every_class_can_have_members",
        "cg:PublicService rdfs:subClassOf cg:Goal .",
    ),
    "the other direction": ("disjointness_is_said_once", "cg:Goal owl:disjointWith cg:City ."),
    "an island": ("every_class_is_connected", NEW.replace("rdfs:subClassOf cg:Service ;", "")),
    "two ranges": ("domains_and_ranges_are_single", "cg:inCity rdfs:range schema:Country ."),
    "a one-way property that may loop": (
        "characteristics_go_together",
        "cg:replaces a owl:AsymmetricProperty .",
    ),
}

PREFIXES = """
PREFIX cg: <https://w3id.org/citygraph/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX id: <https://w3id.org/citygraph/id/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@pytest.mark.parametrize(("name", "fault"), FAULTS.values(), ids=list(FAULTS))
def test_a_rule_finds_its_fault(name: str, fault: str, ontology: Graph) -> None:
    (rule,) = [each for each in RULES if each.__name__ == name]
    faulty = copy(ontology)
    turtle = fault.replace("{header}", HEADER).strip().removesuffix(";").strip()
    faulty.parse(data=f"{PREFIXES}{turtle.removesuffix('.')} .", format="turtle")
    assert list(rule(faulty))


def test_the_mission_nouns_need_their_axioms(ontology: Graph) -> None:
    (rule,) = [each for each in RULES if each.__name__ == "mission_nouns_exclude_each_other"]
    faulty = copy(ontology)
    faulty.remove((CG.City, OWL.disjointWith, None))
    assert len(list(rule(faulty))) == 4


def test_every_rule_has_a_fault_that_it_finds() -> None:
    tried = {name for name, _ in FAULTS.values()} | {"mission_nouns_exclude_each_other"}
    assert tried == {rule.__name__ for rule in RULES}


# --- the file ------------------------------------------------------------------------------------


def sections() -> dict[str, list[str]]:
    """Read the file's section heads and, below each, the subjects in the order they stand."""
    found: dict[str, list[str]] = {}
    heads = set(SECTIONS)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and line.removeprefix("# ") in heads:
            found[line.removeprefix("# ")] = []
        elif found and (subject := re.match(r"(\S+:\S+) a ", line)):
            found[list(found)[-1]].append(subject[1])
    return found


def test_the_sections_hold_all_terms_in_alphabetical_order(ontology: Graph) -> None:
    found = sections()
    assert tuple(found) == SECTIONS
    for subjects in found.values():
        assert subjects
        assert all(one.casefold() < other.casefold() for one, other in pairwise(subjects))
    own = [subject for head in SECTIONS[:3] for subject in found[head]]
    borrowed = [subject for head in SECTIONS[3:] for subject in found[head]]
    assert sorted(own) == sorted(compact(term) for term in own_terms(ontology))
    curies = {f"{prefix}:": str(space) for prefix, space in ontology.namespaces()}
    expanded = [re.sub(r"^\w+:", lambda match: curies[match[0]], each) for each in borrowed]
    others = {*terms(ontology), *units(ontology)} - set(own_terms(ontology))
    assert sorted(expanded) == sorted(map(str, others))


def test_a_section_holds_terms_of_one_kind(ontology: Graph) -> None:
    kinds = dict(zip(SECTIONS, [*KINDS[:3], *KINDS, A_UNIT], strict=True))
    curies = {f"{prefix}:": str(space) for prefix, space in ontology.namespaces()}
    for head, subjects in sections().items():
        for subject in subjects:
            iri = URIRef(re.sub(r"^\w+:", lambda match: curies[match[0]], subject))
            assert (iri, RDF.type, kinds[head]) in ontology, f"{subject} under {head}"


def test_the_file_declares_its_prefixes_sorted_and_uses_them_all() -> None:
    text = FILE.read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix (\w+): ", text, flags=re.MULTILINE)
    assert prefixes == sorted(prefixes)
    body = re.sub(r'"[^"\n]*"(?!\^)|<[^>\n]*>|#.*', "", text[text.index("\n\n") :])
    assert set(prefixes) == set(re.findall(r"(?<![\w:])(\w+):(?=\w)", body))


def test_turtlefmt_would_change_nothing() -> None:
    run = subprocess.run([TURTLEFMT, "--check", FILE], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_version_is_that_of_the_project(ontology: Graph) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert str(ontology.value(HEADER, OWL.versionInfo)) == project["version"]


# --- the terms in use ----------------------------------------------------------------------------


def test_every_own_term_that_is_written_somewhere_is_declared(ontology: Graph) -> None:
    known = {term.removeprefix(ONTOLOGY) for term in own_terms(ontology)}
    files = [
        path
        for folder in ("data", "ontology", "queries", "shapes")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".rq", ".ttl", ".tsv"}
    ]
    assert len(files) > 20
    for path in files:
        text = path.read_text(encoding="utf-8")
        written = set(re.findall(r"(?<![\w:/#-])cg:([A-Za-z0-9_-]+)", text))
        written |= set(re.findall(rf"{re.escape(ONTOLOGY)}([A-Za-z0-9_-]+)", text))
        assert written <= known, f"{path.relative_to(ROOT)}: {sorted(written - known)}"


def test_everything_said_of_things_is_said_with_declared_terms(
    ontology: Graph, facts: Graph
) -> None:
    classes = set(declared(ontology, OWL.Class))
    assert set(facts.objects(None, RDF.type)) <= classes
    known = {term for kind in PROPERTIES for term in declared(ontology, kind)} | {RDF.type}
    assert set(facts.predicates()) <= known


def test_things_are_linked_by_object_properties_and_described_by_datatype_properties(
    ontology: Graph, facts: Graph
) -> None:
    objects = set(declared(ontology, OWL.ObjectProperty))
    datatypes = set(declared(ontology, OWL.DatatypeProperty))
    for subject, predicate, value in facts:
        linked = isinstance(value, URIRef)
        assert predicate not in (datatypes if linked else objects), (subject, predicate, value)


def test_every_term_is_used_or_says_why_not(ontology: Graph, facts: Graph) -> None:
    used = {*facts.predicates(), *facts.objects(None, RDF.type)}
    own = set(own_terms(ontology))
    assert own - used == set(NOT_YET_IN_DATA)
    said = {*used, *ontology.predicates()}
    borrowed = {term for term in terms(ontology) if not is_own(term)}
    assert borrowed - said == set(FOR_AXIOMS_ONLY)


def test_the_units_that_facts_use_have_a_name_and_no_others(ontology: Graph, facts: Graph) -> None:
    used = set(facts.objects(None, URIRef(expand("qudt:unit"))))
    assert used
    assert set(units(ontology)) == used


@pytest.mark.parametrize(
    "namespace", [DCAT, DCTERMS, ORG, PROV, SDO, SKOS, SOSA, TIME, VANN], ids=str
)
def test_borrowed_terms_are_in_the_vocabulary_they_are_borrowed_from(
    namespace: type[DefinedNamespace], ontology: Graph
) -> None:
    borrowed = [term for term in terms(ontology) if term.startswith(str(namespace))]
    assert borrowed
    assert [term for term in borrowed if term not in namespace] == []
