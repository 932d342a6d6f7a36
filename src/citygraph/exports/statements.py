"""The statements of an export in one order, whatever order the store gives them in.

They travel as lines of canonical N-Triples, which are sorted on disk where memory does not suffice.
A line's terms need no parser: none but a literal, which comes last, has a space in it.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from citygraph import canonical
from citygraph.canonical.naming import Unnamed
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from citygraph.exports.parts import Selection

TYPE = f"<{PREFIXES['rdf']}type>"
"""What Turtle writes as `a`."""

_FIRST = (
    TYPE,
    *(f"<{PREFIXES['skos']}{name}>" for name in ("prefLabel", "altLabel", "definition")),
)
"""The predicates that come first in the block of a subject, as in hand-written files."""

_CANONICAL_BLANK = b"_:c14n"


class Statement(NamedTuple):
    """One triple as the tokens of its canonical N-Triples line."""

    subject: str
    predicate: str
    value: str


class Block(NamedTuple):
    """All statements of one subject: the values of each predicate, in the order of writing."""

    subject: str
    values: Sequence[tuple[str, Sequence[str]]]


def graph_lines(selection: Selection, graph: str) -> Iterator[bytes]:
    """Write each triple of a graph as a line, in no promised order, some perhaps twice.

    A blank node is named after its place in the graph (RDFC-1.0) and after the graph: so it has the
    same name in every run and from every store, and two graphs never share one.

    Raises:
        InputError: the blank nodes cannot be named; see `citygraph.canonical.naming`.
    """
    unnamed = Unnamed()
    for triple in selection.triples(graph):
        if not unnamed.takes(triple):
            yield canonical.line(triple)
    own = f"_:b{sha256(graph.encode()).hexdigest()[:10]}n".encode()
    for each in unnamed.lines():
        yield _renamed(each, own)


def union_lines(selection: Selection) -> Iterator[bytes]:
    """Write the triples of all chosen graphs as lines, not yet sorted."""
    for graph in selection.iris:
        yield from graph_lines(selection, graph)


def statements(lines: Iterable[bytes]) -> Iterator[Statement]:
    r"""Take lines apart into their terms.

    >>> next(statements([b'<urn:s> <urn:p> "to be . or"@en .\n'])).value
    '"to be . or"@en'
    """
    return map(statement, lines)


def statement(line: bytes) -> Statement:
    """Take one line apart."""
    subject, predicate, rest = line.decode().split(" ", 2)
    return Statement(subject, predicate, rest[:-3])


def blocks(ordered: Iterable[Statement]) -> Iterator[Block]:
    """Gather sorted statements by subject: type and labels first, then by predicate."""
    for subject, own in groupby(ordered, key=itemgetter(0)):
        by_predicate = [
            (predicate, tuple(each.value for each in same))
            for predicate, same in groupby(own, key=itemgetter(1))
        ]
        by_predicate.sort(key=_place)
        yield Block(subject, by_predicate)


def union(lines: Iterable[bytes]) -> Iterator[Block]:
    """Sort lines, drop those that occur twice, and gather them by subject."""
    return blocks(statements(canonical.sorted_lines(lines)))


def _place(values: tuple[str, Sequence[str]]) -> tuple[int, str]:
    predicate = values[0]
    return _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST), predicate


def _renamed(line: bytes, own: bytes) -> bytes:
    """Put a graph's own start in place of RDFC-1.0's in the names of blank nodes.

    Only a term can begin at the start of a line or after the predicate, so no literal is touched.
    """
    if line.startswith(_CANONICAL_BLANK):
        line = own + line.removeprefix(_CANONICAL_BLANK)
    subject, predicate, value = line.split(b" ", 2)
    if value.startswith(_CANONICAL_BLANK):
        value = own + value.removeprefix(_CANONICAL_BLANK)
    return b" ".join((subject, predicate, value))
