"""What the specification forbids beyond the grammar, found in the text of a refused query."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from citygraph.questions.lexer import Token, tokens
from citygraph.questions.outline import outline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_STRING_ESCAPE = re.compile(r"\\(?![tbnrf\\\"']|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}).?")
_IRI_ESCAPE = re.compile(r"\\(?!u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}).?")
_COMPLETE = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.\-]*:|[?$])")
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_ANOTHER = "choose another name"


class Fault(NamedTuple):
    """One fault: the offset of the text that is wrong, and what is wrong with it."""

    offset: int
    message: str


def beyond_grammar(text: str, prefixes: Collection[str]) -> Iterator[Fault]:
    """Find names without a prefix, IRIs without a base, and escapes that mean nothing."""
    read = tokens(text)
    known = {*prefixes, *outline(text).declared}
    has_base = any(token.is_word("BASE") for token in read)
    for before, token in zip([None, *read], read, strict=False):
        if token.kind == "name" and not (before and before.is_word("PREFIX")):
            prefix = token.text.partition(":")[0]
            if prefix not in known:
                message = f"the prefix '{prefix}:' is not declared; {_remedy(prefix)}"
                yield Fault(token.start, message)
        elif token.kind == "iri" and not (has_base or _COMPLETE.match(token.text)):
            message = f"{token.text} is relative; write the IRI in full, or declare BASE"
            yield Fault(token.start, message)
        yield from _escapes(token)


def _escapes(token: Token) -> Iterator[Fault]:
    if token.kind == "string" and (escape := _STRING_ESCAPE.search(token.text)):
        message = f"{escape[0]} is no escape; write \\\\ for a backslash"
        yield Fault(token.start + escape.start(), message)
    if token.kind == "iri" and (escape := _IRI_ESCAPE.search(token.text)):
        message = f"{escape[0]} is no escape; write \\u and four hexadecimal digits"
        yield Fault(token.start + escape.start(), message)


def by_engine(text: str, said: str) -> Fault:
    """Make the best of an engine's message: name the token that it means, else say it as it is."""
    read = tokens(text)
    found = [*_misplaced_aggregates(read)] or [
        *_selected_twice(read),
        *_grouped_star(read, said),
        *_ungrouped(text, read, said),
        *_overridden(text, read, said),
        *_assigned_again(read),
        *_uneven_rows(read),
        *_shared_blanks(read),
    ]
    if found:
        return min(found)
    where = re.search(r"at (\d+):(\d+): (.*)", said, re.DOTALL)
    if where is None:
        return Fault(0, said)
    lines = text.split("\n")
    offset = sum(len(line) + 1 for line in lines[: int(where[1]) - 1]) + int(where[2]) - 1
    return Fault(min(offset, len(text.rstrip())), f"the engine refuses it: {where[3].strip()}")


def _remedy(prefix: str) -> str:
    return f"add  PREFIX {prefix}: <…>  at the top, or write the IRI in full"


def _selected_twice(read: tuple[Token, ...]) -> Iterator[Fault]:
    seen: set[str] | None = None
    depth = 0
    for before, token in pairwise(read):
        if before.is_word("SELECT"):
            seen, depth = set(), 0
        elif token.text == "{" or token.is_word("WHERE", "FROM"):
            seen = None
        depth += (token.text == "(") - (token.text == ")")
        if seen is not None and token.kind == "variable" and (not depth or before.is_word("AS")):
            if token.text in seen:
                yield Fault(token.start, f"{token.text} is selected twice; leave one out")
            seen.add(token.text)


def _misplaced_aggregates(read: tuple[Token, ...]) -> Iterator[Fault]:
    tested = [False]
    for before, token in pairwise(read):
        if token.text in ("(", "{"):
            tested.append(token.text == "(" and (tested[-1] or before.is_word("FILTER", "BIND")))
        elif token.text in (")", "}") and len(tested) > 1:
            tested.pop()
        elif tested[-1] and token.is_word(*_AGGREGATES):
            yield Fault(
                token.start,
                f"{token.text.upper()} looks at whole groups, which FILTER and BIND do not see; "
                "use HAVING, or a sub-select",
            )


def _grouped_star(read: tuple[Token, ...], said: str) -> Iterator[Fault]:
    if "SELECT *" in said:
        for before, token in pairwise(read):
            if token.text == "*" and before.is_word("SELECT", "DISTINCT", "REDUCED"):
                yield Fault(token.start, "SELECT * does not go with GROUP BY; name the variables")


def _ungrouped(text: str, read: tuple[Token, ...], said: str) -> Iterator[Fault]:
    if "unbound" not in said:
        return
    groups = [place for place, token in enumerate(read) if token.is_word("GROUP")]
    grouped = {token.text for place in groups for token in read[place:]}
    depth = 0
    for token in _before(outline(text).head, read):
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "variable" and depth == 0 and token.text not in grouped:
            yield Fault(
                token.start,
                f"{token.text} is neither in GROUP BY nor inside an aggregate such as COUNT",
            )


def _overridden(text: str, read: tuple[Token, ...], said: str) -> Iterator[Fault]:
    if "overrides" in said:
        for before, token in pairwise(_before(outline(text).head, read)):
            if before.is_word("AS") and token.text[1:] in outline(text).seen:
                yield Fault(token.start, f"WHERE uses {token.text} already; {_ANOTHER}")


def _assigned_again(read: tuple[Token, ...]) -> Iterator[Fault]:
    seen: set[str] = set()
    for before, token in pairwise(read):
        if token.kind == "variable":
            if before.is_word("AS") and token.text in seen:
                yield Fault(token.start, f"{token.text} has a value already; {_ANOTHER}")
            seen.add(token.text)


def _uneven_rows(read: tuple[Token, ...]) -> Iterator[Fault]:
    for start, (word, bracket) in enumerate(pairwise(read)):
        if word.is_word("VALUES") and bracket.text == "(":
            names, *rows = _bracketed(read[start + 1 :])
            for row in rows:
                if len(row) != len(names):
                    yield Fault(
                        row[0].start,
                        f"this row has {_counted(len(row) - 1, 'value')} for "
                        f"{_counted(len(names) - 1, 'variable')}",
                    )


def _bracketed(read: tuple[Token, ...]) -> list[list[Token]]:
    """Split an inline table into its lists: the opening bracket and one token for each value."""
    lists: list[list[Token]] = []
    for before, token in pairwise((read[0], *read)):
        if token.text == "}":
            break
        if token.text == "(":
            lists.append([])
        datatype = before.text == "^^" or token.text == "^^" or token.kind == "language"
        if token.text not in ("{", ")", "+", "-") and not datatype:
            lists[-1].append(token)
    return lists


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _shared_blanks(read: tuple[Token, ...]) -> Iterator[Fault]:
    homes: dict[str, int] = {}
    open_groups = [0]
    for number, token in enumerate(read):
        if token.text == "{":
            open_groups.append(number)
        elif token.text == "}" and len(open_groups) > 1:
            open_groups.pop()
        elif (
            token.kind == "blank"
            and homes.setdefault(token.text, open_groups[-1]) != (open_groups[-1])
        ):
            yield Fault(token.start, f"{token.text} stands in two groups; use a variable")


def _before(end: int | None, read: tuple[Token, ...]) -> Iterator[Token]:
    return (token for token in read if end is None or token.start < end)
