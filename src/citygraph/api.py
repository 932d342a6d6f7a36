"""The Python API: the jobs of the command line as functions that return values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import questions, things, tracing
from citygraph.endpoint import RemoteGraph
from citygraph.graph import CityGraph
from citygraph.questions.asking import NO_LIMITS
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection
    from os import PathLike

    from citygraph.answers import Result
    from citygraph.differences import Difference
    from citygraph.doctor import Examination
    from citygraph.endpoint import Credentials
    from citygraph.graph import Store
    from citygraph.pushing import Receipt
    from citygraph.questions import Limits, Question
    from citygraph.things import Match, Thing
    from citygraph.tracing import Trace
    from citygraph.validation import Explanation, Report


def load(*data: str | PathLike[str]) -> CityGraph:
    """Load the bundled graph, or the ontology with RDF files or folders of your own.

    Raises:
        DataFileError: a file cannot be used, or a folder describes no city.

    >>> graph = load()
    >>> len(graph) > 1000
    True
    """
    return CityGraph.load(*data)


def connect(
    url: str,
    *,
    credentials: Credentials | None = None,
    graphs: Collection[str] | None = None,
    timeout: float | None = None,
) -> RemoteGraph:
    """Open the graph behind a SPARQL 1.1 endpoint; it is asked like the one that `load` gives.

    Args:
        url: the address of the endpoint, without user and password.
        credentials: what is shown to it.
        graphs: the IRIs of the named graphs to ask; if not given, those that are citygraph's.
        timeout: the seconds that one request may take; 120 if not given.

    Raises:
        InputError: the address is none.
        RemoteTimeoutError: the endpoint did not answer in time.
        RemoteError: it failed, or holds none of these graphs.

    >>> connect("ftp://example.org/sparql")
    Traceback (most recent call last):
      ...
    citygraph.errors.InputError: 'ftp://example.org/sparql' is no address of an endpoint; ...
    """
    return RemoteGraph.open(url, credentials=credentials, graphs=graphs, timeout=timeout)


def list_questions(graph: CityGraph | RemoteGraph) -> tuple[Question, ...]:
    """List the questions that can be asked by name.

    >>> "strategic-goals" in [question.name for question in list_questions(load())]
    True
    """
    return questions.catalogue(graph.home.queries)


def ask(
    graph: CityGraph | RemoteGraph,
    question: str | Question,
    *,
    lang: str | None = None,
    limits: Limits = NO_LIMITS,
    **values: object,
) -> Result:
    """Ask a question by its name, or a query in SPARQL.

    Args:
        graph: what is asked.
        question: the name of a question, a `Question`, or the text of a SPARQL query.
        lang: the language of labels: en, ja or ko.
        limits: the addresses that SERVICE may call, and the time the answer may take.
        values: the question's parameters: CURIEs, IRIs, texts, numbers or dates.

    Raises:
        UnknownNameError: there is no such question.
        ParameterError: a parameter is missing, unknown or ill-typed.
        QuerySyntaxError: the query does not parse.
        RefusedQueryError: an update, or SERVICE to an address that is not allowed.
        DeadlineError: the answer did not come in time. The embedded engine cannot be stopped, and
            goes on with the query until it has an answer or the process ends.

    >>> answer = ask(load(), "SELECT ?city { ?city a cg:City FILTER(?city = tokyo:tokyo) }")
    >>> answer.records()
    [{'city': 'https://w3id.org/citygraph/id/tokyo/tokyo'}]
    """
    if isinstance(question, str):
        text = any(mark in question for mark in " \n\t{")
        asked = (
            questions.read_question(question)
            if text
            else questions.find_question(graph.home.queries, question)
        )
    else:
        asked = question
    return questions.ask(graph, asked, values, lang=lang, limits=limits)


def show(graph: CityGraph | RemoteGraph, thing: str, *, lang: str = LANGUAGES[0]) -> Thing:
    """Collect all that is known of a thing, named by a CURIE, an IRI or a label in any language.

    Raises:
        UnknownNameError: nothing is said about it.
        AmbiguousNameError: the label fits several things.

    >>> show(load(), "cg:City").label
    'City'
    """
    return things.show(graph, things.resolve(graph, thing), lang)


def find(
    graph: CityGraph | RemoteGraph, text: str, *, lang: str = LANGUAGES[0]
) -> tuple[Match, ...]:
    """Search labels and definitions in every language.

    Raises:
        InputError: the text is empty.

    >>> find(load(), "都市", lang="ja")[0].label
    '都市'
    """
    return things.find(graph, text, lang)


def trace(
    graph: CityGraph | RemoteGraph, thing: str | None = None, *, lang: str = LANGUAGES[0]
) -> Trace:
    """Find out where each fact about a thing comes from, and what other sources say of it.

    Args:
        graph: what is asked.
        thing: a CURIE, an IRI or a label in any language; if not given, all things.
        lang: the language of labels: en, ja or ko.

    Raises:
        UnknownNameError: nothing is said about the thing.
        AmbiguousNameError: the label fits several things.

    >>> disputed = [fact for fact in trace(load(), "tokyo:promotion-fund").facts if fact.against]
    >>> [(fact.statement.value.label, fact.follows) for fact in disputed]
    [('Fiscal year 2020 (Japan)', 'this')]
    """
    iri = None if thing is None else things.resolve(graph, thing)
    return tracing.trace(graph, iri, lang)


def diff(
    old: str | PathLike[str] | Store, new: str | PathLike[str] | Store, *, lang: str = LANGUAGES[0]
) -> Difference:
    """Compare two graphs thing by thing.

    Args:
        old: the side that was: an RDF file, a folder, the address of an endpoint, the word
            `bundled` for what is installed, or a graph that has been loaded.
        new: the side that is.
        lang: the language of labels: en, ja or ko.

    Returns:
        What changed; it is false if nothing did.

    Raises:
        DataFileError: a side cannot be read, or holds nothing.
        InputError: the two have nothing in common that could be compared.
        RemoteError: an endpoint failed.

    >>> bool(diff("bundled", "bundled"))
    False
    """
    from citygraph.differences import compare, open_side

    return compare(open_side(old), open_side(new), lang=lang)


def export(
    graph: CityGraph | RemoteGraph, form: str, path: str | PathLike[str], *, part: str = "all"
) -> tuple[str, ...]:
    """Write a graph into a file, or into a folder of tables: the same bytes every time.

    Args:
        graph: what is exported.
        form: turtle, trig, nt, nq, jsonld, rdfxml, rdf12, csv, parquet, neo4j or neptune.
        path: the file, compressed if it ends in `.gz`; for csv and those behind it, the folder.
        part: facts, ontology, evidence, links, shapes, or all but the shapes.

    Returns:
        What a reader should know of tables and property graphs, in sentences.

    Raises:
        InputError: no such format or part, a path that cannot be written, or something that the
            syntax cannot carry; then nothing is written.
        RemoteError: the endpoint failed.
        MissingExtraError: parquet needs pyarrow.
        FaultError: the disk is full.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = export(load(), "turtle", f"{folder}/facts.ttl", part="facts")
    ...     len(load(f"{folder}/facts.ttl")) > 1000
    True
    """
    from citygraph import exports

    return exports.export(graph, form, path, part=part)


def examine(
    endpoint: str | None = None,
    *,
    credentials: Credentials | None = None,
    timeout: float | None = None,
) -> Examination:
    """Try what is installed, and whether an endpoint behaves. Nothing is ever written to it.

    Args:
        endpoint: the address of a SPARQL endpoint.
        credentials: what is shown to it.
        timeout: the seconds that one request to it may take.

    Raises:
        InputError: the address is none.
        RemoteError: the endpoint cannot be reached, or is none.

    >>> [check.state for check in examine().checks if check.name == "pyoxigraph"]
    ['ok', 'ok']
    """
    from citygraph import doctor

    return doctor.examine(endpoint, credentials=credentials, timeout=timeout)


def push(  # noqa: PLR0913 - each is one thing to say of a push
    graph: CityGraph,
    url: str,
    *,
    store: str = "gsp",
    part: str = "all",
    graphs: Collection[str] = (),
    credentials: Credentials | None = None,
    receipt: str | PathLike[str] | None = None,
    timeout: float | None = None,
) -> Receipt:
    """Bring the named graphs of a graph to a triple store, and prove that they arrived.

    Args:
        graph: what is pushed.
        url: the address of the store; which one depends on its kind (`citygraph push --help`).
        store: the kind of store.
        part: facts, ontology, evidence, links, shapes, or all, which is all but the shapes.
        graphs: the IRIs of the named graphs to push, if not all.
        credentials: what is shown to the store; see `citygraph.endpoint.read_credentials`.
        receipt: where the receipt is written; a file in the current folder if not given.
        timeout: the seconds that everything together may take.

    Raises:
        InputError: there is no such kind, part or graph, the address is none, or the receipt is
            there already.
        RemoteError: the store failed, or did not keep what was sent: the message says how far each
            graph is. What was replaced can be put back with  citygraph push --rollback.

    >>> push(load(), "http://localhost:7878", store="floppy")
    Traceback (most recent call last):
    citygraph.errors.InputError: --store floppy: expected one of oxigraph, virtuoso, fuseki, ...
    """
    from pathlib import Path

    from citygraph import pushing

    target = pushing.open_target(url, store=store, credentials=credentials, timeout=timeout)
    chosen = pushing.graphs_in_order(graph, part, graphs)
    path = None if receipt is None else Path(receipt)
    made = pushing.new_receipt(url, store, chosen, path)
    pushing.push_graphs(graph, pushing.Session(made, target))
    return made


def validate(graph: CityGraph | RemoteGraph, *, engine: str = "citygraph") -> Report:
    """Check a graph against the bundled shapes.

    Args:
        graph: what is checked; its ontology, schemes and data are checked together, those of a
            remote store one city at a time.
        engine: `citygraph`, or `pyshacl` for a second opinion.

    Raises:
        InputError: there is no such engine, or nothing in the graph that could be checked.
        RemoteError: a remote store failed.

    >>> validate(load()).conforms
    True
    """
    from citygraph import validation

    return validation.validate(graph, engine=engine)


def explain(graph: CityGraph | RemoteGraph, report: Report, finding: int | str) -> Explanation:
    """Explain one finding: what its shape demands, with which parameters, and where it says so.

    Args:
        graph: what was checked, against the bundled shapes.
        report: what was found.
        finding: its number in the report, from 1, or the beginning of its fingerprint.

    Raises:
        InputError: the report holds no such finding.

    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> with TemporaryDirectory() as folder:
    ...     town = Path(folder, "town.ttl")
    ...     _ = town.write_text("<urn:town> a <https://w3id.org/citygraph/ns#City> .")
    ...     mine = load(town)
    ...     explanation = explain(mine, validate(mine), 1)
    >>> explanation.number, explanation.file
    (1, 'shapes/thing.ttl')
    """
    from citygraph import validation

    return validation.explain(report, str(finding), validation.shape_files(graph.home))
