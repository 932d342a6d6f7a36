"""Cities in any number: copies of the bundled one under other names, linked with one another.

What belongs to no single city (`id:`) is stated in each of them, as the files of real cities do.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from citygraph.graph.written import read_written
from citygraph.home import open_home
from citygraph.vocabulary import LANGUAGES, ONTOLOGY, PREFIXES, THINGS, graph_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.servers import Server

CG, SPACE, SKOS = ONTOLOGY, THINGS, PREFIXES["skos"]
N_TRIPLES = "application/n-triples"


def city_name(number: int) -> str:
    return f"town-{number:02}"


def graphs_of(number: int, count: int) -> dict[str, str]:
    """Write the graphs of one of so many cities as N-Triples, by their IRIs.

    Each has a goal that only the city before it pursues.
    """
    name, next_name = city_name(number), city_name((number + 1) % count)
    lent = f"<{SPACE}{name}/goal-lent>"
    labels = (f'{lent} <{SKOS}prefLabel> "{name}"@{lang} .' for lang in LANGUAGES)
    linked = (
        f"<{SPACE}{name}/goal-safe-city> <{CG}hasSubGoal> <{SPACE}{next_name}/goal-lent> .",
        f"{lent} <{PREFIXES['rdf']}type> <{CG}Goal> .",
        *labels,
    )
    facts, claims = (text.replace(f"{SPACE}tokyo/", f"{SPACE}{name}/") for text in _tokyo())
    return {
        graph_iri(name): facts + "".join(f"{line}\n" for line in linked),
        graph_iri(f"{name}.evidence"): claims,
    }


@cache
def _tokyo() -> tuple[str, str]:
    folder = open_home().root / "data"
    return _lines(folder / "tokyo.ttl"), _lines(folder / "tokyo.evidence.ttl")


def _lines(path: Path) -> str:
    return "".join(f"{triple} .\n" for triple in read_written(path))


def sources() -> dict[str, str]:
    return {graph_iri("sources"): _lines(open_home().root / "data" / "sources.ttl")}


def every_graph(count: int) -> dict[str, str]:
    """Write all graphs of so many cities, and their sources."""
    return {
        iri: text
        for graphs in (sources(), *(graphs_of(number, count) for number in range(count)))
        for iri, text in graphs.items()
    }


def put_cities(server: Server, count: int) -> None:
    """Load so many cities and their sources into a server."""
    server.put(graph_iri("sources"), sources()[graph_iri("sources")].encode(), N_TRIPLES)
    for number in range(count):
        for iri, text in graphs_of(number, count).items():
            server.put(iri, text.encode(), N_TRIPLES)


def write_dataset(path: Path, graphs: Iterable[tuple[str, str]]) -> Path:
    """Write graphs as one file of N-Quads."""
    path.write_text("".join(_quads(graphs)), encoding="utf-8")
    return path


def _quads(graphs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for iri, text in graphs:
        for line in text.splitlines():
            yield f"{line.removesuffix('.')}<{iri}> .\n"
