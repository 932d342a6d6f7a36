"""How far the shapes look: the properties by which a check leaves its focus node and goes on.

A city is checked without the others, so whatever a shape may see of them has to be known before.
Every value of a focus node is seen with all that is said about it. Beyond that a check goes by the
paths of the shapes and by the patterns of their SPARQL constraints, and by nothing else.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.validation.paths import Alternative, Inverse, Predicate, Repeated
from citygraph.validation.shapes import NeedsPyshaclError, used_by
from citygraph.validation.terms import rdf, rdfs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import NamedNode

    from citygraph.validation.paths import Path
    from citygraph.validation.shapes import Shapes
    from citygraph.validation.terms import Node


class Step(NamedTuple):
    """One property that a check follows.

    Attributes:
        iri: the property.
        back: whether it is followed from its value to its subject.
        first: whether this is the first step away from the focus node.
    """

    iri: NamedNode
    back: bool
    first: bool


class Reach(NamedTuple):
    """The properties that checks follow.

    Attributes:
        onward: from what was reached, in their direction.
        to_focus: to the focus node, against their direction.
        to_others: to other nodes that were reached, against their direction.
    """

    onward: frozenset[NamedNode]
    to_focus: frozenset[NamedNode]
    to_others: frozenset[NamedNode]


def reach_of(shapes: Shapes) -> Reach:
    """Find the properties that the checks of these shapes follow.

    Classes count too: whether something is an instance is looked up along `rdf:type` and
    `rdfs:subClassOf`.

    Raises:
        NeedsPyshaclError: the query of a SPARQL constraint cannot be read.
    """
    steps = {*_of_shapes(shapes), *_of_queries(shapes)}
    onward = {step.iri for step in steps if not step.first and not step.back}
    return Reach(
        frozenset({rdf("type"), rdfs("subClassOf"), *onward}),
        frozenset(step.iri for step in steps if step.back and step.first),
        frozenset(step.iri for step in steps if step.back and not step.first),
    )


def _of_shapes(shapes: Shapes) -> Iterator[Step]:
    """Walk from each shape that has targets through those that it leads to."""
    seen: set[tuple[Node, bool]] = set()
    ahead = [(shape.node, True) for shape in shapes.targeted()]
    while ahead:
        node, first = ahead.pop()
        if (node, first) in seen:
            continue
        seen.add((node, first))
        shape = shapes.by_node[node]
        if shape.path is not None:
            yield from _of_path(shape.path, first=first)
        inside = first and shape.path is None
        ahead.extend((each, inside) for each in shape.properties)
        ahead.extend((each, inside) for one in shape.constraints for each in used_by(one))


def _of_path(path: Path, *, first: bool, back: bool = False) -> Iterator[Step]:
    """Give the steps of a path; of one that is repeated, each is a first and a later one."""
    if isinstance(path, Predicate):
        yield Step(path.iri, back, first)
    elif isinstance(path, Inverse):
        yield from _of_path(path.of, first=first, back=not back)
    elif isinstance(path, Repeated):
        yield from _of_path(path.of, first=first, back=back)
        yield from _of_path(path.of, first=False, back=back)
    elif isinstance(path, Alternative):
        for way in path.ways:
            yield from _of_path(way, first=first, back=back)
    else:
        steps = path.steps[::-1] if back else path.steps
        for place, step in enumerate(steps):
            yield from _of_path(step, first=first and not place, back=back)


def _of_queries(shapes: Shapes) -> Iterator[Step]:
    for constraint in shapes.constraints():
        if constraint.source is not None:
            query, *prefixes = (term.value for term in constraint.terms)
            path = shapes.by_node[constraint.shape].path
            text = query if path is None else query.replace("$PATH", str(path))
            yield from steps_of_query("\n".join((*prefixes, text)))


def steps_of_query(text: str) -> set[Step]:
    """Find the properties by which the patterns of a query lead away from `$this`.

    Where a property is a variable, each IRI that the query names may be meant.

    Raises:
        NeedsPyshaclError: the query does not parse.

    >>> steps = steps_of_query("SELECT $this { ?part <urn:of> $this . ?part <urn:on> ?day }")
    >>> sorted((str(step.iri), step.back, step.first) for step in steps)
    [('<urn:of>', True, True), ('<urn:on>', False, False)]
    """
    from rdflib import Variable
    from rdflib.plugins.sparql import prepareQuery

    try:
        algebra = prepareQuery(text, initNs=_NAMESPACES).algebra
    except Exception as error:  # rdflib raises whatever its parser raises
        raise NeedsPyshaclError(f"a SPARQL constraint does not parse: {error}") from error
    named, this = {*_iris(algebra)}, Variable("this")
    patterns = [*_patterns(algebra)]
    reached: set[Any] = {this}

    def nearest(pattern: tuple[Any, Any, Any]) -> int:
        """Forwards from what was reached, else backwards to `$this`, else to others, else free."""
        subject, _, value = pattern
        return 0 if subject in reached else 1 if value == this else 2 if value in reached else 3

    found: set[Step] = set()
    while patterns:
        pattern = min(patterns, key=nearest)
        patterns.remove(pattern)
        subject, predicate, value = pattern
        back = nearest(pattern) in {1, 2}
        first = (value if back else subject) == this
        found.update(_of_path(_path(predicate, named), first=first, back=back))
        reached.update((subject, value))
    return found


_NAMESPACES: Mapping[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
}


def _parts(node: Any) -> Iterator[Any]:  # noqa: ANN401 - rdflib's algebra holds anything
    """Give every part of rdflib's algebra, the whole first."""
    yield node
    if isinstance(node, dict):
        inside: Iterable[Any] = node.values()
    else:
        inside = node if isinstance(node, list | tuple | set) else ()
    for each in inside:
        yield from _parts(each)


def _patterns(algebra: Any) -> Iterator[tuple[Any, Any, Any]]:  # noqa: ANN401
    """Give every triple pattern; inside EXISTS rdflib leaves them as they were parsed."""
    for part in _parts(algebra):
        if getattr(part, "name", None) == "BGP":
            yield from part["triples"]
        elif getattr(part, "name", None) == "TriplesBlock":
            terms = [*chain.from_iterable(part["triples"])]
            yield from zip(terms[::3], terms[1::3], terms[2::3], strict=True)


def _iris(algebra: Any) -> Iterator[str]:  # noqa: ANN401
    from rdflib import URIRef

    return (str(part) for part in _parts(algebra) if isinstance(part, URIRef))


def _path(predicate: Any, named: Iterable[str]) -> Path:  # noqa: ANN401
    """Take rdflib's property path for one of ours."""
    from pyoxigraph import NamedNode
    from rdflib import URIRef
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

    from citygraph.validation.paths import Sequence

    if isinstance(predicate, URIRef):
        return Predicate(NamedNode(str(predicate)))
    if isinstance(predicate, InvPath):
        return Inverse(_path(predicate.arg, named))
    if isinstance(predicate, MulPath):
        return Repeated(_path(predicate.path, named), str(predicate.mod))
    if isinstance(predicate, SequencePath):
        return Sequence(tuple(_path(each, named) for each in predicate.args))
    if isinstance(predicate, AlternativePath):
        return Alternative(tuple(_path(each, named) for each in predicate.args))
    return Alternative(tuple(Predicate(NamedNode(iri)) for iri in sorted(named)))
