"""What the change of a shape does, as far as it can be said: does it demand more or less?

Specification: SHACL, sections 2 and 4. A constraint that comes, or a bound that is drawn closer,
refuses data that were fine: it is tightened. The opposite is loosened. Everything else is unclear.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from citygraph.answers.model import Term
    from citygraph.differences.model import Effect

_SH = PREFIXES["sh"]
_LOWEST = frozenset(
    _SH + name
    for name in ("minCount", "minInclusive", "minExclusive", "minLength", "qualifiedMinCount")
)
_HIGHEST = frozenset(
    _SH + name
    for name in ("maxCount", "maxInclusive", "maxExclusive", "maxLength", "qualifiedMaxCount")
)
_DEMANDS = frozenset(
    _SH + name
    for name in (
        *("and", "class", "datatype", "disjoint", "equals", "hasValue", "lessThan"),
        *("lessThanOrEquals", "node", "nodeKind", "not", "pattern", "property", "sparql"),
        *("qualifiedValueShape", "targetClass", "targetNode", "targetObjectsOf"),
        *("targetSubjectsOf", "or", "xone"),
    )
)
_ALLOWING = frozenset(_SH + name for name in ("in", "languageIn"))
_SWITCHES: Mapping[str, bool] = {
    _SH + "closed": True,
    _SH + "uniqueLang": True,
    _SH + "deactivated": False,
}
_SEVERITIES = (_SH + "Info", _SH + "Warning", _SH + "Violation")
_IGNORED = _SH + "ignoredProperties"

List = tuple["Term", ...]


def effect_of(  # noqa: PLR0911 - one line for each family of constraints
    kind: str,
    removed: Collection[Term],
    added: Collection[Term],
    members: Callable[[Term], List | None],
    *,
    closed: bool = False,
) -> Effect:
    """Say what the change of one property of a shape does.

    Args:
        kind: the property's IRI.
        removed: the values that are gone.
        added: the values that came.
        members: gives the members of a list, `None` of what is none.
        closed: whether the shape allows no property but those it names.
    """
    if kind in _LOWEST or kind in _HIGHEST:
        return _bound(removed, added, upwards=kind in _LOWEST)
    if kind in _SWITCHES:
        return _switch(removed, added, tightens=_SWITCHES[kind])
    if kind in _ALLOWING:
        return _allowed(removed, added, members)
    if kind == _IGNORED:
        return _ignored(removed, added, members)
    if kind == _SH + "severity":
        return _severity(removed, added)
    if kind == _SH + "property" and closed:
        return "unclear"  # it may be allowed now, and it has to be as the shape says
    if kind in _DEMANDS and not (removed and added):
        return "tightened" if added else "loosened"
    return "unclear"


def _bound(removed: Collection[Term], added: Collection[Term], *, upwards: bool) -> Effect:
    if not removed or not added:
        return "tightened" if added else "loosened"
    try:
        old, new = (max(Decimal(str(_text(each))) for each in side) for side in (removed, added))
    except InvalidOperation:
        return "unclear"
    return "unclear" if old == new else "tightened" if (new > old) is upwards else "loosened"


def _switch(removed: Collection[Term], added: Collection[Term], *, tightens: bool) -> Effect:
    was, now = (any(_text(each) in ("true", "1") for each in side) for side in (removed, added))
    if was is now:
        return "wording"
    return "tightened" if now is tightens else "loosened"


def _allowed(
    removed: Collection[Term], added: Collection[Term], members: Callable[[Term], List | None]
) -> Effect:
    if not removed or not added:
        return "tightened" if added else "loosened"
    old, new = _all_members(removed, members), _all_members(added, members)
    if old is None or new is None or not (old <= new or new <= old):
        return "unclear"
    return "wording" if old == new else "loosened" if old < new else "tightened"


def _ignored(
    removed: Collection[Term], added: Collection[Term], members: Callable[[Term], List | None]
) -> Effect:
    old, new = _all_members(removed, members), _all_members(added, members)
    if old is None or new is None or not (old <= new or new <= old):
        return "unclear"
    return "wording" if old == new else "loosened" if old < new else "tightened"


def _all_members(
    lists: Collection[Term], members: Callable[[Term], List | None]
) -> set[Term] | None:
    found: set[Term] = set()
    for each in lists:
        inside = members(each)
        if inside is None:
            return None
        found |= set(inside)
    return found


def _severity(removed: Collection[Term], added: Collection[Term]) -> Effect:
    known = [
        [_SEVERITIES.index(_text(each)) for each in side if _text(each) in _SEVERITIES]
        or [len(_SEVERITIES) - 1]  # section 2.1.4: a violation, if nothing is said
        for side in (removed, added)
    ]
    old, new = max(known[0]), max(known[1])
    return "wording" if old == new else "tightened" if new > old else "loosened"


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))
