"""What is not there, told in the form that was asked for: a page, a document of RDF, or a problem.

A program that reads the body without a look at the status must not take it for facts, so the
document of RDF says nothing but that it has nothing to say, and says it of itself.
"""

from __future__ import annotations

from html import escape
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.exports import FILES, Selection
from citygraph.exports.documents import DOCUMENTS
from citygraph.formats import PAGES
from citygraph.service.dereferencing import relative
from citygraph.service.exchanges import Reply
from citygraph.service.formats_offered import content_type
from citygraph.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.exports import Exportable
    from citygraph.formats import Format
    from citygraph.service.exchanges import Headers

_WORDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "en": ("Not found", "Nothing is known here by this name:", "To the first page"),
        "ja": ("見つかりません", "この名前で知られているものはありません:", "最初のページへ"),
        "ko": ("찾을 수 없음", "이 이름으로 알려진 것이 없습니다:", "첫 페이지로"),
    }
)
"""A title, a sentence before a name, and the words of a link."""

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – citygraph</title>
<link rel="stylesheet" href="{style}">
</head>
<body>
<main>
<h1>{title}</h1>
<p>{sentence} <code>{name}</code></p>
<p><a href="{home}">{link}</a></p>
</main>
</body>
</html>
"""


def missing_page(name: str, language: str, path: str, *headers: tuple[str, str]) -> Reply:
    """Tell a person that there is nothing by a name.

    Args:
        name: what was asked for.
        language: of the page.
        path: where it was asked for, from which links are relative.
        headers: further headers of the answer.
    """
    title, sentence, link = _WORDS[language]
    page = _PAGE.format(
        language=language,
        title=title,
        sentence=sentence,
        name=escape(name),
        home=escape(relative(path, f"/{language}/index.html")),
        style=escape(relative(path, "/assets/style.css")),
        link=link,
    )
    return _reply(
        PAGES["html"], page.encode(errors="replace"), ("content-language", language), *headers
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
            ox.Literal(f"{words[1]} {iri}", language=language),
        )
        for language, words in _WORDS.items()
    )
    written = FILES[form.name](Selection(store, {"document": (iri,)}, says))
    return _reply(DOCUMENTS[form.name], b"".join(written), *headers)


def _reply(form: Format, body: bytes, *headers: tuple[str, str]) -> Reply:
    own: Headers = (("content-type", content_type(form)), ("cache-control", "no-store"))
    return Reply(HTTPStatus.NOT_FOUND, own + headers, body)
