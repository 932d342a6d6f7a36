"""The jobs behind linked data: finding where an IRI leads, and writing data documents."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from citygraph.errors import InputError
from citygraph.exports.documents import (
    DOCUMENTS,
    dataset_document,
    graph_document,
    thing_document,
)
from citygraph.exports.dumps import DUMPS, dump
from citygraph.formats import PAGES
from citygraph.pages import Pages
from citygraph.service.caching import CACHED, tagged
from citygraph.service.dereferencing import BASE, OFFERED, iris, relative, uri
from citygraph.service.exchanges import Reply
from citygraph.service.faults import UnfitAnswerError
from citygraph.service.formats_offered import content_type
from citygraph.service.linked_data import VARY
from citygraph.service.missing import missing_document, missing_page
from citygraph.service.ranges import IN_PARTS
from citygraph.vocabulary import GRAPHS, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.exports import Exportable
    from citygraph.exports.documents import Document
    from citygraph.formats import Format
    from citygraph.service.exchanges import Headers
    from citygraph.service.jobs import Job
    from citygraph.service.workshop import Workshop

_HTML = PAGES["html"]
_TERMS, _DATASET = "ns", "void"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'self'"
)


def jobs(workshop: Workshop) -> Mapping[str, Job]:
    """Offer the jobs of linked data."""
    own = _Documents(workshop)
    return {
        "see-other": own.see_other,
        "document": own.document,
        "terms": own.terms,
        "dump": own.dump,
    }


class _Documents:
    """What is known of things, as documents and as ways to them."""

    def __init__(self, workshop: Workshop) -> None:
        self._store = cast("Exportable", workshop.store)
        self._pages = Pages(workshop.store, workshop.home)
        self._size = workshop.limits.size

    def see_other(self, wanted: Mapping[str, Any]) -> Reply:
        """Lead to the page of a thing, or to its data."""
        path, language, form = wanted["path"], wanted["language"], _form(wanted["form"])
        candidates = iris(wanted["local"])
        for iri in candidates:
            page = self._pages.address(iri, language)
            data = f"/{quote(iri.removeprefix(BASE))}"
            if page is None and iri not in self._store.unquestioned:
                continue
            target = page if form == _HTML else data + form.suffixes[0]
            if target is None:
                continue
            links = [
                _link(relative(path, data + each.suffixes[0]), "alternate describedby", each)
                for each in DOCUMENTS.values()
            ]
            if page:
                links.append(_link(relative(path, page), "alternate", _HTML))
            headers = (
                ("location", relative(path, target)),
                ("link", ", ".join([*links, f'<{uri(iri)}>; rel="canonical"'])),
                VARY,
                CACHED,
            )
            return Reply(HTTPStatus.SEE_OTHER, headers, b"")
        return self._missing(wanted["local"], form, path, language, VARY)

    def document(self, wanted: Mapping[str, Any]) -> Reply:
        """Give a data document."""
        path, local, form = wanted["path"], wanted["local"], _form(wanted["form"])
        for iri in (BASE + local,) if local in (_TERMS, _DATASET) else iris(local):
            found = self._about(iri, form.name)
            if found:
                body = self._whole(found.pieces)
                reply = Reply(HTTPStatus.OK, tuple(_headers(iri, form, found, wanted)), body)
                return tagged(reply, wanted["tag"], wanted["known"])
        return self._missing(local, form, path, "", *((VARY,) if wanted["negotiated"] else ()))

    def terms(self, wanted: Mapping[str, Any]) -> Reply:
        """Give the page on the ontology's terms, at the address that their IRIs have.

        Its links are relative to its own address, so it says which that is.
        """
        language = wanted["language"]
        place = f"{language}/{_TERMS}.html"
        html = self._pages.render(f"/{place}").html
        html = html.replace("<head>", f'<head>\n<base href="{place}">', 1)
        headers = (
            ("content-type", content_type(_HTML)),
            ("content-language", language),
            ("content-location", place),
            ("content-security-policy", _POLICY),
            VARY,
        )
        reply = Reply(HTTPStatus.OK, headers, html.encode())
        return tagged(reply, wanted["tag"], wanted["known"])

    def dump(self, wanted: Mapping[str, Any]) -> Reply:
        """Give all data as one file."""
        name = wanted["name"]
        headers = (
            ("content-type", content_type(DUMPS[name])),
            ("content-disposition", f'attachment; filename="{name}"'),
            IN_PARTS,
        )
        body = self._whole(dump(self._store, name))
        return tagged(Reply(HTTPStatus.OK, headers, body), wanted["tag"], wanted["known"])

    def _about(self, iri: str, form: str) -> Document | None:
        if iri == BASE + _DATASET:
            return dataset_document(self._store, form)
        if iri == BASE + _TERMS:
            return graph_document(self._store, graph_iri(self._store.home.ontology[0].stem), form)
        if iri.startswith(GRAPHS) and (graph := graph_document(self._store, iri, form)):
            return graph
        return thing_document(self._store, iri, form)

    def _whole(self, pieces: Iterable[bytes]) -> bytes:
        """Put a document together, if its syntax can carry it and it is not larger than it may be.

        Raises:
            UnfitAnswerError: it cannot, or is larger.
        """
        kept, size = [], 0
        try:
            for piece in pieces:
                kept.append(piece)
                size += len(piece)
                if size > self._size:
                    break
        except InputError as error:
            raise UnfitAnswerError(HTTPStatus.NOT_ACCEPTABLE, str(error)) from error
        if size > self._size:
            raise UnfitAnswerError(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                f"the document has more than {self._size:,} bytes, the most that is given at once; "
                "ask /sparql for a part of it",
            )
        return b"".join(kept)

    def _missing(
        self, local: str, form: Format, path: str, language: str, *headers: tuple[str, str]
    ) -> Reply:
        if form == _HTML:
            return missing_page(self._pages, BASE + local, language, path, *headers)
        return missing_document(self._store, uri(BASE + local), form, *headers)


def _form(name: str) -> Format:
    return next(each for each in OFFERED if each.name == name)


def _headers(iri: str, form: Format, found: Document, wanted: Mapping[str, Any]) -> Headers:
    """Tell of a document what it is, of what, under which licence, and what others there are."""
    start = quote(iri.removeprefix(BASE).rpartition("/")[2])
    links = [
        _link(start + each.suffixes[0], "alternate", each)
        for each in DOCUMENTS.values()
        if each != form
    ]
    links += [
        f'<{uri(iri)}>; rel="describes"',
        f'<{uri(iri + form.suffixes[0])}>; rel="canonical"',
        *(f'<{each}>; rel="license"' for each in found.licences),
    ]
    own = (("content-type", content_type(form)), ("link", ", ".join(links)))
    if not wanted["negotiated"]:
        return own
    return (*own, ("content-location", start + form.suffixes[0]), VARY)


def _link(target: str, relation: str, form: Format) -> str:
    return f'<{target}>; rel="{relation}"; type="{form.media_type}"'
