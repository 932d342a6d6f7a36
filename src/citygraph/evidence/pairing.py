"""Facts and claims, one beside the other: each fact has a claim, each claim a fact and a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.evidence.claims import line_of
from citygraph.evidence.complaints import complain
from citygraph.evidence.exemptions import needs_claim
from citygraph.evidence.terms import short, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import NamedNode

    from citygraph.evidence.cities import City, Facts
    from citygraph.evidence.claims import Claim
    from citygraph.evidence.complaints import Complaint
    from citygraph.evidence.recorded import Recorded, RecordedClaim
    from citygraph.evidence.texts import PinnedText


def unclaimed(
    facts: Facts, recorded: Iterable[Recorded], tables: Mapping[str, Path]
) -> Iterator[Complaint]:
    """Find the facts that no claim is about.

    Args:
        facts: the facts.
        recorded: the claims.
        tables: where a claim has to be added, by the graphs whose facts need claims.
    """
    claimed = {claim.triple for each in recorded for claim in each.claims.values()}
    for triple, graph in facts.graphs.items():
        if graph in tables and triple not in claimed and needs_claim(triple):
            yield complain(
                "fact-without-claim",
                triple.subject,
                facts.files[triple],
                path=triple.predicate,
                value=triple.object,
                triple=told(triple, facts.prefixes),
                table=tables[graph].name,
            )


def claims_astray(
    city: City,
    facts: Facts,
    recorded: Iterable[Recorded],
    own: Recorded,
    claims: Iterable[Claim] = (),
) -> Iterator[Complaint]:
    """Find the claims about nothing or from nowhere.

    Args:
        city: whose claims.
        facts: all facts that they may be about.
        recorded: all claims that they may contradict.
        own: the city's claims.
        claims: the same as its table gives them, if it keeps one.
    """
    lines = {claim.node: claim.lines[0] for claim in claims}
    every = {node: claim for each in recorded for node, claim in each.claims.items()}
    described = {triple.subject for triple in facts.files}

    def about(kind: str, claim: RecordedClaim, ground: NamedNode | None = None) -> Complaint:
        line = lines.get(claim.node)
        return complain(
            kind,
            claim.node,
            line.path if line else own.path,
            value=ground,
            line=line.line if line else None,
            triple=told(claim.triple, facts.prefixes),
            source=short(ground, facts.prefixes) if ground else "",
            table=city.statements.name,
        )

    for claim in own.claims.values():
        others = (every[node] for node in claim.contradicts if node in every)
        if not any(each.triple in facts.files for each in (claim, *others)):
            yield about("claim-without-fact", claim)
        for ground in claim.grounds:
            if ground not in own.spans and ground not in described:
                yield about("claim-of-unknown-source", claim, ground)


def spans_outside(
    city: City,
    texts: Mapping[NamedNode, PinnedText],
    recorded: Recorded,
    claims: Sequence[Claim] = (),
) -> Iterator[Complaint]:
    """Find the spans of a city's claims that lie outside their text."""
    lines = {span: line_of(claim, span) for claim in claims for span in claim.spans}
    for each in recorded.spans.values():
        text, line = texts.get(each.span.text), lines.get(each.span)
        if text is None or each.span.stretch.end > text.chars:
            yield complain(
                "span-outside-text",
                each.node,
                line.path if line else recorded.path,
                line=line.line if line else None,
                span=each.span.stretch,
                text=short(each.span.text),
                chars=text.chars if text else 0,
                table=city.statements.name,
            )
