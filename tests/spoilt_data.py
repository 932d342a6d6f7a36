"""Data of which one property is spoilt everywhere, in every way that a hand can spoil it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.graph import CityGraph
from citygraph.graph.written import read_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from citygraph.answers.model import Term

    Spoil = Callable[[Term], Iterable[Term]]

NOWHERE = ox.NamedNode("https://w3id.org/citygraph/id/osaka/nowhere")
MARKUP = ox.Literal("<script>alert('x')</script>")
NAMELESS = ox.BlankNode("spoilt")

WAYS: Mapping[str, Spoil] = {
    "removed": lambda _: (),
    "dangling": lambda _: (NOWHERE,),
    "markup": lambda _: (MARKUP,),
    "blank": lambda _: (NAMELESS,),
    "doubled": lambda value: (value, NOWHERE),
}
"""What becomes of each value of the property."""


def properties(files: Iterable[Path]) -> set[str]:
    """Name every property that some files use."""
    return {triple.predicate.value for file in files for triple in read_written(file)}


def spoilt(files: Iterable[Path], kind: str, way: str, folder: Path) -> CityGraph:
    """Write a copy of some files with one property spoilt, and load it."""
    folder.mkdir()
    for file in files:
        kept = [
            triple if value is triple.object else ox.Triple(triple.subject, triple.predicate, value)
            for triple in read_written(file)
            for value in (
                WAYS[way](triple.object) if triple.predicate.value == kind else (triple.object,)
            )
        ]
        ox.serialize(kept, output=str(folder / file.name), format=ox.RdfFormat.TURTLE)
    return CityGraph.load(folder)
