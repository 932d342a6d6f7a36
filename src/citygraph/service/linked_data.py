"""Where IRIs of ours lead, once a redirection has brought a client here.

A thing is no document, so its IRI answers 303 to a document about it: the page or the data, as the
client prefers (Cool URIs for the Semantic Web, section 4.2). What stands before `#` in the terms
of the ontology is a document itself, and answers 200 (section 4.1).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from citygraph.exports.documents import DOCUMENTS
from citygraph.formats import PAGES
from citygraph.service.caching import has, tag, unchanged
from citygraph.service.dereferencing import OFFERED, asked, relative
from citygraph.service.exchanges import Address, Errand, Reply
from citygraph.service.negotiation import choose, choose_language
from citygraph.service.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.formats import Format
    from citygraph.service.exchanges import About, Request

VARY = ("vary", "Accept, Accept-Language")
_HTML = PAGES["html"]


def thing(request: Request, about: About) -> Reply | Errand:
    """Lead from the IRI of a thing to its page or its data, or give the data."""
    local, form = asked(request.path)
    if form and form != _HTML:
        return document(request, about, local, form)
    chosen = form or preferred(request)
    if chosen is None:
        return not_acceptable()
    wanted = {
        "path": request.path,
        "local": local,
        "form": chosen.name,
        "language": choose_language(request.headers.get("accept-language")),
    }
    return Errand("see-other", wanted)


def terms(request: Request, about: About) -> Reply | Errand:
    """Give the ontology: its page with a place for each term, or its data."""
    local, form = asked(request.path)
    language = choose_language(request.headers.get("accept-language"))
    if form == _HTML:
        page = ("location", relative(request.path, f"/{language}/{local}.html"))
        return Reply(HTTPStatus.SEE_OTHER, (page, VARY), b"")
    if form:
        return document(request, about, local, form)
    chosen = preferred(request)
    if chosen is None:
        return not_acceptable()
    if chosen != _HTML:
        return document(request, about, local, chosen, negotiated=True)
    own = tag(about, "terms", language)
    known = request.headers.get("if-none-match")
    if has(known, own):
        return unchanged(own, VARY, ("content-location", f"{language}/{local}.html"))
    return Errand("terms", {"language": language, "tag": own, "known": known})


def document(
    request: Request, about: About, local: str, form: Format, *, negotiated: bool = False
) -> Reply | Errand:
    """Give a data document, unless the client has it.

    Args:
        request: what was asked.
        about: what is served.
        local: the local path of what the document is about.
        form: one of `DOCUMENTS`.
        negotiated: whether the path is that of several documents.
    """
    own = tag(about, local, form.name)
    known = request.headers.get("if-none-match")
    if has(known, own):
        place = ("content-location", f"{local}{form.suffixes[0]}")
        return unchanged(own, *((VARY, place) if negotiated else ()))
    return Errand(
        "document",
        {
            "path": request.path,
            "local": local,
            "form": form.name,
            "tag": own,
            "known": known,
            "negotiated": negotiated,
        },
    )


def preferred(request: Request) -> Format | None:
    """Choose what a client prefers; `None` if it accepts nothing that there is."""
    return choose(request.headers.get("accept"), OFFERED)


def not_acceptable(forms: Iterable[Format] = OFFERED) -> Reply:
    """Say what there is to accept (RFC 9110, section 15.5.7)."""
    there = ", ".join(form.media_type for form in forms)
    return problem(
        HTTPStatus.NOT_ACCEPTABLE, f"this can be had as {there}; ask for one of these", VARY
    )


ADDRESSES = (
    *(Address(f"/{place}/{{rest:path}}", thing) for place in ("id", "voc", "graph")),
    Address("/ns", terms),
    *(Address(f"/ns{form.suffixes[0]}", terms) for form in (_HTML, *DOCUMENTS.values())),
)
"""Where things, concepts, graphs and terms are dereferenced."""
