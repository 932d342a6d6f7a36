"""How far each graph of a push is, and how that is told when it does not come to its end."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from citygraph.errors import RemoteError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.canonical import Digest
    from citygraph.pushing.receipts import GraphRecord, Receipt
    from citygraph.pushing.session import Session

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "waiting": "not begun: as it was",
        "kept": "as it was; what was there is kept",
        "staged": "as it was; the new one is staged",
        "replacing": "being replaced: the old one or the new one",
        "replaced": "replaced, not verified yet",
        "done": "the new one, verified",
        "unchanged": "was equal: not touched",
        "restored": "the old one, verified",
    }
)


class PushError(RemoteError):
    """A push that did not come to its end; its message says how far each graph is.

    Attributes:
        receipt: from which it goes on.
    """

    def __init__(self, message: str, receipt: Receipt) -> None:
        super().__init__(message)
        self.receipt = receipt


def is_before(record: GraphRecord, there: Digest) -> bool:
    """Say whether a graph is still what it was before."""
    return there.count == 0 if record.before is None else there == record.before.digest


def may_be_half_done(record: GraphRecord, session: Session) -> bool:
    """Say whether a graph may be neither old nor new by our own doing."""
    return record.state in ("replacing", "replaced") and not session.target.profile.copies


def describe_states(receipt: Receipt, *, undoing: bool = False) -> str:
    """Say how far each graph is, and what to do next."""
    lines = [f"  <{record.graph}>: {_WORDS[record.state]}" for record in receipt.graphs]
    if not receipt.path.exists():
        return "\n".join([*lines, "nothing was written to the store"])
    verb = "--rollback" if undoing else "--resume"
    return "\n".join([*lines, f"go on with  citygraph push {verb} {receipt.path}"])
