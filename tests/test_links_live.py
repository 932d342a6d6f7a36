"""The links of the project at Wikidata itself: only run by  pytest -m live  and never in CI.

It needs the network and CITYGRAPH_CONTACT, and asks some dozens of questions at most.
"""

import json
import os
from pathlib import Path

import pytest

from tests.command import process

MOST_REQUESTS = "60"


@pytest.mark.live
def test_every_item_that_we_link_to_is_looked_at(tmp_path: Path) -> None:
    assert os.environ.get("CITYGRAPH_CONTACT"), "say whom Wikidata may write to"
    done = process(
        *("link", "check", "--online", "--budget", MOST_REQUESTS, "-f", "json"),
        *("--cache", str(tmp_path / "cache")),
    )
    assert done.returncode in {0, 1}, done.stderr.decode()
    document = json.loads(done.stdout)
    assert document["notAsked"] == 0
    assert document["items"] >= 20
    gone = [each for each in document["findings"] if each["finding"] in {"gone", "redirected"}]
    assert gone == [], "correct mappings/tokyo.sssom.tsv"
