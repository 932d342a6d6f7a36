"""The lines of a file on which its triples are written.

pyoxigraph says what a file states but not where. So the text is walked once more: the walk says
where the terms of each triple stand, and pyoxigraph reads each of these terms under the prefixes
that hold there (docs/decisions/validation-lines.md).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from citygraph import formats
from citygraph.graph.contents import pieces
from citygraph.graph.written import read_quads
from citygraph.validation.reading import plain
from citygraph.validation.terms import rdf
from citygraph.validation.turtle_walk import Directive, Spot, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import BlankNode as Blank

    from citygraph.validation.terms import Node, Subject, Triple
    from citygraph.validation.turtle_walk import Stated

_WITH_LINES = frozenset({"turtle", "trig", "nt", "nq"})
_LINE_END = re.compile(r"\r\n?|\n")
_ADDED = frozenset({"type", "first", "rest", "nil"})


class Lines(NamedTuple):
    """The first line of each subject, and of each value in its triple, counted from 1.

    Attributes:
        subjects: the line on which the subject is first written.
        values: the line on which the value of a triple is first written as such.
        owners: the line of the subject of each triple, where the triple is first written.
    """

    subjects: Mapping[Node, int]
    values: Mapping[Triple, int]
    owners: Mapping[Triple, int]


NO_LINES = Lines({}, {}, {})


def read_lines(path: Path, blank: str, graphs: Collection[str] | None = None) -> Lines:
    """Find the lines of a file's triples.

    Args:
        path: a file that has been parsed before.
        blank: how its blank nodes are named, as it was given to `reading.parse`.
        graphs: of a file that names graphs itself, those that count; all if not given.

    Returns:
        The lines; none for JSON-LD and RDF/XML, and none if the file does not state, triple by
        triple, what pyoxigraph reads in it.
    """
    if formats.of_file(path).name not in _WITH_LINES:
        return NO_LINES
    text = b"".join(pieces(path)).decode()
    ends = [found.end() for found in _LINE_END.finditer(text)]

    def line(spot: Spot) -> int:
        return bisect_right(ends, spot.start) + 1

    subjects: dict[Node, int] = {}
    values: dict[Triple, int] = {}
    owners: dict[Triple, int] = {}
    walked, parsed = read_stated(text, blank), read_quads(path, blank)
    for found, read in zip_longest(walked, parsed):
        if found is None or read is None or found[0] != plain(read[1], path):
            return NO_LINES
        (triple, stated), (graph, _) = found, read
        if graphs is None or graph in graphs:
            at = line(stated.subject)
            subjects[triple[0]] = min(at, subjects.get(triple[0], at))
            values.setdefault(triple, line(stated.value))
            owners.setdefault(triple, at)
    return Lines(subjects, values, owners)


def read_stated(text: str, blank: str) -> Iterator[tuple[Triple, Stated]]:
    """Read the triples of a text together with the places where they are written."""
    from pyoxigraph import BlankNode

    steps = [*walk(text)]
    terms = _terms(text, steps)
    names: dict[str, Blank] = {}

    def node(spot: Spot) -> Node:
        if spot.kind in {"label", "node", "cell"}:
            own = (
                text[spot.start : spot.end] if spot.kind == "label" else f"{spot.start}{spot.kind}"
            )
            return names.setdefault(own, BlankNode(f"{blank}n{len(names) + 1}"))
        return terms[spot]

    for stated in steps:
        if not isinstance(stated, Directive):
            subject: Subject = node(stated.subject)  # type: ignore[assignment]
            yield (subject, terms[stated.predicate], node(stated.value)), stated  # type: ignore[misc]


def _terms(text: str, steps: Iterable[Stated | Directive]) -> dict[Spot, Node]:
    """Let pyoxigraph read every IRI and literal under the directives that come before it."""
    import pyoxigraph as ox

    known: dict[Spot, Node] = {}
    asked: list[list[Spot]] = []
    here: dict[str, list[Spot]] = {}
    lines: list[str] = []
    for step in steps:
        if isinstance(step, Directive):
            here = {}
            written = text[step.start : step.end]
            lines.append(f"{written} ." if written.startswith("@") else written)
            continue
        for spot in step:
            if spot.kind in _ADDED:
                known[spot] = rdf(spot.kind)
            elif spot.kind == "term":
                written = text[spot.start : spot.end]
                if written not in here:
                    here[written] = []
                    asked.append(here[written])
                    lines.append(f"<urn:a> <urn:b> {written} .")
                here[written].append(spot)
    read = ox.parse("\n".join(lines), format=ox.RdfFormat.TURTLE)
    for spots, quad in zip(asked, read, strict=True):
        known.update(dict.fromkeys(spots, quad.object))
    return known
