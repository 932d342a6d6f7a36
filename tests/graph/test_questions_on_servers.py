"""The questions asked of real servers, as a user asks them: with the answers of the bundled graph.

The bundled graph's answers are held against rdflib's and against the golden ones elsewhere. Here
the terms must be the same, kind, text, datatype and language, in the same order: no store that is
tested rewrites a cell of an answer so that its value has to be compared instead.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest

from citygraph.answers import Answer
from citygraph.endpoint import RemoteGraph
from citygraph.graph import CityGraph
from citygraph.home import open_home
from citygraph.questions import ask
from citygraph.vocabulary import LANGUAGES, compact, graph_iri
from tests.command import Run
from tests.graph.engines import of_answer
from tests.graph.test_quality_questions import EXPECTED, FAULTS, QUALITY, readable
from tests.graph.test_questions import (
    IN_EACH_LANGUAGE,
    QUESTIONS,
    SECOND_CITY,
    WITH_A_CHOICE,
    golden_file,
)
from tests.servers import Server, load_bundled, serve_oxigraph, serve_virtuoso

SERVERS = ("oxigraph", "virtuoso")
NOWHERE = graph_iri("nowhere")


@pytest.fixture(scope="module", params=SERVERS)
def loaded(request: pytest.FixtureRequest) -> Server:
    """Give each server that holds the bundled graphs."""
    server: Server = request.getfixturevalue(f"loaded_{request.param}")
    return server


@pytest.fixture(scope="module")
def remote(loaded: Server) -> RemoteGraph:
    return RemoteGraph.open(loaded.query_url)


@pytest.fixture(params=SERVERS)
def own(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Give each server that may be written to, and remove the graph of the test from it."""
    server: Server = request.getfixturevalue(f"{request.param}_server")
    yield server
    server.delete(NOWHERE)


@pytest.fixture(scope="module")
def bundled_and_osaka() -> CityGraph:
    return CityGraph.load(*open_home().data, SECOND_CITY)


@pytest.fixture(scope="module", params=SERVERS)
def remote_and_osaka(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RemoteGraph]:
    """Give each server with the bundled data and, beside them, a city of which less is known."""
    serve = serve_oxigraph if request.param == "oxigraph" else serve_virtuoso
    with serve(tmp_path_factory.mktemp("two-cities")) as server:
        load_bundled(server)
        server.put(graph_iri("osaka"), SECOND_CITY.read_bytes())
        yield RemoteGraph.open(server.query_url)


def rows(graph: CityGraph | RemoteGraph, name: str, **values: object) -> Answer:
    found = ask(graph, QUESTIONS[name], values)
    assert isinstance(found, Answer)
    return found


def test_the_server_holds_the_bundled_graphs(remote: RemoteGraph, bundled: CityGraph) -> None:
    assert remote.graphs == tuple(bundled.graphs)


@pytest.mark.parametrize(("name", "lang"), IN_EACH_LANGUAGE)
def test_a_server_gives_the_same_answer(
    name: str, lang: str, remote: RemoteGraph, bundled: CityGraph
) -> None:
    question = QUESTIONS[name]
    assert ask(remote, question, lang=lang) == ask(bundled, question, lang=lang)


@pytest.mark.parametrize("name", WITH_A_CHOICE)
def test_a_server_gives_the_same_answer_about_something_else(
    name: str, remote: RemoteGraph, bundled: CityGraph
) -> None:
    question = QUESTIONS[name]
    (chosen,) = (each for each in question.parameters if each.type != "lang")
    for value in other_values(name, chosen.name, bundled):
        values = {chosen.name: value}
        assert ask(remote, question, values) == ask(bundled, question, values)


def other_values(name: str, chosen: str, bundled: CityGraph) -> list[str]:
    """Find what else a question can be asked about, and add something that is not there."""
    everything = bundled.query(QUESTIONS[name].text)
    nothing = "tokyo:nobody-wrote-about-this"
    if not isinstance(everything, Answer):
        return [nothing]
    place = everything.variables.index(chosen)
    found = {row[place] for row in everything.rows}
    names = sorted(compact(each.value) for each in found if isinstance(each, ox.NamedNode))
    return [*names[:10], nothing]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_server_gives_the_same_answer_about_two_cities(
    name: str, remote_and_osaka: RemoteGraph, bundled_and_osaka: CityGraph
) -> None:
    question = QUESTIONS[name]
    assert ask(remote_and_osaka, question) == ask(bundled_and_osaka, question)


@pytest.mark.parametrize("name", QUALITY)
def test_a_server_finds_no_fault_in_the_bundled_data(name: str, remote: RemoteGraph) -> None:
    found = ask(remote, QUALITY[name])
    assert isinstance(found, Answer)
    assert found.rows == ()


@pytest.mark.parametrize("name", QUALITY)
def test_a_server_finds_the_planted_fault(name: str, own: Server) -> None:
    own.put(NOWHERE, (FAULTS / f"{name}.ttl").read_bytes())
    found = ask(RemoteGraph.open(own.query_url, graphs=[NOWHERE]), QUALITY[name])
    assert isinstance(found, Answer)
    assert sorted(readable(of_answer(found))) == EXPECTED[name]


def test_yen_growth_and_dates_come_as_they_are(remote: RemoteGraph) -> None:
    budgets = rows(remote, "what-is-budgeted-for-each-fiscal-year").records()
    yen = {row[key] for row in budgets for key in row if isinstance(row[key], int)}
    assert {1_900_000_000, 15_800_000_000} <= yen
    (growth,) = rows(remote, "how-fast-do-budgets-grow").records()
    assert Decimal("8.3") in growth.values()
    years = rows(remote, "when-does-each-fiscal-year-begin-and-end").records()
    assert date(2020, 4, 1) in {value for row in years for value in row.values()}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        "how-fast-do-budgets-grow",
        "strategic-goals",
        "strategy-profile",
        "what-happened-when",
    ],
)
def test_the_command_line_prints_the_golden_answer(
    name: str, lang: str, loaded: Server, run: Run
) -> None:
    golden = golden_file(name, lang)
    done = run(
        *("query", name, "--endpoint", loaded.query_url, "--lang", lang),
        *("-f", golden.suffix.removeprefix(".")),
    )
    assert done == (0, golden.read_text(encoding="utf-8"), "")
