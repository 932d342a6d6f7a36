"""Binding `$this` to many focus nodes at once, as if each had a query of its own.

SHACL binds `$this` before the query runs, so that it is seen at every depth (section 5.3.1 and
appendix A). Here every group of the query that mentions `$this` begins with a `VALUES` row of the
focus nodes: all groups agree on the node, and the engine reads the query once for many nodes.
Where that would not mean the same, the query is refused and left to pySHACL.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from citygraph.validation.shapes import NeedsPyshaclError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.validation.terms import Node

_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n]* )
    | (?P<text>    \"\"\" (?: [^"\\] | \\. | \"(?!\"\") )* \"\"\"
                 | '''    (?: [^'\\] | \\. | '(?!'')    )* '''
                 | " (?: [^"\\\n] | \\. )* " | ' (?: [^'\\\n] | \\. )* ' )
    | (?P<iri>     <[^<>"{}|^`\\\s]*> )
    | (?P<variable> [?$]\w+ )
    | (?P<name>    [\w\-.]* : [\w\-.%]* )
    | (?P<word>    [A-Za-z_]\w* )
    | (?P<mark>    [{}*] )
    """,
    re.VERBOSE | re.DOTALL,
)
_REFUSED = frozenset({"GRAPH", "SERVICE", "MINUS", "VALUES", "FROM", "LIMIT", "OFFSET", "ASK"})
_UNBOUND = frozenset({"shapesGraph", "currentShape", "failure"})


class _Group(NamedTuple):
    """Where a `{ … }` begins and ends, counted in tokens, and whether a SELECT is inside it."""

    start: int
    end: int
    selects: bool


def prebind(query: str, focus: Iterable[Node]) -> str:
    """Write the query so that `$this` stands for each of the focus nodes, in every group.

    Raises:
        NeedsPyshaclError: the query does something that cannot be done for many nodes at once.

    >>> from pyoxigraph import NamedNode
    >>> prebind("SELECT $this WHERE { $this a ?kind }", [NamedNode("https://example.org/x")])
    'SELECT $this WHERE { VALUES $this { <https://example.org/x> } $this a ?kind }'
    """
    tokens = _tokens(query)
    _refuse(tokens)
    rows = f" VALUES $this {{ {' '.join(map(str, focus))} }}"
    parts: list[str] = []
    last = 0
    for group in sorted(_groups(tokens)):
        inside = tokens[group.start : group.end]
        outermost = not parts and not last
        if not group.selects and (outermost or any(_is_this(token) for token in inside)):
            end = tokens[group.start].end()
            parts += [query[last:end], rows]
            last = end
    return "".join((*parts, query[last:]))


def _tokens(query: str) -> list[re.Match[str]]:
    return [token for token in _TOKEN.finditer(query) if token.lastgroup != "comment"]


def _is_this(token: re.Match[str]) -> bool:
    return token.lastgroup == "variable" and token[0][1:] == "this"


def _is_word(token: re.Match[str], *words: str) -> bool:
    return token.lastgroup == "word" and token[0].upper() in words


def _refuse(tokens: list[re.Match[str]]) -> None:
    for token in tokens:
        if _is_word(token, *_REFUSED):
            raise NeedsPyshaclError(f"a SPARQL constraint says {token[0]}")
        if token.lastgroup == "variable" and token[0][1:] in _UNBOUND:
            raise NeedsPyshaclError(f"a SPARQL constraint uses {token[0]}")
    for place, token in enumerate(tokens):
        if _is_word(token, "SELECT"):
            chosen = list(_up_to_group(tokens[place + 1 :]))
            everything = [each[0] for each in chosen if not _is_word(each, "DISTINCT", "WHERE")]
            if everything != ["*"] and not any(map(_is_this, chosen)):
                raise NeedsPyshaclError("a SPARQL constraint selects something without $this")


def _up_to_group(tokens: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    for token in tokens:
        if token[0] == "{":
            return
        yield token


def _groups(tokens: list[re.Match[str]]) -> Iterator[_Group]:
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token[0] == "{":
            opened.append(place)
        elif token[0] == "}" and opened:
            start = opened.pop()
            yield _Group(start, place, _is_word(tokens[start + 1], "SELECT"))
