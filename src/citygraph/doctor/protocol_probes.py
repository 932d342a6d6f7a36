"""Probes of how an endpoint speaks the SPARQL Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.doctor.model import Check
from citygraph.doctor.requests import JSON
from citygraph.errors import RemoteError, RemoteTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.doctor.requests import Line

_ABSENT = "urn:citygraph:there-is-no-such-graph"
_SHORT = 3.0
"""The seconds that a request is given which some servers never answer."""
_RDF = ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")
_DATATYPE = "urn:citygraph:datatype"


def protocol(line: Line, graphs: tuple[str, ...]) -> Iterator[Check]:
    """Try the ways to ask, and how the data set is named.

    Args:
        line: the line to the endpoint.
        graphs: the graphs there that are ours.

    Raises:
        RemoteError: the endpoint does not answer even a plain query.
    """
    yield _form(line)
    yield _media_type(line)
    yield _truth(line)
    yield _get(line)
    yield _direct(line)
    yield _head(line)
    yield _description(line)
    yield _typed_literal(line)
    yield _default_graph(line, graphs)
    if graphs:
        yield _parameters(line, graphs)


def _check(
    name: str, state: str, finding: str, *, handled: bool = False, **places: object
) -> Check:
    return Check("endpoint", name, state, finding, places, handled)  # type: ignore[arg-type]


def _form(line: Line) -> Check:
    seen = line.ask("ASK {}")
    if seen.truth is True:
        return _check("query as a form", "ok", "works")
    return _check("query as a form", "fault", "form-fails", status=seen.status)


def _media_type(line: Line) -> Check:
    found = line.ask("SELECT (1 AS ?x) {}").media_type
    if found == JSON:
        return _check("JSON results", "ok", "media-type", found=found)
    return _check("JSON results", "fault", "media-type-other", found=found or "-")


def _truth(line: Line) -> Check:
    """Whether the answer of an ASK is a truth value, or a row with a number."""
    document = line.ask("ASK {}").document or {}
    if isinstance(document.get("boolean"), bool):
        return _check("ASK in JSON", "ok", "works")
    return _check("ASK in JSON", "hint", "truth-as-row", handled=True)


def _get(line: Line) -> Check:
    try:
        seen = line.get("ASK {}")
    except RemoteError as error:
        return _check("query in the address", "fault", "get-fails", reason=error)
    if seen.truth is True:
        return _check("query in the address", "ok", "works")
    return _check("query in the address", "fault", "get-fails", reason=seen.status)


def _direct(line: Line) -> Check:
    """A query as the body itself: one store never answers it."""
    try:
        seen = line.post_directly("ASK {}", _SHORT)
    except RemoteTimeoutError:
        return _check("query as the body", "hint", "post-hangs", handled=True, seconds=_SHORT)
    except RemoteError as error:
        return _check("query as the body", "hint", "post-fails", handled=True, reason=error)
    if seen.truth is True:
        return _check("query as the body", "ok", "works")
    return _check("query as the body", "hint", "post-fails", handled=True, reason=seen.status)


def _head(line: Line) -> Check:
    try:
        status = line.head().status
    except RemoteError as error:
        return _check("HEAD", "hint", "head-fails", handled=True, status=error)
    if status < 400:  # noqa: PLR2004 - RFC 9110, section 15.5: the client's errors begin here
        return _check("HEAD", "ok", "works")
    return _check("HEAD", "hint", "head-fails", handled=True, status=status)


def _description(line: Line) -> Check:
    try:
        seen = line.describe()
    except RemoteError as error:
        return _check("service description", "hint", "no-description", handled=True, found=error)
    if seen.is_fine and seen.media_type in _RDF:
        return _check("service description", "ok", "description", found=seen.media_type)
    found = seen.media_type if seen.is_fine else seen.status
    return _check("service description", "hint", "no-description", handled=True, found=found)


def _typed_literal(line: Line) -> Check:
    """The word for a literal with a datatype was another one before SPARQL 1.1."""
    found = line.ask(f'SELECT (STRDT("x", <{_DATATYPE}>) AS ?x) {{}}').first("x") or {}
    kind = found.get("type", "-")
    if kind == "literal":
        return _check("literals in JSON", "ok", "works")
    return _check("literals in JSON", "hint", "typed-literal", handled=True, found=kind)


def _default_graph(line: Line, graphs: tuple[str, ...]) -> Check:
    """Whether a query that names no graph sees nothing or everything."""
    seen = line.ask("ASK { ?s ?p ?o }").truth
    if seen is None:
        return _check("default graph", "hint", "default-unknown", handled=True)
    if seen:
        return _check("default graph", "hint", "default-union", handled=True)
    finding = "default-empty" if graphs else "nothing-there"
    return _check("default graph", "hint", finding, handled=True)


def _parameters(line: Line, graphs: tuple[str, ...]) -> Check:
    """Whether the graphs that a request names are those that are asked.

    One that is not there may be empty, or refused.
    """
    there = line.ask("ASK { ?s ?p ?o }", graphs=graphs[:1]).truth
    nowhere = line.ask("ASK { ?s ?p ?o }", graphs=(_ABSENT,)).truth
    if there is True and nowhere is not True:
        return _check("dataset parameters", "ok", "honoured")
    return _check("dataset parameters", "fault", "not-honoured")
