"""One thing: its label, its definition, and every fact in which it stands, by named graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from citygraph.things.labels import RDFS, SKOS, labelled, rows
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.answers.model import Term
    from citygraph.graph import Store
    from citygraph.things.labels import Label

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
SELECT DISTINCT ?direction ?property ?value ?source ?row ?text ?claim ?other WHERE {{
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
  OPTIONAL {{ ?claim <{ONTOLOGY}contradicts>|^<{ONTOLOGY}contradicts> ?other }}
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
        claims: the IRIs of the claims that say so.
        disputed: whether another claim says otherwise.
    """

    source: str
    source_label: str
    rows: tuple[str, ...]
    claims: tuple[str, ...] = ()
    disputed: bool = False


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
        labels: what people call it and all that its facts name, by IRI, each with its language.
    """

    iri: str
    label: str
    definition: str
    lang: str
    facts: tuple[Fact, ...]
    labels: Mapping[str, Label]


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
    labels = labelled(store, {iri, *others}, lang)
    named = _Names(labels, store.prefixes)
    origins = _origins(read, named)
    facts = [
        Fact(
            direction=_text(direction),
            property=_text(kind),
            property_label=named[_text(kind)],
            value=value,
            value_label=_label(labels, value),
            graph=_text(graph),
            origins=origins.get((_text(direction), _text(kind), value), ()),
        )
        for direction, kind, value, graph in found
    ]
    return Thing(
        iri=iri,
        label=named[iri],
        definition=_definition(facts, lang),
        lang=lang,
        facts=tuple(sorted(facts, key=_order)),
        labels=labels,
    )


class _Names(dict[str, str]):
    """The label of each thing; its CURIE, made when it is first asked for, if it has none."""

    def __init__(self, labels: Mapping[str, Label], prefixes: Mapping[str, str]) -> None:
        super().__init__({iri: label.text for iri, label in labels.items()})
        self._prefixes = prefixes

    def __missing__(self, iri: str) -> str:
        self[iri] = compact(iri, self._prefixes)
        return self[iri]


def _origins(
    read: Iterable[tuple[Term | None, ...]], named: Mapping[str, str]
) -> Mapping[tuple[str, str, Term | None], tuple[Origin, ...]]:
    """Gather the claims by fact and source: those with a text first, then by name."""
    found: dict[tuple[str, str, Term | None], dict[tuple[bool, str], list[set[str]]]] = {}
    for direction, kind, value, source, row, text, claim, other in read:
        fact = (_text(direction), _text(kind), value)
        given = found.setdefault(fact, {}).setdefault(
            (text is None, _text(source)), [set(), set(), set()]
        )
        for texts, term in zip(given, (row, claim, other), strict=True):
            texts.update([] if term is None else [_text(term)])
    return {
        fact: tuple(
            Origin(source, named[source], tuple(sorted(rows)), tuple(sorted(claims)), bool(others))
            for (_, source), (rows, claims, others) in sorted(by_source.items())
        )
        for fact, by_source in found.items()
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


def _label(labels: Mapping[str, Label], value: Term) -> str:
    from pyoxigraph import NamedNode

    label = labels.get(value.value) if isinstance(value, NamedNode) else None
    return label.text if label else ""


def _text(term: Term | None) -> str:
    return str(getattr(term, "value", term))
