"""Terms as a table writes them: CURIEs, IRIs in angle brackets, and literals as in Turtle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.errors import InputError
from citygraph.vocabulary import PREFIXES, compact, expand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

_LITERAL = re.compile(r'["+\-.\d]')
_NUMBERS = ("xsd:integer", "xsd:decimal")
_IRI = re.compile(r"(?<=\^\^)<([^>]*)>$")
_TURTLE = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <urn:s> <urn:p> "


def read_name(text: str, prefixes: Mapping[str, str]) -> NamedNode:
    """Read a CURIE or an IRI in angle brackets.

    Raises:
        InputError: it is neither, or its prefix is unknown.

    >>> read_name("cg:City", PREFIXES)
    <NamedNode value=https://w3id.org/citygraph/ns#City>
    """
    from pyoxigraph import NamedNode

    return NamedNode(expand(text, prefixes))


def read_term(text: str, prefixes: Mapping[str, str]) -> NamedNode | Literal:
    """Read a name, or a literal in the form that Turtle gives it.

    Raises:
        InputError: it is neither.

    >>> read_term('"2020-02-07"^^xsd:date', PREFIXES).datatype.value
    'http://www.w3.org/2001/XMLSchema#date'
    >>> read_term("2193", PREFIXES).value
    '2193'
    """
    from pyoxigraph import Literal, RdfFormat, parse

    if not _LITERAL.match(text):
        return read_name(text, prefixes)
    try:
        found = [quad.object for quad in parse(f"{_TURTLE}{text} .", format=RdfFormat.TURTLE)]
    except (SyntaxError, ValueError):
        found = []
    if len(found) == 1 and isinstance(found[0], Literal):
        return found[0]
    raise InputError(
        f"{text} is no literal: write it as in Turtle, "
        'such as "Seoul"@en, "2020-02-07"^^xsd:date or 2193'
    )


def short(term: Term, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Write a term as a table does: a CURIE where a prefix fits, a literal as in Turtle.

    >>> short(read_name("cg:City", PREFIXES)), short(read_term("2193.96", PREFIXES))
    ('cg:City', '2193.96')
    >>> short(read_term('"2020-02-07"^^xsd:date', PREFIXES))
    '"2020-02-07"^^xsd:date'
    """
    from pyoxigraph import Literal, NamedNode

    if isinstance(term, NamedNode):
        return compact(term.value, prefixes)
    if isinstance(term, Literal) and compact(term.datatype.value) in _NUMBERS:
        return term.value
    return _IRI.sub(lambda iri: compact(iri[1], prefixes), str(term))


def told(triple: Triple, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Write a triple as people read it.

    >>> from pyoxigraph import NamedNode, Triple
    >>> told(Triple(*(NamedNode("https://w3id.org/citygraph/ns#" + x) for x in "abc")))
    'cg:a cg:b cg:c'
    """
    return " ".join(
        short(term, prefixes) for term in (triple.subject, triple.predicate, triple.object)
    )
