"""Two reasoners find the ontology consistent, with and without the facts, and planted mistakes not.

A planted mistake is a file named after it. Without the ontology's axioms none of them is one: what
the reasoners object to is what the ontology says. Mistakes in literals are HermiT's alone, since
owlrl leaves out the rules that compare literals (dt-diff, dt-not-type).
"""

from pathlib import Path

import pytest
from rdflib import Graph, Literal
from rdflib.namespace import ORG, OWL, RDF, RDFS, TIME, XSD

from citygraph.home import open_home
from citygraph.vocabulary import compact
from tests.graph.ontology_rules import CG, KINDS, is_own, superclasses
from tests.graph.reasoners import Closure, classify, closure, readable, together

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
MISTAKES = tuple(sorted((HERE / "inconsistent").glob("*.ttl")))
MISTAKES_IN_LITERALS = tuple(sorted((HERE / "inconsistent-literals").glob("*.ttl")))

EXPECTED = {
    "area-group-listed-as-an-area": ("Disjoint", "cg:PilotArea", "cg:PilotAreaGroup"),
    "city-named-as-a-goal": ("Disjoint", "cg:City", "cg:Goal"),
    "claim-contradicting-itself": ("Irreflexive", "cg:contradicts"),
    "fund-paying-for-a-strategy": ("Disjoint", "cg:Initiative", "cg:Strategy"),
    "goal-below-itself": ("Irreflexive", "cg:hasSubGoal"),
    "goals-below-each-other": ("asymmetric", "cg:hasSubGoal"),
    "government-taken-for-its-city": ("Disjoint", "cg:City", "org:Organization"),
    "governor-taken-for-an-agency": ("Disjoint", "cg:Agency", "prov:Person"),
    "initiative-offered-as-a-service": ("Disjoint", "cg:Initiative", "cg:Service"),
    "observation-with-a-rank": ("Disjoint", "cg:RankClaim", "sosa:Observation"),
    "service-both-public-and-commercial": ("Disjoint", "cg:CommercialService", "cg:PublicService"),
    "strategy-taken-for-its-report": ("Disjoint", "cg:Strategy", "schema:Report"),
    "vision-local-to-itself": ("Irreflexive", "cg:localVersionOf"),
}
"""What owlrl is to name for each mistake: the kind of axiom, and the terms it is about."""


def folder(name: str) -> Graph:
    graph = Graph()
    description = open_home().description  # of the data, no part of them
    files = sorted(set((ROOT / name).glob("*.ttl")) - {description})
    assert files
    for path in files:
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "citygraph.ttl")


@pytest.fixture(scope="module")
def axioms(ontology: Graph) -> Graph:
    """Give the ontology without its words: what the reasoners reason with, read in less time."""
    kept = {RDF.type, RDFS.subClassOf, OWL.disjointWith, RDFS.domain, RDFS.range}
    bare = Graph()
    for triple in ontology:
        if triple[1] in kept:
            bare.add(triple)
    return bare


@pytest.fixture(scope="module")
def alignments() -> Graph:
    return Graph().parse(ROOT / "ontology" / "alignments.ttl")


@pytest.fixture(scope="module")
def facts() -> Graph:
    return together(folder("data"), folder("ontology/schemes"))


@pytest.fixture(scope="module")
def known(ontology: Graph, facts: Graph) -> Graph:
    return together(ontology, facts)


@pytest.fixture(scope="module")
def inferred(known: Graph) -> Closure:
    """Give the facts with all that follows from them; computed once, and only read."""
    return closure(known)


# --- no contradiction ----------------------------------------------------------------------------


def test_owlrl_finds_the_ontology_consistent(ontology: Graph) -> None:
    found = closure(ontology)
    assert found.contradictions == ()
    assert len(found.graph) > len(ontology)


def test_owlrl_finds_the_facts_consistent(known: Graph, inferred: Closure) -> None:
    assert inferred.contradictions == ()
    assert len(inferred.graph) > len(known)


def test_hermit_finds_the_ontology_consistent(ontology: Graph, tmp_path: Path) -> None:
    found = classify(tmp_path, ontology)
    assert found.consistent
    assert found.empty == ()


def test_hermit_finds_the_facts_consistent(known: Graph, tmp_path: Path) -> None:
    found = classify(tmp_path, known)
    assert found.consistent
    assert found.empty == ()


def test_both_find_the_facts_consistent_beside_the_alignments(
    known: Graph, alignments: Graph, tmp_path: Path
) -> None:
    assert closure(known, alignments).contradictions == ()
    found = classify(tmp_path, known, alignments)
    assert found.consistent
    assert found.empty == ()


def test_both_find_the_examples_of_the_shapes_consistent(ontology: Graph, tmp_path: Path) -> None:
    examples = folder("tests/graph/examples")
    assert closure(ontology, examples).contradictions == ()
    assert classify(tmp_path, ontology, examples).consistent


# --- the reasoners have read what they judge -----------------------------------------------------


def test_hermit_read_the_hierarchy(ontology: Graph, tmp_path: Path) -> None:
    asserted = {(str(low), str(high)) for low, high in ontology.subject_objects(RDFS.subClassOf)}
    assert (str(CG.Agency), str(ORG.Organization)) in asserted
    assert classify(tmp_path, ontology).subclasses == asserted


def test_hermit_sees_a_class_that_can_have_no_members(ontology: Graph, tmp_path: Path) -> None:
    impossible = Graph().add((CG.PublicService, RDFS.subClassOf, CG.Goal))
    found = classify(tmp_path, ontology, impossible)
    assert found.consistent
    assert found.empty == (str(CG.PublicService),)


def test_hermit_passes_over_a_property_that_nobody_declared(
    ontology: Graph, tmp_path: Path
) -> None:
    """This is why borrowed terms are declared: without that, no axiom about them is read."""
    mistake = Graph().parse(HERE / "inconsistent" / "city-named-as-a-goal.ttl")
    forgetful = together(ontology)
    forgetful.remove((CG.hasGoal, RDF.type, OWL.ObjectProperty))
    assert not classify(tmp_path, ontology, mistake).consistent
    assert classify(tmp_path, forgetful, mistake).consistent


def test_hermit_is_given_what_it_can_read() -> None:
    day = readable(Literal("2020-02-07", datatype=XSD.date))
    assert day == Literal("2020-02-07T00:00:00", datatype=XSD.dateTime)
    address = readable(Literal("https://example.org/東京?a=b#c", datatype=XSD.anyURI))
    assert str(address) == "https://example.org/%E6%9D%B1%E4%BA%AC?a=b#c"
    for same in (Literal("東京", lang="ja"), Literal(1), CG.City):
        assert readable(same) is same


def test_hermit_refuses_a_date_as_it_is(ontology: Graph, tmp_path: Path) -> None:
    ill_typed = Graph().add((CG.latest, RDFS.range, XSD.date))
    with pytest.raises(AssertionError, match="UnsupportedDatatype"):
        classify(tmp_path, ontology, ill_typed)


# --- planted mistakes ----------------------------------------------------------------------------


def test_every_planted_mistake_says_what_is_wrong_with_it() -> None:
    assert {path.stem for path in MISTAKES} == set(EXPECTED)
    for path in (*MISTAKES, *MISTAKES_IN_LITERALS):
        assert "\n\n# " in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda path: path.stem)
def test_owlrl_catches(mistake: Path, axioms: Graph) -> None:
    found = closure(axioms, Graph().parse(mistake))
    kind, *named = EXPECTED[mistake.stem]
    assert any(
        kind.casefold() in words.casefold()
        and {compact(word) for word in words.split()} >= set(named)
        for words in found.contradictions
    ), found.contradictions


@pytest.mark.parametrize("mistake", MISTAKES + MISTAKES_IN_LITERALS, ids=lambda path: path.stem)
def test_hermit_catches(mistake: Path, axioms: Graph, tmp_path: Path) -> None:
    assert not classify(tmp_path, axioms, Graph().parse(mistake)).consistent


def test_a_mistake_is_one_by_the_axioms_alone(ontology: Graph, tmp_path: Path) -> None:
    declarations = Graph()
    for kind in KINDS:
        for term in ontology.subjects(RDF.type, kind):
            declarations.add((term, RDF.type, kind))
    planted = together(*(Graph().parse(path) for path in (*MISTAKES, *MISTAKES_IN_LITERALS)))
    assert closure(declarations, planted).contradictions == ()
    assert classify(tmp_path, declarations, planted).consistent


def test_both_catch_a_mistake_among_the_facts(known: Graph, tmp_path: Path) -> None:
    city = next(known.subjects(RDF.type, CG.City))
    mistake = Graph().add((city, RDF.type, CG.Agency))
    assert any(str(city) in words for words in closure(known, mistake).contradictions)
    assert not classify(tmp_path, known, mistake).consistent


# --- what follows, and what does not -------------------------------------------------------------


def test_inference_gives_no_thing_a_class_beyond_those_above_its_own(
    ontology: Graph, known: Graph, inferred: Closure
) -> None:
    checked = 0
    for thing, cls in inferred.graph.subject_objects(RDF.type):
        if is_own(cls) and (thing, RDF.type, cls) not in known:
            above = {
                up for own in known.objects(thing, RDF.type) for up in superclasses(ontology, own)
            }
            assert cls in above, f"{thing} is inferred to be {cls}"
            checked += 1
    assert checked


def test_inference_makes_no_two_things_one(inferred: Closure) -> None:
    same = {
        (one, other)
        for one, other in inferred.graph.subject_objects(OWL.sameAs)
        if one != other and not isinstance(one, Literal)
    }
    assert same == set()


def test_inference_adds_no_own_relation(known: Graph, inferred: Closure) -> None:
    """No inverse, no shortcut: a question about our properties has the same rows either way."""
    assert {
        (subject, predicate, value)
        for subject, predicate, value in inferred.graph
        if is_own(predicate) and (subject, predicate, value) not in known
    } == set()


def test_inference_knows_what_stands_above(known: Graph, inferred: Closure) -> None:
    for low, high in ((CG.Agency, ORG.Organization), (CG.FiscalYear, TIME.ProperInterval)):
        things = set(known.subjects(RDF.type, low))
        assert things
        assert things <= set(inferred.graph.subjects(RDF.type, high))
