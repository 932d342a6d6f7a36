"""Traces as text for people: for the terminal and for Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import tables
from citygraph.answers.writing import cell
from citygraph.tracing.documents import as_csv, as_json
from citygraph.tracing.passages import passages
from citygraph.tracing.wording import column, tell
from citygraph.vocabulary import PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.tracing.model import (
        Named,
        Section,
        Source,
        Statement,
        Testimony,
        Trace,
        TracedFact,
    )
    from citygraph.tracing.verifying import Verification

TRACE_FORMATS = ("table", "csv", "json", "md")
"""The formats in which a trace is written."""

_OUT, _IN, _AGAINST = "→", "←", "≠"


def write_trace(  # noqa: PLR0913 - what is written, in which form, and for which screen
    trace: Trace,
    form: str,
    *,
    verification: Verification | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Write a trace in one of `TRACE_FORMATS`.

    Args:
        trace: what is written.
        form: the format.
        verification: a copy of the pinned text. In the format `table` its passages are shown in
            their context; the other formats say whether they are as recorded, and hold none of it.
        prefixes: how names are shortened.
        width: the columns of the terminal.
        colour: whether the terminal shows colours: then passages are shown reversed, else in ⟦⟧.
    """
    if form == "csv":
        return as_csv(trace)
    if form == "json":
        return as_json(trace, verification, prefixes)
    parts = []
    for section in trace.sections:
        writer = _Writer(trace.lang, prefixes, section)
        heading, table, below = writer.heading(), writer.table(), list(writer.below())
        if form == "md":
            items = [f"- {tables.markdown_escaped(line)}" for line in below]
            drawn = [tables.as_markdown(table)] if table.rows else []
            parts.append("\n".join([f"## {tables.markdown_escaped(heading)}\n", *drawn, *items]))
            continue
        drawn = [tables.as_text(table, width=width, colour=colour)] if table.rows else []
        lines = [tables.on_one_line(line) + "\n" for line in below]
        if verification:
            lines += passages(section, verification, trace.lang, colour=colour)
        parts.append("".join([tables.on_one_line(heading) + "\n", *drawn, *lines]))
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


class _Writer:
    """One section as a heading, a table and the lines below it."""

    def __init__(self, lang: str, prefixes: Mapping[str, str], section: Section) -> None:
        self._lang, self._prefixes, self._section = lang, prefixes, section
        self._numbers: dict[Source, int] = {}
        self._links = {fact.statement.value.iri: fact.statement.property for fact in section.facts}

    def heading(self) -> str:
        named = [self._called(each) for each in self._section.about]
        if self._section.row:
            terms = " · ".join(named)
            return tell("row", self._lang, row=self._section.row, terms=terms)
        (about,) = self._section.about
        return f"{self._label(about)}  <{about.iri}>"

    def table(self) -> tables.Table:
        names = ["thing"] if self._section.row else []
        names += ["fact", "value", "source", "where", "status"]
        rows: list[tuple[str, ...]] = []
        for fact in self._section.facts:
            rows += self._rows(fact.statement, "")
            for other in fact.against:
                rows += self._rows(other, f"{_AGAINST} ")
        return tables.Table(tuple(column(name, self._lang) for name in names), tuple(rows))

    def below(self) -> Iterator[str]:
        """Say which side the graph follows, what is not listed, and what the sources are."""
        section = self._section
        if not section.facts:
            yield tell("no-connection" if section.row else "no-facts", self._lang)
        told = set()
        for fact in section.facts:
            if fact.follows:
                name = fact.statement.property.label or self._called(fact.statement.property)
                side = "follows-both" if fact.follows == "both" else "follows-one"
                value = self._followed(fact)
                line = tell(side, self._lang, fact=name, value=value, why=fact.why).rstrip()
                if line not in told:
                    yield line
                told.add(line)
        if section.untraced:
            yield tell("untraced", self._lang, columns=", ".join(section.untraced))
        if section.own_words and not section.row:
            yield tell("own-words", self._lang, count=section.own_words)
        for source, number in self._numbers.items():
            about = (self._label(source.kind) if source.kind else "", source.issued, source.url)
            yield f"[{number}] {' · '.join([self._label(source.name), *filter(None, about)])}"

    def _followed(self, fact: TracedFact) -> str:
        sides = (fact.statement, *fact.against)
        return ", ".join(self._called(each.value) for each in sides if each.asserted)

    def _rows(self, statement: Statement, mark: str) -> Iterator[tuple[str, ...]]:
        thing, fact, value = self._about(statement, mark)
        front = [thing, fact, value] if self._section.row else [fact, value]
        if row := statement.mapping:
            yield (*front, tell("mapping-table", self._lang), f"{row.table}:{row.line}", row.state)
            front = [""] * len(front)
        elif not statement.testimonies:
            word = "no-claim" if statement.asserted else "no-fact"
            yield (*front, "", "", tell(word, self._lang))
        for testimony in statement.testimonies:
            source = self._numbered(testimony.source)
            yield (*front, source, _where(testimony), self._status(testimony))
            front = [""] * len(front)

    def _numbered(self, source: Source) -> str:
        """Name a source with its number; later only the number, which is explained below."""
        if source in self._numbers:
            return f"[{self._numbers[source]}]"
        self._numbers[source] = len(self._numbers) + 1
        return f"[{self._numbers[source]}] {self._label(source.name)}"

    def _about(self, statement: Statement, mark: str) -> tuple[str, str, str]:
        """Name the subject, the fact and the value; a nameless subject by what leads to it."""
        here = {each.term for each in self._section.about}
        name = self._label(statement.property)
        inward = not self._section.row and not mark and statement.subject.term not in here
        link = self._links.get(statement.subject.iri)
        if self._section.row or mark:
            other = statement.subject.term not in here and not self._section.row
            subject = self._called(statement.subject)
            fact = f"{mark}{subject}: {name}" if other else f"{mark}{name}"
            return subject, fact, self._called(statement.value)
        if inward and statement.value.term in here:
            return "", f"{_IN} {name}", self._called(statement.subject)
        way = f"{self._label(link)} {_OUT} " if inward and link else ""
        return "", f"{_OUT} {way}{name}", self._called(statement.value)

    def _status(self, testimony: Testimony) -> str:
        hedge = [self._label(testimony.precision)] if testimony.precision else []
        rule = f": {self._label(testimony.rule)}" if testimony.rule else ""
        return "; ".join([f"{self._label(testimony.status)}{rule}", *hedge])

    def _label(self, named: Named) -> str:
        return named.label or cell(named.term, self._prefixes)

    def _called(self, named: Named) -> str:
        short = cell(named.term, self._prefixes)
        language = getattr(named.term, "language", None)
        if language:
            return f"{short}  [{language}]"
        return f"{named.label}  ({compact(named.iri, self._prefixes)})" if named.label else short


def _where(testimony: Testimony) -> str:
    """Name rows and spans: `S55 1299-1325`."""
    spans = ", ".join(str(span.stretch) for span in testimony.spans)
    return " ".join(filter(None, (" ".join(testimony.rows), spans)))
