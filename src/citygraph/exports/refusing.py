"""Saying what a syntax cannot carry, and where it is, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from citygraph.errors import InputError
from citygraph.exports import tokens

if TYPE_CHECKING:
    from citygraph.exports.prefixed_names import Names
    from citygraph.exports.statements import Statement

_SHOWN = 60
"""The characters of a literal that are shown."""


def refuse(why: str, said: Statement, form: str, names: Names) -> NoReturn:
    """Refuse a statement, which is named.

    Raises:
        InputError: always.
    """
    subject, predicate, value = (_shown(token, names) for token in said)
    raise InputError(
        f"{form} cannot carry {why}: {predicate} of {subject} is {value}; choose another format, "
        "such as turtle or nt"
    )


def refuse_rdf12(said: Statement, form: str, names: Names) -> None:
    """Refuse what only RDF 1.2 knows.

    Raises:
        InputError: the statement has a triple term or a base direction.
    """
    if tokens.is_triple_term(said.value):
        refuse("a triple as a value", said, form, names)
    if tokens.is_literal(said.value) and tokens.literal(said.value).direction:
        refuse("the direction of a text", said, form, names)


def _shown(token: str, names: Names) -> str:
    text = names.short(tokens.iri(token)) or token
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
