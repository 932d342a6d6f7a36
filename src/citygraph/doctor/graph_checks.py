"""Which of our graphs an endpoint holds, and whether they are those that are installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.differences.literals import same_value
from citygraph.differences.merging import BOTH, OLD, merged
from citygraph.differences.sides import Files, Remote
from citygraph.differences.streams import Stream
from citygraph.doctor.model import Check
from citygraph.endpoint import RemoteGraph
from citygraph.errors import RemoteError
from citygraph.vocabulary import GRAPHS, ONTOLOGY, PREFIXES, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox

    from citygraph.doctor.requests import Line
    from citygraph.home import Home

_VERSION = PREFIXES["owl"] + "versionInfo"


class _Compared(NamedTuple):
    """How a graph there differs from the file here.

    Attributes:
        triples: how many are there.
        missing: how many of ours are not there.
        extra: how many are there and not in ours.
        rewritten: how many are there with the same value, written differently.
    """

    triples: int
    missing: int
    extra: int
    rewritten: int


def graphs_there(line: Line) -> tuple[str, ...]:
    """Name the graphs of this project that an endpoint holds.

    Raises:
        RemoteError: the endpoint failed.
    """
    query = (
        f'SELECT DISTINCT ?x {{ GRAPH ?x {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?x), "{GRAPHS}")) }}'
    )
    rows = line.ask(query).rows()
    if rows is None:
        raise RemoteError(f"{line.url}: does not say which graphs it holds; see  citygraph doctor")
    return tuple(sorted(row["x"]["value"] for row in rows if "x" in row))


def graph_checks(line: Line, there: tuple[str, ...], home: Home) -> Iterator[Check]:
    """Compare each graph with the file it was made of, and name those that are missing.

    Raises:
        RemoteError: a graph cannot be read as a whole.
    """
    installed = home.graphs()
    if not there:
        yield Check("graphs", GRAPHS, "fault", "none-of-ours", {"url": line.url})
        return
    yield from _versions(line, there, home)
    for iri, path in installed.items():
        name = iri.removeprefix(GRAPHS)
        if iri not in there:
            yield Check("graphs", name, "hint", "graph-missing", {"url": line.url})
        else:
            yield _check(name, _compared(line, iri, path, home))
    apart = {*installed, *home.unquestioned, graph_iri(home.description.stem)}
    for iri in there:
        if iri not in apart:
            count = line.ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}").text(
                "n"
            )
            places = {"triples": count or "-"}
            yield Check("graphs", iri.removeprefix(GRAPHS), "ok", "graph-other", places)


def _check(name: str, found: _Compared) -> Check:
    places = found._asdict()
    if found.missing or found.extra:
        return Check("graphs", name, "hint", "graph-differs", places)
    if found.rewritten:
        return Check("graphs", name, "ok", "graph-rewritten", places)
    return Check("graphs", name, "ok", "graph-equal", places)


def _versions(line: Line, there: tuple[str, ...], home: Home) -> Iterator[Check]:
    """Compare the version of the ontology there with the one here."""
    ontology = graph_iri("citygraph")
    if ontology not in there:
        return
    from citygraph.graph.written import read_written

    subject = ONTOLOGY.removesuffix("#")
    here = next(
        (
            str(getattr(triple.object, "value", ""))
            for triple in read_written(home.ontology[0])
            if triple.predicate.value == _VERSION
        ),
        "-",
    )
    query = f"SELECT ?x {{ GRAPH <{ontology}> {{ <{subject}> <{_VERSION}> ?x }} }}"
    found = line.ask(query).text("x") or "-"
    state, finding = ("ok", "version-same") if found == here else ("hint", "version-other")
    places = {"there": found, "here": here}
    yield Check("graphs", "ontology", state, finding, places)  # type: ignore[arg-type]


def _compared(line: Line, iri: str, path: Path, home: Home) -> _Compared:
    """Walk along the file and the graph, both sorted, and pair what is only written otherwise."""
    ours = Stream(Files(str(path), "file", (path,), PREFIXES))
    theirs = Stream(Remote(line.url, RemoteGraph(line.door, (iri,), home)))
    triples = 0
    missing: list[bytes] = []
    extra: list[bytes] = []
    for each in merged(ours.lines(), theirs.lines()):
        triples += each.sides != OLD
        if each.sides != BOTH:
            (missing if each.sides == OLD else extra).append(each.text)
    rewritten = _rewritten(missing, extra)
    return _Compared(triples, len(missing) - rewritten, len(extra) - rewritten, rewritten)


def _rewritten(missing: list[bytes], extra: list[bytes]) -> int:
    """Count the pairs of the same subject and property whose values are the same."""
    waiting: dict[tuple[object, object], list[ox.Triple]] = {}
    for triple in _read(extra):
        waiting.setdefault((triple.subject, triple.predicate), []).append(triple)
    count = 0
    for triple in _read(missing):
        others = waiting.get((triple.subject, triple.predicate), [])
        same = next((each for each in others if same_value(triple.object, each.object)), None)
        if same is not None:
            others.remove(same)
            count += 1
    return count


def _read(lines: list[bytes]) -> Iterator[ox.Triple]:
    import pyoxigraph as ox

    for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple
