"""The alignments stand apart from the core, lead to terms that exist, and give a reason each."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import (
    DCAT,
    DCTERMS,
    OWL,
    PROV,
    QB,
    RDF,
    RDFS,
    SDO,
    SKOS,
    DefinedNamespace,
)
from rdflib.term import Node

from citygraph.vocabulary import LANGUAGES, ONTOLOGY
from tests.graph.ontology_rules import HEADER, declared, is_own, languages

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "ontology" / "citygraph.ttl"
FILE = ROOT / "ontology" / "alignments.ttl"
TABLE = ROOT / "mappings" / "alignments.sssom.tsv"
TURTLEFMT = Path(sys.executable).with_name("turtlefmt")

ALIGNMENTS = URIRef(f"{HEADER}/alignments")
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"

MAPPINGS = {SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch}
"""The SKOS mappings in use; with rdfs:subClassOf, all that an alignment may be."""

Triple = tuple[Node, Node, Node]


@pytest.fixture(scope="module")
def core() -> Graph:
    return Graph().parse(CORE)


@pytest.fixture(scope="module")
def alignments() -> Graph:
    return Graph().parse(FILE)


def mapped(graph: Graph) -> set[Triple]:
    """Leave the header out: what remains is one triple per alignment."""
    return {triple for triple in graph if triple[0] != ALIGNMENTS}


# --- the file ------------------------------------------------------------------------------------


def test_the_core_never_imports_them(core: Graph) -> None:
    assert not list(core.triples((None, OWL.imports, None)))
    assert ALIGNMENTS not in core.all_nodes()


def test_their_header_is_whole(core: Graph, alignments: Graph) -> None:
    assert list(alignments.subjects(RDF.type, OWL.Ontology)) == [ALIGNMENTS]
    for prop in (DCTERMS.title, DCTERMS.description):
        assert languages(alignments, ALIGNMENTS, prop) == sorted(LANGUAGES)
    for prop in (DCTERMS.creator, DCTERMS.license, OWL.versionInfo):
        assert list(alignments.objects(ALIGNMENTS, prop)) == list(core.objects(HEADER, prop))
    version = URIRef(f"{ALIGNMENTS}/{alignments.value(ALIGNMENTS, OWL.versionInfo)}")
    assert list(alignments.objects(ALIGNMENTS, OWL.versionIRI)) == [version]


def test_turtlefmt_would_change_nothing() -> None:
    run = subprocess.run([TURTLEFMT, "--check", FILE], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_alignment_says_where_the_other_term_was_checked() -> None:
    blocks = FILE.read_text(encoding="utf-8").split("\n\n")
    found = [block for block in blocks if re.search(r"^\w+:\w+ (rdfs|skos):", block, re.MULTILINE)]
    assert len(found) > 10
    for block in found:
        comments = " ".join(line for line in block.splitlines() if line.startswith("#"))
        for other in re.findall(r"([\w-]+:\w+)(?= [,;.](?:\s|$))", block):
            assert other in comments, f"{other} in\n{block}"


# --- the alignments ------------------------------------------------------------------------------


def test_they_lead_from_classes_in_use_to_classes_of_others(core: Graph, alignments: Graph) -> None:
    classes = set(declared(core, OWL.Class))
    for subject, predicate, other in mapped(alignments):
        assert subject in classes, subject
        assert isinstance(other, URIRef)
        assert not is_own(other)
        assert predicate in MAPPINGS | ({RDFS.subClassOf} if is_own(subject) else set())
        assert (subject, None, other) not in core


def test_every_mission_noun_is_aligned(alignments: Graph) -> None:
    aligned = {subject for subject, _, _ in mapped(alignments)}
    for noun in ("Agency", "City", "Goal", "Service", "Strategy"):
        assert URIRef(ONTOLOGY + noun) in aligned


@pytest.mark.parametrize("namespace", [DCAT, DCTERMS, PROV, QB, SDO], ids=str)
def test_the_other_term_is_in_its_vocabulary(
    namespace: type[DefinedNamespace], alignments: Graph
) -> None:
    everywhere = {URIRef(str(other)) for _, _, other in mapped(alignments)}
    others = [other for other in everywhere if other.startswith(str(namespace))]
    assert others
    assert [other for other in others if other not in namespace] == []


# --- the table -----------------------------------------------------------------------------------


def table() -> tuple[list[str], list[dict[str, str]]]:
    """Read the metadata block, line by line without its number signs, and the rows below it."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    metadata = [line.removeprefix("#") for line in lines if line.startswith("#")]
    rows = csv.DictReader(lines[len(metadata) :], delimiter="\t", quoting=csv.QUOTE_NONE)
    return metadata, list(rows)


def prefixes(metadata: list[str]) -> dict[str, str]:
    found = re.findall(r'^ {2}([\w-]+): "(\S+)"$', "\n".join(metadata), re.MULTILINE)
    return dict(found)


def test_the_table_gives_each_alignment_once(alignments: Graph) -> None:
    metadata, rows = table()
    spaces = prefixes(metadata)

    def iri(curie: str) -> URIRef:
        prefix, _, name = curie.partition(":")
        return URIRef(spaces[prefix] + name)

    triples = [
        tuple(iri(row[key]) for key in ("subject_id", "predicate_id", "object_id")) for row in rows
    ]
    assert len(triples) == len(set(triples))
    assert set(triples) == mapped(alignments)
    ids = [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows]
    assert ids == sorted(ids)


def test_every_row_has_labels_an_author_and_a_reason(core: Graph) -> None:
    metadata, rows = table()
    spaces = prefixes(metadata)
    for row in rows:
        assert all(row.values()), row
        assert None not in row
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
        prefix, _, name = row["subject_id"].partition(":")
        labels = core.objects(URIRef(spaces[prefix] + name), SKOS.prefLabel)
        assert row["subject_label"] in {str(label) for label in labels}
        assert row["comment"].endswith(".")


def test_the_metadata_declares_what_the_rows_use(alignments: Graph) -> None:
    metadata, rows = table()
    keys = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    used = {row[key].partition(":")[0] for row in rows for key in keys}
    assert list(prefixes(metadata)) == sorted(used)
    assert f'license: "{CC0}"' in metadata
    version = alignments.value(ALIGNMENTS, OWL.versionInfo)
    assert f'mapping_set_version: "{version}"' in metadata
