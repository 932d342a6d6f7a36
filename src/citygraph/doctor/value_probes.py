"""Probes of what an endpoint does to values: queries over constants, which read no data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.doctor.model import Check
from citygraph.errors import RemoteError
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.doctor.model import State
    from citygraph.doctor.requests import Line

_XSD = PREFIXES["xsd"]


class _Literal(NamedTuple):
    text: str
    datatype: str


_WRITTEN = (
    _Literal("007", "integer"),
    _Literal("12.50", "decimal"),
    _Literal("2193.0", "decimal"),
    _Literal("5", "nonNegativeInteger"),
    _Literal("true", "boolean"),
    _Literal("P1Y", "duration"),
)
"""Literals that stores are known to write in another way."""
_KEPT = (
    _Literal("15800000000", "integer"),
    _Literal("2020-02-07", "date"),
    _Literal("0.5", "decimal"),
)
"""Literals of the kinds that the graph uses, which every store must keep."""


class _Sum(NamedTuple):
    """A query over constants whose answer the specification leaves no doubt about.

    Attributes:
        name: what is probed.
        query: gives one row with `?x`.
        expected: what `?x` must be.
        finding: what it means if it is not.
        state: how bad that is.
        handled: whether citygraph works around it.
    """

    name: str
    query: str
    expected: str
    finding: str
    state: State = "hint"
    handled: bool = True


_SUMS = (
    _Sum("division of integers", "SELECT (STR(15 / 2) AS ?x) {}", "7.5", "integer-division"),
    _Sum("ENCODE_FOR_URI", 'SELECT (ENCODE_FOR_URI("한") AS ?x) {}', "%ED%95%9C", "encode"),
    _Sum(
        "VALUES within OPTIONAL",
        "SELECT ?x { VALUES ?v { 1 } OPTIONAL { VALUES ?x { 1 2 } FILTER(?x = ?v) } }",
        "1",
        "values-unseen",
    ),
    _Sum("language tags", 'SELECT (LANG("x"@ja-Hani) AS ?x) {}', "ja-Hani", "tag-case"),
    _Sum(
        "LANG of a bound text",
        'SELECT (LANG(?t) AS ?x) { VALUES ?t { "도쿄"@ko } }',
        "ko",
        "language-lost",
        "fault",
        handled=False,
    ),
)
_MIXED = ('"b"@en', '"a"@ko', '"c"@ja', '"a"@en')


def values(line: Line) -> Iterator[Check]:
    """Compute and compare what is certain."""
    yield _rewritten(line)
    yield _kept(line)
    for each in _SUMS:
        yield _computed(line, each)
    yield _ordered(line)


def _check(
    name: str, state: State, finding: str, *, handled: bool = False, **places: object
) -> Check:
    return Check("endpoint", name, state, finding, places, handled)


def _rewritten(line: Line) -> Check:
    """Which literals come back as other text or with another datatype."""
    changed = [change for each in _WRITTEN if (change := _change(line, each))]
    if changed:
        listed = ", ".join(changed)
        return _check("literals", "hint", "rewritten", handled=True, literals=listed)
    return _check("literals", "ok", "literals-kept")


def _kept(line: Line) -> Check:
    changed = [change for each in _KEPT if (change := _change(line, each))]
    if changed:
        listed = ", ".join(changed)
        return _check("literals of the graph", "fault", "values-changed", literals=listed)
    return _check("literals of the graph", "ok", "literals-kept")


def _change(line: Line, literal: _Literal) -> str:
    """Say what becomes of a literal; nothing if it is kept."""
    wanted = f'"{literal.text}"^^<{_XSD}{literal.datatype}>'
    found = _first(line, f"SELECT ?x {{ VALUES ?x {{ {wanted} }} }}")
    if found is None:
        return f'"{literal.text}"^^{literal.datatype} → -'
    text, datatype = found.get("value", ""), found.get("datatype", "").removeprefix(_XSD)
    if (text, datatype) == literal:
        return ""
    return f'"{literal.text}"^^{literal.datatype} → "{text}"^^{datatype or "string"}'


def _computed(line: Line, task: _Sum) -> Check:
    found = _first(line, task.query)
    text = "-" if found is None else found.get("value", "")
    if text == task.expected:
        return _check(task.name, "ok", "as-specified")
    return _check(
        task.name,
        task.state,
        task.finding,
        handled=task.handled,
        found=text,
        expected=task.expected,
    )


def _ordered(line: Line) -> Check:
    """Whether texts of several languages come in the order of their letters."""
    query = f"SELECT ?x {{ VALUES ?x {{ {' '.join(_MIXED)} }} }} ORDER BY ?x"
    found = line.ask(query).rows() or []
    order = "".join(row.get("x", {}).get("value", "") for row in found)
    if order == "aabc":
        return _check("ORDER BY over languages", "ok", "as-specified")
    return _check(
        "ORDER BY over languages", "hint", "not-ordered", handled=False, found=order or "-"
    )


def _first(line: Line, query: str) -> dict[str, str] | None:
    try:
        return line.ask(query).first("x")
    except RemoteError:
        return None
