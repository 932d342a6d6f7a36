"""A store that counts its queries: a page about a thing must not cost one per fact."""

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from citygraph.answers import Result
from citygraph.graph import CityGraph


class Counted:
    """A store that counts its queries."""

    def __init__(self, graph: CityGraph) -> None:
        self.graph = graph
        self.forgets_values = graph.forgets_values
        self.graphs, self.prefixes, self.count = graph.graphs, graph.prefixes, 0

    def query(
        self,
        text: str,
        dataset: tuple[Sequence[str], Sequence[str]] | None = None,
        *,
        timeout: float | None = None,
    ) -> Result:
        self.count += 1
        return self.graph.query(text, dataset, timeout=timeout)

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        self.count += 1
        return self.graph.triples(graph)
