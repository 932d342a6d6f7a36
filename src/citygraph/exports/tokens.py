"""The tokens of canonical N-Triples: which kind each is, and what a literal says."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

STRING = PREFIXES["xsd"] + "string"

_LITERAL = re.compile(r'"(.*)"(?:@([A-Za-z0-9\-]+)|\^\^<([^<>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))")
_MEANT: Mapping[str, str] = MappingProxyType(
    {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
)
_DIRECTION = "--"


class Literal(NamedTuple):
    """What a literal says.

    Attributes:
        text: its lexical form.
        language: its language tag, or nothing.
        datatype: the IRI of its datatype; nothing where it has a language.
        direction: `ltr` or `rtl`, or nothing (RDF 1.2).
    """

    text: str
    language: str
    datatype: str
    direction: str


def is_literal(token: str) -> bool:
    """Say whether a token is a literal."""
    return token.startswith('"')


def is_triple_term(token: str) -> bool:
    """Say whether a token is a triple (RDF 1.2)."""
    return token.startswith("<<")


def iri(token: str) -> str:
    """Take the IRI out of its brackets; a blank node stays as it is.

    >>> iri("<urn:x>"), iri("_:b1")
    ('urn:x', '_:b1')
    """
    return token[1:-1] if token.startswith("<") else token


def iris(token: str) -> tuple[str, ...]:
    """List the IRIs in a token that is no triple: its own, or that of its datatype.

    >>> iris('"x"^^<urn:y>')
    ('urn:y',)
    """
    if is_literal(token):
        tail = token.rpartition('"')[2]
        return (tail[3:-1],) if tail.startswith("^^") else ()
    return (token[1:-1],) if token.startswith("<") else ()


def literal(token: str) -> Literal:
    r"""Read a literal.

    >>> literal('"a\\tb"@en')
    Literal(text='a\tb', language='en', datatype='', direction='')
    """
    read = _LITERAL.fullmatch(token)
    if read is None:
        raise ValueError(f"no literal of canonical N-Triples: {token}")
    text, tag, datatype = read.groups()
    language, _, direction = (tag or "").partition(_DIRECTION)
    meant = _ESCAPE.sub(_unescaped, text) if "\\" in text else text
    return Literal(meant, language, "" if tag else datatype or STRING, direction)


def _unescaped(found: re.Match[str]) -> str:
    short, long, letter = found.groups()
    return _MEANT.get(letter, letter) if letter else chr(int(short or long, 16))
