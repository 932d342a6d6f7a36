"""Undoing a push: what was there before comes back the way that the push went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.errors import FaultError, RemoteError
from citygraph.pushing.states import PushError, describe_states, may_be_half_done

if TYPE_CHECKING:
    from citygraph.pushing.prepared import Prepared
    from citygraph.pushing.receipts import GraphRecord
    from citygraph.pushing.session import Session


def restore_graphs(session: Session) -> None:
    """Put back what was there before a push, the last graph first.

    Raises:
        InputError: what was kept is missing or damaged.
        FaultError: a disk of this machine is full.
        PushError: the store failed, or somebody else has written since.
    """
    receipt = session.receipt
    try:
        for record in reversed(receipt.graphs):
            if record.state not in ("waiting", "unchanged", "restored"):
                with session.before(record) as before:
                    _restore(record, before, session)
    except FaultError as error:
        raise FaultError(f"{error}\n{describe_states(receipt, undoing=True)}") from error
    except RemoteError as error:
        raise PushError(f"{error}\n{describe_states(receipt, undoing=True)}", receipt) from error


def _restore(record: GraphRecord, before: Prepared, session: Session) -> None:
    target = session.target
    target.tell(f"<{record.graph}>: comparing")
    with target.read(record.graph) as there:
        is_before = there.digest == before.digest
        is_ours = there.digest.sha256 in (record.sha256, record.stored)
    if not is_before:
        if not is_ours and not may_be_half_done(record, session):
            raise RemoteError(
                f"<{record.graph}>: somebody else has changed it since it was pushed: it is left "
                "as it is"
            )
        _put_back(record, before, session)
    target.remove(session.receipt.staging(record))
    session.reach(record, "restored")


def _put_back(record: GraphRecord, before: Prepared, session: Session) -> None:
    if before.digest.count:
        staged, _ = session.stage(record, before)
        staged.close()
        session.replace(record, before)
        return
    session.reach(record, "replacing")
    session.target.remove(record.graph)
    with session.target.read(record.graph) as there:
        if there.digest.count:
            raise RemoteError(
                f"<{record.graph}>: {there.digest.count:,} triples are still there after it was "
                "removed"
            )
