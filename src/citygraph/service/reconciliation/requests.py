"""The addresses of the reconciliation service, and what is read of a request without the graph.

The service is at `/reconcile`, in the language that a client prefers, and at `/ja/reconcile` and
the like in one language, for clients that cannot say what they prefer, as OpenRefine.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from citygraph.formats import MESSAGES
from citygraph.service.exchanges import Address, Errand
from citygraph.service.faults import UnfitAnswerError, told
from citygraph.service.negotiation import choose_language
from citygraph.service.outside import outside
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.service.exchanges import About, Reply, Request

_FORM = MESSAGES["form"].media_type
_MOST_PARAMETERS = 50
_QUESTIONS = ("queries", "extend")


def endpoint(request: Request, _about: About) -> Reply | Errand:
    """Give the manifest, or answer a batch of queries or a data extension query."""
    try:
        given = _parameters(request)
        asked = [name for name in _QUESTIONS if name in given]
        if not given and request.method == "GET":
            return _errand("manifest", request, address=outside(request))
        if len(asked) != 1:
            raise _wrong("give  queries=  or  extend=, one of them and once")
    except UnfitAnswerError as error:
        return told(error)
    return _errand(asked[0], request, text=given[asked[0]])


def suggest(request: Request, _about: About) -> Reply | Errand:
    """Complete what was typed."""
    try:
        given = _parameters(request)
        if not given.get("prefix", "").strip():
            raise _wrong("give what was typed as  prefix=")
        cursor = _number(given, "cursor", 0)
    except UnfitAnswerError as error:
        return told(error)
    kind = request.path.rpartition("/")[2]
    return _errand("suggest", request, kind=kind, prefix=given["prefix"], cursor=cursor or 0)


def properties(request: Request, _about: About) -> Reply | Errand:
    """Propose properties for a type."""
    try:
        given = _parameters(request)
        if not given.get("type", "").strip():
            raise _wrong("give the identifier of a type as  type=")
        limit = _number(given, "limit", 1)
    except UnfitAnswerError as error:
        return told(error)
    return _errand("properties", request, type=given["type"], limit=limit)


def one(request: Request, _about: About) -> Reply | Errand:
    """Show one thing: as a preview, as a small view, or by leading to its page."""
    try:
        given = _parameters(request)
        if not given.get("id", "").strip():
            raise _wrong("give an identifier as  id=")
    except UnfitAnswerError as error:
        return told(error)
    action, _, kind = request.path.partition("reconcile/")[2].partition("/")
    return _errand(action, request, id=given["id"], kind=kind, path=request.path)


def _errand(name: str, request: Request, **arguments: object) -> Errand:
    first = request.path.split("/")[1]
    language = (
        first if first in LANGUAGES else choose_language(request.headers.get("accept-language"))
    )
    return Errand(f"reconcile-{name}", {"language": language, **arguments})


def _parameters(request: Request) -> Mapping[str, str]:
    """Read what was given by name, in the address or in a form.

    Raises:
        UnfitAnswerError: something was given twice, JSONP is wanted, or the body is no form.
        UnicodeError: something is not UTF-8.
    """
    pairs = _form(request.query)
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != _FORM:
            raise UnfitAnswerError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send a form: {_FORM}")
        pairs += _form(request.body.decode())
    given = dict(pairs)
    if len(given) != len(pairs):
        raise _wrong("a parameter was given twice")
    if "callback" in given:
        raise _wrong("there is no JSONP here; every page may read the answers (CORS)")
    return given


def _form(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeError:
        raise
    except ValueError as error:
        raise _wrong(f"there are more than {_MOST_PARAMETERS} parameters") from error


def _number(given: Mapping[str, str], name: str, least: int) -> int | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) < least:
        raise _wrong(f"{name}: expected a whole number from {least} on")
    return int(text)


def _wrong(detail: str) -> UnfitAnswerError:
    return UnfitAnswerError(HTTPStatus.BAD_REQUEST, detail)


_PLACES: tuple[tuple[str, Callable[[Request, About], Reply | Errand]], ...] = (
    *((f"suggest/{kind}", suggest) for kind in ("entity", "type", "property")),
    *((f"flyout/{kind}", one) for kind in ("entity", "type", "property")),
    ("properties", properties),
    ("preview", one),
    ("view", one),
)
_STARTS = ("/reconcile", *(f"/{language}/reconcile" for language in LANGUAGES))

ADDRESSES = (
    *(Address(start + end, endpoint, ("GET", "POST")) for start in _STARTS for end in ("", "/")),
    *(Address(f"{start}/{place}", answer) for start in _STARTS for place, answer in _PLACES),
)
"""Where the service is."""
