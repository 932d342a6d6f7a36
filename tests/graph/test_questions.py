"""The questions and their answers: the same on every engine, in every language, with inference."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest

from citygraph.home import open_home
from citygraph.questions import Question, catalogue, prepare
from citygraph.vocabulary import LANGUAGES, PREFIXES, expand, graph_iri
from tests.goldens_option import Goldens
from tests.graph.engines import TRIPLE, Engine, Engines, Found, Oxigraph, Term, read

HERE = Path(__file__).resolve().parent
GOLDENS = HERE / "goldens"
SECOND_CITY = HERE / "second-city" / "osaka.ttl"
CLASS = ox.NamedNode("http://www.w3.org/2002/07/owl#Class")
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

QUESTIONS = {each.name: each for each in catalogue(open_home().queries) if "/" not in each.name}


def speaks(question: Question) -> bool:
    """Say whether the answer has labels in a language that is asked for."""
    return any(parameter.type == "lang" for parameter in question.parameters)


def constructs(question: Question) -> bool:
    """Say whether the answer is a graph."""
    return "\nCONSTRUCT {" in question.text


def asked(name: str, lang: str = "en", **values: str) -> str:
    """Give the complete query of a question, its parameters bound."""
    return prepare(QUESTIONS[name], values, lang=lang).text


def without_words(found: Found) -> Found:
    """Give the answer with a mark in place of every text that has a language."""
    mark = ox.Literal("text")
    rows = (tuple(mark if is_text(cell) else cell for cell in row) for row in found.rows)
    return Found(found.columns, tuple(rows))


def without_labels(found: Found) -> Found:
    """Give the answer without what depends on a language: columns of labels, triples with text."""
    if found.columns == TRIPLE:
        return Found(TRIPLE, tuple(row for row in found.rows if not is_text(row[2])))
    kept = [
        place
        for place, column in enumerate(found.columns)
        if not column.endswith("Label") and column != "meaning"
    ]
    columns = tuple(found.columns[place] for place in kept)
    return Found(columns, tuple(tuple(row[place] for place in kept) for row in found.rows))


def is_text(cell: Term | None) -> bool:
    """Say whether a term is text in some language."""
    return isinstance(cell, ox.Literal) and cell.language is not None


def is_ours(cell: Term | None) -> bool:
    return isinstance(cell, ox.NamedNode) and cell.value.startswith(PREFIXES["cg"])


def is_of_osaka(cell: Term | None) -> bool:
    return isinstance(cell, ox.NamedNode) and cell.value.startswith(f"{PREFIXES['id']}osaka/")


def iri(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


def column(name: str, found: Found) -> set[Term | None]:
    place = found.columns.index(name)
    return {row[place] for row in found.rows}


def as_csv(found: Found) -> str:
    """Write rows as SPARQL 1.1 Query Results CSV has them, but for plain line ends."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(found.columns)
    writer.writerows([cell.value if cell else "" for cell in row] for row in found.rows)
    return text.getvalue()


def as_ntriples(found: Found) -> str:
    return "".join(f"{' '.join(map(str, triple))} .\n" for triple in found.rows)


def golden_file(name: str, lang: str) -> Path:
    question = QUESTIONS[name]
    language = f".{lang}" if speaks(question) else ""
    return GOLDENS / f"{name}{language}.{'nt' if constructs(question) else 'csv'}"


IN_EACH_LANGUAGE = [
    (name, lang)
    for name, question in QUESTIONS.items()
    for lang in (LANGUAGES if speaks(question) else LANGUAGES[:1])
]
SPEAKING = [name for name, question in QUESTIONS.items() if speaks(question)]
DOMAIN = [name for name, question in QUESTIONS.items() if question.inference == "domain"]
WITH_A_CHOICE = [
    name
    for name, question in QUESTIONS.items()
    if question.text.count("\n#+ param: ") > speaks(question)
]

each_question = pytest.mark.parametrize("name", QUESTIONS)
in_each_language = pytest.mark.parametrize(("name", "lang"), IN_EACH_LANGUAGE)


@pytest.fixture(scope="module")
def two_cities(asserted_graphs: Mapping[str, tuple[ox.Triple, ...]]) -> Engine:
    """Give an engine over the bundled data and a second city beside them."""
    return Oxigraph({**asserted_graphs, graph_iri("osaka"): read(SECOND_CITY)})


# --- answers -----------------------------------------------------------------------------------


def test_there_are_many_questions() -> None:
    assert len(QUESTIONS) >= 40
    assert len(DOMAIN) >= 40


@in_each_language
def test_the_answer_is_the_golden_one(
    name: str, lang: str, asserted: Engines, goldens: Goldens
) -> None:
    found = asserted.oxigraph.answer(asked(name, lang))
    path = golden_file(name, lang)
    goldens.check(path, as_ntriples(found) if path.suffix == ".nt" else as_csv(found))


def test_no_golden_answer_is_left_over() -> None:
    expected = {golden_file(name, lang) for name, lang in IN_EACH_LANGUAGE}
    assert {path for path in GOLDENS.iterdir() if path.is_file()} == expected


@in_each_language
def test_both_engines_give_the_same_terms_in_the_same_order(
    name: str, lang: str, asserted: Engines
) -> None:
    query = asked(name, lang)
    assert asserted.rdflib.answer(query) == asserted.oxigraph.answer(query)


@pytest.mark.parametrize("name", DOMAIN)
def test_inference_changes_no_answer(name: str, asserted: Engines, inferred: Engines) -> None:
    query = asked(name)
    expected = asserted.oxigraph.answer(query)
    assert inferred.oxigraph.answer(query) == expected
    assert inferred.rdflib.answer(query) == expected


def test_inference_adds_something(asserted: Engines, inferred: Engines) -> None:
    query = (
        "ASK { <https://w3id.org/citygraph/id/tokyo/digital-lessons>"
        " a <https://w3id.org/citygraph/ns#Service> }"
    )
    for before, after in zip(asserted, inferred, strict=True):
        assert before.answer(query).rows == ((ox.Literal(value=False),),)
        assert after.answer(query).rows == ((ox.Literal(value=True),),)


@each_question
def test_the_bundled_data_have_an_answer(name: str, asserted: Engines) -> None:
    found = asserted.oxigraph.answer(asked(name))
    assert found.rows
    assert found.rows != ((ox.Literal(value=False),),)
    # No column is open in every row: one that always is would tell an analyst nothing.
    assert all(any(cells) for cells in zip(*found.rows, strict=True))


@each_question
def test_no_row_is_given_twice(name: str, asserted: Engines) -> None:
    rows = asserted.oxigraph.answer(asked(name)).rows
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("name", SPEAKING)
def test_only_words_depend_on_the_language(name: str, asserted: Engines) -> None:
    answers = [asserted.oxigraph.answer(asked(name, lang)) for lang in LANGUAGES]
    english, *others = map(without_words, answers)
    assert others == [english] * len(others)


@pytest.mark.parametrize("name", SPEAKING)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_labels_are_in_the_language_asked_for(name: str, lang: str, asserted: Engines) -> None:
    found = asserted.oxigraph.answer(asked(name, lang))
    labels = {
        cell.language
        for row in found.rows
        for column, cell in zip(found.columns, row, strict=True)
        if isinstance(cell, ox.Literal) and (column.endswith("Label") or column == "meaning")
    }
    assert labels <= {lang}
    assert labels or not any(column.endswith("Label") for column in found.columns)


@pytest.mark.parametrize("name", WITH_A_CHOICE)
def test_without_a_value_the_answer_is_about_all(name: str, asserted: Engines) -> None:
    one = without_labels(asserted.oxigraph.answer(asked(name)))
    everything = without_labels(asserted.oxigraph.answer(QUESTIONS[name].text))
    assert one.rows
    assert set(one.rows) <= set(everything.rows)


@pytest.mark.parametrize("name", DOMAIN)
def test_a_second_city_adds_rows_and_changes_none(
    name: str, asserted: Engines, two_cities: Engine
) -> None:
    query = asked(name)
    before = set(asserted.oxigraph.answer(query).rows)
    after = set(two_cities.answer(query).rows)
    assert before <= after
    assert all(any(map(is_of_osaka, row)) for row in after - before)


def test_a_second_city_is_found_by_the_questions(two_cities: Engine) -> None:
    found = [
        name
        for name in QUESTIONS
        if any(is_of_osaka(cell) for row in two_cities.answer(asked(name)).rows for cell in row)
    ]
    assert len(found) >= 20


def test_a_question_about_one_thing_can_be_asked_of_the_second_city(two_cities: Engine) -> None:
    query = asked("strategic-goals", strategy="https://w3id.org/citygraph/id/osaka/water-plan")
    rows = two_cities.answer(query).rows
    assert [row[0] for row in rows] == [ox.Literal(1), ox.Literal(2)]
    assert all(is_of_osaka(row[2]) for row in rows)


def test_every_class_of_ours_is_in_some_answer(
    asserted: Engines, asserted_graphs: Mapping[str, tuple[ox.Triple, ...]]
) -> None:
    triples = [triple for graph in asserted_graphs.values() for triple in graph]
    classes = {s for s, p, o in triples if p == TYPE and o == CLASS and is_ours(s)}
    instances = {each: {s for s, p, o in triples if p == TYPE and o == each} for each in classes}
    answers = (asserted.oxigraph.answer(asked(name)) for name in QUESTIONS)
    seen = {cell for found in answers for row in found.rows for cell in row}
    assert len(classes) >= 20
    assert {each for each in classes if not instances[each] & seen} == set()


# --- what particular questions are to find -----------------------------------------------------


def test_strategic_goals_have_the_page_s_order_and_the_official_one(asserted: Engines) -> None:
    found = asserted.oxigraph.answer(asked("strategic-goals"))
    assert found.columns[:3] == ("statedOrder", "officialOrder", "goal")
    assert [row[:3] for row in found.rows] == [
        (ox.Literal(1), ox.Literal(1), iri("tokyo:goal-data-highway")),
        (ox.Literal(2), ox.Literal(3), iri("tokyo:goal-administration-dx")),
        (ox.Literal(3), ox.Literal(2), iri("tokyo:goal-city-dx")),
    ]


def test_contributors_are_found_below_the_goal_and_behind_its_contributors(
    asserted: Engines,
) -> None:
    query = asked("what-contributes-to-goal", goal="tokyo:goal-city-dx")
    contributors = column("contributor", asserted.oxigraph.answer(query))
    # Directly; by a sub-goal; by what offers it; and by what includes what is offered.
    assert contributors >= {
        iri("tokyo:area-demonstrations"),
        iri("tokyo:disaster-management-system"),
        iri("tokyo:credit-card-payment"),
        iri("id:paypay"),
    }
    assert iri("tokyo:data-highway") not in contributors


def test_growth_is_computed_and_stands_beside_the_stated_one(asserted: Engines) -> None:
    for engine in asserted:
        (row,) = engine.answer(asked("how-fast-do-budgets-grow")).rows
        assert ox.Literal("8.3", datatype=iri("xsd:decimal")) in row
        assert ox.Literal(8) in row
        assert iri("cgv:about") in row


def test_events_come_in_the_order_of_their_first_possible_day(asserted: Engines) -> None:
    days = [row[0] for row in asserted.oxigraph.answer(asked("what-happened-when")).rows]
    assert [str(day) for day in days] == sorted(str(day) for day in days)
    assert len(set(days)) > 10
