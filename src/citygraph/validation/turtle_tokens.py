"""The tokens of Turtle and its relatives, and where each stands in the text.

The terminals follow RDF 1.1 Turtle, section 6.5; N-Triples, N-Quads and TriG have no others. The
text is one that a parser has accepted, so nothing is judged here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FIRST = (
    r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    r"\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = rf"{_FIRST}0-9_\-\u00b7\u0300-\u036f\u203f\u2040"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = rf"(?:[{_FIRST}](?:[{_INNER}.]*[{_INNER}])?)?:"
_LOCAL = rf"(?:[{_FIRST}0-9_:]|{_ESCAPED})(?:[{_INNER}:]|{_ESCAPED}|\.+(?=[{_INNER}:]|{_ESCAPED}))*"
_TERMINALS: Mapping[str, str] = {
    "iri": r"<[^<>]*>",
    "string": (
        r'"""(?:[^"\\]|\\.|""?(?!"))*+"""'
        r"|'''(?:[^'\\]|\\.|''?(?!'))*+'''"
        r'|"(?:[^"\\]|\\.)*+"'
        r"|'(?:[^'\\]|\\.)*+'"
    ),
    "blank": rf"_:[{_FIRST}0-9_](?:[{_INNER}.]*[{_INNER}])?",
    "name": rf"{_PREFIX}(?:{_LOCAL})?",
    "number": r"[+\-]?(?:\d+\.?\d*[eE][+\-]?\d+|\.\d+(?:[eE][+\-]?\d+)?|\d+\.\d+|\d+)",
    "directive": r"@(?:prefix|base|version)\b(?!-)|(?i:prefix|base|version)\b",
    "language": r"@[A-Za-z]+(?:-{1,2}[A-Za-z0-9]+)*",
    "word": r"[A-Za-z]+",
    "mark": r"\^\^|[\[\](){}.,;]",
}
_TOKEN = re.compile(
    r"(?:[ \t\r\n]|#[^\r\n]*+)*+(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _TERMINALS.items())
    + ")",
    re.DOTALL,
)


class Token(NamedTuple):
    """One terminal where it stands in the text.

    Attributes:
        kind: iri, string, blank, name, number, directive, language, word or mark.
        text: as written.
        start: its first character, counted from 0.
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The character after its last."""
        return self.start + len(self.text)


def tokens(text: str) -> Iterator[Token]:
    """Read a text token by token, without white space and comments, up to what is none.

    >>> [token.text for token in tokens("ex:a a ex:B ; ex:c 1.5 . # one city")]
    ['ex:a', 'a', 'ex:B', ';', 'ex:c', '1.5', '.']
    """
    found = _TOKEN.match(text)
    while found:
        kind = str(found.lastgroup)
        yield Token(kind, found[kind], found.start(kind))
        found = _TOKEN.match(text, found.end())
