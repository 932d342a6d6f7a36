"""Turtle and TriG as people write them: sorted prefixes, one block per subject, `a` first."""

from __future__ import annotations

import re
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.canonical import sorted_lines
from citygraph.exports import tokens
from citygraph.exports.prefixed_names import Names
from citygraph.exports.statements import (
    TYPE,
    Block,
    blocks,
    graph_lines,
    statement,
    statements,
    union,
    union_lines,
)
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citygraph.exports.parts import Selection

_XSD = PREFIXES["xsd"]
_SHORT_LITERALS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        _XSD + "integer": re.compile(r"0|-?[1-9][0-9]*"),
        _XSD + "decimal": re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{1,6}"),
        _XSD + "boolean": re.compile(r"true|false"),
    }
)
_INDENT = "    "


def write_turtle(selection: Selection) -> Iterator[bytes]:
    """Write the union of the graphs (RDF 1.1 Turtle)."""
    return write_blocks(union_lines(selection), Names(selection.prefixes))


def write_blocks(lines: Iterable[bytes], names: Names) -> Iterator[bytes]:
    """Write lines of N-Triples, which need not be sorted."""
    found = union(_observed(names, lines))
    first = next(found, None)
    yield header(names)
    if first is not None:
        yield b"\n" + block(first, names)
    for each in found:
        yield b"\n" + block(each, names)


def write_trig(selection: Selection) -> Iterator[bytes]:
    """Write each graph in braces behind its IRI (RDF 1.1 TriG)."""
    names = Names(selection.prefixes)
    ordered = sorted_lines(_with_graph(selection, names))
    held = (each.decode().split(" ", 1) for each in ordered)
    by_graph = groupby(held, key=lambda each: each[0])
    start: bytes | None = None
    for graph, own in by_graph:
        if start is None:
            yield (start := header(names))
        yield f"\n{term(graph, names)} {{\n".encode()
        lines = (each[1].encode() for each in own)
        for place, each in enumerate(blocks(statements(lines))):
            yield (b"\n" if place else b"") + block(each, names, _INDENT)
        yield b"}\n"


def header(names: Names) -> bytes:
    """Write the declarations of the prefixes that are used."""
    lines = (f"@prefix {name}: <{space}> .\n" for name, space in names.declared().items())
    return "".join(lines).encode()


def block(block: Block, names: Names, indent: str = "") -> bytes:
    """Write all that is said of one subject."""
    subject = f"{indent}{term(block.subject, names)} "
    written = (
        f"{verb(predicate, names)} {' , '.join(term(each, names) for each in values)}"
        for predicate, values in block.values
    )
    return (subject + f" ;\n{indent}{_INDENT}".join(written) + " .\n").encode()


def verb(token: str, names: Names) -> str:
    """Write a predicate."""
    return "a" if token == TYPE else term(token, names)


def term(token: str, names: Names) -> str:
    r"""Write a term as short as Turtle allows without a doubt.

    A number stays as it is written: `"007"` and `"-0"` keep their quotes, for some parsers take a
    bare number for its value and would give back 7 and 0.

    >>> term('"7"^^<http://www.w3.org/2001/XMLSchema#integer>', Names({}))
    '7'
    """
    if tokens.is_triple_term(token):
        subject, predicate, value = token[4:-4].split(" ", 2)
        inside = " ".join(term(each, names) for each in (subject, predicate, value))
        return f"<<( {inside} )>>"
    if not tokens.is_literal(token):
        return names.short(token[1:-1]) or token if token.startswith("<") else token
    datatype = next(iter(tokens.iris(token)), None)
    if datatype is None:
        return token
    quoted = token[: -len(datatype) - 4]
    short = _SHORT_LITERALS.get(datatype)
    if short and short.fullmatch(quoted, 1, len(quoted) - 1):
        return quoted[1:-1]
    return f"{quoted}^^{names.short(datatype) or f'<{datatype}>'}"


def _observed(names: Names, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Let lines pass, and note which prefixes it takes to write them."""
    for each in lines:
        subject, predicate, value = statement(each)
        term(subject, names)
        verb(predicate, names)
        term(value, names)
        yield each


def _with_graph(selection: Selection, names: Names) -> Iterator[bytes]:
    for graph in selection.iris:
        names.short(graph)
        start = f"<{graph}> ".encode()
        for each in _observed(names, graph_lines(selection, graph)):
            yield start + each
