"""Answers as text, one writer per format of the registry.

Rows follow SPARQL 1.1 Query Results (CSV and TSV, JSON, XML); triples follow the RDF syntaxes.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph import formats, tables
from citygraph.answers.model import Answer, Result, Triples, Truth
from citygraph.errors import InputError
from citygraph.vocabulary import PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyoxigraph as ox

    from citygraph.answers.model import Term

_NOT_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_XML = frozenset({"xml", "rdfxml"})


def write(
    result: Result,
    form: str,
    *,
    prefixes: Mapping[str, str] = PREFIXES,
    width: int | None = None,
    colour: bool = False,
) -> str:
    r"""Write an answer in a format of `formats.ANSWERS`, or triples in one of `formats.GRAPHS`.

    Triples fit the formats of answers too: each is a row of subject, predicate and object.

    Args:
        result: what the store answered.
        form: the format's name.
        prefixes: how IRIs are shortened where a format is for people.
        width: the columns of the terminal, for the format `table`.
        colour: whether the terminal shows colours, for the format `table`.

    Raises:
        InputError: the format does not fit this kind of answer, or cannot hold a character.

    >>> write(Truth(True), "csv")
    'true\r\n'
    """
    if isinstance(result, Triples):
        if form in formats.GRAPHS:
            return write_statements(result.triples, form, prefixes)
        _known(form, {**formats.GRAPHS, **formats.ANSWERS}, "CONSTRUCT and DESCRIBE")
        result = result.as_answer()
    name = _known(form, formats.ANSWERS, "SELECT and ASK").name
    if name == "table":
        return tables.as_text(as_table(result, prefixes), width=width, colour=colour)
    if name == "md":
        return tables.as_markdown(as_table(result, prefixes))
    text = _ROW_WRITERS[name](result)
    return _checked(text) if form in _XML else text


def write_statements(
    statements: Sequence[ox.Triple] | Sequence[ox.Quad],
    form: str,
    prefixes: Mapping[str, str] = PREFIXES,
) -> str:
    """Write triples, or quads where the format knows graphs, in a format of `formats.GRAPHS`.

    Only the prefixes that are used are declared.

    Raises:
        InputError: the format cannot hold a character.
    """
    from pyoxigraph import serialize

    used = {compact(iri, prefixes).partition(":")[0] for iri in _iris(statements)}
    written = serialize(
        statements,
        format=formats.oxigraph(formats.GRAPHS[form]),
        prefixes={name: space for name, space in prefixes.items() if name in used},
    )
    text = (written or b"").decode()
    return _checked(text) if form in _XML else text


def as_table(answer: Answer | Truth, prefixes: Mapping[str, str] = PREFIXES) -> tables.Table:
    """Put an answer into cells for people: short IRIs, literals without datatype or language."""
    if isinstance(answer, Truth):
        return tables.Table(("answer",), ((_word(answer),),))
    cells = (tuple(cell(term, prefixes) for term in row) for row in answer.rows)
    return tables.Table(answer.variables, tuple(cells))


def cell(term: Term | None, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Show one term to people.

    >>> from pyoxigraph import NamedNode
    >>> cell(NamedNode("https://w3id.org/citygraph/ns#City"))
    'cg:City'
    """
    text = plain(term)
    return text if term is None or hasattr(term, "datatype") else compact(text, prefixes)


def plain(term: Term | None) -> str:
    """Give a term's text as SPARQL 1.1 CSV has it: no brackets, no quotes, no datatype."""
    if term is None:
        return ""
    value = getattr(term, "value", None)
    return str(term) if value is None or _is_blank(term) else str(value)


def _csv(answer: Answer | Truth) -> str:
    if isinstance(answer, Truth):
        return _word(answer) + "\r\n"
    rows = tuple(tuple(plain(term) for term in row) for row in answer.rows)
    return tables.as_csv(tables.Table(answer.variables, rows))


def _json(answer: Answer | Truth) -> str:
    import json

    if isinstance(answer, Truth):
        document: object = {"head": {}, "boolean": answer.value}
    else:
        bindings = [
            {
                name: json_term(term)
                for name, term in zip(answer.variables, row, strict=True)
                if term is not None
            }
            for row in answer.rows
        ]
        document = {"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def json_term(term: Term) -> dict[str, object]:
    """Give a term as SPARQL 1.1 Query Results JSON Format, section 3.2.2, has it."""
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {
            "type": "triple",
            "value": {name: json_term(part) for name, part in parts.items()},
        }
    literal: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        literal["xml:lang"] = term.language
    elif not term.datatype.value.endswith("XMLSchema#string"):
        literal["datatype"] = term.datatype.value
    return literal


def _by_engine(form: str) -> Callable[[Answer | Truth], str]:
    def written(answer: Answer | Truth) -> str:
        import pyoxigraph as ox

        read = ox.parse_query_results(_json(answer), ox.QueryResultsFormat.JSON)
        target = ox.QueryResultsFormat.from_media_type(formats.ANSWERS[form].media_type)
        text = (read.serialize(format=target) or b"").decode()
        return text if text.endswith("\n") else text + "\n"

    return written


_ROW_WRITERS: Mapping[str, Callable[[Answer | Truth], str]] = MappingProxyType(
    {"csv": _csv, "json": _json, "tsv": _by_engine("tsv"), "xml": _by_engine("xml")}
)


def _iris(statements: Sequence[ox.Triple] | Sequence[ox.Quad]) -> set[str]:
    import pyoxigraph as ox

    terms = {term for each in statements for term in (each.subject, each.predicate, each.object)}
    written = {ox.Literal("").datatype, ox.Literal("", language="en").datatype}
    datatypes = {term.datatype for term in terms if isinstance(term, ox.Literal)} - written
    return {each.value for each in datatypes} | {
        term.value for term in terms if isinstance(term, ox.NamedNode)
    }


def _known(form: str, known: Mapping[str, formats.Format], kinds: str) -> formats.Format:
    if form not in known:
        raise InputError(f"format '{form}' does not fit: {kinds} take {', '.join(known)}")
    return known[form]


def _checked(text: str) -> str:
    """Mend what the engine writes as XML: parsers read a plain carriage return as a line feed.

    Raises:
        InputError: XML cannot hold a character.
    """
    if fault := re.search(_NOT_IN_XML, text):
        raise InputError(
            f"XML cannot hold the character U+{ord(fault[0]):04X} that this answer contains; "
            "choose another format, such as json or nt"
        )
    return text.replace("\r", "&#13;")


def _is_blank(term: Term) -> bool:
    import pyoxigraph as ox

    return isinstance(term, ox.BlankNode)


def _word(truth: Truth) -> str:
    return "true" if truth.value else "false"
