"""Charts of answers: what is measured, what the bars are called, and that names stay words."""

import pytest
from pyoxigraph import Literal, NamedNode

from citygraph.answers import Answer
from citygraph.graph import CityGraph
from citygraph.pages import Ground, Links, Offers, Request
from citygraph.pages.answer_charts import MOST, bars, chart
from citygraph.pages.answer_tables import Table, table

XSD = "http://www.w3.org/2001/XMLSchema#"


def day(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + "date"))


@pytest.fixture(scope="module")
def request_(bundled: CityGraph) -> Request:
    ground = Ground(bundled, bundled.home, Offers())
    return Request(ground, "questions/x", "en", Links("/en/questions/x.html"))


def shown(request_: Request, answer: Answer) -> Table:
    return table(answer, {}, request_)


def test_bars_have_the_length_of_their_number_and_the_name_of_their_row(
    request_: Request,
) -> None:
    answer = Answer(
        ("place", "amount"), ((Literal("a"), Literal(2)), (Literal("b"), Literal(1000)))
    )
    found = bars(answer, shown(request_, answer))
    assert found is not None
    assert found.measure == "amount"
    assert found.bars == (("a", 2.0, "2"), ("b", 1000.0, "1,000"))


def test_dates_name_bars_before_things_do(request_: Request) -> None:
    rows = (
        (Literal("a"), day("2020-01-01"), Literal(1)),
        (Literal("b"), day("2021-01-01"), Literal(2)),
    )
    answer = Answer(("place", "asOf", "amount"), rows)
    found = bars(answer, shown(request_, answer))
    assert found is not None
    assert [name for name, *_ in found.bars] == ["1 January 2020", "1 January 2021"]


def test_two_columns_name_bars_that_one_does_not_tell_apart(request_: Request) -> None:
    rows = (
        (Literal("a"), Literal("x"), Literal(1)),
        (Literal("a"), Literal("y"), Literal(2)),
        (Literal("b"), Literal("x"), Literal(3)),
    )
    answer = Answer(("place", "purpose", "amount"), rows)
    found = bars(answer, shown(request_, answer))
    assert found is not None
    assert [name for name, *_ in found.bars] == ["a · x", "a · y", "b · x"]


@pytest.mark.parametrize(
    ("variables", "rows"),
    [
        pytest.param(("place", "amount"), [("a", 1)], id="one bar"),
        pytest.param(("place", "amount"), [("a", 1), ("a", 2)], id="bars with one name"),
        pytest.param(("place", "amount"), [("a", 1), ("b", -2)], id="below zero"),
        pytest.param(("place", "statedOrder"), [("a", 1), ("b", 2)], id="an order"),
        pytest.param(("place", "amount"), [("a", "1"), ("b", "2")], id="numbers as text"),
        pytest.param(
            ("place", "amount", "unit"), [("a", 1, "ha"), ("b", 2, "km²")], id="two units"
        ),
        pytest.param(
            ("place", "amount"), [(str(n), n) for n in range(MOST + 1)], id="too many bars"
        ),
    ],
)
def test_what_makes_no_chart(
    request_: Request, variables: tuple[str, ...], rows: list[tuple[str | int, ...]]
) -> None:
    answer = Answer(variables, tuple(tuple(Literal(cell) for cell in row) for row in rows))
    assert bars(answer, shown(request_, answer)) is None
    assert chart(answer, shown(request_, answer), "A title", "en") == ""


def test_an_open_number_makes_no_chart(request_: Request) -> None:
    answer = Answer(("place", "amount"), ((Literal("a"), Literal(1)), (Literal("b"), None)))
    assert bars(answer, shown(request_, answer)) is None


def test_markup_in_a_name_stays_a_word(request_: Request) -> None:
    name = "</text></svg><script>alert(1)</script>"
    answer = Answer(("place", "amount"), ((Literal(name), Literal(1)), (Literal("b"), Literal(2))))
    drawn = chart(answer, shown(request_, answer), name, "en")
    assert "<script" not in drawn
    assert drawn.count("</svg>") == 1
    assert " style=" not in drawn
