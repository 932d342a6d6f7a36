"""The page that the bundled claims rest on: its passages, in a reader's copy and in the guide."""

import json
import os
import re
from pathlib import Path

import pytest

from citygraph.evidence import look_up
from citygraph.graph import CityGraph
from citygraph.vocabulary import compact
from tests.command import Run

NAME = "smart-cities-index-2022-tokyo.txt"
GUIDE = Path(__file__).resolve().parent.parent / "docs" / "how-to" / "trace.md"
needs_the_text = pytest.mark.skipif(
    "CITYGRAPH_SOURCES" not in os.environ,
    reason="CITYGRAPH_SOURCES names no folder with the text of the page",
)


def test_the_guide_shows_the_verdict_that_the_record_gives(bundled: CityGraph) -> None:
    evidence = look_up(bundled)
    (text,) = evidence.texts.values()
    (shown,) = re.findall(r"(?m)^verified: .*$", GUIDE.read_text("utf-8"))
    number = len(evidence.digests)
    assert shown == (
        f"verified: page.txt is {compact(text.node.value)}: {text.bytes} bytes, {text.chars} code "
        f"points, SHA-256 {text.sha256[:6]}…; {number} of {number} passages are as recorded"
    )


@needs_the_text
def test_the_guide_shows_the_verdict_on_the_page(
    run: Run, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.txt").write_bytes(page.read_bytes())
    monkeypatch.chdir(tmp_path)
    words = ("trace", "tokyo:population-stated", "--source", "page.txt", "-f", "table")
    done = run(*words)
    written = f"{done.out}\n{done.err}"
    block = GUIDE.read_text("utf-8").partition(
        "$ citygraph trace tokyo:population-stated --source"
    )[2]
    for shown in block.partition("```")[0].splitlines()[1:]:
        pattern = re.escape(shown).replace("…", ".*").replace("the\\ passage", ".*")
        assert re.search(f"(?m)^{pattern}$", written), shown


@pytest.fixture
def page() -> Path:
    return Path(os.environ["CITYGRAPH_SOURCES"]) / NAME


@needs_the_text
def test_every_passage_of_the_page_is_verified(run: Run, page: Path) -> None:
    done = run("trace", "--source", str(page), "-f", "json")
    assert done.code == 0
    found = json.loads(done.out)["verification"]
    assert (found["verified"], found["wrong"], found["lookedUp"]) == (True, [], True)
    assert found["passages"] > 200


@needs_the_text
def test_one_other_character_of_the_page_names_its_spans(
    run: Run, page: Path, tmp_path: Path
) -> None:
    text = page.read_bytes().decode()
    copy = tmp_path / "page.txt"
    copy.write_bytes((text[:1300] + "X" + text[1301:]).encode())
    done = run("trace", "tokyo:promotion-fund", "--source", str(copy))
    assert done.code == 1
    hit = [line for line in done.err.splitlines() if line.startswith("span ")]
    assert hit
    assert all("S55" in line for line in hit)


@needs_the_text
def test_one_more_character_of_the_page_is_summed_up(run: Run, page: Path, tmp_path: Path) -> None:
    text = page.read_bytes().decode()
    copy = tmp_path / "page.txt"
    copy.write_bytes((text[:2600] + "X" + text[2600:]).encode())
    document = json.loads(run("trace", "--source", str(copy), "-f", "json").out)["verification"]
    wrong = document["wrong"]
    done = run("trace", "tokyo:promotion-fund", "--source", str(copy))
    assert done.code == 1
    (first,) = (line for line in done.err.splitlines() if line.startswith("span "))
    assert first.startswith(f"span {wrong[0]['start']}-{wrong[0]['end']} ")
    assert f"{len(wrong) - 1} more follow" in done.err
    moved = re.search(
        r"(\d+) of those that differ are as recorded if offsets are shifted by \+1\n", done.err
    )
    assert moved is not None
    assert len(wrong) - 3 <= int(moved[1]) <= len(wrong)
