"""Pinned texts: what the facts say of a source's exact text, and whether a reader's copy is it.

The text itself is never part of the project. Length and digest let whoever has a copy find out
whether the offsets of the claims fit it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from unicodedata import normalize

from citygraph.errors import DataFileError, InputError
from citygraph.evidence.terms import short
from citygraph.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyoxigraph import NamedNode, Triple

    from citygraph.evidence.spans import Stretch
    from citygraph.evidence.terms import Term

UNIT = "Unicode code point"
_BOM = b"\xef\xbb\xbf"


class PinnedText(NamedTuple):
    """What is known of a text that is not here.

    Attributes:
        node: the name of the `cg:SourceText`.
        source: the name of the source whose text it is.
        chars: its length in code points.
        bytes: its length in UTF-8.
        sha256: the digest of these bytes.
    """

    node: NamedNode
    source: NamedNode
    chars: int
    bytes: int
    sha256: str


class Passage(NamedTuple):
    """A passage with what stands around it in its line.

    Attributes:
        before: what comes before it.
        words: the passage.
        after: what comes after it.
        line: the line in which it begins, from 1.
    """

    before: str
    words: str
    after: str
    line: int


class Copy(NamedTuple):
    """A reader's copy of a pinned text.

    Attributes:
        path: the file.
        pinned: the text it is a copy of.
        text: what stands in the file, as it is.
        faults: what makes it another text: `bom`, `crlf`, `decomposed` or `final-newline`, which
            a reader can undo, or else `other`; empty if it is the pinned text.
    """

    path: Path
    pinned: PinnedText
    text: str
    faults: tuple[str, ...]

    @property
    def offsets_fit(self) -> bool:
        """Whether offsets may be looked up: not where something else is known to shift them."""
        return not {"bom", "crlf", "decomposed"} & set(self.faults)

    def passage(self, stretch: Stretch, around: int = 40) -> Passage:
        """Cut out a passage and what stands around it, as far as its own lines reach."""
        begin = self.text.rfind("\n", 0, stretch.start) + 1
        end = self.text.find("\n", stretch.end)
        end = len(self.text) if end < 0 else end
        return Passage(
            self.text[max(begin, stretch.start - around) : stretch.start],
            stretch.of(self.text),
            self.text[stretch.end : min(end, stretch.end + around)],
            self.text.count("\n", 0, stretch.start) + 1,
        )


def pinned_texts(facts: Iterable[Triple]) -> dict[NamedNode, PinnedText]:
    """Find the pinned texts that the facts describe, by their source.

    Raises:
        DataFileError: one of them lacks its length or digest, counts in another unit, or is the
            second of its source.
    """
    from pyoxigraph import NamedNode

    about: dict[Term, dict[str, Any]] = {}
    for triple in facts:
        name = triple.predicate.value.removeprefix(ONTOLOGY)
        if name in {"textOf", "charCount", "byteCount", "textSha256", "offsetUnit"}:
            about.setdefault(triple.subject, {})[name] = triple.object
    found: dict[NamedNode, PinnedText] = {}
    for node, said in sorted(about.items(), key=str):
        try:
            text = PinnedText(
                cast("NamedNode", node),
                NamedNode(said["textOf"].value),
                int(said["charCount"].value),
                int(said["byteCount"].value),
                said["textSha256"].value,
            )
        except (KeyError, ValueError) as error:
            raise DataFileError(
                f"{short(node)}: a pinned text needs cg:textOf, cg:charCount, cg:byteCount and "
                f"cg:textSha256; not usable: {error}"
            ) from error
        if "offsetUnit" in said and said["offsetUnit"].value != UNIT:
            raise DataFileError(f'{short(node)}: cg:offsetUnit has to be "{UNIT}"')
        if text.source in found:
            raise DataFileError(
                f"{short(node)} and {short(found[text.source].node)}: two texts of one source; "
                "offsets need to be in one of them"
            )
        found[text.source] = text
    return found


def read_copy(path: Path, texts: Iterable[PinnedText]) -> Copy:
    """Read a reader's copy, and find out which pinned text it is a copy of.

    Raises:
        InputError: the file cannot be read, is not UTF-8, or no text is pinned.
    """
    try:
        content = path.read_bytes()
        text = content.decode()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: byte {error.start + 1} is not UTF-8; the pinned text is UTF-8"
        ) from error
    copies = [Copy(path, each, text, _faults(content, each)) for each in texts]
    if not copies:
        raise InputError(f"{path}: no text is pinned in the data, so there is nothing to verify")
    return min(copies, key=lambda copy: (len(copy.faults), "other" in copy.faults))


def _faults(content: bytes, pinned: PinnedText) -> tuple[str, ...]:
    """Undo one thing after the other that editors and systems do to a text, and see if it fits."""
    faults: list[str] = []
    for name, undone in (
        ("bom", lambda text: text.removeprefix(_BOM)),
        ("crlf", lambda text: text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")),
        ("decomposed", lambda text: normalize("NFC", text.decode()).encode()),
        ("final-newline", lambda text: text.removesuffix(b"\n")),
    ):
        if sha256(content).hexdigest() == pinned.sha256:
            return tuple(faults)
        before, content = content, undone(content)
        if before != content:
            faults.append(name)
    return tuple(faults) if sha256(content).hexdigest() == pinned.sha256 else ("other",)
