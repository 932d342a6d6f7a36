"""JSON-LD: the published context is whole, hand-readable, and what exports use."""

import json
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, XSD

from citygraph.exports import FILES, select
from citygraph.exports.json_context import LANGUAGE, REFERENCE, Context, read_context
from citygraph.graph import CityGraph
from citygraph.home import open_home
from citygraph.vocabulary import ONTOLOGY, PREFIXES, compact, expand
from tests.rdf_graphs import by_oxigraph, by_rdflib, canonical, exported

PATH = open_home().context
ENTRIES = json.loads(PATH.read_text(encoding="utf-8"))["@context"]
ALL_PREFIXES = {name: entry for name, entry in ENTRIES.items() if str(entry)[-1] in "#/"}
KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}


@pytest.fixture(scope="module")
def context() -> Context:
    return read_context(PATH)


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(open_home().ontology[0])


def document(graph: CityGraph, part: str = "all") -> dict[str, Any]:
    read: dict[str, Any] = json.loads(b"".join(FILES["jsonld"](select(graph, part))))
    return read


# --- the context ---------------------------------------------------------------------------------


def test_every_term_of_the_ontology_has_an_entry(context: Context, ontology: rdflib.Graph) -> None:
    kinds = {*KINDS, OWL.Class}
    terms = {str(term) for kind in kinds for term in ontology.subjects(RDF.type, kind)}
    assert len(terms) > 150
    assert [compact(each) for each in sorted(terms - context.terms.keys())] == []


def test_every_term_that_the_data_use_has_an_entry(context: Context, bundled: CityGraph) -> None:
    used = set()
    for iri in select(bundled).iris:
        for triple in bundled.triples(iri):
            if triple.predicate.value == str(RDF.type):
                used.add(str(getattr(triple.object, "value", "")))
            else:
                used.add(triple.predicate.value)
    assert [compact(each) for each in sorted(used - context.terms.keys())] == []


def test_no_entry_is_for_what_nobody_uses(
    context: Context, ontology: rdflib.Graph, bundled: CityGraph
) -> None:
    known = {str(term) for term in ontology.subjects()}
    for iri in select(bundled).iris:
        for triple in bundled.triples(iri):
            known |= {triple.predicate.value, str(getattr(triple.object, "value", ""))}
    assert [compact(each) for each in sorted(context.terms.keys() - known)] == []


def test_the_prefixes_are_those_of_the_tool(context: Context) -> None:
    assert {**context.prefixes, **PREFIXES} == context.prefixes
    assert context.prefixes.keys() - PREFIXES.keys() == {"vann"}


def test_references_are_those_of_object_properties(
    context: Context, ontology: rdflib.Graph
) -> None:
    objects = {str(each) for each in ontology.subjects(RDF.type, OWL.ObjectProperty)}
    datatypes = {str(each) for each in ontology.subjects(RDF.type, OWL.DatatypeProperty)}
    assert {each for each in objects if context.terms[each].kind != REFERENCE} == set()
    assert {each for each in datatypes if context.terms[each].kind == REFERENCE} == set()


def test_kinds_of_values_are_those_of_the_ontology(
    context: Context, ontology: rdflib.Graph
) -> None:
    expected = {RDF.PlainLiteral: LANGUAGE, XSD.string: "", XSD.integer: str(XSD.integer)}
    checked = 0
    for term, value in ontology.subject_objects(RDFS.range):
        if (term, RDF.type, OWL.DatatypeProperty) in ontology:
            assert context.terms[str(term)].kind == expected[rdflib.URIRef(str(value))]
            checked += 1
    assert checked > 10


def test_only_claims_and_their_like_need_more_than_plain_values(bundled: CityGraph) -> None:
    elaborate = {
        key
        for node in document(bundled)["@graph"]
        for key, value in node.items()
        for each in (value if isinstance(value, list) else [value])
        if isinstance(each, dict) and each.keys() & {"@id", "@value"}
    }
    assert elaborate == {"numericValue", "rdf:object"}, "decimals, and a claim about any value"


def test_our_own_terms_go_by_their_names_and_shared_names_keep_their_prefix(
    context: Context,
) -> None:
    for iri, term in context.terms.items():
        local = compact(iri, context.prefixes).partition(":")[2]
        shared = sum(
            compact(each, context.prefixes).endswith(f":{local}") for each in context.terms
        )
        if iri.startswith(ONTOLOGY):
            assert term.name == local
        elif shared > 1 or local in context.prefixes or iri.startswith(str(RDF)):
            assert term.name == compact(iri, context.prefixes)
        else:
            assert term.name == local


def test_the_file_is_laid_out_for_people() -> None:
    lines = PATH.read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line.startswith("    ")]
    assert len(entries) == len(ENTRIES), "one line each"
    assert max(map(len, lines)) <= 100
    assert list(ALL_PREFIXES) == sorted(ALL_PREFIXES)


def test_a_key_means_the_property_that_the_ontology_defines(context: Context) -> None:
    """The engine's processor, which knows nothing of our reader, must expand each key alike."""
    examples = {LANGUAGE: {"en": "x"}, str(XSD.integer): 1}
    classes = {term.name for term in context.terms.values() if term.name[0].isupper()}
    for iri, term in context.terms.items():
        if term.name in classes:
            said: dict[str, object] = {"@type": term.name}
        else:
            said = {term.name: examples.get(term.kind, "urn:y")}
        text = json.dumps({"@context": ENTRIES, "@id": "urn:x", **said})
        (quad,) = ox.parse(text.encode(), format=ox.RdfFormat.JSON_LD)
        assert iri in (quad.predicate.value, getattr(quad.object, "value", None))
        assert isinstance(quad.object, ox.NamedNode) == (
            term.name in classes or term.kind == REFERENCE
        )


# --- documents -----------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["all", "facts", "ontology"])
def test_a_document_carries_the_entries_it_uses(part: str, bundled: CityGraph) -> None:
    own = document(bundled, part)["@context"]
    assert {name: ENTRIES.get(name) for name in own} == own
    text = json.dumps(document(bundled, part)["@graph"])
    used = json.dumps(own)
    for name, entry in own.items():
        if name in ALL_PREFIXES:
            assert f'"{name}:' in text + used.replace(f'"{name}": "{entry}"', "")
        elif name != "@version":
            assert f'"{name}"' in text


def test_a_document_can_be_read_with_the_published_context(bundled: CityGraph) -> None:
    read = document(bundled, "facts")
    read["@context"] = ENTRIES
    chosen = select(bundled, "facts")
    triples = canonical(triple for iri in chosen.iris for triple in chosen.triples(iri))
    assert by_oxigraph(json.dumps(read).encode(), "jsonld") == triples


def test_a_city_is_a_plain_object(bundled: CityGraph) -> None:
    nodes = {node["@id"]: node for node in document(bundled, "facts")["@graph"]}
    city = nodes["tokyo:tokyo"]
    assert set(city["@type"]) == {"AdministrativeArea", "City"}
    assert city["prefLabel"] == {"en": "Tokyo", "ja": "東京", "ko": "도쿄"}
    assert city["inCountry"] == "id:japan"
    assert city["localGovernmentCode"] == "130001"
    assert nodes["sources:scir2022-tokyo-text"]["charCount"] == 3879
    assert nodes["sources:scir2022"]["issued"] == "2022-02-20"


@pytest.mark.parametrize(
    ("value", "key", "written"),
    [
        (ox.Literal("007", datatype=ox.NamedNode(expand("xsd:integer"))), "rank", "007"),
        (ox.Literal("7", datatype=ox.NamedNode(expand("xsd:integer"))), "rank", 7),
        (ox.Literal("7"), "rank", {"@value": "7"}),
        (ox.NamedNode("urn:x"), "rank", {"@id": "urn:x"}),
        (ox.Literal("x", language="ja"), "inCity", {"@value": "x", "@language": "ja"}),
        (ox.Literal("x"), "dateText", "x"),
        (
            ox.Literal("9" * 20, datatype=ox.NamedNode(expand("xsd:integer"))),
            "dateText",
            {"@value": "9" * 20, "@type": "xsd:integer"},
        ),
        (ox.Literal("true", datatype=ox.NamedNode(expand("xsd:boolean"))), "dateText", True),
        (ox.Literal("x"), ONTOLOGY + "officialName", "x"),
    ],
)
def test_a_value_of_another_kind_says_so(value: ox.Literal, key: str, written: object) -> None:
    name = key.removeprefix(ONTOLOGY)
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode(ONTOLOGY + name), value)
    content = exported("jsonld", [triple])
    (node,) = json.loads(content)["@graph"]
    assert node == {"@id": "urn:s", key: written}
    assert by_oxigraph(content, "jsonld") == by_rdflib(content, "jsonld") == canonical([triple])
