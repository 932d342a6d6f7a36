"""What other graphs of a store say of the things of a city, as far as the shapes look.

It is asked for in batches of IRIs, so that what is held in memory are the city's own links and not
the store.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.answers import Answer
from citygraph.errors import RemoteError
from citygraph.validation.terms import rdf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import NamedNode

    from citygraph.graph import Store
    from citygraph.validation.reach import Reach
    from citygraph.validation.terms import Node, Triple
    from citygraph.validation.triples import Triples

_AT_ONCE = 100
"""How many things are asked about at once: what is said of them stays below any store's limit."""
_EVIDENCE = 'STRENDS(STR(?graph), ".evidence")'
_CITY = 'REPLACE(STR(?graph), "[.](evidence|links)$", "")'


class Told(NamedTuple):
    """A triple of another city.

    Attributes:
        triple: the triple.
        claimed: whether it is in a graph of claims.
    """

    triple: Triple
    claimed: bool


class Around(NamedTuple):
    """What other cities say of the things of one.

    Attributes:
        told: their triples.
        first: for each thing that they speak of, the first city that does, by the graph's name.
    """

    told: tuple[Told, ...] = ()
    first: Mapping[Node, str] = MappingProxyType({})


class Neighbours:
    """Asks the graphs of other cities.

    Args:
        store: the store.
        reach: how far the shapes look.
        shared: the triples that belong to no city, which lead on as well.
    """

    def __init__(self, store: Store, reach: Reach, shared: Triples) -> None:
        self._store = store
        self._reach = reach
        self._onward = reach.onward | {rdf("subject")}  # from a claim to the fact it is about
        self._shared = shared

    def around(self, own: Iterable[Triple], apart: Collection[str]) -> Around:
        """Collect what other cities say, as far as a check of these triples may look.

        Args:
            own: the triples under validation.
            apart: the graphs that are at hand, which are not asked.

        Raises:
            RemoteError: the store failed.
        """
        if not set(self._store.graphs).difference(apart):
            return Around()
        subjects: dict[Node, None] = {}
        ahead: dict[Node, None] = {}
        for subject, _, value in own:
            subjects[subject] = ahead[subject] = ahead[value] = None
        ahead.update(dict.fromkeys(self._leading_to(subjects, self._reach.to_focus, apart)))
        found: dict[Told, None] = {}
        first: dict[Node, str] = {}
        asked: set[Node] = set()
        while ahead:
            asked.update(ahead)
            onward = dict.fromkeys(self._shared_steps(ahead, subjects))
            first.update(met := self._met(ahead, apart))
            for told in self._about(met, apart):
                found[told] = None
                subject, predicate, value = told.triple
                if subject in subjects or predicate in self._onward:
                    onward[value] = None
            onward.update(dict.fromkeys(self._leading_to(ahead, self._reach.to_others, apart)))
            ahead = {node: None for node in onward if node not in asked}
        return Around(tuple(found), first)

    def claims_about(self, things: Iterable[Node], apart: Collection[str]) -> list[Told]:
        """Collect the claims that other cities' evidence holds about these things.

        Raises:
            RemoteError: the store failed.
        """
        claims = dict.fromkeys(self._leading_to(things, {rdf("subject")}, apart))
        return list(self._about(claims, apart))

    def _shared_steps(self, nodes: Iterable[Node], own: Collection[Node]) -> Iterator[Node]:
        """Go on from nodes by what belongs to no city: from the city's own by any property."""
        for node in nodes:
            for predicate, values in self._shared.about(node).items():
                if node in own or predicate in self._onward:
                    yield from values

    def _met(self, nodes: Iterable[Node], apart: Collection[str]) -> dict[Node, str]:
        """Find the things that other cities speak of, and the first city that does."""
        return {
            row[0]: row[1].value
            for some in _batches(nodes)
            for row in self._ask(
                f"SELECT ?subject (MIN({_CITY}) AS ?city)",
                f"VALUES ?subject {{ {some} }}",
                _elsewhere(apart),
                "GROUP BY ?subject",
            )
        }

    def _about(self, nodes: Iterable[Node], apart: Collection[str]) -> Iterator[Told]:
        """Give all that other cities say of these things."""
        for some in _batches(nodes):
            given = f"VALUES ?subject {{ {some} }}"
            for claimed, which in ((False, f"!{_EVIDENCE}"), (True, _EVIDENCE)):
                where = f"{_elsewhere(apart)} && {which}"
                for row in self._ask("SELECT DISTINCT ?subject ?property ?value", given, where):
                    yield Told(row, claimed)

    def _leading_to(
        self, nodes: Iterable[Node], predicates: Collection[NamedNode], apart: Collection[str]
    ) -> Iterator[Node]:
        """Give the things of other cities that lead to these nodes by these properties."""
        along = " ".join(sorted(map(str, predicates)))
        for some in _batches(nodes) if predicates else ():
            given = f"VALUES ?value {{ {some} }} VALUES ?property {{ {along} }}"
            for (subject,) in self._ask("SELECT DISTINCT ?subject", given, _elsewhere(apart)):
                yield subject

    def _ask(self, head: str, given: str, where: str, tail: str = "") -> Sequence[tuple[Any, ...]]:
        answer = self._store.query(
            f"{head} WHERE {{\n"
            f"  {given}\n"
            "  GRAPH ?graph { ?subject ?property ?value }\n"
            f"  FILTER({where})\n"
            f"}} {tail}"
        )
        if not isinstance(answer, Answer):
            raise RemoteError("the store answered a SELECT with something else than rows")
        return answer.rows


def _elsewhere(apart: Collection[str]) -> str:
    return f"?graph NOT IN ({', '.join(f'<{iri}>' for iri in sorted(apart))})"


def _batches(nodes: Iterable[Node]) -> Iterator[str]:
    """Write the IRIs among the nodes, some at a time; nothing else has a name to ask by."""
    from pyoxigraph import NamedNode

    names = [str(node) for node in nodes if isinstance(node, NamedNode)]
    for start in range(0, len(names), _AT_ONCE):
        yield " ".join(names[start : start + _AT_ONCE])
