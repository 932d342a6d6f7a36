"""Things whose labels or definitions hold a text, the best matches first."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError
from citygraph.things.labels import RDFS, SKOS, Label, check_unicode, labelled, rows
from citygraph.vocabulary import LANGUAGES, compact

if TYPE_CHECKING:
    from citygraph.graph import Store

_SEARCHED = (SKOS + "prefLabel", RDFS + "label", SKOS + "altLabel", SKOS + "definition")
_MATCHES = f"""
SELECT DISTINCT ?thing ?property ?text WHERE {{
  VALUES ?property {{ {" ".join(f"<{iri}>" for iri in _SEARCHED)} }}
  ?thing ?property ?text .
  FILTER(CONTAINS(LCASE(STR(?text)), LCASE(%s)))
}}"""


class Match(NamedTuple):
    """One thing that was found.

    Attributes:
        iri: its IRI.
        label: what people call it; its CURIE if it has no label.
        property: the property whose text matched best.
        text: that text.
        text_lang: its language; empty if it has none.
        label_lang: the label's language; empty if it has none.
    """

    iri: str
    label: str
    property: str
    text: str
    text_lang: str
    label_lang: str = ""


def find(store: Store, text: str, lang: str = LANGUAGES[0]) -> tuple[Match, ...]:
    """Search labels and definitions in every language, whatever the case.

    Each thing comes once, with its best match: the whole label before its beginning, before any
    part of a label, before the definition.

    Args:
        store: where to look.
        text: what to look for.
        lang: the language of the things' labels.

    Raises:
        InputError: the text is empty, or holds half a character (a surrogate).
    """
    from pyoxigraph import Literal, NamedNode

    wanted = unicodedata.normalize("NFC", text.strip())
    if not wanted:
        raise InputError("nothing to find: give a text, for example  citygraph find 'safe city'")
    check_unicode(wanted)
    best: dict[str, tuple[tuple[int, int, bool, str, str], Match]] = {}
    for thing, kind, found in rows(store, _MATCHES % Literal(wanted)):
        if isinstance(thing, NamedNode) and isinstance(found, Literal):
            code, iri, property_ = found.language or "", thing.value, str(kind)[1:-1]
            closeness = _closeness(found.value.casefold(), wanted.casefold())
            rank = (closeness, _SEARCHED.index(property_), code != lang, code, found.value)
            match = Match(iri, "", property_, found.value, code)
            best[iri] = min(best.get(iri, (rank, match)), (rank, match), key=lambda each: each[0])
    named = labelled(store, best, lang) if best else {}
    ordered = sorted(best.items(), key=lambda each: (each[1][0][:2], each[0]))
    return tuple(
        match._replace(label=label.text, label_lang=label.lang)
        for iri, (_, match) in ordered
        for label in (named.get(iri) or Label(compact(iri, store.prefixes), ""),)
    )


def _closeness(text: str, wanted: str) -> int:
    return 0 if text == wanted else 1 if text.startswith(wanted) else 2
