"""Made-up slices of a Wikibase, with what a careful person would find there.

A slice is a folder of `tests/wikibase`, whose README tells what stands in which file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.vocabulary import PREFIXES
from tests import wikibase_rdf
from tests.wikibase_rdf import KINDS, as_claims, best_claims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

FOLDER = Path(__file__).parent / "wikibase"
NONE = "none"


class Gold(NamedTuple):
    """A line of a gold list.

    Attributes:
        thing: a thing of ours, by its short name.
        item: its item, or "none".
        difficulty: what makes it hard to find, or what there is that could be taken for it.
        note: the same in a few words of this case; may be empty.
    """

    thing: str
    item: str
    difficulty: str
    note: str

    @property
    def iri(self) -> str:
        return full(self.thing)


class OldLink(NamedTuple):
    """A link as an older list of ours would hold it.

    Attributes:
        thing: a thing of ours, by its short name.
        item: the item that it was linked to.
        label: the label that the item had then.
        finding: what a check has to find.
        now: the item that stands there now; empty if none does.
    """

    thing: str
    item: str
    label: str
    finding: str
    now: str


class Values(NamedTuple):
    """A value of ours beside that of an item.

    Attributes:
        thing: a thing of ours, by its short name.
        item: its item.
        property: the property of the item.
        ours: our value; an item where ours is a thing.
        theirs: the best value of the item.
        verdict: "agree" or "differ".
        note: why, in a few words; may be empty.
    """

    thing: str
    item: str
    property: str
    ours: str
    theirs: str
    verdict: str
    note: str


def full(short: str) -> str:
    """Write out a name of ours: `tokyo:tokyo`, `cgv:5g`, `id:sources/dttm`, `hanabira:mayor`."""
    prefix, _, local = short.partition(":")
    return PREFIXES.get(prefix, f"{PREFIXES['id']}{prefix}/") + local


@dataclass(frozen=True)
class Slice:
    """A folder with the items of a made-up Wikibase."""

    folder: Path

    @property
    def tables(self) -> list[Path]:
        """The tables of its items."""
        return sorted(self.folder.glob("*.toml"))

    @cached_property
    def items(self) -> dict[str, dict[str, Any]]:
        """Its items by their names: labels, aliases, descriptions (`about`), statements."""
        found: dict[str, dict[str, Any]] = {}
        for path in self.tables:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            assert table.pop("synthetic") is True, f"{path} does not say that it is made up"
            assert not found.keys() & table.keys(), f"{path} has again what another has"
            found |= table
        return found

    @cached_property
    def gold(self) -> list[Gold]:
        """What a careful person would link, and what not."""
        return [Gold(*row) for row in self._rows("gold.tsv")]

    @cached_property
    def links(self) -> list[OldLink]:
        """Links of older days, for a check of links."""
        return [OldLink(*row) for row in self._rows("links.tsv")]

    @cached_property
    def side_by_side(self) -> list[Values]:
        """Values of ours beside those of the items, for a check of links."""
        return [Values(*row) for row in self._rows("values.tsv")]

    @cached_property
    def kinds(self) -> dict[str, set[str]]:
        """The classes of items that agree with a class, or with a scheme of concepts, of ours."""
        kinds: dict[str, set[str]] = {}
        for kind, item in self._rows("types.tsv"):
            kinds.setdefault(full(kind), set()).add(item)
        return kinds

    def _rows(self, file: str) -> list[list[str]]:
        text = (self.folder / file).read_text(encoding="utf-8")
        lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
        assert {len(line) for line in lines} == {len(lines[0])}, f"{file}: a line is cut"
        return lines[1:]

    def values(self, item: str, property_: str) -> list[Any]:
        """Give the best values that an item has for a property."""
        told = self.items[item].get(property_, [])
        return [claim["is"] for claim in best_claims(as_claims(property_, told))]

    def statements(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Give all its statements: item, property, and what is claimed."""
        for item, told in self.items.items():
            for property_, claims in told.items():
                if property_ in KINDS:
                    for claim in as_claims(property_, claims):
                        yield item, property_, claim

    def names(self, item: str) -> Iterator[tuple[str, str]]:
        """Give the labels and aliases of an item, each with its language."""
        for part in ("label", "alias"):
            for language, texts in self.items[item].get(part, {}).items():
                for text in [texts] if isinstance(texts, str) else texts:
                    yield text, language

    def reached(self, item: str, *properties: str) -> set[str]:
        """Follow properties from an item as far as they lead; it is itself among the found."""
        found, open_ends = {item}, [item]
        while open_ends:
            here = open_ends.pop()
            new = {v for p in properties for v in self.values(here, p)} & self.items.keys() - found
            found |= new
            open_ends += new
        return found

    def ends_at(self, item: str) -> str | None:
        """Follow the redirects of an item; `None` if they run in a circle or lead nowhere."""
        seen = {item}
        while "redirect" in self.items.get(item, {}):
            item = self.items[item]["redirect"]
            if item in seen:
                return None
            seen.add(item)
        return item if item in self.items else None

    def turtle(self) -> bytes:
        """Write all as Wikidata does, in Turtle."""
        return wikibase_rdf.turtle(self.items)

    def put_on(self, server: Server) -> None:
        """Make it what a server holds in its default graph, where Wikidata has all it tells."""
        with server.client() as client:
            client.put(
                f"{server.store_url}?default",
                content=self.turtle(),
                headers={"Content-Type": "text/turtle"},
            ).raise_for_status()
