"""Wikidata itself, asked a few questions, and only by whoever asks for it: `pytest -m live`."""

import os
from pathlib import Path

import pytest

from citygraph.graph import CityGraph
from citygraph.home import open_home
from citygraph.linking.opening import CONTACT, Settings, open_run

THING = "https://w3id.org/citygraph/id/tokyo/minato"


@pytest.mark.live
def test_wikidata_answers_about_one_ward(tmp_path: Path) -> None:
    settings = Settings(contact=os.environ.get(CONTACT, ""), cache=tmp_path, budget=20)
    run = open_run(
        CityGraph.load(), open_home(), (), tmp_path / "state.json", settings, only={THING}
    )
    (found,) = run.proposing.run(run.subjects)
    assert run.proposing.stopped is None
    assert found.state == "matched"
    assert any(each.item.endswith("/Q190088") for each in found.candidates)
