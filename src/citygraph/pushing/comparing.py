"""Comparing what was sent with what is kept, both as sorted canonical lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from citygraph.canonical import sorted_lines
from citygraph.pushing.values import value_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EXAMPLES = 5
"""As many lines are shown of those that differ."""

LISTED = 1000
"""As many different rewritings are listed; if there are more, that is said."""

_OURS, _BOTH, _THEIRS = b"0", b"1", b"2"
_APART = b"\x00"


class Rewriting(NamedTuple):
    """One literal that a store writes another way.

    Attributes:
        sent: the literal as it was sent, in N-Triples.
        kept: the literal as it is given back.
    """

    sent: str
    kept: str


@dataclass
class Comparison:
    """How what is kept differs from what was sent.

    Attributes:
        missing: how many triples are not there.
        extra: how many are there that were not sent.
        examples: some of these, as lines that begin with `-` or `+`.
        rewritten: how often each literal was rewritten to the same value.
        unlisted: how many rewritten triples are not in `rewritten`.
    """

    missing: int = 0
    extra: int = 0
    examples: list[str] = field(default_factory=list)
    rewritten: Counter[Rewriting] = field(default_factory=Counter)
    unlisted: int = 0

    @property
    def equal(self) -> bool:
        """Whether both say the same."""
        return not self.missing and not self.extra

    @property
    def exact(self) -> bool:
        """Whether both say it in the same way."""
        return self.equal and not self.rewritten and not self.unlisted

    def describe(self) -> str:
        """Say what differs, in one line for the numbers and one for each example."""
        lines = [f"{self.missing:,} triples are missing and {self.extra:,} were not sent"]
        return "\n  ".join([*lines, *self.examples])

    def _differs(self, mark: str, line: bytes) -> None:
        if mark == "-":
            self.missing += 1
        else:
            self.extra += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{mark} {line.decode().rstrip()}")

    def _rewrites(self, sent: bytes, kept: bytes) -> None:
        pair = Rewriting(_object(sent), _object(kept))
        if pair in self.rewritten or len(self.rewritten) < LISTED:
            self.rewritten[pair] += 1
        else:
            self.unlisted += 1


def compare(ours: Iterable[bytes], theirs: Iterable[bytes], *, by_value: bool) -> Comparison:
    r"""Compare two graphs in canonical form; neither is held in memory.

    Args:
        ours: the lines that were sent, sorted.
        theirs: the lines that came back, sorted.
        by_value: a literal may have been rewritten to one of the same value.

    >>> found = compare([b"a\n", b"b\n"], [b"b\n", b"c\n"], by_value=False)
    >>> found.missing, found.extra, found.examples
    (1, 1, ['- a', '+ c'])
    """
    found = Comparison()
    sides = _sides(iter(ours), iter(theirs))
    if not by_value:
        for side, line in sides:
            if side != _BOTH:
                found._differs("-" if side == _OURS else "+", line)  # noqa: SLF001 - its own
        return found
    for _, group in groupby(sorted_lines(_keyed(sides)), lambda each: each.partition(_APART)[0]):
        _match([each.split(_APART, 2)[1:] for each in group], found)
    return found


def _match(group: list[list[bytes]], found: Comparison) -> None:
    """Pair the lines of one value: each of ours needs one of theirs, and each of theirs one."""
    ours = [line for side, line in group if side == _OURS]
    theirs = [line for side, line in group if side == _THEIRS]
    kept = [*theirs, *(line for side, line in group if side == _BOTH)]
    for line in ours:
        if kept:
            found._rewrites(line, kept[0])  # noqa: SLF001 - its own
        else:
            found._differs("-", line)  # noqa: SLF001 - its own
    for line in theirs:
        if not ours:
            found._differs("+", line)  # noqa: SLF001 - its own


def _keyed(sides: Iterator[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """Put its value before each line that differs, or that another could have become."""
    for side, line in sides:
        key = value_key(line)
        if side != _BOTH or key is not line:
            yield _APART.join((key.rstrip(b"\n"), side, line))


def _sides(ours: Iterator[bytes], theirs: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Walk through two sorted streams, and say of each line where it is."""
    left, right = next(ours, None), next(theirs, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left < right):
            yield _OURS, left or b""
            left = next(ours, None)
        elif left is None or right < left:
            yield _THEIRS, right
            right = next(theirs, None)
        else:
            yield _BOTH, left
            left, right = next(ours, None), next(theirs, None)


def _object(line: bytes) -> str:
    """Give the object of a line whose object is a literal without blanks, as rewritten ones are."""
    return line.decode().rsplit(" ", 2)[1]
