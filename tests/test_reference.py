"""The reference of the command line is complete: every verb once, every JSON Schema."""

import json
import re

import pytest

from citygraph.cli.verbs import VERBS
from tests.documents import ROOT, blocks, steps

REFERENCE = ROOT / "docs" / "reference" / "command-line.md"
SCHEMAS = ROOT / "docs" / "schemas"
NAMES = [verb.NAME for verb in VERBS]


def headings() -> list[str]:
    return re.findall(r"^## (.*)$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_verb_has_one_section_in_the_order_of_the_help() -> None:
    assert headings() == [
        *("citygraph", *(f"citygraph {name}" for name in NAMES)),
        *("JSON", "Exit codes"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_verb_says_there_what_it_says_of_itself(name: str) -> None:
    shown = [step.command for block in blocks(REFERENCE, "console") for step in steps(block)]
    assert shown.count(f"citygraph {name} --help") == 1


@pytest.mark.parametrize("schema", sorted(path.name for path in SCHEMAS.glob("*.json")))
def test_every_schema_of_a_verb_is_named(schema: str) -> None:
    document = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    (verb,) = re.findall(r"\bcitygraph (\w+)", document["title"])[:1]
    row = rf"^\| `citygraph {verb}\b.*\(\.\./schemas/{re.escape(schema)}\) \|$"
    named = re.search(row, REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
    assert bool(named) == (verb in NAMES)


def test_every_exit_code_is_explained() -> None:
    codes = re.findall(r"^\| (\d+) \|", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "4", "130"]
