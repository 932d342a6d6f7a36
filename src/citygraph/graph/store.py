"""What the rest of the house may ask of a store, embedded or remote: SPARQL, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import pyoxigraph as ox

    from citygraph.answers import Result


class Store(Protocol):
    """A dataset of named graphs that answers SPARQL 1.1 queries.

    The dataset is always named in the request: a query sees the union of `graphs` as its default
    graph and each of them by name, unless it says `FROM` itself.
    """

    @property
    def graphs(self) -> Collection[str]:
        """The IRIs of the named graphs that are questioned."""
        ...

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that a query may use without declaring them."""
        ...

    @property
    def forgets_values(self) -> bool:
        """Whether VALUES may be forgotten inside OPTIONAL, so that a query has to repeat them."""
        ...

    def query(
        self,
        text: str,
        dataset: tuple[Sequence[str], Sequence[str]] | None = None,
        *,
        timeout: float | None = None,
    ) -> Result:
        """Answer a query whose text has been checked and bound.

        Args:
            text: a complete SPARQL query.
            dataset: the graphs that the query names itself behind FROM, and behind FROM NAMED;
                without them it is asked of all.
            timeout: the seconds after which to give up.

        Raises:
            SyntaxError: the text does not parse.
            DeadlineError: the answer did not come in time.
        """
        ...

    def triples(self, graph: str) -> Iterator[ox.Triple]:
        """Read one named graph, triple by triple, in no promised order, some perhaps twice.

        It is read as it is written: where a store rewrites literals, the embedded one gives them
        as the file has them. It is never held in memory as a whole, and never cut short in silence.

        Args:
            graph: one of `graphs`.

        Raises:
            RemoteError: the store failed, or did not give the whole graph.
        """
        ...
