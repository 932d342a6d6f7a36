"""The budgets: amounts to the last yen in each language, growth as stated and as computed."""

from decimal import Decimal
from pathlib import Path

import pytest

from citygraph.pictures import draw
from citygraph.pictures.allocations import Growth, purposes
from citygraph.pictures.amounts import money, plain
from citygraph.pictures.palette import KINDS
from tests.drawn_cities import KNOT, TOKYO, drawn, graph, loaded

TOWN = "https://w3id.org/citygraph/id/town/town"
YEN, EURO, CROWN = (f"http://qudt.org/vocab/unit/CCY_{code}" for code in ("JPY", "EUR", "ISK"))


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("15800000000", YEN, ("15.8 billion yen", "158億円", "158억 엔")),
        ("1900000000", YEN, ("1.9 billion yen", "19億円", "19억 엔")),
        ("50000000000", YEN, ("50 billion yen", "500億円", "500억 엔")),
        ("10000000", YEN, ("10 million yen", "1,000万円", "1,000만 엔")),
        ("7354000000000", YEN, ("7.354 trillion yen", "7兆3,540億円", "7조 3,540억 엔")),
        ("12345678", YEN, ("12,345,678 yen", "1,234万5,678円", "1,234만 5,678 엔")),
        ("20000000000000000000", YEN, ("20,000,000 trillion yen", "2,000京円", "2,000경 엔")),
        ("0", YEN, ("0 yen", "0円", "0 엔")),
        ("-25000", EURO, ("-25,000 euros", "-2万5,000ユーロ", "-2만 5,000 유로")),
        ("1234567.89", EURO, ("1,234,567.89 euros", "1,234,567.89ユーロ", "1,234,567.89 유로")),
        ("1500000", CROWN, ("1.5 million ISK", "150万 ISK", "150만 ISK")),
        ("3", "http://qudt.org/vocab/unit/KiloGM", ("3 unit:KiloGM",) * 3),
        ("3", "", ("3",) * 3),
    ],
)
def test_an_amount_is_written_in_the_way_of_the_language_and_never_rounded(
    amount: str, unit: str, words: tuple[str, str, str]
) -> None:
    assert tuple(money(Decimal(amount), unit, each) for each in ("en", "ja", "ko")) == words


def test_a_number_in_full_has_no_zeros_behind_the_point() -> None:
    assert [plain(Decimal(each)) for each in ("8.0", "8.30", "1E+3", "0.5")] == [
        *("8", "8.3", "1,000", "0.5")
    ]


def test_growth_is_given_as_stated_and_as_computed() -> None:
    first = purposes(graph("tokyo"), TOKYO, "en")[0]
    assert [(each.year, each.amount, each.stage) for each in first.allocations] == [
        ("Fiscal year 2019 (Japan)", Decimal(1900000000), ""),
        ("Fiscal year 2020 (Japan)", Decimal(15800000000), "draft budget"),
    ]
    assert first.growths == (
        Growth(
            "Fiscal year 2020 (Japan)",
            "Fiscal year 2019 (Japan)",
            Decimal("8.3"),
            ((Decimal(8), "about"),),
            first.allocations[1].iri,
        ),
    )


def test_the_budgets_of_tokyo_in_words() -> None:
    assert [(each.depth, each.text) for each in drawn("budget", "tokyo", "ja").details] == [
        (0, "スマート東京事業"),
        (1, "2019年度(日本)：19億円"),
        (1, "2020年度(日本)：158億円 (予算案)"),
        (1, "2019年度(日本)から2020年度(日本)への変化：金額から計算すると8.3倍、記載：約8倍"),
        (0, "スマート東京推進基金"),
        (1, "2019年度(日本)：500億円 (補正予算)"),
        (0, "島しょ地域における遠隔医療の実証"),
        (1, "2020年度(日本)：1,000万円 (予算案)"),
    ]


def test_what_is_known_only_roughly_is_marked_in_words_and_by_a_dashed_bar() -> None:
    rough, exact = drawn("budget", "knot"), drawn("budget", "tokyo")
    assert "Year one: about 3 million euros" in [each.text for each in rough.details]
    assert (rough.svg.count("stroke-dasharray"), exact.svg.count("stroke-dasharray")) == (1, 0)
    assert "A dashed bar" in rough.svg
    assert "A dashed bar" not in exact.svg


def test_nothing_has_no_bar() -> None:
    svg = drawn("budget", "knot").svg
    amounts = [
        each for purpose in purposes(graph("knot"), KNOT, "en") for each in purpose.allocations
    ]
    assert [each.amount for each in amounts].count(Decimal(0)) == 1
    assert svg.count(KINDS["strategy"]) == len(amounts) - 1


def test_growth_over_nothing_is_not_computed_and_a_stated_one_is_still_told() -> None:
    first = purposes(graph("knot"), KNOT, "en")[0]
    stated = ((Decimal("1.5"), ""),)
    later = first.allocations[1].iri
    assert first.growths == (Growth("Year two", "Year one", None, stated, later),)


YEARS = """
    town:town a cg:City . town:work a cg:Initiative ; cg:inCity town:town .
    town:fy1 time:hasBeginning town:s1 ; time:hasEnd town:e1 ; skos:prefLabel "Y1"@en .
    town:fy2 time:hasBeginning town:s2 ; time:hasEnd town:e2 ; skos:prefLabel "Y2"@en .
    town:fy4 time:hasBeginning town:s4 ; time:hasEnd town:e4 ; skos:prefLabel "Y4"@en .
    town:s1 time:inXSDDate "2021-04-01"^^xsd:date . town:e1 time:inXSDDate "2022-03-31"^^xsd:date .
    town:s2 time:inXSDDate "2022-04-01"^^xsd:date . town:e2 time:inXSDDate "2023-03-31"^^xsd:date .
    town:s4 time:inXSDDate "2024-04-01"^^xsd:date . town:e4 time:inXSDDate "2025-03-31"^^xsd:date .
    """


def allocation(name: str, year: str, amount: str, more: str = "", unit: str = "JPY") -> str:
    return f"""
        town:{name} a cg:BudgetAllocation ; cg:budgetFor town:work ; cg:fiscalYear town:{year} ;
            cg:amount town:{name}-q {more}.
        town:{name}-q qudt:numericValue {amount} ; qudt:unit unit:CCY_{unit} .
        """


DRAFT, FINAL = (f"; cg:budgetStage cgv:{name} " for name in ("draft-budget", "final-budget"))


@pytest.mark.parametrize(
    ("facts", "growths"),
    [
        pytest.param(
            allocation("a", "fy1", "100") + allocation("b", "fy2", "125"),
            [("Y2", Decimal("1.3"))],
            id="half a tenth is rounded up",
        ),
        pytest.param(
            allocation("a", "fy2", "100") + allocation("b", "fy4", "200"),
            [],
            id="not over years that do not follow one another",
        ),
        pytest.param(
            allocation("a", "fy1", "100", DRAFT) + allocation("b", "fy2", "200", FINAL),
            [],
            id="not from one stage to another",
        ),
        pytest.param(
            allocation("a", "fy1", "-100") + allocation("b", "fy2", "200"),
            [],
            id="not from less than nothing",
        ),
        pytest.param(
            allocation("a", "fy1", "100") + allocation("b", "fy2", "-200"),
            [],
            id="not to less than nothing",
        ),
        pytest.param(
            allocation("a", "fy1", "100", DRAFT)
            + allocation("b", "fy1", "200", FINAL)
            + allocation("c", "fy2", "300", DRAFT),
            [("Y2", Decimal("3.0"))],
            id="of several amounts in a year that of the same stage",
        ),
        pytest.param(
            allocation("a", "fy1", "100")
            + allocation("b", "fy1", "200")
            + allocation("c", "fy2", "300"),
            [],
            id="not where it is unclear over which",
        ),
    ],
)
def test_growth_is_computed_where_it_is_clear_between_what(
    tmp_path: Path, facts: str, growths: list[tuple[str, Decimal]]
) -> None:
    (purpose,) = purposes(loaded(tmp_path, YEARS + facts), TOWN, "en")
    assert [(each.later, each.computed) for each in purpose.growths] == growths


def test_each_currency_has_bars_of_its_own_and_growth_is_never_over_currencies(
    tmp_path: Path,
) -> None:
    facts = "".join(
        allocation(f"{unit}{year}", year, amount, unit=unit)
        for unit, year, amount in (
            ("JPY", "fy1", "500"),
            ("USD", "fy1", "3"),
            ("JPY", "fy2", "600"),
            ("USD", "fy2", "9"),
            ("EUR", "fy2", "4"),
        )
    )
    picture = draw(loaded(tmp_path, YEARS + facts), "budget", TOWN)
    assert [(each.depth, each.text) for each in picture.details] == [
        (0, "town:work (US dollars)"),
        (1, "Y1: 3 US dollars"),
        (1, "Y2: 9 US dollars"),
        (1, "Y2 over Y1: 3 times, computed from the amounts"),
        (0, "town:work (yen)"),
        (1, "Y1: 500 yen"),
        (1, "Y2: 600 yen"),
        (1, "Y2 over Y1: 1.2 times, computed from the amounts"),
        (0, "town:work (euros)"),
        (1, "Y2: 4 euros"),
    ]
    assert "Bars of different currencies cannot be compared." in picture.svg
    assert "cannot be compared" not in drawn("budget", "tokyo").svg


def test_an_amount_below_zero_has_no_bar_and_the_picture_says_so(tmp_path: Path) -> None:
    town = loaded(tmp_path, YEARS + allocation("a", "fy1", "-5") + allocation("b", "fy2", "5"))
    picture = draw(town, "budget", TOWN)
    assert picture.svg.count(KINDS["strategy"]) == 1
    assert "An amount below zero has no bar." in picture.svg
    assert "below zero" not in drawn("budget", "knot").svg


@pytest.mark.parametrize(
    "amount", ['"much"', '"1E+999999"', "1e300", '"NaN"^^xsd:double', '"INF"^^xsd:double']
)
def test_what_is_no_amount_is_not_drawn(tmp_path: Path, amount: str) -> None:
    town = loaded(tmp_path, YEARS + allocation("a", "fy1", amount))
    with pytest.raises(ValueError, match="has nothing for the picture budget"):
        draw(town, "budget", TOWN)


def test_amounts_without_a_year_or_a_unit_are_still_shown(tmp_path: Path) -> None:
    facts = """
        town:a cg:budgetFor town:work ; cg:amount town:q . town:q qudt:numericValue -5 .
        """
    picture = draw(loaded(tmp_path, YEARS + facts), "budget", TOWN)
    assert [each.text for each in picture.details] == ["town:work", "-5"]
