"""The graph of a finding in a store: where the value is stated, else where the focus node is."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from citygraph.validation.placing import triples_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.validation.finding import Finding
    from citygraph.validation.terms import Node, Triple
    from citygraph.validation.triples import Triples


class GraphPlaces:
    """Which graphs hold the triples under validation; found out when it is first asked.

    Args:
        own: the triples of the portion, by graph.
        data: all triples together.
    """

    def __init__(self, own: Mapping[str, Iterable[Triple]], data: Triples) -> None:
        self._own = own
        self._data = data

    def placed(self, finding: Finding) -> Finding:
        """Name the graph of a finding; a store has no lines.

        It is the one that holds the triple with the value; where no value is named, or another
        city states it, the first that states something about the focus node.
        """
        stated = (each for triples in triples_of(finding, self._data) for each in triples)
        graphs = (self._graphs[each] for each in stated if each in self._graphs)
        return replace(finding, file=next(graphs, self._subjects.get(finding.focus)))

    @cached_property
    def _graphs(self) -> dict[Triple, str]:
        found: dict[Triple, str] = {}
        for iri, triples in self._own.items():
            for each in triples:
                found.setdefault(each, iri)
        return found

    @cached_property
    def _subjects(self) -> dict[Node, str]:
        found: dict[Node, str] = {}
        for (subject, _, _), iri in self._graphs.items():
            found.setdefault(subject, iri)
        return found
