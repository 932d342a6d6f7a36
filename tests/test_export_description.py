"""data/void.ttl: made from the data, and true of it."""

import re
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

from citygraph import formats
from citygraph.errors import InputError
from citygraph.exports import FILES, select, write_description
from citygraph.exports.description import DATASET, DOWNLOADS
from citygraph.graph import CityGraph
from citygraph.home import open_home
from citygraph.vocabulary import GRAPHS, LANGUAGES, PREFIXES
from tests.command import Done, Run

PATH = open_home().description
REMEDY = "run  citygraph export --describe -o data/void.ttl"
PREFIX_LINES = "\n".join(
    f"PREFIX {name}: <{space}>"
    for name, space in {**PREFIXES, "spdx": "http://spdx.org/rdf/terms#"}.items()
)

COUNTS = {
    "void:triples": "(COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }",
    "void:entities": "(COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o FILTER(isIRI(?s)) }",
    "void:classes": "(COUNT(DISTINCT ?o) AS ?n) { ?s a ?o }",
    "void:properties": "(COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "void:distinctSubjects": "(COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "void:distinctObjects": "(COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
}
PARTITIONS = {
    ("void:classPartition", "void:class", "void:entities"): "?s a ?what",
    ("void:propertyPartition", "void:property", "void:triples"): "?s ?what ?o",
}


@pytest.fixture(scope="module")
def described() -> ox.Store:
    """The description as it is committed."""
    store = ox.Store()
    store.load(path=PATH, format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def data(bundled: CityGraph) -> ox.Store:
    """What it describes, each graph by its name, as the files have it."""
    store = ox.Store()
    for path in (*bundled.home.data, *bundled.home.ontology, bundled.home.alignments):
        graph = ox.NamedNode(GRAPHS + path.stem)
        store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=graph)
    return store


def rows(store: ox.Store, query: str, graph: str | None = None) -> list[tuple[str, ...]]:
    """Ask a store, of one graph or of the union of all."""
    options = (
        {"default_graph": ox.NamedNode(graph)} if graph else {"use_default_graph_as_union": True}
    )
    found = store.query(PREFIX_LINES + query, **options)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(term.value for term in row) for row in found]


def graphs(bundled: CityGraph) -> list[tuple[str, str | None]]:
    """Pair the IRI of each dataset with the graph that it is; all together are no graph."""
    return [(iri, iri) for iri in select(bundled).iris] + [(DATASET, None)]


def test_it_is_what_the_command_makes(bundled: CityGraph) -> None:
    made = b"".join(write_description(bundled))
    assert made == PATH.read_bytes(), f"the data or the writers have changed since: {REMEDY}"


def test_the_command_writes_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "void.ttl"
    assert run("export", "--describe", "-o", str(path)) == Done(0, "", "")
    assert path.read_bytes() == PATH.read_bytes(), REMEDY


def test_it_is_no_part_of_the_data(bundled: CityGraph) -> None:
    assert PATH.name == "void.ttl"
    assert PATH.is_file()
    assert PATH not in bundled.home.data
    assert GRAPHS + "void" not in bundled.graphs
    assert GRAPHS + "void" not in select(bundled).iris


def test_every_graph_and_nothing_else_is_described(bundled: CityGraph, described: ox.Store) -> None:
    query = "SELECT ?d { ?d a dcat:Dataset , void:Dataset }"
    assert sorted(rows(described, query)) == sorted((iri,) for iri, _ in graphs(bundled))
    query = f"SELECT ?d {{ <{DATASET}> void:subset ?d ; dcterms:hasPart ?d }}"
    parts = rows(described, query)
    assert sorted(parts) == sorted((iri,) for iri in select(bundled).iris)


def test_its_counts_are_those_of_sparql(
    bundled: CityGraph, described: ox.Store, data: ox.Store
) -> None:
    for iri, graph in graphs(bundled):
        for name, query in COUNTS.items():
            stated = rows(described, f"SELECT ?n {{ <{iri}> {name} ?n }}")
            assert stated == rows(data, f"SELECT {query}", graph), (iri, name)


@pytest.mark.parametrize("kind", PARTITIONS)
def test_its_partitions_are_those_of_sparql(
    kind: tuple[str, str, str], bundled: CityGraph, described: ox.Store, data: ox.Store
) -> None:
    partition, what, number = kind
    for iri, graph in graphs(bundled):
        stated = rows(
            described,
            f"SELECT ?what ?n {{ <{iri}> {partition} ?part . ?part {what} ?what ; {number} ?n }}",
        )
        counted = rows(
            data,
            f"SELECT ?what (COUNT(*) AS ?n) {{ SELECT DISTINCT * {{ {PARTITIONS[kind]} }} }} "
            "GROUP BY ?what",
            graph,
        )
        assert sorted(stated) == sorted(counted), iri
        assert stated or (iri.endswith(".links") and what == "void:class")


def test_its_linksets_are_the_links(described: ox.Store, data: ox.Store) -> None:
    stated = rows(
        described,
        "SELECT ?space ?n { ?set a void:Linkset ; void:objectsTarget ?target ; void:triples ?n . "
        "?target void:uriSpace ?space }",
    )
    query = (
        "SELECT ?o { ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?s), 'http') && ?p NOT IN ("
        "rdf:type, dcterms:creator, dcterms:license, owl:versionIRI)) }"
    )
    links = [
        row for name in ("alignments", "tokyo.links") for row in rows(data, query, GRAPHS + name)
    ]
    spaces = [re.sub(r"[^/#]*$", "", iri) for (iri,) in links]
    assert {space: int(n) for space, n in stated} == {each: spaces.count(each) for each in spaces}
    assert len(spaces) > 10


@pytest.mark.parametrize("form", FILES)
def test_checksums_are_those_of_the_exports(
    form: str, bundled: CityGraph, described: ox.Store
) -> None:
    content = b"".join(FILES[form](select(bundled)))
    (found,) = rows(
        described,
        f"""SELECT ?size ?sum ?url ?type {{ <{DATASET}> dcat:distribution <{DATASET}#{form}> .
        <{DATASET}#{form}> dcat:byteSize ?size ; dcat:downloadURL ?url ; dcat:mediaType ?type ;
            spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha256 ;
                            spdx:checksumValue ?sum ] }}""",
    )
    size, checksum, url, media_type = found
    assert (int(size), checksum) == (len(content), sha256(content).hexdigest()), REMEDY
    assert url.startswith(DOWNLOADS + "citygraph.")
    assert media_type.endswith(f"/{formats.EXPORTS[form].media_type}")
    assert rows(described, f"SELECT ?d {{ ?d void:dataDump <{url}> }}") == [(DATASET,)]


def test_every_dataset_is_titled_in_three_languages(
    bundled: CityGraph, described: ox.Store
) -> None:
    for iri, _ in [*graphs(bundled), (GRAPHS + "void", None)]:
        words = (
            ["dcterms:title"] if iri.endswith("void") else ["dcterms:title", "dcterms:description"]
        )
        for name in words:
            said = rows(described, f"SELECT (LANG(?t) AS ?l) ?t {{ <{iri}> {name} ?t }}")
            assert sorted(lang for lang, _ in said) == sorted(LANGUAGES), (iri, name)
            assert all(text and "{" not in text for _, text in said)
    titles = rows(described, f"SELECT ?t {{ <{GRAPHS}tokyo.evidence> dcterms:title ?t }}")
    assert ("東京に関する事実の根拠",) in titles


def test_licences_are_those_of_the_folders(bundled: CityGraph, described: ox.Store) -> None:
    folders = {path.stem: path.parent.name for path in (*bundled.home.data, *bundled.home.ontology)}
    for iri in select(bundled).iris:
        own = "zero" if folders.get(iri.removeprefix(GRAPHS)) == "data" else "by"
        ((licence,),) = rows(described, f"SELECT ?l {{ <{iri}> dcterms:license ?l }}")
        assert f"/{own}/" in licence


def test_examples_are_in_the_graphs(
    bundled: CityGraph, described: ox.Store, data: ox.Store
) -> None:
    for iri, graph in graphs(bundled):
        examples = rows(described, f"SELECT ?e {{ <{iri}> void:exampleResource ?e }}")
        assert examples
        for (example,) in examples:
            assert rows(data, f"SELECT ?p {{ <{example}> ?p ?o }}", graph)


def test_it_has_no_blank_node_and_no_date_of_its_own(described: ox.Store, data: ox.Store) -> None:
    assert rows(described, "SELECT ?s { ?s ?p ?o FILTER(isBLANK(?s) || isBLANK(?o)) }") == []
    dates = rows(described, "SELECT DISTINCT ?d { ?s ?p ?d FILTER(DATATYPE(?d) = xsd:date) }")
    made = rows(data, "SELECT ?d { ?o a owl:Ontology ; dcterms:created ?d }", GRAPHS + "citygraph")
    assert dates == made


def test_data_of_ones_own_have_no_downloads_of_ours(osaka: str, run: Run) -> None:
    with pytest.raises(InputError, match=r"^--describe speaks of the bundled data only"):
        b"".join(write_description(CityGraph.load(osaka)))
    done = run("export", "--describe", "--data", osaka)
    assert (done.code, done.out) == (2, "")
