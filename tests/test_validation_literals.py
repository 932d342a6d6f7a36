"""Literals: well formed or not, and which of two comes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from citygraph.validation.literals import compare, is_well_formed

XSD = "http://www.w3.org/2001/XMLSchema#"


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("+007", "integer"),
        ("0", "nonNegativeInteger"),
        ("-128", "byte"),
        ("18446744073709551615", "unsignedLong"),
        (".5", "decimal"),
        ("5.", "decimal"),
        ("-1.5E-3", "double"),
        ("INF", "double"),
        ("NaN", "float"),
        ("1", "boolean"),
        ("2020-02-29", "date"),
        ("2020-02-29+09:00", "date"),
        ("2020-02-29T23:59:59.123456789Z", "dateTime"),
        ("10:00:00-14:00", "time"),
        ("anything", "string"),
        ("anything", "gYear"),
        ("anything", "anyURI"),
    ],
)
def test_well_formed(text: str, name: str) -> None:
    assert is_well_formed(typed(text, name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1.0", "integer"),
        ("", "integer"),
        ("１", "integer"),
        (" 1", "integer"),
        ("-1", "nonNegativeInteger"),
        ("0", "positiveInteger"),
        ("1", "nonPositiveInteger"),
        ("0", "negativeInteger"),
        ("128", "byte"),
        ("18446744073709551616", "unsignedLong"),
        ("1e3", "decimal"),
        (".", "decimal"),
        ("inf", "double"),
        ("TRUE", "boolean"),
        ("2021-02-29", "date"),
        ("2020-2-1", "date"),
        ("20200201", "date"),
        ("2020-02-01+15:00", "date"),
        ("2020-02-01", "dateTime"),
        ("2020-02-01T25:00:00", "dateTime"),
        ("10:00", "time"),
    ],
)
def test_ill_typed(text: str, name: str) -> None:
    literal = typed(text, name)
    assert not is_well_formed(literal)
    assert compare(literal, literal) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (typed("2", "integer"), typed("2.5", "decimal")),
        (typed("2.5", "decimal"), typed("1.0E1", "double")),
        (typed("-INF", "double"), typed("-5", "int")),
        (Literal("Edo"), Literal("Tokyo")),
        (typed("2020-01-31", "date"), typed("2020-02-01", "date")),
        (typed("2020-01-01T10:00:00+09:00", "dateTime"), typed("2020-01-01T02:00:00Z", "dateTime")),
        (typed("09:59:59", "time"), typed("10:00:00", "time")),
        (typed("false", "boolean"), typed("1", "boolean")),
    ],
)
def test_order(first: Literal, second: Literal) -> None:
    assert compare(first, second) == -1
    assert compare(second, first) == 1
    assert compare(first, first) == 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Literal(2), Literal("2")),
        (Literal(2), Literal(value=True)),
        (Literal("a", language="en"), Literal("b", language="en")),
        (typed("2020-01-01", "date"), typed("2020-01-02T00:00:00", "dateTime")),
        (typed("2020-01-01T00:00:00", "dateTime"), typed("2020-01-02T00:00:00Z", "dateTime")),
        (typed("2019", "gYear"), typed("2020", "gYear")),
        (typed("NaN", "double"), Literal(1)),
        (Literal(1), typed("NaN", "double")),
        (NamedNode("https://example.org/a"), Literal("https://example.org/b")),
        (Literal("https://example.org/b"), NamedNode("https://example.org/a")),
    ],
)
def test_no_order(first: Literal, second: Literal) -> None:
    assert compare(first, second) is None


@given(st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_numbers_are_ordered_as_numbers(whole: int, broken: object) -> None:
    from decimal import Decimal

    number = Decimal(str(broken))
    order = compare(typed(str(whole), "integer"), typed(f"{number:f}", "decimal"))
    assert order == (whole > number) - (whole < number)
