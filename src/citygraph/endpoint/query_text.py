"""What has to be known of a query before it is sent: its form, its columns, and how to count it.

The form is read from the prologue, which is a regular language (SPARQL 1.1 Query Language, section
19.8, rules 4 to 7), and the whole text is parsed before anybody is asked.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from citygraph.errors import InputError

_GAP = r"(?:\s|#[^\r\n]*+)*+"
_IRI = r"<[^<>\"{}|^`\x00-\x20]*>"
_PROLOGUE = re.compile(
    rf"{_GAP}(?:(?:BASE{_GAP}{_IRI}|PREFIX{_GAP}[^\s:<>{{}}]*:{_GAP}{_IRI}){_GAP})*", re.IGNORECASE
)
_WORD = re.compile(r"SELECT|ASK|CONSTRUCT|DESCRIBE", re.IGNORECASE)
_PIECE = re.compile(
    rf"""{_IRI}|"{{3}}(?:[^"\\]|\\.|""?(?!"))*"{{3}}|'{{3}}(?:[^'\\]|\\.|''?(?!'))*'{{3}}"""
    r"""|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|#[^\r\n]*|[?$]?\w[\w:.\-%]*|\s+|.""",
    re.DOTALL,
)
_FROM = re.compile(
    rf"\bFROM{_GAP}(?:NAMED{_GAP})?(?:{_IRI}|[^\s<>{{}}]*:[^\s<>{{}}]*)", re.IGNORECASE
)


class Asked(NamedTuple):
    """A query, as far as it must be known.

    Attributes:
        text: the whole text.
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        start: the offset at which the form stands.
        variables: the columns of a SELECT, in order; `None` if only the server can know them.
    """

    text: str
    form: str
    start: int
    variables: tuple[str, ...] | None


def parsed(text: str) -> Asked:
    r"""Parse a query.

    Raises:
        SyntaxError: the text does not parse.
        InputError: it is no query.

    >>> parsed("# the INSERT that is none\nSELECT ?b ?a { ?a ?p ?b }").variables
    ('b', 'a')
    """
    import pyoxigraph as ox

    prologue = _PROLOGUE.match(text)
    start = prologue.end() if prologue else 0
    word = _WORD.match(text, start)
    form = word[0].upper() if word else ""
    # nothing is evaluated: what selects or constructs waits for its first row to be fetched
    lazy = f"{text[:start]}CONSTRUCT {{}}{text[start + 3 :]}" if form == "ASK" else text
    try:
        found = ox.Store().query(lazy) if form else ox.Store().query("ASK {} " + text[start:])
    except RuntimeError:  # a function that only the server may know
        return Asked(text, form, start, None)
    if not form:
        raise InputError("only queries are sent: SELECT, ASK, CONSTRUCT or DESCRIBE")
    columns = found.variables if isinstance(found, ox.QuerySolutions) else ()
    return Asked(text, form, start, tuple(each.value for each in columns))


def counting(asked: Asked, body: str | None = None) -> str:
    r"""Write the query that counts the rows of another, in the same dataset.

    Args:
        asked: a SELECT.
        body: what is counted instead of the SELECT itself, of the same dataset.

    >>> counting(parsed("SELECT ?a FROM <urn:g> { ?a ?p ?b } LIMIT 5"))
    'SELECT (COUNT(*) AS ?n) FROM <urn:g> WHERE { SELECT ?a  { ?a ?p ?b } LIMIT 5\n}'
    """
    head, rest = _halves(asked)
    dataset = "".join(f"{clause} " for clause in _FROM.findall(head))
    inner = f"{_FROM.sub('', head)}{rest}" if body is None else body
    return f"{asked.text[: asked.start]}SELECT (COUNT(*) AS ?n) {dataset}WHERE {{ {inner}\n}}"


def _halves(asked: Asked) -> tuple[str, str]:
    """Split a query behind its prologue at the brace that opens WHERE."""
    depth = 0
    for piece in _PIECE.finditer(asked.text, asked.start):
        depth += (piece[0] == "(") - (piece[0] == ")")
        if piece[0] == "{" and depth == 0:
            return asked.text[asked.start : piece.start()], asked.text[piece.start() :]
    return asked.text[asked.start :], ""
