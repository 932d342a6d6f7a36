"""N-Triples and N-Quads: canonical lines, sorted (RDF 1.2 N-Triples §3, RDFC-1.0 §5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.canonical import sorted_lines
from citygraph.exports.statements import graph_lines, union_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.exports.parts import Selection


def write_ntriples(selection: Selection) -> Iterator[bytes]:
    """Write the union of the graphs, a triple a line."""
    return sorted_lines(union_lines(selection))


def write_nquads(selection: Selection) -> Iterator[bytes]:
    """Write each triple of each graph with the graph's IRI, a quad a line."""
    return sorted_lines(_quads(selection))


def _quads(selection: Selection) -> Iterator[bytes]:
    for graph in selection.iris:
        end = f" <{graph}> .\n".encode()
        for each in graph_lines(selection, graph):
            yield each.removesuffix(b" .\n") + end
