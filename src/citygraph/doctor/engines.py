"""Whether the engines work: each one is given a task whose answer is known."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from citygraph.doctor.model import Check
from citygraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from citygraph.graph import CityGraph

_NAME = "東京 · 도쿄"
_PLACE = "https://example.org/place"
_GRAPH = "https://example.org/graph"
DATA = f"""\
<{_PLACE}> a <{_PLACE}#Place> ; <{PREFIXES["skos"]}prefLabel> "{_NAME}"@ja .
<{_PLACE}/nameless> a <{_PLACE}#Place> .
"""
"""Two things, the second of which lacks the name that the shape demands."""
_SHAPES = f"""\
@prefix sh: <{PREFIXES["sh"]}> .
<{_PLACE}#shape> a sh:NodeShape ; sh:targetClass <{_PLACE}#Place> ; sh:property <{_PLACE}#named> .
<{_PLACE}#named> a sh:PropertyShape ; sh:path <{PREFIXES["skos"]}prefLabel> ; sh:minCount 1 .
"""


class _WrongAnswerError(Exception):
    """An engine answers, but not what is right."""


def engines() -> Iterator[Check]:
    """Try each engine: one that is missing, broken or wrong is a fault."""
    with TemporaryDirectory(prefix="citygraph-doctor-") as folder:
        for name, trial in (
            ("pyoxigraph", _oxigraph),
            ("rdflib", _rdflib),
            ("own SHACL engine", lambda where: _validate(where, "citygraph")),
            ("pySHACL", lambda where: _validate(where, "pyshacl")),
            ("httpx", lambda _: _importable("httpx")),
            ("SPARQLWrapper", lambda _: _importable("SPARQLWrapper")),
        ):
            yield _tried(name, trial, Path(folder))


def _tried(name: str, trial: Callable[[Path], str], folder: Path) -> Check:
    try:
        finding = trial(folder)
    except _WrongAnswerError as wrong:
        return Check("engines", name, "fault", "wrong-answer", {"answer": wrong})
    except Exception as error:  # noqa: BLE001 - whatever stops an engine is what is to be told
        reason = f"{type(error).__name__}: {error}"
        return Check("engines", name, "fault", "does-not-work", {"reason": reason})
    return Check("engines", name, "ok", finding)


def _oxigraph(folder: Path) -> str:
    found = _graph(folder).query(
        f"SELECT ?name {{ <{_PLACE}> <{PREFIXES['skos']}prefLabel> ?name }}"
    )
    rows = getattr(found, "rows", ())
    answers = [str(getattr(cell, "value", cell)) for row in rows for cell in row]
    if answers != [_NAME]:
        raise _WrongAnswerError(answers)
    return "answers"


def _rdflib(folder: Path) -> str:
    graph = _graph(folder).to_rdflib()
    found = graph.query(f"SELECT ?name {{ ?place <{PREFIXES['skos']}prefLabel> ?name }}")
    answers = [str(value) for each in found.bindings for value in each.values()]
    if answers != [_NAME]:
        raise _WrongAnswerError(answers)
    return "answers"


def _validate(folder: Path, engine: str) -> str:
    from citygraph.validation import validate

    shapes = folder / "shapes.ttl"
    shapes.write_text(_SHAPES, encoding="utf-8")
    report = validate(_graph(folder), shapes=(shapes,), engine=engine)
    found = [str(getattr(each.focus, "value", each.focus)) for each in report.findings]
    if found != [f"{_PLACE}/nameless"] or not report.engine.startswith(engine):
        raise _WrongAnswerError(found)
    return "validates"


def _importable(name: str) -> str:
    import_module(name)
    return "importable"


def _graph(folder: Path) -> CityGraph:
    """Load a graph of two things, one of which lacks a name."""
    from citygraph.graph import CityGraph
    from citygraph.home import Home

    data = folder / "place.ttl"
    data.write_text(DATA, encoding="utf-8")
    import pyoxigraph as ox

    engine = ox.Store()
    engine.load(path=data, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(_GRAPH))
    return CityGraph(Home(folder, (data,), bundled=False), {_GRAPH: data}, engine)
