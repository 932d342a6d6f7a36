"""Parameters, and the values given for them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.errors import ParameterError
from citygraph.questions import (
    Parameter,
)
from citygraph.questions.parameters import guessed_term, read_parameter, term

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("iri", "cg:City", "<https://w3id.org/citygraph/ns#City>"),
        ("iri", "<http://x/y>", "<http://x/y>"),
        ("string", 'a "b"\n\\', '"a \\"b\\"\\n\\\\"'),
        ("integer", "+007", f'"7"^^<{XSD}integer>'),
        ("integer", 2020, f'"2020"^^<{XSD}integer>'),
        ("decimal", "-012.50", f'"-12.5"^^<{XSD}decimal>'),
        ("decimal", "3.0", f'"3"^^<{XSD}decimal>'),
        ("decimal", "-0.0", f'"0"^^<{XSD}decimal>'),
        ("decimal", Decimal("0.5"), f'"0.5"^^<{XSD}decimal>'),
        ("date", date(2020, 2, 7), f'"2020-02-07"^^<{XSD}date>'),
        ("lang", "ko", '"ko"'),
    ],
)
def test_values_become_terms(kind: str, value: object, expected: str) -> None:
    assert term(Parameter("x", kind, None, ""), value) == expected


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("iri", "Tokyo", "'Tokyo' is neither a CURIE such as cg:City nor an absolute IRI"),
        ("iri", "<http://[x>", "'<http://[x>' is no IRI: "),
        ("string", "\udcff", "'\\udcff' is no text in Unicode: give it as UTF-8"),
        ("integer", "12.5", "'12.5' is no integer; expected at most 18 digits, for example 2020"),
        ("integer", "٣", "'٣' is no integer; expected at most 18 digits, for example 2020"),
        ("integer", "9" * 19, f"'{'9' * 19}' is no integer; expected at most 18 digits"),
        ("date", " ", "a value is needed here, and none is given"),
        ("decimal", "1e5", "'1e5' is no decimal number; expected for example 12.5"),
        ("date", "2021-02-29", "'2021-02-29' is no date; expected year-month-day, for example "),
        ("date", "7.2.2020", "'7.2.2020' is no date; expected year-month-day, for example "),
        ("lang", "fr", "'fr' is no language here; expected one of en, ja, ko"),
    ],
)
def test_values_of_the_wrong_type(kind: str, value: str, message: str) -> None:
    with pytest.raises(ParameterError) as raised:
        term(Parameter("x", kind, None, ""), value)
    assert str(raised.value).startswith(f"parameter 'x': {message}")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("cg:City", "<https://w3id.org/citygraph/ns#City>"),
        ("https://example.org/x", "<https://example.org/x>"),
        ("<urn:x>", "<urn:x>"),
        ('"x"@ja', '"x"@ja'),
        ("'it''s'", None),
        ('"2020-02-07"^^xsd:date', f'"2020-02-07"^^<{XSD}date>'),
        ('"x" . <a:a> <a:b> "y"', None),
        ("<not an iri>", None),
        ("2020", f'"2020"^^<{XSD}integer>'),
        ("1.50", f'"1.5"^^<{XSD}decimal>'),
        ("note: this is text", '"note: this is text"'),
        ("true", '"true"'),
    ],
)
def test_without_a_declaration_a_value_is_what_it_looks_like(
    value: str, expected: str | None
) -> None:
    if expected is None:
        with pytest.raises(ParameterError, match=r"^parameter 'x': "):
            guessed_term("x", value)
    else:
        assert guessed_term("x", value) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_a_value(text: str) -> None:
    try:
        assert guessed_term("x", text)
    except ParameterError:
        assert text[:1] in "<\"'" or ":" in text


def test_a_default_may_be_quoted() -> None:
    read = read_parameter('ward string "Shibuya \\"ku\\"" The ward', "q")
    assert (read.default, read.description) == ('Shibuya "ku"', "The ward")
    assert read_parameter("ward string - The ward", "q").default is None
