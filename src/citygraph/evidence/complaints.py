"""What the check of the evidence finds, as values that speak every language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from citygraph.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode

    from citygraph.evidence.terms import Term

KINDS = (
    "text-bom",
    "text-crlf",
    "text-decomposed",
    "text-final-newline",
    "text-other",
    "wrong-digest",
    "fact-without-claim",
    "claim-without-fact",
    "claim-of-unknown-source",
    "span-outside-text",
    "disagreement-against-graph",
    "line-without-claim",
    "span-without-digest",
    "stale-evidence",
)
"""All that can be found, in the order in which it is reported."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong with the evidence.

    Attributes:
        kind: one of `KINDS`.
        focus: what it is about: the subject of a fact, a claim, a span or a text.
        path: the property concerned, if it is one.
        value: the value concerned, if it is one.
        file: the file to look at.
        line: the line in it, if it is known.
        messages: what is wrong, by language.
        fixes: how to mend it, by language.
    """

    kind: str
    focus: Term
    path: NamedNode | None
    value: Term | None
    file: Path
    line: int | None
    messages: Mapping[str, str]
    fixes: Mapping[str, str]

    @property
    def place(self) -> tuple[object, ...]:
        """What puts complaints in order: kind, file, line, and what they are about."""
        about = (self.focus, self.path or "", self.value or "")
        return (KINDS.index(self.kind), str(self.file), self.line or 0, *map(str, about))


def complain(  # noqa: PLR0913 - one argument for each thing a complaint is made of
    kind: str,
    focus: Term,
    file: Path,
    *,
    path: NamedNode | None = None,
    value: Term | None = None,
    line: int | None = None,
    **places: object,
) -> Complaint:
    """Make a complaint, with what fills the places of its words.

    >>> from pathlib import Path
    >>> from pyoxigraph import NamedNode
    >>> table = Path("osaka.statements.tsv")
    >>> found = complain("line-without-claim", NamedNode("urn:x"), table, line=2, triple="x y z")
    >>> found.messages["en"]
    'x y z: this line of the table has no claim.'
    """
    words = _words()[kind]
    texts = [
        {lang: str(words[name][lang]).format_map(places) for lang in LANGUAGES}
        for name in ("message", "fix")
    ]
    return Complaint(kind, focus, path, value, file, line, texts[0], texts[1])


@cache
def _words() -> Mapping[str, Any]:
    source = files("citygraph.evidence").joinpath("complaints.toml")
    return tomllib.loads(source.read_text("utf-8"))
