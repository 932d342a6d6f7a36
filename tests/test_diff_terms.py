"""What a change of a term, a shape or evidence means, and the version number it asks for."""

from pathlib import Path

import pytest

from citygraph.differences import Difference
from citygraph.differences.effects import RULES
from citygraph.differences.model import PARTS
from citygraph.differences.wording import rule
from citygraph.vocabulary import LANGUAGES
from tests.differing import difference, thing

CLASS = 'cg:Tram a owl:Class ; skos:prefLabel "Tram"@en ; rdfs:subClassOf cg:Infrastructure'
SHAPE = "shapes:tram a sh:NodeShape ; sh:targetClass cg:City ; "
SOURCE = """
osaka:report-text a cg:SourceText ; cg:textOf osaka:report .
osaka:report skos:prefLabel "The report"@en , "報告書"@ja .
osaka:span-1-5 a oa:SpecificResource ;
    oa:hasSource osaka:report-text ; oa:hasSelector osaka:span-1-5-sel .
osaka:span-1-5-sel a oa:TextPositionSelector ; oa:start 1 ; oa:end 5 .
"""
CLAIM = """
osaka:claim-1 a cg:Claim ; rdf:subject osaka:osaka ; rdf:predicate cg:foundedIn ; rdf:object 1889 ;
    cg:claimStatus {status} ; prov:wasDerivedFrom osaka:span-1-5 .
"""
FACT = 'osaka:osaka a cg:City ; skos:prefLabel "Osaka"@en ; cg:foundedIn 1889 .'


def only(found: Difference) -> tuple[str, str]:
    [reason] = found.reasons
    assert reason.part == found.part
    return reason.rule, reason.part


# --- terms -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (CLASS + " , cg:Agency .", ("redefined-term", "major")),
        (CLASS + " , owl:Thing ; owl:disjointWith cg:City .", ("redefined-term", "major")),
        (CLASS + " ; owl:deprecated true .", ("deprecated-term", "minor")),
        (CLASS + ' ; skos:definition "On rails."@en .', ("wording", "patch")),
        (CLASS.replace('"Tram"', '"Tramway"') + " .", ("wording", "patch")),
        (CLASS + " ; cg:relatedSDG <urn:sdg> .", ("changed-facts", "minor")),
        (CLASS + " . cg:stop a owl:ObjectProperty .", ("added-term", "minor")),
        ("cg:Bus a owl:Class .", None),
    ],
)
def test_terms(tmp_path: Path, new: str, expected: tuple[str, str] | None) -> None:
    found = difference(tmp_path, CLASS + " .", new)
    if expected is None:
        assert [(each.rule, each.part) for each in found.reasons] == [
            ("removed-term", "major"),
            ("added-term", "minor"),
        ]
        return
    assert only(found) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rdfs:domain cg:City", "rdfs:domain cg:Goal"),
        ("rdfs:range cg:City", "rdfs:domain cg:City"),
        ("a owl:FunctionalProperty", "rdfs:comment 'x'"),
    ],
)
def test_a_property_with_another_meaning_is_redefined(tmp_path: Path, old: str, new: str) -> None:
    term = "cg:stop a owl:ObjectProperty ; "
    found = difference(tmp_path, term + old + " .", term + new + " .")
    assert found.part == "major"
    assert thing(found, "#stop").rule == "redefined-term"
    assert thing(found, "#stop").kind == "property"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("cgv:x a skos:Concept .", "concept"),
        ("cgv:x a skos:ConceptScheme .", "concept"),
        ("cgv:untyped cg:x 1 .", "concept"),
        ("cg:Untyped cg:x 1 .", "class"),
        ("cg:untyped cg:x 1 .", "property"),
        ("<urn:o> a owl:Ontology .", "ontology"),
        ("<urn:s> a sh:PropertyShape .", "shape"),
        ("shapes:s cg:x 1 .", "shape"),
        ("<urn:x> a rdfs:Datatype .", "class"),
        ("<urn:x> a cg:Goal .", "thing"),
    ],
)
def test_kinds(tmp_path: Path, text: str, kind: str) -> None:
    prefix = "@prefix cgv: <https://w3id.org/citygraph/voc/> . "
    found = difference(tmp_path, FACT, prefix + FACT + text)
    assert [each.kind for each in found.things] == [kind]


# --- shapes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ("sh:minCount 1", "sh:minCount 2", "tightened"),
        ("sh:minCount 2", "sh:minCount 1", "loosened"),
        ("sh:maxCount 2", "sh:maxCount 1", "tightened"),
        ("sh:maxInclusive 9.5", "sh:maxInclusive 10", "loosened"),
        ('sh:minInclusive "a"', 'sh:minInclusive "b"', "unclear"),
        ("sh:order 1", "sh:minLength 1", "tightened"),
        ("sh:maxLength 1", "sh:order 1", "loosened"),
        ("sh:order 1", "sh:datatype xsd:integer", "tightened"),
        ("sh:datatype xsd:integer", "sh:datatype xsd:string", "unclear"),
        ("sh:class cg:City", "sh:order 1", "loosened"),
        ("sh:in ( 1 2 )", "sh:in ( 1 2 3 )", "loosened"),
        ("sh:in ( 1 2 )", "sh:in ( 2 )", "tightened"),
        ("sh:in ( 1 2 )", "sh:in ( 2 1 )", "wording"),
        ("sh:in ( 1 2 )", "sh:in ( 2 3 )", "unclear"),
        ("sh:in ( 1 2 )", "sh:in [ rdf:first 1 ]", "unclear"),
        ("sh:order 1", 'sh:languageIn ( "ja" )', "tightened"),
        ('sh:languageIn ( "ja" )', "sh:order 1", "loosened"),
        ("sh:ignoredProperties ( rdf:type )", "sh:ignoredProperties ( rdf:type cg:x )", "loosened"),
        ("sh:ignoredProperties ( rdf:type )", "sh:order 1", "tightened"),
        ("sh:ignoredProperties ( rdf:type )", "sh:ignoredProperties ( cg:x )", "unclear"),
        ("sh:closed true", "sh:closed false", "loosened"),
        ("sh:order 1", "sh:closed true", "tightened"),
        ("sh:order 1", "sh:closed false", "wording"),
        ("sh:order 1", "sh:deactivated true", "loosened"),
        ("sh:deactivated true", "sh:order 1", "tightened"),
        ("sh:severity sh:Warning", "sh:severity sh:Violation", "tightened"),
        ("sh:severity sh:Info", "sh:order 1", "tightened"),
        ("sh:order 1", "sh:severity sh:Violation", "wording"),
        ("sh:order 1", "sh:severity sh:Warning", "loosened"),
        ("sh:order 1", "sh:property shapes:p", "tightened"),
        ("sh:closed true", "sh:closed true ; sh:property shapes:p", "unclear"),
        ('sh:pattern "a"', 'sh:pattern "b"', "unclear"),
        ('sh:message "a"', 'sh:message "b"', "wording"),
        ("sh:path cg:a", "sh:path [ sh:inversePath cg:a ]", "unclear"),
        ("sh:order 1", "sh:targetSubjectsOf cg:x", "tightened"),
    ],
)
def test_shapes_are_tightened_or_loosened(tmp_path: Path, old: str, new: str, effect: str) -> None:
    found = difference(tmp_path, f"{SHAPE}{old} .", f"{SHAPE}{new} .")
    effects = {each.effect for each in thing(found, "/tram").properties}
    assert effect in effects
    assert effects <= {effect, "wording"}
    expected = {
        "tightened": ("tightened-shape", "major"),
        "loosened": ("loosened-shape", "minor"),
        "unclear": ("unclear-shape", "minor"),
        "wording": ("wording", "patch"),
    }
    assert only(found) == expected[effect]


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        (
            "cg:Tram a owl:Class .",
            f"cg:Tram a owl:Class . {SHAPE} sh:closed true .",
            ["tightened-shape"],
        ),
        (
            "cg:Bus a owl:Class .",
            "cg:Bus a owl:Class . cg:Tram a owl:Class . "
            + SHAPE.replace("cg:City", "cg:Tram")
            + "sh:closed true .",
            ["added-term", "added-shape"],
        ),
        (
            "cg:Tram a owl:Class .",
            "cg:Tram a owl:Class . shapes:p a sh:PropertyShape .",
            ["added-shape"],
        ),
        (
            f"cg:Tram a owl:Class . {SHAPE} sh:closed true .",
            "cg:Tram a owl:Class .",
            ["loosened-shape"],
        ),
    ],
)
def test_shapes_come_and_go(tmp_path: Path, old: str, new: str, rules: list[str]) -> None:
    assert [each.rule for each in difference(tmp_path, old, new).reasons] == rules


# --- evidence ----------------------------------------------------------------------------------


def test_a_new_claim_is_folded_into_the_fact_it_is_about(tmp_path: Path) -> None:
    old = FACT + SOURCE
    found = difference(tmp_path, old, old + CLAIM.format(status="cg:stated"))
    assert found.things == ()
    [claim] = found.claims
    assert (claim.state, claim.fact) == ("added", "")
    assert claim.subject.label == "Osaka"
    assert claim.source.label == "The report"
    [source] = found.sources
    assert (source.source.label, source.added, source.removed, source.passages) == (
        "The report",
        1,
        0,
        0,
    )
    assert only(found) == ("evidence", "patch")
    assert found


def test_a_claim_that_says_something_else_is_changed(tmp_path: Path) -> None:
    old = FACT + SOURCE + CLAIM.format(status="cg:stated")
    new = FACT + SOURCE + CLAIM.format(status="cg:inferred")
    found = difference(tmp_path, old, new)
    [claim] = found.claims
    assert (claim.state, claim.source.label) == ("changed", "The report")
    assert str(claim.value.term).startswith('"1889"')
    assert only(found) == ("evidence", "patch")


def test_a_corrected_fact_has_its_evidence_with_it(tmp_path: Path) -> None:
    old = FACT + SOURCE + CLAIM.format(status="cg:stated")
    found = difference(tmp_path, old, old.replace("1889", "1890").replace("claim-1", "claim-2"))
    assert [(each.state, each.fact) for each in found.claims] == [
        ("removed", "removed"),
        ("added", "added"),
    ]
    assert [(each.added, each.removed) for each in found.sources] == [(1, 1)]
    assert [each.rule for each in found.reasons] == ["changed-facts", "evidence"]


def test_passages_are_counted_with_their_source(tmp_path: Path) -> None:
    old = FACT + SOURCE
    moved = difference(tmp_path, old, old.replace("span-1-5", "span-1-6"))
    [source] = moved.sources
    assert (source.source.label, source.passages, source.added) == ("The report", 4, 0)
    # a selector says of itself neither whose it is nor where
    alone = difference(tmp_path, old, old.replace("oa:end 5", "oa:end 6"))
    assert [(each.source.label, each.passages) for each in alone.sources] == [("", 1)]


def test_a_claim_without_a_source_or_a_fact_is_not_lost(tmp_path: Path) -> None:
    found = difference(tmp_path, FACT, FACT + "osaka:claim-9 a cg:Claim .")
    [claim] = found.claims
    assert (claim.source.label, claim.fact) == ("", "")
    assert [each.added for each in found.sources] == [1]


# --- the rules ---------------------------------------------------------------------------------


def test_the_gravest_rule_decides(tmp_path: Path) -> None:
    old = FACT + CLASS + " ." + SHAPE + "sh:minCount 1 ."
    new = (
        FACT.replace("1889", "1890")
        + CLASS
        + " ; skos:definition 'x' ."
        + SHAPE
        + "sh:minCount 2 ."
    )
    found = difference(tmp_path, old, new)
    assert found.part == "major"
    parts = [PARTS.index(each.part) for each in found.reasons]
    assert parts == sorted(parts, reverse=True)
    assert [each.rule for each in found.reasons] == ["tightened-shape", "changed-facts", "wording"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_rule_is_worded_and_documented(lang: str) -> None:
    assert len({rule(each, lang) for each in RULES}) == len(RULES)
    page = Path(__file__).parents[1].joinpath("docs/how-to/diff.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` | {part} |" in page for name, part in RULES.items())
