"""Labels of things in a language, and things by their labels in any language."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from citygraph.answers import Answer
from citygraph.errors import AmbiguousNameError, InputError, UnknownNameError
from citygraph.vocabulary import LANGUAGES, PREFIXES, compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.graph import Store

SKOS, RDFS = PREFIXES["skos"], PREFIXES["rdfs"]
_LABELS = f"""
SELECT ?thing ?property ?label WHERE {{
  VALUES ?thing {{ %s }}
  ?thing ?property ?label .
  FILTER(?property IN (<{SKOS}prefLabel>, <{RDFS}label>))
}}"""
_NAMED = f"""
SELECT DISTINCT ?thing ?label WHERE {{
  VALUES ?property {{ <{SKOS}prefLabel> <{SKOS}altLabel> <{RDFS}label> }}
  ?thing ?property ?label .
  %s
}}"""
_KNOWN = "ASK { { %s ?p ?o } UNION { ?s ?q %s } }"


class Label(NamedTuple):
    """What people call a thing.

    Attributes:
        text: the label.
        lang: its language, which may be another than the one asked for; empty if it has none.
    """

    text: str
    lang: str


def labels(store: Store, iris: Iterable[str], lang: str) -> Mapping[str, str]:
    """Label many things with one query, as `labelled` does; give the texts alone."""
    return {iri: label.text for iri, label in labelled(store, iris, lang).items()}


def labelled(store: Store, iris: Iterable[str], lang: str) -> Mapping[str, Label]:
    """Label many things with one query: in this language, else in English, else in any.

    A thing without a label is left out; a preferred label goes before any other.
    """
    from pyoxigraph import Literal, NamedNode

    wanted = " ".join(str(NamedNode(iri)) for iri in sorted(set(iris)))
    best: dict[str, tuple[bool, int, str, str]] = {}
    for thing, kind, label in rows(store, _LABELS % wanted):
        if isinstance(thing, NamedNode) and isinstance(label, Literal):
            code = label.language or ""
            order = (lang, LANGUAGES[0], code).index(code)
            ranked = (str(kind) != f"<{SKOS}prefLabel>", order, code, label.value)
            best[thing.value] = min(best.get(thing.value, ranked), ranked)
    return {iri: Label(text, code) for iri, (*_, code, text) in best.items()}


def resolve(store: Store, text: str) -> str:
    """Find the IRI of a thing named by a CURIE, an IRI or a label in any language.

    Labels match whatever the case; where one matches to the letter, only such ones count.

    Raises:
        UnknownNameError: no fact is about such a thing; the message suggests near labels.
        AmbiguousNameError: the label fits several things; the message lists them.
        InputError: the text is empty, or holds half a character (a surrogate).
    """
    from pyoxigraph import Literal, NamedNode

    if not text.strip():
        raise InputError(
            "nothing is named: give a CURIE, an IRI, or a label, such as 'Smart Tokyo'"
        )
    check_unicode(text)

    prefix, colon, local = text.partition(":")
    if text.startswith("<") or (colon and (prefix in store.prefixes or local.startswith("//"))):
        term = str(NamedNode(expand(text, store.prefixes)))
        if store.query(_KNOWN % (term, term)):
            return term[1:-1]
        raise UnknownNameError(
            f"nothing is said about {text}; {_near(store, local or text, term[1:-1])}"
        )
    wanted = unicodedata.normalize("NFC", text.strip())
    same = f"FILTER(LCASE(STR(?label)) = LCASE({Literal(wanted)}))"
    found = _named(store, same)
    exact = {iri for iri, label in found if label == wanted} or {iri for iri, _ in found}
    if not exact:
        raise UnknownNameError(f"nothing is called '{text}'; {_near(store, text)}")
    if len(exact) > 1:
        candidates = ", ".join(sorted(compact(iri, store.prefixes) for iri in exact))
        raise AmbiguousNameError(
            f"'{text}' fits {len(exact)} things: {candidates}; name one of them"
        )
    return exact.pop()


def check_unicode(text: str) -> None:
    """See that a text can be asked for: that it holds no half of a character.

    Raises:
        InputError: it holds a surrogate, which stands for no character by itself.

    >>> check_unicode("東京")
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"{text!a}: no text: character {error.start + 1} is a surrogate"
        ) from error


def rows(store: Store, text: str) -> tuple[tuple[object, ...], ...]:
    """Answer a SELECT of our own."""
    answer = store.query(text)
    return answer.rows if isinstance(answer, Answer) else ()


def _named(store: Store, condition: str) -> list[tuple[str, str]]:
    from pyoxigraph import Literal, NamedNode

    return [
        (thing.value, label.value)
        for thing, label in rows(store, _NAMED % condition)
        if isinstance(thing, NamedNode) and isinstance(label, Literal)
    ]


def _near(store: Store, text: str, iri: str | None = None) -> str:
    """Suggest names like a label or a local name; for an IRI, only those in its namespace."""
    from difflib import get_close_matches

    space = "" if iri is None else iri.removesuffix(text)
    known: dict[str, str] = {}
    for thing, label in _named(store, ""):
        if thing.startswith(space):
            name = compact(thing, store.prefixes)
            known.setdefault(label.casefold(), name)
            known.setdefault(name.rpartition(":")[2].casefold(), name)
    near = dict.fromkeys(known[each] for each in get_close_matches(text.casefold(), known))
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    return f"{hint}citygraph find TEXT  searches labels and definitions"
