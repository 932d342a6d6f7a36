"""From features to a score, and from scores to what is accepted, shown to a person, or ruled out.

The score is a mean of the known features by their weights, pulled towards 0 by one weight of
doubt: the more is known to agree, the higher it is, and what is not known counts for nothing.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from citygraph.linking.features import AKIN, LABEL_AND_ALIAS, NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citygraph.linking.features import Feature
    from citygraph.linking.items import Item

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"type": 3, "country": 1, "place": 2, "site": 2, "date": 1, "lasting": 1, "code": 4}
)
NAME_WEIGHT = 2.0
DOUBT = 1.0
LEAST = 0.6
"""The least score of what is accepted without a person."""
MARGIN = 0.05
"""How far it must be ahead of the next."""
_RULING_OUT = ("type", "country", "place", "code")
_AGAINST = (*_RULING_OUT, "site", "lasting")
_STRONG = ("place", "site", "code")


class Scored(NamedTuple):
    """An item and how well it fits.

    Attributes:
        item: the item.
        features: what was compared.
        score: from 0 to 1.
    """

    item: Item
    features: tuple[Feature, ...]
    score: float

    @property
    def ruled_out(self) -> tuple[str, ...]:
        """The features that rule it out; empty if none does."""
        return tuple(
            each.name for each in self.features if each.name in _RULING_OUT and each.value == 0
        )


class Verdict(NamedTuple):
    """What follows from the scores of all candidates of a thing.

    Attributes:
        accepted: the one that is accepted without a person.
        doubted: those that a person has to look at, the best one first.
        ruled_out: those that it cannot be.
        why: why none is accepted, in a few words; empty if one is.
    """

    accepted: Scored | None
    doubted: tuple[Scored, ...]
    ruled_out: tuple[Scored, ...]
    why: str


def score(features: Iterable[Feature]) -> float:
    """Give the score of some features.

    >>> from citygraph.linking.features import Feature
    >>> round(score([Feature("name-en", 1.0), Feature("type", 1.0)]), 2)
    0.83
    >>> round(score([Feature("name-en", 1.0), Feature("type", 0.0), Feature("site", None)]), 2)
    0.33
    """
    gained = weighed = 0.0
    for name, value in features:
        if value is not None:
            weight = NAME_WEIGHT if name.startswith(NAME) else WEIGHTS[name]
            gained += weight * value
            weighed += weight
    return gained / (weighed + DOUBT)


def judge(candidates: Iterable[Scored], *, placed: bool, complete: bool = True) -> Verdict:
    """Decide what becomes of the candidates of one thing.

    One is accepted only if its type agrees, nothing speaks against it, its names agree in most
    languages in which both have one, and in two at least, and it is well ahead of the next that is
    not ruled out. One language is enough with its place, page or code; or if there is no rival,
    our label agrees, and there is no other language to compare. Half of the languages are enough
    if there is no rival, and either its place, page or code agrees, or nothing says where the thing
    belongs and our label agrees: what is no proper name is translated in more than one way.
    Languages in which the names are only akin do not count.

    Args:
        candidates: all of them.
        placed: the thing belongs to a place or a country, so that an item has to as well.
        complete: all that matters of the items is known; if not, none is accepted.
    """
    ranked = sorted(candidates, key=lambda each: (-each.score, len(each.item.name), each.item.name))
    out = tuple(each for each in ranked if each.ruled_out)
    left = [each for each in ranked if not each.ruled_out]
    if not left:
        return Verdict(None, (), out, "nothing fits" if out else "nothing was found")
    best = left[0]
    why = objection(best.features, placed=placed, alone=len(left) == 1)
    if not complete:
        why = "only the reconciliation service speaks of it"
    if not why and best.score < LEAST:
        why = f"its score is below {LEAST}"
    if not why and len(left) > 1 and best.score - left[1].score < MARGIN:
        why = f"it is less than {MARGIN} ahead of the next"
    if why:
        return Verdict(None, tuple(left), out, why)
    return Verdict(best, tuple(left[1:]), out, "")


def objection(features: Sequence[Feature], *, placed: bool, alone: bool) -> str:
    """Say what keeps an item from being accepted without a person; empty if nothing does.

    Args:
        features: what was compared.
        placed: the thing belongs to a place or a country.
        alone: no other item is left that it could be.
    """
    values = dict(features)
    said = (value for name, value in values.items() if name.startswith(NAME))
    names = [value for value in said if value is not None and value != AKIN]
    agreed = sum(1 for each in names if each)
    strong = any(values.get(name) == 1 for name in _STRONG)
    against = [name for name in _AGAINST if values.get(name) == 0]
    if values.get("type") != 1:
        return "its type is not known to agree"
    if against:
        return f"{' and '.join(against)} speaks against it"
    near = strong or values.get("country") == 1
    preferred = alone and any(each >= LABEL_AND_ALIAS for each in names)
    halved = alone and (strong or (preferred and not placed))
    needed = len(names) / 2 if halved else (len(names) + 1) / 2
    if agreed < max(needed, 1):
        return "its names agree in too few languages"
    enough = strong or (preferred and (halved or len(names) == 1))
    if agreed < 2 and not enough:  # noqa: PLR2004 - one name is easily had
        return "its name agrees in one language only"
    if placed and not near:
        return "it is not known to be of the same country or place"
    return ""
