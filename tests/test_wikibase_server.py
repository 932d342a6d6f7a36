"""The made-up slices on a real server: plain SPARQL 1.1 finds there what is to be found."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.servers import Server, serve_oxigraph
from tests.wikibase_rdf import MADE_UP, NAMES, triples
from tests.wikibase_slices import FOLDER, Slice

TOKYO, HANABIRA = Slice(FOLDER / "tokyo"), Slice(FOLDER / "hanabira")
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in NAMES.items())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An Oxigraph with the items of Tokyo, in its default graph as Wikidata has them."""
    with serve_oxigraph(tmp_path_factory.mktemp("wikibase")) as running:
        TOKYO.put_on(running)
        yield running


def ask(server: Server, query: str) -> Any:  # noqa: ANN401
    answer = httpx.post(
        server.query_url,
        content=PROLOGUE + query,
        headers={
            "Accept": "application/sparql-results+json",
            "Content-Type": "application/sparql-query",
        },
        trust_env=False,
    )
    answer.raise_for_status()
    return answer.json()


def column(server: Server, query: str) -> list[str]:
    """The values of the column ?x, items by their names."""
    rows = ask(server, query)["results"]["bindings"]
    return sorted(row["x"]["value"].removeprefix(NAMES["wd"]) for row in rows)


def test_all_items_are_there_and_each_says_that_it_is_made_up(server: Server) -> None:
    told = "{ ?x a wikibase:Item }"
    marked = f'{{ ?x a wikibase:Item . ?page schema:about ?x ; rdfs:comment "{MADE_UP}" }}'
    expected = sorted(item for item, told in TOKYO.items.items() if "redirect" not in told)
    assert column(server, f"SELECT ?x {told}") == expected
    assert column(server, f"SELECT ?x {marked}") == expected
    assert ask(server, f'ASK {{ wikibase:Dump rdfs:comment "{MADE_UP}" }}')["boolean"]


def test_names_are_found_by_language(server: Server) -> None:
    query = 'SELECT DISTINCT ?x { VALUES ?name { "港区"@ja } ?x rdfs:label|skos:altLabel ?name }'
    assert column(server, query) == ["Q190088", "Q9000000121", "Q9000000122"]
    assert column(server, query.replace("@ja", "@ko")) == []


def test_paths_to_a_class_end_although_some_go_in_a_circle(server: Server) -> None:
    query = "SELECT DISTINCT ?x { wd:Q4252370 wdt:P31?/wdt:P279+ ?x }"
    assert column(server, query) == ["Q9000000001", "Q9000000051", "Q9000000074"]


def test_best_values_are_the_preferred_or_else_the_normal_ones(server: Server) -> None:
    direct = "SELECT ?x { wd:Q1490 wdt:P1082 ?x }"
    assert column(server, direct) == ["13784212"]
    all_ranks = """SELECT ?x { wd:Q1490 p:P1082 [ wikibase:rank ?rank ; ps:P1082 ?value ] .
      BIND(CONCAT(STRAFTER(STR(?rank), '#'), ' ', STR(xsd:integer(?value))) AS ?x) }"""
    assert column(server, all_ranks) == [
        "DeprecatedRank 9733276",
        "NormalRank 13159388",
        "PreferredRank 13784212",
    ]
    assert column(server, "SELECT ?x { wd:Q971946 wdt:P31 ?x }") == ["Q9000000090"]
    best = "SELECT ?x { wd:Q1490 p:P6 ?s . ?s a wikibase:BestRank ; ps:P6 ?x }"
    assert column(server, best) == ["Q261703"]


def test_a_value_has_its_qualifiers(server: Server) -> None:
    query = "SELECT ?x { wd:Q1490 p:P6 [ ps:P6 wd:Q9000000230 ; pq:P580|pq:P582 ?x ] }"
    assert column(server, query) == ["2014-02-11T00:00:00Z", "2016-06-21T00:00:00Z"]


@pytest.mark.parametrize(
    ("item", "precision"),
    [
        pytest.param("Q1490", 11, id="day"),
        pytest.param("Q9000000220", 10, id="month"),
        pytest.param("Q9000000213", 9, id="year"),
    ],
)
def test_a_time_tells_how_precise_it_is(server: Server, item: str, precision: int) -> None:
    query = f"SELECT ?x {{ wd:{item} p:P571/psv:P571/wikibase:timePrecision ?x }}"
    assert column(server, query) == [str(precision)]


def test_an_area_has_its_unit(server: Server) -> None:
    query = """SELECT ?x { wd:Q1490 p:P2046/psv:P2046 [
      wikibase:quantityAmount ?amount ; wikibase:quantityUnit/rdfs:label ?unit ]
      FILTER(LANG(?unit) = "en") BIND(CONCAT(STR(?amount), ' ', ?unit) AS ?x) }"""
    assert column(server, query) == ["2194.07 square kilometre"]


def test_what_is_not_known_and_what_is_none(server: Server) -> None:
    unknown = "SELECT ?x { ?x wdt:P1082 ?v FILTER(CONTAINS(STR(?v), '.well-known/genid/')) }"
    assert column(server, unknown) == ["Q9000000104"]
    assert column(server, "SELECT ?x { ?x a wdno:P6 ; wdt:P31 ?class }") == ["Q9000000110"]
    assert not ask(server, "ASK { wd:Q9000000110 wdt:P6 ?x }")["boolean"]


def test_redirects_are_followed_and_say_nothing_else(server: Server) -> None:
    assert column(server, "SELECT ?x { wd:Q9000000290 owl:sameAs+ ?x }") == ["Q261703"]
    twice = "SELECT ?x { wd:Q9000000291 owl:sameAs+ ?x FILTER NOT EXISTS { ?x owl:sameAs ?y } }"
    assert column(server, twice) == ["Q1074185"]
    circle = "SELECT ?x { wd:Q9000000293 owl:sameAs+ ?x }"
    assert column(server, circle) == ["Q9000000293", "Q9000000294"]
    others = "ASK { wd:Q9000000291 ?p ?o FILTER(?p != owl:sameAs) }"
    assert not ask(server, others)["boolean"]


def test_of_a_deleted_item_nothing_is_told(server: Server) -> None:
    assert not ask(server, "ASK { { wd:Q9000000295 ?p ?o } UNION { ?s ?p wd:Q9000000295 } }")[
        "boolean"
    ]


def test_a_property_tells_its_names(server: Server) -> None:
    query = "SELECT ?x { wd:P1082 wikibase:directClaim|wikibase:claim ?x }"
    assert column(server, query) == [f"{NAMES['p']}P1082", f"{NAMES['wdt']}P1082"]


def test_writing_is_the_same_each_time() -> None:
    for slice_ in (TOKYO, HANABIRA):
        assert list(map(str, triples(slice_.items))) == list(map(str, triples(slice_.items)))
        assert slice_.turtle() == slice_.turtle()


def test_a_label_for_all_languages_stays_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    with serve_oxigraph(tmp_path_factory.mktemp("hanabira")) as running:
        HANABIRA.put_on(running)
        assert column(running, 'SELECT ?x { ?x rdfs:label "HanaPay"@mul }') == ["Q7770200076"]
