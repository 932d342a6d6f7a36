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
from citygraph.exports.property_names import NOT_DESCRIBED, RESOURCE, Plan, Property, plan_graph
from citygraph.exports.remarks import Remarks
from citygraph.exports.sorted_triples import IRI, TYPE, Subject, sorted_triples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from citygraph.exports.parts import Selection
    from citygraph.exports.sorted_triples import SortedTriples

MAPPING = "mapping.json"
RELATIONSHIPS = "relationships.csv"

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


def write_property_graph(selection: Selection, folder: Path, dialect: Dialect) -> tuple[str, ...]:
    """Write nodes, relationships and the mapping into an empty folder.

    Returns:
        What a reader should know about the export.

    Raises:
        InputError: the format cannot carry a text.
    """
    with sorted_triples(selection) as source:
        plan = plan_graph(source, selection.prefixes, dialect.native)
        counts = {plan.files[group]: rows for group, rows in plan.rows.items()}
        with Appending(folder) as files:
            _write_nodes(source, plan, dialect, files)
            if undescribed := _write_undescribed(source, dialect, files):
                counts[NOT_DESCRIBED] = undescribed
            links = _write_links(source, plan, dialect, files)
        sentences = Remarks(source.blank).sentences()
    beside = {
        MAPPING: _mapping(plan, dialect, counts, links, sentences),
        **dialect.beside(sorted(counts)),
    }
    for name, text in beside.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return sentences


def _write_nodes(source: SortedTriples, plan: Plan, dialect: Dialect, files: Appending) -> None:
    for group, name in plan.files.items():
        files.add(name, csv_row(dialect.nodes(plan.properties[group])))
    for subject in source.subjects():
        dialect.carrier.check(subject)
        files.add(plan.files[subject.types], csv_row(_node(subject, plan, dialect)))


def _write_undescribed(source: SortedTriples, dialect: Dialect, files: Appending) -> int:
    number = 0
    for number, iri in enumerate(_undescribed(source), start=1):
        if number == 1:
            files.add(NOT_DESCRIBED, csv_row(dialect.nodes(())))
        files.add(NOT_DESCRIBED, csv_row([iri, RESOURCE]))
    return number


def _write_links(source: SortedTriples, plan: Plan, dialect: Dialect, files: Appending) -> int:
    number = 0
    files.add(RELATIONSHIPS, csv_row(dialect.links))
    for (start, predicate, end), claims in claims_of_links(source):
        link = (start, plan.types[predicate], end)
        files.add(RELATIONSHIPS, csv_row(dialect.link(link, claims)))
        number += 1
    return number


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
        "relationships": {RELATIONSHIPS: links},
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
