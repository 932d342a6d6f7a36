"""The graph as nodes, properties and relationships, for databases of that kind.

Things are nodes, named by their IRIs and labelled with their classes; literals are properties, one
for each language or datatype; links are relationships, and each knows the claims made about it.
The claims are nodes too. What is linked but not described is a node with its IRI alone, so that
every relationship has two ends. A mapping beside the files says which IRI each name stands for.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from citygraph import canonical
from citygraph.exports.appending import Appending
from citygraph.exports.cells import Carrier, csv_row
from citygraph.exports.claimed import claims_of_links
from citygraph.exports.remarks import Remarks
from citygraph.exports.short_names import column_names, joined_name, short_name, unique_names
from citygraph.exports.sorted_triples import IRI, TYPE, Key, Subject, sorted_triples
from citygraph.exports.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from citygraph.exports.parts import Selection
    from citygraph.exports.sorted_triples import SortedTriples

MAPPING = "mapping.json"
RESOURCE = "Resource"
"""The label of every node, by which it is found whatever its classes are."""
EVERY = ("*",)
"""Stands for all classes in the survey."""

Link = tuple[str, str, str]


class Dialect(NamedTuple):
    """What one database's files look like.

    Attributes:
        carrier: what the format is called, and the texts it refuses.
        nodes: makes the header of a file of nodes, from its properties.
        links: the header of the file of relationships.
        link: makes a row of it, from the ends, the type and the claims.
        several: joins the values of a property, or the labels, into one cell.
        check: refuses values that a cell of a property cannot hold.
        native: the types of values besides text, by the native type that holds them, best first.
        described: what else the mapping says.
        beside: makes other files, from the names of the files of nodes.
    """

    carrier: Carrier
    nodes: Callable[[Sequence[Property]], Sequence[str]]
    links: Sequence[str]
    link: Callable[[Link, Sequence[str]], Sequence[str | None]]
    several: Callable[[Sequence[str]], str]
    check: Callable[[Subject, Property, Sequence[str]], None]
    native: Mapping[str, str]
    described: Mapping[str, object]
    beside: Callable[[Sequence[str]], Mapping[str, str]]


class Property(NamedTuple):
    """A property of nodes.

    Attributes:
        name: what it is called.
        key: the property in the graph, and the kind of value.
        several: whether any node has more than one value.
        type: what the database calls the type of its values; `None` for text.
    """

    name: str
    key: Key
    several: bool
    type: str | None


class Plan(NamedTuple):
    """The names in a property graph.

    Attributes:
        files: the file of each combination of classes.
        rows: the number of nodes in each.
        labels: what each class is called.
        types: what each property that links is called.
        properties: the properties of the nodes of each combination, sorted by name.
    """

    files: Mapping[tuple[str, ...], str]
    rows: Mapping[tuple[str, ...], int]
    labels: Mapping[str, str]
    types: Mapping[str, str]
    properties: Mapping[tuple[str, ...], tuple[Property, ...]]


def write_property_graph(selection: Selection, folder: Path, dialect: Dialect) -> tuple[str, ...]:
    """Write nodes, relationships and the mapping into an empty folder.

    Returns:
        What a reader should know about the export.

    Raises:
        InputError: the format cannot carry a text.
    """
    with sorted_triples(selection) as source:
        plan = plan_graph(source, selection.prefixes, dialect.native)
        remarks = Remarks(source.blank)
        with Appending(folder) as files:
            for group, name in plan.files.items():
                files.add(name, csv_row(dialect.nodes(plan.properties[group])))
            for subject in source.subjects():
                dialect.carrier.check(subject)
                files.add(plan.files[subject.types], csv_row(_node(subject, plan, dialect)))
            elsewhere = "nodes-not-described.csv"
            undescribed = 0
            for iri in _undescribed(source):
                if not undescribed:
                    files.add(elsewhere, csv_row(dialect.nodes(())))
                files.add(elsewhere, csv_row([iri, RESOURCE]))
                undescribed += 1
            links = 0
            files.add("relationships.csv", csv_row(dialect.links))
            for (subject_iri, predicate, target), claims in claims_of_links(source):
                link = (subject_iri, plan.types[predicate], target)
                files.add("relationships.csv", csv_row(dialect.link(link, claims)))
                links += 1
        nodes = {plan.files[group]: rows for group, rows in plan.rows.items()}
        counts = {**nodes, **({elsewhere: undescribed} if undescribed else {})}
        sentences = remarks.sentences()
        mapping = _mapping(plan, dialect, counts, links, sentences)
        (folder / MAPPING).write_text(mapping, encoding="utf-8", newline="\n")
        for name, text in dialect.beside(sorted(counts)).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return sentences


def plan_graph(
    source: SortedTriples, prefixes: Mapping[str, str], native: Mapping[str, str]
) -> Plan:
    """Name everything; a property has one name and one type in all files."""
    survey: Survey[tuple[str, ...]] = Survey(
        source.subjects(), lambda subject: (subject.types, EVERY)
    )
    everything = survey.uses.pop(EVERY, {})
    survey.rows.pop(EVERY, None)
    names = column_names([key for key in everything if key.kind != IRI], prefixes, _TAKEN)
    properties = {
        key: Property(
            name,
            key,
            everything[key].several,
            next((native[each] for each in native if each in (everything[key].native or ())), None),
        )
        for key, name in names.items()
    }
    classes = sorted({iri for group in survey.rows for iri in group})
    labels = unique_names({iri: short_name(iri, prefixes) for iri in classes}, (RESOURCE,))
    linking = sorted({key.predicate for key in everything if key.kind == IRI})
    wanted = {
        group: joined_name([labels[iri] for iri in group]) or "of-no-class" for group in survey.rows
    }
    taken = ("not-described",)
    return Plan(
        {group: f"nodes-{name}.csv" for group, name in unique_names(wanted, taken).items()},
        survey.rows,
        labels,
        unique_names({iri: short_name(iri, prefixes) for iri in linking}),
        {
            group: tuple(sorted(properties[key] for key in uses if key.kind != IRI))
            for group, uses in survey.uses.items()
        },
    )


_TAKEN = ("iri", "claims")


def _node(subject: Subject, plan: Plan, dialect: Dialect) -> Iterator[str | None]:
    yield subject.iri
    yield dialect.several([RESOURCE, *(plan.labels[iri] for iri in subject.types)])
    for each in plan.properties[subject.types]:
        texts = subject.values.get(each.key, [])
        if texts:
            dialect.check(subject, each, texts)
        yield (dialect.several(texts) if each.several else texts[0]) if texts else None


def _undescribed(source: SortedTriples) -> Iterator[str]:
    """Find what is linked and has no node of its own, sorted."""

    def lines() -> Iterator[bytes]:
        for subject in source.subjects():
            yield f"{subject.iri} 0\n".encode()
            for key, texts in subject.values.items():
                if key.kind == IRI:
                    yield from (f"{text} 1\n".encode() for text in texts)

    read = (line.decode()[:-1].split(" ") for line in canonical.sorted_lines(lines()))
    for iri, about in groupby(read, key=lambda each: each[0]):
        if next(about)[1] == "1":
            yield iri


def _mapping(
    plan: Plan,
    dialect: Dialect,
    counts: Mapping[str, int],
    links: int,
    sentences: Sequence[str],
) -> str:
    properties = {each.name: each for group in plan.properties.values() for each in group}
    described = {
        "format": dialect.carrier.title,
        **dialect.described,
        **({"notes": list(sentences)} if sentences else {}),
        "nodes": dict(sorted(counts.items())),
        "relationships": {"relationships.csv": links},
        "labels": {"from": TYPE, "names": _by_name(plan.labels)},
        "relationshipTypes": _by_name(plan.types),
        "properties": {
            name: {
                "iri": each.key.predicate,
                **(
                    {"language": each.key.language}
                    if each.key.language
                    else {"datatype": each.key.kind}
                ),
                "several": each.several,
            }
            for name, each in sorted(properties.items())
        },
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted((name, iri) for iri, name in names.items()))
