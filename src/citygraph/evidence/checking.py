"""The check of the evidence: facts against claims, claims against tables, spans against texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.evidence.cities import SOURCES, City, Facts, cities, read_facts
from citygraph.evidence.claims import Claim, line_of, make_claims
from citygraph.evidence.complaints import Complaint, complain
from citygraph.evidence.disagreements import not_borne_out, read_disagreements
from citygraph.evidence.pairing import claims_astray, spans_outside, unclaimed
from citygraph.evidence.recorded import Recorded, read_recorded
from citygraph.evidence.spans import digest
from citygraph.evidence.terms import short, told
from citygraph.evidence.texts import pinned_texts, read_copy
from citygraph.evidence.writing import write_evidence
from citygraph.vocabulary import graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from citygraph.evidence.texts import Copy, PinnedText
    from citygraph.home import Home


def check_evidence(
    home: Home, source: Path | None = None, graphs: Mapping[str, Path] | None = None
) -> tuple[Complaint, ...]:
    """Check the evidence of all cities of a home.

    A city is checked if its graph of claims is among the data, or if the data are a folder in which
    it keeps a table of statements. A graph that keeps neither is not asked for evidence. Where a
    file names several graphs, claims and facts are paired, and no table is looked for.

    Args:
        home: the domain files.
        source: a reader's copy of a pinned text, against which the digests are verified.
        graphs: the file of each graph of the data, where a file names several.

    Returns:
        What is wrong, in a fixed order; empty if nothing is.

    Raises:
        DataFileError: a file or table cannot be used at all: file, line, remedy.
        InputError: the copy of the text cannot be read.

    >>> from citygraph.home import open_home
    >>> check_evidence(open_home())
    ()
    """
    whole_folders = {home.root / "data"} if home.bundled else set(home.folders)
    checked = [
        city for city in cities(home, graphs) if city.claims or city.facts.parent in whole_folders
    ]
    if not checked:
        return ()
    facts = read_facts(home, graphs)
    texts = {text.node: text for text in pinned_texts(facts.files).values()}
    datasets = home.datasets
    recorded = {
        city: read_recorded(
            city.evidence, city.evidence_graph if city.evidence in datasets else None
        )
        for city in checked
    }
    found = [
        *_of_copy(source, texts.values(), recorded.values()),
        *unclaimed(facts, recorded.values(), _tables(recorded)),
    ]
    for city in checked:
        claims = make_claims(city, facts) if city.keeps_table else ()
        found += claims_astray(city, facts, recorded.values(), recorded[city], claims)
        found += spans_outside(city, texts, recorded[city], claims)
        if city.keeps_table:
            found += _of_table(city, facts, recorded[city], claims)
    return tuple(sorted(found, key=lambda complaint: complaint.place))


def verify_copy(copy: Copy, recorded: Iterable[Recorded]) -> Iterator[Complaint]:
    """Verify a reader's copy, and each passage in it that a claim points to.

    Passages are looked up only where the offsets can be trusted: a copy that begins with a byte
    order mark, ends its lines otherwise or is decomposed is complained of as a whole.
    """
    text = copy.pinned
    yield from text_complaints(copy)
    if not copy.offsets_fit:
        return
    for each in recorded:
        for span in each.spans.values():
            passage = span.span.stretch.of(copy.text)
            if span.span.text == text.node and digest(passage) != span.sha256:
                yield complain(
                    "wrong-digest",
                    span.node,
                    each.path,
                    span=span.span.stretch,
                    text=short(text.node),
                    copy=copy.path,
                )


def text_complaints(copy: Copy) -> Iterator[Complaint]:
    """Say what makes a reader's copy, as a whole, another text than the pinned one."""
    text = copy.pinned
    for fault in copy.faults:
        yield complain(
            f"text-{fault}",
            text.node,
            copy.path,
            copy=copy.path,
            text=short(text.node),
        )


def _of_copy(
    source: Path | None, texts: Iterable[PinnedText], recorded: Iterable[Recorded]
) -> Iterator[Complaint]:
    if source is not None:
        yield from verify_copy(read_copy(source, texts), recorded)


def _tables(checked: Iterable[City]) -> dict[str, Path]:
    """Name the table of each graph whose facts need claims: the cities', and the sources'."""
    tables = {graph_iri(city.name): city.statements for city in checked}
    for city in checked:
        tables.setdefault(graph_iri(SOURCES), city.statements)
    return tables


def _of_table(
    city: City, facts: Facts, recorded: Recorded, claims: Sequence[Claim]
) -> Iterator[Complaint]:
    """Find the lines without a claim, and whether the file is what the tables give."""
    from pyoxigraph import NamedNode

    lines = [line for claim in claims if claim.node not in recorded.claims for line in claim.lines]
    for line in lines:
        yield complain(
            "line-without-claim",
            line.triple.subject,
            line.path,
            path=line.triple.predicate,
            value=line.triple.object,
            line=line.line,
            triple=told(line.triple, facts.prefixes),
        )
    for each, side in not_borne_out(
        read_disagreements(city.disagreements, facts.prefixes), facts.files
    ):
        yield complain(
            "disagreement-against-graph",
            side.subject,
            each.line.path,
            path=side.predicate,
            value=side.object,
            line=each.line.number,
            triple=told(side, facts.prefixes),
            follows=each.follows,
        )
    unknown = list(_without_digest(claims, recorded))
    yield from unknown
    if not unknown and not _is_current(city, claims, recorded, facts):
        yield complain(
            "stale-evidence",
            NamedNode(graph_iri(city.evidence.stem)),
            city.evidence,
            evidence=city.evidence.name,
        )


def _without_digest(claims: Sequence[Claim], recorded: Recorded) -> Iterator[Complaint]:
    digests = recorded.digests
    for claim in claims:
        for span in claim.spans:
            if span not in digests:
                line = line_of(claim, span)
                yield complain(
                    "span-without-digest",
                    span.node,
                    line.path,
                    line=line.line,
                    span=span.stretch,
                    text=short(span.text),
                )


def _is_current(city: City, claims: Sequence[Claim], recorded: Recorded, facts: Facts) -> bool:
    if not city.evidence.is_file():
        return False
    expected = write_evidence(city.name, claims, recorded.digests, facts.prefixes)
    return city.evidence.read_bytes() == expected.encode()
