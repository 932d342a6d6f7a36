"""The budgets of a city: bars for each purpose and fiscal year, stated and computed growth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.pictures.allocations import purposes
from citygraph.pictures.amounts import money, plain
from citygraph.pictures.canvas import WIDTH, Box, Canvas, Stroke, Words, fitted, stacked
from citygraph.pictures.drawn import City, Drawn
from citygraph.pictures.heading import MARGIN, heading
from citygraph.pictures.palette import KINDS, LINE, PAPER, QUIET, SHADE
from citygraph.pictures.picture import Detail
from citygraph.pictures.wording import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from citygraph.graph import Store
    from citygraph.pictures.allocations import Allocation, Growth, Purpose
    from citygraph.pictures.canvas import Mark

NOTHING = "no budget of it is stated (cg:BudgetAllocation with cg:budgetFor and cg:amount)"
"""What a city lacks that has no such picture."""

_BAR = KINDS["strategy"]
_YEARS = 250
"""How much room the names of years have."""

_GAP, _THICK, _LEAST = 14, 26, 2


def make(store: Store, city: City, language: str) -> Drawn | None:
    """Draw what is budgeted in a city; `None` if nothing is known of it."""
    found = purposes(store, city.iri, language)
    if not found:
        return None
    title = word("budget", "title", language).format(city=city.name)
    count = sum(len(purpose.allocations) for purpose in found)
    return Drawn(
        title=title,
        description=word("budget", "description", language).format(city=city.name, count=count),
        canvas=_lay_out(found, title, language),
        details=tuple(detail for each in found for detail in _details(each, language)),
    )


def _lay_out(found: tuple[Purpose, ...], title: str, language: str) -> Canvas:
    every = [each for purpose in found for each in purpose.allocations]
    notes = [word("budget", "scale", language)]
    if len({each.unit for each in every}) > 1:
        notes.append(word("budget", "currencies", language))
    if any(each.amount < 0 for each in every):
        notes.append(word("budget", "below-zero", language))
    if any(each.precision for each in every):
        notes.append(word("budget", "rough", language))
    shown, y = heading(title, *notes)
    largest: dict[str, Decimal] = {}
    for each in every:
        largest[each.unit] = max(largest.get(each.unit, each.amount), each.amount)
    room = max(fitted(_amount(each, language), 300, bold=True).width for each in every)
    left = MARGIN + _YEARS + _GAP
    scale = WIDTH - MARGIN - room - _GAP - left
    marks: list[Mark] = [*shown]
    for purpose in found:
        y = _purpose(marks, y, purpose, largest, scale, language)
    return Canvas(y, tuple(marks))


def _purpose(  # noqa: PLR0913, PLR0917 - where, what, and how large
    marks: list[Mark],
    y: float,
    purpose: Purpose,
    largest: Mapping[str, Decimal],
    scale: float,
    language: str,
) -> float:
    head = fitted(purpose.label, WIDTH - 2 * MARGIN, 20, bold=True)
    marks.append(head.at(MARGIN, y))
    y += head.height + 8
    left = MARGIN + _YEARS + _GAP
    top = y
    for each in purpose.allocations:
        texts = [fitted(each.year, _YEARS)] if each.year else []
        texts += [fitted(each.stage, _YEARS, colour=QUIET)] if each.stage else []
        height = max(sum(text.height + 2 for text in texts), _THICK) + 12
        marks += stacked(MARGIN, y + 6, texts)
        length = _length(each.amount, largest[each.unit], scale)
        if length:
            fill, edge = (PAPER, _BAR) if each.precision else (_BAR, None)
            dashed = bool(each.precision)
            marks.append(Box(left, y + 4, length, _THICK, fill, edge, dashed=dashed))
        amount = fitted(_amount(each, language), WIDTH - MARGIN - left - length - _GAP, bold=True)
        marks.append(amount.at(left + length + _GAP, y + 6))
        y += max(height, amount.height + 12)
    marks.append(Stroke(f"M{left},{top:g}V{y - 4:g}", LINE))
    for growth in purpose.growths:
        y = _growth(marks, y + 4, growth, language)
    return y + 26


def _length(amount: Decimal, largest: Decimal, scale: float) -> float:
    """Say how long a bar is: as thin as can be seen for little, and none for nothing or less.

    >>> from decimal import Decimal
    >>> _length(Decimal(1), Decimal(4), 100), _length(Decimal(0), Decimal(4), 100)
    (25.0, 0)
    """
    return max(float(amount / largest) * scale, _LEAST) if amount > 0 else 0


def _growth(marks: list[Mark], y: float, growth: Growth, language: str) -> float:
    room = WIDTH - 2 * MARGIN - 40
    first, *others = _in_words(growth, language)
    texts: list[Words] = [fitted(first, room, bold=True)]
    texts += [fitted(other, room) for other in others]
    height = sum(text.height + 2 for text in texts) + 18
    marks.append(Box(MARGIN, y, WIDTH - 2 * MARGIN, height, SHADE, radius=4))
    marks.append(Box(MARGIN, y, 6, height, KINDS["initiative"]))
    marks += stacked(MARGIN + 20, y + 9, texts)
    return y + height


def _in_words(growth: Growth, language: str) -> Iterator[str]:
    if growth.earlier:
        yield word("budget", "growth", language).format(later=growth.later, earlier=growth.earlier)
    else:
        yield word("budget", "growth-alone", language).format(later=growth.later)
    if growth.computed is not None:
        yield word("budget", "computed", language).format(factor=plain(growth.computed))
    for factor, precision in growth.stated:
        name = "stated-with" if precision else "stated"
        yield word("budget", name, language).format(factor=plain(factor), precision=precision)


def _amount(each: Allocation, language: str) -> str:
    amount = money(each.amount, each.unit, language)
    if not each.precision:
        return amount
    return word("budget", "value-with", language).format(precision=each.precision, amount=amount)


def _details(purpose: Purpose, language: str) -> Iterator[Detail]:
    yield Detail(0, purpose.label, purpose.iri)
    for each in purpose.allocations:
        stage = f" ({each.stage})" if each.stage else ""
        year = each.year + word("signs", "colon", language) if each.year else ""
        yield Detail(1, f"{year}{_amount(each, language)}{stage}", each.iri)
    for growth in purpose.growths:
        first, *others = _in_words(growth, language)
        colon = word("signs", "colon", language)
        words = first + colon + word("signs", "comma", language).join(others)
        yield Detail(1, words, growth.iri)
