"""A reader of the DOT language, as far as its grammar goes for graphs without subgraphs.

After "The DOT Language": `graph : digraph ID '{' stmt_list '}'`, where a statement is that of a
node, an edge or the attributes of all; an ID is a name, a number or a quoted string in which only
`\\"` is an escape. What is left over at the end is an error, as is any sign that begins no token.
"""

import re
from html import unescape
from typing import NamedTuple

_TOKEN = re.compile(
    r"""\s+|(?P<arrow>->)|(?P<sign>[{}\[\]=;,])|(?P<name>[A-Za-z_\x80-\U0010ffff][\w]*)"""
    r"""|(?P<quoted>"(?:[^"\\]|\\.)*")"""
)


class Dot(NamedTuple):
    """A directed graph: the labels of its nodes by name, and its edges."""

    label: str
    nodes: dict[str, str]
    edges: list[tuple[str, str]]


def read_dot(text: str) -> Dot:
    tokens, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ValueError(f"no token at {text[at : at + 20]!r}")
        if found[0].strip():
            tokens.append(found[0])
        at = found.end()
    return _Reader(tokens).graph()


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens[::-1]

    def take(self, wanted: str | None = None) -> str:
        token = self.tokens.pop()
        if wanted is not None and token != wanted:
            raise ValueError(f"expected {wanted}, not {token}")
        return token

    def graph(self) -> Dot:
        self.take("digraph")
        self.take()
        self.take("{")
        dot = Dot("", {}, [])
        while self.tokens[-1] != "}":
            name = self.take()
            if self.tokens[-1] == "->":
                self.take()
                dot.edges.append((name, self.take()))
            else:
                given = self.attributes()
                if name == "graph":
                    dot = dot._replace(label=given["label"])
                elif name != "node":
                    dot.nodes[name] = given["label"]
            self.take(";")
        self.take("}")
        if self.tokens:
            raise ValueError(f"{self.tokens[-1]} behind the end")
        return dot

    def attributes(self) -> dict[str, str]:
        given = {}
        self.take("[")
        while True:
            name = self.take()
            self.take("=")
            given[name] = _value(self.take())
            if self.take() == "]":
                return given


def _value(token: str) -> str:
    """Give what is shown: entities are read, and an escape stands for the sign behind it."""
    inside = token[1:-1] if token.startswith('"') else token
    return unescape(re.sub(r"\\(.)", r"\1", inside))
