"""What the documents say is run: commands, their output, Python, Turtle, SPARQL and links."""

import doctest
import json
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from tests.documents import (
    DOCUMENTS,
    ROOT,
    Block,
    Step,
    all_blocks,
    anchors,
    blocks,
    links,
    steps,
)
from tests.goldens_option import Goldens
from tests.terminal import at_a_terminal

DOMAIN_FOLDERS = ("ontology", "data", "shapes", "queries", "mappings")

#: Commands that a document may show and that are not run here, with the reason.
NOT_RUN = {
    "pip install ": "it fetches what this environment already has",
    "pipx install ": "it fetches what this environment already has",
    "python3 -m venv ": "an environment of its own is made by the test of the wheel",
    ".venv-uv/bin/": "an environment of its own is made by the test of the wheel",
    "uv run pytest": "this is it",
    "uv run ruff": "the check of the whole project runs it",
    "uv run mypy": "the check of the whole project runs it",
    "uv run lint-imports": "the check of the whole project runs it",
    "uv run turtlefmt": "the check of the whole project runs it",
    "uv run python benchmarks/": "the check of the whole project runs it",
    "uv run python -m tests.": "the check of the whole project runs it",
    "bash .ci/run": "it runs these tests",
}

PARSED: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "toml": tomllib.loads,
    "turtle": lambda text: list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)),
    "sparql": lambda text: pyoxigraph.Store().query(text),
}
ADVICE = "if this is right, run  pytest --rewrite-goldens"
RUN = {"console", "sh", "python"}
SHOWN = {"text"}
PROGRESS = re.compile(r"^[a-z][^\n]* …\n", re.MULTILINE)
"""What `citygraph.cli.progress` says after two seconds."""


each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder to run commands in: a copy of the domain folders, so that no checkout is changed."""
    for folder in DOMAIN_FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def matches(shown: str, documented: str) -> bool:
    """Whether the output is what a document shows; ``...`` stands for anything."""
    pattern = re.escape(documented).replace(re.escape("..."), ".*?")
    return re.fullmatch(pattern, shown, re.DOTALL) is not None


def run_steps(block: Block, folder: Path) -> list[tuple[Step, int, str]]:
    """Run the commands of a block; what a slow machine says to those who wait is left out."""
    done = ((step, *at_a_terminal(step.command, folder)) for step in steps(block))
    return [(step, code, PROGRESS.sub("", shown)) for step, code, shown in done]


def rewrite(document: Path, texts: dict[int, str]) -> None:
    """Put new text into the blocks of a document that begin at the given lines."""
    content = document.read_text(encoding="utf-8").splitlines(keepends=True)
    for block in reversed(blocks(document)):
        if block.line in texts:
            first = block.line - 1
            content[first : first + block.text.count("\n")] = [texts[block.line]]
    document.write_text("".join(content), encoding="utf-8")


@each_document
def test_commands_print_what_a_document_shows(document: Path, desk: Path, goldens: Goldens) -> None:
    texts = {}
    for block in blocks(document):
        if block.file is not None:
            (desk / block.file).parent.mkdir(exist_ok=True)
            (desk / block.file).write_text(block.text, encoding="utf-8")
    for block in blocks(document, "console"):
        done = run_steps(block, desk)
        codes = [code for _, code, _ in done]
        assert codes == [0] * (len(done) - 1) + [block.exit_code], f"{block}: {done}"
        if not block.is_for_this_python:
            continue
        if goldens.rewrite:
            texts[block.line] = "".join(
                step.shown + (step.output if matches(shown, step.output) else shown)
                for step, _, shown in done
            )
            continue
        for step, _, shown in done:
            assert matches(shown, step.output), f"{block}: {step.command}\nshows\n{shown}{ADVICE}"
    if texts:
        rewrite(document, texts)


@each_document
def test_commands_shown_alone_work(document: Path, desk: Path) -> None:
    for block in blocks(document, "sh"):
        for line in block.text.splitlines():
            for command in line.partition("#")[0].split(" && "):
                if command.strip() and not command.startswith(tuple(NOT_RUN)):
                    code, shown = at_a_terminal(command, desk)
                    assert code == 0, f"{block}: {command}\n{shown}"


@each_document
def test_python_runs(document: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    names: dict[str, object] = {}  # what one block names, those after it may use
    for block in blocks(document, "python"):
        assert ">>> " in block.text, f"{block} shows no result"
        test = doctest.DocTestParser().get_doctest(block.text, names, str(block), None, 0)
        result = doctest.DocTestRunner(optionflags=flags).run(test, clear_globs=False)
        names = test.globs
        assert result.failed == 0, block


@each_document
def test_examples_parse(document: Path) -> None:
    for block in blocks(document):
        if block.language in PARSED:
            PARSED[block.language](block.text)


def test_a_block_that_shows_a_file_of_the_project_shows_it_as_it_is() -> None:
    shown = [(block, path) for block in all_blocks() if (path := block.option("of"))]
    assert "CONTRIBUTING.md" in {block.document.name for block, _ in shown}
    for block, path in shown:
        assert block.text == (ROOT / path).read_text(encoding="utf-8"), block


def test_every_block_has_a_language_that_is_looked_at() -> None:
    assert [str(b) for b in all_blocks() if b.language not in RUN | SHOWN | set(PARSED)] == []


@each_document
def test_links_lead_somewhere(document: Path) -> None:
    for link in links(document):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_document_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        if document in reached:
            continue
        reached.add(document)
        targets = [(document.parent / link.partition("#")[0]).resolve() for link in links(document)]
        waiting += [found for found in targets if found.suffix == ".md"]
        waiting += [found for folder in targets if folder.is_dir() for found in folder.glob("*.md")]
    assert set(DOCUMENTS) - reached == set()


def test_the_index_names_every_decision_once() -> None:
    index = ROOT / "docs" / "index.md"
    named = sorted((index.parent / link).resolve() for link in links(index))
    decisions = ROOT / "docs" / "decisions"
    assert [each for each in named if each.parent == decisions] == sorted(decisions.glob("*.md"))


def test_the_documents_show_what_they_promise() -> None:
    assert {"console", "sh", "python"} <= {block.language for block in all_blocks()}


def test_the_readme_begins_with_the_two_commands() -> None:
    first, second = (b.text for b in blocks(ROOT / "README.md", "sh")[:2])
    assert first == "pip install uv && uv run citygraph query strategic-goals\n"
    assert second == "uv run pytest\n"


@pytest.mark.parametrize(
    ("documented", "unlike"),
    [
        ("a\nb\nc\n", "a\nb\n"),
        ("a\n...\nc\n", "a\nb\n"),
        ("a\nb (... ms)\nc\n", "a\nb (3 s)\nc\n"),
    ],
)
def test_dots_stand_for_anything(documented: str, unlike: str) -> None:
    shown = documented.replace("...", "b" if documented.startswith("a\n...") else "3")
    assert matches(shown, documented)
    assert not matches(unlike, documented)
