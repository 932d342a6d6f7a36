"""One thing: its label, its definition, and every fact in which it stands, by named graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from citygraph.things.labels import RDFS, SKOS, labels, rows
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
_ORIGINS = f"""
SELECT DISTINCT ?direction ?property ?value ?source ?row ?text WHERE {{
  {{
    ?claim <{_RDF}subject> %s ; <{_RDF}predicate> ?property ; <{_RDF}object> ?value .
    BIND("out" AS ?direction)
  }}
  UNION
  {{
    ?claim <{_RDF}object> %s ; <{_RDF}predicate> ?property ; <{_RDF}subject> ?value .
    BIND("in" AS ?direction)
  }}
  ?claim <{PREFIXES["prov"]}wasDerivedFrom> ?origin .
  OPTIONAL {{ ?claim <{PREFIXES["dcterms"]}identifier> ?row }}
  OPTIONAL {{
    ?origin <{PREFIXES["oa"]}hasSource> ?text .
    ?text <{ONTOLOGY}textOf> ?page .
  }}
  BIND(COALESCE(?page, ?origin) AS ?source)
}}"""
_FIRST = (_RDF + "type", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition")


class Origin(NamedTuple):
    """Where a fact was read, in short; `citygraph.tracing` tells all.

    Attributes:
        source: the IRI of the source.
        source_label: what people call it; its CURIE if it has no label.
        rows: the rows of the page's inventory in which it stands.
    """

    source: str
    source_label: str
    rows: tuple[str, ...]


class Fact(NamedTuple):
    """One fact about a thing.

    Attributes:
        direction: `out` where the thing is the subject, `in` where it is the value.
        property: the property's IRI.
        property_label: what people call it; its CURIE if it has no label.
        value: the other end.
        value_label: what people call it; empty for literals and things without a label.
        graph: the IRI of the named graph that says so.
        origins: where it was read, in a source's own text first; empty for this project's own words
            and for what is no fact about a city.
    """

    direction: str
    property: str
    property_label: str
    value: Term
    value_label: str
    graph: str
    origins: tuple[Origin, ...]


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
    """Collect all that is known about a thing, with three queries however much it is.

    Args:
        store: where to look.
        iri: the thing's IRI; `resolve` finds it by a label.
        lang: the language of labels.
    """
    from pyoxigraph import NamedNode

    term = str(NamedNode(iri))
    found = cast("tuple[tuple[Term, ...], ...]", rows(store, _FACTS % (term, term)))
    read = cast("tuple[tuple[Term | None, ...], ...]", rows(store, _ORIGINS % (term, term)))
    cells = (
        each for row in (*(row[1:3] for row in found), *(row[3:4] for row in read)) for each in row
    )
    others = {each.value for each in cells if isinstance(each, NamedNode)}
    named = labels(store, {iri, *others}, lang)
    origins = _origins(read, named, store.prefixes)
    facts = [
        Fact(
            direction=_text(direction),
            property=_text(kind),
            property_label=named.get(_text(kind), compact(_text(kind), store.prefixes)),
            value=value,
            value_label=named.get(value.value, "") if isinstance(value, NamedNode) else "",
            graph=_text(graph),
            origins=origins.get((_text(direction), _text(kind), value), ()),
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


def _origins(
    read: Iterable[tuple[Term | None, ...]], named: Mapping[str, str], prefixes: Mapping[str, str]
) -> Mapping[tuple[str, str, Term | None], tuple[Origin, ...]]:
    """Gather the claims by fact and source: those with a text first, then by name."""
    rows_of: dict[tuple[str, str, Term | None], dict[tuple[bool, str], set[str]]] = {}
    for direction, kind, value, source, row, text in read:
        fact = (_text(direction), _text(kind), value)
        given = rows_of.setdefault(fact, {}).setdefault((text is None, _text(source)), set())
        given |= {_text(row)} if row is not None else set()
    return {
        fact: tuple(
            Origin(source, named.get(source, compact(source, prefixes)), tuple(sorted(given)))
            for (_, source), given in sorted(by_source.items())
        )
        for fact, by_source in rows_of.items()
    }


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


def _text(term: Term | None) -> str:
    return str(getattr(term, "value", term))
