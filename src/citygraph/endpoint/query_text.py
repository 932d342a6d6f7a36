"""What has to be known of a query before it is sent: its form, its columns, and how to count it.

The form is read from the prologue, which is a regular language (SPARQL 1.1 Query Language, section
19.8, rules 4 to 7), and the whole text is parsed before anybody is asked.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from citygraph.errors import InputError

_GAP = r"(?:\s|#[^\r\n]*+)*+"
_GAP_ONLY = re.compile(_GAP)
_IRI = r"<[^<>\"{}|^`\x00-\x20]*>"
_PROLOGUE = re.compile(
    rf"{_GAP}(?:(?:BASE{_GAP}{_IRI}|PREFIX{_GAP}[^\s:<>{{}}]*:{_GAP}{_IRI}){_GAP})*", re.IGNORECASE
)
# What a call of another machine looks like in any reading, a string or a comment included: a query
# that seems to have one is never parsed here, since the parser might call it.
_CALL = re.compile(rf"SERVICE{_GAP}(?:SILENT{_GAP})?[^\s{{]+{_GAP}\{{", re.IGNORECASE)
_WORD = re.compile(r"SELECT|ASK|CONSTRUCT|DESCRIBE", re.IGNORECASE)
_PIECE = re.compile(
    rf"""{_IRI}|"{{3}}(?:[^"\\]|\\.|""?(?!"))*"{{3}}|'{{3}}(?:[^'\\]|\\.|''?(?!'))*'{{3}}"""
    r"""|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|#[^\r\n]*|[?$]?\w[\w.\-]*+(?!:)|[\w.\-]*:(?:[\w:.\-%]|\\.)*|\s+|.""",
    re.DOTALL,
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
    r"""Parse a query; one that may call other machines is left to the server.

    Raises:
        SyntaxError: the text does not parse.
        InputError: it is no query.

    >>> parsed("# the INSERT that is none\nSELECT ?b ?a { ?a ?p ?b }").variables
    ('b', 'a')
    >>> parsed("SELECT ?a { ?a ?p 'a public service' }").variables
    ('a',)
    """
    import pyoxigraph as ox

    prologue = _PROLOGUE.match(text)
    start = prologue.end() if prologue else 0
    word = _WORD.match(text, start)
    form = word[0].upper() if word else ""
    if form and _CALL.search(text):
        return Asked(text, form, start, None)
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


def counting(asked: Asked) -> str:
    r"""Write the query that counts the rows of a SELECT, in the same dataset.

    >>> counting(parsed("SELECT ?a FROM <urn:g> { ?a ?p ?b } LIMIT 5"))
    'SELECT (COUNT(*) AS ?all_rows) FROM <urn:g> WHERE { SELECT ?a { ?a ?p ?b } LIMIT 5\n}'
    """
    head, rest = _halves(asked)
    columns, dataset = _dataset(head)
    prologue, inner = asked.text[: asked.start], f"SELECT {columns} {rest}"
    return f"{prologue}SELECT (COUNT(*) AS ?all_rows) {dataset}WHERE {{ {inner}\n}}"


class Solutions(NamedTuple):
    """What a CONSTRUCT is made of.

    Attributes:
        text: a SELECT of what its template takes from its WHERE, each combination once.
        single: the template is one triple, so that each row makes at most one.
    """

    text: str
    single: bool


def solutions(asked: Asked) -> Solutions:
    """Write the query that gives what the triples of a CONSTRUCT are made of.

    >>> solutions(parsed("CONSTRUCT { ?a a ?b } FROM <urn:g> WHERE { ?b a ?a } LIMIT 5")).text
    'SELECT DISTINCT ?a ?b FROM <urn:g> WHERE { ?b a ?a } LIMIT 5'
    """
    head, rest = _halves(asked)
    template = asked.text[asked.start + len(asked.form) :].removesuffix(head + rest)
    terms = [piece.rstrip(".") for piece in _PIECE.findall(template or rest)]
    terms = [term for term in terms if term.strip("{} \t\r\n") and not term.startswith("#")]
    named = " ".join(dict.fromkeys(term for term in terms if term[0] in "?$"))
    select = f"SELECT DISTINCT {named or '(1 AS ?each_row)'} {head.strip()} {rest}"
    return Solutions(asked.text[: asked.start] + select, single=len(terms) == 3)  # noqa: PLR2004


def _dataset(head: str) -> tuple[str, str]:
    """Take the FROM clauses out of what stands before WHERE; give what is left, and them."""
    left: list[str] = []
    taken: list[str] = []
    brackets, wanted = 0, 0
    for piece in _PIECE.findall(head):
        brackets += (piece == "(") - (piece == ")")
        if piece.startswith("#") or piece.isspace():
            left.append(" ")
        elif piece.upper() == "FROM" and not brackets:
            wanted = 1
            taken.append("FROM ")
        elif wanted:
            wanted = int(piece.upper() == "NAMED")
            taken.append(f"{piece} ")
        else:
            left.append(piece)
    return "".join(left).strip(), "".join(taken)


def _halves(asked: Asked) -> tuple[str, str]:
    """Split what follows the form, or the template of a CONSTRUCT, at the brace of WHERE."""
    text, first = asked.text, asked.start + len(asked.form)
    groups: list[int] = []
    after = first
    depth = brackets = 0
    for piece in _PIECE.finditer(text, first):
        mark = piece[0]
        if depth == 0:
            brackets += (mark == "(") - (mark == ")")
        if mark == "{" and not brackets:
            groups += [] if depth else [piece.start()]
            depth += 1
        elif mark == "}" and not brackets:
            depth -= 1
            if depth == 0 and len(groups) == 1:
                after = piece.end()
    template = asked.form == "CONSTRUCT" and _GAP_ONLY.fullmatch(text, first, groups[0])
    head = text[after : groups[1]] if template else text[first : groups[0]]
    return head, text[groups[1] if template else groups[0] :]
