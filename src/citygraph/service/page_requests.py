"""Where pages, pictures and what belongs to them are, as far as no graph is needed."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from citygraph.formats import ASSETS, MESSAGES, PAGES, of_file
from citygraph.frontend import find_parts
from citygraph.pages import assets
from citygraph.service.caching import has, tag, tagged, unchanged
from citygraph.service.dereferencing import relative
from citygraph.service.exchanges import Address, Errand, Reply
from citygraph.service.formats_offered import content_type
from citygraph.service.linked_data import VARY
from citygraph.service.negotiation import choose, choose_language
from citygraph.service.problems import problem
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from citygraph.frontend import Parts
    from citygraph.service.exchanges import About, Request

_MOST_PARAMETERS = 100
_NPM = "/assets/npm/"
_FOR_GOOD = ("cache-control", "public, max-age=31536000, immutable")
_PICTURE = re.compile(rf"([a-z-]+)\.({'|'.join(LANGUAGES)})\.(svg|png)")


def front(request: Request, _about: About) -> Reply:
    """Lead to the first page, in the language of the reader or of the path."""
    named = request.path.strip("/")
    language = named or choose_language(request.headers.get("accept-language"))
    where = ("location", relative(request.path, f"/{language}/index.html"))
    vary = () if named else (("vary", "Accept-Language"),)
    return Reply(HTTPStatus.SEE_OTHER, (where, *vary), b"")


def page(request: Request, about: About) -> Reply | Errand:
    """Show a page, unless the client has it.

    Raises:
        UnicodeError: a parameter is not UTF-8.
    """
    own = tag(about, "page", request.path, request.query)
    known = request.headers.get("if-none-match")
    if has(known, own):
        return unchanged(own)
    try:
        pairs = parse_qsl(
            request.query,
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeError:
        raise
    except ValueError:
        return problem(HTTPStatus.BAD_REQUEST, f"there are more than {_MOST_PARAMETERS} parameters")
    wanted = {"path": request.path, "parameters": dict(pairs), "tag": own, "known": known}
    return Errand("page", wanted)


def picture(request: Request, about: About) -> Reply | Errand:
    """Show a picture of a city, unless the client has it."""
    _, _, city, name = request.path.split("/", 3)
    found = _PICTURE.fullmatch(name)
    if found is None:
        return nothing(request, about)
    own = tag(about, "picture", request.path)
    known = request.headers.get("if-none-match")
    if has(known, own):
        return unchanged(own)
    kind, language, form = found.groups()
    wanted = {"city": city, "kind": kind, "language": language, "form": form}
    return Errand("picture", {**wanted, "tag": own, "known": known})


def asset(request: Request, about: About) -> Reply | Errand:
    """Give a file that pages need."""
    path, known = request.path, request.headers.get("if-none-match")
    body = assets().get(path)
    if body is not None:
        reply = Reply(HTTPStatus.OK, (_kind(path),), body)
        return tagged(reply, "", known)
    parts, name = _parts(), path.removeprefix(_NPM)
    if parts is None or not path.startswith(_NPM) or name not in parts.names:
        return nothing(request, about)
    return Reply(HTTPStatus.OK, (_kind(path), _FOR_GOOD), (parts.folder / name).read_bytes())


def nothing(request: Request, _about: About) -> Reply | Errand:
    """Tell that there is nothing: a page to a reader, a problem document to a program."""
    forms = (MESSAGES["problem"], PAGES["html"])
    if choose(request.headers.get("accept"), forms) != PAGES["html"]:
        return problem(HTTPStatus.NOT_FOUND, f"there is nothing at {request.path}", VARY)
    language = choose_language(request.headers.get("accept-language"))
    return Errand("nothing", {"path": request.path, "language": language})


def _kind(path: str) -> tuple[str, str]:
    return "content-type", content_type(of_file(path, ASSETS.values()))


@cache
def _parts() -> Parts | None:
    return find_parts()


_FRONTS = ("/", *(f"/{language}{end}" for language in LANGUAGES for end in ("", "/")))

ADDRESSES = (
    *(Address(path, front) for path in _FRONTS),
    *(Address(f"/{language}/{{rest:path}}", page) for language in LANGUAGES),
    Address("/pictures/{city}/{name}", picture),
    Address("/assets/{rest:path}", asset),
)
"""Where pages are, and what they need."""
NOWHERE = Address("/{rest:path}", nothing)
"""Everywhere else."""
