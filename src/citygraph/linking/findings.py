"""What a check of links finds, and the words for it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.linking.link import Link

NOT_ASKED = "not-asked"
"""The finding for an item that could not be asked about: it is neither right nor wrong."""

_DAYS = re.compile(r"(\S+) days?")
_ONE_OR_MANY = re.compile(r"\{(\w+)\|(\w+)\|(\w+)\}")


class Place(NamedTuple):
    """Where a row stands.

    Attributes:
        file: the file.
        line: its line, from 1; 0 for the file as a whole.
    """

    file: str
    line: int = 0

    def __str__(self) -> str:
        """Write it as editors take it."""
        return f"{self.file}:{self.line}" if self.line else self.file


class Finding(NamedTuple):
    """One thing that is not as it should be, or that a person should know.

    Attributes:
        code: its name, the same in every language.
        place: the row.
        thing: the IRI of our thing; empty if it is about no single one.
        item: the IRI of the item; empty if it is about no single one.
        said: what fills the places of its words.
    """

    code: str
    place: Place
    thing: str = ""
    item: str = ""
    said: Mapping[str, str] = MappingProxyType({})

    def words(self, lang: str) -> str:
        """Say it in a language.

        >>> Finding("gone", Place("a.tsv", 3), item="http://example.org/Q1").words("ja")
        'http://example.org/Q1：削除されている'
        """
        return self._filled("findings", lang)

    def remedy(self, lang: str) -> str:
        """Say what to do about it."""
        return self._filled("remedies", lang)

    def _filled(self, part: str, lang: str) -> str:
        said = {"thing": self.thing, "item": self.item, **self.said}
        said["value"] = said.get(f"value_{lang}", "")  # what is compared has a name in each
        for name in ("our_day", "their_day"):
            said[name] = said.get(name) or label("no-date", lang)
        for name in ("apart", "tolerance"):
            days = _DAYS.fullmatch(said.get(name, ""))
            if days:
                said[name] = label("days", lang).format(text=days[0], number=days[1])
        return _words()[part][self.code][lang].format_map(said)


class Checked(NamedTuple):
    """What a check found.

    Attributes:
        findings: in the order of files and lines.
        rows: how many rows were looked at.
        items: how many items were asked about; `None` if no endpoint was asked.
        endpoint: the address that was asked; empty if none was.
        elsewhere: how many rows that count lead to other collections, which nobody asked.
        agreed: the rows that agree with their items in all that was compared.
        recorded: those of them that have become checked; `None` if that was not asked for.
    """

    findings: tuple[Finding, ...]
    rows: int
    items: int | None = None
    endpoint: str = ""
    elsewhere: int = 0
    agreed: tuple[Link, ...] = ()
    recorded: tuple[Link, ...] | None = None

    @property
    def not_asked(self) -> int:
        """How many items could not be asked about."""
        return len({each.item for each in self.findings if each.code == NOT_ASKED})


def label(name: str, lang: str) -> str:
    """Name a part of the summary.

    >>> label("no-date", "en")
    'no date'
    """
    return _words()["labels"][name][lang]


def counted(name: str, lang: str, **said: object) -> str:
    """Give a part of the summary with its numbers, each with the word for one or for many.

    >>> counted("found", "en", findings=1, rows=3)
    '1 finding in 3 rows'
    """
    words = _ONE_OR_MANY.sub(
        lambda choice: choice[2 if said[choice[1]] == 1 else 3], label(name, lang)
    )
    return words.format_map(said)


def codes() -> tuple[str, ...]:
    """Name every finding there is."""
    return tuple(_words()["findings"])


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    source = files("citygraph.linking").joinpath("findings.toml")
    return tomllib.loads(source.read_text("utf-8"))
