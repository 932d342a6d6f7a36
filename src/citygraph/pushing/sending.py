"""Pushing: each graph is compared, staged, read back, put in its place and read back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.canonical import canonical_lines
from citygraph.errors import FaultError, InputError, RemoteError
from citygraph.pushing.prepared import prepare
from citygraph.pushing.receipts import now
from citygraph.pushing.states import PushError, describe_states, is_before, may_be_half_done

if TYPE_CHECKING:
    from citygraph.pushing.prepared import Prepared
    from citygraph.pushing.receipts import GraphRecord
    from citygraph.pushing.session import Session
    from citygraph.pushing.source import Source


def push_graphs(source: Source, session: Session) -> None:
    """Bring each graph of a receipt to its store, and go on where an earlier push ended.

    Raises:
        InputError: a graph is not what it was when the push began.
        FaultError: a disk of this machine is full.
        PushError: the store failed, or did not keep what was sent.
    """
    receipt = session.receipt
    try:
        for record in receipt.graphs:
            if not record.settled:
                with prepare(canonical_lines(source.triples(record.graph))) as ours:
                    _begin(record, ours)
                    _push(record, ours, session)
    except FaultError as error:
        raise FaultError(f"{error}\n{describe_states(receipt)}") from error
    except RemoteError as error:
        raise PushError(f"{error}\n{describe_states(receipt)}", receipt) from error
    receipt.finished = now()
    if receipt.path.exists():
        receipt.save()


def _begin(record: GraphRecord, ours: Prepared) -> None:
    if record.sha256 is None:
        record.sha256, record.triples = ours.digest.sha256, ours.digest.count
    elif record.sha256 != ours.digest.sha256:
        raise InputError(
            f"<{record.graph}>: is not what it was when this push began; resume with the same "
            "data, or begin a new push"
        )


def _push(record: GraphRecord, ours: Prepared, session: Session) -> None:
    target = session.target
    target.tell(f"<{record.graph}>: comparing")
    with target.read(record.graph) as there:
        comparison = target.compared(there, ours)
        if comparison is None or comparison.equal:
            record.take(there.digest, comparison)
            _settle(record, session)
            return
        if record.state == "waiting":
            session.keep(record, there)
        elif not is_before(record, there.digest) and not may_be_half_done(record, session):
            raise RemoteError(
                f"<{record.graph}>: somebody else has changed it since this push began: it holds "
                "neither what was there nor what is pushed; begin a new push"
            )
    staged, comparison = session.stage(record, ours)
    with staged:
        record.take(staged.digest, comparison)
    session.reach(record, "staged")
    session.replace(record, ours)
    record.verified = now()
    session.reach(record, "done")


def _settle(record: GraphRecord, session: Session) -> None:
    """Note that the store holds the graph, which an earlier try may have brought there."""
    if record.state == "waiting":
        record.state = "unchanged"
        if session.receipt.path.exists():
            session.receipt.save()
        return
    session.target.remove(session.receipt.staging(record))
    session.reach(record, "done")
