"""What the nodes, properties and relationships of a property graph are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.exports.short_names import column_names, joined_name, short_name, unique_names
from citygraph.exports.sorted_triples import IRI
from citygraph.exports.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.exports.sorted_triples import Key, SortedTriples

RESOURCE = "Resource"
"""The label of every node, by which it is found whatever its classes are."""

NOT_DESCRIBED = "nodes-not-described.csv"
"""The file of nodes that are only linked."""

_EVERY = ("*",)
"""Stands for all classes in the survey."""

_TAKEN = ("iri", "claims")


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


def plan_graph(
    source: SortedTriples, prefixes: Mapping[str, str], native: Mapping[str, str]
) -> Plan:
    """Name everything; a property has one name and one type in all files."""
    survey: Survey[tuple[str, ...]] = Survey(
        source.subjects(), lambda subject: (subject.types, _EVERY)
    )
    everything = survey.uses.pop(_EVERY, {})
    survey.rows.pop(_EVERY, None)
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
    taken = (NOT_DESCRIBED.removeprefix("nodes-").removesuffix(".csv"),)
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
