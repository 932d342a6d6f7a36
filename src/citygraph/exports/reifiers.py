"""RDF 1.2 Turtle: claims as reifiers of the triples they are about.

A claim keeps its IRI and all that is said of it, except which triple it is about: that the syntax
tells by its place, behind the triple (RDF 1.2 Turtle, section 2.11). A triple that the graph does
not assert is named by the claim about it, without being asserted.
"""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from citygraph.canonical import sorted_lines
from citygraph.exports import tokens, turtle
from citygraph.exports.prefixed_names import Names
from citygraph.exports.statements import (
    TYPE,
    Block,
    Statement,
    blocks,
    statement,
    union,
    union_lines,
)
from citygraph.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from citygraph.exports.parts import Selection

_CLAIM = f"<{ONTOLOGY}Claim>"
_SUBJECT, _PREDICATE, _OBJECT = (
    f"<{PREFIXES['rdf']}{name}>" for name in ("subject", "predicate", "object")
)
_ABOUT = frozenset({_SUBJECT, _PREDICATE, _OBJECT})
_SEPARATOR = " ;\n    "
_MARK = b"\t"
"""What stands between a triple's line and the claim about it; no line of N-Triples has it."""


class Annotated(NamedTuple):
    """A triple with the claims about it.

    Attributes:
        said: the triple.
        asserted: whether the graph says it, or only the claims speak of it.
        claims: what is said of each claim, apart from the triple it is about.
    """

    said: Statement
    asserted: bool
    claims: Sequence[Block]


def write_rdf12(selection: Selection) -> Iterator[bytes]:
    """Write the union of the graphs."""
    names = Names(selection.prefixes)
    lines = sorted_lines(_observed(names, _joined(union(union_lines(selection)))))
    found = groupby(_annotated(lines), key=lambda each: each.said.subject)
    for place, (subject, own) in enumerate(found):
        if not place:
            yield turtle.header(names)
        kept = list(own)
        asserted = [each for each in kept if each.asserted]
        if asserted:
            yield _asserted(subject, asserted, names)
        for each in kept:
            if not each.asserted:
                yield from (_unasserted(each.said, claim, names) for claim in each.claims)


def _joined(found: Iterable[Block]) -> Iterator[bytes]:
    """Give the lines of all statements, and of each claim one that begins like its triple's."""
    for block in found:
        said = _about(block)
        if said is None:
            for predicate, values in block.values:
                for value in values:
                    yield _line(Statement(block.subject, predicate, value))
        else:
            rest = [each for each in block.values if each[0] not in _ABOUT]
            claim = json.dumps([block.subject, rest], ensure_ascii=False).encode()
            yield _line(said).removesuffix(b"\n") + _MARK + claim + b"\n"


def _line(said: Statement) -> bytes:
    return f"{said.subject} {said.predicate} {said.value} .\n".encode()


def _about(block: Block) -> Statement | None:
    """Say which triple a claim is about; nothing if it is no claim, or not about one triple."""
    values = dict(block.values)
    if _CLAIM not in values.get(TYPE, ()) or any(len(values.get(each, ())) != 1 for each in _ABOUT):
        return None
    (subject,), (predicate,), (value,) = (values[each] for each in (_SUBJECT, _PREDICATE, _OBJECT))
    if tokens.is_literal(subject) or tokens.is_triple_term(subject) or predicate[0] != "<":
        return None
    return Statement(subject, predicate, value)


def _annotated(lines: Iterable[bytes]) -> Iterator[Annotated]:
    """Bring each triple and the claims about it together, from sorted lines."""
    parts = (each.removesuffix(b"\n").partition(_MARK) for each in lines)
    for line, same in groupby(parts, key=itemgetter(0)):
        claims = [claim for _, _, claim in same]
        read = (json.loads(claim) for claim in claims if claim)
        made = [
            Block(subject, [(key, tuple(values)) for key, values in rest]) for subject, rest in read
        ]
        yield Annotated(statement(line + b"\n"), b"" in claims, made)


def _asserted(subject: str, own: Sequence[Annotated], names: Names) -> bytes:
    claims = {(each.said.predicate, each.said.value): each.claims for each in own}
    (block,) = blocks(each.said for each in own)
    lines = []
    for predicate, values in block.values:
        written = (
            turtle.term(value, names)
            + "".join(_annotation(claim, names) for claim in claims[predicate, value])
            for value in values
        )
        lines.append(f"{turtle.verb(predicate, names)} {' , '.join(written)}")
    return f"\n{turtle.term(subject, names)} {_SEPARATOR.join(lines)} .\n".encode()


def _annotation(claim: Block, names: Names) -> str:
    inside = f"{_SEPARATOR}        ".join(_said(claim, names))
    return f"\n        ~ {turtle.term(claim.subject, names)} {{|\n            {inside}\n        |}}"


def _unasserted(said: Statement, claim: Block, names: Names) -> bytes:
    triple = " ".join(
        (
            turtle.term(said.subject, names),
            turtle.verb(said.predicate, names),
            turtle.term(said.value, names),
        )
    )
    start = f"\n<< {triple} ~ {turtle.term(claim.subject, names)} >>\n    "
    return (start + _SEPARATOR.join(_said(claim, names)) + " .\n").encode()


def _said(claim: Block, names: Names) -> Iterator[str]:
    for predicate, values in claim.values:
        written = " , ".join(turtle.term(each, names) for each in values)
        yield f"{turtle.verb(predicate, names)} {written}"


def _observed(names: Names, lines: Iterable[bytes]) -> Iterator[bytes]:
    for each in lines:
        ((said, _, claims),) = _annotated([each])
        turtle.term(said.subject, names)
        turtle.verb(said.predicate, names)
        turtle.term(said.value, names)
        for claim in claims:
            turtle.term(claim.subject, names)
            list(_said(claim, names))
        yield each
