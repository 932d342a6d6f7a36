"""Amounts of money as people write them, to the last unit: 15.8 billion yen, 158億円, 158억 엔."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from citygraph.pictures.wording import has_word, word
from citygraph.vocabulary import PREFIXES, compact

_CURRENCY = PREFIXES["unit"] + "CCY_"
_TENTH = Decimal("0.1")
_MYRIAD = 10_000
_FINEST = -3
"""The most decimals of a million or more: what needs finer ones is written in full."""


def money(amount: Decimal, unit: str, language: str) -> str:
    """Write an amount.

    Args:
        amount: how much.
        unit: the IRI of the currency, as QUDT has it; any other unit is written as its CURIE.
        language: of the words.

    >>> yen = "http://qudt.org/vocab/unit/CCY_JPY"
    >>> [money(Decimal("15800000000"), yen, each) for each in ("en", "ja", "ko")]
    ['15.8 billion yen', '158億円', '158억 엔']
    >>> [money(Decimal("123456789"), yen, each) for each in ("en", "ja")]
    ['123,456,789 yen', '1億2,345万6,789円']
    """
    number = _in_myriads(amount, language) if language != "en" else _in_thousands(amount)
    return _with_unit(number, unit, language)


def currency(unit: str, language: str) -> str:
    """Name a currency, or any other unit as `money` writes it.

    >>> [currency("http://qudt.org/vocab/unit/CCY_USD", each) for each in ("en", "ja", "ko")]
    ['US dollars', '米ドル', '미국 달러']
    """
    return _with_unit("", unit, language).strip()


def _with_unit(number: str, unit: str, language: str) -> str:
    code = unit.removeprefix(_CURRENCY)
    if code == unit:
        code = compact(unit)
    if has_word("currencies", code):
        return word("currencies", code, language).format(amount=number)
    return f"{number} {code}".rstrip()


def _in_thousands(amount: Decimal) -> str:
    for power, name in ((12, "trillion"), (9, "billion"), (6, "million")):
        scaled = amount.scaleb(-power)
        if abs(scaled) >= 1 and _places(scaled) >= _FINEST:
            return f"{plain(scaled)} {name}"
    return plain(amount)


def _in_myriads(amount: Decimal, language: str) -> str:
    """Write a number by myriads, as Japanese and Korean count."""
    whole, rest = divmod(abs(amount), 1)
    parts: list[str] = []
    remaining = int(whole)
    for name in ("", "ten-thousand", "hundred-million", "trillion", "ten-quadrillion"):
        if not remaining:
            break
        remaining, digits = divmod(remaining, _MYRIAD)
        if name == "ten-quadrillion":
            digits, remaining = digits + remaining * _MYRIAD, 0
        if digits:
            parts.insert(0, f"{digits:,}" + (word("numbers", name, language) if name else ""))
    between = word("numbers", "between", language)
    written = between.join(parts) or "0"
    if rest:
        written = plain(abs(amount))
    return f"-{written}" if amount < 0 else written


def plain(number: Decimal) -> str:
    """Write a number in full, with commas between thousands and without zeros at the end.

    >>> plain(Decimal("1500.50")), plain(Decimal("8"))
    ('1,500.5', '8')
    """
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def ratio(later: Decimal, earlier: Decimal) -> Decimal | None:
    """Say how many times an amount is another, to one decimal.

    Over nothing it is `None`, and so it is where an amount is below zero: "-2 times" says nothing.

    >>> ratio(Decimal(158), Decimal(19)), ratio(Decimal(1), Decimal(0))
    (Decimal('8.3'), None)
    >>> ratio(Decimal(1), Decimal(-3)), ratio(Decimal(-1), Decimal(3))
    (None, None)
    """
    if earlier <= 0 or later < 0:
        return None
    return (later / earlier).quantize(_TENTH, ROUND_HALF_UP)


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
