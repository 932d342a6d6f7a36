"""Proposals as a mapping table: every candidate a row, none of which counts until it is reviewed.

What is accepted by the rules says `skos:exactMatch`, what a person has to look at says
`skos:closeMatch`, and what was ruled out says `Not`, so that it does not come back.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from importlib.metadata import version
from typing import TYPE_CHECKING

from citygraph.linking.header import Header
from citygraph.linking.link import Link
from citygraph.linking.mappings import Mappings, read_mappings, write_mappings
from citygraph.linking.outcomes import ACCEPTED, RULED_OUT
from citygraph.linking.slots import STATE
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from citygraph.linking.outcomes import Candidate, Outcome
    from citygraph.linking.wikibase import Wikibase

_TOOL = "citygraph link propose"
_AUTHOR = "The citygraph project"
_SKOS = PREFIXES["skos"]
_PREFIXES: Mapping[str, str] = {
    "citygraph": "https://w3id.org/citygraph/",
    "semapv": "https://w3id.org/semapv/vocab/",
}
_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
_ROUND = Decimal("0.0001")


def read_proposals(path: Path, wikibase: Wikibase, prefixes: Mapping[str, str]) -> Mappings:
    """Read a table of proposals; where there is none, make an empty one.

    Args:
        path: the table.
        wikibase: what is linked to.
        prefixes: the prefixes of the graph's things.

    Raises:
        DataFileError: the table is there and cannot be read: file, line, remedy.
    """
    if path.exists():
        return read_mappings(path)
    return Mappings(_new_header(path.name.partition(".")[0], wikibase, prefixes), ())


def _new_header(name: str, wikibase: Wikibase, prefixes: Mapping[str, str]) -> Header:
    known = {each: PREFIXES[each] for each in ("cg", "cgv", "id", "skos", "tokyo", "wd")}
    every = dict(sorted({**known, **_PREFIXES, **prefixes}.items()))
    if wikibase.page not in every.values():
        every["item"] = wikibase.page
    lines = (
        "#curie_map:",
        *(f'#  {prefix}: "{space}"' for prefix, space in sorted(every.items())),
        f'#mapping_set_id: "https://w3id.org/citygraph/mappings/{name}"',
        f'#mapping_set_title: "Proposed links to {wikibase.title}"',
        f'#license: "{_LICENCE}"',
        "#extension_definitions:",
        f"#  - slot_name: {STATE}",
        '#    property: "https://w3id.org/citygraph/mappings/review-state"',
        '#    type_hint: "http://www.w3.org/2001/XMLSchema#string"',
    )
    return Header(lines, every, _LICENCE)


def write_proposals(path: Path, before: Mappings, outcomes: Iterable[Outcome]) -> int:
    """Write the table: the rows that were there, and a row for each candidate that has none.

    A row that is there stays as it is: somebody may have reviewed it.

    Args:
        path: the table.
        before: the table as it is.
        outcomes: what was found.

    Returns:
        How many rows are new.

    Raises:
        DataFileError: rows contradict each other.
        InputError: the file cannot be written.
    """
    header, rows = before.header, before.links
    there = {(row.subject, row.object) for row in rows}
    today = datetime.now(UTC).date()
    added = [
        _row(outcome, candidate, header, today)
        for outcome in outcomes
        for candidate in outcome.candidates
        if (outcome.thing, candidate.item) not in there
    ]
    write_mappings(path, before._replace(links=(*rows, *added)))
    return len(added)


def _row(outcome: Outcome, candidate: Candidate, header: Header, today: date) -> Link:
    accepted, out = candidate.verdict == ACCEPTED, candidate.verdict == RULED_OUT
    return Link(
        subject=outcome.thing,
        subject_label=_cell(outcome.label),
        predicate=_SKOS + ("exactMatch" if accepted or out else "closeMatch"),
        negated=out,
        object=candidate.item,
        object_label=_cell(candidate.label),
        justification="semapv:CompositeMatching",
        author=_AUTHOR,
        subject_source="citygraph:dataset" if "citygraph" in header.prefixes else "",
        tool=_TOOL,
        tool_version=version("citygraph"),
        date=today,
        confidence=Decimal(str(candidate.score)).quantize(_ROUND).normalize(),
        see_also=(candidate.item,),
        comment=_cell(_comment(candidate)),
        state="rejected" if out else "proposed",
    )


def _comment(candidate: Candidate) -> str:
    said = candidate.verdict if not candidate.why else f"{candidate.verdict}: {candidate.why}"
    known = "; ".join(
        f"{name} {value:.2f}" for name, value in candidate.features.items() if value is not None
    )
    former = f"; formerly {', '.join(candidate.formerly)}" if candidate.formerly else ""
    described = f"; described as: {candidate.description}" if candidate.description else ""
    return f"{said}; {known}{former}{described}"


def _cell(text: str) -> str:
    """Give a text as a cell can hold it: on one line, without tabs."""
    return " ".join(text.split())
