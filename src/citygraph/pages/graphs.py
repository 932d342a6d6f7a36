"""The page of a named graph: how much it says, and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from citygraph.pages.values import Shown, cut, linked, number
from citygraph.things.labels import rows
from citygraph.vocabulary import LANGUAGES, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, NamedNode

    from citygraph.pages.model import Request

_COUNT = "SELECT (COUNT(*) AS ?count) WHERE { GRAPH <%s> { ?subject ?property ?value } }"
_NAMED = f"""
SELECT ?thing ?label WHERE {{
  GRAPH <%s> {{ ?thing <{PREFIXES["skos"]}prefLabel> ?label }}
  FILTER(isIRI(?thing) && isLiteral(?label))
}}"""
FIRST_SHOWN = 60
"""How many of the things that it names are shown at once; the rest is folded."""


def graph_values(graph: str, request: Request) -> Mapping[str, object]:
    """Put together what the page of a named graph shows besides the facts about it.

    Args:
        graph: its IRI.
        request: what is asked for.
    """
    store = request.ground.store
    ((count,),) = rows(store, _COUNT % graph)
    things = _things(graph, request)
    return {
        "count": number(cast("Literal", count).value),
        "things": things[:FIRST_SHOWN],
        "folded": things[FIRST_SHOWN:],
    }


def _things(graph: str, request: Request) -> list[Shown]:
    lang = request.lang
    codes = (lang, *LANGUAGES, "")
    best: dict[str, tuple[int, str, str]] = {}
    for thing, label in rows(request.ground.store, _NAMED % graph):
        iri, said = cast("NamedNode", thing).value, cast("Literal", label)
        code = said.language or ""
        ranked = (codes.index(code) if code in codes else len(codes), code, said.value)
        best[iri] = min(best.get(iri, ranked), ranked)
    shown = [
        linked(cut(text, "" if code == lang else code), iri, request.links)
        for iri, (_, code, text) in best.items()
    ]
    return sorted(shown, key=lambda each: (each.text.casefold(), each.href))
