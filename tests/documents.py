"""The project's Markdown documents, read: their fenced blocks, commands, links and headings."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = (
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the words after it, its text, the line of its first row."""

    document: Path
    line: int
    language: str
    options: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.document.relative_to(ROOT).as_posix()}:{self.line}"

    @property
    def exit_code(self) -> int:
        """What the block's last command exits with: ``console exit=2``, 0 if nothing is said."""
        return int(self.option("exit") or 0)

    @property
    def file(self) -> str | None:
        """The file that a reader is to make of the block: ``turtle file=osaka.ttl``."""
        return self.option("file")

    @property
    def is_for_this_python(self) -> bool:
        """Whether its output is compared here: ``console python=3.11`` names one version.

        The standard library words a command line's help in its own way in each version.
        """
        here = f"{sys.version_info.major}.{sys.version_info.minor}"
        return self.option("python") in {None, here}

    def option(self, key: str) -> str | None:
        """The value of one of the words after the language: ``key=value``."""
        return dict(word.split("=", 1) for word in self.options).get(key)


@dataclass(frozen=True)
class Step:
    """One command of a console block and the output that the document shows for it."""

    shown: str
    command: str
    output: str


def blocks(document: Path, language: str = "") -> list[Block]:
    """The fenced blocks of a document, all of them or those of one language."""
    found = []
    fence = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    text = document.read_text(encoding="utf-8")
    for match in fence.finditer(text):
        words = match[1].split() or [""]
        line = text.count("\n", 0, match.start(2)) + 1
        found.append(Block(document, line, words[0], tuple(words[1:]), match[2]))
    return [block for block in found if language in {"", block.language}]


def all_blocks(language: str = "") -> list[Block]:
    """The fenced blocks of every document."""
    return [block for document in DOCUMENTS for block in blocks(document, language)]


def steps(block: Block) -> Iterator[Step]:
    """The commands of a console block: lines after ``$``, continued by lines after ``>``."""
    step = re.compile(r"^\$ (.*\n(?:> .*\n)*)((?:(?!\$ ).*\n)*)", re.MULTILINE)
    position = 0
    for match in step.finditer(block.text):
        assert match.start() == position, f"{block}: output without a command"
        position = match.end()
        command = match[1].replace("\n> ", "\n").rstrip("\n")
        yield Step(f"$ {match[1]}", command, match[2])
    assert position == len(block.text), f"{block}: no command"


def prose(document: Path) -> str:
    """The document without its fenced blocks."""
    return re.sub(r"(?ms)^```.*?^```$", "", document.read_text(encoding="utf-8"))


def links(document: Path) -> list[str]:
    """Where the document's own links point to, within the project."""
    targets = re.findall(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)", prose(document))
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, made as common Markdown sites make them."""
    headings = re.findall(r"^#+ (.+)$", prose(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
