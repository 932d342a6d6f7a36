"""The files of each city that belong together: facts, tables, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citygraph.formats import stem
from citygraph.graph.written import read_quads
from citygraph.vocabulary import city_prefixes, graph_iri, graph_stem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyoxigraph import Triple

    from citygraph.home import Home

EVIDENCE = ".evidence"
"""What the stem of a city's file of claims ends in."""

LINKS = ".links"
"""What the stem of a city's file of links to other collections ends in."""

SOURCES = "sources"
"""The stem of the file that describes the sources, for all cities of a folder."""


class City(NamedTuple):
    """The files of one city.

    Attributes:
        facts: `<city>.ttl`, whose stem names the city; or a file that names several graphs.
        graph: in such a file, the stem in the name of the city's graph, which names the city.
        claims: the file that holds the graph of claims, where it is another than beside the facts.
    """

    facts: Path
    graph: str = ""
    claims: Path | None = None

    @property
    def name(self) -> str:
        """The city's name in file names and in the names of its things."""
        return self.graph or stem(self.facts)

    @property
    def keeps_table(self) -> bool:
        """Whether its claims are made from a table; a file of several graphs has none beside it."""
        return not self.graph and self.statements.is_file()

    @property
    def statements(self) -> Path:
        """The table of statements, kept by hand."""
        return self.facts.with_name(f"{self.name}.statements.tsv")

    @property
    def disagreements(self) -> Path:
        """The table of disagreements, kept by hand; it may be missing."""
        return self.facts.with_name(f"{self.name}.disagreements.tsv")

    @property
    def evidence(self) -> Path:
        """The claims, which are generated."""
        return self.claims or self.facts.with_name(f"{self.name}{EVIDENCE}.ttl")

    @property
    def evidence_graph(self) -> str:
        """The IRI of the graph of its claims."""
        return graph_iri(f"{self.name}{EVIDENCE}")


class Facts(NamedTuple):
    """The facts of a home: every triple of its data files but the evidence and the links.

    Attributes:
        files: the file of each triple; the first one, if several hold it.
        graphs: the IRI of its graph in that file.
        prefixes: those that the cities' tables may use.
    """

    files: Mapping[Triple, Path]
    graphs: Mapping[Triple, str]
    prefixes: Mapping[str, str]


def data_graphs(home: Home) -> dict[str, Path]:
    """Name the graph of each data file that is one graph, which all are that a city keeps."""
    return {graph_iri(stem(path)): path for path in home.data if path not in home.datasets}


def cities(home: Home, graphs: Mapping[str, Path] | None = None) -> tuple[City, ...]:
    """Find the cities of a home that keep a table of statements or have a graph of claims.

    Args:
        home: the domain files.
        graphs: the file of each graph of the data, if they are not what `data_graphs` says.
    """
    named = data_graphs(home) if graphs is None else graphs
    datasets = home.datasets
    every = (
        City(path, (graph_stem(iri) or "") if path in datasets else "")
        for iri, path in named.items()
        if _is_of_facts(iri) and (path not in datasets or graph_stem(iri))
    )
    kept = (
        city._replace(claims=named[city.evidence_graph]) if city.evidence_graph in named else city
        for city in every
    )
    return tuple(city for city in kept if city.claims or city.keeps_table)


def is_evidence(graph: str) -> bool:
    """Say by its name whether a graph is one of claims.

    >>> from citygraph.vocabulary import graph_iri
    >>> is_evidence(graph_iri("tokyo.evidence")), is_evidence(graph_iri("tokyo"))
    (True, False)
    """
    return graph.endswith(EVIDENCE)


def is_links(graph: str) -> bool:
    """Say by its name whether a graph is one of links: no facts of a source, so without claims.

    >>> from citygraph.vocabulary import graph_iri
    >>> is_links(graph_iri("tokyo.links")), is_links(graph_iri("tokyo"))
    (True, False)
    """
    return graph.endswith(LINKS)


def read_facts(home: Home, graphs: Mapping[str, Path] | None = None) -> Facts:
    """Read the facts of a home, as they are written.

    Args:
        home: the domain files.
        graphs: the file of each graph of the data, if they are not what `data_graphs` says.

    Raises:
        DataFileError: a file cannot be read or does not parse.
    """
    named = data_graphs(home) if graphs is None else graphs
    facts = {iri: path for iri, path in named.items() if _is_of_facts(iri)}
    files: dict[Triple, Path] = {}
    holders: dict[Triple, str] = {}
    for path in dict.fromkeys(facts.values()):
        for iri, triple in read_quads(path, graphs=facts):
            if facts[iri] == path:
                files.setdefault(triple, path)
                holders.setdefault(triple, iri)
    return Facts(files, holders, city_prefixes(tuple(filter(None, map(graph_stem, facts)))))


def _is_of_facts(graph: str) -> bool:
    return not is_evidence(graph) and not is_links(graph)
