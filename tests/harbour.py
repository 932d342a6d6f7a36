"""A pytest plugin: a made-up city, and a made-up Wikibase that has most of its things."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from citygraph.graph import CityGraph
from citygraph.home import open_home
from citygraph.linking.link import EXACT, Link
from citygraph.linking.opening import Run, Settings, open_run
from citygraph.linking.outcomes import Outcome
from tests.triple_stores import Server, serve_oxigraph

FOLDER = Path(__file__).parent / "wikibase" / "harbour"
CITY = FOLDER / "harbour.ttl"
OURS = "https://w3id.org/citygraph/id/harbour/"
THEIRS = "http://www.wikidata.org/entity/Q990000"


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give an Oxigraph that answers as the made-up Wikibase does, for reading only."""
    with serve_oxigraph(tmp_path_factory.mktemp("harbour"), union=True) as server:
        server.put("https://example.org/harbour", (FOLDER / "slice.ttl").read_bytes())
        yield server


def rest(_seconds: float) -> None:
    """Wait no time."""


def harbour_run(url: str, folder: Path, *links: Link, **settings: object) -> Run:
    """Make a run ready that looks up the city's things; its cache and its state are in a folder."""
    given = {
        "sparql": url,
        "contact": "nobody@example.org",
        "cache": folder / "cache",
        "rest": rest,
        **settings,
    }
    return open_run(
        CityGraph.load(CITY),
        open_home(str(CITY)),
        links,
        folder / "state.json",
        Settings(**given),  # type: ignore[arg-type]
    )


def outcomes(run: Run) -> dict[str, Outcome]:
    """Look the things of a run up: what became of each, by its short name."""
    return {each.thing.removeprefix(OURS): each for each in run.proposing.run(run.subjects)}


def row(thing: str, item: str, state: str, reviewer: str = "me") -> Link:
    """Write a row of a mapping table; one that is rejected says Not."""
    return Link(
        subject=OURS + thing,
        subject_label=thing,
        predicate=EXACT,
        object=THEIRS + item,
        object_label="seen",
        justification="semapv:ManualMappingCuration",
        date=date(2026, 11, 22),
        state=state,
        reviewer=reviewer,
        negated=state == "rejected",
    )
