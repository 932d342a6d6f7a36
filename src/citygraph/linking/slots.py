"""The columns of a mapping table: the slots of SSSOM that we use, in the order SSSOM gives them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from citygraph.errors import InputError
from citygraph.linking.link import MATCHES, STATES, WIKIDATA, Link
from citygraph.vocabulary import ONTOLOGY, THINGS, VOCABULARY, compact, expand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.evidence.tabular import Line

STATE = "ext_review_state"
COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "predicate_modifier"),
    *("object_id", "object_label", "mapping_justification", "author_label", "reviewer_label"),
    *("subject_source", "object_source", "mapping_tool", "mapping_tool_version", "mapping_date"),
    *("confidence", "see_also", "comment", STATE),
)
CARDINALITY = "mapping_cardinality"
_BEHIND = COLUMNS.index("object_source") + 1
WITH_CARDINALITY = (*COLUMNS[:_BEHIND], CARDINALITY, *COLUMNS[_BEHIND:])
"""The columns of a table that says of rows how many things are meant to be how many items."""
CARDINALITIES = ("", "1:1", "1:n", "n:1", "n:n")
"""One thing to one item; one thing to many items; many things to one item; many to many."""
JUSTIFICATIONS = (
    *("semapv:ManualMappingCuration", "semapv:MappingReview", "semapv:CompositeMatching"),
    *("semapv:LexicalMatching", "semapv:BackgroundKnowledgeBasedMatching"),
)
"""How a row may have come about: those of SEMAPV that are of use here."""

_NOT = "Not"
_CONFIDENCE = re.compile(r"0(\.\d{1,4})?|1(\.0{1,4})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ADDRESS = re.compile(r"https?://[^\s|<>\"]+")
_ITEM = re.compile(r"Q[1-9][0-9]*")
_REQUIRED = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification")


def read_link(line: Line, prefixes: Mapping[str, str]) -> Link:
    """Read one row.

    Raises:
        DataFileError: a cell is not what has to stand there: file, line, remedy.
    """
    cells = line.cells
    if fault := _fault(cells):
        raise line.fault(fault)
    try:
        return Link(
            subject=expand(cells["subject_id"], prefixes),
            subject_label=cells["subject_label"],
            predicate=expand(cells["predicate_id"], prefixes),
            negated=cells["predicate_modifier"] == _NOT,
            object=_foreign(cells["object_id"], prefixes),
            object_label=cells["object_label"],
            justification=cells["mapping_justification"],
            author=cells["author_label"],
            reviewer=cells["reviewer_label"],
            subject_source=_known(cells["subject_source"], prefixes),
            object_source=_known(cells["object_source"], prefixes),
            cardinality=cells.get(CARDINALITY, ""),
            tool=cells["mapping_tool"],
            tool_version=cells["mapping_tool_version"],
            date=date.fromisoformat(cells["mapping_date"]),
            confidence=Decimal(cells["confidence"]) if cells["confidence"] else None,
            see_also=tuple(filter(None, cells["see_also"].split("|"))),
            comment=cells["comment"],
            state=cells[STATE],
            path=line.path,
            line=line.number,
        )
    except (InputError, InvalidOperation, ValueError) as error:
        raise line.fault(str(error)) from error


def cells_of(
    link: Link, prefixes: Mapping[str, str], columns: Sequence[str] = COLUMNS
) -> tuple[str, ...]:
    """Write a row, its IRIs shortened, in the order of the columns."""
    given = {
        "subject_id": compact(link.subject, prefixes),
        "subject_label": link.subject_label,
        "predicate_id": compact(link.predicate, prefixes),
        "predicate_modifier": _NOT if link.negated else "",
        "object_id": compact(link.object, prefixes),
        "object_label": link.object_label,
        "mapping_justification": link.justification,
        "author_label": link.author,
        "reviewer_label": link.reviewer,
        "subject_source": link.subject_source,
        "object_source": link.object_source,
        CARDINALITY: link.cardinality,
        "mapping_tool": link.tool,
        "mapping_tool_version": link.tool_version,
        "mapping_date": link.date.isoformat(),
        "confidence": "" if link.confidence is None else format(link.confidence, "f"),
        "see_also": "|".join(link.see_also),
        "comment": link.comment,
        STATE: link.state,
    }
    return tuple(given[column] for column in columns)


def _fault(cells: Mapping[str, str]) -> str | None:
    """Say what is wrong with the cells of a row, each by itself and some together."""
    for column, cell in cells.items():
        if cell != cell.strip():
            return f"{column} '{cell}' begins or ends with a blank; take it out"
    for column in _REQUIRED:
        if not cells[column]:
            return f"{column} is empty; every row needs it"
    return _fault_of_words(cells) or _fault_of_values(cells) or _fault_of_state(cells)


def _fault_of_words(cells: Mapping[str, str]) -> str | None:
    for column, allowed in (
        ("predicate_id", MATCHES),
        ("predicate_modifier", ("", _NOT)),
        ("mapping_justification", JUSTIFICATIONS),
        (CARDINALITY, CARDINALITIES),
        (STATE, STATES),
    ):
        if (cell := cells.get(column, "")) not in allowed:
            return (
                f"{column} is '{cell}'; expected one of "
                f"{', '.join(each or 'nothing' for each in allowed)}"
            )
    return None


def _fault_of_values(cells: Mapping[str, str]) -> str | None:
    if cells["confidence"] and not _CONFIDENCE.fullmatch(cells["confidence"]):
        return f"confidence is '{cells['confidence']}'; expected a number from 0 to 1, such as 0.95"
    if not _is_day(cells["mapping_date"]):
        return f"mapping_date is '{cells['mapping_date']}'; expected a day such as 2026-11-22"
    for address in cells["see_also"].split("|") if cells["see_also"] else ():
        if not _ADDRESS.fullmatch(address):
            return (
                f"see_also has '{address}'; expected addresses that begin with http:// or "
                "https://, with | between them"
            )
    return None


def _is_day(cell: str) -> bool:
    """Say whether a cell is a day that there is."""
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return _DAY.fullmatch(cell) is not None


def _fault_of_state(cells: Mapping[str, str]) -> str | None:
    """Say what does not go together with the state of the review."""
    state, negated = cells[STATE], bool(cells["predicate_modifier"])
    evidence = bool(cells["see_also"] and cells["comment"])
    faults = (
        (
            negated and state not in {"documented", "checked", "rejected"},
            f"a row that says Not is documented, checked or rejected, and this is {state}",
        ),
        (
            state == "rejected" and not negated,
            "a rejected row says Not, so that it is not proposed again; write the modifier",
        ),
        (
            state == "documented" and not evidence,
            "a documented row needs its evidence: addresses in see_also and a comment",
        ),
        (
            state == "checked" and not cells["reviewer_label"],
            "a checked row needs reviewer_label: who checked it",
        ),
        (
            state == "proposed" and not cells["mapping_tool"],
            "a proposed row needs mapping_tool: what proposed it",
        ),
        (
            state != "unverified" and not cells["object_label"],
            f"a row that is {state} needs object_label: the label that was seen",
        ),
    )
    return next((words for found, words in faults if found), None)


def _foreign(name: str, prefixes: Mapping[str, str]) -> str:
    """Read the name of something in another collection."""
    iri = expand(name, prefixes)
    if iri.startswith((ONTOLOGY, VOCABULARY, THINGS)):
        raise InputError(f"'{name}' is our own; object_id names what another collection has")
    if iri.startswith(WIKIDATA) and not _ITEM.fullmatch(iri.removeprefix(WIKIDATA)):
        raise InputError(f"'{name}' is no item of Wikidata; expected wd:Q and a number")
    return iri


def _known(name: str, prefixes: Mapping[str, str]) -> str:
    """Make sure that a CURIE can be expanded; it is kept as it is."""
    if name:
        expand(name, prefixes)
    return name
