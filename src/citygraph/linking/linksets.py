"""Links taken away: as link sets with their description, and as a table for OpenRefine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from citygraph.canonical import line
from citygraph.linking.link import EXACT
from citygraph.linking.triples import link_triples
from citygraph.vocabulary import PREFIXES, compact, expand, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from citygraph.linking.link import Link

_VOID, _RDF, _DCTERMS = PREFIXES["void"], PREFIXES["rdf"], PREFIXES["dcterms"]
_INTEGER = PREFIXES["xsd"] + "integer"
_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
COLUMNS = (
    *("id", "label_en", "label_ja", "label_ko", "item", "item_iri", "item_label"),
    *("judgment", "match", "state", "confidence", "reviewer", "comment"),
)
"""The columns of the table for OpenRefine."""


def linkset_lines(
    name: str, links: Iterable[Link], prefixes: Mapping[str, str] = PREFIXES
) -> list[bytes]:
    """Write the links that count, and what they are sets of (VoID), as sorted N-Triples.

    One set holds the links of one property between two collections.

    Args:
        name: the name of the city, by which the sets are named.
        links: the rows of its table.
        prefixes: what the names of collections begin with.

    >>> linkset_lines("osaka", [])
    []
    """
    by_set: dict[tuple[str, str, str], list[Link]] = {}
    for link in links:
        if link.accepted:
            key = (link.predicate, link.subject_source, link.object_source)
            by_set.setdefault(key, []).append(link)
    triples = [each for some in by_set.values() for each in link_triples(some)]
    for key in sorted(by_set):
        triples += _description(name, key, len(set(link_triples(by_set[key]))), prefixes)
    return sorted({line(triple) for triple in triples})


def openrefine_rows(
    links: Iterable[Link],
    labels: Mapping[str, Mapping[str, str]],
    prefixes: Mapping[str, str] = PREFIXES,
) -> tuple[tuple[str, ...], ...]:
    """Give the rows of a table for OpenRefine: `COLUMNS`, a row for each thing and candidate.

    A judgment is one of OpenRefine's: `matched` where a row that counts says that both are the
    same, else `none`, which is to be judged yet. What was ruled out is left out: it has no word
    for that.

    Args:
        links: the rows.
        labels: what everything is called; see `files.read_labels`.
        prefixes: how names are shortened.
    """
    rows = []
    for link in links:
        if link.negated:
            continue
        names = labels.get(link.subject, {})
        same = link.accepted and link.predicate == EXACT
        rows.append(
            (
                compact(link.subject, prefixes),
                *(names.get(lang, "") for lang in ("en", "ja", "ko")),
                link.object.rpartition("/")[2],
                link.object,
                link.object_label,
                "matched" if same else "none",
                compact(link.predicate, prefixes),
                link.state,
                "" if link.confidence is None else format(link.confidence, "f"),
                link.reviewer,
                link.comment,
            )
        )
    return tuple(sorted(rows))


def _description(
    name: str, key: Sequence[str], count: int, prefixes: Mapping[str, str]
) -> Iterator[Triple]:
    predicate, subjects, objects = key
    short = predicate.rpartition("#")[2]
    target = f"-{objects.rpartition(':')[2]}" if objects else ""
    graph = NamedNode(graph_iri(f"{name}.links"))
    node = NamedNode(f"{graph.value}#{short}{target}")
    yield Triple(graph, NamedNode(_VOID + "subset"), node)
    said: list[tuple[str, NamedNode | Literal]] = [
        (_RDF + "type", NamedNode(_VOID + "Linkset")),
        (_VOID + "linkPredicate", NamedNode(predicate)),
        (_VOID + "triples", Literal(str(count), datatype=NamedNode(_INTEGER))),
        (_DCTERMS + "license", NamedNode(_LICENCE)),
    ]
    for role, source in (("subjectsTarget", subjects), ("objectsTarget", objects)):
        if source:
            said.append((_VOID + role, NamedNode(expand(source, prefixes))))
    for property_, value in said:
        yield Triple(node, NamedNode(property_), value)
