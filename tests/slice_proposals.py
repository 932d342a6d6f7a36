"""Looking the things of a made-up slice up on a real server, and measuring what was proposed."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from citygraph.graph import CityGraph
from citygraph.home import find_root, open_home
from citygraph.linking.opening import Settings, open_run
from citygraph.linking.outcomes import NOT_ASKED
from citygraph.linking.wikibase import read_wikibase
from citygraph.vocabulary import compact
from tests.link_measuring import Measure, Proposal, measure
from tests.servers import serve_oxigraph
from tests.wikibase_slices import FOLDER, Slice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from citygraph.linking.outcomes import Candidate, Outcome
    from tests.servers import Server

SLICES = {path.parent.name: Slice(path.parent) for path in sorted(FOLDER.glob("*/gold.tsv"))}
"""Every slice that has a gold list, by its name."""
CONFIGURED, BY_NAMES = "configured", "by names"
SETTINGS = {CONFIGURED: "scores.tsv", BY_NAMES: "scores-by-names.tsv"}
"""Whether the slice's classes are configured, and where the scores of each gold link stand then."""


class Measured(NamedTuple):
    """A slice that was measured.

    Attributes:
        measure: what came of it.
        states: the states of all things that were looked up.
    """

    measure: Measure
    states: frozenset[str]


@contextmanager
def served(of: Slice, folder: Path) -> Iterator[Server]:
    """Serve a slice as Wikidata is served."""
    with serve_oxigraph(folder / "store") as server:
        of.put_on(server)
        yield server


def measured(of: Slice, setting: str, url: str, folder: Path) -> Measured:
    """Look up what the slice's city has, with no link known, and set it beside the gold list.

    Args:
        of: the slice.
        setting: whether its classes are configured, or are told by their names alone.
        url: the endpoint that serves it.
        folder: where the cache and the state are kept.
    """
    outcomes = looked_up(city(of), of, setting, url, folder)
    page = read_wikibase(_wikidata()).page
    proposals = [_proposal(each, one, page) for each in outcomes for one in each.candidates]
    reasons = {each.thing: f"{each.state}: {each.why}" for each in outcomes}
    return Measured(
        measure(of.gold, proposals, reasons), frozenset(each.state for each in outcomes)
    )


def looked_up(
    graph: CityGraph, of: Slice, setting: str, url: str, folder: Path
) -> tuple[Outcome, ...]:
    """Look up what a city has in a slice, its own or another."""
    run = open_run(
        graph,
        open_home(),
        (),
        folder / f"{setting}.json",
        Settings(
            wikibase=_configuration(of, folder / f"{setting}.toml", classes=setting == CONFIGURED),
            sparql=url,
            contact="nobody@example.org",
            cache=folder / setting,
            rest=lambda _seconds: None,
        ),
    )
    outcomes = tuple(run.proposing.run(run.subjects))
    assert run.proposing.stopped is None, run.proposing.stopped
    return outcomes


def city(of: Slice) -> CityGraph:
    """Load the graph of a slice: its own city, or the bundled one."""
    own = sorted(of.folder.glob("city/*.ttl"))
    return CityGraph.load(*own) if own else CityGraph.load()


def asked_in_full(found: Measured) -> bool:
    """Say whether every question was answered."""
    return NOT_ASKED not in found.states


def _wikidata() -> Path:
    return find_root() / "mappings" / "wikidata.toml"


def _configuration(of: Slice, path: Path, *, classes: bool) -> Path:
    """Write the installed configuration with the classes of the slice, or with none."""
    head, classes_begin, _ = _wikidata().read_text(encoding="utf-8").partition("\n[classes]")
    assert classes_begin
    path.write_text(head + _classes(of) if classes else head, encoding="utf-8")
    return path


def _classes(of: Slice) -> str:
    lines = [
        f'"{compact(kind)}" = {json.dumps(sorted(items))}\n'
        for kind, items in sorted(of.kinds.items())
    ]
    return f"\n[classes]\n{''.join(lines)}"


def _proposal(outcome: Outcome, candidate: Candidate, page: str) -> Proposal:
    features = " ".join(
        f"{name}={value:.2f}" for name, value in candidate.features.items() if value is not None
    )
    accepted = candidate == outcome.accepted
    item = candidate.item.removeprefix(page)
    return Proposal(outcome.thing, item, candidate.score, accepted, features, candidate.why)
