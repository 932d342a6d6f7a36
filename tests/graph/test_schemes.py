"""The concept schemes: whole, in three languages, by the rules of SKOS, and each concept used."""

import csv
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from citygraph.home import open_home
from citygraph.vocabulary import VOCABULARY
from tests.graph.skos_rules import RULES, Rule, ancestors, concepts, schemes

ROOT = Path(__file__).resolve().parents[2]
FILES = tuple(sorted((ROOT / "ontology" / "schemes").glob("*.ttl")))
TURTLEFMT = Path(sys.executable).with_name("turtlefmt")

SCHEMES = {
    "approaches",
    "audiences",
    "budget-stages",
    "capabilities",
    "challenges",
    "claim-statuses",
    "indicators",
    "inference-rules",
    "outcomes",
    "precisions",
    "rank-terms",
    "roles",
    "settings",
    "source-kinds",
    "statuses",
    "technologies",
    "themes",
}

UNUSED = {
    "extended-reality": "the broader term of augmented and virtual reality",
    "initial-budget": "the stage between the draft and the supplementary budget",
    "truncated": "a cut figure looks exact, and no other precision says that it is not rounded",
    "wireless-networks": "the broader term of 5G and Wi-Fi",
}
"""The concepts that no fact names, each with the reason why its scheme needs it."""


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Give all schemes together; a test that changes them works on a copy."""
    together = Graph()
    for path in FILES:
        together.parse(path)
    return together


def in_vocabulary(text: str) -> set[str]:
    """Find the names of all concepts that a Turtle file or a table writes with the prefix."""
    return set(re.findall(r"(?<![\w:])cgv:([\w-]+)", text))


def names_in_data() -> set[str]:
    """Find what the facts name: in their files, and in the tables of statements beside them."""
    data = ROOT / "data"
    named: set[str] = set()
    for path in open_home().data:
        named |= {
            str(term).removeprefix(VOCABULARY)
            for triple in Graph().parse(path)
            for term in triple
            if isinstance(term, URIRef) and term.startswith(VOCABULARY)
        }
    for path in sorted(data.glob("*.statements.tsv")):
        with path.open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table, delimiter="\t"):
                named |= in_vocabulary(" ".join(row.values())) | {row["status"]}
    return named


# --- the files -----------------------------------------------------------------------------------


def test_every_scheme_has_its_file(graph: Graph) -> None:
    assert {path.stem for path in FILES} == SCHEMES
    assert {str(each) for each in schemes(graph)} == {VOCABULARY + stem for stem in SCHEMES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_holds_its_scheme_and_then_its_concepts_in_order(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    scheme, *rest = re.findall(r"^cgv:(\S+) a ", text, flags=re.MULTILINE)
    assert scheme == path.stem
    assert rest
    assert all(one < next_ for one, next_ in pairwise(rest))
    members = Graph().parse(path)
    assert [VOCABULARY + name for name in rest] == [str(each) for each in concepts(members)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_declares_its_prefixes_sorted_and_uses_them_all(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix (\w+): ", text, flags=re.MULTILINE)
    assert prefixes == sorted(prefixes)
    body = text[text.index("\n\n") :]
    assert set(prefixes) == set(re.findall(r"(?<=[ \n])(\w+):(?=\w)", re.sub(r'"[^"]*"', "", body)))


def test_turtlefmt_would_change_nothing() -> None:
    run = subprocess.run(
        [TURTLEFMT, "--check", *FILES], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


# --- the rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_schemes_keep_the_rule(rule: Rule, graph: Graph) -> None:
    assert list(rule(graph)) == []


FAULTS = {
    "a scheme that is a concept too": (
        "each_is_a_concept_or_a_scheme",
        "cgv:themes a skos:Concept .",
    ),
    "a label that is preferred and alternative": (
        "labels_are_disjoint",
        'cgv:tourism skos:altLabel "tourism"@en .',
    ),
    "a second label in a language": (
        "languages_are_complete",
        'cgv:tourism skos:prefLabel "旅行"@ja .',
    ),
    "a note in one language only": (
        "languages_are_complete",
        'cgv:tourism skos:scopeNote "Visitors."@en .',
    ),
    "a label in a language of no use here": (
        "languages_are_complete",
        'cgv:tourism skos:altLabel "Tourismus"@de .',
    ),
    "a Korean label under Japanese": (
        "texts_are_in_their_language",
        'cgv:tourism skos:altLabel "여행"@ja .',
    ),
    "a definition of two sentences": (
        "texts_are_in_their_language",
        'cgv:tourism skos:definition "Visitors come. Visitors go."@en .',
    ),
    "a relation to what is two steps above": (
        "hierarchy_and_relations_are_disjoint",
        "cgv:tsunamis skos:related cgv:energy . cgv:disasters skos:broader cgv:energy .",
    ),
    "a relation said twice": (
        "hierarchy_and_relations_are_disjoint",
        "cgv:tourism skos:related cgv:business . cgv:business skos:related cgv:tourism .",
    ),
    "a circle of two": (
        "hierarchy_is_acyclic",
        "cgv:disasters skos:broader cgv:earthquakes .",
    ),
    "a broader concept that nobody made": (
        "links_lead_to_concepts",
        "cgv:tourism skos:broader cgv:travel .",
    ),
    "a concept in two schemes": (
        "each_concept_is_in_one_scheme",
        "cgv:tourism skos:inScheme cgv:roles .",
    ),
    "a top concept below another": (
        "top_concepts_agree",
        "cgv:tourism skos:broader cgv:business .",
    ),
    "a top concept that only the scheme knows": (
        "top_concepts_agree",
        "cgv:challenges skos:hasTopConcept cgv:tsunamis .",
    ),
    "two concepts of one name": (
        "names_are_unique_in_a_scheme",
        'cgv:tourism skos:altLabel "Business"@en .',
    ),
    "the inverse direction": (
        "only_what_a_scheme_may_say",
        "cgv:disasters skos:narrower cgv:earthquakes .",
    ),
    "a blank node": (
        "only_what_a_scheme_may_say",
        "cgv:tourism skos:related [] .",
    ),
    "a second licence": (
        "only_what_a_scheme_may_say",
        "cgv:themes dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> .",
    ),
}


def test_every_rule_has_a_fault_that_it_finds() -> None:
    assert {name for name, _ in FAULTS.values()} == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize(("name", "turtle"), FAULTS.values(), ids=FAULTS)
def test_the_rule_finds_the_fault(name: str, turtle: str, graph: Graph) -> None:
    (rule,) = (each for each in RULES if each.__name__ == name)
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in graph.namespaces())
    faulty = Graph() + graph
    faulty.parse(data=prefixes + turtle, format="turtle")
    subject = turtle.split(maxsplit=1)[0].replace("cgv:", VOCABULARY)
    assert any(subject in found for found in rule(faulty))


# --- the use -------------------------------------------------------------------------------------


def test_every_concept_that_the_facts_name_exists(graph: Graph) -> None:
    named = names_in_data()
    assert len(named) > 50
    existing = {str(each).removeprefix(VOCABULARY) for each in concepts(graph)}
    assert sorted(named - existing) == []


def test_every_concept_is_used_or_has_its_reason(graph: Graph) -> None:
    existing = {str(each).removeprefix(VOCABULARY) for each in concepts(graph)}
    assert sorted(existing - names_in_data()) == sorted(UNUSED)


def test_a_concept_kept_as_broader_term_is_broader_than_used_ones(graph: Graph) -> None:
    above = {
        high for name in names_in_data() for high in ancestors(graph, URIRef(VOCABULARY + name))
    }
    kept = {name for name, reason in UNUSED.items() if reason.startswith("the broader term")}
    assert kept
    assert {URIRef(VOCABULARY + name) for name in kept} <= above
