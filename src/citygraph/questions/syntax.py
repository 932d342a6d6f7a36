"""Where a query is wrong, and what is wrong with it, in the lines and columns of its author."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from citygraph.errors import QuerySyntaxError
from citygraph.questions.lexer import Token, place, token_at, tokens
from citygraph.questions.recogniser import Reached, recognise
from citygraph.questions.semantics import Fault, beyond_grammar, by_engine
from citygraph.tables import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_OPENERS: Mapping[str, str] = {"}": "{", ")": "(", "]": "["}
_MOST = 6
_LONGEST = 160
"""The characters of the longest line that is shown whole."""
_BEFORE, _AFTER = 80, 40
_IRI = frozenset({"an IRI in <>", "a prefixed name"})
_VALUE = _IRI | {"a variable", "a string", "a number", "'true'", "'false'"}
_NUMBER = frozenset({"'+'", "'-'"})
_FUNCTION = "'STRLEN'"
_OPERATORS = frozenset(f"'{each}'" for each in ("=", "!=", "<", "<=", ">", ">=", "IN", "NOT"))
_SIGNS = frozenset({"'+'", "'-'", "'*'", "'/'", "'&&'", "'||'"})


def explain(text: str, prefixes: Collection[str], said: str) -> QuerySyntaxError:
    """Say where a query that an engine refused is wrong.

    The grammar is asked first, then the rules that the specification adds to it; only what neither
    knows is told in the engine's words, at the engine's position.

    Args:
        text: the query as its author wrote it.
        prefixes: those that need no declaration.
        said: the engine's message.

    >>> print(explain("ASK { ?s ?p }", (), ""))
    line 1, column 13: expected a value, but found '}'
      ASK { ?s ?p }
                  ^
    """
    try:
        reached = recognise(text)
    except RecursionError:
        reached = None
    faults = list(beyond_grammar(text, prefixes))
    if reached and not reached.complete:
        faults.append(Fault(reached.offset, _misfit(text, reached)))
    offset, message = min(faults) if faults else by_engine(text, said)
    if text[max(0, offset - 2) : offset + 1] in ('"""', "'''"):
        offset -= 2  # three quotes that are never closed read as an empty string and one more
    line, column = place(text, offset)
    written = [*text.split("\n"), ""][line - 1].rstrip().expandtabs(1)
    before, after = _window(printable(written[: column - 1]), printable(written[column - 1 :]))
    indent = "".join("  " if _is_wide(each) else " " for each in before)
    return QuerySyntaxError(
        f"line {line}, column {column}: {printable(message)}\n  {before}{after}\n  {indent}^",
        line,
        column,
    )


def _window(before: str, after: str) -> tuple[str, str]:
    """Cut a very long line to what stands around the fault, with … where something is left out.

    >>> _window("ASK {", " ?s ?p }")
    ('ASK {', ' ?s ?p }')
    >>> [len(part) for part in _window("a" * 500, "b" * 500)]
    [81, 41]
    """
    if len(before) + len(after) <= _LONGEST:
        return before, after
    cut = before if len(before) <= _BEFORE else f"…{before[-_BEFORE:]}"
    return cut, after if len(after) <= _AFTER else f"{after[:_AFTER]}…"


def _shown(token: Token) -> str:
    """Give what a token says, of a very long one the beginning."""
    return token.text if len(token.text) <= _AFTER else f"{token.text[:_AFTER]}…"


def _misfit(text: str, reached: Reached) -> str:
    token = token_at(text, reached.offset)
    if token is None:
        return _unfinished(text, reached)
    if token.kind == "wrong":
        if token.text in "\"'":
            return "this string is never closed"
        return f"{token.text!r} is no part of SPARQL"
    if token.text == "<" and "an IRI in <>" in reached.expected:
        return "this IRI is never closed, or holds a blank or another character that no IRI has"
    return f"expected {_alternatives(reached.expected)}, but found '{_shown(token)}'"


def _unfinished(text: str, reached: Reached) -> str:
    if not text.strip():
        return "the query is empty; it begins with SELECT, ASK, CONSTRUCT or DESCRIBE"
    message = f"expected {_alternatives(reached.expected)}, but the query ends here"
    unclosed = _unclosed(text)
    if unclosed:
        line, column = place(text, unclosed.start)
        message += f"; the '{unclosed.text}' of line {line}, column {column} is never closed"
    return message


def _alternatives(expected: tuple[str, ...]) -> str:
    left = set(expected)
    called = []
    if left >= _VALUE:
        left -= _VALUE | _NUMBER | {"a blank node", "'['", "'('"}
        called.append("a value")
    elif left >= _IRI:
        left -= _IRI
        called.append("an IRI")
    if _FUNCTION in left:
        left = {each for each in left if not each[1:-1].replace("_", "").isalnum()}
        called.append("a function")
    if left >= _SIGNS:
        left -= _OPERATORS | _SIGNS
        called.append("an operator")
    called += sorted(
        left, key=lambda each: (each[1:-1] not in _OPENERS, each[1:-1].isalpha(), each)
    )
    shown = called[:_MOST] + (["…"] if len(called) > _MOST else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def _unclosed(text: str) -> Token | None:
    waiting: list[Token] = []
    for token in tokens(text):
        if token.kind == "mark" and token.text in "{([":
            waiting.append(token)
        elif token.text in _OPENERS and waiting and waiting[-1].text == _OPENERS[token.text]:
            waiting.pop()
    return waiting[-1] if waiting else None


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
