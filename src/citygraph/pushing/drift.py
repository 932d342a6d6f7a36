"""Drift: how the graphs of a store differ from ours, found without writing anything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from citygraph.canonical import canonical_lines
from citygraph.pushing.prepared import prepare
from citygraph.pushing.receipts import rewritings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.pushing.comparing import Comparison
    from citygraph.pushing.session import Target
    from citygraph.pushing.source import Source


class Drift(NamedTuple):
    """How one graph of a store differs from ours.

    Attributes:
        graph: its IRI.
        triples: how many ours has.
        held: how many the store has.
        comparison: what differs; `None` if nothing does.
    """

    graph: str
    triples: int
    held: int
    comparison: Comparison | None

    @property
    def equal(self) -> bool:
        """Whether both say the same, if perhaps in another writing."""
        return self.comparison is None or self.comparison.equal

    @property
    def state(self) -> str:
        """What is the matter: `equal`, `absent` or `differs`."""
        if self.equal:
            return "equal"
        return "differs" if self.held else "absent"


def find_drift(source: Source, graphs: Iterable[str], target: Target) -> Iterator[Drift]:
    """Compare each graph with what a store holds, and write nothing.

    Raises:
        RemoteError: it cannot be known.
    """
    for graph in graphs:
        target.tell(f"<{graph}>: comparing")
        with (
            prepare(canonical_lines(source.triples(graph))) as ours,
            target.read(graph) as there,
        ):
            comparison = target.compared(there, ours)
            yield Drift(graph, ours.digest.count, there.digest.count, comparison)


def describe_drift(drift: Drift, would_write: bool) -> Iterator[str]:  # noqa: FBT001 - one of two
    """Say in lines how a graph differs.

    Args:
        drift: what was found.
        would_write: say what a push would do, not what is the matter.
    """
    word = drift.state
    if would_write:
        word = {"equal": "keep", "absent": "write", "differs": "replace"}[drift.state]
    yield f"{word:<9}  {drift.triples:>9,}  {drift.graph}"
    if drift.comparison is not None and drift.held and not drift.equal:
        yield from (f"  {line.strip()}" for line in drift.comparison.describe().splitlines())


def drift_as_json(found: Iterable[Drift]) -> str:
    """Write what was found as JSON (docs/schemas/drift.json)."""
    documents = [
        {
            "graph": each.graph,
            "state": each.state,
            "triples": each.triples,
            "held": each.held,
            "missing": each.comparison.missing if each.comparison else 0,
            "extra": each.comparison.extra if each.comparison else 0,
            "examples": each.comparison.examples if each.comparison else [],
            "rewritten": rewritings(each.comparison),
        }
        for each in found
    ]
    return json.dumps(documents, ensure_ascii=False, indent=2) + "\n"
