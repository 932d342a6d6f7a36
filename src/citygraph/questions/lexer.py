"""SPARQL's words and marks, read one by one.

The terminals follow SPARQL 1.1 Query Language, section 19.8. Reading never fails: what fits no
terminal becomes a token of kind `wrong`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Names are taken a little wider than the grammar has them (any letter of any script): a character
# that the grammar does not know is wrong wherever it stands, so no reading is lost by it.
_INNER = r"\w\-\u00b7\u0300-\u036f\u200c\u200d\u203f\u2040"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = rf"(?:[^\W\d_](?:[{_INNER}.]*[{_INNER}])?)?:"
_LOCAL = rf"(?:[\w:]|{_ESCAPED})(?:[{_INNER}:]|{_ESCAPED}|\.+(?=[{_INNER}:%\\]))*"
_TERMINALS: Mapping[str, str] = {
    "iri": r"<[^<>\"{}|^`\\\x00-\x20]*(?:\\[uU][^<>\"{}|^`\\\x00-\x20]*)*>",
    "string": (
        r'"""(?:[^"\\]|\\.|""?(?!"))*"""'
        r"|'''(?:[^'\\]|\\.|''?(?!'))*'''"
        r'|"(?:[^"\\\n\r]|\\.)*"'
        r"|'(?:[^'\\\n\r]|\\.)*'"
    ),
    "variable": r"[?$]\w[\w\u00b7\u0300-\u036f\u203f\u2040]*",
    "blank": rf"_:\w(?:[{_INNER}.]*[{_INNER}])?",
    "name": rf"{_PREFIX}(?:{_LOCAL})?",
    "number": r"(?:\d+\.?\d*|\.\d+)[eE][+\-]?\d+|\d*\.\d+|\d+",
    "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    "word": r"[A-Za-z_][A-Za-z_0-9]*",
    "mark": r"\^\^|&&|\|\||<=|>=|!=|[{}()\[\].,;*/+\-!=<>^|?$&~]",
    "wrong": r".",
}
SKIPPED = r"(?:\s|#[^\r\n]*+)*+"
"""White space and comments, as a regular expression."""
_ANY = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _TERMINALS.items())
_TOKEN = re.compile(f"{SKIPPED}(?:{_ANY})", re.DOTALL)


class Token(NamedTuple):
    """One terminal of the grammar where it stands in the text.

    Attributes:
        kind: iri, string, variable, blank, name, number, language, word, mark or wrong.
        text: as written.
        start: its first character, counted from 0.
        end: the character after its last.
    """

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Say whether this is one of these keywords, whatever the case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> tuple[Token, ...]:
    """Read a text as the grammar's longest terminals, without white space and comments.

    >>> [token.kind for token in tokens("ASK { ?s a cg:City } # a comment")]
    ['word', 'mark', 'variable', 'word', 'name', 'mark']
    """
    read = []
    token = token_at(text, 0)
    while token:
        read.append(token)
        token = token_at(text, token.end)
    return tuple(read)


def readings(text: str) -> Iterator[Token]:
    """Give every token that any reading of the text may hold.

    Where a `<` can open an IRI it can also mean "less than", and three quotes can also be an empty
    string and one more: a parser decides by context, so both ways are followed. A quote that opens
    no string is a fault in any reading, which therefore ends there.
    """
    open_ends = [0]
    seen: set[int] = set()
    while open_ends:
        token = token_at(text, open_ends.pop())
        if token is None or token.start in seen:
            continue
        seen.add(token.start)
        yield token
        if token.text in ("'", '"'):
            continue
        open_ends.append(token.end)
        if token.kind == "iri":
            open_ends.append(token.start + 1)
        elif token.text.startswith(('"""', "'''")):
            open_ends.append(token.start + 2)


def token_at(text: str, position: int) -> Token | None:
    """Read the first token from this position on; `None` at the end of the text."""
    found = _TOKEN.match(text, position)
    if found is None:
        return None
    kind = found.lastgroup or "wrong"
    return Token(kind, found[kind], *found.span(kind))


def place(text: str, offset: int) -> tuple[int, int]:
    r"""Say in which line and column, both from 1, a character stands.

    >>> place("ASK\n{ ?s }", 6)
    (2, 3)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
