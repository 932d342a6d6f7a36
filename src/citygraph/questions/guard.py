r"""What is never run: updates, and calls to other machines that were not allowed.

The engine follows a SERVICE clause to whatever address it names and cannot be told otherwise, so
the text is searched before the engine sees it. The search refuses too much rather than too little:
it follows every way in which the text can be read (`lexer.readings`), also with the `\u` escapes
of other engines resolved, and wherever one of them shows the word SERVICE with an address and an
opening brace behind it, the address must be allowed, written out in angle brackets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.errors import RefusedQueryError
from citygraph.questions.lexer import SKIPPED, Token, place, readings, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
_SERVICE = re.compile(
    rf"service{SKIPPED}(?:silent{SKIPPED})?(?P<address><[^<>]*>|[?$]\w+|[\w.\-]*:[^\s{{}}]*)"
    rf"{SKIPPED}\{{",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(0010[0-9A-Fa-f]{4}|000[0-9A-Fa-f]{5})")
_DEEPEST = 200
_PREFIXED = frozenset({"!", "+", "-", "^", "^^"})


ALLOWING = (
    "a query leaves this machine only for an address that is allowed by  --allow-service URL  and "
    "written in full, in angle brackets"
)
"""What a person who asks at the command line can do about a SERVICE clause that is refused."""


def check(text: str, allowed: Collection[str] = (), advice: str = ALLOWING) -> None:
    """Refuse what must not run, and let everything else pass.

    Args:
        text: the query as the user wrote it.
        allowed: the addresses that SERVICE may call.
        advice: what is said to whoever asks for another address.

    Raises:
        RefusedQueryError: an update, a SERVICE clause whose address is not allowed, or a query so
            deeply nested that it would bring down the engine.

    >>> check("SELECT * { ?service ?p 'SERVICE <http://example.org/> {}' }")
    """
    read = tokens(text)
    _refuse_updates(text, read)
    _refuse_depth(text, read)
    for version in {text, _ESCAPE.sub(_character, text)}:
        for address in service_addresses(version):
            if address not in allowed:
                raise RefusedQueryError(f"SERVICE {address} is refused: {advice}")


def service_addresses(text: str) -> Iterator[str]:
    """Find what each SERVICE clause calls: an address without its brackets, or a name or variable.

    >>> list(service_addresses("SELECT * { SERVICE SILENT <http://example.org/sparql> { } }"))
    ['http://example.org/sparql']
    """
    if "service" not in text.casefold():
        return
    for token in readings(text):
        if token.kind in ("word", "name"):
            # a name is read whole once its prefix is known, so only the prefix can hide a keyword
            for start in _occurrences("service", token.text.casefold().partition(":")[0]):
                if clause := _SERVICE.match(text, token.start + start):
                    address = clause["address"]
                    yield address[1:-1] if address.startswith("<") else address


def first_word(read: tuple[Token, ...]) -> Token | None:
    """Find the token after the prologue: the query form, if the query is well-formed."""
    position = 0
    while position < len(read) and read[position].is_word("PREFIX", "BASE"):
        position += 3 if read[position].is_word("PREFIX") else 2
    return read[position] if position < len(read) else None


def _refuse_updates(text: str, read: tuple[Token, ...]) -> None:
    form = first_word(read)
    if form and form.is_word(*_UPDATES):
        line, column = place(text, form.start)
        raise RefusedQueryError(
            f"line {line}, column {column}: {form.text.upper()} is an update, and updates are "
            "always refused; a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE"
        )


def _refuse_depth(text: str, read: tuple[Token, ...]) -> None:
    depth = run = 0
    for token in read:
        depth += (token.text in "{([") - (token.text in "})]") if token.kind == "mark" else 0
        run = run + 1 if token.text in _PREFIXED else 0
        if depth > _DEEPEST or run > _DEEPEST:
            line, column = place(text, token.start)
            raise RefusedQueryError(
                f"line {line}, column {column}: the query is nested more than {_DEEPEST} levels "
                "deep; write it flatter"
            )


def _occurrences(word: str, text: str) -> Iterator[int]:
    return (found.start() for found in re.finditer(re.escape(word), text))


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1] or escape[2], 16))
