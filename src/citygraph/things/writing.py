"""Things and matches as text, in the formats of the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph import tables
from citygraph.answers import write_statements
from citygraph.answers.writing import cell, json_term, plain
from citygraph.formats import DATASETS, GRAPHS
from citygraph.vocabulary import GRAPHS as GRAPH_IRIS
from citygraph.vocabulary import PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyoxigraph as ox

    from citygraph.things.find import Match
    from citygraph.things.show import Fact, Thing

THING_FORMATS = ("table", "csv", "json", "md", *GRAPHS)
"""The formats in which a thing is shown."""
MATCH_FORMATS = ("table", "csv", "json", "md")
"""The formats in which matches are listed."""

_ARROWS: Mapping[str, str] = {"out": "→", "in": "←"}


def write_thing(
    thing: Thing,
    form: str,
    *,
    prefixes: Mapping[str, str] = PREFIXES,
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Write a thing and its facts in one of `THING_FORMATS`."""
    if form == "csv":
        return tables.as_csv(_full_table(thing))
    if form == "json":
        return _json(_thing_document(thing, prefixes))
    if form in GRAPHS:
        return write_statements(_statements(thing, named=form in DATASETS), form, prefixes)
    table = _table(thing, prefixes)
    label = tables.on_one_line(thing.label)
    if form == "md":
        heading = tables.markdown_escaped(label)
        about = [f"# {heading}", f"<{thing.iri}>", tables.markdown_escaped(thing.definition)]
        return "\n\n".join([*filter(None, about), tables.as_markdown(table)])
    about = [f"{label}  <{thing.iri}>", thing.definition]
    drawn = tables.as_text(table, width=width, colour=colour)
    return "\n".join([*map(tables.printable, filter(None, about)), drawn])


def write_matches(
    matches: Sequence[Match],
    form: str,
    *,
    prefixes: Mapping[str, str] = PREFIXES,
    width: int | None = None,
    colour: bool = False,
) -> str:
    """Write what was found in one of `MATCH_FORMATS`."""
    if form == "json":
        return _json([_match_document(each, prefixes) for each in matches])
    short = form != "csv"
    shorten = (lambda iri: compact(iri, prefixes)) if short else str
    cells = (
        (shorten(each.iri), each.label, shorten(each.property), each.text, each.text_lang)
        for each in matches
    )
    table = tables.Table(("thing", "label", "property", "text", "language"), tuple(cells))
    return tables.write(table, form, width=width, colour=colour)


def _table(thing: Thing, prefixes: Mapping[str, str]) -> tables.Table:
    cells = (
        (
            f"{_ARROWS[fact.direction]} {fact.property_label}",
            _value(fact, prefixes),
            _source(fact),
            fact.graph.removeprefix(GRAPH_IRIS),
        )
        for fact in thing.facts
    )
    return tables.Table(("fact", "value", "source", "graph"), tuple(cells))


def _source(fact: Fact) -> str:
    """Name the first source and its rows, and say how many more there are."""
    if not fact.origins:
        return ""
    first, *others = fact.origins
    rows = f" {', '.join(first.rows)}" if first.rows else ""
    more = f" +{len(others)}" if others else ""
    return f"{first.source_label}{rows}{more}"


def _value(fact: Fact, prefixes: Mapping[str, str]) -> str:
    short = cell(fact.value, prefixes)
    language = getattr(fact.value, "language", None)
    if language:
        return f"{short}  [{language}]"
    return f"{fact.value_label}  ({short})" if fact.value_label else short


def _full_table(thing: Thing) -> tables.Table:
    columns = (
        *("thing", "direction", "property", "propertyLabel", "value", "valueLabel", "graph"),
        *("sources", "rows"),
    )
    cells = (
        (
            thing.iri,
            fact.direction,
            fact.property,
            fact.property_label,
            plain(fact.value),
            fact.value_label,
            fact.graph,
            " ".join(each.source for each in fact.origins),
            " ".join(row for each in fact.origins for row in each.rows),
        )
        for fact in thing.facts
    )
    return tables.Table(columns, tuple(cells))


def _thing_document(thing: Thing, prefixes: Mapping[str, str]) -> object:
    return {
        "iri": thing.iri,
        "name": compact(thing.iri, prefixes),
        "label": thing.label,
        "definition": thing.definition,
        "language": thing.lang,
        "facts": [_fact_document(fact) for fact in thing.facts],
    }


def _fact_document(fact: Fact) -> object:
    return {
        "direction": fact.direction,
        "property": {"iri": fact.property, "label": fact.property_label},
        "value": {**json_term(fact.value), "label": fact.value_label},
        "graph": fact.graph,
        "sources": [
            {"iri": each.source, "label": each.source_label, "rows": list(each.rows)}
            for each in fact.origins
        ],
    }


def _match_document(match: Match, prefixes: Mapping[str, str]) -> object:
    return {
        "iri": match.iri,
        "name": compact(match.iri, prefixes),
        "label": match.label,
        "property": match.property,
        "text": match.text,
        "language": match.text_lang,
    }


def _statements(thing: Thing, *, named: bool) -> list[ox.Triple] | list[ox.Quad]:
    """Give the facts as quads in their graphs, or as triples for formats that know no graphs."""
    import pyoxigraph as ox

    subject = ox.NamedNode(thing.iri)
    made = set()
    for fact in thing.facts:
        kind, graph = ox.NamedNode(fact.property), ox.NamedNode(fact.graph)
        if fact.direction == "out":
            made.add(ox.Quad(subject, kind, fact.value, graph))
        elif not isinstance(fact.value, ox.Literal | ox.Triple):
            made.add(ox.Quad(fact.value, kind, subject, graph))
    if named:
        return sorted(made, key=str)
    return sorted({quad.triple for quad in made}, key=str)


def _json(document: object) -> str:
    import json

    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
