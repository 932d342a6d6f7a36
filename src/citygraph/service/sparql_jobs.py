"""Answering a query: checked as on the command line, evaluated, and written in the format asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from citygraph.errors import InputError, RefusedQueryError
from citygraph.questions import guard
from citygraph.questions.asking import check_dataset
from citygraph.questions.binding import declare_prefixes
from citygraph.questions.outline import outline
from citygraph.service.description import describe
from citygraph.service.exchanges import Reply
from citygraph.service.formats_offered import content_type, offered, wanted
from citygraph.service.problems import problem
from citygraph.service.sparql_answers import Asked, answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.service.jobs import Job
    from citygraph.service.workshop import Workshop

BASE = "https://w3id.org/citygraph/"
"""What relative IRIs are relative to where a query has no BASE: `<id/tokyo/tokyo>` is Tokyo.

Each service defines this itself (RFC 3986, section 5.1.4).
"""

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def jobs(workshop: Workshop) -> Mapping[str, Job]:
    """Offer the jobs of the endpoint."""

    def sparql(arguments: Mapping[str, Any]) -> Reply:
        return ask(workshop, arguments)

    def description(arguments: Mapping[str, Any]) -> Reply:
        return describe(workshop, arguments)

    return {"sparql": sparql, "description": description}


def ask(workshop: Workshop, arguments: Mapping[str, Any]) -> Reply:
    """Answer a query.

    Args:
        workshop: the graph, and what an answer may use.
        arguments: `query`, the text; `default` and `named`, the graphs that the request names;
            `accept`, the header; `format`, the parameter.

    Raises:
        RefusedQueryError: SERVICE, or too deep.
        InputError: the query does not parse, or names graphs that are not there.
        UnfitAnswerError: no format that is asked for fits, or the answer is too large.
    """
    text: str = arguments["query"]
    store = workshop.store
    found = outline(text)
    try:
        guard.check(text)
    except RefusedQueryError as error:
        if found.form in _FORMS:
            raise
        return problem(400, str(error))
    forms = offered(found.form)
    form = wanted(forms, arguments["accept"], arguments["format"])
    default, named = _dataset(workshop, text, arguments["default"], arguments["named"])
    asked = Asked(declare_prefixes(text, store.prefixes), BASE, default, named)
    try:
        body = answer(workshop, asked, form)
    except SyntaxError as error:
        from citygraph.questions.syntax import explain

        raise explain(text, store.prefixes, str(error)) from error
    return Reply(200, (("content-type", content_type(form)), ("vary", "Accept")), body)


def _dataset(
    workshop: Workshop, text: str, default: Sequence[str], named: Sequence[str]
) -> tuple[Sequence[str] | None, Sequence[str]]:
    """Decide which graphs are asked: those of the request, those of the query, or all.

    What the request names takes the place of what the query says (section 2.1.4).
    """
    store = workshop.store
    for iri in (*default, *named):
        if iri not in store.graphs:
            known = ", ".join(f"<{each}>" for each in store.graphs)
            raise InputError(
                f"the request names the graph <{iri}>, which is not here, and nothing is fetched; "
                f"these are: {known}"
            )
    if default or named:
        return default, named
    if outline(text).dataset:
        check_dataset(text, store)
        return None, ()
    return tuple(store.graphs), tuple(store.graphs)
