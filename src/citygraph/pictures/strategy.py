"""The strategies of a city: as a tree, in words, and as text for Mermaid and Graphviz."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.pictures.diagrams import dot, mermaid
from citygraph.pictures.drawn import City, Drawn
from citygraph.pictures.picture import Detail
from citygraph.pictures.plans import plans
from citygraph.pictures.tree import dated, elsewhere, lay_out
from citygraph.pictures.wording import listed, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.graph import Store
    from citygraph.pictures.plans import Goal, Means, Plan

NOTHING = "no strategy is stated of it (cg:Strategy with cg:inCity)"
"""What a city lacks that has no such picture."""


def make(store: Store, city: City, language: str) -> Drawn | None:
    """Draw the strategies of a city; `None` if none is known."""
    found = plans(store, city.iri, language)
    if not found:
        return None
    title = word("strategy", "title", language).format(city=city.name)
    goals = sum(len(plan.every_goal) for plan in found)
    description = word("strategy", "description", language).format(
        city=city.name,
        strategies=len(found),
        goals=goals,
    )
    return Drawn(
        title=title,
        description=description,
        canvas=lay_out(found, title, language),
        details=tuple(detail for plan in found for detail in _of_plan(plan, language)),
        texts=MappingProxyType(
            {"mermaid": mermaid(found, title, language), "dot": dot(found, title, language)}
        ),
    )


def _of_plan(plan: Plan, language: str) -> Iterator[Detail]:
    yield Detail(0, _line("strategy", plan.label, dated(plan, language), language), plan.iri)
    if plan.visions:
        visions = listed(tuple(label for _, label in plan.visions), language)
        yield Detail(1, word("strategy", "vision", language).format(visions=visions))
    if plan.elsewhere:
        yield Detail(1, elsewhere(plan, language))
    for goal in plan.goals:
        yield from _of_goal(goal, 1, language)
    for means in plan.means:
        yield _of_means(means, 1, language)


def _of_goal(goal: Goal, depth: int, language: str) -> Iterator[Detail]:
    orders = tuple(
        word("strategy", name, language).format(order=order)
        for name, order in (("stated", goal.stated), ("official", goal.official))
        if order
    )
    kind = "goal" if depth == 1 else "sub-goal"
    yield Detail(depth, _line(kind, goal.label, listed(orders, language), language), goal.iri)
    if goal.elsewhere:
        yield Detail(depth + 1, elsewhere(goal, language))
    for means in goal.means:
        yield _of_means(means, depth + 1, language)
    for sub in goal.goals:
        yield from _of_goal(sub, depth + 1, language)


def _of_means(means: Means, depth: int, language: str) -> Detail:
    line = _line(means.kind, means.label, listed(means.areas, language), language)
    return Detail(depth, line, means.iri)


def _line(kind: str, label: str, more: str, language: str) -> str:
    begun = word("kinds", kind, language) + word("signs", "colon", language) + label
    return f"{begun} ({more})" if more else begun
