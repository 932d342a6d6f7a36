"""Verifying a reader's copy of a pinned text: the whole, and every passage a claim points to."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from citygraph.evidence import Stretch, digest, look_up, read_copy, text_complaints

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.evidence import Complaint, Copy, PinnedText, Span, StoredClaim
    from citygraph.evidence.lookup import Evidence
    from citygraph.graph import Store


class WrongPassage(NamedTuple):
    """A passage of the copy that is not what was recorded.

    Attributes:
        span: where it stands.
        claims: the claims that point to it.
    """

    span: Span
    claims: tuple[StoredClaim, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of the page's inventory that are hit."""
        return tuple(sorted({row for claim in self.claims for row in claim.rows}))


class Verification(NamedTuple):
    """What came out when a copy was held against the record.

    Attributes:
        copy: the copy, its text included; it is for the reader alone and is written nowhere.
        bytes: its size.
        sha256: its digest.
        complaints: what makes the whole text another one; empty if it is the pinned text.
        passages: how many passages the claims point to.
        looked_up: whether the passages were looked up: not where offsets are known to be shifted.
        wrong: those that differ, in the order of the text.
        moved: how many of them stand, as recorded, as much further on as the copy is longer.
    """

    copy: Copy
    bytes: int
    sha256: str
    complaints: tuple[Complaint, ...]
    passages: int
    looked_up: bool
    wrong: tuple[WrongPassage, ...]
    moved: int

    @property
    def shift(self) -> int:
        """How many code points longer the copy is than the text; negative if it is shorter."""
        return len(self.copy.text) - self.copy.pinned.chars

    @property
    def text(self) -> PinnedText:
        """The pinned text that it is a copy of."""
        return self.copy.pinned

    @property
    def verified(self) -> bool:
        """Whether the text and every passage are what was recorded."""
        return not self.complaints and not self.wrong


def verify(store: Store, path: Path) -> Verification:
    """Hold a reader's copy against what is recorded of its text, with two queries.

    Where several texts are pinned, the copy is held against the one that it is, or that it is
    nearest to.

    Args:
        store: where the claims are.
        path: the copy.

    Raises:
        InputError: the copy cannot be read or is not UTF-8, or no text is pinned.
    """
    evidence = look_up(store)
    texts = [text for _, text in sorted(evidence.texts.items())]
    tried = [_held(read_copy(path, [text]), evidence) for text in texts]
    if not tried:
        read_copy(path, ())  # which says so
    return min(tried, key=_distance)


def _held(copy: Copy, evidence: Evidence) -> Verification:
    text = copy.pinned
    digests = {span: made for span, made in evidence.digests.items() if span.text == text.node}
    claims: defaultdict[Span, list[StoredClaim]] = defaultdict(list)
    for claim in evidence.claims:
        for span in claim.spans:
            claims[span].append(claim)
    wrong = [
        WrongPassage(span, tuple(claims[span]))
        for span, made in sorted(digests.items(), key=lambda each: each[0].stretch)
        if copy.offsets_fit and digest(span.stretch.of(copy.text)) != made
    ]
    shift = len(copy.text) - text.chars
    ends = [each.span.stretch for each in wrong]
    moved = [
        Stretch(each.start + shift, each.end + shift) if shift and each.start + shift >= 0 else None
        for each in ends
    ]
    agreeing = sum(
        each is not None and digest(each.of(copy.text)) == digests[one.span]
        for one, each in zip(wrong, moved, strict=True)
    )
    content = copy.text.encode()
    return Verification(
        copy,
        len(content),
        sha256(content).hexdigest(),
        tuple(text_complaints(copy)),
        len(digests),
        copy.offsets_fit,
        tuple(wrong),
        agreeing,
    )


def _distance(tried: Verification) -> tuple[bool, bool, float]:
    share = len(tried.wrong) / max(1, tried.passages)
    return not tried.verified, "other" in tried.copy.faults, share
