"""What the documents show of a running server is asked of one, by the same commands."""

import re
import shutil
from pathlib import Path

import httpx
import pytest

from tests.documents import Block, all_blocks, steps
from tests.terminal import at_a_terminal

SHOWN = "http://127.0.0.1:7879/"
BLOCKS = tuple(block for block in all_blocks() if block.option("from") == "server")


def matches(printed: str, documented: str) -> bool:
    """Say whether something is printed as it is documented; ``...`` stands for anything."""
    pattern = re.escape(documented).replace(re.escape("..."), ".*?")
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def test_there_is_something_to_ask() -> None:
    assert {block.document.name for block in BLOCKS} >= {"linked-data.md", "reconcile.md"}


@pytest.mark.skipif(not shutil.which("curl"), reason="curl, by which the documents ask, is missing")
@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_a_server_answers_as_a_document_shows(
    block: Block, tokyo_server: httpx.Client, tmp_path: Path
) -> None:
    here = str(tokyo_server.base_url)
    asked = list(steps(block))
    assert asked
    for step in asked:
        _, printed = at_a_terminal(step.command.replace(SHOWN, here), tmp_path)
        assert matches(printed.replace(here, SHOWN), step.output), (step.command, printed)
