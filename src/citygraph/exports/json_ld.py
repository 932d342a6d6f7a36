"""JSON-LD 1.1, compacted by the published context, one object per subject.

The document carries the entries of the context that it uses, so that nothing has to be fetched to
read it; they are the same as in `ontology/context.jsonld`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from citygraph.exports import tokens
from citygraph.exports.json_context import LANGUAGE, REFERENCE, Context, Term, read_context
from citygraph.exports.prefixed_names import Names
from citygraph.exports.refusing import refuse_rdf12
from citygraph.exports.statements import TYPE, Block, statement, union, union_lines
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from citygraph.exports.parts import Selection
    from citygraph.exports.tokens import Literal

_INTEGER = PREFIXES["xsd"] + "integer"
_BOOLEAN = PREFIXES["xsd"] + "boolean"
_EXACT = 2**53
"""Beyond it, numbers of JSON lose digits in many languages (RFC 8259, section 6)."""

_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_MAY_END_A_PREFIX = tuple(":/?#[]@")
_FORM = "JSON-LD"


def write_json_ld(selection: Selection) -> Iterator[bytes]:
    """Write the union of the graphs.

    Raises:
        InputError: a triple term or a base direction, which JSON-LD 1.1 does not carry.
    """
    writer = JsonWriter(read_context(selection.store.home.context), selection.prefixes)
    found = union(writer.observed(union_lines(selection)))
    first = next(found, None)
    yield b'{\n "@context": ' + _json(writer.context()) + b',\n "@graph": ['
    if first is not None:
        yield b"\n  " + _json(writer.node(first), 2)
    for each in found:
        yield b",\n  " + _json(writer.node(each), 2)
    yield b"\n ]\n}\n"


class JsonWriter:
    """Turns the statements of a subject into an object, by a context and further prefixes."""

    def __init__(self, context: Context, prefixes: Mapping[str, str]) -> None:
        """Take the published context and the prefixes of the store."""
        self._version = context.version
        self._terms = dict(context.terms)
        usable = {
            name: space
            for name, space in {**prefixes, **context.prefixes}.items()
            if name not in context.names and space.endswith(_MAY_END_A_PREFIX)
        }
        self._names = Names(usable)
        self._used: set[str] = set()
        self._schemes: set[str] = set()

    def observed(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Let lines pass, and note which entries of the context it takes to write them.

        Raises:
            InputError: a line holds what JSON-LD cannot carry.
        """
        for each in lines:
            said = statement(each)
            refuse_rdf12(said, _FORM, self._names)
            self._schemes.update(
                iri.partition(":")[0] for token in said for iri in tokens.iris(token)
            )
            self.node(Block(said.subject, [(said.predicate, (said.value,))]))
            yield each
        self._give_way()

    def context(self) -> dict[str, object]:
        """Give the entries that are used: the prefixes, then the terms, by name."""
        terms = sorted(self._terms[iri] for iri in self._used if iri in self._terms)
        definitions = {term.name: term.definition(self._names) for term in terms}
        return {"@version": self._version, **self._names.declared(), **definitions}

    def node(self, block: Block) -> dict[str, object]:
        """Write all that is said of one subject."""
        node: dict[str, object] = {"@id": self._reference(block.subject)}
        for predicate, values in block.values:
            things = [each for each in values if predicate == TYPE and not tokens.is_literal(each)]
            others = [each for each in values if each not in things]
            if things:
                node["@type"] = _one_or_all([self._class(each) for each in things])
            if others:
                node.update(self._property(tokens.iri(predicate), others))
        return node

    def _property(self, iri: str, values: Sequence[str]) -> Iterator[tuple[str, object]]:
        term = self._term(iri)
        if term is None:
            yield self._names.short(iri) or iri, self._values(values, "")
        elif term.kind != LANGUAGE:
            yield term.name, self._values(values, term.kind)
        else:
            texts: dict[str, list[str]] = {}
            others = []
            for value in values:
                if tokens.is_literal(value) and (said := tokens.literal(value)).language:
                    texts.setdefault(said.language, []).append(said.text)
                else:
                    others.append(value)
            if texts:
                yield term.name, {tag: _one_or_all(texts[tag]) for tag in sorted(texts)}
            if others:
                yield iri, self._values(others, "")

    def _term(self, iri: str) -> Term | None:
        self._used.add(iri)
        return self._terms.get(iri)

    def _values(self, values: Sequence[str], kind: str) -> object:
        return _one_or_all([self._value(each, kind) for each in values])

    def _value(self, token: str, kind: str) -> object:
        if not tokens.is_literal(token):
            reference = self._reference(token)
            return reference if kind == REFERENCE else {"@id": reference}
        said = tokens.literal(token)
        if said.language:
            return {"@value": said.text, "@language": said.language}
        plain = _plain(said)
        if plain is not None and kind in ("", said.datatype):
            return plain
        if said.datatype == kind:
            return said.text
        if said.datatype == tokens.STRING:
            return {"@value": said.text} if kind else said.text
        return {"@value": said.text, "@type": self._reference(f"<{said.datatype}>")}

    def _reference(self, token: str) -> str:
        iri = tokens.iri(token)
        return iri if iri is token else self._names.short(iri) or iri

    def _class(self, token: str) -> str:
        term = self._term(tokens.iri(token))
        return term.name if term else self._reference(token)

    def _give_way(self) -> None:
        """Do without prefixes and terms for which an IRI of the data could be taken by mistake.

        With the prefix `time`, the IRI `time:12` would be read as a short name.
        """
        terms = {term.name for term in self._terms.values()}
        if self._schemes.isdisjoint({*terms, *self._names.prefixes}):
            return
        self._names = self._names.without(self._schemes)
        self._terms = {
            iri: term for iri, term in self._terms.items() if term.name not in self._schemes
        }


def _plain(said: Literal) -> float | bool | None:
    """Give the number or the truth of JSON that says the same, digit by digit."""
    if said.datatype == _BOOLEAN and said.text in ("true", "false"):
        return said.text == "true"
    if said.datatype == _INTEGER and _NUMBER.fullmatch(said.text):
        number = int(said.text)
        return number if abs(number) < _EXACT else None
    return None


def _one_or_all(values: list[str] | list[object]) -> object:
    return values[0] if len(values) == 1 else values


def _json(value: object, depth: int = 1) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("\n", "\n" + " " * depth).encode()
