"""Tracing answers: the facts that connect the things of each row.

A query is not taken apart: which facts connect the terms of a row is read from the claims. A fact
connects two terms of a row if it has the one as its subject and the other as its value; a subject
that is not in the row itself, such as the observation of a figure, connects those terms that it has
as values. Where terms are connected, no further subject is asked; where several subjects connect
terms, those with the most of them count. A column whose term no such fact has is named as untraced:
it was computed, or it stands in the row for itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from citygraph.answers import Answer, Triples
from citygraph.errors import InputError
from citygraph.evidence import claims_about, claims_near, facts_of, look_up
from citygraph.tracing.model import Named, Section, Trace
from citygraph.tracing.statements import Statements
from citygraph.tracing.things import section
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

    from citygraph.answers import Result
    from citygraph.answers.model import Term
    from citygraph.graph import Store

_LABEL = "Label"


def trace_answer(store: Store, result: Result, lang: str = LANGUAGES[0]) -> Trace:
    """Find out which facts the rows of an answer rest on, and where these come from.

    It takes at most five queries, however many rows there are. The triples of a CONSTRUCT are
    traced themselves.

    Args:
        store: where the answer is from.
        result: the answer.
        lang: the language of labels.

    Raises:
        InputError: the answer is that of an ASK, which has neither rows nor triples.
    """
    if isinstance(result, Answer):
        return _of_rows(store, result, lang)
    if isinstance(result, Triples):
        return _of_triples(store, result, lang)
    raise InputError("an ASK answers yes or no, so there is no row to trace; ask with SELECT")


def _of_rows(store: Store, answer: Answer, lang: str) -> Trace:
    terms = {term for row in answer.rows for term in row if term is not None}
    things = _iris(terms)
    if not things:
        return Trace(lang, tuple(_empty(answer, number) for number in _numbers(answer)), ())
    told = Statements(store, look_up(store, claims_near(things)), about=terms, lang=lang)
    net = _Net(told, facts_of(store, _nameless(told)))
    sections = []
    for number, row in zip(_numbers(answer), answer.rows, strict=True):
        here = dict.fromkeys(term for term in row if term is not None)
        facts = net.connecting(here)
        touched = {
            term for triple in facts for term in (triple.subject, triple.predicate, triple.object)
        }
        untraced = [
            name
            for name, term in zip(answer.variables, row, strict=True)
            if term is not None and term not in touched and not name.endswith(_LABEL)
        ]
        about = _without_labels(answer, row)
        sections.append(section(told, about, facts, number, untraced))
    facts_of_all = [fact for each in sections for fact in each.facts]
    return Trace(lang, tuple(sections), told.hints(facts_of_all))


def _of_triples(store: Store, result: Triples, lang: str) -> Trace:
    things = _iris(triple.subject for triple in result.triples)
    if not things:
        return Trace(lang, (), ())
    known = set(facts_of(store, things)) & set(result.triples)
    told = Statements(store, look_up(store, claims_about(things)), known, lang=lang)
    found: defaultdict[Term, list[Triple]] = defaultdict(list)
    for triple in result.triples:
        found[triple.subject].append(triple)
    ordered = sorted(found.items(), key=lambda each: str(each[0]))
    sections = tuple(section(told, [about], about_it) for about, about_it in ordered)
    return Trace(lang, sections, told.hints(fact for each in sections for fact in each.facts))


class _Net:
    """The claimed facts, by what they connect.

    Args:
        told: the claims.
        calendar: what is said of the values that have no name of their own, claimed or not, such
            as the date that an instant stands for.
    """

    def __init__(self, told: Statements, calendar: Iterable[Triple]) -> None:
        self._nameless = {triple.subject for triple in calendar}
        self._by_subject: defaultdict[Term, list[Triple]] = defaultdict(list)
        for triple in sorted({*told.claimed, *calendar}, key=str):
            self._by_subject[triple.subject].append(triple)
        self._by_value: defaultdict[Term, set[Term]] = defaultdict(set)
        for subject in self._by_subject:
            for value in self._within(subject):
                self._by_value[value].add(subject)

    def connecting(self, row: Mapping[Term, None]) -> set[Triple]:
        """Choose the facts that connect the terms of a row."""
        groups = {term: {term} for term in row}
        chosen: set[Triple] = set()
        for subject in row:
            chosen |= self._connect(subject, groups)
        others = {each for term in row for each in self._by_value[term]} - {*row, *self._nameless}
        reach = {each: frozenset(self._within(each)) & row.keys() for each in others}
        largest = {
            each: terms
            for each, terms in reach.items()
            if not any(terms < other for other in reach.values())
        }
        open_ends = {term: frozenset(group) for term, group in groups.items()}
        for each, terms in sorted(largest.items(), key=str):
            if len({open_ends[term] for term in terms}) > 1:
                chosen |= self._connect(each, groups)
        return chosen

    def _connect(self, subject: Term, groups: dict[Term, set[Term]]) -> set[Triple]:
        """Choose the facts of a subject that have a term of the row as their value."""
        within = self._within(subject)
        hit = [term for term in groups if term in within and term != subject]
        members = [*hit, *([subject] if subject in groups else [])]
        joined = set().union(*(groups[term] for term in members)) if members else set()
        for term in joined:
            groups[term] = joined
        return {triple for term in hit for triple in within[term]}

    def _within(self, subject: Term) -> Mapping[Term, tuple[Triple, ...]]:
        """Give the values of a subject and of its values without a name, with the way to each."""
        found: dict[Term, tuple[Triple, ...]] = {}
        for triple in self._by_subject.get(subject, ()):
            found[triple.object] = (*found.get(triple.object, ()), triple)
        for part, way in list(found.items()):
            if part in self._nameless:
                for triple in self._by_subject[part]:
                    found[triple.object] = (*found.get(triple.object, ()), *way, triple)
        return found


def _nameless(told: Statements) -> set[str]:
    values = {triple.object for triple in told.claimed}
    return {iri for iri in _iris(values) if not told.label(iri)}


def _empty(answer: Answer, number: int) -> Section:
    row = answer.rows[number - 1]
    names = [name for name, term in zip(answer.variables, row, strict=True) if term is not None]
    about = tuple(Named(term, "") for term in _without_labels(answer, row))
    return Section(about, number, (), 0, tuple(name for name in names if not name.endswith(_LABEL)))


def _numbers(answer: Answer) -> range:
    return range(1, len(answer.rows) + 1)


def _without_labels(answer: Answer, row: Iterable[Term | None]) -> list[Term]:
    cells = zip(answer.variables, row, strict=True)
    return [term for name, term in cells if term is not None and not name.endswith(_LABEL)]


def _iris(terms: Iterable[Term]) -> set[str]:
    from pyoxigraph import NamedNode

    return {term.value for term in terms if isinstance(term, NamedNode)}
