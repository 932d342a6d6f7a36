"""Answers as tables that people read: labels that lead to things, numbers and dates as written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from citygraph.answers import Answer, Triples
from citygraph.pages.addresses import local_path
from citygraph.pages.parts import read_parts, written_out
from citygraph.pages.values import NO_LANGUAGE, Shown, cut, date, linked, literal, named
from citygraph.pages.words import section
from citygraph.things.labels import rows
from citygraph.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode

    from citygraph.answers.model import Term
    from citygraph.graph import Store
    from citygraph.pages.addresses import Links
    from citygraph.pages.model import Request
    from citygraph.pages.parts import Part
    from citygraph.things.labels import Label

    _Abouts: TypeAlias = tuple[tuple[NamedNode, NamedNode], ...]

MOST_SHOWN = 1000
"""How many rows a page shows; more are counted, and are in the downloads."""
_ABOUT = f"""
SELECT ?claim ?about WHERE {{
  VALUES ?claim {{ %s }}
  ?claim a <{ONTOLOGY}Claim> ; <{PREFIXES["rdf"]}subject> ?about .
}}"""
_LABEL = "Label"
_DATED = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_NUMBERS = frozenset(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "float"))


class Column(NamedTuple):
    """One column of a table.

    Attributes:
        name: the variable, without `?`.
        heading: what it is called.
        label: the variable that holds the label of its values; empty if there is none.
        numeric: whether all its values are numbers.
    """

    name: str
    heading: Shown
    label: str
    numeric: bool


class Table(NamedTuple):
    """An answer as a table.

    Attributes:
        columns: what each row tells.
        rows: the cells of each row; `None` where a row leaves one open.
        total: how many rows there are.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Shown | None, ...], ...]
    total: int

    @property
    def untold(self) -> int:
        """How many rows are not shown."""
        return self.total - len(self.rows)


def heading(name: str, lang: str) -> Shown:
    """Say what a column is called; one of a query of the user's own keeps its name.

    >>> heading("subGoal", "ja").text, heading("myColumn", "ja").text
    ('下位目標', 'myColumn')
    """
    known = section("columns", lang).get(name)
    return Shown(name, NO_LANGUAGE) if known is None else Shown(known)


def iris_without_label(answer: Answer | Triples) -> set[str]:
    """List the things of an answer for which it brings no label."""
    from pyoxigraph import NamedNode

    answer = _rows(answer)
    label = dict(_pairs(answer.variables))
    return {
        term.value
        for row in answer.rows[:MOST_SHOWN]
        for name, term in zip(answer.variables, row, strict=True)
        if isinstance(term, NamedNode)
        and (not label.get(name) or row[answer.variables.index(label[name])] is None)
    }


def table(answer: Answer | Triples, labels: Mapping[str, Label], request: Request) -> Table:
    """Show an answer, with two queries for values that have no name; with none if all have one.

    A column of labels and that of the things that have them become one.

    Args:
        answer: the rows, or the triples.
        labels: the labels of things for which the answer brings none.
        request: what the page is asked for.
    """
    answer = _rows(answer)
    pairs = _pairs(answer.variables)
    shown = answer.rows[:MOST_SHOWN]
    nameless = [
        iri for iri in iris_without_label(answer) - labels.keys() if local_path(iri) is not None
    ]
    cells = _Cells(
        read_parts(request.ground.store, nameless, request.lang),
        _claims(request.ground.store, nameless),
        labels,
        request.ground.store.prefixes,
        request.links,
        request.lang,
    )
    places = {name: place for place, name in enumerate(answer.variables)}
    columns = tuple(
        Column(name, heading(name, request.lang), label, _numeric(answer, places[name]))
        for name, label in pairs
    )
    lines = tuple(
        tuple(
            cells.cell(row[places[name]], row[places[label]] if label else None)
            for name, label in pairs
        )
        for row in shown
    )
    return Table(columns, lines, len(answer.rows))


class _Cells(NamedTuple):
    """What is needed to show the cells of a table."""

    parts: Mapping[str, Part]
    claims: Mapping[str, str]
    labels: Mapping[str, Label]
    prefixes: Mapping[str, str]
    links: Links
    lang: str

    def cell(self, term: Term | None, label: Term | None) -> Shown | None:
        """Show one value, by the label that the answer brings if it does."""
        from pyoxigraph import Literal, NamedNode

        if term is None:
            return None
        if not isinstance(term, NamedNode):
            shown = literal(term, self.lang)
            if _DATED.fullmatch(shown.text):  # as sources write them: a text, not an xsd:date
                return Shown(date(shown.text, self.lang), moment=shown.text)
            return shown
        if isinstance(label, Literal):
            code = "" if label.language in {None, self.lang} else str(label.language)
            return linked(cut(label.value, code), term.value, self.links)
        called = named(term.value, self.labels, self.prefixes, self.lang)
        if about := self.claims.get(term.value):
            return called._replace(href=self.links.evidence(about, term.value) or "")
        part = self.parts.get(term.value)
        told = written_out(part, self.lang) if part else None
        return linked(told or called, term.value, self.links)


def numbers(terms: Iterable[Term | None]) -> bool:
    """Say whether all values are numbers, and there are some.

    >>> from pyoxigraph import Literal
    >>> numbers([Literal(3), None]), numbers([Literal("3")]), numbers([None])
    (True, False, False)
    """
    kinds = {getattr(getattr(term, "datatype", None), "value", "") for term in terms if term}
    return bool(kinds) and kinds <= _NUMBERS


def _claims(store: Store, iris: list[str]) -> Mapping[str, str]:
    """Say what each claim is about, among whose evidence it is shown, with one query."""
    from pyoxigraph import NamedNode

    if not iris:
        return {}
    asked = " ".join(str(NamedNode(iri)) for iri in sorted(iris))
    found = rows(store, _ABOUT % asked)
    return {claim.value: about.value for claim, about in cast("_Abouts", found)}


def _rows(answer: Answer | Triples) -> Answer:
    return answer.as_answer() if isinstance(answer, Triples) else answer


def _pairs(variables: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Pair each column with that of its labels, which is then no column of its own."""
    labels = {f"{name}{_LABEL}" for name in variables} & set(variables)
    return tuple(
        (name, label if (label := f"{name}{_LABEL}") in labels else "")
        for name in variables
        if name not in labels
    )


def _numeric(answer: Answer, place: int) -> bool:
    return numbers(row[place] for row in answer.rows)
