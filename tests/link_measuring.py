"""How good links are that a program proposed: they are set beside a gold list."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tests.wikibase_slices import NONE, Gold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HEAD = (
    *("thing", "expected", "difficulty", "verdict", "score", "best other", "margin"),
    *("features", "why"),
)
RIGHT, MISSED, NOT_FOUND, WRONG = "right", "missed", "not found", "wrong"
RIGHTLY_NONE = "rightly none"
NOT_LOOKED_UP = "not looked up: it is of no kind that is"


class Proposal(NamedTuple):
    """A link that a program proposed.

    Attributes:
        thing: the IRI of our thing.
        item: the local name of the item: "Q1490".
        score: how sure the program is, from 0 to 1.
        accepted: whether it would make the link without asking anybody.
        features: what it compared: "name-en=1.00 type=1.00".
        why: what kept it from making the link; empty if nothing did.
    """

    thing: str
    item: str
    score: float
    accepted: bool
    features: str = ""
    why: str = ""


class Line(NamedTuple):
    """What became of one line of a gold list.

    Attributes:
        gold: the line.
        right: the link that is right; `None` if it was not proposed, or there is none.
        other: the best link that is wrong; `None` if none was proposed.
        verdict: "right", "missed" (proposed, not accepted), "not found" (not proposed), "wrong"
            (another one was accepted), or "rightly none".
        why: why the right one was not accepted; empty if it was, or if there is none.
    """

    gold: Gold
    right: Proposal | None
    other: Proposal | None
    verdict: str
    why: str


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

    @property
    def lacking(self) -> tuple[Line, ...]:
        """The lines whose link should have been made and was not, or was made wrongly."""
        return tuple(line for line in self.lines if line.verdict in (MISSED, NOT_FOUND, WRONG))

    def table(self) -> str:
        """Write what became of each gold link, hardest first, as tab-separated lines."""
        written = [HEAD, *map(_cells, sorted(self.lines, key=_ease))]
        return "".join("\t".join(cells) + "\n" for cells in written)


def measure(
    gold: Sequence[Gold], proposals: Iterable[Proposal], reasons: Mapping[str, str] | None = None
) -> Measure:
    """Set proposals beside a gold list.

    Args:
        gold: what is right.
        proposals: what was proposed; several for one thing are its candidates.
        reasons: what was said of each thing that was looked up, by its IRI; if it is given, a thing
            that is not in it was not looked up.
    """
    by_thing: defaultdict[str, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        by_thing[proposal.thing].append(proposal)
    named = {line.iri: line.item for line in gold}
    assert len(named) == len(gold), "the gold list names a thing twice"
    accepted = [each for found in by_thing.values() for each in found if each.accepted]
    judged = [each for each in accepted if each.thing in named]
    whys = {iri: "" if reasons is None else reasons.get(iri, NOT_LOOKED_UP) for iri in named}
    return Measure(
        lines=tuple(_line(line, by_thing[line.iri], whys[line.iri]) for line in gold),
        right=len({each.thing for each in judged if each.item == named[each.thing]}),
        wrong=tuple(each for each in judged if each.item != named[each.thing]),
        expected=sum(line.item != NONE for line in gold),
        unjudged=tuple(each for each in accepted if each.thing not in named),
    )


def _line(gold: Gold, proposals: Sequence[Proposal], why: str) -> Line:
    right = _best(each for each in proposals if each.item == gold.item)
    other = _best(each for each in proposals if each.item != gold.item)
    if any(each.accepted for each in proposals if each.item != gold.item):
        verdict = WRONG
    elif any(each.accepted for each in proposals):
        verdict = RIGHT
    elif gold.item == NONE:
        verdict = RIGHTLY_NONE
    else:
        verdict = MISSED if right else NOT_FOUND
    said = right.why if right else why
    return Line(gold, right, other, verdict, said if verdict in (MISSED, NOT_FOUND, WRONG) else "")


def _best(proposals: Iterable[Proposal]) -> Proposal | None:
    return max(proposals, key=lambda each: (each.accepted, each.score), default=None)


def _ease(line: Line) -> tuple[bool, float]:
    """Gold links before those that are none; of each, the smallest distance first."""
    none = line.gold.item == NONE
    other = line.other.score if line.other else 0
    return none, -other if none else (line.right.score if line.right else 0) - other


def _cells(line: Line) -> tuple[str, ...]:
    score, other = (each.score if each else None for each in (line.right, line.other))
    margin = None if score is None else score - (other or 0)
    numbers = ("" if n is None else f"{n:.3f}" for n in (score, other, margin))
    features = line.right.features if line.right else ""
    return (*line.gold[:3], line.verdict, *numbers, features, line.why)
