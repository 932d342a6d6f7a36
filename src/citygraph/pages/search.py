"""The search: things by their names and definitions, in any language."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, NamedTuple, cast

from citygraph.pages.addresses import Links, local_path, page_path
from citygraph.pages.model import Content
from citygraph.pages.values import Shown, cut, linked
from citygraph.pages.words import say, section
from citygraph.things import find
from citygraph.things.labels import rows
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Literal, NamedNode

    from citygraph.graph import Store
    from citygraph.pages.model import Ground, Request
    from citygraph.things import Match

SCRIPT = "/assets/search.js"
INDEX = "search-index.json"
"""The name of the file of all names in a language's folder, for the search without a server."""
MOST_SHOWN = 100
"""How many things are listed; of more, the number is told."""
_SKOS, _RDFS = PREFIXES["skos"], PREFIXES["rdfs"]
_WAYS: Mapping[str, str] = {_SKOS + "altLabel": "also", _SKOS + "definition": "definition"}
_WORDS = f"""
SELECT ?thing ?property ?text WHERE {{
  VALUES ?property {{ <{_SKOS}prefLabel> <{_RDFS}label> <{_SKOS}altLabel> <{_SKOS}definition> }}
  ?thing ?property ?text .
}}"""


class Hit(NamedTuple):
    """One thing that was found.

    Attributes:
        name: what it is called, leading to it.
        way: where the text was found, if not in its name: a name in `[search]`.
        text: that text.
    """

    name: Shown
    way: str
    text: Shown


class SearchPage:
    """The search in each language: a server fills in what is found, else a script does."""

    menu: tuple[tuple[str, str], ...] = (("search", "search"),)

    def covers(self, local: str) -> bool:
        """Say whether it is the search."""
        return local == "search"

    def paths(self, ground: Ground) -> Iterable[str]:  # noqa: ARG002 - there always is one
        """List it."""
        return ("search",)

    def content(self, request: Request) -> Content:
        """Fill it with what is found, with two queries; with none if nothing is asked.

        Raises:
            InputError: the text holds half a character.
        """
        live = request.ground.offers.live
        text = unicodedata.normalize("NFC", request.parameters.get("text", "").strip())
        found = find(request.ground.store, text, request.lang) if text and live else ()
        title = say("search.found-for", request.lang, text=text) if text else ""
        return Content(
            "search.html",
            title or say("search.title", request.lang),
            {
                "text": text,
                "hits": [_hit(each, request) for each in found[:MOST_SHOWN]],
                "count": len(found),
                "untold": max(0, len(found) - MOST_SHOWN),
                "index": "" if live else request.links(f"/{request.lang}/{INDEX}"),
                "words_of_search": {} if live else section("search", request.lang),
            },
            scripts=() if live else (SCRIPT,),
        )


def search_index(store: Store, lang: str) -> str:
    """Write all names and definitions for the search without a server, with one query.

    A list of things, in the order of their IRIs: for each the link from the page of the search,
    the label with its language, and all texts, each with its language and whether it is a name (0),
    another name (1) or a definition (2).

    >>> from citygraph.graph import CityGraph
    >>> index = json.loads(search_index(CityGraph.load(), "ja"))
    >>> next(label for href, label, *_ in index if href == "voc/robots.html")
    'ロボット'
    """
    links = Links(page_path("search", lang))
    kinds = (_SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "definition")
    texts: dict[str, set[tuple[int, str, str]]] = {}
    for thing, kind, text in rows(store, _WORDS):
        iri, literal = cast("NamedNode", thing).value, cast("Literal", text)
        if local_path(iri) is not None or iri.startswith(ONTOLOGY):
            place = kinds.index(each) if (each := str(kind)[1:-1]) in kinds else 0
            texts.setdefault(iri, set()).add((place, literal.language or "", literal.value))
    found = []
    for iri, said in sorted(texts.items()):
        order = (lang, *LANGUAGES, "")
        names = sorted(
            (order.index(code) if code in order else len(order), code, text)
            for place, code, text in said
            if place == 0
        )
        if names:
            _, code, label = names[0]
            found.append([links.thing(iri), label, code, sorted(map(list, said))])
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def _hit(match: Match, request: Request) -> Hit:
    foreign = "" if match.label_lang == request.lang else match.label_lang
    name = linked(cut(match.label, foreign), match.iri, request.links)
    way = _WAYS.get(match.property, "")
    if not way and match.text != match.label:
        way = "named"
    lang = "" if match.text_lang == request.lang else match.text_lang
    return Hit(name, way, cut(match.text, lang))
