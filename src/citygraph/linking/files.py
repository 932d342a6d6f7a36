"""The files of each city that hold its links: the mapping table, and the graph made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.evidence.cities import is_evidence, is_links
from citygraph.formats import stem
from citygraph.graph.written import read_quads
from citygraph.vocabulary import PREFIXES, graph_iri

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from citygraph.home import Home

TABLE = ".sssom.tsv"
"""What the name of a mapping table ends in."""

LINKS = ".links.ttl"
"""What the name of a graph of links ends in."""

_LABEL = PREFIXES["skos"] + "prefLabel"


class LinkedCity(NamedTuple):
    """The files of one city.

    Attributes:
        facts: `<city>.ttl`, whose stem names the city.
        mappings: its mapping table; it may be missing.
    """

    facts: Path
    mappings: Path

    @property
    def name(self) -> str:
        """The city's name in the names of its files."""
        return stem(self.facts)

    @property
    def links(self) -> Path:
        """The graph of its links, which is generated."""
        return self.facts.with_name(f"{self.name}{LINKS}")


def linked_cities(home: Home) -> tuple[LinkedCity, ...]:
    """Find the cities that have a mapping table or a graph of links.

    The table of `data/<city>.ttl` is `mappings/<city>.sssom.tsv`, or lies beside the facts.

    >>> from citygraph.home import open_home
    >>> [(city.name, city.mappings.name) for city in linked_cities(open_home())]
    [('tokyo', 'tokyo.sssom.tsv')]
    """
    datasets = home.datasets
    every = (
        LinkedCity(path, _table_of(path))
        for path in home.data
        if path not in datasets and "." not in stem(path)
    )
    return tuple(city for city in every if city.mappings.is_file() or city.links.is_file())


def read_labels(home: Home) -> dict[str, dict[str, str]]:
    """Read what everything that can be linked is called, by IRI and language.

    What has no label in any language stands there all the same.

    Raises:
        DataFileError: a file cannot be read or does not parse.
    """
    from pyoxigraph import Literal, NamedNode

    labels: dict[str, dict[str, str]] = {}
    for path in (*home.ontology, *home.data):
        if _is_generated(path):
            continue
        for _, triple in read_quads(path):
            if not isinstance(triple.subject, NamedNode):
                continue
            given = labels.setdefault(triple.subject.value, {})
            if triple.predicate.value == _LABEL and isinstance(triple.object, Literal):
                given[triple.object.language or ""] = triple.object.value
    return labels


def label_of(given: Mapping[str, str]) -> str:
    """Choose the label that a row has to give: the English one."""
    return given.get("en", "")


def _table_of(facts: Path) -> Path:
    beside = facts.with_name(f"{stem(facts)}{TABLE}")
    apart = facts.parent.parent / "mappings" / beside.name
    return apart if apart.is_file() and not beside.is_file() else beside


def _is_generated(path: Path) -> bool:
    graph = graph_iri(stem(path))
    return is_evidence(graph) or is_links(graph)
