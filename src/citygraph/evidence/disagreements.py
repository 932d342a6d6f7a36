"""The table of disagreements: which statements of sources answer one question differently.

`data/<city>.disagreements.tsv` is kept by hand, beside the table of statements. Its columns:

- `matter`: what the sources differ about, in kebab-case; several lines may be about one matter;
- `subject`, `predicate`, `object`: the first side, as a triple;
- `other_subject`, `other_predicate`, `other_object`: the second side;
- `follows`: the side that is a fact of the graph: `first`, `second`, or `both`;
- `why_en`, `why_ja`, `why_ko`: why, on the first line of a matter and on no other.

Every source that gives a side takes part: who they are stands in the table of statements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import InputError
from citygraph.evidence.statements import read_triple
from citygraph.evidence.tabular import read_table
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Triple

    from citygraph.evidence.tabular import Line

COLUMNS = (
    "matter",
    "subject",
    "predicate",
    "object",
    "other_subject",
    "other_predicate",
    "other_object",
    "follows",
    *(f"why_{lang}" for lang in LANGUAGES),
)
SIDES = ("first", "second", "both")


class Disagreement(NamedTuple):
    """One line of the table.

    Attributes:
        matter: what the sources differ about.
        first: the first side.
        second: the second side.
        follows: which side is a fact, one of `SIDES`.
        why: why, by language: the same for all lines of a matter.
        line: the line of the table.
    """

    matter: str
    first: Triple
    second: Triple
    follows: str
    why: Mapping[str, str]
    line: Line

    @property
    def followed(self) -> tuple[Triple, ...]:
        """The sides that are facts."""
        return {"first": (self.first,), "second": (self.second,)}.get(
            self.follows, (self.first, self.second)
        )


def not_borne_out(
    disagreements: Iterable[Disagreement], facts: Collection[Triple]
) -> Iterator[tuple[Disagreement, Triple]]:
    """Find the sides that are followed and no fact of the graph, or a fact and not followed."""
    for each in disagreements:
        for side in (each.first, each.second):
            if (side in facts) != (side in each.followed):
                yield each, side


def read_disagreements(path: Path, prefixes: Mapping[str, str]) -> tuple[Disagreement, ...]:
    """Read a table of disagreements; where there is no such file, there are none.

    Raises:
        DataFileError: the table is not written as it has to be: file, line, remedy.
    """
    if not path.exists():
        return ()
    reasons: dict[str, dict[str, str]] = {}
    found = []
    for line in read_table(path, COLUMNS):
        matter, *cells = list(line.cells.values())
        why = {lang: line.cells[f"why_{lang}"] for lang in LANGUAGES}
        if fault := _fault(line.cells["follows"], why, first=matter not in reasons):
            raise line.fault(fault)
        try:
            first = read_triple((cells[0], cells[1], cells[2]), prefixes)
            second = read_triple((cells[3], cells[4], cells[5]), prefixes)
        except InputError as error:
            raise line.fault(str(error)) from error
        if first == second:
            raise line.fault("both sides are the same triple; nothing contradicts itself")
        why = reasons.setdefault(matter, why)
        found.append(Disagreement(matter, first, second, line.cells["follows"], why, line))
    return tuple(found)


def _fault(follows: str, why: Mapping[str, str], *, first: bool) -> str | None:
    if follows not in SIDES:
        return f"follows '{follows}'; expected one of {', '.join(SIDES)}"
    given = [lang for lang, words in why.items() if words.strip()]
    if first and len(given) < len(why):
        missing = ", ".join(f"why_{lang}" for lang in why if lang not in given)
        return f"the first line of a matter says why, in every language; missing: {missing}"
    if not first and given:
        return "why is said on the first line of a matter only; clear it here"
    return None
