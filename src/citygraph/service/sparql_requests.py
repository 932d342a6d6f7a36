"""The query operation of the SPARQL 1.1 Protocol, section 2.1, as far as no graph is needed.

A query comes in the address, in a form or as a body. Updates (section 2.2) are refused, however
they come.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from citygraph.formats import GRAPHS, MESSAGES, PAGES
from citygraph.service.exchanges import Address, Errand, Reply
from citygraph.service.forms import read_form
from citygraph.service.negotiation import choose, choose_language
from citygraph.service.outside import outside
from citygraph.service.problems import problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.service.exchanges import About, Request

_MOST_PARAMETERS = 1000
_ACCEPTED = ", ".join(MESSAGES[name].media_type for name in ("query", "form"))
_READ_ONLY = "updates are refused: this server only reads"


class _WrongError(Exception):
    """A request that is not as it should be, with the answer to it."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class _Parameters(NamedTuple):
    """What was given by name, in order."""

    given: tuple[tuple[str, str], ...]

    def every(self, name: str) -> list[str]:
        return [value for key, value in self.given if key == name]


def query(request: Request, about: About) -> Reply | Errand:
    """Read a request for an answer, or for the description of the service.

    Raises:
        UnicodeError: something in it is not UTF-8.
    """
    del about
    try:
        parameters, direct = _read(request)
        queries = [*parameters.every("query"), *direct]
        if parameters.every("update"):
            return problem(HTTPStatus.FORBIDDEN, _READ_ONLY)
        if not queries and request.method == "GET" and not parameters.given:
            return _description(request)
        return _asked(request, parameters, queries)
    except _WrongError as wrong:
        return wrong.reply


def _asked(request: Request, parameters: _Parameters, queries: Sequence[str]) -> Errand | Reply:
    if len(queries) != 1:
        return problem(
            HTTPStatus.BAD_REQUEST,
            f"one query is answered at a time, and here are {len(queries)}; give  query=  once",
        )
    return Errand(
        "sparql",
        {
            "query": queries[0],
            "default": parameters.every("default-graph-uri"),
            "named": parameters.every("named-graph-uri"),
            "accept": request.headers.get("accept"),
            "format": next(iter(parameters.every("format")), None),
        },
    )


def _read(request: Request) -> tuple[_Parameters, list[str]]:
    """Give the parameters of a request, and the query that is its body, if it is one."""
    given = _form(request.query)
    if request.method == "GET":
        return _Parameters(given), []
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise _WrongError(_unsupported("the body is packed (Content-Encoding); send it as it is"))
    kind, charset = _content_type(request.headers.get("content-type", ""))
    if kind == MESSAGES["update"].media_type:
        raise _WrongError(problem(HTTPStatus.FORBIDDEN, _READ_ONLY))
    if kind not in (MESSAGES["query"].media_type, MESSAGES["form"].media_type):
        said = f"is {kind}" if kind else "is not said to be anything (Content-Type)"
        raise _WrongError(_unsupported(f"the body {said}; send {_ACCEPTED}"))
    if charset not in ("", "utf-8", "utf8"):
        raise _WrongError(_unsupported(f"the body is {charset}; send UTF-8"))
    text = request.body.decode().removeprefix("\ufeff")
    if kind == MESSAGES["query"].media_type:
        return _Parameters(given), [text]
    return _Parameters((*given, *_form(text))), []


def _form(text: str) -> tuple[tuple[str, str], ...]:
    try:
        return read_form(text, _MOST_PARAMETERS)
    except UnicodeError:
        raise
    except ValueError as error:
        raise _WrongError(problem(HTTPStatus.BAD_REQUEST, str(error))) from error


def _content_type(header: str) -> tuple[str, str]:
    """Give the media type and the charset that a header names, in small letters."""
    kind, *parameters = (part.strip().lower() for part in header.split(";"))
    named = dict(part.partition("=")[::2] for part in parameters)
    return kind, named.get("charset", "").strip('"')


def _unsupported(detail: str) -> Reply:
    return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail, ("accept-post", _ACCEPTED))


def _description(request: Request) -> Errand | Reply:
    """Describe the service, or show a browser the page on which queries are written."""
    accept = request.headers.get("accept")
    form = choose(accept, (*GRAPHS.values(), PAGES["html"]))
    if form == PAGES["html"]:
        lang = choose_language(request.headers.get("accept-language"))
        above = "../" if request.path.endswith("/") else ""
        where = ("location", f"{above}{lang}/sparql.html")
        return Reply(HTTPStatus.SEE_OTHER, (where, ("vary", "Accept, Accept-Language")), b"")
    return Errand("description", {"accept": accept, "endpoint": outside(request)})


ADDRESSES = tuple(Address(path, query, ("GET", "POST")) for path in ("/sparql", "/sparql/"))
"""Where queries are answered."""
