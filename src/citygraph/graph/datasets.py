"""Loading files that name graphs themselves: N-Quads, TriG, and JSON-LD with named graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.errors import DataFileError
from citygraph.graph.loading import too_long
from citygraph.graph.written import read_quads, read_written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pyoxigraph as ox


def load_dataset(
    engine: ox.Store, path: Path, loaded: Mapping[str, Path], installed: Mapping[str, Path]
) -> tuple[str, ...]:
    """Load the graphs of one file, each under its own name.

    What is in no graph is in the graph of the file's stem. A graph of the installation's own is
    left out if it holds what the installed file holds: a whole dataset that was exported can be
    loaded as it is.

    Args:
        engine: the store.
        path: the file.
        loaded: the files of the graphs that the store holds already.
        installed: the files of the graphs that belong to the installation.

    Returns:
        The IRIs of the graphs that were loaded, in the order in which the file names them.

    Raises:
        DataFileError: the file cannot be read, does not parse or holds no triple; it names a graph
            by a blank node, or one that another file is already, or holds another text of one
            that is installed.
    """
    import pyoxigraph as ox

    found: dict[str, None] = {}
    own: dict[str, list[ox.Triple]] = {}

    def quads() -> Iterator[ox.Quad]:
        for iri, triple in read_quads(path, "f" + format(len(loaded), "x")):
            if iri.startswith("_:"):
                raise DataFileError(
                    f"{path}: a blank node names a graph, but has no name that lasts; "
                    "give the graph an IRI"
                )
            if iri in installed:
                own.setdefault(iri, []).append(triple)
                continue
            if iri in loaded:
                raise DataFileError(
                    f"{path} and {loaded[iri]} both hold the graph <{iri}>: "
                    "leave one of the two out, or rename the graph"
                )
            found[iri] = None
            yield ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(iri))

    try:
        engine.extend(quads())
    except MemoryError as error:
        raise too_long(path) from error
    if not found and not own:
        raise DataFileError(f"{path}: holds no triples; expected at least one")
    for iri, triples in own.items():
        if not _same(triples, read_written(installed[iri])):
            raise DataFileError(
                f"{path}: its graph <{iri}> is not what this installation of citygraph has in "
                f"{installed[iri].name}; take that graph out of the file, or give it another name "
                "if it is your own"
            )
    return tuple(found)


def _same(some: Iterable[ox.Triple], others: Iterable[ox.Triple]) -> bool:
    """Say whether two lots of triples are the same graph, whatever their blank nodes are called."""
    import pyoxigraph as ox

    def canonical(triples: Iterable[ox.Triple]) -> ox.Dataset:
        data = ox.Dataset(ox.Quad(each.subject, each.predicate, each.object) for each in triples)
        data.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        return data

    return canonical(some) == canonical(others)
