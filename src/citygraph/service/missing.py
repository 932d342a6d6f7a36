"""What is not there, told in the form that was asked for: a page, a document of RDF, or a problem.

A program that reads the body without a look at the status must not take it for facts, so the
document of RDF says nothing but that it has nothing to say, and says it of itself.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from citygraph.exports import FILES, Selection
from citygraph.exports.documents import DOCUMENTS
from citygraph.formats import PAGES
from citygraph.pages.words import say
from citygraph.service.exchanges import Reply
from citygraph.service.formats_offered import content_type
from citygraph.vocabulary import LANGUAGES, expand

if TYPE_CHECKING:
    from citygraph.exports import Exportable
    from citygraph.formats import Format
    from citygraph.pages import Pages
    from citygraph.service.exchanges import Headers


def missing_page(
    pages: Pages, name: str, language: str, path: str, *headers: tuple[str, str]
) -> Reply:
    """Tell a person that there is nothing by a name.

    Args:
        pages: what makes the page.
        name: what was asked for.
        language: of the page.
        path: where it was asked for, from which links are relative.
        headers: further headers of the answer.
    """
    html = pages.missing(name, path, language).html
    return _reply(
        PAGES["html"], html.encode(errors="replace"), ("content-language", language), *headers
    )


def missing_document(store: Exportable, iri: str, form: Format, *headers: tuple[str, str]) -> Reply:
    """Tell a program that there is nothing by an IRI.

    Args:
        store: where it was looked for.
        iri: what was looked for.
        form: one of `DOCUMENTS`.
        headers: further headers of the answer.
    """
    import pyoxigraph as ox

    itself = ox.NamedNode(iri + form.suffixes[0])
    says = tuple(
        ox.Triple(
            itself,
            ox.NamedNode(expand("rdfs:comment")),
            ox.Literal(f"{say('missing.sentence', language)} {iri}", language=language),
        )
        for language in LANGUAGES
    )
    written = FILES[form.name](Selection(store, {"document": (iri,)}, says))
    return _reply(DOCUMENTS[form.name], b"".join(written), *headers)


def _reply(form: Format, body: bytes, *headers: tuple[str, str]) -> Reply:
    own: Headers = (("content-type", content_type(form)), ("cache-control", "no-store"))
    return Reply(HTTPStatus.NOT_FOUND, own + headers, body)
