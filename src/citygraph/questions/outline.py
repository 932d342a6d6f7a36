"""What a query's text says of itself: its form, prefixes, dataset, variables and where WHERE opens.

Only tokens are looked at, so this holds for every SPARQL 1.1 engine.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from citygraph.questions.guard import first_word
from citygraph.questions.lexer import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class OptionalGroup(NamedTuple):
    """An OPTIONAL that stands in WHERE itself.

    Attributes:
        start: the offset just after its opening brace.
        used: the variables that it uses, those of sub-selects left out.
    """

    start: int
    used: frozenset[str]


class Outline(NamedTuple):
    """The outline of one query.

    Attributes:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE; empty if it is none of these.
        begin: the offset of that word; before it stand prefixes and base.
        declared: the prefixes it declares, with their IRIs.
        names: the prefixed names it uses, in order.
        dataset: the IRIs of its FROM and FROM NAMED clauses, as written.
        by_name: those of them that stand in FROM NAMED.
        graphs: the IRIs after GRAPH, as written.
        head: the offset just after the brace that opens WHERE; `None` if it has none.
        only_subselect: WHERE is nothing but a sub-select, so nothing can stand before it.
        seen: the variables that WHERE uses outside of sub-selects.
        hidden: those used only where a value given at the head of WHERE does not reach: in a
            FILTER or BIND of a nested group other than an OPTIONAL or EXISTS of WHERE itself.
        targets: the variables that `AS` assigns.
        optionals: the OPTIONALs of WHERE itself, in order.
    """

    form: str
    begin: int
    declared: Mapping[str, str]
    names: tuple[Token, ...]
    dataset: tuple[Token, ...]
    by_name: tuple[Token, ...]
    graphs: tuple[Token, ...]
    head: int | None
    only_subselect: bool
    seen: frozenset[str]
    hidden: frozenset[str]
    targets: frozenset[str]
    optionals: tuple[OptionalGroup, ...]


def outline(text: str) -> Outline:
    """Read the outline of a query.

    >>> found = outline("SELECT ?s WHERE { ?s a cg:City BIND(1 AS ?one) }")
    >>> found.form, sorted(found.seen), sorted(found.targets), found.head
    ('SELECT', ['one', 's'], ['one'], 17)
    """
    read = tokens(text)
    start = first_word(read)
    begin = read.index(start) if start else len(read)
    body = read[begin:]
    form = start.text.upper() if start and start.kind == "word" else ""
    opening = _opening(body, form)
    following = body[opening + 1] if opening is not None and opening + 1 < len(body) else None
    used = _Used()
    if opening is not None:
        used.walk(body, opening)
    return Outline(
        form=form,
        begin=start.start if start else len(text),
        declared=dict(_declared(read[:begin])),
        names=tuple(token for token in body if token.kind == "name"),
        dataset=tuple(iri for iri, _ in _dataset(body[:opening])),
        by_name=tuple(iri for iri, named in _dataset(body[:opening]) if named),
        graphs=tuple(iri for word, iri in pairwise(body) if word.is_word("GRAPH") and _is_iri(iri)),
        head=None if opening is None else body[opening].end,
        only_subselect=bool(following and following.is_word("SELECT")),
        seen=frozenset(used.joined | used.tested),
        hidden=frozenset(used.out_of_reach),
        targets=frozenset(_targets(body)),
        optionals=tuple(sorted(used.optionals, key=lambda group: group.start)),
    )


def _declared(prologue: tuple[Token, ...]) -> Iterator[tuple[str, str]]:
    for word, name, iri in zip(prologue, prologue[1:], prologue[2:], strict=False):
        if word.is_word("PREFIX") and name.kind == "name":
            yield name.text[:-1], iri.text[1:-1]


def _opening(body: tuple[Token, ...], form: str) -> int | None:
    """Find the brace that opens WHERE: the first one, or the second after a CONSTRUCT template."""
    inside = depth = 0
    template = form == "CONSTRUCT" and len(body) > 1 and body[1].text == "{"
    for position, token in enumerate(body):
        if token.kind != "mark":
            continue
        if token.text == "{" and inside == 0 and depth == 0 and not (template and position == 1):
            return position
        inside += (token.text == "(") - (token.text == ")")
        depth += (token.text == "{") - (token.text == "}")
    return None


def _dataset(head: tuple[Token, ...]) -> Iterator[tuple[Token, bool]]:
    """Find the IRIs after FROM, and whether NAMED stands between."""
    for position, token in enumerate(head):
        if token.is_word("FROM"):
            named = position + 1 < len(head) and head[position + 1].is_word("NAMED")
            for iri in head[position + 1 + named : position + 2 + named]:
                yield iri, named


def _is_iri(token: Token) -> bool:
    return token.kind in ("iri", "name")


def _targets(body: tuple[Token, ...]) -> Iterator[str]:
    for word, variable in pairwise(body):
        if word.is_word("AS") and variable.kind == "variable":
            yield variable.text[1:]


class _Group:
    """One group graph pattern while it is being walked."""

    def __init__(
        self,
        *,
        reached: bool,
        outermost: bool = False,
        subselect: bool = False,
        start: int | None = None,
    ) -> None:
        self.start = start
        self.within: set[str] = set()
        self.reached = reached
        self.outermost = outermost
        self.subselect = subselect
        self.parentheses = 0
        self.joined: set[str] = set()
        self.tested: set[str] = set()


class _Used:
    """The variables of a WHERE, by how a value given at its head would meet them."""

    def __init__(self) -> None:
        self.joined: set[str] = set()
        self.tested: set[str] = set()
        self.out_of_reach: set[str] = set()
        self.optionals: list[OptionalGroup] = []

    def walk(self, body: tuple[Token, ...], opening: int) -> None:
        groups = [_Group(reached=True, outermost=True)]
        for position in range(opening + 1, len(body)):
            token, group = body[position], groups[-1]
            if token.kind == "variable":
                (group.tested if group.parentheses else group.joined).add(token.text[1:])
            elif token.kind != "mark":
                continue
            elif token.text == "{":
                groups.append(_entered(group, body, position))
            elif token.text == "}":
                self._leave(groups.pop())
                if not groups:
                    return
                if not group.subselect:
                    groups[-1].within |= group.joined | group.tested | group.within
            else:
                group.parentheses += (token.text == "(") - (token.text == ")")

    def _leave(self, group: _Group) -> None:
        if group.subselect:
            return
        self.joined |= group.joined
        self.tested |= group.tested
        if group.start is not None:
            used = frozenset(group.joined | group.tested | group.within)
            self.optionals.append(OptionalGroup(group.start, used))
        if not group.reached:
            self.out_of_reach |= group.tested - group.joined


def _entered(parent: _Group, body: tuple[Token, ...], position: int) -> _Group:
    before = body[position - 1]
    following = body[position + 1] if position + 1 < len(body) else before
    optional = before.is_word("OPTIONAL") and parent.outermost
    reached = parent.reached and (before.is_word("EXISTS") or optional)
    subselect = parent.subselect or following.is_word("SELECT")
    start = body[position].end if optional else None
    return _Group(reached=reached, subselect=subselect, start=start)
