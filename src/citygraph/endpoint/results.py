"""Rows and truth values from JSON, read to the end and taken only if all of it is right.

SPARQL 1.1 Query Results JSON Format, with `typed-literal` for `literal` and an ASK as a column
`__ASK_RETVAL`, as Virtuoso has them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn, cast

from citygraph.answers import Answer, Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.answers.model import Term

_ASKED = "__ASK_RETVAL"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TRUTHS: Mapping[str, str] = {"1": "true", "0": "false"}
"""The canonical form (XSD 1.1 Part 2, section 3.3.2), where Virtuoso writes numbers."""
_WITHOUT_TAG = frozenset({_RDF + "langString", _RDF + "dirLangString"})
_MEMBERS: Mapping[str, frozenset[str]] = {
    "uri": frozenset({"type", "value"}),
    "bnode": frozenset({"type", "value"}),
    "literal": frozenset({"type", "value", "xml:lang", "datatype", "its:dir"}),
    "typed-literal": frozenset({"type", "value", "datatype"}),
    "triple": frozenset({"type", "value"}),
}


class BrokenError(ValueError):
    """A body that is not what it should be; the message says in what."""


def read_rows(body: bytes) -> Answer:
    """Read the rows of a SELECT.

    Raises:
        BrokenError: the body is no complete answer to a SELECT.

    >>> read_rows(b'{"head": {"vars": ["n"]}, "results": {"bindings": []}}')
    Answer(variables=('n',), rows=())
    """
    document = _document(body)
    if "boolean" in document:
        raise BrokenError("it is a truth value, where rows were asked for")
    names = _names(document)
    results = document.get("results")
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(bindings, list):
        raise BrokenError("it has no list of rows (results.bindings)")
    return Answer(names, tuple(_row(each, names) for each in bindings))


def read_truth(body: bytes) -> Truth:
    """Read the truth value of an ASK.

    Raises:
        BrokenError: the body is no complete answer to an ASK.

    >>> read_truth(b'{"head": {}, "boolean": false}')
    Truth(value=False)
    """
    document = _document(body)
    value = document.get("boolean")
    if isinstance(value, bool) and "results" not in document:
        return Truth(value)
    if "boolean" in document:
        raise BrokenError("its truth value is neither true nor false")
    answer = read_rows(body)
    if answer.variables != (_ASKED,) or len(answer.rows) > 1:
        raise BrokenError("it has rows, where a truth value was asked for")
    said = [str(getattr(cell, "value", "")) for row in answer.rows for cell in row]
    if said not in ([], ["0"], ["1"]):
        raise BrokenError("its truth value is neither true nor false")
    return Truth(said == ["1"])


def _document(body: bytes) -> dict[str, object]:
    try:
        document = json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_number
        )
    except UnicodeDecodeError as error:
        raise BrokenError(f"byte {error.start + 1} is not UTF-8") from None
    except RecursionError:
        raise BrokenError("it is nested too deeply") from None
    except BrokenError:
        raise
    except ValueError as error:
        raise BrokenError(f"it is no complete JSON: {error}") from None
    if not isinstance(document, dict) or not isinstance(document.get("head"), dict):
        raise BrokenError("it is JSON, but no SPARQL result (it has no head)")
    return document


def _object(pairs: list[tuple[str, object]]) -> object:
    """Make an object, or the term that it stands for, so that no text is held twice."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise BrokenError("it names a member of an object twice")
    if isinstance(made.get("type"), str):
        return _term(made)
    return made


def _no_number(text: str) -> NoReturn:
    raise BrokenError(f"it holds {text}, which is no number of JSON")


def _term(said: dict[str, object]) -> Term:
    import pyoxigraph as ox

    kind, value = str(said["type"]), said.get("value")
    if kind not in _MEMBERS or not said.keys() <= _MEMBERS[kind]:
        raise BrokenError(f"it holds a term of an unknown kind ({ascii(kind)[:60]})")
    if kind == "triple":
        return _triple(value)
    if not all(isinstance(each, str) for each in said.values()) or value is None:
        raise BrokenError("it holds a term whose parts are no texts")
    try:
        if kind == "uri":
            return ox.NamedNode(str(value))
        if kind == "bnode":
            return ox.BlankNode(str(value))
        return _literal(said)
    except ValueError as error:  # also a half of a character (UnicodeEncodeError)
        raise BrokenError(f"it holds a term that is none: {ascii(str(error))[:120]}") from None


def _literal(said: dict[str, object]) -> Term:
    import pyoxigraph as ox

    value, tag, kind = str(said["value"]), said.get("xml:lang"), said.get("datatype")
    if said.get("its:dir") is not None:
        direction = {"ltr": ox.BaseDirection.LTR, "rtl": ox.BaseDirection.RTL}.get(
            str(said["its:dir"])
        )
        if direction is None or tag is None:
            raise BrokenError("it holds a text with a direction that is none")
        return ox.Literal(value, language=str(tag), direction=direction)
    if tag is not None and kind in (None, _RDF + "langString"):
        return ox.Literal(value, language=str(tag))
    if tag is not None or kind in _WITHOUT_TAG:
        raise BrokenError("it holds a literal whose language and datatype do not go together")
    if kind is None:
        return ox.Literal(value)
    if kind == _XSD + "boolean":
        value = _TRUTHS.get(value, value)
    return ox.Literal(value, datatype=ox.NamedNode(str(kind)))


def _triple(value: object) -> Term:
    import pyoxigraph as ox

    parts = value if isinstance(value, dict) else {}
    if parts.keys() != {"subject", "predicate", "object"}:
        raise BrokenError("it holds a triple term without its three parts")
    try:
        return ox.Triple(parts["subject"], parts["predicate"], parts["object"])
    except TypeError:
        raise BrokenError("it holds a triple term that is none") from None


def _names(document: dict[str, object]) -> tuple[str, ...]:
    names = cast("dict[str, object]", document["head"]).get("vars")
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise BrokenError("its head does not name the variables")
    if len(set(names)) != len(names):
        raise BrokenError("its head names a variable twice")
    return tuple(names)


def _row(said: object, names: tuple[str, ...]) -> tuple[Term | None, ...]:
    import pyoxigraph as ox

    if not isinstance(said, dict):
        raise BrokenError("it has a row that is none")
    if unknown := said.keys() - set(names):
        raise BrokenError(f"a row has ?{ascii(min(unknown))[1:-1][:60]}, which its head does not")
    kinds = (ox.NamedNode, ox.BlankNode, ox.Literal, ox.Triple)
    if not all(isinstance(each, kinds) for each in said.values()):
        raise BrokenError("a row has a value that is no term")
    return tuple(said.get(name) for name in names)
