"""How good links are that a program proposed: they are set beside a gold list."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tests.wikibase_slices import NONE, Gold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEAD = ("thing", "expected", "difficulty", "score", "best other", "margin", "verdict")


class Proposal(NamedTuple):
    """A link that a program proposed.

    Attributes:
        thing: the IRI of our thing.
        item: the local name of the item: "Q1490".
        score: how sure the program is, from 0 to 1.
        accepted: whether it would make the link without asking anybody.
    """

    thing: str
    item: str
    score: float
    accepted: bool


class Line(NamedTuple):
    """What became of one line of a gold list.

    Attributes:
        gold: the line.
        score: the score of the link that is right; `None` if it was not proposed, or there is none.
        other: the best score of a link that is wrong; `None` if none was proposed.
        verdict: "right", "missed" (proposed, not accepted), "not found" (not proposed), "wrong"
            (another one was accepted), or "rightly none".
    """

    gold: Gold
    score: float | None
    other: float | None
    verdict: str


class Measure(NamedTuple):
    """How good accepted links are.

    Attributes:
        lines: what became of each line of the gold list, in its order.
        right: the number of accepted links that are right.
        wrong: accepted links that are not, as things and items.
        expected: the number of links that a careful person would make.
        unjudged: accepted links of things that the gold list does not name.
    """

    lines: tuple[Line, ...]
    right: int
    wrong: tuple[Proposal, ...]
    expected: int
    unjudged: tuple[Proposal, ...]

    @property
    def precision(self) -> float:
        """The share of what was accepted that is right; 1 if nothing was accepted."""
        accepted = self.right + len(self.wrong)
        return self.right / accepted if accepted else 1.0

    @property
    def recall(self) -> float:
        """The share of what is right that was accepted; 1 if there was nothing to find."""
        return self.right / self.expected if self.expected else 1.0

    def table(self) -> str:
        """Write what became of each gold link, hardest first, as tab-separated lines."""
        written = [HEAD, *map(_cells, sorted(self.lines, key=_ease))]
        return "".join("\t".join(cells) + "\n" for cells in written)


def measure(gold: Sequence[Gold], proposals: Iterable[Proposal]) -> Measure:
    """Set proposals beside a gold list.

    Args:
        gold: what is right.
        proposals: what was proposed; several for one thing are its candidates.
    """
    by_thing: defaultdict[str, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        by_thing[proposal.thing].append(proposal)
    named = {line.iri: line.item for line in gold}
    assert len(named) == len(gold), "the gold list names a thing twice"
    accepted = [each for found in by_thing.values() for each in found if each.accepted]
    judged = [each for each in accepted if each.thing in named]
    return Measure(
        lines=tuple(_line(line, by_thing[line.iri]) for line in gold),
        right=len({each.thing for each in judged if each.item == named[each.thing]}),
        wrong=tuple(each for each in judged if each.item != named[each.thing]),
        expected=sum(line.item != NONE for line in gold),
        unjudged=tuple(each for each in accepted if each.thing not in named),
    )


def _line(gold: Gold, proposals: Sequence[Proposal]) -> Line:
    right = [each for each in proposals if each.item == gold.item]
    others = [each for each in proposals if each.item != gold.item]
    if any(each.accepted for each in others):
        verdict = "wrong"
    elif any(each.accepted for each in right):
        verdict = "right"
    elif gold.item == NONE:
        verdict = "rightly none"
    else:
        verdict = "missed" if right else "not found"
    return Line(gold, _best(right), _best(others), verdict)


def _best(proposals: Sequence[Proposal]) -> float | None:
    return max((each.score for each in proposals), default=None)


def _ease(line: Line) -> tuple[bool, float]:
    """Gold links before those that are none; of each, the smallest distance first."""
    none = line.gold.item == NONE
    return none, -(line.other or 0) if none else (line.score or 0) - (line.other or 0)


def _cells(line: Line) -> tuple[str, ...]:
    margin = None if line.score is None else line.score - (line.other or 0)
    numbers = ("" if n is None else f"{n:.3f}" for n in (line.score, line.other, margin))
    return (*line.gold[:3], *numbers, line.verdict)
