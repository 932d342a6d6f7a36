"""What a run of proposing found, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citygraph.linking.outcomes import as_json
from citygraph.tables import on_one_line
from citygraph.vocabulary import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.linking.opening import Run
    from citygraph.linking.outcomes import Candidate, Outcome


def report_as_text(outcomes: Sequence[Outcome]) -> str:
    """Write each thing with its state, and each item below it with its score and its features."""
    lines = []
    for each in outcomes:
        why = f" ({each.why})" if each.why else ""
        lines.append(f"{each.state:<9}  {each.label} [{compact(each.thing)}]{why}")
        lines += [_candidate(candidate) for candidate in each.candidates]
        lines += [f"  gone       {compact(item)}" for item in each.gone]
    return "".join(f"{on_one_line(line)}\n" for line in lines)


def report_as_json(outcomes: Sequence[Outcome], run: Run) -> str:
    """Write the same as JSON, with what it cost."""
    said = {
        "linked": run.linked,
        "stopped": None if run.proposing.stopped is None else str(run.proposing.stopped),
        "services": [{"url": service.url, **service.spent._asdict()} for service in run.services],
        "things": [as_json(each) for each in outcomes],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _candidate(candidate: Candidate) -> str:
    known = " ".join(
        f"{name}={value:.2f}" for name, value in candidate.features.items() if value is not None
    )
    why = f"; {candidate.why}" if candidate.why else ""
    former = "".join(f"; formerly {compact(item)}" for item in candidate.formerly)
    return (
        f"  {candidate.verdict:<9}  {candidate.score:.2f}  {candidate.label} "
        f"[{compact(candidate.item)}]  {known}{why}{former}"
    )
