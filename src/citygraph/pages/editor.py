"""The page on which queries are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citygraph.formats import ANSWERS
from citygraph.pages.addresses import ROOT
from citygraph.pages.answer_files import ROWS
from citygraph.pages.engine import SCRIPT, engine, part
from citygraph.pages.model import Content
from citygraph.pages.questions import grouped
from citygraph.pages.words import say, section
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.pages.model import Ground, Request

LOCAL = "sparql"
_PAGING = ("first", "last", "next", "previous")
_SORTING = ("orderable", "orderableReverse", "orderableRemove")
_FIRST = f"""\
PREFIX cg: <{ONTOLOGY}>
PREFIX skos: <{PREFIXES["skos"]}>

SELECT ?goal ?label
WHERE {{
  ?goal a cg:Goal ;
    skos:prefLabel ?label .
  FILTER(LANG(?label) = "%s")
}}
ORDER BY ?label
"""


def _words_of_results(lang: str) -> Mapping[str, str]:
    """Write what the table of results says, as JSON: by its own words, and by their names."""
    own = section("results", lang)
    theirs = section("results", LANGUAGES[0])
    said = section("results-table", lang)
    table = {
        **{name: said[name] for name in said if name not in {*_SORTING, *_PAGING}},
        "aria": {
            **{name: said[name] for name in _SORTING},
            "paginate": {name: said[name] for name in _PAGING},
        },
    }
    return {
        "words": json.dumps({theirs[name]: own[name] for name in own if own[name] != theirs[name]}),
        "table": json.dumps(table),
    }


class EditorPage:
    """The editor in each language; without its parts, or without scripts, it is a plain form."""

    menu: tuple[tuple[str, str], ...] = (("editor", LOCAL),)

    def covers(self, local: str) -> bool:
        """Say whether it is the editor."""
        return local == LOCAL

    def paths(self, ground: Ground) -> Iterable[str]:  # noqa: ARG002 - there always is one
        """List it."""
        return (LOCAL,)

    def content(self, request: Request) -> Content:
        """Fill it, with no query at all."""
        offers, links = request.ground.offers, request.links
        here = offers.engine and not offers.live
        rich = offers.editor and (offers.live or here)
        scripts = (
            *([SCRIPT] if rich and here else []),
            *([part("yasgui.min.js"), "/assets/editor.js"] if rich else []),
        )
        values = {
            "query": request.parameters.get("query", _FIRST % request.lang),
            "endpoint": links("/sparql" if offers.live else links.page),
            "rich": rich,
            "answers": offers.live or rich,
            "here": here,
            "engine": engine(links, request.ground.store.graphs) if rich and here else {},
            "formats": [(ANSWERS[name].title, name) for name in ROWS],
            "groups": grouped(request),
            "base": ROOT,
            "home": links.local("LOCAL"),
            **_words_of_results(request.lang),
        }
        styles = (part("yasgui.min.css"),) if rich else ()
        return Content(
            "sparql.html",
            say("editor.title", request.lang),
            values,
            say("editor.lede", request.lang),
            scripts=scripts,
            styles=(*styles, "/assets/questions.css"),
        )
