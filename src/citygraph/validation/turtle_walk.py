"""Which triples a Turtle text states, in which order, and where the terms of each stand.

Turtle is walked without recursion, so lists may be nested as deeply as they like. The terms are
not interpreted here: a name is the text between two places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.validation.turtle_tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.validation.turtle_tokens import Token

_DIRECTIVE_LENGTH: Mapping[str, int] = {"prefix": 2, "base": 1, "version": 1}


class Spot(NamedTuple):
    """Where a term stands.

    Attributes:
        start: its first character, counted from 0.
        end: the character after its last; where a node has no name, after its bracket.
        kind: `term` for an IRI or a literal, `type` for `a`, `label` for a blank node with a name,
            `node` for one in brackets or the first of a list, `cell` for a later one of a list;
            `first`, `rest` and `nil` for what RDF adds to a list.
    """

    start: int
    end: int
    kind: str = "term"


class Stated(NamedTuple):
    """One triple as it is written."""

    subject: Spot
    predicate: Spot
    value: Spot


class Directive(NamedTuple):
    """A prefix, a base or a version: it counts for what follows."""

    start: int
    end: int


class _Frame:
    """What is open: the text, a property list in brackets, or a list in parentheses.

    Attributes:
        mark: the bracket or parenthesis; empty for the text.
        opened: where it stands.
        given: of a list, whether its own triple has been given.
        subject: what is spoken of; of a list, the node that holds the member.
        predicate: what is said of it.
        complete: whether the value has been given, so that a name after it is that of a graph.
    """

    def __init__(self, mark: str, opened: Spot) -> None:
        self.mark = mark
        self.opened = opened
        self.given = False
        self.subject = opened if mark == "[" else None
        self.predicate: Spot | None = None
        self.complete = False

    def ended(self) -> None:
        """Wait for the next subject."""
        self.subject = self.predicate = None
        self.complete = False


def walk(text: str) -> Iterator[Stated | Directive]:
    """Walk through Turtle, N-Triples, N-Quads or TriG that a parser has accepted.

    The triples come in the order in which pyoxigraph gives them: an element of a list is given
    after the list itself has been, and what one token completes is given the last thing first.

    >>> text = "ex:a ex:b 1 , 2 ."
    >>> [text[each.value.start : each.value.end] for each in walk(text)]
    ['1', '2']
    """
    return _Walk(text).steps()


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._frames = [_Frame("", Spot(0, 0))]
        self._string: Spot | None = None
        self._datatype = False
        self._at = 0
        self._found: list[Stated] = []

    def steps(self) -> Iterator[Stated | Directive]:
        """Give the directives and the triples, token by token."""
        ahead: list[Token] = []
        for token in tokens(self._text):
            if ahead or token.kind == "directive":
                ahead.append(token)
                if len(ahead) > _DIRECTIVE_LENGTH[ahead[0].text.strip("@").lower()]:
                    yield Directive(ahead[0].start, token.end)
                    ahead.clear()
                continue
            self._take(token)
            yield from reversed(self._found)
            self._found.clear()

    def _take(self, token: Token) -> None:
        """Go on by one token."""
        self._at = token.start
        if self._suffix(token):
            return
        if self._string:
            self._complete(self._string)
            self._string = None
        spot = Spot(token.start, token.end)
        if token.kind == "string":
            self._begin()
            self._string = spot
        elif token.kind == "mark":
            self._mark(token.text, spot)
        elif token.kind == "word" and token.text == "a":
            self._complete(spot._replace(kind="type"))
        elif token.kind == "blank":
            self._begin()
            self._complete(spot._replace(kind="label"))
        elif token.kind != "word" or token.text in {"true", "false"}:
            self._begin()
            self._complete(spot)

    def _suffix(self, token: Token) -> bool:
        """Take a language or a datatype as a part of the string before it."""
        if self._string is None or not (
            self._datatype or token.kind == "language" or token.text == "^^"
        ):
            return False
        string = self._string._replace(end=token.end)
        self._datatype = token.text == "^^"
        self._string = string if self._datatype else None
        if not self._datatype:
            self._complete(string)
        return True

    def _mark(self, mark: str, spot: Spot) -> None:
        frame = self._frames[-1]
        if mark in "[(":
            self._begin()
            opened = _Frame(mark, spot._replace(kind="node"))
            self._frames.append(opened)
        elif mark == "]":
            self._frames.pop()
            self._complete(frame.opened)
        elif mark == ")":
            self._close_list(spot)
        elif mark == ",":
            frame.complete = False
        elif mark == ";":
            frame.predicate, frame.complete = None, False
        else:
            frame.ended()

    def _begin(self) -> None:
        """A term begins: in a list it is a member, and the first one makes the list known."""
        frame = self._frames[-1]
        if frame.mark != "(":
            return
        if frame.subject is None:
            outer = self._frames[-2]
            frame.subject = frame.opened
            frame.given = outer.mark == "(" or outer.predicate is not None
            if frame.given:
                self._complete(frame.opened, outer)
        else:
            cell = Spot(self._at, self._at, "cell")
            self._found.append(Stated(frame.subject, cell._replace(kind="rest"), cell))
            frame.subject = cell

    def _close_list(self, end: Spot) -> None:
        frame = self._frames.pop()
        if frame.subject is None:
            self._complete(Spot(frame.opened.start, end.end, "nil"))
            return
        rest, nil = end._replace(kind="rest"), end._replace(kind="nil")
        self._found.append(Stated(frame.subject, rest, nil))
        if not frame.given:
            self._complete(frame.opened)

    def _complete(self, spot: Spot, frame: _Frame | None = None) -> None:
        """A term is complete: it becomes subject, predicate or value in what is open."""
        frame = frame or self._frames[-1]
        if frame.mark == "(" and frame.subject is not None:
            first = spot._replace(kind="first")
            self._found.append(Stated(frame.subject, first, spot))
        elif frame.subject is None:
            frame.subject = spot
        elif frame.predicate is None:
            frame.predicate = spot
        elif not frame.complete:
            self._found.append(Stated(frame.subject, frame.predicate, spot))
            frame.complete = True
