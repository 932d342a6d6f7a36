"""One validation from the graph to its report, by the engine that is asked for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from citygraph.errors import DataFileError, FaultError, InputError
from citygraph.graph import CityGraph
from citygraph.validation.addresses import addresses
from citygraph.validation.by_city import validate_by_city
from citygraph.validation.collecting import collect, in_order
from citygraph.validation.engines import check, refuse_unknown
from citygraph.validation.evidence_findings import evidence_findings
from citygraph.validation.finding import Finding, Report
from citygraph.validation.labels import labels_of
from citygraph.validation.placing import Places
from citygraph.validation.reading import read_files, read_shape_files
from citygraph.validation.shape_reading import read_shapes
from citygraph.validation.shapes import IllFormedShapeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from citygraph.validation.by_city import HomedStore
    from citygraph.validation.reading import Written
    from citygraph.validation.terms import Node


def validate(
    graph: CityGraph | HomedStore,
    *,
    shapes: Sequence[Path] | None = None,
    engine: str = "citygraph",
    source: Path | None = None,
) -> Report:
    """Check a graph against the shapes, and its facts against their evidence.

    The files are read again as they are written, because the store rewrites literals. A graph
    that is no `CityGraph` has no files: it is checked one city at a time (`validate_by_city`).

    Args:
        graph: the graph; its ontology, schemes and data are checked together.
        shapes: files of SHACL shapes in place of the bundled ones; evidence is then left alone.
        engine: one of `ENGINES`.
        source: a reader's copy of a pinned text, against which the digests of the evidence are
            verified; without it they are taken as they are.

    Raises:
        DataFileError: a file has become unreadable.
        InputError: there is no such engine; the shapes named are ill-formed; no shape is about
            anything in the user's files, so that nothing would be checked.
        RemoteError: a remote store failed, or did not give a whole graph.
        FaultError: the bundled shapes are unreadable or ill-formed.

    >>> from citygraph.graph import CityGraph
    >>> validate(CityGraph.load()).conforms
    True
    """
    if not isinstance(graph, CityGraph):
        return validate_by_city(graph, shapes=shapes, engine=engine, source=source)
    refuse_unknown(engine)
    shape_files = tuple(graph.home.shapes if shapes is None else shapes)
    written = read_files(_names(graph, shape_files), _read_graphs(graph))
    try:
        shape_triples = read_shape_files(shape_files)
        read = read_shapes(shape_triples)
        focus = {each.node: each.targets.focus(written.triples) for each in read.targeted()}
        found, checked_by = check(written.triples, shape_triples, read, focus, engine)
    except (DataFileError, IllFormedShapeError) as error:
        kind = FaultError if shapes is None else InputError
        raise kind(f"the shapes cannot be used: {error}") from error
    nodes = {node for each in focus.values() for node in each}
    by_file = _by_file(nodes, written)
    if not any(by_file[name] for name in _checked_names(graph)):
        raise InputError(
            f"{', '.join(_checked_names(graph))}: no focus node: no shape is about anything that "
            "is stated there, so nothing was checked; give things a class of the ontology, such as "
            "cg:City"
        )
    places = Places(written)
    findings = in_order(map(places.placed, collect(found, written.triples).values()))
    if shapes is None:
        about_evidence = (
            each if each.line else places.placed(each) for each in _of_evidence(graph, source)
        )
        findings = in_order((*findings, *about_evidence))
    return Report(
        findings,
        len(nodes),
        len(read.constraints()),
        by_file,
        tuple(node for node, each in focus.items() if not each),
        labels_of(findings, written.triples, shape_triples),
        checked_by,
        _addresses(graph) if findings else {},
    )


def _of_evidence(graph: CityGraph, source: Path | None) -> Iterator[Finding]:
    data = {iri: path for iri, path in graph.files.items() if path in graph.home.data}
    return evidence_findings(graph.home, lambda path: _name(graph, path), source, data)


def _names(graph: CityGraph, shapes: Sequence[Path]) -> dict[str, Path]:
    """Name the files under validation."""
    paths = (*graph.files.values(), *graph.home.datasets)
    return {_name(graph, path): path for path in paths if path not in shapes}


def _read_graphs(graph: CityGraph) -> dict[Path, set[str]]:
    """List the graphs that were loaded from each file that names graphs itself."""
    return {
        path: {iri for iri, each in graph.files.items() if each == path}
        for path in graph.home.datasets
    }


def _name(graph: CityGraph, path: Path) -> str:
    """Name a file: the user's as given, ours from the top of the home."""
    ours = path.is_relative_to(graph.home.root) and (
        graph.home.bundled or path not in graph.home.data
    )
    return path.relative_to(graph.home.root).as_posix() if ours else str(path)


def _addresses(graph: CityGraph) -> dict[str, str]:
    """Name the user's files for machines; ours have names that are the same from anywhere."""
    users = () if graph.home.bundled else graph.home.data
    return {_name(graph, path): address for path, address in addresses(users).items()}


def _checked_names(graph: CityGraph) -> list[str]:
    """Name the files that must hold focus nodes: the user's, or all if there are none."""
    files = graph.files.values() if graph.home.bundled else graph.home.data
    return [_name(graph, path) for path in files if path not in graph.home.shapes]


def _by_file(nodes: Iterable[Node], written: Written) -> dict[str, int]:
    """Count the focus nodes that each file states something about."""
    counts = Counter(name for node in nodes for name in written.files.get(node, ()))
    return {name: counts[name] for name in written.paths}
