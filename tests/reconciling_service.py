"""A made-up reconciliation service, and runs that look things up by it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from tests.faulty_server import Act, Heard, Line, reply
from tests.harbour import OURS, harbour_run

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.linking.outcomes import Outcome

JSON = "application/json"
MANIFEST: dict[str, object] = {
    "versions": ["0.2"],
    "name": "Made up",
    "identifierSpace": "https://www.wikidata.org/entity/",
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
}
CITY: dict[str, object] = {
    "id": "Q990000162",  # redirected twice
    "name": "Harbour City",
    "description": "a city",
    "score": 100,
    "match": True,
    "type": [{"id": "Q515", "name": "city"}, "Q990000001"],
    "features": [{"id": "all_labels", "value": 100}, {"id": "exact", "value": True}],
}


def batch_of(heard: Heard) -> dict[str, dict[str, Any]]:
    """Give the batch of queries that a request carries."""
    batch: dict[str, dict[str, Any]] = json.loads(parse_qs(heard.body.decode())["queries"][0])
    return batch


def results(asked: dict[str, dict[str, Any]], *found: object, skip: str = "") -> object:
    """Answer every query of a batch with the same, but for one that is skipped."""
    return {name: {"result": list(found)} for name in asked if name != skip}


def service(*found: object, manifest: object = MANIFEST, skip: str = "") -> Act:
    """Play a reconciliation service that finds the same for every name."""

    def act(line: Line) -> None:
        asks = line.heard.method == "POST"
        said = results(batch_of(line.heard), *found, skip=skip) if asks else manifest
        reply(json.dumps(said).encode(), JSON)(line)

    return act


def outcomes(url: str, folder: Path, **settings: object) -> dict[str, Outcome]:
    """Look the things of the harbour up by a service at this address."""
    run = harbour_run("", folder, reconcile=url, **settings)
    return {each.thing.removeprefix(OURS): each for each in run.proposing.run(run.subjects)}
