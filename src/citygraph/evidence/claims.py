"""Claims: one triple from one source with one status, made from the tables.

The name of a claim is `claim-` and the first 16 hexadecimal digits of a SHA-256, under the city's
own names. What is digested, in UTF-8: the triple's line in canonical N-Triples (RDF 1.1 N-Triples,
section 4: one space between the terms and before the full stop, and a line feed at the end), and
then the source's IRI without brackets.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from citygraph.errors import DataFileError
from citygraph.evidence.disagreements import read_disagreements
from citygraph.evidence.spans import Span
from citygraph.evidence.statements import read_statements
from citygraph.evidence.terms import short, told
from citygraph.evidence.texts import pinned_texts
from citygraph.vocabulary import THINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode, Triple

    from citygraph.evidence.cities import City, Facts
    from citygraph.evidence.disagreements import Disagreement
    from citygraph.evidence.statements import Statement
    from citygraph.evidence.texts import PinnedText

_DIGITS = 16


class Claim(NamedTuple):
    """What one source says of one triple.

    Attributes:
        node: the claim's name.
        lines: the lines of the table that it is made from: at least one, all of one source,
            triple, status, hedge and rule.
        spans: where the words stand; empty if the source has no pinned text.
        contradicts: the names of the claims that say otherwise.
        notes: why the graph follows this claim rather than another, by language; empty if nothing
            contradicts it, or if the graph does not follow it.
    """

    node: NamedNode
    lines: tuple[Statement, ...]
    spans: tuple[Span, ...]
    contradicts: tuple[NamedNode, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def triple(self) -> Triple:
        """What is claimed."""
        return self.lines[0].triple

    @property
    def source(self) -> NamedNode:
        """Who claims it."""
        return self.lines[0].source

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of the page's inventory in which it stands."""
        return tuple(sorted({line.row for line in self.lines if line.row}))


def claim_node(city: str, triple: Triple, source: NamedNode) -> NamedNode:
    """Name a claim.

    >>> from pyoxigraph import NamedNode, Triple
    >>> a, b, c, source = (NamedNode(f"urn:{name}") for name in ("a", "b", "c", "source"))
    >>> claim_node("osaka", Triple(a, b, c), source).value
    'https://w3id.org/citygraph/id/osaka/claim-0a91f5ed7c60d2e3'
    """
    from pyoxigraph import NamedNode

    line = f"{triple.subject} {triple.predicate} {triple.object} .\n"
    name = sha256((line + source.value).encode()).hexdigest()[:_DIGITS]
    return NamedNode(f"{THINGS}{city}/claim-{name}")


def line_of(claim: Claim, span: Span) -> Statement:
    """Find the line of the table that gives a claim this span."""
    return next(line for line in claim.lines if span.stretch in line.stretches)


def make_claims(city: City, facts: Facts) -> tuple[Claim, ...]:
    """Make the claims of a city from its tables, in the order of their names.

    Args:
        city: whose tables.
        facts: the facts, which describe the pinned texts and decide which side is followed.

    Raises:
        DataFileError: a table is not written as it has to be, or its lines do not fit together,
            the facts or the disagreements.
    """
    texts = pinned_texts(facts.files)
    lines: defaultdict[tuple[NamedNode, Triple], list[Statement]] = defaultdict(list)
    for statement in read_statements(city.statements, facts.prefixes):
        lines[statement.source, statement.triple].append(statement)
    claims: dict[NamedNode, Claim] = {}
    for (source, triple), given in lines.items():
        _agree(given, facts.prefixes)
        node = claim_node(city.name, triple, source)
        if node in claims:
            raise DataFileError(f"{given[0]} and {claims[node].lines[0]}: {_COLLISION}")
        claims[node] = Claim(node, tuple(given), _spans(given, texts.get(source), facts))
    disagreements = read_disagreements(city.disagreements, facts.prefixes)
    joined = _joined(claims.values(), disagreements, facts)
    return tuple(sorted(joined, key=lambda claim: claim.node.value))


_COLLISION = (
    "both claims would have one name, because their digests begin alike; "
    "please report it: names have to grow"
)


def _agree(given: Iterable[Statement], prefixes: Mapping[str, str]) -> None:
    """See that the lines which make up one claim say the same of it, and each line once.

    Raises:
        DataFileError: they do not.
    """
    first, *others = given
    rows = {first.row}
    for other in others:
        if other.row in rows:
            words = f"stands in line {first.line} already; remove one of the two"
            raise _fault(other, words, prefixes)
        rows.add(other.row)
        if (first.status, first.hedge, first.rule) != (other.status, other.hedge, other.rule):
            raise _fault(
                other,
                f"status, hedge or rule differ from line {first.line}; "
                "what one source says of one triple is one claim and has one of each",
                prefixes,
            )


def _spans(given: Iterable[Statement], text: PinnedText | None, facts: Facts) -> tuple[Span, ...]:
    """Give the spans of a claim.

    Raises:
        DataFileError: the source is not known or has no pinned text, or has one and is called
            external.
    """
    found = set()
    for line in given:
        if text is None and line.status != "external":
            if not any(triple.subject == line.source for triple in facts.files):
                raise _fault(line, _unknown(line.source, facts), facts.prefixes)
            raise _fault(
                line,
                f"{line.status} by a source whose text is not pinned; describe its cg:SourceText, "
                "or call it external",
                facts.prefixes,
            )
        if text is not None and line.status == "external":
            words = "external, but the source's text is pinned; is it stated there, or inferred?"
            raise _fault(line, words, facts.prefixes)
        found |= {Span(text.node, each) for each in line.stretches} if text else set()
    return tuple(sorted(found, key=lambda span: (span.text.value, span.stretch)))


def _unknown(source: NamedNode, facts: Facts) -> str:
    """Say that no such source is known, and which ones are called nearly so."""
    from difflib import get_close_matches

    known = {short(triple.subject, facts.prefixes) for triple in facts.files}
    name = short(source, facts.prefixes)
    near = " or ".join(get_close_matches(name, sorted(known), cutoff=0.75))
    hint = f"did you mean {near}?" if near else "describe it in sources.ttl"
    return f"no source {name} is known; {hint}"


def _joined(
    claims: Iterable[Claim], disagreements: Iterable[Disagreement], facts: Facts
) -> list[Claim]:
    """Let the claims of both sides of each disagreement contradict each other.

    Raises:
        DataFileError: nobody gives a side.
    """
    by_triple: defaultdict[Triple, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_triple[claim.triple].append(claim)
    contradicted: defaultdict[NamedNode, set[NamedNode]] = defaultdict(set)
    notes: defaultdict[NamedNode, set[tuple[str, str]]] = defaultdict(set)
    for each in disagreements:
        for side in (each.first, each.second):
            if side not in by_triple:
                raise each.line.fault(
                    f"{told(side, facts.prefixes)}: no line of the table of statements gives it; "
                    "add one for each source that says so"
                )
        for one, other in product(by_triple[each.first], by_triple[each.second]):
            contradicted[one.node].add(other.node)
            contradicted[other.node].add(one.node)
        for claim in (claim for side in each.followed for claim in by_triple[side]):
            notes[claim.node].update(each.why.items())
    return [
        claim._replace(
            contradicts=tuple(sorted(contradicted[claim.node], key=lambda node: node.value)),
            notes=tuple(sorted(notes[claim.node])),
        )
        for given in by_triple.values()
        for claim in given
    ]


def _fault(line: Statement, words: str, prefixes: Mapping[str, str]) -> DataFileError:
    return DataFileError(f"{line.path}:{line.line}: {told(line.triple, prefixes)}: {words}")
