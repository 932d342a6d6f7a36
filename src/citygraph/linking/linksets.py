"""Links taken away: as link sets with their description, and as a table for OpenRefine."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from citygraph.canonical import line
from citygraph.errors import InputError
from citygraph.linking.link import EXACT
from citygraph.linking.triples import link_triples
from citygraph.vocabulary import PREFIXES, compact, expand, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citygraph.linking.link import Link
    from citygraph.linking.mappings import Mappings

_VOID, _RDF, _DCTERMS = PREFIXES["void"], PREFIXES["rdf"], PREFIXES["dcterms"]
_INTEGER = PREFIXES["xsd"] + "integer"
_NAME = re.compile(r"\w[\w.\-]*")
_FORMULA = ("=", "+", "-", "@")
COLUMNS = (
    *("id", "label_en", "label_ja", "label_ko", "item", "item_iri", "item_label"),
    *("judgment", "match", "state", "confidence", "reviewer", "comment"),
)
"""The columns of the table for OpenRefine."""


class _Key(NamedTuple):
    """What makes links one set."""

    predicate: str
    subjects: str
    objects: str


def linkset_lines(
    name: str, table: Mappings, prefixes: Mapping[str, str] = PREFIXES
) -> list[bytes]:
    """Write the links that count, and what they are sets of (VoID, 5), as sorted N-Triples.

    One set holds the links of one property between two collections; each has its own name.

    Args:
        name: the name of the city, by which the sets are named.
        table: its rows, and the licence under which they are given.
        prefixes: what the names of collections begin with.

    Raises:
        InputError: the name cannot be part of an IRI.

    >>> from citygraph.home import find_root
    >>> from citygraph.linking.mappings import read_mappings
    >>> table = read_mappings(find_root() / "mappings" / "tokyo.sssom.tsv")
    >>> linkset_lines("osaka", table._replace(links=()))
    []
    """
    if not _NAME.fullmatch(name):
        raise InputError(
            f"'{name}' names link sets, and holds what an IRI cannot; give the table a name of "
            "letters, digits, dots, underscores and hyphens"
        )
    by_set: dict[_Key, list[Link]] = {}
    for link in table.links:
        if link.accepted:
            key = _Key(link.predicate, link.subject_source, link.object_source)
            by_set.setdefault(key, []).append(link)
    triples = [each for some in by_set.values() for each in link_triples(some)]
    graph = graph_iri(f"{name}.links")
    for key, node in _named(by_set).items():
        count = len(set(link_triples(by_set[key])))
        triples += _description(
            graph, node, key, count, license_=table.header.license, prefixes=prefixes
        )
    return sorted({line(triple) for triple in triples})


def _named(keys: Iterable[_Key]) -> dict[_Key, str]:
    """Name each set by its property and collection, as exactly as is needed to tell them apart."""
    keys = sorted(keys)
    short = {key: (key.predicate.rpartition("#")[2], _short(key.objects)) for key in keys}
    said = Counter(short.values())
    names = {}
    for key in keys:
        parts = [*short[key]]
        if said[short[key]] > 1:  # then the other side, and the prefixes, tell them apart
            parts += [key.objects.partition(":")[0], key.subjects.replace(":", "-")]
        names[key] = "-".join(filter(None, parts))
    return names


def _short(source: str) -> str:
    return source.rpartition(":")[2]


def openrefine_rows(
    links: Iterable[Link],
    labels: Mapping[str, Mapping[str, str]],
    prefixes: Mapping[str, str] = PREFIXES,
) -> tuple[tuple[str, ...], ...]:
    """Give the rows of a table for OpenRefine: `COLUMNS`, a row for each thing and candidate.

    A judgment is one of OpenRefine's: `matched` where a row that counts says that both are the
    same, else `none`, which is to be judged yet. What was ruled out is left out: it has no word
    for that. A text that a spreadsheet would take for a formula has an apostrophe in front.

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
                *(_safe(names.get(lang, "")) for lang in ("en", "ja", "ko")),
                link.object.rpartition("/")[2],
                link.object,
                _safe(link.object_label),
                "matched" if same else "none",
                compact(link.predicate, prefixes),
                link.state,
                "" if link.confidence is None else format(link.confidence, "f"),
                _safe(link.reviewer),
                _safe(link.comment),
            )
        )
    return tuple(sorted(rows))


def _description(  # noqa: PLR0913 - each is one thing to say of a set
    graph: str, name: str, key: _Key, count: int, *, license_: str, prefixes: Mapping[str, str]
) -> Iterator[Triple]:
    node = NamedNode(f"{graph}#{name}")
    yield Triple(NamedNode(graph), NamedNode(_VOID + "subset"), node)
    said: list[tuple[str, NamedNode | Literal]] = [
        (_RDF + "type", NamedNode(_VOID + "Linkset")),
        (_VOID + "linkPredicate", NamedNode(key.predicate)),
        (_VOID + "triples", Literal(str(count), datatype=NamedNode(_INTEGER))),
        (_DCTERMS + "license", NamedNode(license_)),
    ]
    for role, source in (("subjectsTarget", key.subjects), ("objectsTarget", key.objects)):
        if source:
            said.append((_VOID + role, NamedNode(expand(source, prefixes))))
    for property_, value in said:
        yield Triple(node, NamedNode(property_), value)


def _safe(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula: an apostrophe makes it a text."""
    return f"'{text}" if text.startswith(_FORMULA) else text
