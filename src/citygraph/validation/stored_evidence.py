"""The evidence in a store, one city at a time: its facts beside its claims.

A store has no tables, so what is checked is the pairing: each fact has a claim, each claim a fact
and a source, each span lies in its text.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.evidence import (
    City,
    Facts,
    claims_astray,
    is_evidence,
    pinned_texts,
    read_copy,
    record,
    spans_outside,
    unclaimed,
    verify_copy,
)
from citygraph.validation.evidence_findings import as_finding
from citygraph.vocabulary import city_prefixes, graph_iri, graph_stem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    import pyoxigraph as ox

    from citygraph.evidence import Complaint, Recorded
    from citygraph.validation.finding import Finding
    from citygraph.validation.neighbours import Told
    from citygraph.validation.terms import Node, Triple

    Holders = dict[ox.Triple, str]

_SOURCES = graph_iri("sources")


class StoredEvidence:
    """Checks the evidence of one city after the other, and at last that of the sources.

    Args:
        shared: the triples of the graphs that belong to no city, by graph.
        graphs: all graphs of the store.
        source: a reader's copy of a pinned text, against which the digests are verified.
    """

    def __init__(
        self,
        shared: Mapping[str, Iterable[Triple]],
        graphs: Collection[str],
        source: Path | None = None,
    ) -> None:
        stems = (graph_stem(iri) for iri in graphs if not is_evidence(iri))
        self._graphs = {_path(iri): iri for iri in graphs}
        self._prefixes = city_prefixes(tuple(filter(None, stems)))
        self._shared = _facts(shared)
        self._open = {each: iri for each, iri in self._shared.items() if iri == _SOURCES}
        self._source = source
        self._text_is_pinned = False
        self._table: Path | None = None

    def check(
        self,
        city: str,
        own: Mapping[str, Iterable[Triple]],
        told: Sequence[Told],
        claims_about: Callable[[Iterable[Node]], Iterable[Told]],
    ) -> Iterator[Finding]:
        """Check a city that has a graph of claims; one without is not asked for evidence.

        Args:
            city: the name of its graph.
            own: its triples, by graph.
            told: what the graphs of other cities say of the same things.
            claims_about: asks the graphs of other cities for claims about things.

        Raises:
            DataFileError: a pinned text is described so that it cannot be used.
            InputError: the copy of the text cannot be read.
        """
        graph = next((iri for iri in own if is_evidence(iri)), None)
        if graph is None:
            return
        names = City(_path(city), graph_stem(city) or city, _path(graph))
        self._table = self._table or names.statements
        held = _facts(own)
        facts = self._named(_of_told(told) | self._shared | held)
        claims = record(_path(graph), _plain(own[graph]))
        every = [claims, _recorded(told)]
        for claim in claims.claims.values():
            self._open.pop(claim.triple, None)
        texts = {text.node: text for text in pinned_texts(facts.files).values()}
        found = [
            *claims_astray(names, facts, every, claims),
            *spans_outside(names, texts, claims),
        ]
        open_facts = list(unclaimed(self._named(held), [claims], {city: names.statements}))
        if open_facts:
            subjects = (complaint.focus for complaint in open_facts)
            given = _recorded(claims_about(subjects))  # type: ignore[arg-type]
            found += unclaimed(self._named(held), [claims, given], {city: names.statements})
        if self._source is not None and texts:
            self._text_is_pinned = True
            found += verify_copy(read_copy(self._source, texts.values()), [claims])
        yield from map(self._finding, found)

    def close(self) -> Iterator[Finding]:
        """Find the facts about sources that no city's claims are about.

        Raises:
            InputError: there is a copy of a text, and no text is pinned.
        """
        if self._source is not None and not self._text_is_pinned:
            read_copy(self._source, ())
        if self._table is not None:
            facts = self._named(self._open)
            yield from map(self._finding, unclaimed(facts, (), {_SOURCES: self._table}))

    def _named(self, holders: Holders) -> Facts:
        files = {triple: _path(iri) for triple, iri in holders.items()}
        return Facts(files, holders, self._prefixes)

    def _finding(self, complaint: Complaint) -> Finding:
        file = self._graphs.get(complaint.file, str(complaint.file))
        return as_finding(complaint, file, None)


def _path(graph: str) -> Path:
    """Name the file that a graph would be: nothing is read from it."""
    return Path(f"{(graph_stem(graph) or graph).replace('/', '%2F')}.ttl")


def _plain(triples: Iterable[Triple]) -> Iterator[ox.Triple]:
    import pyoxigraph as ox

    return (ox.Triple(*each) for each in triples)


def _facts(graphs: Mapping[str, Iterable[Triple]]) -> Holders:
    return {
        each: iri
        for iri, triples in graphs.items()
        if not is_evidence(iri)
        for each in _plain(triples)
    }


def _of_told(told: Iterable[Told]) -> Holders:
    import pyoxigraph as ox

    return {ox.Triple(*each.triple): "" for each in told if not each.claimed}


def _recorded(told: Iterable[Told]) -> Recorded:
    """Read the claims among what other graphs say."""
    claims = (each.triple for each in told if each.claimed)
    return record(Path(), _plain(claims))
