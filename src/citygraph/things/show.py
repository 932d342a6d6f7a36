"""One thing: its label, its definition, and every fact in which it stands, by named graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from citygraph.things.labels import RDFS, SKOS, labels, rows
from citygraph.vocabulary import LANGUAGES, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.answers.model import Term
    from citygraph.graph import Store

_RDF = PREFIXES["rdf"]
_FACTS = f"""
SELECT ?direction ?property ?value ?graph WHERE {{
  {{
    GRAPH ?graph {{ %s ?property ?value }}
    BIND("out" AS ?direction)
  }}
  UNION
  {{
    GRAPH ?graph {{ ?value ?property %s }}
    BIND("in" AS ?direction)
    # a claim names the thing to say where a fact comes from: that is no fact about it
    FILTER(?property NOT IN (<{_RDF}subject>, <{_RDF}predicate>, <{_RDF}object>))
  }}
}}"""
_FIRST = (_RDF + "type", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition")


class Fact(NamedTuple):
    """One fact about a thing.

    Attributes:
        direction: `out` where the thing is the subject, `in` where it is the value.
        property: the property's IRI.
        property_label: what people call it; its CURIE if it has no label.
        value: the other end.
        value_label: what people call it; empty for literals and things without a label.
        graph: the IRI of the named graph that says so.
    """

    direction: str
    property: str
    property_label: str
    value: Term
    value_label: str
    graph: str


class Thing(NamedTuple):
    """One thing with its facts.

    Attributes:
        iri: its IRI.
        label: what people call it; its CURIE if it has no label.
        definition: what it is; empty if nothing says so.
        lang: the language asked for.
        facts: what it says of others, then what others say of it.
    """

    iri: str
    label: str
    definition: str
    lang: str
    facts: tuple[Fact, ...]


def show(store: Store, iri: str, lang: str = LANGUAGES[0]) -> Thing:
    """Collect all that is known about a thing, with two queries however much it is.

    Args:
        store: where to look.
        iri: the thing's IRI; `resolve` finds it by a label.
        lang: the language of labels.
    """
    from pyoxigraph import NamedNode

    term = str(NamedNode(iri))
    found = cast("tuple[tuple[Term, ...], ...]", rows(store, _FACTS % (term, term)))
    others = {each.value for row in found for each in row[1:3] if isinstance(each, NamedNode)}
    named = labels(store, {iri, *others}, lang)
    facts = [
        Fact(
            direction=_text(direction),
            property=_text(kind),
            property_label=named.get(_text(kind), compact(_text(kind), store.prefixes)),
            value=value,
            value_label=named.get(value.value, "") if isinstance(value, NamedNode) else "",
            graph=_text(graph),
        )
        for direction, kind, value, graph in found
    ]
    return Thing(
        iri=iri,
        label=named.get(iri, compact(iri, store.prefixes)),
        definition=_definition(facts, lang),
        lang=lang,
        facts=tuple(sorted(facts, key=_order)),
    )


def _definition(facts: Iterable[Fact], lang: str) -> str:
    from pyoxigraph import Literal

    given = {
        fact.value.language or "": fact.value.value
        for fact in facts
        if fact.direction == "out"
        and fact.property in (SKOS + "definition", RDFS + "comment")
        and isinstance(fact.value, Literal)
    }
    return next((given[code] for code in (lang, *LANGUAGES, "") if code in given), "")


def _order(fact: Fact) -> tuple[bool, int, str, str, str]:
    rank = _FIRST.index(fact.property) if fact.property in _FIRST else len(_FIRST)
    return fact.direction == "in", rank, fact.property, str(fact.value), fact.graph


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))
