"""Tracing things: every fact about one thing, or about all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from citygraph.evidence import facts_of, look_up, look_up_about, needs_claim
from citygraph.tracing.model import Section, Trace
from citygraph.tracing.statements import Statements
from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pyoxigraph import Triple

    from citygraph.answers.model import Term
    from citygraph.graph import Store
    from citygraph.home import Home


def trace(
    store: Store, iri: str | None = None, lang: str = LANGUAGES[0], *, home: Home | None = None
) -> Trace:
    """Find out where the facts about a thing come from, with five queries however many they are.

    The facts are those in which the thing stands, as subject or as value, and those of its values
    that have no name of their own, such as the result of an observation.

    Args:
        store: where to look.
        iri: the thing; if not given, all things of which there are claims, one section each.
        lang: the language of labels.
        home: where the tables of links are; if not given, what the store itself was loaded from.

    Raises:
        DataFileError: a pinned text is not described as it has to be.

    >>> from citygraph.graph import CityGraph
    >>> fund = "https://w3id.org/citygraph/id/tokyo/promotion-fund"
    >>> disputed = [fact for fact in trace(CityGraph.load(), fund).facts if fact.against]
    >>> [(fact.statement.value.label, fact.follows) for fact in disputed]
    [('Fiscal year 2020 (Japan)', 'this')]
    """
    from pyoxigraph import NamedNode

    things = None if iri is None else [iri]
    evidence = look_up(store) if iri is None else look_up_about(store, [iri])
    said = facts_of(store, things)
    thing = [] if iri is None else [NamedNode(iri)]
    told = Statements(store, evidence, said, thing, lang, home=home)
    wholes = _wholes(told)
    if iri is None:
        found: defaultdict[Term, set[Triple]] = defaultdict(set)
        for triple in told.triples:
            found[wholes.get(triple.subject, triple.subject)].add(triple)
        ordered = sorted(found.items(), key=lambda each: str(each[0]))
        sections = tuple(section(told, [about], about_it) for about, about_it in ordered)
    else:
        both_ways = (
            triple
            for triple in told.triples
            if thing[0] in (triple.subject, triple.object, wholes.get(triple.subject))
        )
        sections = (section(told, thing, both_ways),)
    facts = [fact for each in sections for fact in each.facts]
    return Trace(lang, sections, told.hints(facts))


def section(
    told: Statements,
    about: Iterable[Term],
    triples: Iterable[Triple],
    row: int = 0,
    untraced: Collection[str] = (),
) -> Section:
    """Put together what is told of some triples.

    What is only claimed and no fact stands beside the fact that it contradicts, not for itself. The
    project's own words are counted, not listed.
    """
    terms = list(about)
    facts, own_words = [], 0
    chosen = sorted(set(triples), key=lambda triple: _place(triple, terms))
    for triple in chosen:
        fact = told.traced(triple)
        if not fact.statement.testimonies and not needs_claim(triple):
            own_words += 1
        elif fact.statement.asserted or not told.contradicted_by(triple) & set(chosen):
            facts.append(fact)
    named = tuple(map(told.named, terms))
    return Section(named, row, tuple(facts), own_words, tuple(untraced))


def _wholes(told: Statements) -> Mapping[Term, Term]:
    """Find what the things without a name of their own are part of."""
    from pyoxigraph import NamedNode

    subjects = {triple.subject for triple in told.triples}
    return {
        triple.object: triple.subject
        for triple in told.triples
        if triple.object in subjects
        and isinstance(triple.object, NamedNode)
        and not told.named(triple.object).label
    }


def _place(triple: Triple, about: Collection[Term]) -> tuple[bool, bool, str, str, str]:
    """Facts of the thing, then those of its nameless values, then what others say of it."""
    outward = triple.subject in about
    return (
        triple.object in about and not outward,
        not outward,
        str(triple.predicate),
        str(triple.object),
        str(triple.subject),
    )
