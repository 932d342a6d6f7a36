"""A question's parameters, and the values given for them as RDF terms.

A value becomes a serialised term once, here; nothing is ever pasted into a query as text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError, ParameterError
from citygraph.vocabulary import LANGUAGES, PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PARAM = re.compile(r'(\w+)\s+(\w+)\s+("(?:[^"\\]|\\.)*"|\S+)\s*(.*)')
_REQUIRED = "-"


class Parameter(NamedTuple):
    """One parameter as a question's header declares it.

    Attributes:
        name: the variable it binds, without `?`.
        type: iri, string, integer, decimal, date or lang.
        default: what is taken if nothing is given, as written; `None` if it must be given.
        description: what it means.
    """

    name: str
    type: str
    default: str | None
    description: str


def read_parameter(line: str, where: str) -> Parameter:
    """Read a header's `param` line: name, type, default (`-` for none), description.

    Raises:
        InputError: the line has another form, or the type is not known.

    >>> read_parameter("goal iri tokyo:goal-safe-city What contributes to it", "q.rq").default
    'tokyo:goal-safe-city'
    """
    read = _PARAM.fullmatch(line)
    if read is None:
        raise InputError(
            f"{where}: expected  #+ param: name type default description  but found  {line}"
        )
    name, kind, default, description = read.groups()
    if kind not in _TYPES:
        raise InputError(
            f"{where}: parameter '{name}' has the unknown type '{kind}'; "
            f"the types are {', '.join(_TYPES)}"
        )
    if default.startswith('"'):
        default = re.sub(r"\\(.)", r"\1", default[1:-1])
    return Parameter(name, kind, None if default == _REQUIRED else default, description)


def term(parameter: Parameter, value: object, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Serialise a value of a declared parameter as an RDF term.

    Raises:
        ParameterError: the value is not of the parameter's type.

    >>> term(Parameter("year", "integer", None, ""), "2020")
    '"2020"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    text = str(value)
    try:
        return _read(text, parameter.type, prefixes)
    except InputError as error:
        message = f"parameter '{parameter.name}': {error}"
        raise ParameterError(message, error.kind, **error.parts) from error


def guessed_term(name: str, value: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Serialise a value for a query that declares no parameters, by the way it is written.

    `<…>`, a CURIE with a known prefix and an http(s) address are IRIs; quoted text is a literal
    with its language or datatype; a number is an integer or decimal; all else is a plain string.

    Raises:
        ParameterError: a value that begins like an IRI or a literal and is none.

    >>> guessed_term("city", "tokyo:tokyo")
    '<https://w3id.org/citygraph/id/tokyo/tokyo>'
    >>> guessed_term("label", '"東京"@ja')
    '"東京"@ja'
    """
    prefix, colon, _ = value.partition(":")
    try:
        if value.startswith("<") or (colon and prefix in prefixes):
            return _iri(value, prefixes)
        if value.startswith(("http://", "https://")):
            return _iri(value, prefixes)
        if value.startswith(('"', "'")):
            return _quoted(value, prefixes)
    except InputError as error:
        raise ParameterError(f"parameter '{name}': {error}") from error
    for kind in ("integer", "decimal"):
        try:
            return _TYPES[kind](value, prefixes)
        except InputError:
            continue
    return _string(value, prefixes)


def _read(text: str, kind: str, prefixes: Mapping[str, str]) -> str:
    if not text.strip() and kind != "string":
        raise InputError("a value is needed here, and none is given", "no-value")
    return _TYPES[kind](text, prefixes)


def _iri(value: str, prefixes: Mapping[str, str]) -> str:
    from pyoxigraph import NamedNode

    iri = expand(value, prefixes)
    try:
        return str(NamedNode(iri))
    except ValueError as error:
        reason = str(error)
        message = f"'{value}' is no IRI: {reason}"
        raise InputError(message, "broken-iri", value=value, reason=reason) from error


def _string(value: str, _: Mapping[str, str]) -> str:
    from pyoxigraph import Literal

    try:
        return str(Literal(value))
    except (UnicodeEncodeError, ValueError) as error:
        shown = ascii(value)
        message = f"{shown} is no text in Unicode: give it as UTF-8"
        raise InputError(message, "no-text", value=shown) from error


def _quoted(value: str, prefixes: Mapping[str, str]) -> str:
    from pyoxigraph import Literal, RdfFormat, parse

    declared = "".join(f"@prefix {name}: <{space}> . " for name, space in prefixes.items())
    try:
        read = list(parse(f"{declared}<a:a> <a:a> {value} .", RdfFormat.TURTLE))
    except (SyntaxError, UnicodeEncodeError):
        read = []
    if len(read) != 1 or not isinstance(read[0].object, Literal):
        raise InputError(
            f'{value} is no literal; write "text", "text"@en or "2020-02-07"^^xsd:date'
        )
    return str(read[0].object)


def _integer(value: str, _: Mapping[str, str]) -> str:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        message = f"'{value}' is no integer; expected at most 18 digits, for example 2020"
        raise InputError(message, "no-integer", value=value)
    return _typed(str(int(value)), "integer")


def _decimal(value: str, _: Mapping[str, str]) -> str:
    if not re.fullmatch(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)", value):
        message = f"'{value}' is no decimal number; expected for example 12.5"
        raise InputError(message, "no-decimal", value=value)
    sign = "-" if value.startswith("-") else ""
    whole, _dot, fraction = value.lstrip("+-").partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    number = f"{whole}.{fraction}" if fraction else whole
    return _typed(number if number == "0" else sign + number, "decimal")


def _date(value: str, _: Mapping[str, str]) -> str:
    from datetime import date

    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return _typed(date.fromisoformat(value).isoformat(), "date")
        except ValueError:
            pass
    message = f"'{value}' is no date; expected year-month-day, for example 2020-02-07"
    raise InputError(message, "no-date", value=value)


def _lang(value: str, prefixes: Mapping[str, str]) -> str:
    if value not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        message = f"'{value}' is no language here; expected one of {known}"
        raise InputError(message, "no-language", value=value, known=known)
    return _string(value, prefixes)


def _typed(text: str, datatype: str) -> str:
    return f'"{text}"^^<{PREFIXES["xsd"]}{datatype}>'


_TYPES: Mapping[str, Callable[[str, Mapping[str, str]], str]] = {
    "iri": _iri,
    "string": _string,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "lang": _lang,
}
