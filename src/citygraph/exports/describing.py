"""A sheet on which a description is written down statement by statement."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.vocabulary import LANGUAGES, PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Phrases = Mapping[str, Mapping[str, Mapping[str, str]]]


@cache
def read_phrases() -> Phrases:
    """Read the words of the description: per topic, what is named, in each language.

    >>> read_phrases()["sources"]["title"]["ko"]
    '출처'
    """
    import tomllib

    text = files("citygraph.exports").joinpath("description.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


class Sheet:
    """Statements about things, in the order in which they were made."""

    prefixes: Mapping[str, str] = MappingProxyType(
        {**PREFIXES, "spdx": "http://spdx.org/rdf/terms#"}
    )
    """The prefixes by which properties are named here."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []

    def say(self, subject: str, name: str, iri: str) -> None:
        """Say that a thing is related to another."""
        self.token(subject, name, f"<{iri}>")

    def number(self, subject: str, name: str, number: int, datatype: str = "xsd:integer") -> None:
        """Say a number of a thing."""
        self.text(subject, name, str(number), datatype=datatype)

    def words(self, subject: str, name: str, words: Mapping[str, str]) -> None:
        """Say something of a thing in every language."""
        for lang in LANGUAGES:
            self.text(subject, name, words[lang], lang)

    def text(
        self, subject: str, name: str, text: str, language: str = "", *, datatype: str = ""
    ) -> None:
        """Say something of a thing, in a language or of a datatype."""
        from pyoxigraph import Literal, NamedNode

        kind = NamedNode(expand(datatype)) if datatype else None
        self.token(subject, name, str(Literal(text, language=language or None, datatype=kind)))

    def token(self, subject: str, name: str, token: str) -> None:
        """Say something of a thing that is a term of N-Triples already."""
        self._lines.append(f"<{subject}> <{expand(name, self.prefixes)}> {token} .\n".encode())

    def lines(self) -> Iterator[bytes]:
        """Give all statements as lines of N-Triples."""
        return iter(self._lines)
