"""The jobs that make pages and pictures."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from citygraph.errors import NothingToDrawError, UnknownNameError
from citygraph.formats import PAGES, PICTURES
from citygraph.frontend import find_parts
from citygraph.pages import Offers, Pages, UnfitParametersError
from citygraph.pictures import draw, find_city, kinds
from citygraph.service.caching import tagged
from citygraph.service.exchanges import Reply
from citygraph.service.formats_offered import content_type
from citygraph.service.linked_data import VARY
from citygraph.service.missing import missing_page
from citygraph.service.problems import problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.pages import Page
    from citygraph.service.jobs import Job
    from citygraph.service.workshop import Workshop

_HTML = PAGES["html"]


def jobs(workshop: Workshop) -> Mapping[str, Job]:
    """Offer the jobs of pages and pictures."""
    parts = find_parts() is not None
    pages = Pages(workshop.store, workshop.home, Offers(live=True, editor=parts, engine=parts))

    def page(wanted: Mapping[str, Any]) -> Reply:
        path = wanted["path"]
        try:
            found = pages.render(path, wanted["parameters"])
        except UnfitParametersError as error:
            return _shown(HTTPStatus.BAD_REQUEST, error.page)
        except UnknownNameError:
            return missing_page(pages, path, path.split("/")[1], path)
        return tagged(_shown(HTTPStatus.OK, found), wanted["tag"], wanted["known"])

    def picture(wanted: Mapping[str, Any]) -> Reply:
        kind, form = wanted["kind"], PICTURES[wanted["form"]]
        if kind not in kinds():
            return problem(
                HTTPStatus.NOT_FOUND, f"{kind} is no picture; there is {', '.join(kinds())}"
            )
        try:
            found = draw(
                workshop.store, kind, find_city(workshop.store, wanted["city"]), wanted["language"]
            )
        except (NothingToDrawError, UnknownNameError) as error:
            return problem(HTTPStatus.NOT_FOUND, str(error))
        body = found.svg.encode() if form == PICTURES["svg"] else found.png()
        headers = (("content-type", content_type(form)), ("content-language", wanted["language"]))
        return tagged(Reply(HTTPStatus.OK, headers, body), wanted["tag"], wanted["known"])

    def nothing(wanted: Mapping[str, Any]) -> Reply:
        return missing_page(pages, wanted["path"], wanted["language"], wanted["path"], VARY)

    return {"page": page, "picture": picture, "nothing": nothing}


def _shown(status: HTTPStatus, page: Page) -> Reply:
    headers = (("content-type", content_type(_HTML)), ("content-language", page.language))
    return Reply(status, headers, page.html.encode(errors="replace"))
