"""Traces for programs: JSON and CSV. Neither holds a word of a source's text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from citygraph import tables
from citygraph.answers.writing import json_term, plain
from citygraph.vocabulary import PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.tracing.model import (
        MappingRow,
        Named,
        Section,
        Source,
        Statement,
        Testimony,
        TextHint,
        Trace,
        TracedFact,
    )
    from citygraph.tracing.verifying import Verification

_COLUMNS = (
    *("row", "side", "subject", "subjectLabel", "property", "propertyLabel", "value", "valueLabel"),
    *("asserted", "follows", "claim", "status", "rule", "precision", "rows", "spans", "text"),
    *("source", "sourceLabel", "sourceKind", "url", "issued"),
)


def as_csv(trace: Trace) -> str:
    """Write a line for each claim: those for a fact (`for`), then those `against` it.

    A fact without a claim has a line whose claim is empty; that of a link names the row of the
    mapping table. Rows, spans and several addresses stand with a blank between them.
    """
    lines = (
        (str(section.row or ""), side, *_cells(statement, fact, testimony))
        for section in trace.sections
        for fact in section.facts
        for side, statement in (
            ("for", fact.statement),
            *(("against", other) for other in fact.against),
        )
        for testimony in statement.testimonies or (None,)
    )
    return tables.as_csv(tables.Table(_COLUMNS, tuple(lines)))


def as_json(
    trace: Trace, verification: Verification | None, prefixes: Mapping[str, str] = PREFIXES
) -> str:
    """Write a trace as `docs/schemas/trace.json` says."""
    document = {
        "language": trace.lang,
        "sections": [_section(each, prefixes) for each in trace.sections],
        "texts": [_hint(each) for each in trace.texts],
        "verification": _verification(verification) if verification else None,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _cells(statement: Statement, fact: TracedFact, testimony: Testimony | None) -> Iterator[str]:
    for named in (statement.subject, statement.property, statement.value):
        yield plain(named.term)
        yield named.label
    yield "true" if statement.asserted else "false"
    yield fact.follows
    if testimony is None:
        told = _told_of(statement.mapping) if statement.mapping else {}
        yield from (told.get(column, "") for column in _COLUMNS[_COLUMNS.index("claim") :])
        return
    yield testimony.claim
    for named_or_none in (testimony.status, testimony.rule, testimony.precision):
        yield named_or_none.iri if named_or_none else ""
    yield " ".join(testimony.rows)
    yield " ".join(str(span.stretch) for span in testimony.spans)
    yield next((span.text.value for span in testimony.spans), "")
    yield testimony.source.name.iri
    yield testimony.source.name.label
    yield testimony.source.kind.iri if testimony.source.kind else ""
    yield testimony.source.url
    yield testimony.source.issued


def _section(section: Section, prefixes: Mapping[str, str]) -> object:
    return {
        "row": section.row or None,
        "about": [{**_named(each), "name": compact(each.iri, prefixes)} for each in section.about],
        "facts": [_fact(each) for each in section.facts],
        "ownWords": section.own_words,
        "untracedColumns": list(section.untraced),
    }


def _fact(fact: TracedFact) -> object:
    return {
        **_statement(fact.statement),
        "against": [_statement(each) for each in fact.against],
        "follows": fact.follows or None,
        "why": fact.why,
    }


def _statement(statement: Statement) -> dict[str, object]:
    return {
        "subject": _named(statement.subject),
        "property": _named(statement.property),
        "value": _named(statement.value),
        "asserted": statement.asserted,
        "claims": [
            {
                "claim": each.claim,
                "status": _named(each.status),
                "rule": _optional(each.rule),
                "precision": _optional(each.precision),
                "rows": list(each.rows),
                "spans": [
                    {"text": span.text.value, "start": span.stretch.start, "end": span.stretch.end}
                    for span in each.spans
                ],
                "source": _source(each.source),
            }
            for each in statement.testimonies
        ],
        "mapping": _row(statement.mapping) if statement.mapping else None,
    }


def _row(row: MappingRow) -> object:
    return {
        "table": row.table,
        "line": row.line,
        "state": row.state,
        "seeAlso": list(row.see_also),
        "comment": row.comment,
    }


def _told_of(row: MappingRow) -> Mapping[str, str]:
    """Put a row of a mapping table into the columns of a claim."""
    return {
        "status": row.state,
        "rows": str(row.line),
        "source": row.table,
        "url": " ".join(row.see_also),
    }


def _source(source: Source) -> object:
    return {
        **_named(source.name),
        "kind": _optional(source.kind),
        "title": source.title or None,
        "publishers": [_named(each) for each in source.publishers],
        "issued": source.issued or None,
        "partOf": _optional(source.part_of),
        "url": source.url or None,
    }


def _hint(hint: TextHint) -> object:
    return {
        "text": hint.text.node.value,
        "source": _source(hint.source),
        "note": hint.note,
        "bytes": hint.text.bytes,
        "codePoints": hint.text.chars,
        "sha256": hint.text.sha256,
    }


def _verification(found: Verification) -> object:
    return {
        "file": str(found.copy.path),
        "text": found.text.node.value,
        "verified": found.verified,
        "bytes": found.bytes,
        "codePoints": len(found.copy.text),
        "sha256": found.sha256,
        "faults": list(found.copy.faults),
        "passages": found.passages,
        "lookedUp": found.looked_up,
        "shift": {"by": found.shift, "passages": found.moved} if found.moved else None,
        "wrong": [
            {
                "start": each.span.stretch.start,
                "end": each.span.stretch.end,
                "rows": list(each.rows),
                "claims": [claim.iri for claim in each.claims],
            }
            for each in found.wrong
        ],
    }


def _named(named: Named) -> dict[str, object]:
    return {**json_term(named.term), "label": named.label}


def _optional(named: Named | None) -> object:
    return _named(named) if named else None
