"""Probes of what an endpoint does to large answers and to slow ones."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from citygraph.doctor.model import Check
from citygraph.errors import RemoteError, RemoteTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.doctor.requests import Line

_BEYOND = 10_001
"""One more than the rows that one store is ready to sort and skip."""
_MOST = 50_000
"""The rows that are asked for at most to find out whether an answer is cut."""
_ROWS = (1_000, 1_500, 2_200, 3_300, 5_000, 7_500)
"""So many triples are joined with themselves to keep a store busy."""
_MOMENT = 2.5
"""The seconds of work after which a wish for less would have been heard."""


def sizes(line: Line, graphs: tuple[str, ...]) -> Iterator[Check]:
    """Compare counts with rows in the largest of our graphs, and see what becomes of a timeout.

    Args:
        line: the line to the endpoint.
        graphs: the graphs there that are ours, at least one.
    """
    counts = {graph: _count(line, graph) for graph in graphs}
    largest = max(counts, key=lambda graph: counts[graph])
    yield _cut(line, largest, counts[largest])
    yield _skipped(line, graphs, sum(counts.values()))
    yield _timeout(line, largest)
    yield _path(line, graphs)
    yield _union(line, graphs, sum(counts.values()))


def _check(
    name: str, state: str, finding: str, *, handled: bool = False, **places: object
) -> Check:
    return Check("endpoint", name, state, finding, places, handled)  # type: ignore[arg-type]


def _count(line: Line, graph: str) -> int:
    text = line.ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}").text("n")
    return int(text) if text and text.isdecimal() else 0


def _cut(line: Line, graph: str, count: int) -> Check:
    wanted = min(count, _MOST)
    query = f"SELECT ?s {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} LIMIT {wanted}"
    try:
        found = line.ask(query).rows()
    except RemoteError as error:
        return _check("large answers", "hint", "large-fails", handled=True, reason=error)
    if found is None:
        return _check("large answers", "hint", "large-fails", handled=True, reason="-")
    if len(found) < wanted:
        places = {"rows": len(found), "wanted": wanted}
        return _check("large answers", "hint", "cut", handled=True, **places)
    return _check("large answers", "ok", "whole", rows=len(found))


def _skipped(line: Line, graphs: tuple[str, ...], count: int) -> Check:
    """Sorting and then skipping many rows, as naive paging does."""
    if count <= _BEYOND:
        return _check("ORDER BY … OFFSET", "ok", "too-small", rows=count)
    query = f"SELECT ?s {{ ?s ?p ?o }} ORDER BY ?s ?p ?o LIMIT 1 OFFSET {_BEYOND}"
    try:
        found = line.ask(query, graphs=graphs).rows()
    except RemoteError as error:
        return _check("ORDER BY … OFFSET", "hint", "offset-fails", handled=True, reason=error)
    if found:
        return _check("ORDER BY … OFFSET", "ok", "works")
    reason = f"OFFSET {_BEYOND:,}"
    return _check("ORDER BY … OFFSET", "hint", "offset-fails", handled=True, reason=reason)


def _timeout(line: Line, graph: str) -> Check:
    """Ask for an answer within a millisecond, in the words of the stores that take such a wish.

    The work grows until it takes a moment: some stores look at the clock every two seconds.
    """
    check = _check("timeouts", "ok", "timeout-ignored")
    for rows in _ROWS:
        begun = monotonic()
        check = _hurried(line, graph, rows)
        if check.finding != "timeout-ignored" or monotonic() - begun > _MOMENT:
            break
    return check


def _hurried(line: Line, graph: str, rows: int) -> Check:
    some = f"{{ SELECT * {{ GRAPH <{graph}> {{ %s }} }} LIMIT {rows} }}"
    query = (
        f"SELECT (COUNT(*) AS ?n) {{ {some % '?a ?b ?c'} {some % '?d ?e ?f'} "
        "FILTER(STR(?c) < STR(?f)) }"
    )
    try:
        seen = line.ask(query, more={"timeout": "1"})
    except RemoteTimeoutError:
        return _check("timeouts", "ok", "timeout-late")
    except RemoteError as error:
        return _check("timeouts", "ok", "timeout-told", reason=error)
    if "x-sql-state" in seen.headers:
        state = seen.headers["x-sql-state"]
        return _check("timeouts", "hint", "timeout-partial", handled=True, code=state)
    if seen.is_fine and seen.document is None:
        return _check("timeouts", "hint", "timeout-broken", handled=True)
    if seen.is_fine:
        return _check("timeouts", "ok", "timeout-ignored")
    return _check("timeouts", "ok", "timeout-told", reason=seen.status)


def _path(line: Line, graphs: tuple[str, ...]) -> Check:
    """A property path must find exactly what the join of its steps finds."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    asked = "SELECT (COUNT(DISTINCT ?s) AS ?n) { %s }"
    one = line.ask(asked % f"?s <{rdf}>/<{label}> ?l", graphs=graphs).text("n")
    two = line.ask(asked % f"?s <{rdf}> ?c . ?c <{label}> ?l", graphs=graphs).text("n")
    more = line.ask(asked % f"?s <{rdf}>/(<{rdf}>?) ?l", graphs=graphs).text("n")
    plain = line.ask(asked % f"?s <{rdf}> ?c", graphs=graphs).text("n")
    if one is not None and one == two and more is not None and more == plain:
        return _check("property paths", "ok", "works")
    return _check("property paths", "fault", "paths-wrong", path=one or "-", join=two or "-")


def _union(line: Line, graphs: tuple[str, ...], apart: int) -> Check:
    """A triple stands once in the union of graphs (SPARQL 1.1 Query, section 13.2)."""
    name = "union of graphs"
    asked = "SELECT (COUNT(*) AS ?n) { %s }"
    distinct = line.ask(asked % "{ SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }", graphs=graphs)
    expected, found = distinct.text("n"), line.ask(asked % "?s ?p ?o", graphs=graphs).text("n")
    if expected is None or found != expected:
        return _check(name, "fault", "union-doubled", found=found or "-", expected=expected or "-")
    return _check(name, "ok", "works" if int(expected) < apart else "union-apart")
