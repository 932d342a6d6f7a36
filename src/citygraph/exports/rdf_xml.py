"""RDF/XML, for tools that read nothing else (RDF 1.1 XML Syntax).

It cannot carry every graph: a predicate must end in an XML name, and a text must be made of the
characters that XML 1.0 knows. What it cannot carry is found before the first byte is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.exports import tokens
from citygraph.exports.prefixed_names import Names
from citygraph.exports.refusing import refuse, refuse_rdf12
from citygraph.exports.statements import TYPE, Block, statement, union, union_lines
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citygraph.exports.parts import Selection

_RDF = PREFIXES["rdf"]
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = rf"[{_START}][{_START}\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*"
_OLD_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0131\u0388-\u038a\u038e-\u03a1\u03a3-\u03ce"
    "\u0401-\u040c\u040e-\u044f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u3007\u3041-\u3094"
    "\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3"
)
_OLD_NAME = rf"[{_OLD_START}][{_OLD_START}\-.0-9\u3005\u30fc-\u30fe]*"
"""The names that parsers of the fourth edition of XML 1.0 know too, such as Python's own: all
letters of everyday words in the scripts listed, in which `ー` may follow but not begin."""

_NCNAME = re.compile(_NAME)
_OLD_NCNAME = re.compile(_OLD_NAME)
_ENDS = (re.compile(rf"{_OLD_NAME}\Z"), re.compile(rf"{_NAME}\Z"))
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0 (production 2)."""

_NOT_PLAIN = re.compile("[&<>\\r\u0085\u2028]")
_RESERVED = frozenset(
    _RDF + name
    for name in (
        "Description",
        "ID",
        "RDF",
        "about",
        "aboutEach",
        "aboutEachPrefix",
        "bagID",
        "datatype",
        "li",
        "nodeID",
        "parseType",
        "resource",
    )
)
"""The names that are no predicates in this syntax (section 6.2.1)."""

_XML = frozenset({"http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"})
"""The namespaces that no other prefix may stand for (Namespaces in XML 1.0, section 3)."""

_FORM = "RDF/XML"


def write_rdf_xml(selection: Selection) -> Iterator[bytes]:
    """Write the union of the graphs, one element per subject, nothing nested.

    Raises:
        InputError: a text, a predicate or a triple term that RDF/XML does not carry.
    """
    names = Names(_usable(selection.prefixes))
    found = union(_observed(names, union_lines(selection)))
    first = next(found, None)
    names.used.add("rdf")
    spaces = (f'\n    xmlns:{name}="{_escaped(space)}"' for name, space in names.declared().items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{"".join(spaces)}>\n'.encode()
    if first is not None:
        yield _element(first, names)
    for each in found:
        yield _element(each, names)
    yield b"</rdf:RDF>\n"


def _usable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Choose the prefixes that XML allows (Namespaces in XML 1.0, section 3)."""
    return {
        name: space
        for name, space in prefixes.items()
        if _NCNAME.fullmatch(name)
        and not name.lower().startswith("xml")
        and (name == "rdf") == (space == _RDF)
        and space not in _XML
    }


def _observed(names: Names, lines: Iterable[bytes]) -> Iterator[bytes]:
    for each in lines:
        said = statement(each)
        predicate = tokens.iri(said.predicate)
        refuse_rdf12(said, _FORM, names)
        if predicate in _RESERVED:
            refuse("a predicate that is a word of its own syntax", said, _FORM, names)
        if _split(predicate) is None:
            refuse("a predicate without a local name", said, _FORM, names)
        if tokens.is_literal(said.value):
            if fault := _NOT_XML.search(tokens.literal(said.value).text):
                refuse(f"the character U+{ord(fault[0]):04X}", said, _FORM, names)
        elif said.predicate == TYPE:
            _class(said.value, names)
        _name(predicate, names)
        yield each


def _element(block: Block, names: Names) -> bytes:
    tag, of_type = _tag(block, names)
    key = "nodeID" if block.subject.startswith("_:") else "about"
    lines = [f'  <{tag} rdf:{key}="{_escaped(_referred(block.subject))}">']
    for predicate, values in block.values:
        for value in values:
            if predicate == TYPE and value == of_type:
                continue
            lines.append(f"    {_property(tokens.iri(predicate), value, names)}")
    if len(lines) == 1:
        return lines[0].removesuffix(">").encode() + b"/>\n"
    return "\n".join((*lines, f"  </{tag}>\n")).encode()


def _tag(block: Block, names: Names) -> tuple[str, str | None]:
    """Choose the element's name: the first type that has a short name says it."""
    for predicate, values in block.values:
        if predicate == TYPE:
            for value in values:
                if short := _class(value, names):
                    return short, value
    return "rdf:Description", None


def _class(token: str, names: Names) -> str | None:
    iri = tokens.iri(token)
    if tokens.is_literal(token) or iri is token or iri.startswith(_RDF):
        return None
    return _prefixed(iri, names)


def _property(iri: str, value: str, names: Names) -> str:
    name, declared = _name(iri, names)
    start = f"<{name}{declared}"
    if not tokens.is_literal(value):
        key = "nodeID" if value.startswith("_:") else "resource"
        return f'{start} rdf:{key}="{_escaped(_referred(value))}"/>'
    said = tokens.literal(value)
    if said.language:
        start += f' xml:lang="{said.language}"'
    elif said.datatype != tokens.STRING:
        start += f' rdf:datatype="{_escaped(said.datatype)}"'
    return f"{start}>{_escaped(said.text)}</{name}>"


def _name(predicate: str, names: Names) -> tuple[str, str]:
    """Name an element, with the declaration of its namespace if it has no prefix."""
    if known := _prefixed(predicate, names):
        return known, ""
    split = _split(predicate)
    if split is None:  # refused before
        raise ValueError(predicate)
    return f"own:{split[1]}", f' xmlns:own="{_escaped(split[0])}"'


def _split(predicate: str) -> tuple[str, str] | None:
    """Split a predicate before its longest end that is a name, if it has one that may be used."""
    for end in _ENDS:
        found = end.search(predicate)
        if found and (space := predicate[: found.start()]) not in _XML:
            return space, found[0]
    return None


def _prefixed(iri: str, names: Names) -> str | None:
    """Shorten an IRI if its local name is one of XML's, which digits cannot begin."""
    split = names.parts(iri)
    return ":".join(split) if split and _OLD_NCNAME.fullmatch(split[1]) else None


def _referred(token: str) -> str:
    return token.removeprefix("_:") if token.startswith("_:") else tokens.iri(token)


def _escaped(text: str) -> str:
    r"""Write characters as XML has them; line ends that a parser would change, by number.

    >>> _escaped("R&D\r\n")
    'R&amp;D&#13;\n'
    """
    return _NOT_PLAIN.sub(_reference, text).replace('"', "&quot;")


def _reference(found: re.Match[str]) -> str:
    known = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    return known.get(found[0]) or f"&#{ord(found[0])};"
