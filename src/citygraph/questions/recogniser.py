"""How far a text follows the grammar, and what could have stood where it leaves it.

A query that the engine refuses is read once more, by the rules of the specification; the token
behind which no rule could go on is the fault. The engine's own position often lies far behind it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from citygraph.questions.grammar import GRAMMAR
from citygraph.questions.lexer import token_at

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTATION = re.compile(r"'[^']+'|\w+|[()|?*+]")

Rule: TypeAlias = "Choice | Sequence | Repeat | Terminal | Name"


class Choice(NamedTuple):
    """The first of these that fits."""

    parts: tuple[Rule, ...]


class Sequence(NamedTuple):
    """All of these in order."""

    steps: tuple[Rule, ...]


class Repeat(NamedTuple):
    """One rule as often as it fits, at least `least` times, once at most if not `many`."""

    rule: Rule
    least: int
    many: bool


class Terminal(NamedTuple):
    """One token: a literal one if `text` is given, else any of this kind."""

    kind: str
    text: str


class Name(NamedTuple):
    """A rule by its name."""

    name: str


class Reached(NamedTuple):
    """How far a text follows the grammar.

    Attributes:
        complete: the whole text is a query.
        offset: where the first token begins that cannot stand where it does.
        expected: what could have stood there, as people call it.
    """

    complete: bool
    offset: int
    expected: tuple[str, ...]


def recognise(text: str) -> Reached:
    """Follow the grammar as far as the text does.

    >>> recognise("SELECT ?s WHERE { ?s ?p }").offset
    24
    """
    reading = _Reading(text)
    end = reading.follow(Name("Query"), 0)
    if end is not None:
        rest = token_at(text, end)
        if rest is None:
            return Reached(complete=True, offset=len(text), expected=())
        reading.missed(rest.start, "the end of the query")
    return Reached(complete=False, offset=reading.farthest, expected=tuple(sorted(reading.wanted)))


class _Reading:
    """One text while it is being read; every rule is tried at most once at each place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rules = grammar_rules()
        self.farthest = 0
        self.wanted: set[str] = set()
        self.known: dict[tuple[str, int], int | None] = {}

    def missed(self, offset: int, wanted: str) -> None:
        if offset > self.farthest:
            self.farthest, self.wanted = offset, set()
        if offset == self.farthest:
            self.wanted.add(wanted)

    def follow(self, rule: Rule, position: int) -> int | None:
        if isinstance(rule, Terminal):
            return self.terminal(rule, position)
        if isinstance(rule, Name):
            key = (rule.name, position)
            if key not in self.known:
                self.known[key] = self.follow(self.rules[rule.name], position)
            return self.known[key]
        if isinstance(rule, Choice):
            tried = (self.follow(part, position) for part in rule.parts)
            return next((end for end in tried if end is not None), None)
        if isinstance(rule, Sequence):
            return self.sequence(rule, position)
        return self.repeat(rule, position)

    def sequence(self, rule: Sequence, position: int) -> int | None:
        end: int | None = position
        for step in rule.steps:
            if end is None:
                break
            end = self.follow(step, end)
        return end

    def repeat(self, rule: Repeat, position: int) -> int | None:
        count = 0
        while count == 0 or rule.many:
            end = self.follow(rule.rule, position)
            if end is None or end == position:
                break
            position, count = end, count + 1
        return position if count >= rule.least else None

    def terminal(self, rule: Terminal, position: int) -> int | None:
        token = token_at(self.text, position)
        if token is None:
            self.missed(len(self.text.rstrip()), _called(rule))
            return None
        if not rule.text:
            kind, is_prefix = token.kind, token.kind == "name" and token.text.endswith(":")
            if kind == rule.kind or (rule.kind == "prefix" and is_prefix):
                return token.end
        elif token.kind in ("word", "mark") and token.text.upper() == rule.text.upper():
            return token.end
        elif token.kind == "iri" and self.text.startswith(rule.text, token.start):
            # what looks like an IRI is "less than" and more where an operator is expected
            return token.start + len(rule.text)
        self.missed(token.start, _called(rule))
        return None


_CALLED: Mapping[str, str] = {
    "iri": "an IRI in <>",
    "name": "a prefixed name",
    "prefix": "a prefix with its colon",
    "variable": "a variable",
    "string": "a string",
    "number": "a number",
    "blank": "a blank node",
    "language": "a language tag",
}


def _called(rule: Terminal) -> str:
    return f"'{rule.text}'" if rule.text else _CALLED[rule.kind]


@lru_cache(maxsize=1)
def grammar_rules() -> dict[str, Rule]:
    """Read the grammar's text into rules."""
    lines = GRAMMAR.replace("\\\n", " ").strip().splitlines()
    return {name.strip(): _Notation(body).choice() for name, _, body in map(_halves, lines)}


def _halves(line: str) -> tuple[str, str, str]:
    return line.partition("::=")


class _Notation:
    """The right-hand side of one rule while it is being read."""

    def __init__(self, body: str) -> None:
        self.marks: list[str] = [*_NOTATION.findall(body), ""]
        self.at = 0

    def take(self) -> str:
        self.at += 1
        return self.marks[self.at - 1]

    def choice(self) -> Rule:
        parts = [self.sequence()]
        while self.marks[self.at] == "|":
            self.take()
            parts.append(self.sequence())
        return Choice(tuple(parts)) if len(parts) > 1 else parts[0]

    def sequence(self) -> Rule:
        steps = []
        while self.marks[self.at] not in ("", "|", ")"):
            steps.append(self.repeated())
        return Sequence(tuple(steps)) if len(steps) != 1 else steps[0]

    def repeated(self) -> Rule:
        rule = self.single()
        if self.marks[self.at] in ("?", "*", "+"):
            mark = self.take()
            return Repeat(rule, least=int(mark == "+"), many=mark != "?")
        return rule

    def single(self) -> Rule:
        mark = self.take()
        if mark == "(":
            inner = self.choice()
            self.take()
            return inner
        if mark.startswith("'"):
            return Terminal("", mark[1:-1])
        return Terminal(mark.lower(), "") if mark.isupper() else Name(mark)
