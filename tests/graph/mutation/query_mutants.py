"""The mistakes that are easily made in a SPARQL constraint, one mutant of its text each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OTHER: Mapping[str, str] = {"<": "<=", ">": ">=", "<=": "<", ">=": ">", "!=": "="}
_TEXT = r'"(?:[^"\\]|\\.)*"'
_COMPARISON = re.compile(rf"{_TEXT}| (?P<mark><=?|>=?|!=) ")
_CLAUSE = re.compile(r"\b(?P<word>FILTER|OPTIONAL|HAVING)\s*(?P<open>[({])")
_AMONG = re.compile(r"IN \((?P<members>[^)]*)\)")
_WAYS = re.compile(r"\w+:\w+(?:\|\w+:\w+)+")
_CLOSING: Mapping[str, str] = {"(": ")", "{": "}"}
_OPENING = frozenset(_CLOSING)
_BOTH = ("||", "&&")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
"""Which of the changes that read alike is meant."""


def query_mutants(query: str) -> Iterator[tuple[str, str]]:
    """Change a query in one place: what was done, and the query.

    A comparison is made to include or exclude its bound; one FILTER, OPTIONAL or HAVING is
    dropped, or one side of its `||` and `&&`; one member of an `IN` list, or one way of a path.

    >>> for change, text in query_mutants("SELECT $this { $this ex:a ?a FILTER(?a < 3) }"):
    ...     print(change, "->", text)
    first < made <= -> SELECT $this { $this ex:a ?a FILTER(?a <= 3) }
    first FILTER dropped -> SELECT $this { $this ex:a ?a  }
    """
    met: dict[str, int] = {}
    for change, text in _changes(query):
        met[change] = met.get(change, 0) + 1
        yield f"{_ORDINALS[met[change] - 1]} {change}", text


def _changes(query: str) -> Iterator[tuple[str, str]]:
    yield from _compared(query)
    yield from _dropped(query)
    yield from _narrower(query, _AMONG, "members", ", ")
    yield from _narrower(query, _WAYS, 0, "|")


def _compared(query: str) -> Iterator[tuple[str, str]]:
    for found in _COMPARISON.finditer(query):
        mark = found["mark"]
        if mark:
            start, end = found.span("mark")
            yield f"{mark} made {_OTHER[mark]}", query[:start] + _OTHER[mark] + query[end:]


def _dropped(query: str) -> Iterator[tuple[str, str]]:
    for found in _CLAUSE.finditer(query):
        end = _end(query, found.start("open"))
        yield f"{found['word']} dropped", query[: found.start()] + query[end:]
        if found["open"] == "(":
            inside = query[found.end("open") : end - 1]
            for side, rest in _sides(inside):
                yield f"{side} dropped", query[: found.end("open")] + rest + query[end - 1 :]


def _sides(condition: str) -> Iterator[tuple[str, str]]:
    """Drop each operand of a condition's outermost `||` or `&&`, with the mark beside it."""
    for mark in _BOTH:
        operands = _split(condition, mark)
        if len(operands) > 1:
            for place, operand in enumerate(operands):
                rest = [*operands[:place], *operands[place + 1 :]]
                yield " ".join(operand.split()), f" {mark} ".join(rest)
            return


def _split(condition: str, mark: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for token in re.finditer(rf"{_TEXT}|[()]|{re.escape(mark)}", condition):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if token[0] == mark and depth == 0:
            parts.append(condition[start : token.start()])
            start = token.end()
    return [*parts, condition[start:]]


def _narrower(
    query: str, pattern: re.Pattern[str], group: str | int, mark: str
) -> Iterator[tuple[str, str]]:
    """Drop each member of each list that a pattern finds."""
    for found in pattern.finditer(query):
        members = found[group].split(mark)
        start, end = found.span(group)
        for member in members:
            rest = mark.join(each for each in members if each != member)
            yield f"{member} dropped", query[:start] + rest + query[end:]


def _end(query: str, start: int) -> int:
    """Find the end of the bracket that opens here."""
    depth = 0
    for token in re.finditer(rf"{_TEXT}|[(){{}}]", query[start:]):
        depth += (token[0] in _OPENING) - (token[0] in _CLOSING.values())
        if depth == 0:
            return start + token.end()
    raise ValueError(f"a bracket is never closed: {query[start:]}")
