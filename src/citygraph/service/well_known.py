"""What describes the whole: VoID at its well-known address, and the data as files to take away."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from citygraph.exports.documents import DOCUMENTS
from citygraph.exports.dumps import DUMPS
from citygraph.service.caching import has, tag, unchanged
from citygraph.service.dereferencing import asked, relative
from citygraph.service.exchanges import Address, Errand, Reply
from citygraph.service.linked_data import VARY, document, not_acceptable
from citygraph.service.negotiation import choose
from citygraph.service.problems import problem

if TYPE_CHECKING:
    from citygraph.service.exchanges import About, Request

_FORMS = tuple(DOCUMENTS.values())


def description(request: Request, about: About) -> Reply | Errand:
    """Lead to the description of the data (VoID, section 7.2), or give it."""
    local, form = asked(request.path)
    if form:
        return document(request, about, local, form)
    chosen = choose(request.headers.get("accept"), _FORMS)
    if chosen is None:
        return not_acceptable(_FORMS)
    where = relative(request.path, f"/void{chosen.suffixes[0]}")
    return Reply(HTTPStatus.SEE_OTHER, (("location", where), VARY), b"")


def dump(request: Request, about: About) -> Reply | Errand:
    """Give a file with all data, unless the client has it."""
    name = request.path.rpartition("/")[2]
    if name not in DUMPS:
        return problem(
            HTTPStatus.NOT_FOUND, f"there is no file {name!a} here; there is {', '.join(DUMPS)}"
        )
    own, known = tag(about, "dump", name), request.headers.get("if-none-match")
    if has(known, own):
        return unchanged(own)
    return Errand("dump", {"name": name, "tag": own, "known": known})


def download(request: Request, _about: About) -> Reply:
    """Lead from the address of a file in the description of the data to the file."""
    name = request.path.rpartition("/")[2]
    where = relative(request.path, f"/dumps/{name}")
    return Reply(HTTPStatus.SEE_OTHER, (("location", where),), b"")


ADDRESSES = (
    *(Address(path, description) for path in ("/.well-known/void", "/void", "/dataset")),
    *(Address(f"/void{form.suffixes[0]}", description) for form in _FORMS),
    Address("/dumps/{name}", dump),
    *(Address(f"/download/{name}", download) for name in DUMPS),
)
"""Where the whole is described and taken away."""
