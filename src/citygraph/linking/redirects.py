"""Where a name leads: to itself, through redirects to another, in a circle, or nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.linking.asking import Asking, Whereabouts
    from citygraph.linking.batches import Batches

_MOST_STEPS = 8
"""A name that is redirected more often than this is as bad as one that goes in a circle."""


class Found(NamedTuple):
    """What has become of an item.

    Attributes:
        asked: the IRI that was asked for.
        iri: where it leads; `None` if it is gone or cannot be followed.
        passed: the IRIs that were passed on the way, the one asked for first.
        gone: whether nothing is said of it any more: it was deleted.
        why: why it cannot be followed or was not asked; `None` if all is well.
        broken: whether it was asked, and its redirects lead nowhere.
    """

    asked: str
    iri: str | None
    passed: tuple[str, ...] = ()
    gone: bool = False
    why: str | None = None
    broken: bool = False


def follow(items: Iterable[str], asking: Asking, batches: Batches) -> dict[str, Found]:
    """Follow the redirects of items, however many in a row, with a guard against circles.

    Args:
        items: the IRIs of items.
        asking: who answers.
        batches: how many are asked at once.

    Raises:
        StoppedError: nothing more is to be asked.
    """
    wanted = sorted(set(items))
    seen: dict[str, Whereabouts] = {}
    failed: dict[str, str] = {}
    ahead = wanted
    for _ in range(_MOST_STEPS + 1):
        for batch in batches.run("whereabouts", ahead, asking.whereabouts):
            seen |= batch.answer or {}
            failed |= {item: batch.why for item in batch.items if batch.why is not None}
        targets = {target for each in seen.values() for target in each.targets}
        ahead = sorted(targets - seen.keys() - failed.keys())
        if not ahead:
            break
    return {item: _found(item, seen, failed) for item in wanted}


def _found(item: str, seen: Mapping[str, Whereabouts], failed: Mapping[str, str]) -> Found:
    passed: list[str] = []
    here = item
    while here in seen and seen[here].targets:
        passed.append(here)
        targets = seen[here].targets
        if len(targets) > 1:
            why = f"{here} redirects to several items"
            return Found(item, None, tuple(passed), why=why, broken=True)
        (here,) = targets
        if here in passed:
            why = f"{here} redirects in a circle"
            return Found(item, None, tuple(passed), why=why, broken=True)
    if here in failed:
        return Found(item, None, tuple(passed), why=failed[here])
    if here not in seen:
        why = f"{item} is redirected more than {_MOST_STEPS} times"
        return Found(item, None, tuple(passed), why=why, broken=True)
    if not seen[here].known:
        return Found(item, None, tuple(passed), gone=True)
    return Found(item, here, tuple(passed))
