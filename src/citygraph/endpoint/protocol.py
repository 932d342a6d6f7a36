"""SPARQL 1.1 Protocol: the request is written by SPARQLWrapper, and sent by us.

`SPARQLWrapper.query` writes a request, and then opens its address with neither a deadline for the
whole nor a cap on the body. Only what it writes is taken here, and the form of the query, which it
guesses by a regular expression, is told to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from SPARQLWrapper import GET, JSON, N3, POST, SPARQLWrapper

from citygraph.endpoint.exchange import Request

if TYPE_CHECKING:
    from urllib.request import Request as Written

    from citygraph.endpoint.dataset import Dataset

_LONGEST_GET = 2000
"""The characters of the longest address that is sent by GET; some servers take no more."""
ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"


def query_request(url: str, text: str, form: str, dataset: Dataset) -> Request:
    """Write the request that asks a query.

    It goes by GET if the address stays short and has no parameters of its own, else as a form: a
    body of type `application/sparql-query` makes some servers wait for ever.

    Args:
        url: the endpoint.
        text: the query.
        form: SELECT, ASK, CONSTRUCT or DESCRIBE, from a parser.
        dataset: what is asked; empty if the query names it.

    >>> from citygraph.endpoint.dataset import Dataset
    >>> query_request("http://localhost/sparql", "ASK {}", "ASK", Dataset()).url
    'http://localhost/sparql?query=ASK+%7B%7D'
    """
    wrapper = _Writing(url, form)
    for name, graphs in zip(("default-graph-uri", "named-graph-uri"), dataset, strict=True):
        for iri in graphs:
            wrapper.addParameter(name, iri)
    wrapper.setMethod(GET)
    written = wrapper.written(text)
    if "?" in url or len(written.full_url) > _LONGEST_GET:
        wrapper.setMethod(POST)
        written = wrapper.written(text)
    return _as_request(written, TRIPLES if form in ("CONSTRUCT", "DESCRIBE") else ROWS)


def update_request(url: str, text: str) -> Request:
    """Write the request that sends an update, as a form.

    Args:
        url: the endpoint for updates.
        text: the update.

    >>> update_request("http://localhost/update", "CLEAR ALL").content
    b'update=CLEAR+ALL'
    """
    wrapper = _Writing(url, "INSERT")  # which one it is makes no difference to the request
    wrapper.setMethod(POST)
    return _as_request(wrapper.written(text), "*/*")


class _Writing(SPARQLWrapper):
    """Writes one request, and asks nobody."""

    def __init__(self, url: str, form: str) -> None:
        self._form = form
        super().__init__(url)
        self.setOnlyConneg(True)
        self.setReturnFormat(N3 if form in ("CONSTRUCT", "DESCRIBE") else JSON)

    def _parseQueryType(self, query: str) -> str:  # noqa: ARG002, N802 - the name is SPARQLWrapper's
        return self._form

    def written(self, text: str) -> Written:
        """Write the request for a text."""
        self.setQuery(text)
        return self._createRequest()


def _as_request(written: Written, accept: str) -> Request:
    headers, body = {"Accept": accept}, written.data
    if not isinstance(body, bytes):
        return Request("GET", written.full_url, headers)
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    return Request("POST", written.full_url, headers, body)
