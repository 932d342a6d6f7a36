"""Names for blank nodes that depend on nothing but what the nodes stand for.

A blank node that at most one triple leads to, and from which only such nodes hang (a list, a path,
an address), is named by the SHA-256 of its content, so that a change elsewhere leaves its name
alone. What is left (nodes that several triples share, and rings) is named by RDFC-1.0 as a whole.
Isomorphic graphs get equal names, and graphs that are not isomorphic differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from citygraph.canonical import canonical_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyoxigraph as ox

    from citygraph.answers.model import Term

_STAND_IN = "urn:citygraph:blank:"


class Named(NamedTuple):
    """The triples of one graph that hold blank nodes, with their names.

    Attributes:
        triples: the triples under the new names.
        hanging: the names of the nodes that one triple leads to: parts of what leads there.
    """

    triples: tuple[ox.Triple, ...]
    hanging: frozenset[str]


def has_blank(triple: ox.Triple) -> bool:
    """Say whether a blank node stands in a triple, be it within a triple term."""
    import pyoxigraph as ox

    return any(
        isinstance(term, ox.BlankNode) or (isinstance(term, ox.Triple) and has_blank(term))
        for term in (triple.subject, triple.object)
    )


def named(triples: Sequence[ox.Triple]) -> Named:
    """Name the blank nodes of one graph.

    Args:
        triples: all triples of the graph that hold blank nodes.

    Raises:
        InputError: the blank nodes cannot be named; see `citygraph.canonical.canonical_lines`.

    >>> from pyoxigraph import parse
    >>> text = "<urn:s> <urn:p> [ <urn:q> 1 ] ."
    >>> first, again = (
    ...     named([quad.triple for quad in parse(text, format=_turtle())]) for _ in range(2)
    ... )
    >>> first == again
    True
    """
    import pyoxigraph as ox

    trees = _trees(triples)
    knotted = [each for each in triples if not trees.keys() >= set(_blank(each))]
    free = [each for each in triples if trees.keys() >= set(_blank(each))]
    made = (*(_by_content(each, trees) for each in free), *_canonical(knotted, trees))
    objects = {each.object.value for each in made if isinstance(each.object, ox.BlankNode)}
    return Named(made, frozenset(objects & set(trees.values())))


def _turtle() -> ox.RdfFormat:
    import pyoxigraph as ox

    return ox.RdfFormat.TURTLE


def _trees(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Name by content what hangs on at most one triple, leaves first."""
    import pyoxigraph as ox

    content: dict[str, list[ox.Triple]] = defaultdict(list)
    leading: dict[str, list[ox.Triple]] = defaultdict(list)
    shared: set[str] = set()
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            content[triple.subject.value].append(triple)
        if isinstance(triple.object, ox.BlankNode):
            leading[triple.object.value].append(triple)
        elif isinstance(triple.object, ox.Triple):
            shared |= set(_blank(triple.object))
    nodes = set(content) | set(leading)
    open_children = {
        node: sum(isinstance(each.object, ox.BlankNode) for each in content.get(node, ()))
        for node in nodes
    }
    hashes: dict[str, str] = {}
    ready = [node for node in nodes if not open_children[node]]
    while ready:
        node = ready.pop()
        if node in shared or len(leading.get(node, ())) > 1 or _speaks_of(content.get(node, ())):
            continue
        hashes[node] = _hash(content.get(node, ()), hashes)
        for triple in leading.get(node, ()):
            if isinstance(triple.subject, ox.BlankNode):
                parent = triple.subject.value
                open_children[parent] -= 1
                if not open_children[parent]:
                    ready.append(parent)
    return _numbered(hashes, leading)


def _speaks_of(content: Iterable[ox.Triple]) -> bool:
    import pyoxigraph as ox

    return any(isinstance(each.object, ox.Triple) and has_blank(each.object) for each in content)


def _hash(content: Iterable[ox.Triple], hashes: Mapping[str, str]) -> str:
    import pyoxigraph as ox

    lines = sorted(
        f"{each.predicate} _:{hashes[each.object.value]}"
        if isinstance(each.object, ox.BlankNode)
        else f"{each.predicate} {each.object}"
        for each in content
    )
    return sha256("\n".join(lines).encode()).hexdigest()[:32]


def _numbered(hashes: Mapping[str, str], leading: Mapping[str, list[ox.Triple]]) -> dict[str, str]:
    """Tell apart what has the same content in the same place: there it stands several times."""
    met: Counter[tuple[str, str]] = Counter()
    names = {}
    for node, found in hashes.items():
        place = "".join(f"{each.subject} {each.predicate}" for each in leading.get(node, ()))
        met[found, place] += 1
        count = met[found, place]
        names[node] = f"h{found}" if count == 1 else f"h{found}n{count}"
    return names


def _blank(triple: ox.Triple) -> Iterator[str]:
    import pyoxigraph as ox

    for term in (triple.subject, triple.object):
        if isinstance(term, ox.BlankNode):
            yield term.value
        elif isinstance(term, ox.Triple):
            yield from _blank(term)


def _by_content(triple: ox.Triple, names: Mapping[str, str]) -> ox.Triple:
    import pyoxigraph as ox

    def own(term: Term) -> Term:
        return ox.BlankNode(names[term.value]) if isinstance(term, ox.BlankNode) else term

    return ox.Triple(own(triple.subject), triple.predicate, own(triple.object))  # type: ignore[arg-type]


def _canonical(triples: Sequence[ox.Triple], names: Mapping[str, str]) -> list[ox.Triple]:
    """Name the rest by RDFC-1.0; nodes that have names by content take part as IRIs."""
    import pyoxigraph as ox

    if not triples:
        return []

    def stood_in(term: Term) -> Term:
        if isinstance(term, ox.BlankNode) and term.value in names:
            return ox.NamedNode(_STAND_IN + names[term.value])
        return term

    frozen = (
        ox.Triple(stood_in(each.subject), each.predicate, stood_in(each.object))  # type: ignore[arg-type]
        for each in triples
    )
    text = b"".join(canonical_lines(frozen))
    whole = sha256(text).hexdigest()[:16]

    def own(term: Term) -> Term:
        if isinstance(term, ox.BlankNode):
            return ox.BlankNode(f"r{whole}{term.value}")
        if isinstance(term, ox.NamedNode) and term.value.startswith(_STAND_IN):
            return ox.BlankNode(term.value.removeprefix(_STAND_IN))
        return term

    return [
        ox.Triple(own(quad.subject), quad.predicate, own(quad.object))  # type: ignore[arg-type]
        for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
    ]
