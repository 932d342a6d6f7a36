"""The evidence as a file of claims records it, whoever wrote that file."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph.evidence.spans import Span, Stretch
from citygraph.graph.written import read_written
from citygraph.vocabulary import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode, Triple

    from citygraph.evidence.terms import Term

    Properties = Mapping[str, list[Term]]

_RDF, _OA = PREFIXES["rdf"], PREFIXES["oa"]


class RecordedClaim(NamedTuple):
    """One claim of a file.

    Attributes:
        node: its name.
        triple: what is claimed.
        grounds: what it is derived from: spans, or a source.
        contradicts: the names of the claims that say otherwise.
    """

    node: NamedNode
    triple: Triple
    grounds: tuple[NamedNode, ...]
    contradicts: tuple[NamedNode, ...]


class RecordedSpan(NamedTuple):
    """One span of a file.

    Attributes:
        node: its name in the file.
        span: the text and the offsets.
        sha256: the digest of its passage.
    """

    node: NamedNode
    span: Span
    sha256: str


class Recorded(NamedTuple):
    """What a file of claims holds; nodes that lack a part are left to the shapes.

    Attributes:
        path: the file.
        claims: its claims, by name.
        spans: its spans, by name.
    """

    path: Path
    claims: Mapping[NamedNode, RecordedClaim]
    spans: Mapping[NamedNode, RecordedSpan]

    @property
    def digests(self) -> dict[Span, str]:
        """The digest of each span's passage."""
        return {each.span: each.sha256 for each in self.spans.values()}


def read_recorded(path: Path, graph: str | None = None) -> Recorded:
    """Read a file of claims; a file that is not there records nothing.

    Args:
        path: the file.
        graph: the graph of claims, in a file that names several.

    Raises:
        DataFileError: the file cannot be read or does not parse.
    """
    only = None if graph is None else {graph}
    return record(path, read_written(path, graphs=only) if path.is_file() else ())


def record(path: Path, triples: Iterable[Triple]) -> Recorded:
    """Find the claims and the spans among the triples of a graph of claims.

    Args:
        path: where it is said that they come from.
        triples: the triples.
    """
    from pyoxigraph import NamedNode

    nodes: defaultdict[Term, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        nodes[triple.subject][triple.predicate.value].append(triple.object)
    named = {node: said for node, said in nodes.items() if isinstance(node, NamedNode)}
    claims = (_claim(node, said) for node, said in named.items())
    spans = (_span(node, said, named) for node, said in named.items())
    return Recorded(
        path,
        {claim.node: claim for claim in claims if claim},
        {span.node: span for span in spans if span},
    )


def _claim(node: NamedNode, said: Properties) -> RecordedClaim | None:
    from pyoxigraph import NamedNode, Triple

    parts = [said.get(_RDF + name, []) for name in ("subject", "predicate", "object")]
    if any(len(part) != 1 for part in parts):
        return None
    (subject,), (predicate,), (value,) = parts
    if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
        return None
    grounds = said.get(PREFIXES["prov"] + "wasDerivedFrom", [])
    contradicts = said.get(ONTOLOGY + "contradicts", [])
    return RecordedClaim(
        node,
        Triple(subject, predicate, value),
        tuple(each for each in grounds if isinstance(each, NamedNode)),
        tuple(each for each in contradicts if isinstance(each, NamedNode)),
    )


def _span(
    node: NamedNode, said: Properties, nodes: Mapping[NamedNode, Properties]
) -> RecordedSpan | None:
    from pyoxigraph import NamedNode

    selector = next(iter(said.get(_OA + "hasSelector", [])), None)
    offsets = nodes.get(selector, {}) if isinstance(selector, NamedNode) else {}
    parts = (
        said.get(_OA + "hasSource", []),
        said.get(ONTOLOGY + "textSha256", []),
        offsets.get(_OA + "start", []),
        offsets.get(_OA + "end", []),
    )
    if any(len(part) != 1 for part in parts):
        return None
    (text,), *literals = parts
    sha256, start, end = (str(getattr(one, "value", "")) for (one,) in literals)
    if not isinstance(text, NamedNode) or not (start.isdecimal() and end.isdecimal()):
        return None
    return RecordedSpan(node, Span(text, Stretch(int(start), int(end))), sha256)
