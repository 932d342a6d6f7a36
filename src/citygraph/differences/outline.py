"""A difference as an outline: what is said, line by line, before it is drawn."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from citygraph.answers.writing import cell
from citygraph.differences.wording import rule, tell
from citygraph.vocabulary import PREFIXES, compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.differences.model import (
        ClaimChange,
        Difference,
        Pair,
        PropertyChange,
        State,
        ThingChange,
        Value,
    )

SIGNS: Mapping[State, str] = {"removed": "-", "changed": "~", "added": "+"}


class Item(NamedTuple):
    """One line of the outline.

    Attributes:
        level: how deep it stands: 0 the title, 1 a heading, 2 a thing, 3 a property, 4 a value.
        text: what it says.
        state: what happened to what it is about; empty where it tells of nothing that happened.
    """

    level: int
    text: str
    state: State | None = None


class Outline:
    """What is said about a difference."""

    def __init__(
        self,
        difference: Difference,
        prefixes: Mapping[str, str] = PREFIXES,
        *,
        everything: bool = False,
    ) -> None:
        self._difference = difference
        self._lang = difference.lang
        self._prefixes = prefixes
        self._everything = everything
        self._claims: dict[tuple[str, str], list[ClaimChange]] = defaultdict(list)
        for claim in difference.claims if everything else ():
            self._claims[str(claim.subject.term), str(claim.property.term)].append(claim)

    def items(self) -> Iterator[Item]:
        """Say it all, the things first and the version number last."""
        found = self._difference
        old, new = found.old, found.new
        if not found:
            yield Item(0, self._tell("same", old=old.name, new=new.name, triples=new.triples))
            yield from self._left_out()
            return
        yield Item(0, self._tell("title", old=old.name, new=new.name))
        counts = {state: len(found.of(state)) for state in SIGNS}
        yield Item(2, self._tell("counts", **counts))
        yield Item(2, self._tell("compared", old=old.triples, new=new.triples))
        yield from self._left_out()
        heading = None
        for thing in found.things:
            above = thing.group_label or self._tell("no-class")
            if above != heading:
                heading = above
                yield Item(1, above)
            yield from self._thing(thing)
        yield from self._renames()
        yield from self._evidence()
        yield from self._version()

    def _left_out(self) -> Iterator[Item]:
        for each in self._difference.left_out:
            what = self._tell("facts-only" if each.what == "facts" else each.what)
            places = {"what": what, "side": each.side, "triples": each.triples}
            yield Item(2, self._tell("left-out", **places))

    def _thing(self, thing: ThingChange) -> Iterator[Item]:
        name = thing.label if thing.iri.startswith("_:") else self._named(thing.label, thing.iri)
        if thing.state != "changed":
            count = sum(len((*each.added, *each.removed)) for each in thing.properties)
            happened = self._tell(thing.state)
            name = f"{name}  {happened}, {self._tell('facts', count=count)}"
        yield Item(2, name, thing.state)
        if thing.state == "changed" or self._everything:
            for each in thing.properties:
                yield from self._property(each)
                subject = f"<{thing.iri}>", f"<{each.property}>"
                for claim in self._claims.pop(subject, ()):
                    yield self._claim(claim)

    def _property(self, change: PropertyChange) -> Iterator[Item]:
        meaning = "" if change.effect in ("fact", "wording") else f" ({self._tell(change.effect)})"
        label = f"{change.label}{meaning}"
        for pair in change.altered:
            yield Item(3, f"{label}: {self._pair(pair)}", "changed")
        for value in change.removed:
            yield Item(3, f"{label}: {self.value(value)}", "removed")
        for value in change.added:
            yield Item(3, f"{label}: {self.value(value)}", "added")
        for pair in change.rewritten:
            words = self._tell("rewritten")
            yield Item(3, f"{label}: {self._pair(pair)} ({words})", "changed")

    def _pair(self, pair: Pair) -> str:
        old, new = self.value(pair.old), self.value(pair.new)
        if old == new:  # the datatype makes the difference
            old, new = str(pair.old.term), str(pair.new.term)
        return f"{old} → {new}"

    def value(self, value: Value) -> str:
        """Show a value to people: its label and its short name, or its text and language."""
        if value.text:
            return value.text
        short = cell(value.term, self._prefixes)
        language = getattr(value.term, "language", None)
        if language:
            return f"{short} [{language}]"
        return f"{value.label} ({short})" if value.label else short

    def _claim(self, claim: ClaimChange, *, fact: str = "") -> Item:
        source = self.value(claim.source) or self._tell("no-source")
        return Item(4, f"{fact}{self._tell('evidence')}: {source}", claim.state)

    def _renames(self) -> Iterator[Item]:
        if self._difference.renames:
            yield Item(1, self._tell("renames"))
        for each in self._difference.renames:
            places = {
                "label": each.label,
                "old": compact(each.old, self._prefixes),
                "new": compact(each.new, self._prefixes),
                "shared": each.shared,
                "facts": each.facts,
            }
            yield Item(2, self._tell("rename", **places))

    def _evidence(self) -> Iterator[Item]:
        if self._difference.sources:
            yield Item(1, self._tell("evidence"))
        for each in self._difference.sources:
            source = each.source.label or self.value(each.source) or self._tell("no-source")
            yield Item(
                2,
                self._tell(
                    "claims",
                    source=source,
                    removed=each.removed,
                    changed=each.changed,
                    added=each.added,
                    passages=each.passages,
                ),
            )
        for claims in self._claims.values():
            for claim in claims:
                about = (
                    claim.property.label or self.value(claim.property),
                    self.value(claim.value),
                )
                fact = f"{self.value(claim.subject)} · {about[0]}: {about[1]} · "
                yield self._claim(claim, fact=fact)._replace(level=3)

    def _version(self) -> Iterator[Item]:
        yield Item(1, self._tell("version"))
        yield Item(2, self._tell("version-part", part=self._difference.part))
        for each in self._difference.reasons:
            more = each.count - len(each.examples)
            shown = [*each.examples, *([self._tell("and-more", count=more)] if more else [])]
            yield Item(3, f"{each.part}: {rule(each.rule, self._lang)} ({', '.join(shown)})")

    def _named(self, label: str, iri: str) -> str:
        short = compact(iri, self._prefixes)
        return label if label == short else f"{label} ({short})"

    def _tell(self, name: str, **places: object) -> str:
        return tell(name, self._lang, **places)
