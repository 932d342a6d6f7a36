"""Tracing things and answers: who says what, who says otherwise, which side is followed."""

import csv
import io
import json
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from citygraph.answers import Answer, Triples, Truth
from citygraph.errors import InputError
from citygraph.graph import CityGraph
from citygraph.tracing import Trace, TracedFact, trace, trace_answer
from citygraph.tracing.writing import write_trace
from tests.counted_store import Counted
from tests.evidence_city import Folder, at

OSAKA = "https://w3id.org/citygraph/id/osaka/"
SOURCES = "https://w3id.org/citygraph/id/sources/"
FUND = "https://w3id.org/citygraph/id/tokyo/promotion-fund"


@pytest.fixture
def graph(traced: Folder) -> CityGraph:
    return CityGraph.load(traced.path)


def about(found: Trace, name: str) -> list[TracedFact]:
    return [fact for fact in found.facts if fact.statement.property.iri.endswith(name)]


def test_a_fact_has_its_source_row_span_status_and_hedge(graph: CityGraph) -> None:
    (fact,) = about(trace(graph, OSAKA + "bridges"), "statedCount")
    (said,) = fact.statement.testimonies
    assert (said.source.name.iri, said.source.url) == (
        SOURCES + "almanac",
        "https://example.org/almanac",
    )
    assert [str(span.stretch) for span in said.spans] == [at("21"), at("🌉")]
    assert said.rows == ("S1",)
    assert (said.status.label, said.precision and said.precision.label) == ("stated", "about")
    assert (fact.statement.asserted, fact.follows, fact.why) == (True, "", "")


def test_an_inferred_fact_names_its_rule(graph: CityGraph) -> None:
    (fact,) = about(trace(graph, OSAKA + "parks", "ko"), "inCity")
    (said,) = fact.statement.testimonies
    assert said.rule is not None
    assert said.rule.iri.endswith("omitted-subject")
    assert said.status.label == "추론"


@pytest.mark.parametrize(
    ("lang", "why"),
    [("en", "The almanac counts."), ("ja", "年鑑が数えた。"), ("ko", "연감이 세었다.")],
)
def test_a_contradiction_says_which_side_is_followed_and_why(
    graph: CityGraph, lang: str, why: str
) -> None:
    (fact,) = about(trace(graph, OSAKA + "parks", lang), "statedCount")
    (other,) = fact.against
    assert (fact.statement.value.iri, other.value.iri) == ("3", "4")
    assert (fact.statement.asserted, other.asserted) == (True, False)
    assert other.testimonies[0].source.name.iri == SOURCES + "gazette"
    assert (fact.follows, fact.why) == ("this", why)


def test_where_both_sides_are_facts_both_are_followed(bundled: CityGraph) -> None:
    (fact,) = about(
        trace(bundled, "https://w3id.org/citygraph/id/tokyo/area-stated"), "numericValue"
    )
    assert fact.follows == "both"
    assert [each.value.iri for each in fact.against] == ["2194.07", "2193.96"]
    assert len(fact.against[1].testimonies) == 3


def test_from_the_other_side_the_followed_one_is_named(bundled: CityGraph) -> None:
    found = trace(bundled, "https://w3id.org/citygraph/id/fy-jp-2019")
    (fact,) = about(found, "establishedInFiscalYear")
    assert (fact.statement.asserted, fact.follows) == (False, "other")
    assert fact.why.startswith("The report is followed")


def test_facts_come_from_both_directions_and_from_nameless_values(bundled: CityGraph) -> None:
    found = trace(bundled, "https://w3id.org/citygraph/id/tokyo/population-stated")
    values = [fact.statement.value.iri for fact in found.facts]
    assert "14000000" in values
    assert about(trace(bundled, FUND), "budgetFor")


def test_words_of_our_own_are_counted_and_a_fact_without_a_claim_is_listed(
    traced: Folder,
) -> None:
    traced.replace(traced.city.facts, "cg:statedCount 21", "cg:statedCount 21 , 22")
    (section,) = trace(CityGraph.load(traced.path), OSAKA + "bridges").sections
    assert section.own_words == 1  # its type
    facts = {fact.statement.value.iri: fact.statement for fact in section.facts}
    assert facts["22"].asserted
    assert facts["22"].testimonies == ()
    assert facts["21"].testimonies


def test_everything_is_traced_thing_by_thing(graph: CityGraph) -> None:
    found = trace(graph)
    things = [each.iri.rpartition("/")[2] for section in found.sections for each in section.about]
    assert things == ["bridges", "osaka", "parks"]
    assert len(found.facts) == 5
    (hint,) = found.texts
    assert hint.source.name.iri == SOURCES + "almanac"


def test_no_fact_of_the_bundled_graph_is_without_a_source(bundled: CityGraph) -> None:
    facts = trace(bundled).facts
    assert len(facts) > 400
    told = (fact.statement for fact in facts)
    assert [each for each in told if not (each.testimonies or each.mapping)] == []
    assert {fact.follows for fact in facts} == {"", "this", "both"}


@pytest.mark.parametrize("iri", [None, FUND, "https://w3id.org/citygraph/id/tokyo/tokyo"])
def test_however_much_is_claimed_it_takes_few_queries(bundled: CityGraph, iri: str | None) -> None:
    store = Counted(bundled)
    assert trace(store, iri).facts
    assert store.count == (4 if iri is None else 5)


def test_a_thing_of_which_nothing_is_claimed_has_no_sourced_fact(graph: CityGraph) -> None:
    found = trace(graph, "https://w3id.org/citygraph/voc/stated")
    assert all(not fact.statement.testimonies for fact in found.facts)
    assert found.texts == ()


# --- answers -----------------------------------------------------------------------------------


def answered(graph: CityGraph, text: str) -> Trace:
    result = graph.query("PREFIX cg: <https://w3id.org/citygraph/ns#>\n" + text)
    return trace_answer(graph, result)


def properties(found: Trace) -> list[list[str]]:
    return [
        [fact.statement.property.iri.rpartition("#")[2] for fact in section.facts]
        for section in found.sections
    ]


def test_a_row_rests_on_the_facts_that_connect_its_terms(graph: CityGraph) -> None:
    found = answered(
        graph,
        "SELECT ?group ?count ?city { ?group cg:statedCount ?count ; cg:inCity ?city }",
    )
    assert properties(found) == [["inCity", "statedCount"]]
    assert found.sections[0].untraced == ()
    assert found.facts[1].follows == "this"


def test_a_column_that_was_computed_is_named(graph: CityGraph) -> None:
    found = answered(
        graph,
        "SELECT ?group ?count (?count * 2 AS ?double) ('x' AS ?groupLabel) "
        "{ ?group cg:statedCount ?count } ORDER BY ?group",
    )
    assert properties(found) == [["statedCount"], ["statedCount"]]
    assert [section.row for section in found.sections] == [1, 2]
    assert [section.untraced for section in found.sections] == [("double",), ("double",)]


def test_the_property_of_a_fact_is_traced_with_it(graph: CityGraph) -> None:
    found = answered(
        graph,
        "SELECT ?group ?how ?city { ?group a cg:PilotAreaGroup ; ?how ?city . ?city a cg:City }",
    )
    assert properties(found) == [["inCity"]]
    assert found.sections[0].untraced == ()


def test_terms_are_connected_by_what_is_not_in_the_row(bundled: CityGraph) -> None:
    found = answered(
        bundled,
        """
        PREFIX qudt: <http://qudt.org/schema/qudt/>
        PREFIX sosa: <http://www.w3.org/ns/sosa/>
        SELECT ?city ?figure ?date {
          ?observation sosa:hasFeatureOfInterest ?city ;
            sosa:observedProperty <https://w3id.org/citygraph/voc/population> ;
            sosa:phenomenonTime/cg:dateText ?date ;
            sosa:hasResult/qudt:numericValue ?figure .
        } ORDER BY ?date""",
    )
    names = ["hasFeatureOfInterest", "hasResult", "phenomenonTime", "numericValue"]
    subjects = [
        {fact.statement.subject.iri.rpartition("/")[2] for fact in section.facts}
        for section in found.sections
    ]
    assert [sorted(name.rpartition("/")[2] for name in row) for row in properties(found)] == [
        sorted(names)
    ] * 2
    assert subjects == [
        {"population-2021", "population-2021-result"},
        {"population-2024", "population-2024-result"},
    ]
    assert [section.untraced for section in found.sections] == [(), ()]


def test_where_terms_are_connected_no_other_subject_is_asked(bundled: CityGraph) -> None:
    found = answered(
        bundled,
        "SELECT ?country ?city { ?country cg:capital ?city }",
    )
    assert properties(found) == [["capital", "inCountry"]]


@pytest.mark.parametrize(
    ("text", "untraced"),
    [
        ("SELECT (COUNT(*) AS ?cities) { ?city a cg:City }", ("cities",)),
        ("SELECT ?city { ?city a cg:City }", ("city",)),
    ],
)
def test_what_no_fact_connects_is_named(
    graph: CityGraph, text: str, untraced: tuple[str, ...]
) -> None:
    (section,) = answered(graph, text).sections
    assert (section.facts, section.untraced) == ((), untraced)
    assert "no claimed fact connects" in write_trace(answered(graph, text), "table")


def test_an_answer_takes_at_most_five_queries(bundled: CityGraph) -> None:
    answer = bundled.query("SELECT ?s ?o { ?s <https://w3id.org/citygraph/ns#hasGoal> ?o }")
    store = Counted(bundled)
    assert trace_answer(store, answer).facts
    assert store.count <= 5


def test_the_triples_of_a_construct_are_traced_themselves(graph: CityGraph) -> None:
    found = answered(graph, "CONSTRUCT WHERE { ?group cg:statedCount ?count }")
    assert properties(found) == [["statedCount"], ["statedCount"]]
    assert all(fact.statement.testimonies for fact in found.facts)
    made = answered(graph, "CONSTRUCT { ?city cg:inCity ?city } { ?city a cg:City }")
    assert [fact.statement.asserted for fact in made.facts] == [False]
    assert "not a fact of the graph" in write_trace(made, "table")


def test_answers_without_rows_have_nothing_to_trace(graph: CityGraph) -> None:
    assert trace_answer(graph, Answer(("city",), ())).sections == ()
    assert trace_answer(graph, Triples(())).sections == ()
    with pytest.raises(InputError, match=r"^an ASK answers yes or no"):
        trace_answer(graph, Truth(value=True))


# --- written -----------------------------------------------------------------------------------


@pytest.fixture
def parks(graph: CityGraph) -> Callable[..., str]:
    def written(form: str, lang: str = "en") -> str:
        return write_trace(trace(graph, OSAKA + "parks", lang), form, prefixes=graph.prefixes)

    return written


def test_a_table_shows_both_sides(parks: Callable[..., str]) -> None:
    text = parks("table")
    assert text.startswith(f"osaka:parks  <{OSAKA}parks>\n┌")
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in text.splitlines()]
    assert ["→ stated count", "3", "[1]", f"S2 {at('3 parks')}", "stated"] in lines
    assert ["≠ stated count", "4", "[2] sources:gazette", "", "external"] in lines
    assert "≠ stated count: the graph follows 3. The almanac counts.\n" in text
    assert "[2] sources:gazette · https://example.org/gazette\n" in text


def test_tables_speak_the_language_asked_for(parks: Callable[..., str]) -> None:
    assert "그래프는 3을(를) 따른다. 연감이 세었다." in parks("table", "ko")
    assert "グラフは 3 に従う。年鑑が数えた。" in parks("md", "ja")


def test_markdown_has_a_heading_a_table_and_a_list(parks: Callable[..., str]) -> None:
    text = parks("md")
    assert text.startswith("## osaka:parks")
    assert "| fact | value | source | where | status |\n" in text
    assert "- \\[1\\] sources:almanac" in text


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("table", "Two\\nlines  <https://w3id.org/citygraph/id/osaka/hall>"),
        ("md", r"## Two<br>lines  \<https://w3id.org/citygraph/id/osaka/hall\>"),
    ],
)
def test_a_label_with_a_line_feed_does_not_break_the_heading(
    traced: Folder, form: str, line: str
) -> None:
    with (traced.path / "osaka.ttl").open("a", encoding="utf-8") as facts:
        facts.write('\nosaka:hall a cg:City ; skos:prefLabel "Two\\nlines"@en .\n')
    found = trace(CityGraph.load(traced.path), OSAKA + "hall")
    assert write_trace(found, form).splitlines()[0] == line


def test_csv_has_a_line_for_each_claim(parks: Callable[..., str]) -> None:
    rows = list(csv.DictReader(io.StringIO(parks("csv"), newline="")))
    counts = [row for row in rows if row["property"].endswith("statedCount")]
    assert [(row["side"], row["value"], row["asserted"], row["follows"]) for row in counts] == [
        ("for", "3", "true", "this"),
        ("against", "4", "false", "this"),
    ]
    assert (counts[0]["rows"], counts[0]["spans"]) == ("S2", at("3 parks"))
    assert all(len(row) == 22 and None not in row.values() for row in rows)


def test_json_holds_what_the_trace_holds(graph: CityGraph, parks: Callable[..., str]) -> None:
    document = json.loads(parks("json"))
    (section,) = document["sections"]
    assert section["about"][0]["name"] == "osaka:parks"
    assert len(section["facts"]) == len(trace(graph, OSAKA + "parks").facts)
    (fact,) = (each for each in section["facts"] if each["against"])
    assert (fact["follows"], fact["why"]) == ("this", "The almanac counts.")
    assert document["verification"] is None


def test_an_answer_is_written_row_by_row(graph: CityGraph) -> None:
    found = answered(graph, "SELECT ?group ?count { ?group cg:statedCount ?count } ORDER BY ?group")
    text = write_trace(found, "table", prefixes=graph.prefixes)
    assert text.startswith("row 1: osaka:bridges · 21\n")
    assert "\nrow 2: osaka:parks · 3\n" in text
    assert ox.Literal(3) in {each.term for section in found.sections for each in section.about}
