"""The file and line of a finding: those of the value in its triple, else those of the subject."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from citygraph.validation.paths import Alternative, Inverse, Predicate, Repeated, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citygraph.validation.finding import Finding
    from citygraph.validation.paths import Path
    from citygraph.validation.positions import Lines
    from citygraph.validation.reading import Written
    from citygraph.validation.terms import Node, Triple
    from citygraph.validation.triples import Triples


class Places:
    """Where the triples under validation are written; a file is read when it is first asked about.

    Args:
        written: the triples, and the files that state something about each node.
    """

    def __init__(self, written: Written) -> None:
        self._written = written
        self._lines: dict[str, Lines] = {}

    def placed(self, finding: Finding) -> Finding:
        """Give a finding its file and line.

        The triple that holds the value is looked for in the files of the focus node first. Where
        no value is named, or none is written, it is the line on which the subject is first
        written; a node about which nothing is stated has neither file nor line.
        """
        own = self._written.files.get(finding.focus, ())
        for triples in triples_of(finding, self._written.triples):
            others = (name for each in triples for name in self._written.files[each[0]])
            for name in dict.fromkeys((*own, *others)):
                lines = [self._line(name, each, finding.value) for each in triples]
                known = [line for line in lines if line is not None]
                if known:
                    return replace(finding, file=name, line=min(known))
        if not own:
            return finding
        return replace(finding, file=own[0], line=self._of(own[0]).subjects.get(finding.focus))

    def _line(self, name: str, triple: Triple, value: Node | None) -> int | None:
        lines = self._of(name)
        return (lines.values if triple[2] == value else lines.owners).get(triple)

    def _of(self, name: str) -> Lines:
        from citygraph.graph.written import blank_start
        from citygraph.validation.positions import read_lines

        if name not in self._lines:
            path = self._written.paths[name]
            graphs = self._written.graphs.get(path)
            self._lines[name] = read_lines(path, blank_start(path), graphs)
        return self._lines[name]


def triples_of(finding: Finding, data: Triples) -> Iterator[list[Triple]]:
    """Find the triples in which the value may be written: those that end the path, then others."""
    focus, value, path = finding.focus, finding.value, finding.path
    if value is None or (value == focus and path is None):
        return
    if path is not None:
        yield list(_last(path, data, {focus: None}, value))
    yield [each for each in data.of(focus) if each[2] == value]


def _last(
    path: Path, data: Triples, starts: Iterable[Node], value: Node, *, back: bool = False
) -> Iterator[Triple]:
    """Find the triples by which the last step of a path comes from these nodes to the value."""
    if isinstance(path, Predicate):
        for start in starts:
            if back and start in data.objects(value, path.iri):
                yield value, path.iri, start  # type: ignore[misc]
            elif not back and value in data.objects(start, path.iri):
                yield start, path.iri, value  # type: ignore[misc]
    elif isinstance(path, Inverse):
        yield from _last(path.of, data, starts, value, back=not back)
    elif isinstance(path, Alternative):
        for way in path.ways:
            yield from _last(way, data, starts, value, back=back)
    elif isinstance(path, Repeated):
        once = path.mark == "?"
        reached = starts if once else _reached(Repeated(path.of, "*"), data, starts, back=back)
        yield from _last(path.of, data, reached, value, back=back)
    else:
        steps = path.steps
        before, last = (steps[1:], steps[0]) if back else (steps[:-1], steps[-1])
        reached = _reached(Sequence(before), data, starts, back=back)
        yield from _last(last, data, reached, value, back=back)


def _reached(
    path: Path, data: Triples, starts: Iterable[Node], *, back: bool
) -> Mapping[Node, None]:
    return {found: None for start in starts for found in path.follow(data, start, back=back)}
