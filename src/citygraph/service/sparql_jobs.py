"""Answering a query: checked as on the command line, evaluated, and written in the format asked."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.endpoint import Dataset
from citygraph.errors import InputError, RefusedQueryError
from citygraph.graph import CityGraph
from citygraph.questions import guard
from citygraph.questions.binding import declare_prefixes
from citygraph.questions.datasets import check_dataset, named_dataset
from citygraph.questions.outline import outline
from citygraph.service.description import describe
from citygraph.service.exchanges import Reply
from citygraph.service.formats_offered import content_type, offered, wanted
from citygraph.service.problems import problem
from citygraph.service.sparql_answers import Asked, answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.formats import Format
    from citygraph.service.jobs import Job
    from citygraph.service.workshop import Workshop

BASE = "https://w3id.org/citygraph/"
"""What relative IRIs are relative to where a query has no BASE: `<id/tokyo/tokyo>` is Tokyo.

Each service defines this itself (RFC 3986, section 5.1.4).
"""

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_REMEMBERED = 256
_ALONE = "this server asks no other; ask the other endpoint yourself, or leave SERVICE out"
_LONGEST_REMEMBERED = 8 * 1024


def jobs(workshop: Workshop) -> Mapping[str, Job]:
    """Offer the jobs of the endpoint."""
    return {"sparql": Endpoint(workshop).ask, "description": partial(describe, workshop)}


class Checked(NamedTuple):
    """A query that may run.

    Attributes:
        text: the query, its prefixes declared.
        form: SELECT, ASK, CONSTRUCT, DESCRIBE, or another word.
        own_dataset: it names its dataset itself with FROM.
    """

    text: str
    form: str
    own_dataset: bool


class Endpoint:
    """Answers queries, and remembers which texts it has checked: the same ones come again.

    Args:
        workshop: the graph, and what an answer may use.
    """

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._remembered = lru_cache(_REMEMBERED)(self._checked)
        self._chosen = lru_cache(_REMEMBERED)(wanted)

    def ask(self, arguments: Mapping[str, Any]) -> Reply:
        """Answer a query.

        Args:
            arguments: `query`, the text; `default` and `named`, the graphs that the request names;
                `accept`, the header; `format`, the parameter.

        Raises:
            RefusedQueryError: SERVICE, or nested too deep.
            InputError: the query does not parse, or names graphs that are not there.
            UnfitAnswerError: no format that is asked for fits, or the answer is too large.
        """
        text: str = arguments["query"]
        known = self._remembered if len(text) <= _LONGEST_REMEMBERED else self._checked
        try:
            checked = known(text)
        except RefusedQueryError as error:
            if outline(text).form in _FORMS:
                raise
            return problem(400, str(error))  # an update is no query (section 2.1.6)
        form = self._form(checked.form, arguments["accept"] or "*/*", arguments["format"])
        try:
            dataset = self._dataset(checked, arguments["default"], arguments["named"])
            body = answer(self._workshop, Asked(checked.text, BASE, dataset), form)
        except SyntaxError as error:
            from citygraph.questions.syntax import explain

            raise explain(text, self._workshop.store.prefixes, str(error)) from error
        return Reply(200, (("content-type", content_type(form)), ("vary", "Accept")), body)

    def _form(self, form: str, accept: str, name: str | None) -> Format:
        if form not in _FORMS:
            return offered(form)[0]  # it does not parse, which is the answer in any format
        choose = self._chosen if len(accept) <= _LONGEST_REMEMBERED else wanted
        return choose(offered(form), accept, name)

    def _checked(self, text: str) -> Checked:
        """Check a query and complete it.

        Raises:
            RefusedQueryError: an update, SERVICE, or nested too deep.
        """
        guard.check(text, advice=_ALONE)
        found = outline(text)
        complete = declare_prefixes(text, self._workshop.store.prefixes, found)
        return Checked(complete, found.form, bool(found.dataset))

    def _dataset(
        self, checked: Checked, default: Sequence[str], named: Sequence[str]
    ) -> Dataset | None:
        """Decide which graphs are asked: those of the request, those of the query, or all.

        What the request names takes the place of what the query says (section 2.1.4).
        """
        graphs = self._workshop.about.graphs
        for iri in (*default, *named):
            if iri not in graphs:
                known = ", ".join(f"<{each}>" for each in graphs)
                raise InputError(
                    f"the request names the graph <{iri}>, which is not here, and nothing is "
                    f"fetched; these are: {known}"
                )
        if default or named:
            return Dataset(tuple(default), tuple(named))
        if checked.own_dataset:
            own = named_dataset(checked.text, BASE) or ((), ())
            check_dataset(own, self._workshop.store)
            return Dataset(*own) if isinstance(self._workshop.store, CityGraph) else None
        return Dataset(graphs, graphs)
